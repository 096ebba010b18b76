"""Ret kuralları: the firm's dated settings of the refusal path (S-014, S-033)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging import refusal_words
from messaging.models import InboundPolicy
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

# Where a firm starts from. RED is how many people write RET.
FIRST_WORDS = ("RET", "RED", "İPTAL", "STOP")
FIRST_TEXT = "Ret talebiniz alındı. {firma} size bundan sonra SMS göndermeyecek."
FIRM = "{firma}"
_FIELDS = ("refusal_words", "extra_words", "confirms", "confirm_text", "confirm_hours")


@dataclass(frozen=True)
class Policy:
    """What holds at one moment."""

    words: tuple[str, ...] = FIRST_WORDS
    extra_words: int = 2
    confirms: bool = True
    confirm_text: str = FIRST_TEXT
    confirm_hours: int = 24

    def read(self, text: str) -> refusal_words.Reading:
        return refusal_words.read(text, self.words, self.extra_words)


def at(moment: datetime, firm_id: int | None = None) -> Policy:
    """The policy in force at ``moment``. ``firm_id``: of this firm where several are in scope."""
    rows = InboundPolicy.objects.filter(valid_from__lte=timezone.localdate(moment))
    if firm_id is not None:
        rows = rows.filter(firm_id=firm_id)
    row = rows.order_by("-valid_from").first()
    if row is None:
        return Policy()
    return Policy(
        tuple(row.refusal_words), row.extra_words, row.confirms, row.confirm_text,
        row.confirm_hours,
    )  # fmt: skip


def add(actor: Actor, data: Mapping[str, Any]) -> InboundPolicy:
    """A rule that holds from a day on, not before today: what has come was judged by the rule of
    its day. Raises ``Invalid`` and, for a day that has one, ``Conflict``."""
    actor.require("messaging.routing.add")
    words = _words(data.get("refusal_words") or ())
    valid_from = data.get("valid_from") or timezone.localdate()
    if valid_from < timezone.localdate():
        raise Invalid(
            _("Kural bugünden önce başlayamaz."), code="policy_in_the_past", field="valid_from"
        )
    first = Policy()
    row = InboundPolicy(
        firm_id=actor.firm_id,
        valid_from=valid_from,
        refusal_words=words,
        extra_words=_or(data.get("extra_words"), first.extra_words),
        confirms=_or(data.get("confirms"), first.confirms),
        confirm_text=_text(str(data.get("confirm_text") or FIRST_TEXT)),
        confirm_hours=_or(data.get("confirm_hours"), first.confirm_hours),
        created_by=actor.label[:120],
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu tarihten başlayan bir kural zaten var."),
                code="policy_day_taken",
                field="valid_from",
            ) from None
        trail.record(actor, "inbound.policy.added", row, {n: getattr(row, n) for n in _FIELDS})
    return row


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


def _words(given: Any) -> list[str]:
    words = list(dict.fromkeys(str(word).strip()[:20] for word in given if str(word).strip()))
    folded = {tuple(refusal_words.words_of(word)) for word in words}
    if not words or any(len(word) != 1 for word in folded):
        raise Invalid(
            _("Her ret sözcüğü tek kelime olmalı; en az bir sözcük yazın (örneğin RET)."),
            code="refusal_words_invalid",
            field="refusal_words",
        )
    if ("ret",) not in folded:
        raise Invalid(
            _("RET sözcüğü listeden çıkarılamaz: mesajların altında bu sözcük yazılıdır."),
            code="refusal_word_ret_missing",
            field="refusal_words",
        )
    return words


def _text(text: str) -> str:
    rest = text.replace(FIRM, "")
    if "{" in rest or "}" in rest:
        raise Invalid(
            _("Onay metninde yalnız {firma} parametresi kullanılabilir."),
            code="confirm_text_parameter",
            field="confirm_text",
        )
    return " ".join(text.split())[:155]
