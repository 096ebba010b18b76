"""The day's counts, its file, the hash over it, and the agreement."""

import hashlib

import pytest

from tests.fake_operator.iys.client import PHONE, codes

DAY = "2026-11-23"


@pytest.fixture
def yesterday(iys, registry):
    """A day with three movements of ours and one of a citizen, and its end."""
    iys.add()
    registry.advance(1)
    iys.add(type="ARAMA")
    iys.add(recipientType="TACIR")
    registry.advance(1)
    registry.citizen(PHONE, types=["MESAJ"], recipient_type="BIREYSEL")
    registry.advance(13 * 3600)
    iys.login()


def test_counts_stand_by_channel_and_source(iys, yesterday):
    found = iys.call("GET", f"changes/{DAY}/recipients/BIREYSEL").json()["changeStats"]
    by_type = {row["type"]: row["consents"] for row in found}
    ours, theirs = by_type["MESAJ"]
    assert (ours["source"], ours["approval"], ours["rejection"]) == ("HS", 1, 0)
    assert (theirs["source"], theirs["approval"], theirs["rejection"]) == ("IYS", 0, 1)
    assert [row["total"] for row in by_type["ARAMA"]] == [1, 0]


def test_the_hash_is_that_of_the_file(iys, yesterday):
    file = iys.call("GET", f"changes/{DAY}/file")
    assert file.text.endswith("\n")
    head, *rows = file.text.splitlines()
    assert head.startswith("creationDate,transactionId,recipient,recipientType,type,status")
    assert len(rows) == 4
    assert rows == sorted(rows)
    facts = iys.call("GET", f"agreements/{DAY}").json()
    assert facts["hashValue"] == hashlib.sha384(file.content).hexdigest()
    assert (facts["hashMethod"], facts["agreementStatus"]) == ("SHA-384", False)


def test_an_agreement_is_captured_and_stamped(iys, yesterday):
    assert iys.call("GET", f"agreements/{DAY}/timestamp").status_code == 204
    refused = iys.call("PUT", f"agreements/{DAY}", json={"agreementStatus": False})
    assert codes(refused) == ["H512"]
    answer = iys.call("PUT", f"agreements/{DAY}", json={"agreementStatus": True})
    assert answer.json() == {"agreementCaptured": True}
    assert iys.call("GET", f"agreements/{DAY}").json()["agreementStatus"] is True
    assert iys.call("GET", f"agreements/{DAY}/timestamp").content


def test_a_day_without_movement_has_nothing_to_agree_on(iys, yesterday):
    for method, path in [("GET", "agreements/2026-11-22"), ("GET", "changes/2026-11-22/file")]:
        assert iys.call(method, path).status_code == 204
    answer = iys.call("PUT", "agreements/2026-11-22", json={"agreementStatus": True})
    assert answer.status_code == 204


def test_the_rows_of_one_second_are_an_open_question(iys, registry):
    iys.add()
    iys.add(recipientType="TACIR")
    registry.change_registry(file_header=False)
    registry.advance(13 * 3600)
    iys.login()
    assert len(iys.call("GET", f"changes/{DAY}/file").text.splitlines()) in (1, 2)
    registry.change_registry(same_second_rows=1)
    ids = {line.split(",")[1] for line in iys.call("GET", f"changes/{DAY}/file").text.splitlines()}
    assert len(iys.call("GET", f"changes/{DAY}/file").text.splitlines()) == len(ids)


@pytest.mark.parametrize(
    ("day", "code"),
    [("23-11-2026", "H501"), ("20261122", "H501"), ("2026-11-23", "H502"), ("2026-11-15", "H502")],
)
def test_only_finished_days_of_the_last_week(iys, day, code):
    answer = iys.call("GET", f"agreements/{day}")
    assert (answer.status_code, codes(answer)) == (422, [code])
