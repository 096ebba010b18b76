"""Changing the refund table: from a day on, never backwards (S-066)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar, refund_table
from turkcell_hub.billing.models import RefundRule
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

CHANGE = "billing.refund.change"


def add(actor: Actor, data: Mapping[str, Any]) -> RefundRule:
    """A rule for one final state from a later day on: service, state, refunds, valid_from.

    Raises ``Invalid`` for an unknown or fixed state, a day that is not to come, or a second
    rule of one day. What is paid today keeps today's rule.
    """
    actor.require(CHANGE)
    service, code = str(data["service"]), str(data["state"])
    known = refund_table.states_of(service) if service in refund_table.services() else {}
    if code not in known:
        raise Invalid(_("Sonucu listeden seçin."), field="state")
    if known[code].fixed:
        raise Invalid(
            _("“%(state)s” sonucunda mesaj operatöre verilmemiştir; kuralı değişmez.")
            % {"state": known[code].label},
            field="state",
        )
    if data["valid_from"] <= calendar.today():
        raise Invalid(
            _("Kural yarın ya da sonraki bir gün başlar; gönderilmiş mesajların kuralı değişmez."),
            field="valid_from",
        )
    rule = RefundRule(
        firm_id=actor.firm_id,
        service=service,
        state=code,
        refunds=bool(data["refunds"]),
        valid_from=data["valid_from"],
        by_label=actor.label[:150],
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                rule.save()
        except IntegrityError:
            raise Invalid(
                _("Bu sonuç için o gün başlayan bir kural var; önce onu silin."),
                field="valid_from",
            ) from None
        changes = {"state": code, "refunds": rule.refunds, "from": str(rule.valid_from)}
        trail.record(actor, "billing.refund.add", rule, changes)
    return rule


def delete(actor: Actor, rule: RefundRule) -> None:
    """Takes back a rule that has not begun. Raises ``Conflict`` for one that has."""
    actor.require(CHANGE)
    if rule.valid_from <= calendar.today():
        raise Conflict(
            _("Başlamış kural silinmez; yeni bir günden başlayan kural ekleyin."),
            code="rule_has_begun",
        )
    with transaction.atomic():
        pk = rule.pk
        rule.delete()
        rule.pk = pk
        trail.record(actor, "billing.refund.delete", rule)
