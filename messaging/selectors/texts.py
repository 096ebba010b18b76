"""How long a text is, what makes it dear, and how it looks on real people (L-074, ideas 13, 23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging import parameters
from messaging.models import Campaign, CustomField, MessageTemplate, Subscriber
from messaging.parameters import BUILT_IN, Hole
from messaging.services import addressing, compose, windows
from messaging.services.audiences import forbidden_of
from messaging.services.drafts import custom_field_codes
from messaging.sql import rehearsal
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.sms_parts import (
    MESSAGES,
    Count,
    CountingProfile,
    count,
    simplify,
    without_turkish_letters,
)
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice, connections

_TABLES = {
    "gsm7": gettext_lazy("Standart"),
    "gsm7_tr": gettext_lazy("Türkçe"),
    "ucs2": gettext_lazy("Unicode"),
}
_CULPRITS = 5
# The rehearsal looks at this many people; above it the extremes of the first ones are shown.
_REHEARSED = 50_000


@dataclass(frozen=True)
class Suggestion:
    """A cheaper way to write the same: ``kind`` is the endpoint's word for it."""

    kind: str
    label: str
    parts: int


@dataclass(frozen=True)
class Size:
    """What the counter shows. ``used``/``total``: characters of the parts begun so far;
    ``why``: which letter took the dearer table."""

    count: Count
    table: str
    why: str
    problem: str
    suggestions: tuple[Suggestion, ...]
    preview: str
    suffix: str = ""

    @property
    def level(self) -> str:
        if self.problem:
            return "danger"
        return "warning" if self.count.coding == "ucs2" else "secondary"


def measure(text: str, profile: CountingProfile, suffix: str = "", forbidden: str = "") -> Size:
    """The size of ``text`` with the examples of its parameters filled in, and with what the
    operator adds. The price is what the pre-flight says: there each person's own values are
    counted."""
    preview = addressing.rewritten(filled(text), forbidden) if forbidden else filled(text)
    size = count(preview, profile, suffix if preview else "")
    return Size(
        size,
        str(_TABLES[size.coding]),
        _why(size, profile),
        _letters(text, forbidden) or shown(MESSAGES.get(size.problem or "", "")),
        _plain_suggestion(text, size, forbidden) or _suggestions(preview, size, profile, suffix),
        preview,
        suffix,
    )


def _letters(text: str, forbidden: str) -> str:
    letters = addressing.found(_pieces(text), forbidden)
    return addressing.refusal(letters) if letters else ""


def _plain_suggestion(text: str, size: Count, forbidden: str) -> tuple[Suggestion, ...]:
    """Where the channel carries no Turkish letters at all, one click writes without them."""
    if not addressing.found(_pieces(text), forbidden):
        return ()
    return (Suggestion("plain", _("Türkçe harfsiz yaz"), size.parts),)


def _pieces(text: str) -> list[parameters.Piece]:
    try:
        return parameters.parse(text, custom_field_codes())
    except Invalid:
        return [text]


def problem_of(text: str) -> str:
    """Why ``text`` cannot be sent as it stands; "" for a good one and for an empty one."""
    if not text:
        return ""
    try:
        parameters.parse(text, custom_field_codes())
    except Invalid as refused:
        return str(refused.message)
    return ""


def filled(text: str, day: date | None = None) -> str:
    """``text`` with example values; ``day``: on which it goes or went, today when none is named.
    What cannot be read stays as it is written."""
    pieces = parameters.readable(text, custom_field_codes())
    day = day or timezone.localdate()
    return "".join(piece if isinstance(piece, str) else _example(piece, day) for piece in pieces)


def preview(campaign: Campaign) -> str:
    """The campaign's text as an example person reads it, with the day on which it goes or went."""
    at = campaign.prepared_at or campaign.scheduled_for
    day = windows.wall(campaign.firm_id, at).date() if at else None
    return addressing.rewritten(filled(campaign.text, day), forbidden_of(campaign))


def _example(hole: Hole, day: date) -> str:
    if hole.name == "tarih":
        return day.strftime("%d.%m.%Y")
    known = BUILT_IN.get(hole.name)
    return known.example if known else hole.fallback


