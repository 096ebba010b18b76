"""Onay kanıt dosyası: what it holds, and that anybody can check it without the product."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from iys_consent import tasks
from iys_consent.models import (
    BrandAuthorisation,
    ConsentAddress,
    ConsentEvidence,
    ConsentMovement,
    Supplier,
)
from iys_consent.refusals import Refusal
from iys_consent.services import by_sms, changes, evidence, evidence_pack
from iys_consent.services.proposals import Consent
from tests.support.firms import actor_for, client_for, make_brand, make_key, make_member
from tests.support.registry import say
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.services import signing

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


def checked(folder: Path, *options: str) -> tuple[int, str]:
    """What the script says, run as a stranger would: isolated, without the product."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "dogrula.py", *options], cwd=folder, capture_output=True,
        text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_the_pack_is_whole_and_names_nobody_else(manager, address, tmp_path):
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path)
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
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path)
    if file == "kanit":
        next((folder / "kanit").iterdir()).write_bytes(b"%PDF-1.7\nbaska")
    else:
        path = folder / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    code, said = checked(folder)
    assert code == 1
    assert f"sıra {seq}:" in said


def portal_keys(folder: Path) -> str:
    """The keys as a stranger fetches them."""
    answer = Client().get("/signing-keys/portal-anahtarlari.pem")
    path = folder.with_name("portal-anahtarlari.pem")
    path.write_bytes(answer.content)
    return str(path)


def forged(folder: Path) -> Ed25519PrivateKey:
    """Signs the folder anew with a key of the forger's own, as well as he can."""
    private = Ed25519PrivateKey.generate()
    facts = json.loads((folder / "ozet.json").read_text(encoding="utf-8"))
    pack = json.loads((folder / "hareketler.json").read_text(encoding="utf-8"))
    facts |= {name: pack[name] for name in ("count", "places", "head")}
    for name in facts["files"]:
        facts["files"][name] = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    body = json.dumps(facts).encode()
    (folder / "ozet.json").write_bytes(body)
    signed = json.loads((folder / "imza.json").read_text())
    signed |= {
        "public_key": private.public_key().public_bytes_raw().hex(),
        "signature": private.sign(body).hex(),
    }
    (folder / "imza.json").write_text(json.dumps(signed))
    return private


def without_refusal(folder: Path) -> None:
    """Leaves out the last movement, the refusal, and mends what tells of it."""
    path = folder / "hareketler.json"
    pack = json.loads(path.read_text(encoding="utf-8"))
    pack["movements"].pop()
    pack["places"].pop()
    pack["count"] -= 1
    path.write_text(json.dumps(pack), encoding="utf-8")


def test_a_movement_that_was_left_out_breaks_the_count_and_the_signature(
    manager, address, tmp_path
):
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path / "a")
    path = folder / "hareketler.json"
    pack = json.loads(path.read_text(encoding="utf-8"))
    pack["movements"].pop()
    path.write_text(json.dumps(pack), encoding="utf-8")
    code, said = checked(folder)
    assert code == 1
    assert "hareket eksiltilmiş ya da eklenmiş: dosyada 2, bildirilen 3" in said
    other = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path / "b")
    without_refusal(other)
    code, said = checked(other)
    assert (code, "imzalanan ile aynı değil: count" in said) == (1, True)
    assert "imzalandıktan sonra değişmiş: hareketler.json" in said


def test_a_file_that_was_invented_as_a_whole_is_not_of_the_portals_key(manager, address, tmp_path):
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path / "a")
    keys = portal_keys(folder)
    code, said = checked(folder, "--anahtar", keys)
    assert (code, "dosyayı bu portal üretmiş" in said) == (0, True)
    shown = signing.shown()["fingerprint"]
    assert shown in said
    assert shown in Client().get("/signing-keys/").text
    assert shown in client_for(manager).get(f"/consents/{address.pk}/").text
    without_refusal(folder)
    forged(folder)
    code, said = checked(folder)
    assert (code, "tek başına gösteremez" in said, shown in said) == (0, True, False)
    assert "http://localhost:8000/signing-keys/ sayfasındakiyle" in said
    code, said = checked(folder, "--anahtar", keys)
    assert (code, "portal anahtarlarından değil" in said) == (1, True)


def test_a_pack_without_its_signature_is_no_pack(manager, address, tmp_path):
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path)
    (folder / "imza.json").unlink()
    code, said = checked(folder)
    assert (code, "imza yok ya da okunmuyor" in said) == (1, True)


@pytest.fixture
def everywhere(actor, firm, address):
    """The same number elsewhere: as a merchant, and for another brand; and another's movement."""
    other = make_brand(firm, "100009")
    brand = ConsentAddress.objects.get(pk=address.pk).brand
    say(actor, brand, PHONE, recipient_type="TACIR", consented_at=None)
    say(actor, other, PHONE, channel="ARAMA", consented_at=timezone.now() - timedelta(minutes=9))
    return other


def facts_of(folder: Path) -> dict[str, object]:
    return json.loads((folder / "hareketler.json").read_text(encoding="utf-8"))


def test_a_pack_holds_every_brand_channel_and_recipient_type_of_the_number(
    firm, manager, address, everywhere, tmp_path
):
    page = client_for(manager).get(f"/consents/{address.pk}/evidence/")
    folder = unpacked(io.BytesIO(b"".join(page.streaming_content)), tmp_path / "all")
    assert checked(folder)[0] == 0
    facts = facts_of(folder)
    found = {(m["columns"]["brand_code"], m["columns"]["recipient_type"], m["columns"]["channel"])
             for m in facts["movements"]}  # fmt: skip
    code = address.brand.code
    assert found == {
        (code, "BIREYSEL", "MESAJ"), (code, "BIREYSEL", "ARAMA"), (code, "TACIR", "MESAJ"),
        ("100009", "BIREYSEL", "ARAMA"),
    }  # fmt: skip
    assert (facts["count"], facts["every_brand"]) == (5, True)
    signed = json.loads((folder / "ozet.json").read_text(encoding="utf-8"))
    assert (signed["count"], signed["head"], len(signed["places"])) == (5, facts["head"], 5)


