"""Metin denetimi: what a text lacks, who takes it upon himself, and the words it goes by.

The rules themselves are pure (``lib.content_rules``); here they meet the firm's data.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import Campaign, ContentOverride, ContentWords, MessageClass
from messaging.services import audiences, drafts
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.content_rules import Finding, Severity, Words, has_errors, lint
from turkcell_hub.lib.shortening import DEFAULT_SHORTENINGS
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import identities

_MOST_WORDS = 300


def words_on(day: date | None = None) -> Words:
    """The firm's lists in force on a day (today)."""
    row = _row_on(day)
    if row is None:
        return Words()
    known = set(Words.lists())
    return Words(**{name: tuple(words) for name, words in row.words.items() if name in known})


def shortenings_on(day: date | None = None) -> list[tuple[str, str]]:
    """Pairs (long, short) that the saving pencil may offer."""
    row = _row_on(day)
    if row is None:
        return list(DEFAULT_SHORTENINGS)
    return [(long, short) for long, short in row.shortenings]


def change_words(
    actor: Actor,
    valid_from: date,
    words: Mapping[str, Iterable[str]],
    shortenings: Iterable[tuple[str, str]],
) -> ContentWords:
    """The lists from a day on; days that have passed keep what was in force on them."""
    actor.require("messaging.content.change")
    if valid_from < timezone.localdate():
        raise Invalid(
            _("Geçmiş bir tarih seçilemez: o gün hangi kelimelerle denetlendiği değişmez."),
            code="words_in_the_past",
            field="valid_from",
        )
    kept = {name: _clean(words.get(name, ())) for name in Words.lists()}
    with transaction.atomic():
        row, _made = ContentWords.objects.update_or_create(
            firm_id=actor.firm_id,
            valid_from=valid_from,
            defaults={
                "words": kept,
                "shortenings": [list(pair) for pair in shortenings][:_MOST_WORDS],
                "changed_by": actor.label,
            },
        )
        trail.record(actor, "content.words_changed", row)
    return row


def of_text(
    firm_id: int, text: str, message_class: str, suffix: str = "", hidden: Iterable[str] = ()
) -> list[Finding]:
    """Findings of a text as typed: a parameter counts with the words of its fallback."""
    if message_class not in MessageClass.values:
        return []
    sender = identities.sender_of(firm_id)
    return lint(text, message_class, sender, words_on(), suffix=suffix, hidden=hidden)


def of_campaign(campaign: Campaign) -> list[Finding]:
    return of_text(
        campaign.firm_id, campaign.text, campaign.message_class, audiences.suffix_of(campaign)
    )


def of_bodies(campaign: Campaign, bodies: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """What rendered texts (phone, body) lack beyond the text as typed: rule, message, and the
    body in which it was found."""
    known = {one.rule for one in of_campaign(campaign)}
    found: dict[str, dict[str, Any]] = {}
    suffix = audiences.suffix_of(campaign)
    for phone, body in bodies:
        hidden = (phone, phones.format_national(phone))
        for one in of_text(campaign.firm_id, body, campaign.message_class, suffix, hidden):
            if one.rule not in known | found.keys():
                found[one.rule] = {
                    "rule": one.rule,
                    "severity": str(one.severity),
                    "message": one.message,
                    "body": body[:500],
                    "text_key": _key(campaign),
                }
    return list(found.values())


def override(actor: Actor, campaign: Campaign, reason: str) -> ContentOverride:
    """Takes the errors of this very text upon oneself. Raises ``Invalid`` without a reason or
    without an error, ``NotAllowed`` without the right, ``Conflict`` when it is no draft."""
    actor.require("messaging.content.override")
    reason = " ".join(reason.split())
    if len(reason) < 10:
        raise Invalid(
            _("Gerekçeyi yazın (en az 10 karakter): neden bu metinle gönderilebilir?"),
            code="override_without_reason",
            field="reason",
        )
    with transaction.atomic():
        draft = drafts.lock_draft(campaign.pk)
        rules = sorted(_error_rules(draft))
        if not rules or draft.message_class != MessageClass.COMMERCIAL:
            raise Invalid(_("Üstlenilecek bir eksik yok."), code="nothing_to_override")
        row = ContentOverride.objects.create(
            firm_id=draft.firm_id,
            campaign=draft,
            text_key=_key(draft),
            rules=rules,
            reason=reason[:300],
            by_label=actor.label,
            by_member=actor.membership_id,
            by_key=actor.api_key_id,
            at=timezone.now(),
        )
        changes = {"rules": [None, rules], "reason": row.reason}
        trail.record(actor, "content.overridden", draft, changes=changes)
    return row


def overridden(campaign: Campaign) -> ContentOverride | None:
    """Who has taken the errors of the campaign's present text upon himself, if they are covered."""
    wanted = _error_rules(campaign)
    rows = ContentOverride.objects.filter(campaign=campaign, text_key=_key(campaign))
    for row in rows.order_by("-pk"):
        if wanted <= set(row.rules):
            return row
    return None


def require_clean(campaign: Campaign) -> None:
    """Raises ``Invalid`` (``content_missing``, extra: findings) when a commercial text lacks
    what the law wants in it and nobody has taken that upon himself."""
    if campaign.message_class != MessageClass.COMMERCIAL:
        return
    wanted = _error_rules(campaign)
    if not wanted or overridden(campaign):
        return
    errors = [one for one in of_campaign(campaign) if one.severity == Severity.ERROR]
    said = [one.message for one in errors]
    said += [one["message"] for one in rendered_errors(campaign)]
    raise Invalid(
        _("Ticari mesajda eksik var: %(missing)s Alt bilgiyi ekleyin ya da yetkili biri gerekçesini"
          " yazarak üstlensin.")
        % {"missing": " ".join(said)},
        code="content_missing",
        field="text",
        extra={"findings": sorted(wanted)},
    )  # fmt: skip


def carry(source: Campaign, target: Campaign) -> None:
    """What was taken upon oneself for ``source`` holds for a repeat with the same text."""
    ContentOverride.objects.bulk_create(
        ContentOverride(
            firm_id=target.firm_id,
            campaign=target,
            text_key=row.text_key,
            rules=row.rules,
            reason=row.reason,
            by_label=row.by_label,
            by_member=row.by_member,
            by_key=row.by_key,
            at=row.at,
        )
        for row in ContentOverride.objects.filter(campaign=source, text_key=_key(source))
    )


def rendered_errors(campaign: Campaign) -> list[dict[str, Any]]:
    """Errors that the last pre-flight saw in rendered texts alone."""
    rows = (campaign.preflight or {}).get("rendered_findings", [])
    key = _key(campaign)
    return [r for r in rows if r["severity"] == Severity.ERROR and r["text_key"] == key]


def _error_rules(campaign: Campaign) -> set[str]:
    rules = {one.rule for one in of_campaign(campaign) if has_errors([one])}
    return rules | {row["rule"] for row in rendered_errors(campaign)}


def _key(campaign: Campaign) -> str:
    subject = json.dumps([campaign.text, campaign.message_class], ensure_ascii=False)
    return hashlib.sha256(subject.encode()).hexdigest()


def _row_on(day: date | None) -> ContentWords | None:
    rows = ContentWords.objects.filter(valid_from__lte=day or timezone.localdate())
    return rows.order_by("-valid_from").first()


def _clean(words: Iterable[str]) -> list[str]:
    found = dict.fromkeys(" ".join(word.split())[:60] for word in words)
    return [word for word in found if word.strip("* ")][:_MOST_WORDS]
