"""G8, I6: the walls between firms, over the whole map of addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Model
from django.forms import DecimalField, ModelChoiceField
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from django_filters import Filter

from messaging.models import Group
from tests.isolation import doors, routes
from tests.isolation.cast import DIALOG, INNER, Identity, World
from tests.isolation.marks import leaks, marks_in
from tests.isolation.routes import Route
from tests.isolation.tables import Picture
from tests.support.firms import actor_for
from turkcell_hub import resources
from turkcell_hub.portal import table_body
from turkcell_hub.portal.listing import chips
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.resources import Resource
from turkcell_hub.tenancy.scope import firm_scope

CLOSED = [route for route in routes.known() if route.pattern not in routes.PUBLIC]


def test_every_address_of_the_portal_is_on_the_map(db: None) -> None:
    listed = {route.pattern for route in routes.known()}
    assert routes.actual() - listed == set(), "list new addresses in tests/isolation/routes.py"
    assert listed - routes.actual() == set(), "addresses on the map that are no more"


def test_every_list_has_a_record_behind_it(world: World) -> None:
    slugs = {route.slug for route in routes.known() if route.slug}
    assert slugs - set(world.rows) == set(), "tests/isolation makes no record of these"


def body(world: World, row: object, is_rest: bool) -> dict[str, object]:
    """A body that names firm A's records in every place where a record can be named."""
    ids = {slug: record.pk for slug, record in world.rows.items()}
    pk = getattr(row, "pk", ids["subscribers"])
    form = {
        "ids": [pk], "all": "", "excluded": [pk], "query": f"group={ids['groups']}", "delete": pk,
        "name": "x", "group": ids["groups"], "groups": [ids["groups"]], "groups_shown": "1",
        "subscriber": ids["subscribers"], "subscribers": [ids["subscribers"]],
        "template": ids["templates"], "sender": ids["sender-titles"], "brand": ids["brands"],
        "brands": [ids["brands"]], "authority_code": ids["authority-codes"],
        "authority_codes": [ids["authority-codes"]], "account": ids["gateway-accounts"],
        "member": ids["users"], "campaign": ids["campaigns"], "firm": world.firm.pk,
        "resend_of": ids["campaigns"], "text": "x", "reason": "x", "source": "FIRMA",
        "phone": "05321234567", "title": "X", "first_name": "x", "kind": "SISTEM",
        "message_class": "BILGILENDIRME", "exemption": "BENZER", "another": "1",
        "verdict": "sent", "q": "nergis",
    }  # fmt: skip
    return {**form, "filter": {"group": ids["groups"]}} if is_rest else form


REST = [route for route in CLOSED if route.is_rest]


def room_of(route: Route) -> str:
    """What stands first in the address: ``groups``, ``api/v1/groups``."""
    parts = route.pattern.split("/")
    return "/".join(parts[: 3 if route.is_rest else 1])


def by_room(there: Iterable[Route]) -> dict[str, list[Route]]:
    found: dict[str, list[Route]] = {}
    for route in there:
        found.setdefault(room_of(route), []).append(route)
    return dict(sorted(found.items()))


ROOMS = by_room(CLOSED)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "home")
def test_a_stranger_gets_nothing_of_the_firm_and_changes_nothing_in(
    room: str, world: World, before: Picture
) -> None:
    """Anonymous, firm B's admin and, for programs, firm B's key and dead keys."""
    there = ROOMS[room]
    for route in there:
        closed = shut_out(world, route)
        known = tuple(method for method in doors.methods_of(route) if method not in closed)
        rows = routes.records_of(world, route) if route.slug else [None]
        for row in rows:
            # A method without a handler ends in one and the same line of Django.
            spare = doors.unknown_method(route) if route is there[0] and row is rows[0] else ()
            for method in known + spare:
                if method != "GET" or not is_asked_below(route):
                    knock(world, route, method, row)
    assert before.now() == before.rows


