"""Who may do what: the table that people read, and the three dimensions of C-01."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from tests.support.firms import actor_for, make_brand, make_code, make_member
from turkcell_hub.tenancy.models import AuthorityCode, Brand, Firm, FirmModel, Role
from turkcell_hub.tenancy.permissions import every_right, rights_of

A, M, S, C = Role.ADMIN, Role.MANAGER, Role.STAFF, Role.CUSTOMER

TABLE = Path(__file__).with_name("rights.txt")
OF_TESTS = ("test.", "room.")  # rooms that other tests open in the same run


def table() -> dict[str, tuple[str, bool]]:
    """Right -> the marks of the four roles, and whether it is the portal's in a hosted firm."""
    lines = [line.split() for line in TABLE.read_text(encoding="utf-8").splitlines()]
    return {code: (marks, bool(more)) for code, marks, *more in lines if code != "#"}


@pytest.mark.requirement("K-073", "C-01")
def test_each_role_holds_exactly_its_rights_of_every_room(settings: Any) -> None:
    wanted = table()
    for prices_set_by in ("firm", "operator"):
        settings.PRICES_SET_BY = prices_set_by
        held = [rights_of(role) for role in (A, M, S, C)]
        found = {
            code: "".join(".x"[code in one] for one in held)
            for code in every_right()
            if not code.startswith(OF_TESTS)
        }
        hosted = prices_set_by == "operator"
        right = {
            code: "...." if hosted and is_the_portals else marks
            for code, (marks, is_the_portals) in wanted.items()
        }
        differs = {
            code: (found.get(code), right.get(code))
            for code in found.keys() | right.keys()
            if found.get(code) != right.get(code)
        }
        assert differs == {}, f"found and wanted of {prices_set_by}"


@pytest.mark.requirement("K-073")
def test_every_declared_right_is_an_admins_and_no_lower_role_holds_more(settings: Any) -> None:
    settings.PRICES_SET_BY = "firm"
    every = set(every_right())
    assert set(rights_of(A)) == every
    assert set(rights_of(C)) <= set(rights_of(S)) <= set(rights_of(M)) <= every


@pytest.mark.requirement("K-073", "C-08")
def test_there_are_exactly_four_roles_with_ascii_codes() -> None:
    assert [str(role.label) for role in Role] == ["Admin", "Yönetici", "Personel", "Müşteri"]
    assert all(value.isascii() and value.isupper() for value in Role.values)
    from turkcell_hub.lib import turkish

    for value in Role.values:
        assert value.lower().upper() == value
        assert Role(value) is Role(value.upper())
        assert turkish.fold(turkish.lower(value)) == turkish.fold(value)


RECORDS = [
    # Yetki Kodu of the record, brand of the record
    (None, None),
    ("IK", None),
    (None, "A"),
    ("IK", "A"),
    ("IK", "B"),
    ("SATIS", "A"),
    ("SATIS", "B"),
]


@pytest.mark.requirement("C-01", "K-072")
@pytest.mark.parametrize(
    ("role", "codes", "brands", "seen"),
    [
        (A, [], None, "xxxxxxx"),
        (M, [], None, "x.x...."),
        (M, ["IK"], None, "xxxxx.."),
        (M, ["IK"], ["A"], "xxxx..."),
        (M, ["IK", "SATIS"], ["A", "B"], "xxxxxxx"),
        (S, ["SATIS"], ["B"], "x.....x"),
        (S, [], [], "x......"),
        (C, ["IK"], ["B"], "xx..x.."),
    ],
)
def test_role_brand_and_code_must_all_allow(
    in_firm: Firm, role: Role, codes: list[str], brands: list[str] | None, seen: str
) -> None:
    """A record exists for a member when its brand and its Yetki Kodu are in his set."""
    records = _table_with_brand_and_code()
    code_ids = {code: make_code(in_firm, code).pk for code in ("IK", "SATIS")}
    brand_ids = {brand: make_brand(in_firm, brand).pk for brand in ("A", "B")}
    made = [
        records.objects.create(
            firm=in_firm,
            authority_code_id=code_ids[code] if code else None,
            brand_id=brand_ids[brand] if brand else None,
        )
        for code, brand in RECORDS
    ]

    actor = actor_for(make_member(in_firm, role, codes=codes, brands=brands))

    visible = set(actor.visible(records.objects.all()))
    assert "".join("x" if record in visible else "." for record in made) == seen


def _table_with_brand_and_code() -> Any:
    with isolate_apps("turkcell_hub.tenancy"):

        class LimitedRecord(FirmModel):
            authority_code = models.ForeignKey(
                AuthorityCode, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
            )
            brand = models.ForeignKey(
                Brand, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
            )

            class Meta:
                app_label = "tenancy"

            def __str__(self) -> str:
                return str(self.pk)

    with connection.schema_editor() as editor:
        editor.create_model(LimitedRecord)
    return LimitedRecord
