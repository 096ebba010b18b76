"""G8, I6: the walls between firms, over the whole map of addresses."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.models import Model
from django.forms import DecimalField, ModelChoiceField
from django.urls import resolve
from django_filters import Filter

from messaging.models import Campaign, Group
from tests.isolation import routes, tables
from tests.isolation.cast import INNER, Identity, World
from tests.isolation.marks import leaks
from tests.isolation.routes import Route
from tests.isolation.tables import Picture
from turkcell_hub import resources
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope

IGNORED = frozenset({"last_used_at", "seen_at", "last_login_at"})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PAGES = [route for route in routes.known() if not route.is_rest]
REST = [route for route in routes.known() if route.is_rest]
CLOSED = [route for route in routes.known() if route.pattern not in routes.PUBLIC]


def test_every_address_of_the_portal_is_on_the_map(db: None) -> None:
    listed = {route.pattern for route in routes.known()}
    assert routes.actual() - listed == set(), "list new addresses in tests/isolation/routes.py"
    assert listed - routes.actual() == set(), "addresses on the map that are no more"


def test_every_list_has_a_record_behind_it(world: World) -> None:
    slugs = {route.slug for route in routes.known() if route.slug}
    assert slugs - set(world.rows) == set(), "tests/isolation makes no record of these"


def bodies(world: World, row: object) -> list[tuple[str, dict[str, object]]]:
    """Bodies that name firm A's records in every place where a record can be named."""
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
    return [("form", form), ("json", {**form, "filter": {"group": ids["groups"]}})]


def room_of(route: Route) -> str:
    """What stands first in the address: ``groups``, ``api/v1/groups``."""
    parts = route.pattern.split("/")
    return "/".join(parts[: 3 if route.is_rest else 1])


ROOMS = sorted({room_of(route) for route in CLOSED})


@pytest.fixture(scope="module")
def before(built: World) -> Picture:
    """Firm A as it is before every test: what a test does is undone after it."""
    return picture(built)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room or "home")
def test_a_stranger_gets_nothing_of_the_firm_and_changes_nothing_in(
    room: str, world: World, before: Picture
) -> None:
    """Anonymous, firm B's admin and, for programs, firm B's key and dead keys."""
    there = [route for route in CLOSED if room_of(route) == room]
    drawn = next((route for route in there if route.names_a_record), None)
    for route in there:
        names = ["anonymous", "stranger"]
        if route.is_rest:
            names = ["anonymous", "stranger", "foreign key", "revoked key", "expired key"]
        rows = routes.records_of(world, route) if route.slug else [None]
        for name in names:
            # Whoever has no name is shut out before a record is looked for: one is enough.
            passes = name == ("foreign key" if route.is_rest else "stranger")
            for row in rows if passes else rows[:1]:
                is_first = row is rows[0]
                knock(world, name, route, row, is_first=is_first, has_frame=route is drawn)
    assert before.now() == before.rows


def methods_of(route: Route, *, is_first: bool) -> tuple[str, ...]:
    """What an address is asked: each method that its view answers and, once, one that it does
    not (those end in one and the same line of Django). Page functions: every method."""
    view = resolve(route.path()).func
    if route.is_rest:
        known = tuple(name.upper() for name in getattr(view, "actions", {})) or METHODS
    elif (page := getattr(view, "view_class", None)) is None:
        known = METHODS
    else:
        known = tuple(method for method in METHODS if hasattr(page, method.lower()))
    unknown = tuple(method for method in METHODS if method not in known)
    return known + (unknown[:1] if is_first else ())


def knock(
    world: World, name: str, route: Route, row: object, *, is_first: bool, has_frame: bool
) -> None:
    who = world.who[name]
    # A page that is not there is one template, whatever was asked: its frame is drawn once for
    # each room.
    is_lost = name == "stranger" and route.names_a_record and not route.is_rest
    for method in methods_of(route, is_first=is_first):
        is_whole = not is_lost or (has_frame and is_first and method == "GET")
        drawn = {} if is_whole else {"hx-request": "true"}
        kind = "json" if route.is_rest else "form"
        has_body = method == "POST" or (method == "PATCH" and route.is_rest)
        data = dict(dict(bodies(world, row))[kind]) if has_body else {}
        if route.is_rest:
            answer = who(method, route.path(row), json=None if method == "GET" else data)
            if answer.status_code == 400 and route.names_a_record:
                # An address that takes no body says so of any record; ask it again without.
                never = route.path(SimpleNamespace(pk=999_999_999))
                assert who(method, never, json=data).status_code == 400
                assert leaks(answer) == []
                answer = who(method, route.path(row), json={})
        else:
            answer = who(method, route.path(row), data, **drawn)
        said = f"{name} {method} {route.path(row)}: {answer.status_code}"
        assert answer.status_code < 500, said
        assert leaks(answer) == [], said
        if name == "anonymous" or (route.is_rest and name != "foreign key"):
            assert is_shut(route, answer), said
        elif route.names_a_record:
            assert answer.status_code in (404, 405) or is_nobodys(who, method, route), said


def is_nobodys(who: Identity, method: str, route: Route) -> bool:
    """Whether a number that never was is refused just so: the operation itself is closed."""
    path = route.path(SimpleNamespace(pk=999_999_999))
    answer = who(method, path, {}, json={} if route.is_rest and method != "GET" else None)
    return answer.status_code == 403