def is_asked_below(route: Route) -> bool:
    """A page that all lists share, asked with firm A's numbers in the test of lists."""
    tails = ("", "add/", "menu/", "export/")
    shared = route.pattern in {f"{route.slug}/{tail}" for tail in tails}
    return shared and doors.is_common(route)


def shut_out(world: World, route: Route) -> set[str]:
    """Whoever has no name in this door is refused before a record is looked for. Answers the
    methods that the address has for nobody."""
    row = routes.records_of(world, route)[0] if route.slug else None
    names = ["anonymous"]
    if route.is_rest:
        dead = ["stranger", "revoked key", "expired key"]
        # One door refuses them all alike: they take turns from address to address.
        names += [dead[REST.index(route) % 3]] if doors.has_one_door(route) else dead
    closed = set()
    for place, name in enumerate(names):
        for method in doors.asked(route, place):
            answer = ask(world, name, route, method, row)
            said = f"{name} {method} {route.path(row)}: {answer.status_code}"
            assert leaks(answer) == [], said
            assert is_shut(route, answer), said
            if answer.status_code == 405:
                closed.add(method)
    return closed


def ask(
    world: World, name: str, route: Route, method: str, row: object, **headers: str
) -> HttpResponse:
    who, data = world.who[name], {}
    if _has_body(route, method):
        data = body(world, row, route.is_rest)
    if route.is_rest:
        return who.inside(method, route.path(row), json=None if method == "GET" else data)
    return who.inside(method, route.path(row), data, **headers)


def _has_body(route: Route, method: str) -> bool:
    return method == "POST" or (method == "PATCH" and route.is_rest)


def knock(world: World, route: Route, method: str, row: object) -> None:
    """Somebody of firm B, who is let in and must find nothing of firm A."""
    name = "foreign key" if route.is_rest else "stranger"
    # A page that is not there is one template, whatever was asked; a menu and a dialog hold the
    # same with and without the page around them.
    own = not route.names_a_record and not doors.is_common(route)
    is_whole = method == "GET" and (own or route.pattern == f"{route.slug}/")
    answer = ask(world, name, route, method, row, **({} if is_whole else DIALOG))
    if route.is_rest and answer.status_code == 400 and route.names_a_record:
        # An address that takes no body says so of any record; ask it again without.
        never = SimpleNamespace(pk=999_999_999)
        assert ask(world, name, route, method, never).status_code == 400
        assert leaks(answer) == []
        answer = world.who[name].inside(method, route.path(row), json={})
    said = f"{name} {method} {route.path(row)}: {answer.status_code}"
    assert answer.status_code < 500, said
    assert leaks(answer) == [], said
    if route.names_a_record:
        lost = answer.status_code in (404, 405)
        assert lost or is_nobodys(world.who[name], method, route), said


def is_nobodys(who: Identity, method: str, route: Route) -> bool:
    """Whether a number that never was is refused just so: the operation itself is closed."""
    path = route.path(SimpleNamespace(pk=999_999_999))
    answer = who.inside(method, path, {}, json={} if route.is_rest and method != "GET" else None)
    return answer.status_code == 403


def is_shut(route: Route, answer: object) -> bool:
    status = answer.status_code  # type: ignore[attr-defined]
    if route.is_rest:
        return (
            status in (401, 404, 405)
            if route.pattern.endswith(routes.UNKNOWN)
            else status in (401, 405)
        )
    if status == 302:
        return answer["Location"].startswith("/login/")  # type: ignore[index]
    return status in (401, 403, 404, 405)


def test_the_picture_would_see_a_change_and_that_it_was_undone(
    world: World, before: Picture
) -> None:
    row = world.rows["groups"]
    with transaction.atomic():
        with firm_scope(world.firm.pk):
            Group.objects.filter(pk=row.pk).update(name="Başka")
        changed = {label for label, rows in before.now().items() if rows != before.rows[label]}
        assert Group._meta.label in changed  # and what follows it: the change feed
        transaction.set_rollback(True)
    assert before.now() == before.rows


