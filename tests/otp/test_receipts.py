"""What stays of an approval: who sees it, that nobody changes it, that anybody can check it."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from pypdf import PdfReader

from otp.models import ConnectionUser, Receipt
from otp.services import papers, proofs, receipts
from tests.otp.test_documents import approve, brought
from tests.otp.world import Otp
from tests.support.firms import actor_for, client_for, make_key, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.services import signing


def test_the_receipt_is_checked_offline_and_a_changed_one_is_found(
    admin: Membership, clerk: Membership, boss: Membership, otp: Otp, tmp_path: Path
) -> None:
    receipt = approve(boss, brought(clerk, boss), otp)
    with zipfile.ZipFile(io.BytesIO(proofs.build(actor_for(admin), receipt.pk))) as pack:
        pack.extractall(tmp_path)

    def checked(*options: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-I", "-S", "dogrula.py", *options], cwd=tmp_path,
            capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"},
            check=False,
        )  # fmt: skip
        return done.returncode, done.stdout

    code, said = checked()
    assert (code, said[:6]) == (0, "SAĞLAM")
    local = receipt.approved_at.astimezone(ZoneInfo("Europe/Istanbul"))
    assert f"tarafından {local:%d.%m.%Y %H:%M:%S} (UTC+3) anında" in said
    keys = tmp_path / "portal-anahtarlari.pem"
    keys.write_bytes(Client().get(f"/signing-keys/{keys.name}").content)
    code, said = checked("--anahtar", keys.name)
    assert (code, "dosyayı bu portal üretmiş" in said) == (0, True)
    assert receipt.trail_hash in said
    page = client_for(admin).get(f"/otp-receipts/{receipt.pk}/").text
    assert receipt.trail_hash in page
    assert signing.shown()["fingerprint"] in page
    signing.rotate()
    code, said = checked("--anahtar", keys.name)
    assert code == 0, "a key that has gone still proves what it signed"
    keys.write_text(signing.pem(signing.known()[:1]))
    code, said = checked("--anahtar", keys.name)
    assert (code, "portal anahtarlarından değil" in said) == (1, True)
    keys.unlink()
    process = receipt.decision.task.approval_id
    assert (
        f'href="/otp-receipts/{receipt.pk}/"'
        in client_for(admin).get(f"/approvals/{process}/").text
    )
    assert otp.code() not in "".join(path.read_text() for path in tmp_path.glob("*.[jct]*"))
    told = json.loads((tmp_path / "makbuz.json").read_text())
    told["entry"]["covered"][11]["digest"] = "b" * 64
    (tmp_path / "makbuz.json").write_text(json.dumps(told))
    code, said = checked()
    assert code == 1
    assert "değiştirilmiş" in said
    assert "imzalandıktan sonra değişmiş: makbuz.json" in said


def test_a_receipt_can_be_neither_changed_nor_deleted(
    clerk: Membership, boss: Membership, otp: Otp
) -> None:
    receipt = approve(boss, brought(clerk, boss), otp)
    rows = Receipt.objects.filter(pk=receipt.pk)
    for change in (
        lambda: rows.update(subject_text="başka"),
        lambda: rows.update(executed_at=None),
        rows.delete,
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_receipt_as_pdf_says_what_the_receipt_says(
    admin: Membership, clerk: Membership, boss: Membership, otp: Otp
) -> None:
    receipt = approve(boss, brought(clerk, boss), otp)
    answer = client_for(admin).get(f"/otp-receipts/{receipt.pk}/print/")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    together = "".join(text.split())
    for said in ("Tedarikçi ödemesi", "48.250,50 TL", "Nermin Şahin", receipt.subject_digest,
                 receipt.trail_hash, str(receipt.number), receipt.phone_masked):  # fmt: skip
        assert "".join(said.split()) in together
    assert papers.of(receipt) == papers.of(receipt)
    assert otp.code() not in together.replace(receipt.trail_hash, "")


def test_a_program_fetches_what_it_keeps_beside_its_document(
    firm: Firm, admin: Membership, clerk: Membership, boss: Membership, otp: Otp
) -> None:
    receipt = approve(boss, brought(clerk, boss), otp)
    key = make_key(firm, ["otp.receipt.view"], by=admin)[1]
    blind = make_key(firm, ["otp.process.view"], by=admin)[1]

    def fetch(tail: str, secret: str = key) -> Any:
        headers = {"authorization": f"Bearer {secret}", "accept": "application/octet-stream"}
        return Client().get(f"/api/v1/otp_receipts/{tail}", headers=headers)

    zipped = fetch(f"{receipt.pk}/pack/")
    assert (zipped.status_code, zipped["Content-Type"]) == (200, "application/zip")
    with zipfile.ZipFile(io.BytesIO(zipped.content)) as pack:
        assert {"makbuz.json", "zincir.csv", "dogrula.py", "makbuz.pdf"} <= set(pack.namelist())
        assert json.loads(pack.read("makbuz.json"))["receipt"]["number"] == str(receipt.number)
        assert pack.read("makbuz.pdf") == fetch(f"{receipt.pk}/print/").content
    assert fetch("999999/pack/").status_code == 404
    for tail in ("pack/", "print/"):
        assert fetch(f"{receipt.pk}/{tail}", blind).status_code == 403
    taken = AuditEntry.objects.filter(action__in=("otp.receipt.packed", "otp.receipt.printed"))
    assert taken.count() == 2, "who took it is in the trail"


def test_a_receipt_behind_a_code_is_not_there_for_others(
    firm: Firm, clerk: Membership, otp: Otp
) -> None:
    holder = make_member(firm, Role.MANAGER, phone="+905321234509", codes=["SATIS"])
    ConnectionUser.objects.create(firm=firm, member=holder, connection=otp.connection)
    code = holder.authority_codes.get()
    receipt = approve(holder, brought(clerk, holder, authority_code=code), otp)
    assert receipt.authority_code == code
    other = make_member(firm, Role.MANAGER)
    assert receipts.visible(actor_for(holder)).get() == receipt
    assert not receipts.visible(actor_for(other)).exists()
    for tail in ("", "pack/", "print/"):
        assert client_for(other).get(f"/otp-receipts/{receipt.pk}/{tail}").status_code == 404
    with pytest.raises(NotFound):
        proofs.build(actor_for(other), receipt.pk)
