"""The sample firm and the logins to it come together, or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from turkcell_hub.demo.management.commands import seed_demo
from turkcell_hub.tenancy.models import Firm, User


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The firms and their people alone: what fills their screens takes half a minute."""
    monkeypatch.setattr(seed_demo.firm, "open_accounts", lambda *_args: None)
    for name, part in vars(seed_demo).items():
        if isinstance(part, ModuleType) and part.__name__.startswith("turkcell_hub.demo."):
            for built in {"build", "build_workflows", "people", "answer_one"} & set(vars(part)):
                if (name, built) != ("firm", "build"):
                    monkeypatch.setattr(part, built, lambda *_args, **_options: None)


def opens(place: Path) -> bool:
    login = json.loads(place.read_text())
    return User.objects.get(email=login["username"]).check_password(login["password"])


@pytest.mark.django_db
@pytest.mark.usefixtures("bare")
def test_who_is_interrupted_after_the_data_counts_has_its_logins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(*_args: Any) -> None:
        raise KeyboardInterrupt

    place = tmp_path / "logins.json"
    monkeypatch.setattr(seed_demo.approvals, "answer_one", ended)
    with pytest.raises(KeyboardInterrupt):
        call_command("seed_demo", credentials_file=place)
    assert opens(place)


@pytest.mark.django_db
@pytest.mark.usefixtures("bare")
def test_logins_without_their_firm_are_made_anew(tmp_path: Path) -> None:
    place = tmp_path / "logins.json"
    with transaction.atomic():
        call_command("seed_demo", "--if-empty", credentials_file=place)
        transaction.set_rollback(True)
    assert place.exists()
    assert not Firm.objects.exists()
    call_command("seed_demo", "--if-empty", credentials_file=place)
    assert opens(place)


@pytest.mark.django_db
def test_a_database_with_firms_stays_as_it_is(tmp_path: Path) -> None:
    Firm.objects.create(name="Ege", legal_name="Ege A.Ş.", slug="ege")
    call_command("seed_demo", "--if-empty", credentials_file=tmp_path / "logins.json")
    with pytest.raises(CommandError, match="yalnız boş"):
        call_command("seed_demo", credentials_file=tmp_path / "logins.json")
    assert Firm.objects.count() == 1
    assert not (tmp_path / "logins.json").exists()