OPEN_PAGES = [r for r in routes.known() if r.pattern in routes.PUBLIC and not r.is_rest]
NAMED = by_room([*(route for route in CLOSED if "<slug:code>" in route.pattern), *OPEN_PAGES])


@pytest.mark.parametrize("room", NAMED)
def test_records_named_in_a_body_are_as_absent_as_none(
    room: str, world: World, before: Picture
) -> None:
    """Firm B names firm A's records in every action of a list's menu and on the pages that are
    open to all; nothing of A comes back and nothing of A is taken into B's records (hole 1).
    Every other address that takes a body got such a one in the walk above."""
    data, who = body(world, None, is_rest=False), world.who["stranger"]
    for route in NAMED[room]:
        # Who logs in needs the whole stack.
        ask = who if route in OPEN_PAGES else who.inside
        for code in codes_of(route):
            path = route.path(code=code)
            # A dialog holds the same with and without the page around it.
            answer = ask("POST", path, data, **DIALOG)
            assert answer.status_code < 500, path
            assert leaks(answer) == [], path
    assert before.now() == before.rows


def codes_of(route: Route) -> list[str]:
    if not route.slug or "<slug:code>" not in route.pattern:
        return ["x"]
    return [action.code for action in resources.get(route.slug).actions] or ["x"]


@pytest.mark.parametrize("slug", [resource.slug for resource in resources.registered()])
def test_filters_orders_searches_and_files_of_a_list_stay_at_home(slug: str, world: World) -> None:
    """Every filter with firm A's numbers, every column's order, search, export, menu, lookup."""
    resource, who = resources.get(slug), world.who["stranger"]
    pk = world.rows[slug].pk
    # A menu or a dialog does not depend on the page around it.
    bare = [f"/{slug}/menu/?ids={pk}"]
    bare += [f"/{slug}/actions/{action.code}/?ids={pk}" for action in resource.actions]
    asked = [f"/lookup/{slug}/?q=nergis", f"/lookup/{slug}/",
             filled_in(resource, world.rows),
             f"/{slug}/export/?format=csv&q=nergis"]  # fmt: skip
    queries = ["q=nergis", f"after={pk}", *(f"sort={column.name}" for column in resource.columns)]
    offered = []
    for name, taken in resource.filterset.base_filters.items() if resource.filterset else ():
        meant = [f"{name}={record.pk}" for record in meant_by(taken, world)] or [f"{name}={pk}"]
        queries += meant
        # The filters around the table name a record only where they offer records.
        if issubclass(taken.field_class, ModelChoiceField):
            offered.append(meant)
    # One page draws all of them.
    for each in zip_longest(*offered, fillvalue="") if offered else [()]:
        asked.append("&".join([f"/{slug}/?view=1&new={pk}", *filter(None, each)]))
    for paths, headers in ((asked, {}), (bare, DIALOG)):
        for path in paths:
            answer = who.inside("GET", path, **headers)
            assert answer.status_code < 500, path
            assert leaks(answer) == [], path
    table = tables_of(world, "stranger", slug)
    for query in dict.fromkeys(queries):
        assert marks_in(table(query)) == [], query


def filled_in(resource: Resource, records: Mapping[str, Model]) -> str:
    """The form for a new record, its address naming one of ``records`` (by the list that holds
    it) in each field that takes one."""
    fields = resource.form.base_fields if resource.form else {}
    named = {name: getattr(field, "resource_slug", None) for name, field in fields.items()}
    asked = "&".join(f"{name}={records[slug].pk}" for name, slug in named.items()
                     if slug in records)  # fmt: skip
    return f"/{resource.slug}/add/?{asked}"


