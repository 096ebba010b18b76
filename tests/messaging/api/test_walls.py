"""Keys without the scope, and keys of another firm, at every address of messaging."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from messaging.api import routes
from messaging.models import Message
from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
CANARY = "Kanarya"


def operations() -> Iterator[tuple[str, str, str]]:
    """(method, path, right) of every address."""
    verbs = {
        "list": ("GET", "", "view"), "retrieve": ("GET", "1/", "view"),
        "create": ("POST", "", "add"), "bulk_create": ("POST", "bulk/", "add"),
        "partial_update": ("PATCH", "1/", "change"), "destroy": ("DELETE", "1/", "delete"),
    }  # fmt: skip
    for viewset in routes.VIEWSETS:
        declared = viewset.declared()
        for name in sorted(viewset.operations()):
            method, place, verb = verbs[name]
            yield method, f"{declared.slug}/{place}", declared.right(verb)
        for action in declared.actions:
            if action.rest and action.run:
                yield "POST", f"{declared.slug}/actions/{action.code}/", action.right
    for route, view in routes.VIEWS.items():
        for method, right in view.rights.items():
            yield method, route.replace("<int:pk>", "1"), right


@pytest.mark.parametrize("noun", sorted({path.partition("/")[0] for _m, path, _r in operations()}))
def test_a_key_without_the_scope_is_told_which_right_it_lacks(caller_with: Any, noun: str) -> None:
    call = caller_with("tenancy.code.view")
    for method, path, right in operations():
        if path.partition("/")[0] != noun:
            continue
        answer = call(method, path, {})
        assert answer.status_code == 403, (method, path)
        assert answer.json()["extra"] == {"right": right}, (method, path)
        assert str(every_right()[right].label) in answer.json()["detail"], (method, path)


def test_nobody_without_a_key_gets_anything(ready: Firm) -> None:
    for method, path, _right in operations():
        assert Caller(None)(method, path, {}).status_code == 401


@pytest.fixture
def theirs(foreign: Caller, other_firm: Firm) -> dict[str, int]:
    """One record of each kind in the other firm, by noun."""
    person = {"phone": "05329999999", "first_name": CANARY}
    found = {
        "subscribers": foreign.post("subscribers/", person).json()["id"],
        "groups": foreign.post("groups/", {"name": CANARY}).json()["id"],
        "fields": foreign.post("fields/", {"label": CANARY}).json()["id"],
        "templates": foreign.post(
            "templates/", {"code": "K", "name": CANARY, "text": CANARY}
        ).json()["id"],
        "blacklist": foreign.post("blacklist/", {"phone": "05328888888", "reason": CANARY}).json()[
            "id"
        ],
        "senders": foreign.get("senders/").json()["results"][0]["id"],
    }
    body = {
        "text": CANARY,
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "subscribers": [found["subscribers"]],
    }
    found["campaigns"] = foreign.post("campaigns/", body).json()["id"]
    foreign.post(f"campaigns/{found['campaigns']}/submit/", {})
    prepare(other_firm, found["campaigns"])
    with firm_scope(other_firm.pk):
        found["messages"] = Message.objects.get().pk
    return found


def test_records_of_another_firm_do_not_exist_at_any_address(
    call: Caller, theirs: dict[str, int]
) -> None:
    tried = 0
    for method, path, _right in operations():
        noun, _slash, rest = path.partition("/")
        if not rest.startswith("1/") or noun not in theirs:
            continue
        answer = call(method, f"{noun}/{theirs[noun]}/{rest[2:]}", {})
        assert answer.status_code == 404, f"{method} {path}"
        assert CANARY not in answer.content.decode()
        tried += 1
    assert tried > 25
    for noun in theirs:
        assert CANARY not in call.get(f"{noun}/").content.decode()


def test_ids_of_another_firm_in_bodies_and_filters_answer_as_if_they_never_were(
    call: Caller, theirs: dict[str, int]
) -> None:
    never = 987654321
    mine = call.post("groups/", {"name": "Bizim"}).json()["id"]
    single = {"text": "x", "message_class": "BILGILENDIRME", "exemption": "BENZER"}
    bodies = [
        ("campaigns/", "groups", lambda pk: {"groups": [pk]}),
        ("campaigns/", "subscribers", lambda pk: {"subscribers": [pk]}),
        ("campaigns/", "templates", lambda pk: {"template": pk}),
        ("campaigns/", "senders", lambda pk: {"sender": pk}),
        ("campaigns/", "groups", lambda pk: {"audience_filter": {"group": str(pk)}}),
        ("messages/", "subscribers", lambda pk: {**single, "subscriber": pk}),
        ("messages/", "templates", lambda pk: {"phone": "05321234501", "template": pk,
                                               "exemption": "BENZER",
                                               "message_class": "BILGILENDIRME"}),
        ("subscribers/", "groups", lambda pk: {"phone": "05321234501", "groups": [pk]}),
        (f"groups/{mine}/members/", "subscribers", lambda pk: {"subscribers": [pk]}),
        (f"groups/{mine}/members/", "groups", lambda pk: {"filter": {"group": str(pk)}}),
    ]  # fmt: skip
    for path, noun, body in bodies:
        foreign_id = theirs[noun]
        real, none = call.post(path, body(foreign_id)), call.post(path, body(never))
        assert real.status_code == none.status_code, path
        assert real.status_code in (400, 404), path
        words = [
            answer.json()["detail"].replace(str(pk), "N")
            for answer, pk in ((real, foreign_id), (none, never))
        ]
        assert words[0] == words[1]
    assert call.get(f"messages/?campaign={theirs['campaigns']}").json()["results"] == []
    assert call.get(f"subscribers/?group={theirs['groups']}").status_code == 400
    assert call.get("messages/?number=05329999999").json()["results"] == []


def test_the_key_of_an_answer_is_the_firms_own(call: Caller, foreign: Caller) -> None:
    body = {"name": CANARY}
    ours = call.post("groups/", body, idempotency_key="k1")
    other = foreign.post("groups/", body, idempotency_key="k1")
    assert other.status_code == 201
    assert ours.json()["id"] != other.json()["id"]
