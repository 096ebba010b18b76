"""Who may do what: the table that people read, and the three dimensions of C-01."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from tests.support.firms import actor_for, make_brand, make_code, make_member
from turkcell_hub.tenancy.models import AuthorityCode, Brand, Firm, FirmModel, Role
from turkcell_hub.tenancy.permissions import every_right, rights_of

A, M, S, C = Role.ADMIN, Role.MANAGER, Role.STAFF, Role.CUSTOMER

# right                                    Admin Yönetici Personel Müşteri
TABLE = """
tenancy.user.view                            x      x        .        .
tenancy.user.change                          x      .        .        .
tenancy.brand.view                           x      x        x        .
tenancy.brand.change                         x      .        .        .
tenancy.code.view                            x      x        x        .
tenancy.code.change                          x      .        .        .
tenancy.key.view                             x      .        .        .
tenancy.key.change                           x      .        .        .
tenancy.account.view                         x      x        .        .
tenancy.account.change                       x      .        .        .
tenancy.sender.view                          x      x        x        x
tenancy.firm.change                          x      .        .        .
audit.view                                   x      x        .        .
personal.view                                x      x        x        .
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]


@pytest.mark.requirement("K-073", "C-01")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
@pytest.mark.parametrize(("place", "role"), list(enumerate((A, M, S, C))), ids=["A", "Y", "P", "M"])
def test_a_role_holds_exactly_its_rights(row: list[str], place: int, role: Role) -> None:
    assert (row[0] in rights_of(role)) == (row[1 + place] == "x")


@pytest.mark.requirement("K-073")
def test_the_table_names_every_right_of_this_room() -> None:
    own = {code for code in every_right() if code.startswith(("tenancy.", "audit.", "personal."))}
    assert {row[0] for row in ROWS} == own


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
