"""What a load balancer and a container ask."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from turkcell_hub import health


def test_a_living_process_says_so_without_a_login(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_a_process_with_all_it_needs_is_ready(db: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_without_the_broker_it_works_on_and_says_so(
    db: None, client: Client, settings: Any
) -> None:
    settings.REDIS_URL = "redis://:geheim@127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})


def test_without_its_migrations_it_is_not_ready_and_gives_no_details(
    db: None, client: Client
) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    health._Known.is_migrated = False
    MigrationRecorder.Migration.objects.filter(app="api").delete()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unavailable"})


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_nobody_posts_to_health(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_an_error_of_the_database_is_not_ready(caplog: Any) -> None:
    def fails() -> None:
        raise DatabaseError("password=geheim")

    assert not health._passes("database", fails)
    assert "geheim" not in caplog.text
