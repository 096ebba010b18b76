"""A list's menu by program: the same actions, and records of others are as absent as none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.isolation import routes
from tests.isolation.marks import leaks
from tests.isolation.tables import Picture
from tests.isolation.world import Identity, World
from tests.support.firms import make_key
from turkcell_hub import resources
from turkcell_hub.api.routers import router
from turkcell_hub.resources import Action, ActionKind

pytestmark = pytest.mark.requirement("C-01")
NOUNS = sorted(routes.REST_ACTIONS)


def action_of(noun: str, code: str) -> Action:
    declared = resources.get(routes.REST[noun])
    return next(action for action in declared.actions if action.code == code)


def address(noun: str, code: str) -> str:
    return f"/api/v1/{noun}/actions/{code}/"


def test_rest_has_every_action_that_the_portals_list_has() -> None:
    by_model: dict[Any, set[str]] = {}
    for viewset in router.viewsets:
        declared = viewset.declared()
        codes = {action.code for action in declared.actions if action.rest and action.run}
        by_model.setdefault(declared.model, set()).update(codes)
    for resource in resources.registered():
        wanted = {action.code for action in resource.actions if action.run and action.rest}
        if resource.model in by_model and resource.slug != "sender-titles":  # settings of admins
            assert wanted <= by_model[resource.model], resource.slug


def data_of(world: World, action: Action) -> dict[str, Any]:
    """What the action's own form asks for."""
    known = {
        "group": world.rows["groups"].pk,
        "subscribers": [world.rows["subscribers"].pk],
        "reason": "x",
        "source": "FIRMA",
        "member": None,
        "label": "TALEP",
    }
    form = action.form
    return {name: known[name] for name in form.base_fields if name in known} if form else {}


@pytest.mark.parametrize("noun", NOUNS)
def test_nobody_moves_records_of_another_firm_or_behind_a_code(
    noun: str, world: World, before: Picture
) -> None:
    slug = routes.REST[noun]
    tried = [("foreign key", world.rows[slug])]
    if slug in world.sealed:
        tried.append(("key without code", world.sealed[slug]))
    for code in routes.REST_ACTIONS[noun]:
        action = action_of(noun, code)
        for name, row in tried if action.kind is not ActionKind.LIST else ():
            for data in (data_of(world, action), {}):
                body = {"ids": [row.pk], "data": data}
                answer = world.who[name].inside("POST", address(noun, code), json=body)
                assert answer.status_code == 404, (code, name, answer.content)
                assert leaks(answer) == [], (code, name)
    assert before.now() == before.rows


@pytest.mark.parametrize("noun", NOUNS)
def test_an_action_asks_for_its_own_right(noun: str, world: World) -> None:
    for code in routes.REST_ACTIONS[noun]:
        answer = world.who["narrow key"].inside("POST", address(noun, code), json={})
        assert (answer.status_code, answer.json()["extra"]) == (
            403,
            {"right": action_of(noun, code).right},
        )


@pytest.mark.parametrize(
    ("noun", "code", "field", "slug"),
    [
        ("subscribers", "join-group", "group", "groups"),
        ("subscribers", "leave-group", "group", "groups"),
        ("groups", "add-members", "subscribers", "subscribers"),
    ],
)
def test_a_hidden_record_in_an_actions_form_is_refused_by_name(
    noun: str, code: str, field: str, slug: str, world: World
) -> None:
    hidden = world.sealed[slug].pk
    own = world.rows[routes.REST[noun]].pk
    value: Any = [hidden] if field == "subscribers" else hidden
    body = {"ids": [own], "data": {field: value}}
    answer = world.who["key without code"]("POST", address(noun, code), json=body)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == f"data.{field}"
    assert leaks(answer, sealed_only=True) == []


def test_who_may_not_read_a_list_counts_nothing_by_its_filters(world: World) -> None:
    secret = make_key(world.firm, ["messaging.subscriber.delete"], by=world.who["admin"].member)[1]
    blind = Identity("blind", Client(), secret=secret)
    body = {"all_matching": True, "filters": {"search": "nergis"}, "dry_run": True}
    answer = blind("POST", "/api/v1/subscribers/actions/delete-many/", json=body)
    assert answer.json()["extra"] == {"right": "messaging.subscriber.view"}
