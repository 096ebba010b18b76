"""A campaign that waits for İYS: who asks now, when again, and when a person is told.

İYS unreachable: commercial campaigns wait and are tried again, information goes. What only a
person can mend (login, package, brand) stops the campaign with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Greatest, Now
from django.utils.translation import gettext as _

from iys_consent.gate import COMMERCIAL
from messaging import nudges
from messaging.models import Campaign, CampaignState, RegistryCheck
from messaging.services import asking, campaigns, preparing
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import BadCredentials, Busy, GatewayError, OutOfFunds, Refused
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.services import account_health

# Longer than two calls that time out; renewed after every call.
LEASE = timedelta(seconds=90)
# A lane looks again after that long, should the nudge have been lost.
LOOK_AGAIN = timedelta(seconds=15)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=5)


def run(campaign_id: int) -> bool:
    """Asks what the campaign needs now. True: it may go on (answered, or there is nothing to
    ask). False: another is asking, İYS is waited for, or a person is. The caller has opened the
    firm's scope, and no transaction."""
    campaign = Campaign.objects.select_related("account", "sender").filter(pk=campaign_id).first()
    if campaign is None or not asking.is_open(campaign):
        return False
    if asking.account_for(campaign) is None:
        return True
    token = _take(campaign)
    if token is None:
        return False
    try:
        _ask(campaign, _keep_alive(campaign, token))
    except GatewayError as error:
        _trouble(campaign, token, error)
        return False
    except Conflict as error:  # whoever ordered it may not any more: preparing says so
        _release(campaign, token)
        return error.code == "submitter_gone"
    except BaseException:
        _release(campaign, token)
        raise
    _answered(campaign, token)
    return True


def before_hand_over(batch: Batch) -> datetime | None:
    """Until when this batch must wait because İYS has to be asked first; None: it may go."""
    if batch.may_be_with_operator:
        return None
    commercial = Campaign.objects.filter(pk=batch.subject_id, message_class=COMMERCIAL)
    campaign = commercial.first()
    if campaign is None:
        return None
    if asking.account_for(campaign) is None or not asking.is_stale(campaign, batch.number):
        return None
    check, _new = RegistryCheck.objects.get_or_create(firm_id=batch.firm_id, campaign=campaign)
    RegistryCheck.objects.filter(pk=check.pk).update(
        waits_until=Greatest(Coalesce("next_at", NOW), NOW) + LOOK_AGAIN
    )
    check.refresh_from_db()
    nudges.ask_registry(campaign)
    return check.waits_until


def go_on(campaign_id: int) -> None:
    """Lets the batches that waited for İYS go at once."""
    with transaction.atomic():
        check = RegistryCheck.objects.select_for_update().filter(campaign_id=campaign_id).first()
        if check is None or check.waits_until is None:
            return
        queue.hasten(preparing.BATCH_KIND, campaign_id, check.waits_until)
        RegistryCheck.objects.filter(pk=check.pk).update(waits_until=None)


def _ask(campaign: Campaign, alive: Callable[[], None]) -> None:
    if campaign.state == CampaignState.PREPARING:
        asking.ask_about_audience(preparing.submitter(campaign), campaign, alive)
        return
    first = asking.first_waiting(campaign)
    if first is not None:
        asking.ask_about_messages(campaign, first, alive)


def _take(campaign: Campaign) -> UUID | None:
    """The right to ask; None while another asks or a pause holds."""
    RegistryCheck.objects.get_or_create(firm_id=campaign.firm_id, campaign=campaign)
    token = uuid4()
    free = _rows(campaign).filter(Q(lease_until=None) | Q(lease_until__lt=NOW))
    due = free.filter(Q(next_at=None) | Q(next_at__lte=NOW))
    return token if due.update(token=token, lease_until=NOW + LEASE) else None


def _keep_alive(campaign: Campaign, token: UUID) -> Callable[[], None]:
    def renew() -> None:
        _rows(campaign).filter(token=token).update(lease_until=NOW + LEASE)

    return renew


def _release(campaign: Campaign, token: UUID, **changes: object) -> None:
    _rows(campaign).filter(token=token).update(token=None, lease_until=None, **changes)


def _answered(campaign: Campaign, token: UUID) -> None:
    over: dict[str, object] = {"failing_since": None, "next_at": None}
    _release(campaign, token, tries=0, reason="", needs_person=False, **over)


def _trouble(campaign: Campaign, token: UUID, error: GatewayError) -> None:
    account = asking.account_for(campaign)
    if account is not None:
        account_health.note_failure(account, error)
    text = account_health.explain(error)
    stops = isinstance(error, BadCredentials | OutOfFunds | Refused)
    tries = _rows(campaign).values_list("tries", flat=True).first() or 0
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(tries, 10))
    if isinstance(error, Busy) and error.retry_after:
        pause = max(pause, timedelta(seconds=error.retry_after))
    _release(
        campaign,
        token,
        failing_since=Coalesce("failing_since", Now()),
        tries=F("tries") + 1,
        reason=text[:300],
        needs_person=stops,
        next_at=None if stops else NOW + pause,
    )
    if stops:
        _stop(campaign, text)


def _stop(campaign: Campaign, text: str) -> None:
    """Only a person can go on: a campaign that was not prepared comes back to him, one that is
    being sent is paused."""
    said = _("İYS'ye sorulamadı: %(why)s") % {"why": text}
    with transaction.atomic():
        row = campaigns.lock(campaign.pk)
        if row.state == CampaignState.PREPARING:
            preparing.back_to_person(row, Conflict(said, code="registry_refused"))
        elif row.state == CampaignState.SENDING:
            campaigns.pause(system(row.firm_id, _("İYS denetimi")), row)


def _rows(campaign: Campaign):  # type: ignore[no-untyped-def]
    return RegistryCheck.objects.filter(campaign=campaign)