def is_shut(route: Route, answer: object) -> bool:
    status = answer.status_code  # type: ignore[attr-defined]
    if route.is_rest:
        return status in (401, 404, 405) if route.pattern.endswith("^.*$") else status in (401, 405)
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


@pytest.mark.parametrize("kind", ["form", "json"])
def test_records_named_in_a_body_are_as_absent_as_none(kind: str, world: World) -> None:
    """Firm B names firm A's records wherever a body can name one; nothing of A comes back
    and nothing of A is taken into B's records (hole 1)."""
    data = dict(bodies(world, None))[kind]
    before = picture(world)
    # A dialog holds the same with and without the page around it.
    drawn = {"hx-request": "true"} if kind == "form" else {}
    for route in routes.known():
        if route.names_a_record or route.is_rest is not (kind == "json"):
            continue
        if route.pattern == "logout/":
            continue
        for code in codes_of(route):
            who = world.who["foreign key" if route.is_rest else "stranger"]
            path = route.path(code=code)
            answer = who("POST", path, None if route.is_rest else data,
                         json=data if route.is_rest else None, **drawn)  # fmt: skip
            assert answer.status_code < 500, path
            assert leaks(answer) == [], path
    assert before.now() == before.rows


def codes_of(route: Route) -> list[str]:
    if not route.slug or "<slug:code>" not in route.pattern:
        return ["x"]
    return [action.code for action in resources.get(route.slug).actions] or ["x"]


def picture(world: World) -> Picture:
    """All rows of firm A, to see that nothing of them has changed; sessions aside."""
    between = (Campaign.groups.through._meta.label, Membership.brands.through._meta.label)

    def read(label: str) -> list[str]:
        mine = {} if label in between else {"without": IGNORED, "firm_id": world.firm.pk}
        return sorted(map(repr, tables.rows_of(label, **mine)))

    return tables.picture((*tables.of_firms(), *between), read)


@pytest.mark.parametrize("slug", [resource.slug for resource in resources.registered()])
def test_filters_orders_searches_and_files_of_a_list_stay_at_home(slug: str, world: World) -> None:
    """Every filter with firm A's numbers, every column's order, search, export, menu, lookup."""
    resource, who = resources.get(slug), world.who["stranger"]
    pk = world.rows[slug].pk
    # What stands around the table depends on none of these.
    every = "&".join(f"col={column.name}" for column in resource.columns)
    inner = [f"/{slug}/?sort={column.name}&{every}" for column in resource.columns]
    inner += [f"/{slug}/?new={pk}", f"/{slug}/?after={pk}"]
    # Nor does a menu or a dialog depend on the page around it.
    bare = [f"/{slug}/menu/?ids={pk}", f"/{slug}/menu/?all=1"]
    bare += [f"/{slug}/actions/{action.code}/?ids={pk}" for action in resource.actions]
    asked = [f"/{slug}/?q=nergis&view=1", f"/lookup/{slug}/?q=nergis",
              f"/lookup/{slug}/", f"/{slug}/add/?group={pk}&account={pk}",
              *(f"/{slug}/export/?format={kind}&q=nergis" for kind in ("xlsx", "csv"))]  # fmt: skip
    for name, taken in resource.filterset.base_filters.items() if resource.filterset else ():
        meant = [f"/{slug}/?{name}={record.pk}" for record in meant_by(taken, world)]
        # The filters around the table name a record only where they offer records.
        offers = issubclass(taken.field_class, ModelChoiceField)
        asked += meant if offers else []
        inner += [] if offers and meant else meant or [f"/{slug}/?{name}={pk}"]
    ways = [(asked, {}), (bare, {"hx-request": "true"}), (inner, INNER)]
    for paths, headers in ways:
        for path in dict.fromkeys(paths):
            answer = who("GET", path, **headers)
            assert answer.status_code < 500, path
            assert leaks(answer) == [], path


def meant_by(taken: Filter, world: World) -> list[Model]:
    """The records of firm A that a filter's number can name. A closed list, a date or a text
    knows none: for them one number is as good as all."""
    rows = list(world.rows.values())
    if issubclass(taken.field_class, ModelChoiceField):
        with firm_scope(world.firm.pk):
            model = taken.field.queryset.model
        return [row for row in rows if isinstance(row, model)]
    return rows if issubclass(taken.field_class, DecimalField) else []


def test_the_search_over_everything_stays_at_home(world: World) -> None:
    for text in ("nergis", "0532", "", "a", "zk"):
        for headers in ({}, {"hx-request": "true"}):
            assert leaks(world.who["stranger"]("GET", "/search/", {"q": text}, **headers)) == []


def test_rest_filters_say_nothing_about_other_firms(world: World) -> None:
    """A filter by a foreign number answers as one by a number that never was."""
    who = world.who["foreign key"]
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
    admin = world.who["admin"]
    for slug in world.rows:
        assert leaks(admin("GET", f"/{slug}/?view=")), slug
        resource = resources.get(slug)
        if resource.can_export and slug not in {"credit-transfers", "consent-usage"}:  # figures
            wanted = "&".join(f"col={column.name}" for column in resource.columns)
            assert leaks(admin("GET", f"/{slug}/export/?format=xlsx&{wanted}")), slug
    assert leaks(admin("GET", "/search/", {"q": "nergis"}))
    assert leaks(admin("GET", f"/jobs/{world.rows['jobs'].pk}/result/"))
    assert leaks(world.who["full key"]("GET", "/api/v1/subscribers/"))
