"""Rules of a firm that hold from a day on: the numbers of law, tariffs and operators.

The rules of a day are the latest row that has begun by then, or the table's own defaults. New
ones never reach backwards, and rows that have begun are never changed: what was done under them
stays explained. A room declares one ``DatedRules`` for its table and names its functions:

    RULES = DatedRules(InvoiceRules, "invoices.rules.add", FIELDS, added="invoices.rules.added")
    in_force, add = RULES.in_force, RULES.add
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from turkcell_hub import statements
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.statements import Given
from turkcell_hub.tenancy import firm_clock
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm, scoped_firm_id

Row = TypeVar("Row", bound=models.Model)
_LONGEST_IN_TRAIL = 200


@dataclass(frozen=True)
class DatedRules(Generic[Row]):
    """``model`` has ``firm``, ``valid_from`` (unique in the firm), ``fields`` and ``author``.

    ``right``: who may change them. ``added``, ``changed``, ``deleted``: the trail's words.
    ``ranges``: what a number may be, both ends included. ``tidy(values)`` puts typed values into
    their form, ``check(row)`` holds what one field alone cannot show; both raise ``Invalid``.
    ``today(firm_id)``: the clock that the rules go by.
    """

    model: type[Row]
    right: str
    fields: tuple[str, ...]
    added: str
    changed: str = ""
    deleted: str = ""
    author: str = "created_by"
    ranges: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    tidy: Callable[[dict[str, Any]], None] | None = None
    check: Callable[[Row], None] | None = None
    today: Callable[[int], dt.date] = firm_clock.today

    def in_force(self, firm_id: int, day: dt.date | None = None) -> Row:
        """The firm's rules of a day (today), or the defaults (unsaved) where it has set none."""
        latest = statements.kept(("rules in force", self.model), self._latest)
        found: list[Row] = latest.rows(
            firm=firm_id, scope=scoped_firm_id() or firm_id, day=day or self.today(firm_id)
        )
        return found[0] if found else self.model(firm_id=firm_id, valid_from=dt.date.min)

    def _latest(self) -> models.QuerySet[Row]:
        """Asked by nearly every service. Like any row, rules exist in their firm's scope alone."""
        firm = Firm._meta.get_field("id")
        begun = Given("day", self.model._meta.get_field("valid_from"))  # type: ignore[arg-type]
        with every_firm():
            rows = self.model._default_manager.filter(
                firm_id=Given("firm", firm), valid_from__lte=begun
            )
            in_scope = rows.filter(firm_id=Given("scope", firm))
            return in_scope.order_by("-valid_from")[:1]

    def add(self, actor: Actor, data: Mapping[str, Any]) -> Row:
        """New rules from ``valid_from`` (today) on; what is left out stays as it is on that day.
        Raises ``Invalid`` with the field, and ``Conflict`` for a day that has some."""
        actor.require(self.right)
        today = self.today(actor.firm_id)
        begins = data.get("valid_from") or today
        before = self.in_force(actor.firm_id, max(begins, today))
        row = self.model(
            firm_id=actor.firm_id, valid_from=begins, **{self.author: self._signed(actor)},
            **{name: getattr(before, name) for name in self.fields},
        )  # fmt: skip
        return self._write(actor, row, self._values(before), data, self.added)

    def change(self, actor: Actor, row: Row, data: Mapping[str, Any]) -> Row:
        """Other values, or another day, for rules that have not begun. Raises as ``add``, and
        ``Conflict`` for ones that have."""
        actor.require(self.right)
        self._require_not_begun(row)
        before = self._values(row)
        if data.get("valid_from"):
            row.valid_from = data["valid_from"]  # type: ignore[attr-defined]
        return self._write(actor, row, before, data, self.changed)

    def delete(self, actor: Actor, row: Row) -> None:
        """Takes back rules that have not begun. Raises ``Conflict`` for ones that have."""
        actor.require(self.right)
        self._require_not_begun(row)
        with transaction.atomic():
            trail.record(actor, self.deleted, row)
            row.delete()

    def _write(
        self,
        actor: Actor,
        row: Row,
        before: Mapping[str, Any],
        data: Mapping[str, Any],
        action: str,
    ) -> Row:
        given = {name: data[name] for name in self.fields if self._is_said(name, data)}
        if self.tidy:
            self.tidy(given)
        for name, value in given.items():
            setattr(row, name, value)
        self._check(row)
        with transaction.atomic():
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                raise Conflict(
                    _("Bu günden başlayan kurallar zaten var; başka bir gün yazın."),
                    code="rules_day_taken",
                    field="valid_from",
                ) from None
            trail.record(actor, action, row, trail.changed(before, self._values(row)))
        return row

    def _is_said(self, name: str, data: Mapping[str, Any]) -> bool:
        """An empty answer means "as it is" unless the field may be empty."""
        if name not in data:
            return False
        column = self.model._meta.get_field(name)
        value = data[name]
        if value is None:
            return bool(column.null)
        return value != "" or bool(column.blank)

    def _check(self, row: Row) -> None:
        day: dt.date = row.valid_from  # type: ignore[attr-defined]
        if day < self.today(row.firm_id):  # type: ignore[attr-defined]
            raise Invalid(
                _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
                field="valid_from",
            )
        for name, (least, most) in self.ranges.items():
            if not least <= getattr(row, name) <= most:
                raise Invalid(
                    _("%(least)d ile %(most)d arasında bir sayı yazın.")
                    % {"least": least, "most": most},
                    field=name,
                )
        if self.check:
            self.check(row)
        try:
            row.clean_fields(exclude=["firm", self.author])
        except ValidationError as error:
            name, texts = next(iter(error.message_dict.items()))
            raise Invalid(texts[0], field=name) from None

    def _require_not_begun(self, row: Row) -> None:
        if row.valid_from < self.today(row.firm_id):  # type: ignore[attr-defined]
            raise Conflict(
                _(
                    "Bu kurallar geçerli olmuş; değiştirilemez. Yeni bir günden başlayan kural"
                    " ekleyin."
                ),
                code="rules_begun",
            )

    def _values(self, row: Row) -> dict[str, str]:
        named = ("valid_from", *self.fields)
        return {name: str(getattr(row, name))[:_LONGEST_IN_TRAIL] for name in named}

    def _signed(self, actor: Actor) -> str:
        return actor.label[: self.model._meta.get_field(self.author).max_length]
