"""Every table says what it knows of a person; the file shows it, an erasure leaves no trace."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from tests.privacy.planting import plant, traces
from tests.support.firms import make_firm
from turkcell_hub import personal_data
from turkcell_hub.personal_data import Held, Hold, Person, Way
from turkcell_hub.privacy.services import dossier, erasing, rules
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm, firm_scope

ODD = Person(phones=("+905387654321",), emails=("deniz.kaya@kisi.test",))
OLD = dt.datetime(2001, 5, 5, 12, tzinfo=dt.UTC)
_LOOKS = re.compile(
    r"phone|e_?mail|tckn|national_id|first_name|last_name|person_name|recipient$|^sender$"
    r"|latitude|contact$"
)
# Columns of tables without a person that only look so: what they hold instead.
LOOKALIKES = {
    ("help.HelpEntry", "value"): "the installation's own contacts",
    ("iys_consent.PackageRules", "accounting_email"): "of İYS",
    ("iys_consent.PackageRules", "access_email"): "of İYS",
    ("membership.MembershipRules", "iys_email"): "of İYS",
    ("invoices.PasswordRequest", "masked_phone"): "masked",
    ("invoices.PasswordRequest", "officer_name"): "a user of the portal",
    ("otp.OtpRules", "phone_hold_hours"): "hours",
    ("fieldteams.Zone", "latitude"): "of a place",
    ("otp.WebAccount", "contact"): "a user of the portal",
    ("otp.WebAccount", "sender_name"): "a title",
}


def every_label() -> set[str]:
    return {model._meta.label for model in apps.get_models(include_auto_created=True)}


def test_every_table_is_in_the_register_once() -> None:
    held, free = personal_data.held_models(), set(personal_data.free_models())
    unsaid = every_label() - held - free
    assert not unsaid, f"say in the room's personal_data.py what these know of a person: {unsaid}"
    assert held & free == set()
    assert (held | free) - every_label() == set()


def test_no_table_that_is_called_free_has_a_column_for_a_person() -> None:
    suspects = [
        (label, field.name)
        for label in personal_data.free_models()
        for field in apps.get_model(label)._meta.local_fields
        if (_LOOKS.search(field.name) or isinstance(field, models.EmailField))
        and (label, field.name) not in LOOKALIKES
    ]
    assert suspects == []


def test_a_table_is_kept_for_ever_only_with_a_reason() -> None:
    with pytest.raises(ValueError, match="without a reason that lasts"):
        personal_data.declare([Held("x.Y", "y", ("pk",), Way.KEEP)])


@pytest.fixture
def planted(db: None) -> Firm:
    firm, other = make_firm("Ege Tekstil"), make_firm("Bursa Lojistik")
    plant(firm.pk, ODD, at=OLD)
    plant(other.pk, ODD, at=OLD)
    return firm


def looked(firm: Firm) -> list[dict[str, Any]]:
    with firm_scope(firm.pk):
        return list(dossier.sources(firm.pk, ODD, rules.in_force(firm.pk)))


def by_table(parts: list[dict[str, Any]]) -> dict[str, int]:
    return {part["table"]: part["count"] for part in parts}


@pytest.mark.requirement("L-029")
def test_a_trace_in_every_table_is_in_the_file(planted: Firm) -> None:
    parts = looked(planted)
    missing = {table for table, count in by_table(parts).items() if count != 1}
    assert missing == set(NOT_PLANTED)
    target = io.BytesIO()
    head = {"number": "1", "firm": "Ege", "made_at": "2026-11-23T12:00+03:00", "by": "x",
            "reason": "y", "phones": [], "emails": []}  # fmt: skip
    dossier.write(target, head, parts)
    with zipfile.ZipFile(target) as archive:
        told = json.loads(archive.read("veriler.json"))
        assert len(told["sources"]) == len(personal_data.every())
        assert "Konum geçmişi" in archive.read("veriler.html").decode()


# The firm's own row is not planted: it exists.
NOT_PLANTED = {"tenancy.Firm"}


def test_an_erasure_after_the_years_leaves_only_what_has_no_end(planted: Firm) -> None:
    before = traces(ODD)
    with firm_scope(planted.pk):
        lines = erasing.erase(planted.pk, ODD, rules.in_force(planted.pk), "tuz")
    left = {label for label, count in traces(ODD).items() if count == before[label]}
    stays = {
        held.model
        for held in personal_data.every()
        for hold in held.holds
        if not hold.years and held.model not in NOT_PLANTED
    }
    assert left <= stays, left - stays
    kept = {line.source for line in lines if line.kept}
    assert kept >= {str(held.label) for held in personal_data.every() if held.model in left}
    with every_firm():
        again = erasing.erase(planted.pk, ODD, rules.in_force(planted.pk), "tuz")
    assert sum(line.erased for line in again) == 0


def test_within_the_years_the_law_keeps_its_records_and_says_until_when(db: None) -> None:
    firm = make_firm("Ege Tekstil")
    now = timezone.localtime()  # a year ends in Istanbul
    plant(firm.pk, ODD, at=now)
    with firm_scope(firm.pk):
        lines = erasing.erase(firm.pk, ODD, rules.in_force(firm.pk), "tuz")
    found = {line.source: line for line in lines}
    bill = found["Faturalardaki hatlar"]
    assert (bill.found, bill.erased) == (1, 0)
    assert bill.kept[0][2].startswith(str(now.year + 10))
    assert "Vergi Usul" in bill.kept[0][1]
    assert found["Konum geçmişi"].erased == 1
    assert found["Mobil aboneler"].erased == 1
    assert found["Web formu kayıtları"].kept[0][2].startswith(str(now.year + 3))


def test_another_firms_rows_are_neither_shown_nor_touched(planted: Firm) -> None:
    other = Firm.objects.exclude(pk=planted.pk).get()
    before = by_table(looked(other))
    with firm_scope(planted.pk):
        erasing.erase(planted.pk, ODD, rules.in_force(planted.pk), "tuz")
    assert by_table(looked(other)) == before


@pytest.mark.parametrize(
    "text",
    ["+905387654321", "05387654321", "0538 765 43 21", "(538) 765-4321", "00905387654321"],
)
def test_a_number_is_masked_however_it_is_spelled(db: None, text: str) -> None:
    from turkcell_hub.jobs.models import Job

    firm = make_firm("Ege Tekstil")
    with firm_scope(firm.pk):
        job = Job.objects.create(
            firm=firm, kind="x", title=f"Ara: {text}.", state="DONE", params={"n": 5387654321},
            owner_label="x",
        )  # fmt: skip
        person = Person(phones=ODD.phones)
        erasing._mask(Job.objects.all(), "title", person)
        erasing._mask(Job.objects.all(), "params", person)
        job.refresh_from_db()
    assert job.title == "Ara: [silindi]."
    assert job.params == {"n": 0}


def test_a_hold_names_years_that_the_rules_have() -> None:
    from turkcell_hub.privacy.models import PrivacyRules

    names = {field.name for field in PrivacyRules._meta.get_fields()}
    holds: list[Hold] = [hold for held in personal_data.every() for hold in held.holds]
    assert all(hold.years in names for hold in holds if hold.years)
    assert all(bool(hold.years) == bool(hold.since) for hold in holds)
