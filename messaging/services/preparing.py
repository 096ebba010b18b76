"""From a submitted campaign to message rows, booked credit and batches: one transaction.

Killed between any two lines it leaves a campaign in PREPARING, which the sweep takes up
again; nothing is half done. What stops it (credit short, text wrong, rights gone) brings
the campaign back to DRAFT with the reason, and nothing is spent.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.batches import GROUP_STEP
from messaging.models import (
    OWN_SOURCES,
    Campaign,
    CampaignCount,
    CampaignState,
    Message,
    MessageClass,
    MessageState,
)
from messaging.services import cap_waits, contents, windows
from messaging.services.audiences import audience_of
from messaging.sql.audience import Audience, judged_sql
from messaging.sql.chosen import gathered
from messaging.verdicts import FIRST_BLOCK, Verdict
from turkcell_hub.audit.services import trail
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor

BATCH_KIND = "sms"
_CAP_LOCK = 7_190_019  # any number that no other advisory lock of ours uses
# What one hand-over says once must be true of all its messages: where the operator counts it
# in its widest coding, plain, Turkish and Unicode texts go in batches of their own, and so do
# a commercial campaign's merchants, whom the intermediary looks up elsewhere. The numbers of
# these groups lie ``GROUP_STEP`` apart.
_GROUP = "(coding * 2 + (%s AND recipient_type = 'TACIR')::int)"

# ``place`` counts those who will get a message: a batch is as large as the pace wants it, also
# where people are blocked in between (a blocked row has the number of its neighbours' batch).
_INSERT = f"""
WITH rows AS (
    INSERT INTO {Message._meta.db_table} (firm_id, campaign_id, seq, batch_no, subscriber_id, name,
        phone, tckn, recipient_type, text, parts, credits, state, verdict, evidence, created_at)
    SELECT %s, %s, seq, batch_group * {GROUP_STEP} + GREATEST(place - 1, 0) / %s + 1,
        subscriber_id, name, phone, sealed, recipient_type, body, GREATEST(parts, 0),
        CASE WHEN verdict < {FIRST_BLOCK} THEN parts * %s::int ELSE 0 END,
        CASE WHEN verdict < {FIRST_BLOCK} THEN {int(MessageState.PENDING)}
             ELSE {int(MessageState.BLOCKED)} END,
        verdict, evidence, now()
    FROM (SELECT j.*, count(*) FILTER (WHERE verdict < {FIRST_BLOCK})
              OVER (PARTITION BY batch_group ORDER BY seq ROWS UNBOUNDED PRECEDING) AS place
          FROM (SELECT g.*, {_GROUP} AS batch_group FROM (%%s) g) j) a
    RETURNING batch_no, seq, verdict, credits
)
SELECT batch_no, verdict, count(*), sum(credits), min(seq), max(seq), grouping(batch_no)
FROM rows GROUP BY GROUPING SETS ((batch_no, (verdict < {FIRST_BLOCK})), (verdict))
"""


@dataclass
class Prepared:
    """What was inserted: the batches to hand over, the blocked people by verdict."""

    batches: list[queue.Range] = field(default_factory=list)
    blocked: Counter[int] = field(default_factory=Counter)
    sendable: int = 0
    credits: int = 0

    @property
    def total(self) -> int:
        return self.sendable + sum(self.blocked.values())


def prepare(campaign_id: int) -> bool:
    """Prepares one campaign; False when it is not there to prepare or another is at it.

    The caller has opened the firm's scope.
    """
    with transaction.atomic():
        campaign = (
            Campaign.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("account", "sender")
            .filter(pk=campaign_id, state=CampaignState.PREPARING)
            .first()
        )
        if campaign is None:
            return False
        try:
            with transaction.atomic():
                _prepare(campaign)
        except HubError as error:
            back_to_person(campaign, error)
    return True


def _prepare(campaign: Campaign) -> None:
    actor = submitter(campaign)
    contents.require_clean(campaign)
    prepared = _insert(actor, campaign)
    if not prepared.total:
        raise Invalid(_("Gönderime uygun alıcı kalmadı."), code="audience_empty")
    confirmed = campaign.confirmed_credits
    if confirmed is not None and prepared.credits > confirmed:
        raise Conflict(
            _(
                "Onayladığınız tutar %(confirmed)d krediydi, alıcılar değiştiği için şimdi"
                " %(needed)d kredi gerekiyor. Ön uçuşu yenileyip yeniden onaylayın."
            )
            % {"confirmed": confirmed, "needed": prepared.credits},
            code="cost_grew",
        )
    now = prepared_at = timezone.now()
    if prepared.credits:
        spend = credits.spend(
            campaign.firm_id,
            wallets.kind_of(campaign.firm_id),
            prepared.credits,
            key=f"campaign:{campaign.pk}",
            reason="CAMPAIGN" if campaign.kind == Campaign.Kind.CAMPAIGN else "SINGLE",
            actor=actor,
            subject=("campaign", campaign.pk),
        )
        campaign.spend_id = spend.pk
        # One moment for both: the day of a report and the ledger's day must not differ when
        # midnight comes between two lines.
        prepared_at = spend.at
    _settle_waits(campaign, prepared)
    _enqueue(campaign, prepared, begins=windows.closed_until(campaign) or now)
    _count_blocked(campaign, prepared)
    _finish(actor, campaign, prepared, prepared_at)


def submitter(campaign: Campaign) -> Actor:
    """Who ordered it, with the rights of now: they are asked again when the work is done, not
    when it was ordered (hole 10). Raises ``Conflict`` or ``NotAllowed``."""
    if campaign.source in OWN_SOURCES:
        return actors.system(campaign.firm_id, campaign.submitted_by_label)
    actor = actors.resume(campaign.firm_id, campaign.submitted_by_member, campaign.submitted_by_key)
    if actor is None:
        raise Conflict(
            _("Gönderimi başlatan kişi ya da anahtar artık yetkili değil; yeniden gönderin."),
            code="submitter_gone",
        )
    actor.require("messaging.campaign.send")
    return actor


def _insert(actor: Actor, campaign: Campaign) -> Prepared:
    audience = audience_of(actor, campaign)
    if campaign.kind != Campaign.Kind.CAMPAIGN:
        return _insert_audience(campaign, audience)
    with gathered(audience) as counted:
        return _insert_audience(campaign, counted)


def _insert_audience(campaign: Campaign, audience: Audience) -> Prepared:
    sql, params = judged_sql(audience)
    commercial = campaign.message_class == MessageClass.COMMERCIAL
    head = [campaign.firm_id, campaign.pk, campaign.batch_size, audience.rate, commercial]
    prepared = Prepared()
    with connection.cursor() as cursor:
        if audience.weekly_cap:
            # Two campaigns that are prepared at once must count each other's messages.
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s::int, %s::int)", [_CAP_LOCK, campaign.firm_id]
            )
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(_INSERT.replace("%%s", sql), [*head, *params])
        for batch_no, verdict, people, cost, first, last, by_verdict in cursor.fetchall():
            if by_verdict:
                if verdict >= FIRST_BLOCK:
                    prepared.blocked[verdict] += people
            elif cost:
                prepared.batches.append(queue.Range(batch_no, first, last, people))
                prepared.sendable += people
                prepared.credits += int(cost)
    return prepared


def _enqueue(campaign: Campaign, prepared: Prepared, begins: datetime) -> None:
    """``begins``: now, or when the sending hours begin; the validity counts from there."""
    queue.enqueue(
        account=campaign.account,
        kind=BATCH_KIND,
        subject_id=campaign.pk,
        ranges=sorted(prepared.batches, key=lambda batch: batch.first),
        priority=queue.BULK if campaign.kind == Campaign.Kind.CAMPAIGN else queue.URGENT,
        due_at=begins,
        expires_at=begins + campaign.validity,
    )


def _settle_waits(campaign: Campaign, prepared: Prepared) -> None:
    """Those at the weekly cap get a campaign of their own, or are left out for good."""
    waiting = prepared.blocked.get(Verdict.WEEKLY_CAP_WAITS, 0)
    if waiting and cap_waits.follow(campaign) is None:
        del prepared.blocked[Verdict.WEEKLY_CAP_WAITS]
        prepared.blocked[Verdict.WEEKLY_CAP] += waiting


def _count_blocked(campaign: Campaign, prepared: Prepared) -> None:
    CampaignCount.objects.bulk_create(
        CampaignCount(
            firm_id=campaign.firm_id,
            campaign=campaign,
            state=MessageState.BLOCKED,
            reason=verdict,
            messages=people,
        )
        for verdict, people in prepared.blocked.items()
    )


def _finish(actor: Actor, campaign: Campaign, prepared: Prepared, now: datetime) -> None:
    campaign.total = prepared.total
    campaign.sendable = prepared.sendable
    campaign.credits = prepared.credits
    campaign.prepared_at = now
    campaign.problem = campaign.problem_code = ""
    campaign.state = CampaignState.SENDING if prepared.sendable else CampaignState.DONE
    campaign.finished_at = None if prepared.sendable else now
    campaign.save()
    trail.record(
        actor,
        "campaign.prepared",
        campaign,
        changes={
            "total": prepared.total,
            "sendable": prepared.sendable,
            "credits": prepared.credits,
        },
    )


def back_to_person(campaign: Campaign, error: HubError) -> None:
    """What cannot go comes back with the reason: a scheduled campaign, which nobody watches,
    waits for a person and is announced; another is a draft again."""
    campaign.refresh_from_db()
    was_scheduled = campaign.scheduled_for is not None
    campaign.state = CampaignState.NEEDS_PERSON if was_scheduled else CampaignState.DRAFT
    campaign.problem = str(error.message)
    campaign.problem_code = error.code
    campaign.preflight = None
    campaign.save()
    system = actors.system(campaign.firm_id, str(_("Gönderim hazırlığı")))
    action = "campaign.waits" if was_scheduled else "campaign.came_back"
    trail.record(system, action, campaign, changes={"problem": error.code})
