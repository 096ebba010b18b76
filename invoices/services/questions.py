"""Asks the users of lines by SMS whether they are theirs, and keeps what they say (idea 10).

One informational campaign of the ordinary kind: its pre-flight tells what it costs before it goes,
and what people have to agree to waits for them as any campaign does. A line is asked once a month;
again only where the message ended without having reached anybody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from invoices.auditing import Kind
from invoices.models import LineQuestion
from invoices.permissions import LINE_ASK
from invoices.selectors import audit
from iys_consent.exemptions import ExemptReason
from messaging.models import (
    BlacklistEntry,
    Campaign,
    CampaignState,
    Message,
    MessageClass,
    MessageState,
)
from messaging.services import campaigns, drafts, preflight
from messaging.services.preflight import Preflight
from messaging.states import FAILED
from turkcell_hub.audit.services import trail
from turkcell_hub.erp.staff import Holder
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

MOST = drafts.MAX_BARE_RECIPIENTS
# What makes one ask whose a line is.
ASKED_OF = (Kind.NEW, Kind.ZERO, Kind.JUMP, Kind.ROAMING)
_DAYS = 30
_KEPT_ANSWERS = 20
_NOT_REACHED = FAILED | {MessageState.BLOCKED, MessageState.CANCELLED}
Answer, Door = LineQuestion.Answer, LineQuestion.Door


@dataclass(frozen=True)
class Line:
    """A line, who uses it, and why he is not asked ("" where he is)."""

    number: str
    name: str
    why_not: str = ""


@dataclass(frozen=True)
class Plan:
    """Whom a question about the month would go to, and who is left out and why."""

    period: dt.date
    asked: tuple[Line, ...]
    left_out: tuple[Line, ...]


def plan(actor: Actor, period: dt.date, numbers: Iterable[str] | None = None) -> Plan:
    """``numbers``: as bills write them; None for every line of the month's findings that can be
    asked. Raises ``Invalid`` for too many."""
    actor.require(LINE_ASK)
    people = audit.staff_list(actor)
    if numbers is None:
        found = audit.of_month(actor, period, people)
        numbers = [one.number for one in found if one.kind in ASKED_OF]
    wanted = list(dict.fromkeys(numbers))
    if len(wanted) > MOST:
        raise Invalid(
            _("Bir kerede en çok %(most)d hatta sorulabilir.") % {"most": MOST}, field="numbers"
        )
    billed = audit.month_of(period)
    phones = [f"+90{number}" for number in wanted]
    blocked = set(BlacklistEntry.objects.filter(phone__in=phones).values_list("phone", flat=True))
    open_ones = {one.phone for one in standing(period, phones)}
    lines = []
    for number, phone in zip(wanted, phones, strict=True):
        holder = people.get(number)
        why = ""
        if number not in billed:
            why = _("Bu ayın faturasında yok.")
        elif holder is None:
            why = _("Personel ve Ekip Mobil listelerinde yok.")
        elif not holder.is_person:
            why = _("Hat bir cihazda.")
        elif not holder.is_active:
            why = _("Kullanıcısı ayrılmış.")
        elif phone in blocked:
            why = _("Kara listede.")
        elif phone in open_ones:
            why = _("Bu ay için soruldu.")
        lines.append(Line(number, holder.name if holder else "", why))
    return Plan(
        period,
        tuple(one for one in lines if not one.why_not),
        tuple(one for one in lines if one.why_not),
    )


def forecast(actor: Actor, chosen: Plan) -> Preflight:
    """What asking them would cost, by the campaign's own pre-flight; nothing is left of it.
    Raises as ``send``."""
    with transaction.atomic():
        found = preflight.run(actor, _draft(actor, chosen))
        transaction.set_rollback(True)
    return found


def send(actor: Actor, chosen: Plan, *, max_credits: int | None = None) -> Campaign:
    """Asks the people of ``chosen``; those that somebody else has asked in between are not asked.
    ``max_credits``: what the person has agreed to. Raises ``Conflict`` ``nobody_to_ask``, and what
    sending a campaign raises: then nobody was asked."""
    with transaction.atomic():
        Firm.objects.select_for_update(no_key=True).get(pk=actor.firm_id)  # one asker at a time
        again = plan(actor, chosen.period, [one.number for one in chosen.asked])
        draft = _draft(actor, again)
        campaign = campaigns.submit(actor, draft, max_credits=max_credits, fresh=True)
        changes = {"period": f"{chosen.period:%Y-%m}", "lines": len(again.asked)}
        trail.record(actor, "invoices.line_question.asked", campaign, changes)
    return campaign


def standing(period: dt.date, phones: Iterable[str] | None = None) -> list[LineQuestion]:
    """The month's questions but for those whose message reached nobody and that nobody answered."""
    rows = LineQuestion.objects.filter(period=period).select_related("campaign")
    if phones is not None:
        rows = rows.filter(phone__in=list(phones))
    found = list(rows)
    silent = [one for one in found if not one.answer]
    lost = Message.objects.filter(
        campaign_id__in={one.campaign_id for one in silent},
        phone__in=[one.phone for one in silent],
        state__in=_NOT_REACHED,
    )
    gone = set(lost.values_list("campaign_id", "phone"))
    return [one for one in found if one.answer or (one.campaign_id, one.phone) not in gone]


