"""Onay kanıt dosyası: what it holds, and that anybody can check it without the product."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from iys_consent.models import ConsentAddress, ConsentEvidence, ConsentMovement
from iys_consent.refusals import Refusal
from iys_consent.services import by_sms, changes, evidence, evidence_pack
from iys_consent.services.proposals import Consent
from tests.support.firms import actor_for, client_for, make_brand, make_member
from tests.support.registry import say
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Invalid, NotAllowed

PHONE, OTHER = "+905321234567", "+905321234568"
SCAN = b"%PDF-1.7\n" + b"form" * 50


@pytest.fixture
def manager(firm):
    return make_member(firm, "YONETICI", name="Yeliz Yönetici")


@pytest.fixture
def address(actor, brand):
    """Somebody who signed a form and refused later, among other people's movements."""
    say(actor, brand, OTHER, consented_at=timezone.now() - timedelta(hours=5))
    consent = Consent(
        brand, PHONE, "BIREYSEL", ["MESAJ", "ARAMA"], "ONAY", "HS_ISLAK_IMZA",
        timezone.now() - timedelta(hours=4), first_name="Işıl", last_name="Öz",
    )  # fmt: skip
    scan = SimpleUploadedFile("../../kötü ad.pdf", SCAN)
    changes.add_with_scan(actor, consent, scan)
    say(actor, brand, OTHER, "RET", consented_at=timezone.now() - timedelta(hours=3))
    say(actor, brand, PHONE, "RET", consented_at=timezone.now() - timedelta(hours=2))
    say(actor, brand, OTHER, consented_at=timezone.now() - timedelta(hours=1))
    return ConsentAddress.objects.get(address=PHONE)


def unpacked(body: IO[bytes], folder: Path) -> Path:
    with body, zipfile.ZipFile(body) as pack:
        pack.extractall(folder)
    return folder


