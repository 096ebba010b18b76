"""The trail cannot be bent unnoticed (G21, I9)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.audit.models import AuditEntry, AuditHead
from turkcell_hub.audit.services import heads as kept_heads
from turkcell_hub.audit.services.trail import changed, record
from turkcell_hub.audit.services.verification import verify
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Firm

COLUMNS = (
    "firm_id, seq, at, actor_kind, actor_id, actor_label, action, subject_type, subject_id,"
    " subject_label, changes, request_id, previous_hash, hash"
)


@pytest.fixture
def trail(firm: Firm) -> Firm:
    actor = system(firm.pk, "gece işi")
    for number in range(1, 9):
        record(actor, "test.thing.change", firm, {"number": [number - 1, number]})
    return firm


def as_owner(*statements: str) -> None:
    """What somebody with the database's own password can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("ALTER TABLE audit_auditentry ENABLE TRIGGER USER")


def change() -> None:
    as_owner("UPDATE audit_auditentry SET actor_label = 'başkası' WHERE seq = 4")


def change_what_was_changed() -> None:
    as_owner("""UPDATE audit_auditentry SET changes = '{"number": [3, 5]}' WHERE seq = 4""")


def delete_one() -> None:
    as_owner("DELETE FROM audit_auditentry WHERE seq = 4")


def insert() -> None:
    copied = COLUMNS.replace("seq", "9").replace("request_id", "'sahte'")
    as_owner(
        f"INSERT INTO audit_auditentry ({COLUMNS}) SELECT {copied}"  # noqa: S608
        " FROM audit_auditentry WHERE seq = 8"
    )


def reorder() -> None:
    as_owner(
        "UPDATE audit_auditentry SET seq = 99 WHERE seq = 3",
        "UPDATE audit_auditentry SET seq = 3 WHERE seq = 4",
        "UPDATE audit_auditentry SET seq = 4 WHERE seq = 99",
    )


def cut_the_tail() -> None:
    as_owner("DELETE FROM audit_auditentry WHERE seq > 5")


def delete_the_head() -> None:
    as_owner("DELETE FROM audit_audithead")


@pytest.mark.parametrize(
    "crime",
    [change, change_what_was_changed, delete_one, insert, reorder, cut_the_tail, delete_the_head],
)
def test_what_the_owner_of_the_database_bends_is_found(
    trail: Firm, crime: Callable[[], None]
) -> None:
    assert verify(trail.pk) == []
    crime()
    assert verify(trail.pk)


def cut_the_tail_and_the_head() -> None:
    as_owner(
        "DELETE FROM audit_auditentry WHERE seq > 5",
        "UPDATE audit_audithead SET seq = 5, hash ="
        " (SELECT hash FROM audit_auditentry WHERE seq = 5)",
    )


def rewrite_everything() -> None:
    as_owner("DELETE FROM audit_auditentry", "DELETE FROM audit_audithead")
    for firm in Firm.objects.all():
        for _ in range(8):
            record(system(firm.pk, "gece işi"), "test.thing.invented", firm)


@pytest.mark.parametrize("crime", [cut_the_tail_and_the_head, rewrite_everything])
def test_a_consistent_forgery_is_found_by_heads_kept_elsewhere(
    trail: Firm, tmp_path: Path, crime: Callable[[], None]
) -> None:
    kept = tmp_path / "heads"
    call_command("audit_head", write=kept)
    crime()

    assert verify(trail.pk) == []
    assert verify(trail.pk, kept_heads.read(kept))
    with pytest.raises(CommandError) as broken:
        call_command("verify_audit", heads=kept)
    assert broken.value.returncode == 1


def test_a_forged_head_is_refused(trail: Firm, tmp_path: Path) -> None:
    kept = tmp_path / "heads"
    call_command("audit_head", write=kept)
    line = kept.read_text()
    kept.write_text(line[:5] + ("A" if line[5] != "A" else "B") + line[6:])

    with pytest.raises(CommandError) as refused:
        call_command("verify_audit", heads=kept)
    assert refused.value.returncode == 2


def test_a_whole_trail_verifies_with_old_heads_too(
    trail: Firm, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "heads"
    call_command("audit_head", write=kept)
    record(system(trail.pk, "gece işi"), "test.thing.change", trail)
    call_command("audit_head", write=kept)

    call_command("verify_audit", heads=kept)
    assert "sağlam" in capsys.readouterr().out


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET action = 'x'",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_itself_refuses_to_change_an_entry(trail: Firm, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_each_firm_has_a_chain_of_its_own(trail: Firm) -> None:
    other = make_firm("Bursa")
    entry = record(system(other.pk, "gece işi"), "test.thing.change", None)

    assert entry.seq == 1
    assert entry.previous_hash == ""
    assert AuditHead.objects.get(firm=trail).seq == 8


def test_an_entry_dies_with_the_transaction_that_wrote_it(firm: Firm) -> None:
    class Stopped(Exception):
        pass

    @transaction.atomic
    def stopped_half_way() -> None:
        record(system(firm.pk, "x"), "test.thing.change", None)
        raise Stopped

    with pytest.raises(Stopped):
        stopped_half_way()
    assert not AuditEntry.objects.exists()
    assert verify(firm.pk) == []


def test_numbers_and_secrets_do_not_enter_what_can_never_be_erased(
    firm: Firm, actor: Actor
) -> None:
    entry = record(
        actor,
        "test.person.change",
        None,
        {"phone": ["+905321234567", "0533 123 45 67"], "password": ["eski-gizli", "yeni-gizli"]},
        label="Ali 05321234567",
    )
    entry.refresh_from_db()

    kept = f"{entry.changes} {entry.subject_label}"
    for secret in ("1234567", "123 45 67", "gizli"):
        assert secret not in kept
    assert verify(firm.pk) == []


def test_any_text_survives_the_way_through_the_database(firm: Firm, actor: Actor) -> None:
    from decimal import Decimal

    record(
        actor,
        "test.thing.change",
        firm,
        {"ç\0": ["I\0İıi", Decimal("1.10")], "kayan": [0.1, 1e300], "iç": {"b": None, "a": True}},
    )
    assert verify(firm.pk) == []


def test_an_entry_says_who_did_it(firm: Firm) -> None:
    member = make_member(firm, name="Ayşe Yılmaz")
    entry = record(actor_for(member), "test.thing.change", member)

    assert (entry.actor_kind, entry.actor_id) == ("member", member.user_id)
    assert entry.actor_label == "Ayşe Yılmaz"
    assert (entry.subject_type, entry.subject_id) == ("tenancy.membership", str(member.pk))


def test_only_differences_are_kept() -> None:
    assert changed({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == {"b": [2, 3], "c": [None, 4]}


@pytest.mark.django_db(transaction=True)
def test_parallel_writers_make_one_chain() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    firm = make_firm()

    def write(number: int) -> None:
        try:
            record(system(firm.pk, "x"), "test.thing.change", None, {"n": number})
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(30)))

    assert AuditEntry.objects.filter(firm=firm).count() == 30
    assert verify(firm.pk) == []
