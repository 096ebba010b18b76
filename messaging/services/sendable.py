"""What must hold before a campaign may go: account, sender, people, credit. Asked when it is
ordered, and again when a scheduled one's hour has come."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from messaging.batches import MAX_BATCH
from messaging.models import Campaign
from messaging.services import addressing
from messaging.services.preflight import Preflight
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.sms.contract import Capabilities
from turkcell_hub.ledger.shortage import too_small
from turkcell_hub.outbox import pace
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice


def account_of(campaign: Campaign) -> GatewayAccount:
    if campaign.account is None:
        raise Invalid(_("Operatör hesabı tanımlı değil."), code="account_missing")
    return campaign.account


def trouble_of(campaign: Campaign) -> str | None:
    """Why its operator account cannot send, in words; None when it can (L-010)."""
    service = addressing.service_of(campaign.address_type)
    return account_choice.sendable_problem(campaign.account, service)


def require_account(campaign: Campaign) -> None:
    """Raises ``Conflict`` for an account that cannot send, ``Invalid`` for a dead sender."""
    problem = trouble_of(campaign)
    if problem:
        raise Conflict(problem, code="account_not_ready")
    if campaign.sender and not campaign.sender.is_active:
        raise Invalid(
            _("Seçili gönderici adı artık kullanımda değil."),
            code="sender_inactive",
            field="sender",
        )


def require_forecast(forecast: Preflight | None) -> Preflight:
    """The pre-flight of this very text and audience, with somebody to send to."""
    if forecast is None:
        raise Conflict(
            _("Metin veya alıcılar ön uçuştan sonra değişti. Ön uçuşu yenileyip gönderin."),
            code="preflight_stale",
        )
    if not forecast.may_go:
        raise Invalid(
            _("Bu mesaj hiç kimseye gitmeyecek; nedenleri ön uçuşta görebilirsiniz."),
            code="nobody_to_send",
            extra={
                "blocked": {str(code): n for code, n in forecast.blocked.items()},
                "reasons": [
                    {"code": verdict.name, "text": str(verdict.label), "people": people}
                    for verdict, people in forecast.reasons()
                ],
            },
        )
    return forecast


def require_within(needed: int, max_credits: int | None) -> None:
    """Raises ``Conflict`` when it costs more than the person allows."""
    if max_credits is not None and needed > max_credits:
        raise Conflict(
            _("Bu gönderim %(needed)d kredi gerektiriyor, izin verilen en çok %(limit)d.")
            % {"needed": needed, "limit": max_credits},
            code="max_credits_exceeded",
            extra={"needed": needed, "max_credits": max_credits},
        )


def require_credit(campaign: Campaign, needed: int) -> None:
    """Raises ``InsufficientCredit`` (extra: needed, balance, missing)."""
    wallet = wallets.spendable(campaign.firm_id)
    if needed > wallet.balance:
        raise too_small(wallet.kind, needed, wallet.balance)


def batch_size(campaign: Campaign, capabilities: Capabilities) -> int:
    """Messages in one hand-over: what the operator takes, 1,000 at most, and small enough
    that the lane keeps its pace."""
    return pace.batch_size(
        account_of(campaign).pace_per_second,
        min(MAX_BATCH, capabilities.max_batch),
        capabilities.max_requests_per_minute,
    )
