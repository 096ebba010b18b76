"""Tasarruf kalemi (L-074, idea 13): which letters cost, what a cheaper spelling saves here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from messaging.models import Campaign
from messaging.selectors import audience, texts
from messaging.services import audiences, contents, preflight
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import shortening
from turkcell_hub.lib.shortening import Offer, Piece
from turkcell_hub.lib.sms_parts import count
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import identities

# Above this many choices the list is not counted anew for each spelling.
COUNTED = 20_000


@dataclass(frozen=True)
class Option:
    """``parts``: of the text with example values. ``saved``: credits for this very list after
    merge, None while the list cannot be counted."""

    offer: Offer
    diff: list[Piece]
    parts: int
    credits: int | None
    saved: int | None


@dataclass(frozen=True)
class Pencil:
    """``letters``: what took the dearer table, with how often it stands there."""

    parts: int
    credits: int | None
    table: str
    room: int
    letters: list[tuple[str, int]]
    options: list[Option]


def pencil(actor: Actor, campaign: Campaign) -> Pencil:
    """The cheaper spellings of a draft's text, those that save most first."""
    profile, suffix = audiences.profile_of(campaign), audiences.suffix_of(campaign)
    size = texts.measure(campaign.text, profile, suffix)
    may_count = 0 < audience.chosen(actor, campaign).size <= COUNTED

    def cost(text: str) -> int | None:
        try:
            return preflight.cost(actor, campaign, text) if may_count else None
        except Invalid:
            return None

    now = cost(campaign.text)
    options = []
    for offer in offers_of(campaign):
        credits = cost(offer.text) if now else None
        options.append(
            Option(
                offer,
                shortening.compare(campaign.text, offer.text),
                count(texts.filled(offer.text), profile, suffix).parts,
                credits,
                None if now is None or credits is None else now - credits,
            )
        )
    letters = Counter(letter for _at, letter in size.count.switched_by)
    return Pencil(
        size.count.parts,
        now,
        size.table,
        profile.single_capacity(size.count.coding),
        letters.most_common(),
        sorted(options, key=lambda one: (-(one.saved or 0), one.parts)),
    )


def offers_of(campaign: Campaign) -> list[Offer]:
    """Spellings of the draft's text; the firm's names and its refusal words stay."""
    sender = identities.sender_of(campaign.firm_id)
    kept = [*sender.titles, sender.person_name, *sender.refusal_keywords, *sender.contacts]
    return shortening.offers(campaign.text, contents.shortenings_on(), kept)


def written(campaign: Campaign, kind: str) -> str:
    """The draft's text as the offer of that kind writes it; unchanged when there is none."""
    found = {offer.kind: offer.text for offer in offers_of(campaign)}
    return found.get(kind, campaign.text)
