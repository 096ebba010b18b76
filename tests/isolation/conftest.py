"""The world is built once for each file; what a test does in it is undone after the test."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from tests.isolation import tables
from tests.isolation.cast import Identity, World
from tests.isolation.tables import Picture
from tests.isolation.world import build
from turkcell_hub.settings.environment import Orders


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    files: Path = tmp_path_factory.mktemp("files")
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(files)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings = override_settings(
        API_RATE_LIMITS={}, STORAGES=storages, ALLOWED_HOSTS=["testserver"], PRICES_SET_BY="firm",
        ORDERS=Orders("email_desk", "masa@ortak.example", ""),
    )  # fmt: skip
    with django_db_blocker.unblock(), settings, transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(built: World) -> Picture:
    """Firm A as it is before every test: what a test does is undone after it."""
    return tables.of_firm(built.firm.pk)


@pytest.fixture
def db(built: World) -> Iterator[None]:
    """Stands for pytest-django's: a savepoint inside the file's own transaction."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> Iterator[World]:
    kept = {name: _values(who) for name, who in built.who.items()}
    yield built
    for name, who in built.who.items():
        if _values(who) != kept[name]:  # whoever logged out is in again
            who.client.cookies = SimpleCookie(kept[name])


def _values(who: Identity) -> dict[str, str]:
    return {name: morsel.value for name, morsel in who.client.cookies.items()}
