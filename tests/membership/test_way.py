"""From an empty file to the decision, and what is not let through (A-001, A-045, A-049, C-09)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.membership.conftest import DATA, PARCEL, complete
from tests.support.deaths import truths
from tests.support.firms import actor_for, client_for, make_firm, make_member
from tests.support.scans import pdf, upload
from turkcell_hub.applications.models import Application
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.membership import checklist, permissions
from turkcell_hub.membership.models import Dossier, DossierEvent, Paper, PaperFile
from turkcell_hub.membership.services import (
    discarding,
    dossiers,
    lacking,
    opening,
    reviewing,
    telling,
    uploads,
)
from turkcell_hub.membership.states import FileState, State
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.permissions import rights_of
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def again(row: Dossier) -> Dossier:
    return Dossier.objects.get(pk=row.pk)


@pytest.mark.requirement("A-001")
def test_a_file_that_was_left_waits_at_its_step(manager: Actor) -> None:
    row = dossiers.begin(manager)
    assert (row.step, row.state) == (1, State.DRAFT)
    row = dossiers.fill(manager, row, DATA)
    assert (row.step, row.state) == (2, State.INCOMPLETE)
    dossiers.reach(manager, row, 3)
    assert dossiers.live().step == 3  # type: ignore[union-attr]
    with pytest.raises(Conflict, match="dosyası var"):
        dossiers.begin(manager)


@pytest.mark.requirement("A-002")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"payment_type": ""}, "payment_type"), ({"payment_type": "PESIN"}, "payment_type"),
        ({"kind": "FABRIKA"}, "kind"), ({"legal_name": "  "}, "legal_name"),
        ({"tax_number": "123"}, "tax_number"), ({"phone": "12"}, "phone"),
        ({"email": "x"}, "email"), ({"officer": ""}, "officer"), ({"address": ""}, "address"),
        ({"kind": "DERNEK"}, "paper_day"),
        ({"kind": "EGITIM", "answers": {"YETKILI_SAYISI": 50}}, "YETKILI_SAYISI"),
    ],
)  # fmt: skip
def test_step_one_says_at_the_field_what_is_wrong(
    manager: Actor, wrong: dict[str, Any], field: str
) -> None:
    row = dossiers.begin(manager)
    with pytest.raises(Invalid) as refused:
        dossiers.fill(manager, row, {**DATA, **wrong})
    assert refused.value.field == field
    assert again(row).step == 1


@pytest.mark.requirement("A-017", "A-016", "A-045")
def test_what_is_missing_is_named_and_a_warning_does_not_block(
    manager: Actor, dossier: Dossier
) -> None:
    assert len(lacking.of(dossier)) == 9  # four papers, three ticks, line and parcel
    row = complete(manager, dossier)
    assert row.state == State.DRAFT
    uploads.tick(manager, row, "ENCUMEN_KARARI", [])
    assert checklist.of(row).warnings
    assert lacking.of(again(row)) == []
    uploads.tick(manager, row, "SMS_YAZISI", ["MUHUR", "KASE"])
    assert again(row).state == State.INCOMPLETE
    with pytest.raises(Conflict, match="İmza var") as refused:
        dossiers.submit(manager, row)
    assert refused.value.code == "membership_incomplete"
    uploads.tick(manager, row, "SMS_YAZISI", ["MUHUR", "KASE", "IMZA"])
    dossiers.ship(manager, row, {**PARCEL, "has_corporate_line": False})
    with pytest.raises(Conflict, match="kurumsal hat"):
        dossiers.submit(manager, row)
    with pytest.raises(Invalid) as numberless:
        dossiers.ship(manager, row, {**PARCEL, "corporate_line": ""})
    assert numberless.value.field == "corporate_line"


REQUIRED = {
    "SAHIS": "SOZLESME IMZA_BEYANNAMESI VERGI_LEVHASI KIMLIK YETKI_BELGESI",
    "LIMITED_ANONIM": "SOZLESME IMZA_BEYANNAMESI VERGI_LEVHASI KIMLIK YETKI_BELGESI",
    "BELEDIYE": "ENCUMEN_KARARI SMS_YAZISI KIMLIK BASKANLIK_BELGESI",
    "DERNEK": "SMS_KARARI KARAR_DEFTERI KIMLIK SOZLESME_IMZA",
    "HASTANE": "SMS_KARARI KARAR_DEFTERI KIMLIK SOZLESME_IMZA",
    "MUHTARLIK": "SMS_KARARI KIMLIK SOZLESME_IMZA MAZBATA",
    "ODA": "ENCUMEN_KARARI SMS_YAZISI KIMLIK IMZA_BEYANNAMESI BASKANLIK_BELGESI",
    "SIYASI_PARTI": "SMS_YAZISI KARAR_DEFTERI KIMLIK BASKANLIK_BELGESI",
    "EGITIM": "SMS_YAZISI KIMLIK EGITIM_YETKI_BELGESI",
}


@pytest.mark.requirement(
    "A-009", "A-011", "A-012", "A-013", "A-014", "A-015", "A-018", "A-019", "A-020", "A-022",
    "A-023", "A-024", "A-025", "A-026", "A-027", "A-029", "A-030", "A-033", "A-034", "A-035",
    "A-037", "A-038", "A-040", "A-042",
)  # fmt: skip
@pytest.mark.parametrize("kind", REQUIRED)
def test_each_missing_paper_and_tick_of_a_kind_keeps_its_file_back_and_none_that_is_optional(
    manager: Actor, dossier: Dossier, kind: str
) -> None:
    said: dict[str, Any] = {"kind": kind, "paper_day": dt.date(2026, 11, 20)}
    if kind == "EGITIM":
        said["answers"] = {"YETKILI_SAYISI": 2}  # the identities of both
    row = dossiers.fill(manager, dossier, said)
    lines = checklist.of(row).lines
    assert [line.item.code for line in lines if line.missing] == REQUIRED[kind].split()
    ship = {"state": FileState.WAITING, "content_type": "application/pdf", "size": 1, "sha256": "0"}
    for line in lines:
        ticks = [tick.code for tick, _on in line.ticks]
        paper = Paper.objects.create(firm=row.firm, dossier=row, code=line.item.code, ticks=ticks)
        for number in range(line.item.least(row.answers)):
            PaperFile.objects.create(firm=row.firm, paper=paper, name=str(number), **ship)
    identities = PaperFile.objects.filter(paper__code="KIMLIK").count()
    assert identities == (2 if kind == "EGITIM" else 1)
    dossiers.ship(manager, row, PARCEL)
    assert lacking.of(again(row)) == []
    for paper in Paper.objects.all():
        for file in paper.files.all():
            PaperFile.objects.filter(pk=file.pk).update(erased_at=timezone.now())
            assert len(lacking.of(again(row))) == 1, paper.code
            PaperFile.objects.filter(pk=file.pk).update(erased_at=None)
        ticked = paper.files.exists() or paper.code == "SOZLESME_IMZA"
        for tick in paper.ticks:
            Paper.objects.filter(pk=paper.pk).update(ticks=[x for x in paper.ticks if x != tick])
            blocks = ticked and tick != "SMS_KAPSAR"
            assert len(lacking.of(again(row))) == blocks, (paper.code, tick)
            Paper.objects.filter(pk=paper.pk).update(ticks=paper.ticks)


def test_files_are_taken_by_content_kept_encrypted_and_not_twice(
    manager: Actor, dossier: Dossier, django_capture_on_commit_callbacks: Any
) -> None:
    made = uploads.attach(manager, dossier, "KIMLIK", upload(pdf(), "../KİMLİK.exe"))
    assert (made.name, made.identity) == ("KİMLİK.pdf", True)
    with default_storage.open(made.stored, "rb") as file:
        stored = file.read()
    assert b"%PDF" not in stored
    assert "KİMLİK" not in made.stored
    with pytest.raises(Conflict, match="zaten"):
        uploads.attach(manager, dossier, "KIMLIK", upload(pdf()))
    with pytest.raises(Invalid, match="içeriği") as refused:
        uploads.attach(manager, dossier, "KIMLIK", upload(b"<html>", "a.pdf"))
    assert (refused.value.code, refused.value.field) == ("file_type", "file")
    for code in ("MAZBATA", "x"):
        with pytest.raises(NotFound):
            uploads.attach(manager, dossier, code, upload(pdf()))
    with django_capture_on_commit_callbacks(execute=True):
        uploads.remove(manager, made)
    assert not default_storage.exists(made.stored)


@pytest.mark.requirement("C-09")
def test_identities_are_opened_by_few_and_each_look_is_written_down(
    manager: Actor, admin: Actor, dossier: Dossier
) -> None:
    card = uploads.attach(manager, dossier, "KIMLIK", upload(pdf()))
    plain = uploads.attach(manager, dossier, "ENCUMEN_KARARI", upload(pdf(words=b"karar")))
    assert uploads.opened(manager, plain) == pdf(words=b"karar")
    with pytest.raises(NotAllowed):
        uploads.opened(manager, card)
    assert uploads.opened(admin, card) == pdf()
    looks = AuditEntry.objects.filter(action="membership.file.opened").order_by("seq")
    assert [(one.actor_label, one.subject_label) for one in looks] == [
        ("Başvuran", "ENCUMEN_KARARI"), ("İnceleyen", "KIMLIK"),
    ]  # fmt: skip
    for role in (Role.STAFF, Role.CUSTOMER):
        assert not {permissions.PAPERS, permissions.IDENTITY} & rights_of(role)


@pytest.mark.requirement("A-049")
def test_only_the_file_that_was_given_back_reopens(
    manager: Actor, admin: Actor, sent: Dossier
) -> None:
    files = {file.paper.code: file for file in PaperFile.objects.select_related("paper")}
    with pytest.raises(Invalid, match="Nedeni"):
        reviewing.judge(admin, files["KIMLIK"], good=False)
    for code, file in files.items():
        reviewing.judge(admin, file, good=code != "KIMLIK", reason="Arka yüzü yok")
    assert again(sent).state == State.IN_REVIEW
    with pytest.raises(Conflict, match="uygun bulunmadan"):
        reviewing.approve(admin, sent)
    row = reviewing.give_back(admin, sent, "Kimliği yenileyin")
    lines = {line.item.code: line for line in checklist.of(row).lines}
    assert [code for code, line in lines.items() if line.takes_files] == ["KIMLIK"]
    assert not any(line.takes_ticks for line in lines.values())
    with pytest.raises(Conflict, match="geri verilmedi"):
        uploads.attach(manager, row, "ENCUMEN_KARARI", upload(pdf(words=b"baska")))
    with pytest.raises(Conflict):
        uploads.tick(manager, row, "SMS_YAZISI", [])
    with pytest.raises(Conflict, match="Arka yüzü yok"):
        dossiers.submit(manager, row)
    uploads.attach(manager, row, "KIMLIK", upload(pdf(words=b"yanlis sayfa")))
    page = client_for(make_member(row.firm, Role.ADMIN)).get("/membership/papers/")
    assert page.content.decode().count("Yenisini yükle") == 1, "until it is sent"
    uploads.attach(manager, again(row), "KIMLIK", upload(pdf(words=b"iki yuz")))
    row = dossiers.submit(manager, row)
    new = PaperFile.objects.get(paper__code="KIMLIK", erased_at=None)
    assert new.state == FileState.WAITING
    kept = PaperFile.objects.filter(state=FileState.GOOD, erased_at=None).count()
    assert kept == len(files) - 1
    reviewing.judge(admin, new, good=True)
    assert reviewing.approve(admin, row).state == State.APPROVED
    assert [event.state for event in row.events.all()] == [
        State.DRAFT, State.SENT, State.IN_REVIEW, State.RETURNED, State.SENT, State.IN_REVIEW,
        State.APPROVED,
    ]  # fmt: skip


def approved(admin: Actor, row: Dossier) -> Dossier:
    for file in PaperFile.objects.filter(erased_at=None):
        reviewing.judge(admin, file, good=True)
    return reviewing.approve(admin, row)


@pytest.mark.requirement("A-049", "L-127")
def test_an_approval_orders_the_service_at_the_operator_once_with_the_files_data(
    admin: Actor, sent: Dossier, settings: Any
) -> None:
    settings.ORDERS = Orders("tmf622", "http://127.0.0.1:9", "x")
    row = approved(admin, sent)
    ordered = Application.objects.get()
    assert row.application == ordered
    assert (ordered.contact, ordered.payment_type, ordered.tax_number) == (
        DATA["officer"], DATA["payment_type"], DATA["tax_number"],
    )  # fmt: skip
    assert [item.service for item in ordered.items.all()] == ["TOPLU_SMS"]
    with pytest.raises(Conflict):
        reviewing.approve(admin, row)
    assert opening.apply_for(row) == ordered
    assert Application.objects.count() == 1
    steps = opening.steps(admin, row)
    assert ordered.reference in steps[0].text
    assert [step.done for step in steps] == [False] * 4


@pytest.mark.requirement("A-049")
def test_a_death_before_any_statement_sends_and_approves_a_file_whole_or_not_at_all(
    manager: Actor, admin: Actor, dossier: Dossier, settings: Any
) -> None:
    settings.ORDERS = Orders("tmf622", "http://127.0.0.1:9", "x")
    row = complete(manager, dossier)

    def truth() -> tuple[str, int, int]:
        events = DossierEvent.objects.exclude(state=State.DRAFT).count()
        return again(row).state, events, Application.objects.count()

    sent = truths(lambda: dossiers.submit(manager, row), truth)
    assert set(sent[:-1]) == {(State.DRAFT, 0, 0)}
    assert sent[-1] == (State.SENT, 1, 0)
    for file in PaperFile.objects.filter(erased_at=None):
        reviewing.judge(admin, file, good=True)
    done = truths(lambda: reviewing.approve(admin, row), truth)
    assert set(done[:-1]) == {(State.IN_REVIEW, 2, 0)}
    assert done[-1] == (State.APPROVED, 3, 1)


def test_without_a_service_centre_the_approval_stands_and_a_person_applies(
    admin: Actor, sent: Dossier, settings: Any
) -> None:
    settings.ORDERS = Orders("tmf622", "", "")
    row = approved(admin, sent)
    assert (row.state, row.application) == (State.APPROVED, None)
    assert "services=TOPLU_SMS" in opening.steps(admin, row)[0].url


def test_nobody_judges_his_own_file_and_a_rejected_firm_begins_anew(
    in_firm: Firm, admin: Actor, sent: Dossier
) -> None:
    Dossier.objects.update(by_user=admin.user_id)
    with pytest.raises(NotAllowed, match="Kendi"):
        reviewing.start(admin, sent)
    other = actor_for(make_member(in_firm, Role.ADMIN))
    reviewing.start(other, sent)
    with pytest.raises(Invalid):
        reviewing.reject(other, sent, " ")
    assert reviewing.reject(other, sent, "Kurum kayıtlı değil").ended_at is not None
    assert dossiers.begin(other).pk != sent.pk


def test_another_firm_neither_sees_nor_judges_it(sent: Dossier) -> None:
    stranger = actor_for(make_member(make_firm("Bursa"), Role.ADMIN))
    with firm_scope(stranger.firm_id), pytest.raises(NotFound):
        reviewing.start(stranger, sent)


@pytest.mark.requirement("A-049")
def test_the_applicant_is_told_once_and_by_mail_without_reasons(
    admin: Actor, sent: Dossier
) -> None:
    reviewing.start(admin, sent)
    reviewing.reject(admin, sent, "Ayşe Yılmaz imzalamamış")
    events = [event.pk for event in DossierEvent.objects.filter(tell_at__isnull=False)]
    for event in events * 2:
        telling.tell(event)
    assert [one.to for one in mail.outbox] == [["yazi@cesme.example"]] * 2
    assert "reddedildi" in mail.outbox[1].subject
    assert "Ayşe" not in mail.outbox[1].body
    assert "/membership/" in mail.outbox[1].body


@pytest.mark.requirement("C-09")
def test_copies_of_identities_are_erased_after_their_time_with_a_proof(
    admin: Actor, sent: Dossier, django_capture_on_commit_callbacks: Any
) -> None:
    for file in PaperFile.objects.all():
        reviewing.judge(admin, file, good=True)
    reviewing.approve(admin, sent)
    card = PaperFile.objects.get(paper__code="KIMLIK")
    assert discarding.expire() == 0
    Dossier.objects.update(ended_at=timezone.now() - dt.timedelta(days=91))
    with django_capture_on_commit_callbacks(execute=True):
        assert discarding.expire() == 1
    assert not default_storage.exists(card.stored)
    gone = PaperFile.objects.get(pk=card.pk)
    assert (gone.stored, gone.secret, gone.sha256) == ("", "", card.sha256)
    proof = AuditEntry.objects.get(action="membership.file.erased")
    assert proof.changes["sha256"] == card.sha256
    with pytest.raises(NotFound):
        uploads.opened(admin, gone)
    assert discarding.expire() == 0


def test_files_that_no_row_names_are_swept_after_a_day(
    manager: Actor, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = uploads.attach(manager, dossier, "KIMLIK", upload(pdf()))
    orphan = default_storage.save(f"membership/{dossier.firm_id}/orphan", upload(b"x"))
    assert discarding.clean() == 0
    monkeypatch.setattr(discarding, "_ORPHANS_KEPT", dt.timedelta(0))
    assert discarding.clean() == 1
    assert default_storage.exists(made.stored)
    assert not default_storage.exists(orphan)


def test_scans_of_a_kind_that_was_left_are_not_kept(manager: Actor, dossier: Dossier) -> None:
    uploads.attach(manager, dossier, "ENCUMEN_KARARI", upload(pdf(words=b"karar")))
    dossiers.fill(manager, dossier, {"kind": "SAHIS"})
    dossiers.submit(manager, complete(manager, again(dossier)))
    assert not PaperFile.objects.filter(paper__code="ENCUMEN_KARARI", erased_at=None).exists()
