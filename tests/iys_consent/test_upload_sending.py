"""Lists of consents are sent, once, by who declared them, and only what was looked at."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from iys_consent.models import (
    ConsentEvidence,
    ConsentMovement,
    ConsentRecord,
    Dealer,
    UploadRow,
    UploadState,
)
from iys_consent.services import uploads
from iys_consent.uploads import summary
from tests.iys_consent.lists import HEADERS, again, figures, file_of, read, row, sent
from tests.iys_consent.panel import consent, hours_ago
from turkcell_hub.errors import HubError
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand


@pytest.mark.requirement("K-047", "K-054", "K-052")
def test_the_summary_counts_each_channel_and_nothing_is_recorded_before_it_is_sent(
    staff: Actor, brand: Brand
) -> None:
    upload = read(
        staff,
        brand,
        row(),
        row(phone="+905337654321", call=None),
        row(phone=None, email="ayse@ornek.com", call=None, message=None, mail="ONAY"),
        row(phone="123"),
    )
    assert figures(upload) == {
        "ARAMA": (2, 0, 1, 0, 0, 1),
        "MESAJ": (3, 0, 2, 0, 0, 1),
        "EPOSTA": (1, 0, 1, 0, 0, 0),
    }
    assert not ConsentMovement.objects.exists()
    assert sent(staff, upload) == {"sent": 4}
    assert ConsentRecord.objects.count() == 4
    assert set(ConsentMovement.objects.values_list("origin", flat=True)) == {"AKTARIM"}


@pytest.mark.requirement("K-053", "K-055", "K-033")
def test_without_updating_sends_only_addresses_that_have_no_record(
    staff: Actor, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, status="RET", consented_at=hours_ago(30))
    consent(actor, brand, channel="ARAMA", consented_at=hours_ago(30))
    list_of = (row(), row(phone="+905337654321"))
    upload = read(staff, brand, *list_of)
    # ARAMA is ONAY already; MESAJ would be turned from RET to ONAY.
    assert figures(upload) == {
        "ARAMA": (2, 0, 1, 0, 1, 0),
        "MESAJ": (2, 0, 1, 1, 0, 0),
        "EPOSTA": (0, 0, 0, 0, 0, 0),
    }
    assert sent(staff, upload, "YENI") == {"sent": 2}
    assert ConsentRecord.objects.get(channel="MESAJ", recipient="+905321234567").status == "RET"
    everything = read(staff, brand, *list_of)
    assert sent(staff, everything, "TUMU") == {"sent": 1}
    assert ConsentRecord.objects.get(channel="MESAJ", recipient="+905321234567").status == "ONAY"


def test_refreshing_lets_a_later_approval_replace_an_approval(
    staff: Actor, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, consented_at=hours_ago(30))
    upload = read(staff, brand, row(call=None))
    assert figures(upload)["MESAJ"] == (1, 0, 0, 0, 1, 0)
    uploads.set_refresh(staff, upload, refresh=True)
    jobs.run(upload.job_id)
    assert figures(upload)["MESAJ"] == (1, 0, 0, 1, 0, 0)


@pytest.mark.requirement("K-032", "S-032")
def test_first_refusals_are_errors_that_may_stay_here_as_blocks(staff: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row(call="RET", message="RET"), row(phone="+905337654321"))
    assert figures(upload)["MESAJ"] == (1, 1, 1, 0, 0, 1)
    assert sent(staff, upload, keep_blocks=True) == {"sent": 2, "kept": 2}
    assert ConsentRecord.objects.filter(status="RET").count() == 2


@pytest.mark.requirement("S-035", "K-049")
def test_who_declared_and_who_checked_is_kept_with_every_consent(
    staff: Actor, brand: Brand
) -> None:
    with pytest.raises(HubError) as undeclared:
        uploads.start(staff, brand, file_of(row()), declared=False)
    assert undeclared.value.code == "declaration_missing"
    upload = read(staff, brand, row())
    with pytest.raises(HubError) as unchecked:
        uploads.send(staff, upload, "TUMU", checked=False)
    assert unchecked.value.code == "check_missing"
    sent(staff, upload)
    evidence = ConsentEvidence.objects.get()
    assert upload.declared_by in evidence.text
    assert upload.file_sha256 in evidence.text
    assert set(ConsentMovement.objects.values_list("evidence", flat=True)) == {evidence.pk}


@pytest.mark.requirement("K-050")
def test_a_deleted_list_has_sent_nothing_and_leaves_no_rows(staff: Actor, brand: Brand) -> None:
    gone = read(staff, brand, row(phone="+905337654321"))
    sent(staff, gone)
    with pytest.raises(HubError) as late:
        uploads.delete(staff, gone)
    assert late.value.code == "list_sent"
    upload = read(staff, brand, row())
    uploads.delete(staff, upload)
    assert again(upload).state == UploadState.DELETED
    assert not UploadRow.objects.filter(upload=upload).exists()
    assert not ConsentRecord.objects.filter(recipient="+905321234567").exists()
    with pytest.raises(HubError):
        uploads.send(staff, upload, "TUMU", checked=True)


def test_what_changed_since_the_check_is_left_out(staff: Actor, actor: Actor, brand: Brand) -> None:
    upload = read(staff, brand, row(call=None))
    consent(actor, brand, consented_at=hours_ago(1))  # meanwhile it is known already
    assert sent(staff, upload) == {"changed": 1}
    assert ConsentMovement.objects.count() == 1


def test_a_killed_sender_goes_on_without_loss_or_doubles(
    staff: Actor, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iys_consent.uploads import sending
    from turkcell_hub.jobs.models import Job
    from turkcell_hub.jobs.progress import Progress

    monkeypatch.setattr(sending, "_CHUNK", 2)
    rows = [row(phone=f"+9053212345{n:02d}", call=None) for n in range(5)]
    upload = read(staff, brand, *rows)
    uploads.send(staff, upload, "TUMU", checked=True)
    steps = []

    def die(self: Progress, *_args: Any, **_options: Any) -> None:
        steps.append(1)
        if len(steps) == 2:
            raise SystemExit

    with monkeypatch.context() as dying:
        dying.setattr(Progress, "step", die)
        with pytest.raises(SystemExit):
            jobs.run(upload.job_id)
    Job.objects.filter(pk=upload.job_id).update(lease_until=timezone.now() - timedelta(hours=1))
    jobs.run(upload.job_id)
    assert again(upload).job.result["sent"] == {"sent": 5}
    assert ConsentMovement.objects.count() == 5


def test_a_list_names_the_dealer_who_took_the_consent(staff: Actor, brand: Brand) -> None:
    Dealer.objects.create(
        firm_id=staff.firm_id, brand=brand, title="Ege Bayi", code=10000001, state="KAYITLI"
    )
    rows = [
        [*row(phone=f"+9053212345{n:02d}", call=None), code]
        for n, code in enumerate(("10000001", None, 10000002, "Ege", "010000001999"))
    ]
    upload = read(staff, brand, *rows, headers=[*HEADERS, "bayi_kodu"])
    assert summary.of(upload).wrong_rows == 3
    assert sent(staff, upload) == {"sent": 2}
    codes = ConsentMovement.objects.order_by("seq").values_list("retailer_code", flat=True)
    assert list(codes) == [10000001, None]
    assert ConsentRecord.objects.get(recipient="+905321234500").retailer_codes == [10000001]