def tables_of(world: World, name: str, slug: str) -> Callable[[str], str]:
    """What the list's page shows of its rows and its filters for an address, all columns of
    it: made by what the page makes it of, without the page around it."""
    resource, member = resources.get(slug), world.who[name].member
    assert member is not None
    columns = "&".join(f"col={column.name}" for column in resource.columns)
    request, actor = RequestFactory().get("/"), actor_for(member)
    request.actor = actor  # type: ignore[attr-defined]

    def table(query: str) -> str:
        with firm_scope(actor.firm_id):
            listing = Listing(resource, actor, QueryDict(f"{query}&{columns}"), request)
            # A page counts its rows; where none is turned to, they are the file's, in its order.
            at_a_place = query.startswith("after=")
            rows = listing.page.rows if at_a_place else list(listing.rows_in_order[:_SHOWN])
            return f"{table_body.html(listing, rows)} {chips.of(listing)}"

    return table


_SHOWN = 50


def meant_by(taken: Filter, world: World) -> list[Model]:
    """The records of firm A that a filter's number can name. A closed list, a date or a text
    knows none: for them one number is as good as all."""
    rows = list(world.rows.values())
    if issubclass(taken.field_class, ModelChoiceField):
        with firm_scope(world.firm.pk):
            model = taken.field.queryset.model
        return [row for row in rows if isinstance(row, model)]
    return rows if issubclass(taken.field_class, DecimalField) else []


def test_the_search_and_the_frame_around_pages_stay_at_home(world: World) -> None:
    """The menu, the bell and the names around a page depend on who asks, not on the page."""
    who = world.who["stranger"]
    for text in ("nergis", "0532", "", "a", "zk"):
        for headers in ({}, {"hx-request": "true"}):
            assert leaks(who("GET", "/search/", {"q": text}, **headers)) == []
    row = world.rows["subscribers"].pk
    for path in ("/", "/subscribers/?view=", f"/subscribers/{row}/", "/account/", "/compose/"):
        assert leaks(who("GET", path)) == [], path


def test_rest_filters_say_nothing_about_other_firms(world: World) -> None:
    """A filter by a foreign number answers as one by a number that never was."""
    who = world.who["foreign key"].inside
    for noun, names in {
        "subscribers": ("group", "authority_code"), "messages": ("campaign",),
        "groups": ("authority_code",),
    }.items():  # fmt: skip
        for name in names:
            slug = {"group": "groups", "campaign": "campaigns"}.get(name, "authority-codes")
            theirs = who("GET", f"/api/v1/{noun}/?{name}={world.rows[slug].pk}")
            nobodys = who("GET", f"/api/v1/{noun}/?{name}=999999999")
            assert theirs.status_code == nobodys.status_code, (noun, name)
            assert leaks(theirs) == []


def test_another_firms_idempotency_key_repeats_nothing(world: World) -> None:
    body = {"name": "nergis-x", "description": "zkanarya-tekrar"}
    key = {"idempotency-key": "ayni-anahtar"}
    first = world.who["full key"]("POST", "/api/v1/groups/", json=body, **key)
    assert first.status_code == 201
    second = world.who["foreign key"]("POST", "/api/v1/groups/", json={"name": "baska"}, **key)
    assert second.status_code == 201
    assert leaks(second) == []


def test_the_walk_would_see_a_leak(world: World) -> None:
    """The marks are really there for those who may see them, on each list and in each file."""
    admin = world.who["admin"].inside
    for slug in world.rows:
        assert leaks(admin("GET", f"/{slug}/?view=", **INNER)), slug
        resource = resources.get(slug)
        figures = {"credit-transfers", "consent-usage"}
        if resource.can_export and slug not in figures:
            wanted = "&".join(f"col={column.name}" for column in resource.columns)
            assert leaks(admin("GET", f"/{slug}/export/?format=csv&{wanted}")), slug
            assert marks_in(tables_of(world, "admin", slug)("")), slug
    assert leaks(admin("GET", "/subscribers/export/?format=xlsx"))
    assert leaks(admin("GET", "/search/", {"q": "nergis"}))
    assert leaks(admin("GET", f"/jobs/{world.rows['jobs'].pk}/result/"))
    assert leaks(world.who["full key"]("GET", "/api/v1/subscribers/"))
