"""Ön uçuş (idea 2): what a campaign will cost and who will not get it, before it goes.

The figures come from the very query that preparing runs, so the forecast equals the
ledger unless the audience changes in between.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import connection
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging import parameters
from messaging.models import Campaign, CampaignRecipient, MessageKind
from messaging.selectors import finishing
from messaging.services import asking, contents, drafts, kinds
from messaging.services.audiences import audience_of
from messaging.sql.audience import PLACE, Audience, choices_sql, judged_sql
from messaging.sql.chosen import gathered
from messaging.verdicts import FIRST_BLOCK, Verdict
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

# The shortest and the longest text of a group, without sorting it: length, number, text.
_BODY = "(to_char(length(body), 'FM00000') || '|' || phone || '|' || body) COLLATE \"C\""


@dataclass(frozen=True)
class Preflight:
    """``parts`` maps SMS parts to people; ``blocked`` maps a verdict code to people.

    ``collapsed``: choices that named a person again (two groups). ``missing``: credits
    that lack; 0 when the campaign can go. ``finish_seconds`` None: nothing goes.
    ``affordable_people``: how many the balance is enough for, in the order of the records, and
    what they cost; asked only where credit is short. ``first_people``: the cut that holds.
    """

    total: int
    sendable: int
    credits: int
    balance: int
    collapsed: int
    parts: dict[int, int] = field(default_factory=dict)
    blocked: dict[int, int] = field(default_factory=dict)
    finish_seconds: int | None = None
    affordable_people: int = 0
    affordable_credits: int = 0
    first_people: int | None = None
    fingerprint: str = ""
    at: str = ""
    # What rendered texts lack beyond the text as typed (``contents.of_bodies``).
    rendered_findings: list[dict[str, Any]] = field(default_factory=list)
    # People whom İYS has to be asked about before it is known whether they get it, what they would
    # cost, and why it could not be asked (Turkish).
    unasked: int = 0
    unasked_credits: int = 0
    registry_problem: str = ""
    # Credits of one part, and what the parts are: SMS, MMS or Video/URL.
    rate: int = 1
    kind: str = "SMS"

    @property
    def most_credits(self) -> int:
        """What it costs if everybody who is still asked about has consented."""
        return self.credits + self.unasked_credits

    @property
    def may_go(self) -> bool:
        """Whether anybody gets it, or may get it once İYS has answered or his week is over."""
        waits = self.unasked or self.blocked.get(Verdict.WEEKLY_CAP_WAITS)
        return bool(self.sendable or waits)

    @property
    def balance_after(self) -> int:
        return self.balance - self.credits

    @property
    def missing(self) -> int:
        return max(0, self.credits - self.balance)

    @property
    def blocked_total(self) -> int:
        return self.total - self.sendable

    def reasons(self) -> list[tuple[Verdict, int]]:
        return [(Verdict(code), number) for code, number in sorted(self.blocked.items())]


def ask_and_run(actor: Actor, campaign: Campaign) -> Preflight:
    """``run`` after İYS was asked about a commercial draft's people: for doors with no
    transaction open. Where İYS cannot be asked the forecast says so."""
    return run(actor, campaign, registry_problem=asking.draft_problem(actor, campaign))


def run(actor: Actor, campaign: Campaign, *, registry_problem: str = "") -> Preflight:
    """Computes and stores the pre-flight of a draft by what is known of consents now. Raises
    ``Invalid`` when the text, the sender or the class is missing, or when nobody is chosen."""
    audience = audience_of(actor, campaign)
    with gathered(audience) as counted:
        sql, params = judged_sql(counted)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT verdict, parts, count(*), min({_BODY}), max({_BODY})"
                f" FROM ({sql}) a GROUP BY verdict, parts",
                params,
            )
            groups = cursor.fetchall()
    parts: Counter[int] = Counter()
    blocked: Counter[int] = Counter()
    extremes: list[str] = []
    unasked, unasked_parts = 0, 0
    for verdict, part_count, people, shortest, longest in groups:
        if verdict < FIRST_BLOCK:
            parts[part_count] += people
            extremes += [shortest, longest]
        else:
            blocked[verdict] += people
            if verdict == Verdict.CONSENT_NOT_VERIFIED and part_count > 0:
                unasked, unasked_parts = unasked + people, unasked_parts + people * part_count
    if unasked and asking.account_for(campaign) is None:
        unasked = unasked_parts = 0  # nobody can be asked: they do not get it
    total = sum(parts.values()) + sum(blocked.values())
    if not total:
        raise Invalid(
            _("Hiç alıcı yok. Abone veya grup ekleyin."), code="audience_empty", field="audience"
        )
    needed = audience.rate * sum(part * count for part, count in parts.items())
    balance = wallets.spendable(campaign.firm_id).balance
    affordable = (0, 0)
    if needed > balance:
        affordable = _affordable(*judged_sql(audience), balance, audience.rate)
    result = Preflight(
        total=total,
        sendable=sum(parts.values()),
        credits=needed,
        balance=balance,
        affordable_people=affordable[0],
        affordable_credits=affordable[1],
        first_people=campaign.first_people,
        collapsed=_choices(audience) - total,
        parts=dict(parts),
        blocked=dict(blocked),
        finish_seconds=finishing.seconds(campaign, sum(parts.values())),
        fingerprint=fingerprint(campaign),
        at=timezone.now().isoformat(),
        unasked=unasked,
        unasked_credits=unasked_parts * audience.rate,
        registry_problem=registry_problem,
        rate=audience.rate,
        kind=str(MessageKind(campaign.message_kind).label),
        rendered_findings=contents.of_bodies(
            campaign,
            (body.split("|", 2)[1:] for body in dict.fromkeys(extremes)),  # type: ignore[misc]
        ),
    )
    Campaign.objects.filter(pk=campaign.pk).update(preflight=asdict(result))
    campaign.preflight = asdict(result)
    return result


def cost(actor: Actor, campaign: Campaign, text: str) -> int:
    """Credits that the draft would cost with ``text`` in place of its own; nothing is stored.
    Raises as ``audience_of``, and ``Invalid`` for a text that cannot be read."""
    pieces = kinds.with_link(campaign, parameters.parse(text, drafts.custom_field_codes()))
    audience = replace(audience_of(actor, campaign), pieces=pieces)
    sql, params = judged_sql(audience)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT COALESCE(sum(parts), 0) FROM ({sql}) a WHERE verdict < {FIRST_BLOCK}", params
        )
        return audience.rate * int(cursor.fetchone()[0])


def stored(campaign: Campaign) -> Preflight | None:
    """The last pre-flight of this very text and audience; None when there is none."""
    data = campaign.preflight
    if not data or data.get("fingerprint") != fingerprint(campaign):
        return None
    data = {**data}
    data["parts"] = {int(key): value for key, value in data["parts"].items()}
    data["blocked"] = {int(key): value for key, value in data["blocked"].items()}
    return Preflight(**data)


def people(
    actor: Actor,
    campaign: Campaign,
    *,
    verdict: int | None = None,
    anybody: bool = False,
    in_order: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[dict[str, Any]]:
    """Rows of the forecast (name, phone, body, parts, verdict), those of one verdict, or
    with ``verdict`` None the ones that go (``anybody``: all), most parts first; ``in_order``: as
    a short credit would serve them."""
    sql, params = judged_sql(audience_of(actor, campaign))
    extra: list[int]
    where, extra = ("TRUE", []) if anybody else ("verdict < %s", [FIRST_BLOCK])
    order = PLACE if in_order else "parts DESC, length(body) DESC, seq"
    if verdict is not None:
        where, extra = "verdict = %s", [verdict]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT subscriber_id, name, phone, body, parts, verdict FROM ({sql}) a"
            f" WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s",
            [*params, *extra, limit, offset],
        )
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fingerprint(campaign: Campaign) -> str:
    """Changes with everything that the forecast depends on and the person decides."""
    recipients = CampaignRecipient.objects.filter(campaign=campaign)
    people = recipients.aggregate(count=Count("pk"), last=Max("pk"))
    subject = [
        campaign.text,
        campaign.message_class,
        campaign.sender_id,
        campaign.account_id,
        campaign.brand_id,
        campaign.audience_filter,
        int(campaign.validity.total_seconds()),
        campaign.first_people,
        sorted(campaign.groups.values_list("pk", flat=True)),
        people["count"],
        people["last"],
    ]
    if campaign.exempt_sender:
        subject.append(campaign.exempt_sender)
    if campaign.message_kind != MessageKind.SMS:
        subject += [
            campaign.message_kind,
            campaign.link,
            campaign.media_id,
            kinds.rate_of(campaign),
        ]
    text = json.dumps(subject, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _affordable(sql: str, params: list[object], balance: int, rate: int) -> tuple[int, int]:
    """How many of those who could get it the balance is enough for, in order, and what they
    cost at ``rate`` credits a part: the first whose message would be too dear ends it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), COALESCE(max(so_far), 0) FROM (SELECT %s * sum(parts) OVER (ORDER BY"
            f" {PLACE} ROWS UNBOUNDED PRECEDING) AS so_far FROM ({sql}) a WHERE verdict <"
            f" {FIRST_BLOCK}) b WHERE so_far <= %s",
            [rate, *params, balance],
        )
        people, cost = cursor.fetchone()
    return int(people), int(cost)


def _choices(audience: Audience) -> int:
    with connection.cursor() as cursor:
        cursor.execute(*choices_sql(audience))
        row = cursor.fetchone()
    return int(row[0])
