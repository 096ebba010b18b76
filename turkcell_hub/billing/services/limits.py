"""The monthly "SMS limiti" of a postpaid firm: a wallet that is filled anew each month (C-02)."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import BillingProfile, PaymentType
from turkcell_hub.billing.selectors import limit
from turkcell_hub.errors import Invalid
from turkcell_hub.ledger import wallets
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.money import format_number
from turkcell_hub.tenancy.actor import Actor, system

MOST = 100_000_000


def change_plan(actor: Actor, payment_type: str, sms_limit: int) -> BillingProfile:
    """How the firm pays, and its limit; an Admin's decision. Raises ``Invalid``.

    From the change on sending spends from the other wallet; what is in the first one stays.
    """
    actor.require("billing.plan.change")
    if payment_type not in PaymentType.values:
        raise Invalid(_("Ödeme türünü seçin: Ön ödemeli ya da Faturalı."), field="payment_type")
    if payment_type == PaymentType.POSTPAID:
        if sms_limit < 1:
            raise Invalid(_("Faturalı hesap için aylık SMS limitini yazın."), field="sms_limit")
        require_possible(sms_limit, "sms_limit")
    with transaction.atomic():
        profile = lock(actor.firm_id)
        before = _facts(profile)
        profile.payment_type = payment_type
        profile.sms_limit = sms_limit if payment_type == PaymentType.POSTPAID else 0
        profile.by_label = actor.label[:150]
        profile.renewed_for = calendar.month_of(calendar.today())
        profile.save()
        changes = trail.changed(before, _facts(profile))
        entry = trail.record(actor, "billing.plan.change", profile, changes)
        fill(actor, profile, Reason.LIMIT_CHANGE, f"limit:plan:{entry.pk}")
    return profile


def require_possible(sms_limit: int, field: str) -> None:
    """Raises ``Invalid`` for a limit above the highest that the portal keeps."""
    if sms_limit > MOST:
        raise Invalid(
            _("Aylık SMS limiti en çok %(most)s olabilir.") % {"most": format_number(MOST)},
            field=field,
        )


def renew(firm_id: int, month: dt.date) -> bool:
    """Fills the wallet for a month that has begun, once. The caller is in the firm's scope."""
    with transaction.atomic():
        profile = BillingProfile.objects.select_for_update().filter(firm_id=firm_id).first()
        if profile is None or not profile.is_postpaid:
            return False
        if profile.renewed_for is not None and profile.renewed_for >= month:
            return False
        profile.renewed_for = month
        profile.save(update_fields=["renewed_for"])
        actor = system(firm_id, _("Aylık limit yenileme"))
        fill(actor, profile, Reason.LIMIT_RENEWAL, f"limit:{month:%Y-%m}")
    return True


def renew_now(firm_id: int) -> bool:
    """Fills the wallet for the month that runs."""
    return renew(firm_id, calendar.month_of(calendar.today()))


def fill(actor: Actor, profile: BillingProfile, reason: str, key: str) -> None:
    """Books the difference between what is left of the limit this month and what is there.

    Credits of last month's failed messages that come back after the renewal stay in the wallet
    until the next one. ``profile`` is locked, ``key`` is new.
    """
    kind = Kind.LIMIT.value
    wallet = wallets.lock(profile.firm_id, kind)
    spent = limit.used_since(profile.firm_id, calendar.month_of(calendar.today()))
    wanted = max(0, profile.sms_limit - spent)
    credits.adjust(profile.firm_id, kind, wanted - wallet.balance, key, reason, actor)


def lock(firm_id: int) -> BillingProfile:
    """The firm's profile, locked; made at first use."""
    BillingProfile.objects.bulk_create([BillingProfile(firm_id=firm_id)], ignore_conflicts=True)
    found: BillingProfile = BillingProfile.objects.select_for_update().get(firm_id=firm_id)
    return found


def _facts(profile: BillingProfile) -> dict[str, object]:
    return {"payment_type": profile.payment_type, "sms_limit": profile.sms_limit}
