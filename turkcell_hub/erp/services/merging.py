"""Compares cleaned rows with the mirror and writes the differences, set-based."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.erp import phones
from turkcell_hub.erp.cards import CardKind
from turkcell_hub.erp.models import MirrorRow
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.tenancy.models import Firm

Outcome = tuple[str, MirrorRow | HubError]
_DERIVED = ("search_key", "sort_key", "refreshed_at", "changed_at")
_PHONES = ("phones", "phone", "phone_problem")


class Merge:
    """``rows``: cleaned values by their place in the call, each card once."""

    def __init__(self, firm: Firm, card: CardKind, rows: Mapping[int, dict[str, Any]]) -> None:
        self.firm, self.card, self.rows = firm, card, rows
        self.model: Any = card.model
        self.now = timezone.now()

    def run(self) -> dict[int, Outcome]:
        """Writes, and answers the outcome of each row. The caller holds the kind's lock."""
        outcomes = self.compare()
        rows: dict[str, list[Any]] = {"created": [], "changed": [], "same": [], "refused": []}
        for outcome, row in outcomes.values():
            rows[outcome].append(row)
        self._write(rows["created"], rows["changed"], [row.pk for row in rows["same"]])
        return outcomes

    def compare(self) -> dict[int, Outcome]:
        """What would become of each row; nothing is written."""
        by_key, by_ref = self._known()
        outcomes: dict[int, Outcome] = {}
        for index, values in self.rows.items():
            at_key = by_key.get(self._key(values))
            row = by_ref.get(values.get("erp_ref", "")) or at_key
            if row is not None and at_key is not None and row is not at_key:
                outcomes[index] = ("refused", _code_taken())
                continue
            if row is None:
                outcomes[index] = ("created", self._made(values))
            else:
                differs = self._take_over(row, values)
                outcomes[index] = ("changed" if differs else "same", row)
        return outcomes

    def _known(self) -> tuple[dict[tuple[Any, ...], MirrorRow], dict[str, MirrorRow]]:
        codes = {values["code"] for values in self.rows.values()}
        refs = {ref for values in self.rows.values() if (ref := values.get("erp_ref"))}
        found = self.model.objects.filter(Q(code__in=codes) | Q(erp_ref__in=refs))
        by_key: dict[tuple[Any, ...], MirrorRow] = {}
        by_ref: dict[str, MirrorRow] = {}
        for row in found.order_by("pk"):
            by_key[self._key_of(row)] = row
            if row.erp_ref and self._refs_count:
                by_ref[row.erp_ref] = row
        return by_key, by_ref

    @property
    def _refs_count(self) -> bool:
        """Logo numbers received and issued cards apart, so theirs alone name no card."""
        return "side" not in self.card.key

    def _key(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(_plain(values[name]) for name in self.card.key)

    def _key_of(self, row: MirrorRow) -> tuple[Any, ...]:
        return tuple(
            getattr(row, "account_id" if name == "account" else name) for name in self.card.key
        )

    def _made(self, values: Mapping[str, Any]) -> MirrorRow:
        row = self.model(firm=self.firm, refreshed_at=self.now, changed_at=self.now)
        self._take_over(row, values)
        return row

    def _take_over(self, row: MirrorRow, values: Mapping[str, Any]) -> bool:
        """True when something of the card differs."""
        said = {"is_active": True, **values}
        before = self._state(row)
        for name, value in said.items():
            if name == "tax_number":
                self._set_tax_number(row, value)
            elif name == "phones":
                self._set_phones(row, value)
            else:
                setattr(row, name, value)
        if self.card.has_phones and row.pk is None and "phones" not in said:
            self._set_phones(row, [])
        if row.pk and self._state(row) == before:
            return False
        row.refreshed_at = row.changed_at = self.now
        row.set_keys()
        return True

    def _state(self, row: MirrorRow) -> list[Any]:
        attributes = [self.model._meta.get_field(name).attname for name in self._fields()]
        return [getattr(row, name) for name in attributes]

    def _set_tax_number(self, row: Any, digits: str) -> None:
        is_person = len(digits) == 11
        row.tax_number, row.national_id = ("", digits) if is_person else (digits, "")

    def _set_phones(self, row: Any, entries: list[dict[str, str]]) -> None:
        row.phones = phones.read(entries, self.firm.country)
        picked = phones.pick(self.card.kind, row.phones, self.firm.country)
        row.phone, row.phone_problem = picked.phone, picked.problem

    def _fields(self) -> list[str]:
        names = [name for name in self.card.fields if name != "phones"]
        if "tax_number" in names:
            names.append("national_id")
        return [*names, *(_PHONES if self.card.has_phones else ())]

    def _write(self, new: list[MirrorRow], changed: list[MirrorRow], same: list[int]) -> None:
        self.model.objects.bulk_create(new, batch_size=500)
        if changed:
            self.model.objects.bulk_update(changed, [*self._fields(), *_DERIVED], batch_size=500)
        if same:
            self.model.objects.filter(pk__in=same).update(refreshed_at=self.now)


def _plain(value: Any) -> Any:
    return value.pk if hasattr(value, "pk") else value


def _code_taken() -> Conflict:
    return Conflict(
        _("Bu kod ERP'de başka bir kartın; önce o kartın yeni kodunu gönderin."),
        code="erp_code_taken",
        field="code",
    )
