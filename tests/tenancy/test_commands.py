"""Commands of the portal's operator: opening a firm, rotating the sealing key (G23)."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from turkcell_hub.tenancy.models import Authenticator, Firm, GatewayAccount, Membership, Role, User
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.sealed import SealBroken
from turkcell_hub.tenancy.services import second_factor

pytestmark = pytest.mark.django_db


def create(password: Path, **changed: Any) -> str:
    out = io.StringIO()
    options = {
        "admin_email": "Sahip@Example.com",
        "admin_name": "Sahip Kişi",
        "password_file": password,
        **changed,
    }
    call_command("createfirm", "Işık Tekstil", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def password(tmp_path: Path) -> Path:
    file = tmp_path / "password"
    file.write_text("Sari-Kayisi-82\n")
    return file


def test_a_new_firm_has_an_admin_who_can_log_in(password: Path) -> None:
    said = create(password)

    firm = Firm.objects.get(slug="isik-tekstil")
    assert "Sıradaki adım" in said
    assert "Sari-Kayisi-82" not in said
    with firm_scope(firm.pk):
        assert Membership.objects.get().role == Role.ADMIN
    login = {"username": "sahip@example.com", "password": "Sari-Kayisi-82"}
    assert Client().post(reverse("login"), login)["Location"] == reverse("home")


@pytest.mark.parametrize(
    "changed", [{"admin_email": "kotu"}, {"admin_name": ""}, {"country": "US"}]
)
def test_a_refused_firm_leaves_nothing_behind(password: Path, changed: dict[str, str]) -> None:
    if changed == {"admin_name": ""}:
        password.write_text("12345")
    with pytest.raises(CommandError):
        create(password, **changed)
    assert not Firm.objects.exists()
    assert not User.objects.exists()


def test_the_same_firm_is_not_opened_twice(password: Path) -> None:
    create(password)
    with pytest.raises(CommandError, match="zaten var"):
        create(password)
    with pytest.raises(CommandError, match="alınmış"):
        create(password, admin_email="baska@example.com")


def test_a_password_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="okunamadı"):
        create(tmp_path / "yok")


def stored() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT password FROM tenancy_gatewayaccount WHERE password <> '' UNION ALL"
            " SELECT options FROM tenancy_gatewayaccount UNION ALL"
            " SELECT key FROM tenancy_authenticator"
        )
        return [row[0] for row in cursor.fetchall()]


@pytest.fixture
def secrets_of(in_firm: Firm, admin: Membership) -> dict[str, str]:
    """Sealed values: two accounts (one without a password) and a second factor."""
    for name, word in (("a", "bir-gizli"), ("b", "")):
        GatewayAccount.objects.create(
            firm=in_firm, name=name, adapter="verimor", password=word, options={"k": name}
        )
    return {"key": second_factor.begin(admin.user).key}


def readable(secrets_of: dict[str, str]) -> bool:
    rows = GatewayAccount.objects.order_by("name")
    return (
        [row.password for row in rows] == ["bir-gizli", ""]
        and [row.options for row in rows] == [{"k": "a"}, {"k": "b"}]
        and Authenticator.objects.get().key == secrets_of["key"]
    )


def test_rotation_keeps_everything_readable_and_frees_the_old_key(
    secrets_of: dict[str, str], settings: Settings
) -> None:
    for _round in range(3):
        new = Fernet.generate_key().decode()
        settings.FIELD_ENCRYPTION_KEYS = [new, *settings.FIELD_ENCRYPTION_KEYS]
        assert readable(secrets_of)
        call_command("rotate_field_keys", stdout=io.StringIO())
        settings.FIELD_ENCRYPTION_KEYS = [new]
        assert readable(secrets_of)


def test_rotation_can_stop_anywhere_and_go_on(
    secrets_of: dict[str, str], settings: Settings
) -> None:
    old = settings.FIELD_ENCRYPTION_KEYS
    new = Fernet.generate_key().decode()
    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    GatewayAccount.objects.get(name="a").save()  # what a killed run has done already
    half_way = stored()
    assert readable(secrets_of)

    call_command("rotate_field_keys", stdout=io.StringIO())
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert readable(secrets_of)
    assert len(set(half_way) & set(stored())) == 2  # the rows that were done stay as they are


def test_a_value_that_no_key_opens_is_named_and_stops_nothing_else(
    secrets_of: dict[str, str], settings: Settings
) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    errors = io.StringIO()
    with pytest.raises(CommandError, match="eski anahtarları kaldırmayın"):
        call_command("rotate_field_keys", stdout=io.StringIO(), stderr=errors)
    assert "tenancy.GatewayAccount" in errors.getvalue()
    with pytest.raises(SealBroken):
        GatewayAccount.objects.get(name="a")


def test_a_dump_alone_gives_no_secret_away(secrets_of: dict[str, str]) -> None:
    dump = " ".join(stored())
    assert "bir-gizli" not in dump
    assert secrets_of["key"] not in dump


@pytest.mark.parametrize(
    "command", ["createfirm", "rotate_field_keys", "verify_audit", "audit_head"]
)
def test_each_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command(command, "--help")
    assert ended.value.code == 0
    assert "Exit code" in capsys.readouterr().out