def answers(period: dt.date, people: Mapping[str, Holder]) -> dict[str, LineQuestion]:
    """The month's questions that stand, by number as bills write it; of those ``people`` alone."""
    found = {one.phone.removeprefix("+90"): one for one in standing(period)}
    return {number: one for number, one in found.items() if number in people}


def at_address(token: str) -> LineQuestion:
    """The question of an answer page, whoever asks. Raises ``NotFound``."""
    with every_firm():
        rows = LineQuestion.objects.select_related("firm")
        found: LineQuestion | None = rows.filter(token=token, firm__is_active=True).first()
    if found is None:
        raise NotFound(_("Bu bağlantı geçerli değil."))
    return found


def seen(question: LineQuestion) -> None:
    """The page was opened; the first time is kept. In the firm's scope."""
    if question.seen_at is None:
        question.seen_at = timezone.now()
        question.save(update_fields=["seen_at"])


def is_open(question: LineQuestion) -> bool:
    """Whether an answer is still taken."""
    return bool(timezone.now() < question.expires_at)


def open_question(phone: str, since: dt.timedelta) -> LineQuestion | None:
    """The newest question to a number that was sent a short while ago and has no answer."""
    rows = LineQuestion.objects.filter(
        phone=phone, answer="", asked_at__gte=timezone.now() - since
    ).exclude(campaign__state=CampaignState.DRAFT)
    return rows.order_by("-asked_at", "-pk").first()


def answer(
    question: LineQuestion, said: str, door: str, *, note: str = "", source: str = ""
) -> LineQuestion:
    """The person's word, in the firm's scope; said again, the newest counts and the older ones stay
    in the proof. ``source``: the address or the message that it came from. Raises ``Conflict``
    after the last day."""
    now = timezone.now()
    with transaction.atomic():
        row = LineQuestion.objects.select_for_update().get(pk=question.pk)
        if not is_open(row):
            raise Conflict(_("Sorunun süresi doldu; yanıt alınamıyor."), code="question_over")
        before = row.answer
        row.answer, row.answered_at, row.door = said, now, door
        row.note = note.strip()[:120] if said == Answer.NO else ""
        told = {
            "answer": said,
            "at": now.isoformat(timespec="seconds"),
            "door": door,
            "source": source[:120],
        }
        row.proof = [*row.proof, told][-_KEPT_ANSWERS:]
        row.save()
        who = actors.system(row.firm_id, str(_("Hattın kullanıcısı")))
        changes = {"answer": [before, said], "door": [None, door]}
        trail.record(who, "invoices.line_question.answered", row, changes)
    return row


def sample(actor: Actor) -> str:
    """The text as a person reads it, with an example of what is his own."""
    text = _text(actor).replace("{{", "{").replace("}}", "}")
    own = settings.PUBLIC_URL + reverse("line-answer", args=["ornek-adres"])
    return text.replace("{telefon}", "0532 123 45 67").replace(_place(), own)


def _place() -> str:
    return f"{{hat_adresi|{settings.PUBLIC_URL}}}"


def _draft(actor: Actor, chosen: Plan) -> Campaign:
    if not chosen.asked:
        raise Conflict(
            _("Sorulacak kimse yok: %(why)s")
            % {"why": " ".join(dict.fromkeys(one.why_not for one in chosen.left_out))},
            code="nobody_to_ask",
        )
    now = timezone.now()
    phones = [f"+90{one.number}" for one in chosen.asked]
    known = {
        one.phone: one
        for one in LineQuestion.objects.filter(period=chosen.period, phone__in=phones)
    }
    rows = []
    for phone, line in zip(phones, chosen.asked, strict=True):
        row = known.get(phone) or LineQuestion(
            firm_id=actor.firm_id, period=chosen.period, phone=phone
        )
        row.holder, row.asked_by = line.name[:121], actor.label[:120]
        row.asked_at, row.expires_at = now, now + dt.timedelta(days=_DAYS)
        rows.append(row)
    draft = drafts.create(
        actor,
        {
            "name": _("Hat sorusu %(month)s") % {"month": f"{chosen.period:%m.%Y}"},
            "text": _text(actor),
            "message_class": MessageClass.INFORMATIONAL,
            "exemption": ExemptReason.UPDATE,
            "recipients": [
                {"phone": row.phone, "fields": {"hat_adresi": address_of(row)}} for row in rows
            ],
        },
    )
    for row in rows:
        row.campaign = draft
        row.save()
    return draft


def address_of(question: LineQuestion) -> str:
    return settings.PUBLIC_URL + reverse("line-answer", args=[question.token])


def _text(actor: Actor) -> str:
    firm = Firm.objects.get(pk=actor.firm_id)
    with languages.of_messages():
        words = _(
            "%(firm)s: {telefon} numaralı hat sizde mi? EVET ya da HAYIR yazıp yanıtlayın veya"
            " bağlantıdan bildirin: %(link)s"
        )
    name = firm.name.replace("{", "{{").replace("}", "}}")
    return words % {"firm": name, "link": _place()}
