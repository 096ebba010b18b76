"""The refund table of a day (S-066, decisions.md "Refund by final state")."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from turkcell_hub.billing import calendar, refund_table
from turkcell_hub.billing.models import RefundRule


@dataclass(frozen=True)
class TableRow:
    """One final state as it stands today; ``next_rule``: what is announced for later."""

    service: str
    state: refund_table.FinalState
    refunds: bool
    rule: RefundRule | None = None
    next_rule: RefundRule | None = None


def refunded(service: str, days: Collection[dt.date]) -> dict[dt.date, frozenset[str]]:
    """For each day the codes of the states that give credit back to what was paid on it.

    One query; the caller is in the firm's scope.
    """
    states = refund_table.states_of(service)
    rules = list(RefundRule.objects.filter(service=service).order_by("valid_from"))
    found = {}
    for day in days:
        answers = {code: state.refunds for code, state in states.items()}
        for rule in rules:
            known = states.get(rule.state)
            if rule.valid_from <= day and known is not None and not known.fixed:
                answers[rule.state] = rule.refunds
        found[day] = frozenset(code for code, back in answers.items() if back)
    return found


def table(day: dt.date | None = None) -> list[TableRow]:
    """Every state of every service with the rule of ``day``, by default today."""
    day = day or calendar.today()
    now: dict[tuple[str, str], RefundRule] = {}
    later: dict[tuple[str, str], RefundRule] = {}
    for rule in RefundRule.objects.order_by("valid_from"):
        place = (rule.service, rule.state)
        if rule.valid_from <= day:
            now[place] = rule
        else:
            later.setdefault(place, rule)
    rows = []
    for service in refund_table.services():
        for code, state in refund_table.states_of(service).items():
            rule = None if state.fixed else now.get((service, code))
            refunds = rule.refunds if rule else state.refunds
            rows.append(TableRow(service, state, refunds, rule, later.get((service, code))))
    return rows