def _why(size: Count, profile: CountingProfile) -> str:
    if not size.switched_by or size.coding == "gsm7":
        return ""
    letters = list(dict.fromkeys(letter for _at, letter in size.switched_by))
    named = ", ".join(f"‘{letter}’" for letter in letters[:_CULPRITS])
    if len(letters) > _CULPRITS:
        named += " …"
    said = {
        "letters": named,
        "table": _TABLES[size.coding],
        "room": profile.single_capacity(size.coding),
    }
    if len(letters) == 1:
        return (
            _("%(letters)s harfi mesajı %(table)s tablosuna geçirdi: %(room)d karakter/SMS") % said
        )
    return (
        _("%(letters)s harfleri mesajı %(table)s tablosuna geçirdi: %(room)d karakter/SMS") % said
    )


def _suggestions(
    text: str, size: Count, profile: CountingProfile, suffix: str
) -> tuple[Suggestion, ...]:
    def _parts(written: str) -> int:
        return count(written, profile, suffix).parts

    offers = []
    simple = simplify(text)
    if simple != text:
        offers.append((_("Tipografik işaretleri sadeleştir"), "simplify", simple))
    bare = without_turkish_letters(simple)
    if bare != simple and _parts(bare) < _parts(simple):
        offers.append((_("Türkçe harfsiz yaz"), "bare", bare))
    found = []
    for label, kind, cheaper in offers:
        parts = _parts(cheaper)
        if parts < size.parts or kind == "simplify":
            found.append(Suggestion(kind, label, parts))
    return tuple(found)


def picker() -> list[dict[str, Any]]:
    """Parameters with what a click inserts, built-in ones first, then the firm's own."""
    built_in = [
        {"label": p.label, "token": f"{{{p.name}}}" if p.always else f"{{{p.name}|müşterimiz}}"}
        for p in BUILT_IN.values()
    ]
    own = [
        {"label": field.label, "token": f"{{{field.code}|-}}"}
        for field in CustomField.objects.order_by("label")
    ]
    return [*built_in, *own]


def default_counting(actor: Actor, message_class: str = "") -> tuple[CountingProfile, str]:
    """How the firm's default account counts, and what it adds to a text of this class; the
    usual table and nothing while there is no account."""
    account = account_choice.default_account(actor.firm_id, GatewayAccount.Service.SMS)
    if account is None:
        return CountingProfile(), ""
    capabilities = connections.capabilities(account)
    return capabilities.counting, capabilities.suffix_for(message_class)


@dataclass(frozen=True)
class Rehearsal:
    """One of the five hardest people for a text."""

    why: str
    person: Subscriber
    text: str
    parts: int


def template_page(actor: Actor, row: MessageTemplate) -> dict[str, Any]:
    preset = compose.preset_class(row.category)
    profile, suffix = default_counting(actor, preset)
    return {
        "size": measure(row.text, profile, suffix),
        "rehearsal": rehearse(actor, row.text, profile, suffix),
        "preset": preset,
    }


def rehearse(
    actor: Actor, text: str, profile: CountingProfile, suffix: str = ""
) -> list[Rehearsal]:
    """Şablon provası: the text on the most parts, the longest name, a missing value, Turkish
    capitals and a blocked person; [] while the text cannot be read or nobody is there."""
    try:
        pieces = parameters.parse(text, custom_field_codes())
    except Invalid:
        return []
    people = actor.visible(Subscriber.objects.filter(is_active=True))
    sql, params = (
        people.order_by("pk")
        .values("id", "first_name", "last_name", "phone", "special_code", "fields")[:_REHEARSED]
        .query.sql_with_params()
    )
    found: list[Rehearsal] = []
    today = firm_clock.today(actor.firm_id)
    seen: set[int] = set()
    for why, where, order in rehearsal.extremes(pieces):
        extreme = (where, order, [actor.firm_id] if "%s" in where else [])
        everybody = (sql, list(params))
        for pk, body, parts in rehearsal.first(
            everybody, pieces, today, profile, extreme, seen, suffix
        ):
            seen.add(pk)
            found.append(Rehearsal(str(why), Subscriber.objects.get(pk=pk), body, parts))
    return found
