"""Matching tables: what a line may be, and rows pasted from Excel (L-091 … L-100)."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from invoices.models import MatchingTable
from invoices.selectors import tables as reading
from invoices.services import tables
from turkcell_hub.erp.models import Side
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor


@pytest.mark.requirement("L-093", "L-094")
def test_a_code_is_once_in_a_firm(actor: Actor, table: MatchingTable, erp: SimpleNamespace) -> None:
    with pytest.raises(Invalid) as refused:
        tables.save(actor, None, {"code": "TC1", "account": erp.account})
    assert (refused.value.code, refused.value.field) == ("table_code_taken", "code")


@pytest.mark.requirement("L-095", "L-097", "L-098", "L-099", "L-100")
@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"kind": "NUMBER", "number": "12", "card": "main"}, "number"),
        ({"kind": "TAX", "tax_code": "0015", "card": "oiv"}, "tax_code"),
        ({"kind": "TAX", "tax_code": "", "card": "oiv"}, "tax_code"),
        ({"kind": "TAX", "tax_code": "8007", "card": "main"}, "card"),
        ({"kind": "THIRD", "card": "own"}, "card"),
        ({"kind": "MAIN", "card": "issued"}, "card"),
        ({"kind": "TAX", "tax_code": "4080", "card": "oiv"}, "tax_code"),
        ({"kind": "NUMBER", "number": "5321000001", "card": "issued", "side": "ISSUED"}, "account"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_is_refused_beside_its_field(
    line: dict, field: str, actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    given = {"side": Side.RECEIVED, **line, "table": table, "card": getattr(erp, line["card"])}
    with pytest.raises(Invalid) as refused:
        tables.save_line(actor, None, given)
    assert refused.value.field == field


def test_flags_of_the_table_must_allow_number_and_rate_rows(
    actor: Actor, erp: SimpleNamespace
) -> None:
    plain = tables.save(actor, None, {"code": "TC2", "account": erp.account})
    number = {"table": plain, "kind": "NUMBER", "number": "5321000001", "card": erp.main}
    rate = {"table": plain, "kind": "TAX", "tax_code": "4080", "rate": 10, "card": erp.oiv}
    for line, code in ((number, "table_not_by_number"), (rate, "table_not_by_rate")):
        with pytest.raises(Invalid) as refused:
            tables.save_line(actor, None, line)
        assert refused.value.code == code


@pytest.mark.requirement("L-099")
def test_rows_from_excel_are_taken_changed_and_refused_with_their_reasons(
    actor: Actor, table: MatchingTable
) -> None:
    first = "Numara\tKart\n+90 532 100 00 01\t760.01\tP1\t1\tSAHA\n5321000002\t760.02\n"
    done = tables.paste(actor, table, Side.RECEIVED, first)
    assert (done.added, done.changed, done.refused) == (2, 0, ())
    again = "5321000001\t760.02\n5321000003\tYOK\nabc\t760.01\n"
    done = tables.paste(actor, table, Side.RECEIVED, again)
    assert (done.added, done.changed) == (0, 1)
    assert [place for place, _text in done.refused] == [2, 3]
    found = reading.as_table(table).numbers
    assert {number: row.card.code for number, row in found.items()} == {
        "5321000001": "760.02", "5321000002": "760.02",
    }  # fmt: skip


@pytest.mark.requirement("L-092")
def test_lines_of_one_tab_are_never_used_for_the_other(
    actor: Actor, table: MatchingTable, erp: SimpleNamespace
) -> None:
    tables.save_line(
        actor, None, {"table": table, "side": "ISSUED", "kind": "NUMBER", "number": "5321000009",
                      "card": erp.issued, "account": erp.other},
    )  # fmt: skip
    assert "5321000009" not in reading.as_table(table).numbers
    issued = reading.as_table(table, Side.ISSUED)
    assert list(issued.numbers) == ["5321000009"]
    assert issued.main == {}
