"""Nobody writes what he was not offered: a field that REST does not know is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from messaging.models import Group, MessageTemplate, Subscriber
from tests.isolation import routes, tables
from tests.isolation.cast import DIALOG, World
from tests.isolation.routes import Route
from tests.isolation.tables import Picture
from tests.isolation.test_walk import by_room
from tests.support.firms import make_brand, make_code
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm, firm_scope

NEVER = (
    "firm", "firm_id", "id", "pk", "created_by", "created_by_id", "created_at", "state",
    "role", "is_staff", "is_superuser", "rights", "scopes", "balance", "spend_id",
)  # fmt: skip
WRITING = by_room(
    route
    for route in routes.known()
    if route.is_rest and route.pattern not in (*routes.PUBLIC, f"api/v1/{routes.UNKNOWN}")
)

# The world's works are no imports of this key: a file's rows are absent before a body is read.
ABSENT = {
    "api/v1/imports/<int:pk>/confirm/",
    "api/v1/consent_imports/<int:pk>/send/",
}


def refused_fields(answer: Any) -> set[str]:
    return {str(error["field"]).split(".")[-1] for error in answer.json().get("errors", [])}


@pytest.mark.parametrize("room", WRITING)
def test_rest_names_each_field_that_it_does_not_take(room: str, world: World) -> None:
    """Also such as would move a row to another firm, another owner or another state."""
    for route in WRITING[room]:
        for method in ("POST", "PATCH"):
            refuses_all(world, route, method)


def refuses_all(world: World, route: Route, method: str) -> None:
    foreign = {name: world.other.pk if "firm" in name else 1 for name in NEVER}
    rows, who = routes.records_of(world, route) if route.slug else [None], world.who["full key"]
    answers = [who.inside(method, route.path(row), json=foreign) for row in rows]
    said = [f"{route} {answer.status_code} {answer.content[:300]!r}" for answer in answers]
    if {answer.status_code for answer in answers} <= {405, 415}:  # 415: takes a file alone
        return
    assert {answer.status_code for answer in answers} <= {400, 404}, said
    refused = [answer for answer in answers if answer.status_code == 400]
    assert refused or route.pattern in ABSENT, said
    for answer in refused:
        assert set(NEVER) <= refused_fields(answer), (route, answer.json())


def nested(world: World) -> list[tuple[str, dict[str, Any], str]]:
    """(address, body with the extra fields or foreign ids inside, the field to be named)."""
    extra = {"firm_id": world.other.pk}
    person = {"phone": "0532 123 45 67"}
    single = {"text": "x", "message_class": "BILGILENDIRME", "exemption": "BENZER"}
    group = world.rows["groups"].pk
    foreign = world.more["foreign"]
    return [
        ("campaigns/", {"text": "x", "recipients": [{**person, **extra}]}, "firm_id"),
        ("campaigns/", {"text": "x", "groups": [foreign["groups"]]}, "groups"),
        ("campaigns/", {"text": "x", "subscribers": [foreign["subscribers"]]}, "subscribers"),
        ("campaigns/", {"text": "x", "template": foreign["templates"]}, "template"),
        ("campaigns/", {"text": "x", "brand": foreign["brands"]}, "brand"),
        ("campaigns/", {"text": "x", "authority_code": foreign["code"]}, "authority_code"),
        ("campaigns/", {"text": "x", "audience_filter": extra}, "audience_filter"),
        ("messages/", {**single, "subscriber": foreign["subscribers"]}, "subscriber"),
        ("messages/", {**single, **person, "fields": {"firm_id": "2"}}, "fields"),
        (f"groups/{group}/members/", {"subscribers": [foreign["subscribers"]]}, "subscribers"),
    ]


def test_a_nested_body_reaches_no_other_firm_and_no_unknown_field(world: World) -> None:
    with firm_scope(world.other.pk):
        world.more["foreign"] = foreign_records(world.other)
    for address, body, name in nested(world):
        answer = world.who["full key"].inside("POST", f"/api/v1/{address}", json=body)
        said = f"{address} {body}: {answer.status_code} {answer.content[:300]!r}"
        assert answer.status_code in (400, 404), said
        assert any(name in str(error["field"]) for error in answer.json()["errors"]), said


def foreign_records(firm: Firm) -> dict[str, int]:
    person = Subscriber.objects.create(firm=firm, phone="+905339990000", usage_places=["SMS"])
    return {
        "subscribers": person.pk,
        "groups": Group.objects.create(firm=firm, name="Yabancı").pk,
        "templates": MessageTemplate.objects.create(firm=firm, name="Yabancı", text="x").pk,
        "brands": make_brand(firm, "YABANCI").pk,
        "code": make_code(firm, "YABANCI").pk,
    }


def test_a_row_of_a_bulk_names_its_unknown_fields_and_writes_nothing(world: World) -> None:
    rows = [{"phone": "0532 765 43 21", "first_name": "A", name: 1} for name in NEVER]
    answer = world.who["full key"]("POST", "/api/v1/subscribers/bulk/", json={"rows": rows})
    assert {result["status"] for result in answer.json()["results"]} == {400}, answer.content
    with every_firm():
        assert not Subscriber.objects.filter(phone="+905327654321").exists()


FORMS = [route for route in routes.known() if not route.is_rest and route.pattern.endswith("add/")]


@pytest.fixture(scope="module")
def theirs(built: World) -> Picture:
    """How many rows of each table are firm B's."""
    return tables.picture(
        tables.of_firms(), lambda label: len(tables.rows_of(label, firm_id=built.other.pk))
    )


@pytest.mark.parametrize("route", FORMS, ids=lambda route: route.pattern)
def test_a_form_never_writes_what_it_does_not_show(
    route: Route, world: World, theirs: Picture
) -> None:
    """Whatever comes of the other fields: no row of another firm, no right more."""
    extra = {name: world.other.pk if "firm" in name else "ADMIN" for name in NEVER}
    common = {"name": "Yeni", "title": "YENI", "code": "YENI", "phone": "05327654321",
              "first_name": "A", "text": "x", "kind": "DIGER", "reason": "x"}  # fmt: skip
    answer = world.who["admin"].inside("POST", route.path(), {**common, **extra}, **DIALOG)
    assert answer.status_code < 500
    assert theirs.now() == theirs.rows
