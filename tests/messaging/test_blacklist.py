"""Kara liste: who may take whom out, what stays to be seen, lists from Excel."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from messaging import blacklist_import
from messaging.models import BlacklistChange, BlacklistEntry
from messaging.selectors import hidden
from messaging.services import blacklist
from messaging.services.blacklist import Block
from tests.messaging.inbound_world import PERSON
from tests.support.firms import actor_for, make_code, make_member
from tests.support.messaging import make_subscriber
from turkcell_hub.errors import HubError, Invalid
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import write_xlsx
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.MANAGER))


def refused(manager: Actor, days_ago: int = 5) -> BlacklistEntry:
    at = timezone.now() - timedelta(days=days_ago)
    blacklist.block(manager, [Block(PERSON, "ALICI", "SMS ile ret", "SMS", since=at)])
    return BlacklistEntry.objects.get(phone=PERSON)


@pytest.mark.requirement("S-070")
@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": ""}, "reason_missing"),
        ({"reason": "Yeniden istiyor"}, "proof_missing"),
        ({"reason": "Yeniden istiyor", "proof": "İmzalı form 118"}, "wish_day_wrong"),
        ({"reason": "x", "proof": "İmzalı form 118", "wished_on": -9}, "wish_day_wrong"),
        ({"reason": "x", "proof": "İmzalı form 118", "wished_on": 1}, "wish_day_wrong"),
    ],
)
def test_a_persons_own_refusal_goes_only_by_his_own_later_wish(
    manager: Actor, given: dict[str, Any], code: str
) -> None:
    entry = refused(manager)
    if "wished_on" in given:
        given = {**given, "wished_on": timezone.localdate() + timedelta(days=given["wished_on"])}
    with pytest.raises(Invalid) as caught:
        blacklist.remove(manager, entry, **given)
    assert caught.value.code == code
    assert BlacklistEntry.objects.exists()


@pytest.mark.requirement("S-070")
def test_what_was_taken_out_stays_in_the_history_with_its_proof(manager: Actor) -> None:
    entry = refused(manager)
    day = timezone.localdate()
    blacklist.remove(manager, entry, "Yeniden istiyor", "İmzalı form 2026/118", day)
    assert not BlacklistEntry.objects.exists()
    last = BlacklistChange.objects.latest("pk")
    assert (last.kind, last.proof, last.wished_on) == ("CIKARILDI", "İmzalı form 2026/118", day)


def test_nobody_below_a_manager_takes_a_number_out(manager: Actor, in_firm: Firm) -> None:
    entry = refused(manager)
    with pytest.raises(HubError):
        blacklist.remove(actor_for(make_member(in_firm)), entry, "x", "y" * 20)


def test_the_firms_own_entry_needs_no_proof(manager: Actor) -> None:
    entry = blacklist.add(manager, {"phone": "0532 111 22 33", "reason": "Borçlu"})
    blacklist.remove(manager, entry, "Borcunu ödedi")
    assert not BlacklistEntry.objects.exists()


@pytest.mark.requirement("L-036")
def test_a_number_behind_a_code_is_not_seen_in_any_list(manager: Actor, in_firm: Firm) -> None:
    refused(manager)
    person = make_subscriber(in_firm, PERSON)
    rows = BlacklistEntry.objects.all()
    assert hidden.visible(manager, rows).exists()
    person.authority_code = make_code(in_firm, "SATIS")
    person.save()
    assert not hidden.visible(manager, rows).exists()
    seller = actor_for(make_member(in_firm, codes=["SATIS"]))
    assert hidden.visible(seller, rows).exists()


def read(actor: Actor, rows: list[list[Any]]) -> Any:
    file = io.BytesIO()
    write_xlsx(file, ["GSM No", "Açıklama", "Kaynak", "Ret Tarihi"], rows)
    job = jobs.start(
        blacklist_import.KIND, actor, {"source": "FIRMA", "reason": "Eski panel"}, title="liste",
        file=ContentFile(file.getvalue()), file_name="kara.xlsx", phase=imports.READ,
    )  # fmt: skip
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


@pytest.mark.requirement("S-064")
def test_a_list_from_another_panel_comes_in_after_a_preview_and_only_once(
    manager: Actor, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    blacklist.add(manager, {"phone": "0532 111 22 01", "reason": "Borçlu"})
    rows = [
        ["0532 111 22 01", "", "alıcı istemiyor", "03.02.2025"],
        ["5321112202", "Şikâyet etti", "", ""],
        ["olmaz", "", "", ""],
    ]
    job = read(manager, rows)
    assert job.state == JobState.PREVIEW, job.error
    assert BlacklistEntry.objects.count() == 1
    jobs.confirm(manager, job, imports.APPLY, {})
    jobs.run(job.pk)
    found = {e.phone: (e.source, e.reason) for e in BlacklistEntry.objects.all()}
    assert found == {
        "+905321112201": ("ALICI", "Eski panel"),
        "+905321112202": ("FIRMA", "Şikâyet etti"),
    }
    again = read(manager, rows)
    jobs.confirm(manager, again, imports.APPLY, {})
    jobs.run(again.pk)
    assert BlacklistChange.objects.count() == 3
