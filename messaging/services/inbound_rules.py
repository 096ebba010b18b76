"""Gelen Mesaj Yönlendirme: the firm's rules by number and keyword (C-10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from messaging import inbound_handlers, refusal_words
from messaging.models import InboundRule, Thread
from messaging.search import digits_of
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

_PLAIN = ("priority", "is_active")


def save(actor: Actor, rule: InboundRule | None, data: Mapping[str, Any]) -> InboundRule:
    """Creates (``rule`` None) or changes one. ``data``: number, keyword (one word), handler,
    label, priority, is_active; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(f"messaging.routing.{'change' if rule else 'add'}")
    with transaction.atomic():
        row = rule or InboundRule(firm_id=actor.firm_id)
        if "number" in data:
            row.number = digits_of(str(data["number"] or ""))[:20]
        if "keyword" in data:
            row.keyword = _keyword(str(data["keyword"] or ""))
        if "handler" in data:
            row.handler = _handler(str(data["handler"]))
        if "label" in data:
            row.label = _label(str(data["label"] or ""))
        for name in _PLAIN:
            if data.get(name) is not None:
                setattr(row, name, data[name])
        if not row.number and not row.keyword:
            raise Invalid(
                _("Aranan numarayı ya da anahtar kelimeyi yazın."),
                code="rule_says_nothing",
                field="keyword",
            )
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu numara ve kelime için bir kural zaten var."),
                code="rule_taken",
                field="keyword",
            ) from None
        facts = {name: getattr(row, name) for name in ("number", "keyword", "handler", "label")}
        trail.record(actor, "inbound.rule.changed" if rule else "inbound.rule.added", row, facts)
    return row


def delete(actor: Actor, rule: InboundRule) -> None:
    actor.require("messaging.routing.delete")
    with transaction.atomic():
        trail.record(actor, "inbound.rule.deleted", rule)
        rule.delete()


def _keyword(text: str) -> str:
    words = refusal_words.words_of(text)
    if len(words) > 1:
        raise Invalid(
            _("Anahtar kelime tek kelime olmalı."), code="keyword_not_a_word", field="keyword"
        )
    return words[0][:20] if words else ""


def _handler(code: str) -> str:
    known = inbound_handlers.get(code)
    if known is None or not known.for_rules:
        raise Invalid(_("Yönlendirmeyi listeden seçin."), code="handler_unknown", field="handler")
    return code


def _label(value: str) -> str:
    if value and value not in Thread.Label.values:
        raise Invalid(_("Etiketi listeden seçin."), code="label_unknown", field="label")
    return value
