"""Hole 9 and what lies close behind: metrics, CSRF, redirects, sessions, headers, media."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from tests.isolation import routes
from tests.isolation.cast import World
from tests.isolation.test_walk import room_of
from tests.support.firms import PASSWORD, client_for

POSTED = [
    route for route in routes.known()
    if not route.is_rest and route.pattern not in ("healthz", "readyz", "metrics")
    and not route.pattern.startswith("hooks/")
]  # fmt: skip


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("203.0.113.9", {}, 404),
        ("203.0.113.9", {"authorization": "Bearer " + "y" * 40}, 404),
        ("203.0.113.9", {"authorization": "Bearer " + "t" * 40}, 200),
        ("203.0.113.9", {"x-forwarded-for": "127.0.0.1"}, 404),
        ("127.0.0.1", {"x-forwarded-for": "203.0.113.9"}, 404),
        ("127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, 404),
    ],
)
def test_the_metrics_are_for_this_machine_or_the_token(
    world: World, settings: Any, address: str, headers: dict[str, str], status: int
) -> None:
    settings.METRICS_TOKEN = "t" * 40
    answer = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    assert answer.status_code == status


def test_an_empty_token_opens_no_metrics(world: World, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    for value in ("Bearer ", "Bearer", ""):
        answer = Client(REMOTE_ADDR="203.0.113.9").get("/metrics", headers={"authorization": value})
        assert answer.status_code == 404


def test_every_post_of_a_browser_needs_its_csrf_token(world: World) -> None:
    """Asked by a stranger, whom nothing else refuses in these words: the token comes first. The
    one look before all views is tried once in each room, and each view that it lets by."""
    aside = [r for r in POSTED if getattr(resolve(r.path()).func, "csrf_exempt", False)]
    client = Client(enforce_csrf_checks=True, headers={"hx-request": "true"})
    for route in [*{room_of(route): route for route in POSTED}.values(), *aside]:
        row = routes.records_of(world, route)[0] if route.slug else None
        answer = client.post(route.path(row), {})
        assert answer.status_code == 403, route.pattern
        assert "Güvenlik için bu form" in answer.content.decode(), route.pattern


@pytest.mark.parametrize(
    "place", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_login_leads_to_no_other_host(world: World, place: str) -> None:
    admin = world.who["admin"].member
    assert admin is not None
    known = {"username": admin.user.email, "password": PASSWORD, "next": place}
    inside = client_for(admin)
    answers = [
        Client().post("/login/", known),
        inside.get("/login/", {"next": place}),
        inside.post("/firm/", {"firm": world.firm.pk, "next": place}),
    ]
    for answer in answers:
        assert answer.status_code == 302
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))


def test_the_session_of_before_the_login_is_not_the_one_after_it(world: World) -> None:
    admin = world.who["admin"].member
    assert admin is not None
    client = Client()
    before = client.session
    before["planted"] = "1"
    before.save()
    client.cookies["sessionid"] = str(before.session_key)
    client.post("/login/", {"username": admin.user.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != before.session_key
    assert client.get("/").status_code == 200


def test_every_kind_of_page_carries_the_security_headers(world: World) -> None:
    admin, key = world.who["admin"], world.who["full key"]
    row = world.rows["subscribers"].pk
    answers = [
        Client().get("/login/"), admin("GET", "/"), admin("GET", f"/subscribers/{row}/"),
        admin("GET", "/subscribers/?view=", **{"hx-request": "true", "hx-target": "list"}),
        admin("GET", "/no/such/place/"), world.who["customer"]("GET", "/subscribers/"),
        admin("GET", "/subscribers/export/?format=csv"),
        admin("GET", f"/jobs/{world.rows['jobs'].pk}/result/"),
        key("GET", "/api/v1/subscribers/"), key("GET", "/api/v1/no/such/"),
        Client().get("/api/v1/docs/"), Client().get("/healthz"),
    ]  # fmt: skip
    for answer in answers:
        path = answer.request["PATH_INFO"]
        assert answer["X-Frame-Options"] == "DENY", path
        assert answer["X-Content-Type-Options"] == "nosniff", path
        assert answer["Referrer-Policy"] == "same-origin", path
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy, path
        assert "frame-ancestors 'none'" in policy, path


def test_stored_files_have_no_public_address(world: World) -> None:
    job = world.rows["jobs"]
    for path in (f"/media/{job.result_file.name}", f"/{job.result_file.name}",
                 f"/static/{job.result_file.name}"):  # fmt: skip
        for name in ("anonymous", "stranger", "admin"):
            assert world.who[name]("GET", path).status_code == 404, path


def test_a_session_opens_no_rest_and_a_key_opens_no_page(world: World) -> None:
    assert world.who["admin"]("GET", "/api/v1/subscribers/").status_code == 401
    answer = world.who["full key"]("GET", "/subscribers/")
    assert (answer.status_code, answer["Location"]) == (302, "/login/?next=/subscribers/")
