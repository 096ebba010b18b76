"""The ledger keeps every movement and its records are a function of them (I11, C-06)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iys_consent.models import ConsentAddress, ConsentMovement, ConsentRecord
from iys_consent.services.movements import NewMovement, record
from iys_consent.services.verification import verify
from iys_consent.standing import burden_of_proof, standing
from turkcell_hub.gateways.iys.values import FIRST_DAY
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

MORNING = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
PHONE = "+905321234567"


def movement(brand: Brand, status: str = "ONAY", hours: float | None = 0, **other: object):
    fields: dict[str, object] = {
        "brand_id": brand.pk,
        "recipient_type": "BIREYSEL",
        "channel": "MESAJ",
        "address": PHONE,
        "status": status,
        "origin": "FORM",
        "source": "HS_WEB",
        "consented_at": None if hours is None else MORNING + timedelta(hours=hours),
        "received_at": MORNING + timedelta(days=1),
    }
    return NewMovement(**{**fields, **other})


def status_of(brand: Brand, **key: object) -> str:
    key = {"channel": "MESAJ", "recipient_type": "BIREYSEL", "recipient": PHONE, **key}
    return ConsentRecord.objects.get(brand=brand, **key).status


def test_a_movement_makes_the_address_and_its_record(actor: Actor, brand: Brand) -> None:
    result = record(actor, [movement(brand, first_name="Işıl", last_name="Öz")])
    assert (len(result.movements), result.moved) == (1, 1)
    address = ConsentAddress.objects.get()
    assert (address.kind, address.full_name) == ("TELEFON", "Işıl Öz")
    assert "isil oz" in address.search_key
    assert "05321234567" in address.search_key
    assert status_of(brand) == "ONAY"


def test_the_later_date_wins_whatever_comes_first(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand, "RET", hours=2)])
    record(actor, [movement(brand, "ONAY", hours=1)])
    assert status_of(brand) == "RET"
    record(actor, [movement(brand, "ONAY", hours=3)])
    assert status_of(brand) == "ONAY"


@pytest.mark.requirement("C-06")
@pytest.mark.parametrize("latest", range(3))
@pytest.mark.parametrize("backwards", [False, True])
def test_of_three_sources_the_latest_date_makes_the_one_state(
    actor: Actor, brand: Brand, latest: int, backwards: bool
) -> None:
    """By SMS to the short number, by the citizen at İYS, in the panel; in whatever order known."""
    ways = (
        ("RET", {"origin": "KISA_NUMARA", "source": "HS_MESAJ"}),
        ("RET", {"origin": "IYS", "source": "IYS_WEB", "transaction_id": "cd" * 32}),
        ("ONAY", {"origin": "FORM", "source": "HS_WEB"}),
    )
    told = [
        movement(brand, status, hours=9 if place == latest else place, **way)
        for place, (status, way) in enumerate(ways)
    ]
    for one in reversed(told) if backwards else told:
        record(actor, [one])
    assert ConsentRecord.objects.count() == 1
    assert status_of(brand) == ways[latest][0]
    assert ConsentMovement.objects.count() == 3


def test_of_one_moment_the_refusal_wins(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand, "RET")])
    record(actor, [movement(brand, "ONAY")])
    assert status_of(brand) == "RET"


def test_a_merchants_bare_record_never_overrules_a_refusal(actor: Actor, brand: Brand) -> None:
    bare = {"recipient_type": "TACIR", "hours": None, "source": ""}
    record(actor, [movement(brand, "RET", **bare)])
    record(actor, [movement(brand, "ONAY", **bare)])
    assert status_of(brand, recipient_type="TACIR") == "RET"
    assert ConsentMovement.objects.count() == 2


@pytest.mark.requirement("K-021", "S-056", "S-001")
def test_channels_brands_and_recipient_types_are_independent(
    actor: Actor, brand: Brand, other_brand: Brand
) -> None:
    record(
        actor,
        [
            movement(brand, "ONAY"),
            movement(brand, "RET", channel="ARAMA"),
            movement(brand, "RET", recipient_type="TACIR"),
            movement(other_brand, "RET"),
        ],
    )
    assert status_of(brand) == "ONAY"
    assert status_of(brand, channel="ARAMA") == "RET"
    assert status_of(brand, recipient_type="TACIR") == "RET"
    assert status_of(other_brand) == "RET"


def test_a_movement_that_does_not_count_is_kept_without_effect(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand, "RET")])
    record(actor, [movement(brand, "ONAY", hours=5, counts=False)])
    assert status_of(brand) == "RET"
    assert ConsentMovement.objects.count() == 2


def test_a_transaction_of_the_registry_is_taken_once(actor: Actor, brand: Brand) -> None:
    pulled = movement(brand, transaction_id="ab" * 32, source="IYS_WEB", origin="IYS")
    assert len(record(actor, [pulled, pulled]).movements) == 1
    assert record(actor, [pulled]).movements == []
    assert ConsentMovement.objects.count() == 1
    assert verify(actor.firm_id) == []


def test_a_name_fills_an_empty_one_and_replaces_none(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand)])
    record(actor, [movement(brand, hours=1, first_name="Ali")])
    record(actor, [movement(brand, hours=2, first_name="Veli")])
    assert ConsentAddress.objects.get().first_name == "Ali"


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["ONAY", "RET"]),
        st.one_of(st.none(), st.integers(0, 3)),  # few moments: ties are common
        st.booleans(),
        st.integers(0, 2),  # with the next ones in one list?
    ),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_the_record_is_the_function_of_the_movements(
    steps: list[tuple[str, int | None, bool, int]], actor: Actor, brand: Brand
) -> None:
    with transaction.atomic():
        waiting: list[NewMovement] = []
        for status, hours, counts, together in steps:
            waiting.append(movement(brand, status, hours=hours, counts=counts))
            if not together:
                record(actor, waiting)
                waiting = []
        record(actor, waiting)
        decided = standing(ConsentMovement.objects.all())
        found = ConsentRecord.objects.first()
        expected = (decided.status, decided.seq) if decided else None
        assert (found and (found.status, found.movement_seq)) == expected
        assert verify(actor.firm_id) == []
        transaction.set_rollback(True)


@pytest.mark.requirement("K-022")
def test_a_movement_cannot_be_changed_or_deleted(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand)])
    for statement in ("UPDATE {} SET status = 'RET'", "DELETE FROM {}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(ConsentMovement._meta.db_table))
    assert ConsentMovement.objects.get().status == "ONAY"


@pytest.mark.parametrize(
    ("bend", "seq"),
    [
        ("UPDATE iys_consent_consentmovement SET consented_at = now() WHERE seq = 3", 3),
        ("UPDATE iys_consent_consentmovement SET status = 'RET' WHERE seq = 2", 2),
        ("DELETE FROM iys_consent_consentmovement WHERE seq = 3", 3),
        ("DELETE FROM iys_consent_consentmovement WHERE seq = 5", 4),
        ("UPDATE iys_consent_consentmovement SET actor_label = 'X' WHERE seq = 1", 1),
    ],
)
def test_whoever_bends_the_table_is_found_at_that_row(
    actor: Actor, brand: Brand, bend: str, seq: int
) -> None:
    record(actor, [movement(brand, hours=hours) for hours in range(5)])
    assert verify(actor.firm_id) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE iys_consent_consentmovement DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM iys_consent_consenttask")
        cursor.execute(bend)
    assert verify(actor.firm_id)[0].seq == seq


@pytest.mark.requirement("S-037")
def test_the_burden_of_proof_follows_the_source() -> None:
    assert burden_of_proof("HS_2015") == burden_of_proof("HS_WEB") == "HS"
    assert burden_of_proof("IYS_WEB") == "IYS"


def test_an_undated_approval_stands_before_every_date(actor: Actor, brand: Brand) -> None:
    record(actor, [movement(brand, hours=None, recipient_type="TACIR", source="")])
    assert ConsentRecord.objects.get().effective_at == FIRST_DAY
