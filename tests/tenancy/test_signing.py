"""The installation's signature: the checking program against an independent library, keys that
are made once, sealed, published and rotated."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client

from turkcell_hub.tenancy.models import SigningKey
from turkcell_hub.tenancy.pack import imza
from turkcell_hub.tenancy.services import sealing, signing

# RFC 8032, 7.1: secret seed, public key, message, signature.
RFC = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
     "b46bd25bf5f0595bbe24655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
     "1d8c387b2eaeb4302aeeb00d291612bb0c00"),
]  # fmt: skip


@pytest.mark.parametrize(("seed", "key", "message", "signature"), RFC)
def test_the_program_knows_the_standards_own_signatures(
    seed: str, key: str, message: str, signature: str
) -> None:
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))
    assert private.public_key().public_bytes_raw().hex() == key
    assert imza.holds(*(bytes.fromhex(one) for one in (key, message, signature)))


def test_it_takes_what_the_library_signs_and_nothing_that_differs_in_one_bit() -> None:
    for number in range(12):
        private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([number])).digest())
        key, body = private.public_key().public_bytes_raw(), b"x" * number
        signature = private.sign(body)
        assert imza.holds(key, body, signature)
        for at in (number * 5, 32 + number):
            wrong = bytearray(signature)
            wrong[at % 64] ^= 1 << number % 8
            assert not imza.holds(key, body, bytes(wrong)), at
        assert not imza.holds(key, body + b"x", signature)
        assert not imza.holds(Ed25519PrivateKey.generate().public_key().public_bytes_raw(), body,
                              signature)  # fmt: skip
        # The same number and the group's order more: a second spelling is none (RFC 8032, 5.1.7).
        again = int.from_bytes(signature[32:], "little") + imza.ORDER
        if again < 2**256:
            assert not imza.holds(key, body, signature[:32] + again.to_bytes(32, "little"))
    assert not imza.holds(key, body, b"")
    assert not imza.holds(b"\xff" * 32, body, signature)


def signed(folder: Path) -> Path:
    out = io.BytesIO()
    with signing.SignedZip(out, {"kind": "deneme"}) as pack:
        pack.write("a.txt", "bir")
        with pack.open("kanit/b.bin") as part:
            part.write(b"iki")
            part.write(b"uc")
    with zipfile.ZipFile(out) as made:
        assert made.namelist() == ["a.txt", "kanit/b.bin", "imza.py", "ozet.json", "imza.json"]
        made.extractall(folder)
    return folder


def said_by(folder: Path, *options: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", "-S", "imza.py", *options], cwd=folder, capture_output=True,
        text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"}, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.django_db
def test_every_file_of_a_signed_zip_is_held_to_its_list(tmp_path: Path) -> None:
    folder = signed(tmp_path / "p")
    code, said = said_by(folder)
    assert (code, signing.shown()["fingerprint"] in said) == (0, True)
    keys = tmp_path / "k.pem"
    keys.write_text(signing.pem(signing.known()))
    assert said_by(folder, ".", "--anahtar", str(keys))[0] == 0
    for name, wrong in (("kanit/b.bin", b"iki"), ("a.txt", b"Bir"), ("imza.py", b"")):
        kept = (folder / name).read_bytes()
        if name != "imza.py":  # changed, it would not check itself
            (folder / name).write_bytes(wrong)
            code, said = said_by(folder)
            assert (code, f"imzalandıktan sonra değişmiş: {name}" in said) == (1, True)
            (folder / name).unlink()
            assert f"imzalı dosya eksik: {name}" in said_by(folder)[1]
            (folder / name).write_bytes(kept)
    text = (folder / "ozet.json").read_text(encoding="utf-8")
    (folder / "ozet.json").write_text(text.replace("deneme", "gercek"), encoding="utf-8")
    assert "imza tutmuyor" in said_by(folder)[1]


@pytest.mark.django_db
def test_the_key_is_made_once_and_sealed_and_never_shown() -> None:
    assert signing.shown() == {}
    assert "Henüz anahtar yok" in Client().get("/signing-keys/").text
    first = signing.sign(b"x")
    assert signing.sign(b"x") == first, "the same bytes, the same signature"
    key = SigningKey.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT private_key FROM tenancy_signingkey")
        stored = cursor.fetchone()[0]
    assert key.private_key not in stored
    assert ("tenancy.SigningKey", ["private_key"]) in [
        (model._meta.label, columns) for model, columns in sealing.sealed_columns()
    ]
    page = Client().get("/signing-keys/").text + Client().get(
        "/signing-keys/portal-anahtarlari.pem"
    ).text  # fmt: skip
    assert signing.fingerprint(key) in page
    assert key.private_key not in page
    assert Client().get("/signing-keys/imza.py").content == signing.checker()
    with pytest.raises(IntegrityError), transaction.atomic():
        SigningKey.objects.create(public_key="0" * 64)


@pytest.mark.django_db
def test_a_rotated_key_stays_published_and_signs_no_more(
    tmp_path: Path, settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = signed(tmp_path / "p")
    old = SigningKey.objects.get()
    settings.FIELD_ENCRYPTION_KEYS = ["g0SSGVSbZ7qFUnTSkZYAyQ4RlVOZAuHqBhKQPQqcGJU="]  # type: ignore[attr-defined]
    call_command("signing_keys", "--rotate")  # also with a sealing key that opens nothing old
    new = SigningKey.objects.get(is_current=True)
    told = capsys.readouterr().out
    assert signing.fingerprint(new) in told
    assert signing.fingerprint(old) in told
    gone = SigningKey.objects.get(pk=old.pk)
    assert (gone.private_key, gone.retired_at is not None) == ("", True)
    assert signing.sign(b"x")["public_key"] == new.public_key
    keys = tmp_path / "k.pem"
    keys.write_bytes(Client().get("/signing-keys/portal-anahtarlari.pem").content)
    assert imza.keys_of(keys.read_text()) == [
        bytes.fromhex(one.public_key) for one in (new, old)
    ]  # fmt: skip
    assert said_by(folder, ".", "--anahtar", str(keys))[0] == 0
    assert "Eski anahtar" in Client().get("/signing-keys/").text
