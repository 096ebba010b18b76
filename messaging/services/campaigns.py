"""A campaign's way from draft to done: submit, pause, resume, cancel, resend the failed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging import nudges
from messaging.models import Campaign, CampaignRecipient, CampaignState, Message
from messaging.services import approval_gate, contents, drafts, preflight, sendable
from messaging.services.preparing import BATCH_KIND
from messaging.states import FAILED
from turkcell_hub import approvals
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import connections


def submit(
    actor: Actor, campaign: Campaign, *, max_credits: int | None = None, fresh: bool = False
) -> Campaign:
    """Orders a draft to be sent; answers at once, the work is done in the background.

    The pre-flight that the person saw must belong to this very text and audience;
    ``fresh`` (REST) makes one now. ``max_credits`` is the most that may be spent, by
    default the pre-flight's figure. Raises ``Invalid``, ``Conflict``,
    ``InsufficientCredit`` (extra: needed, balance, missing).
    """
    actor.require("messaging.campaign.send")
    with transaction.atomic():
        campaign = drafts.lock_draft(campaign.pk)
        sendable.require_account(campaign)
        found = preflight.run(actor, campaign) if fresh else preflight.stored(campaign)
        forecast = sendable.require_forecast(found)
        contents.require_clean(campaign)
        sendable.require_within(forecast.credits, max_credits)
        sendable.require_credit(campaign, forecast.credits)
        most = forecast.most_credits if max_credits is None else max_credits
        campaign.confirmed_credits = most
        if forecast.total == 1 and campaign.kind == Campaign.Kind.CAMPAIGN:
            campaign.kind = Campaign.Kind.SINGLE  # goes ahead of campaigns (S-076)
        campaign.scheduled_for, campaign.scheduled_local = None, ""
        order(actor, campaign)
    return campaign


def order(actor: Actor, campaign: Campaign) -> None:
    """Hands a checked campaign to preparing, in the caller's transaction, or puts it before the
    people who have to agree to it. ``actor`` is who answers for it: his rights are asked again."""
    sign(actor, campaign)
    if not approval_gate.holds_back(actor, campaign):
        go(actor, campaign)


def go(actor: Actor, campaign: Campaign) -> None:
    """Hands a campaign that nothing holds back to preparing."""
    capabilities = connections.capabilities(sendable.account_of(campaign))
    campaign.batch_size = sendable.batch_size(campaign, capabilities)
    campaign.state = CampaignState.PREPARING
    campaign.problem = campaign.problem_code = ""
    campaign.submitted_at = timezone.now()
    sign(actor, campaign)
    campaign.save()
    trail.record(
        actor,
        "campaign.submitted",
        campaign,
        changes={
            "class": campaign.message_class,
            "class_chosen_by": campaign.class_chosen_by,
            "credits": campaign.confirmed_credits,
        },
    )
    nudges.prepare(campaign)


def sign(actor: Actor, campaign: Campaign) -> None:
    """Notes who has ordered the campaign."""
    campaign.submitted_by_label = actor.label
    campaign.submitted_by_member = actor.membership_id
    campaign.submitted_by_key = actor.api_key_id


def pause(actor: Actor, campaign: Campaign) -> Campaign:
    """Stops handing over; what the operator already has goes on."""
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        campaign = lock(campaign.pk)
        require_state(campaign, CampaignState.SENDING)
        queue.hold(BATCH_KIND, campaign.pk)
        campaign.state = CampaignState.PAUSED
        campaign.save(update_fields=["state"])
        trail.record(actor, "campaign.paused", campaign)
    return campaign


def resume(actor: Actor, campaign: Campaign) -> Campaign:
    """Goes on where ``pause`` stopped; nobody gets a message twice."""
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        campaign = lock(campaign.pk)
        require_state(campaign, CampaignState.PAUSED)
        campaign.state = CampaignState.SENDING
        campaign.save(update_fields=["state"])
        queue.release(BATCH_KIND, campaign.pk)
        trail.record(actor, "campaign.resumed", campaign)
    return campaign


def cancel(actor: Actor, campaign: Campaign) -> Campaign:
    """Cancels what has not been handed over and gives its credit back.

    A draft that waits to be prepared becomes a draft again, a scheduled one ends. Messages
    at the operator cannot be called back; their reports still come in.
    """
    actor.require("messaging.campaign.stop")
    with transaction.atomic():
        campaign = lock(campaign.pk)
        if campaign.state in (CampaignState.PREPARING, CampaignState.AWAITING):
            campaign.state = CampaignState.DRAFT
            campaign.problem = str(_("Gönderim hazırlanırken iptal edildi."))
            campaign.problem_code = "cancelled"
            campaign.save(update_fields=["state", "problem", "problem_code"])
        elif campaign.state in (CampaignState.SCHEDULED, CampaignState.NEEDS_PERSON):
            campaign.state, campaign.finished_at = CampaignState.CANCELLED, timezone.now()
            campaign.save(update_fields=["state", "finished_at"])
        else:
            require_state(campaign, CampaignState.SENDING, CampaignState.PAUSED)
            campaign.state = CampaignState.CANCELLED
            campaign.save(update_fields=["state"])
            queue.cancel(BATCH_KIND, campaign.pk)
        _cancel_waiting(campaign)
        approvals.withdraw(actor, approval_gate.KIND, campaign.pk, str(_("Gönderim iptal edildi.")))
        trail.record(actor, "campaign.cancelled", campaign)
    return campaign


def _cancel_waiting(campaign: Campaign) -> None:
    """Whoever stops a campaign stops those who wait for their turn in it (the weekly cap)."""
    waiting = Campaign.objects.filter(
        waited_from=campaign, state__in=(CampaignState.SCHEDULED, CampaignState.NEEDS_PERSON)
    )
    waiting.update(state=CampaignState.CANCELLED, finished_at=timezone.now())


def resend_failed(actor: Actor, campaign: Campaign) -> Campaign:
    """A new draft with the same text for those whose message failed for good."""
    actor.require("messaging.campaign.add")
    failed = Message.objects.filter(campaign=campaign, state__in=FAILED)
    if not failed.exists():
        raise Conflict(_("Bu gönderimde başarısız mesaj yok."), code="nothing_failed")
    with transaction.atomic():
        draft = drafts.create(
            actor,
            {
                "name": _("%(name)s (başarısızlara yeniden)") % {"name": campaign.name[:90]},
                "text": campaign.text,
                "message_class": campaign.message_class,
                "exemption": campaign.exemption,
                "exempt_sender": bool(campaign.exempt_sender),
                "address_type": campaign.address_type,
                "sender": campaign.sender,
                "message_kind": campaign.message_kind,
                "link": campaign.link,
                "media": campaign.media,
                "brand": campaign.brand,
                "dealer": campaign.dealer,
                "authority_code": campaign.authority_code,
            },
        )
        contents.carry(campaign, draft)
        draft.resend_of = campaign
        draft.save(update_fields=["resend_of"])
        known = failed.filter(subscriber__isnull=False).values_list("subscriber_id", flat=True)
        drafts.add_subscribers(actor, draft, list(known))
        _copy_bare_recipients(campaign, draft)
    return draft


def send_single(
    actor: Actor, data: Mapping[str, Any], *, source: str = Campaign.Source.API
) -> Campaign:
    """One message to one person, ahead of every campaign (S-076). ``data`` as in
    ``drafts.create`` with one recipient or subscriber."""
    with transaction.atomic():
        draft = drafts.create(actor, {**data, "kind": Campaign.Kind.SINGLE}, source=source)
        return submit(actor, draft, fresh=True)


def finish_if_done(campaign_id: int) -> bool:
    """Sets ``finished_at`` when no message of the campaign is pending any more.

    "Finished" is computed from the rows, never assumed.
    """
    pending = Message.objects.filter(campaign_id=campaign_id, state=0)
    with transaction.atomic():
        campaign = lock(campaign_id)
        open_states = (CampaignState.SENDING, CampaignState.CANCELLED)
        if campaign.finished_at or campaign.state not in open_states or pending.exists():
            return False
        if campaign.state == CampaignState.SENDING:
            campaign.state = CampaignState.DONE
        campaign.finished_at = timezone.now()
        campaign.save(update_fields=["state", "finished_at"])
        told = {"campaign": campaign.pk, "state": campaign.state}
        publishing.publish(campaign.firm_id, "campaign.finished", told)
    return True


def lock(campaign_id: int) -> Campaign:
    """The campaign, locked. Raises ``NotFound``, or ``Conflict`` while a worker is at it."""
    campaign = (
        Campaign.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=campaign_id)
        .first()
    )
    if campaign is None:
        if Campaign.objects.filter(pk=campaign_id).exists():
            raise Conflict(
                _("Gönderim şu anda işleniyor; birkaç saniye sonra yeniden deneyin."),
                code="campaign_busy",
            )
        raise NotFound(_("Gönderim bulunamadı."))
    return campaign


def require_state(campaign: Campaign, *states: CampaignState) -> None:
    """Raises ``Conflict`` naming the state that the campaign is in."""
    if campaign.state not in states:
        raise Conflict(
            _("Gönderim “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": campaign.get_state_display()},
            code="campaign_state",
            extra={"state": campaign.state},
        )


def _copy_bare_recipients(campaign: Campaign, draft: Campaign) -> None:
    failed = Message.objects.filter(
        campaign=campaign, state__in=FAILED, subscriber__isnull=True
    ).values("phone")
    sources = CampaignRecipient.objects.filter(
        campaign=campaign, subscriber__isnull=True, phone__in=failed
    )
    CampaignRecipient.objects.bulk_create(
        CampaignRecipient(
            firm_id=draft.firm_id,
            campaign=draft,
            phone=source.phone,
            first_name=source.first_name,
            last_name=source.last_name,
            fields=source.fields,
        )
        for source in sources
    )