def test_whoever_sees_some_brands_gets_those_and_the_pack_says_so(
    firm, manager, address, everywhere, tmp_path
):
    narrow = make_member(firm, "YONETICI", brands=[everywhere])
    folder = unpacked(evidence_pack.build(actor_for(narrow), PHONE), tmp_path)
    code, said = checked(folder)
    facts = facts_of(folder)
    assert (code, facts["count"], facts["every_brand"]) == (0, 1, False)
    assert list(facts["brands"]) == ["100009"]
    assert "yalnız şu markalar (100009)" in said
    assert address.brand.code not in json.dumps(facts["movements"])


def test_a_program_fetches_the_pack_of_a_number(firm, manager, address, everywhere, tmp_path):
    admin = make_member(firm, "ADMIN")

    def post(recipient: str, *scopes: str, **options: object):
        headers = {
            "authorization": f"Bearer {make_key(firm, scopes, by=admin, **options)[1]}",
            "accept": "application/octet-stream",
        }
        return Client().post("/api/v1/consents/evidence/", json.dumps({"recipient": recipient}),
                             "application/json", headers=headers)  # fmt: skip

    answer = post("0532 123 45 67", "iys.evidence.view")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/zip")
    folder = unpacked(io.BytesIO(b"".join(answer.streaming_content)), tmp_path / "all")
    assert checked(folder)[0] == 0
    assert facts_of(folder)["count"] == 5
    assert post(PHONE, "iys.consent.view").status_code == 403
    assert post("+905321234999", "iys.evidence.view").status_code == 404
    assert post("bu bir adres değil", "iys.evidence.view").status_code == 400
    one = post(PHONE, "iys.evidence.view", brands=[everywhere])
    narrow = unpacked(io.BytesIO(b"".join(one.streaming_content)), tmp_path / "one")
    assert (facts_of(narrow)["count"], facts_of(narrow)["every_brand"]) == (1, False)


def test_a_partners_key_gets_its_brand_and_channels_and_the_pack_says_so(
    firm, manager, address, everywhere, tmp_path
):
    key = make_key(firm, ["iys.evidence.view"])[0]
    supplier = Supplier.objects.create(firm=firm, code="zk", name="Aracı", roles=["AHS"])
    BrandAuthorisation.objects.create(
        firm=firm, brand=address.brand, role="AHS", supplier=supplier, channels=["ARAMA"],
        given_by="x", key=key,
    )  # fmt: skip
    folder = unpacked(evidence_pack.build(actors.of_key(key), PHONE), tmp_path)
    facts = facts_of(folder)
    assert {movement["columns"]["channel"] for movement in facts["movements"]} == {"ARAMA"}
    assert (list(facts["brands"]), facts["every_brand"]) == ([address.brand.code], False)


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
    folder = unpacked(evidence_pack.build(actor_for(manager), PHONE), tmp_path)
    code, said = checked(folder)
    assert (code, "sıra 3: hareketin içeriği değiştirilmiş" in said) == (1, True)


def test_a_scan_whose_evidence_never_came_to_be_is_removed_after_a_day(actor, settings, tmp_path):
    """Its writer was killed between the file and the commit; it is a person's paper."""
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}
    tasks.clean()  # before the first scan
    kept = evidence.add_scan(actor, SimpleUploadedFile("a.pdf", SCAN), "x")
    named = Path(kept.file.path)
    orphan, young = named.with_name("yetim.pdf"), named.with_name("yeni.pdf")
    for path in (orphan, young):
        path.write_bytes(SCAN)
    for path in (orphan, named):
        os.utime(path, (0, 0))
    tasks.clean()
    assert [one.exists() for one in (orphan, young, named)] == [False, True, True]


@pytest.mark.requirement("S-036", "S-039")
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
        evidence_pack.build(actor_for(clerk), PHONE)


def test_a_number_is_typed_and_its_pack_is_one_press_away(firm, manager, address, everywhere):
    page, browser = "/consent-evidence/", client_for(manager)
    assert f'href="{page}"' in browser.get("/").text
    for typed in ("0532 123 45 67", PHONE, "905321234567"):
        told = browser.post(page, {"recipient": typed}).text
        assert f"/consents/{address.pk}/evidence/" in told, typed
        assert "+90 532 123 45 67" in told, typed
        rows = told.split("<tbody>")[1].split("</tbody>")[0]
        assert [rows.count(word) for word in ("<tr>", "Tacir", "Arama")] == [4, 1, 2], typed
    none = browser.post(page, {"recipient": "yok@ege.test"})
    assert (none.status_code, "izin hareketi yok" in none.text) == (200, True)
    wrong = browser.post(page, {"recipient": "123"})
    assert (wrong.status_code, 'role="alert"' in wrong.text) == (422, True)
    elsewhere = make_member(firm, "YONETICI", brands=[make_brand(firm, "100010")])
    assert "izin hareketi yok" in client_for(elsewhere).post(page, {"recipient": PHONE}).text
    assert client_for(make_member(firm, "PERSONEL")).get(page).status_code == 403
    assert AuditEntry.objects.filter(action="iys.evidence.packed").count() == 0