def checked(folder: Path) -> tuple[int, str]:
    """What the script says, run as a stranger would: isolated, without the product."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "dogrula.py"], cwd=folder, capture_output=True, text=True,
        encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_pack_is_whole_and_names_nobody_else(manager, address, tmp_path):
    folder = unpacked(evidence_pack.build(actor_for(manager), address), tmp_path)
    assert checked(folder)[0] == 0
    facts = json.loads((folder / "hareketler.json").read_text(encoding="utf-8"))
    assert [one["columns"]["status"] for one in facts["movements"]] == ["ONAY", "ONAY", "RET"]
    proof = facts["movements"][0]["evidence"]
    assert (folder / proof["file"]).read_bytes() == SCAN
    assert proof["sha256"] == hashlib.sha256(SCAN).hexdigest()
    everything = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert OTHER.encode() not in everything
    assert AuditEntry.objects.filter(action="iys.evidence.packed").count() == 1


@pytest.mark.parametrize(
    ("file", "old", "new", "seq"),
    [
        ("hareketler.json", '"status": "RET"', '"status": "ONAY"', 5),
        ("hareketler.json", '"source": "HS_ISLAK_IMZA"', '"source": "HS_WEB"', 2),
        ("kanit", "", "", 2),
    ],
)
def test_whatever_is_changed_breaks_at_its_row(manager, address, tmp_path, file, old, new, seq):
    folder = unpacked(evidence_pack.build(actor_for(manager), address), tmp_path)
    if file == "kanit":
        next((folder / "kanit").iterdir()).write_bytes(b"%PDF-1.7\nbaska")
    else:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, said = checked(folder)
    assert code == 1
    assert f"sıra {seq}:" in said


def test_a_file_that_was_invented_as_a_whole_is_told_by_the_hash_that_the_portal_shows(
    manager, address, tmp_path
):
    """It is whole in itself; nothing in the file can show where it comes from."""
    folder = unpacked(evidence_pack.build(actor_for(manager), address), tmp_path)
    code, said = checked(folder)
    last = ConsentMovement.objects.order_by("-seq")[0]
    assert (code, last.hash in said, "portalındakiyle" in said) == (0, True, True)
    page = client_for(manager).get(f"/consents/{address.pk}/").content.decode()
    mine = ConsentMovement.objects.filter(recipient=PHONE)
    assert all(movement.hash in page for movement in mine)


def test_the_history_opens_the_scan_and_shows_the_words_to_those_who_may_see_evidence(
    firm, actor, manager, address
):
    words = "RET istemiyorum"
    by_sms.follow(Refusal(firm.pk, PHONE, timezone.now(), "gelen/7", "ARAMA", words))
    browser = client_for(manager)
    page = browser.get(f"/consents/{address.pk}/history/").content.decode()
    link = re.search(r'href="(/consent-evidence/\d+/file/)"', page)
    assert link is not None
    assert b"".join(browser.get(link[1]).streaming_content) == SCAN
    assert words in page
    other = client_for(make_member(firm, "PERSONEL"))
    hidden = other.get(f"/consents/{address.pk}/history/").content.decode()
    assert "Islak imzalı form" in hidden
    assert (words in hidden, "/consent-evidence/" in hidden) == (False, False)


def test_an_old_row_that_was_changed_in_the_table_breaks_in_the_pack(manager, address, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE iys_consent_consentmovement DISABLE TRIGGER USER")
        cursor.execute("UPDATE iys_consent_consentmovement SET status = 'RET' WHERE seq = 3")
    folder = unpacked(evidence_pack.build(actor_for(manager), address), tmp_path)
    code, said = checked(folder)
    assert (code, "sıra 3: hareketin içeriği değiştirilmiş" in said) == (1, True)


@pytest.mark.requirement("S-036")
def test_a_scan_is_taken_by_its_content_and_never_asked_for(firm, actor, brand):
    for name, body in (("form.pdf", b"MZ\x90 not a form"), ("bos.pdf", b""), ("a.svg", b"<svg/>")):
        with pytest.raises(Invalid):
            evidence.add_scan(actor, SimpleUploadedFile(name, body), "x")
    kept = evidence.add_scan(actor, SimpleUploadedFile("../../x.png", b"\x89PNG\r\n\x1a\n1"), "x")
    assert ".." not in kept.file.name
    assert kept.file.name.endswith(".png")
    clerk = make_member(firm, "PERSONEL")
    browser = client_for(clerk)
    form = {
        "read": "1", "brand": brand.pk, "address": PHONE, "source": "HS_ISLAK_IMZA",
        "channels": ["MESAJ"], "status": "ONAY", "recipient_type": "BIREYSEL",
        "consented_at": timezone.localtime(timezone.now() - timedelta(hours=1)).strftime(
            "%d.%m.%Y %H:%M"
        ),
    }  # fmt: skip
    wrong = browser.post("/consents/add/", {**form, "scan": SimpleUploadedFile("a.pdf", b"MZ")})
    assert "PDF, JPEG ya da PNG" in wrong.content.decode()
    assert ConsentMovement.objects.count() == 0
    browser.post("/consents/add/", {**form, "scan": SimpleUploadedFile("a.pdf", SCAN)})
    movement = ConsentMovement.objects.get()
    assert (movement.origin, movement.evidence.sha256) == (
        "KAGIT", hashlib.sha256(SCAN).hexdigest(),
    )  # fmt: skip
    browser.post("/consents/add/", {**form, "address": OTHER})
    assert ConsentMovement.objects.filter(evidence=None).count() == 1


def test_only_who_may_sees_evidence_and_only_of_his_brands(firm, manager, address):
    proof = ConsentEvidence.objects.get()
    urls = (f"/consents/{address.pk}/evidence/", f"/consent-evidence/{proof.pk}/file/")
    clerk = make_member(firm, "PERSONEL")
    elsewhere = make_member(firm, "YONETICI", brands=[make_brand(firm, "100009")])
    for url in urls:
        answer = client_for(manager).get(url)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
        assert "attachment" in answer["Content-Disposition"]
        assert client_for(clerk).get(url).status_code == 403
        assert client_for(elsewhere).get(url).status_code == 404
    with pytest.raises(NotAllowed):
        evidence_pack.build(actor_for(clerk), address)
