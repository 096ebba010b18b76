"""The schema tells every address of messaging, with its rights and examples."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from messaging.api import routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def paths(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()["paths"]
    return found


def test_every_address_names_the_right_that_it_asks_for(paths: dict[str, Any]) -> None:
    nouns = {viewset.declared().slug for viewset in routes.VIEWSETS}
    nouns |= {route.split("/")[0] for route in routes.VIEWS}
    ours = {path: ops for path, ops in paths.items() if path.split("/")[3] in nouns}
    assert len(ours) > 30
    for path, operations in ours.items():
        for method, operation in operations.items():
            assert "Gereken yetki: `" in operation["description"], f"{method} {path}"


def test_bodies_that_send_come_with_examples(paths: dict[str, Any]) -> None:
    for path in ("campaigns/", "messages/", "campaigns/{id}/submit/"):
        post = paths.get(f"/api/v1/{path}", paths.get(f"/api/v1/{path}".replace("{id}", "{pk}")))
        body = post["post"]["requestBody"]["content"]["application/json"]
        assert body["examples"], path
