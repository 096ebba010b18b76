"""C-01, L-036: a record behind a Yetki Kodu or a brand does not exist for whoever lacks it."""

from __future__ import annotations

import pytest

from messaging.services import drafts, preflight
from tests.isolation import doors, routes
from tests.isolation.cast import DIALOG, Apart, Identity, World
from tests.isolation.marks import SEALED, leaks, marks_in, words_of
from tests.isolation.routes import Route
from tests.isolation.tables import Picture
from tests.isolation.test_walk import filled_in, tables_of
from tests.support.firms import actor_for
from turkcell_hub import resources
from turkcell_hub.errors import Conflict
from turkcell_hub.resources import ActionKind
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.requirement("C-01", "L-036")
RECORD_ROUTES = [route for route in routes.known() if route.names_a_record and route.slug]
LISTS = [resource.slug for resource in resources.registered()]


def test_each_list_that_can_hide_rows_says_so() -> None:
    for resource in resources.registered():
        fields = {field.name for field in resource.model._meta.get_fields()}
        limited = {"authority_code", "brand"} & fields and "firm" in fields
        if limited and resource.slug not in ("brands", "authority-codes"):
            assert resource.hides_rows, resource.slug


@pytest.mark.parametrize("slug", sorted({route.slug for route in RECORD_ROUTES}))
def test_a_hidden_record_is_as_absent_as_none_at(slug: str, world: World) -> None:
    hidden = hidden_of(world, slug)
    if hidden is None:
        hiding = [one.slug for one in resources.registered() if one.hides_rows]
        assert slug not in hiding, "it hides rows, and none of them is looked for here"
        return
    statuses = [
        absent(world.who[name], route, method, hidden.row)
        for route in RECORD_ROUTES
        if route.slug == slug and (name := hidden.program if route.is_rest else hidden.person)
        for method in doors.methods_of(route)
    ]
    assert 404 in statuses, "nothing but refusals: the record itself was never looked for"


def hidden_of(world: World, slug: str) -> Apart | None:
    sealed = world.sealed.get(slug)
    if sealed is not None:
        return Apart("without code", "key without code", sealed)
    return world.apart.get(slug)


def absent(identity: Identity, route: Route, method: str, hidden: object) -> int:
    who = identity.inside
    data = {"reason": "x", "source": "FIRMA"}
    body = data if route.is_rest and method != "GET" else None
    form = None if method == "GET" else data
    # A page that is not there is one template, whatever was asked.
    drawn = {} if route.is_rest else DIALOG
    answer = who(method, route.path(hidden), form, json=body, **drawn)
    if answer.status_code == 400 and route.is_rest:
        # An address that takes no body says so of any record; ask it again without one.
        assert who(method, route.path(), form, json=body).status_code == 400
        body = {}
        answer = who(method, route.path(hidden), form, json=body)
    said = f"{method} {route.path(hidden)}: {answer.status_code}"
    assert leaks(answer, sealed_only=True) == [], said
    assert answer.status_code in (403, 404, 405), said
    if answer.status_code == 403:
        nobodys = who(method, route.path(), form, json=body, **drawn)
        assert nobodys.status_code == 403, said
    return int(answer.status_code)


@pytest.mark.parametrize("slug", LISTS)
def test_hidden_records_are_in_no_list_file_search_or_menu(slug: str, world: World) -> None:
    resource, who = resources.get(slug), world.who["without code"]
    columns = "&".join(f"col={column.name}" for column in resource.columns)
    hidden = world.sealed.get(slug)
    pk = hidden.pk if hidden is not None else 0
    # A menu and a dialog hold the same without the page around them.
    bare = [f"/{slug}/menu/?ids={pk}"]
    actions = {f"/{slug}/actions/{one.code}/?ids={pk}&ids=0": one for one in resource.actions}
    rights = limited(world).rights
    allowed = {path for path, one in actions.items()
               if {one.right, resource.right("view")} <= rights}  # fmt: skip
    bare += actions
    row = world.rows[slug]
    bare += [f"/{slug}/{row.pk}/", f"/{slug}/{row.pk}/edit/", filled_in(resource, world.sealed),
             f"/lookup/{slug}/?q=nergis", f"/lookup/{slug}/",
             f"/{slug}/export/?format=csv&{columns}"]  # fmt: skip
    asked = [f"/{slug}/?view=1&q=nergis&new={pk}&{columns}"]
    assert marks_in(tables_of(world, "without code", slug)(""), sealed_only=True) == []
    for paths, headers in ((asked, {}), (bare, DIALOG)):
        for path in paths:
            answer = who.inside("GET", path, **headers)
            assert answer.status_code < 500, path
            assert leaks(answer, sealed_only=True) == [], path
            assert answer.status_code != 403 or path not in allowed, path


def test_a_hidden_record_takes_no_action_of_its_list(world: World, before: Picture) -> None:
    """Whatever the dialog answers, it names nothing of the record and nothing has changed."""
    who = world.who["without code"]
    tried = [(slug, one) for slug in LISTS for one in resources.get(slug).actions]
    for slug, action in tried:
        if slug not in world.sealed or action.kind is ActionKind.LIST:
            continue
        path = f"/{slug}/actions/{action.code}/"
        data = {"ids": world.sealed[slug].pk, "reason": "x"}
        answer = who.inside("POST", path, data, **DIALOG)
        assert answer.status_code < 500, path
        assert leaks(answer, sealed_only=True) == [], path
    assert before.now() == before.rows


def test_hidden_records_are_in_no_other_page(world: World) -> None:
    who, draft = world.who["without code"], world.rows["campaigns"]
    going = world.campaigns["GONDERILIYOR"]
    pages = [
        "/", "/search/?q=nergis", "/search/?q=zg", f"/compose/{draft.pk}/",
        f"/compose/{draft.pk}/people/", f"/compose/{draft.pk}/people/?q=nergis",
        f"/compose/{draft.pk}/audience/", f"/compose/{draft.pk}/preflight/people/",
        f"/campaigns/{draft.pk}/", f"/campaigns/{going.pk}/", f"/campaigns/{going.pk}/live/",
    ]  # fmt: skip
    for page in pages:
        for headers in ({}, {"hx-request": "true"}):
            # The menu and the bell are the same around all of them.
            answer = who.inside("GET", page, framed=page == "/", **headers)
            assert answer.status_code < 500, page
            assert leaks(answer, sealed_only=True) == [], page


@pytest.mark.parametrize("noun", sorted(routes.REST))
def test_hidden_records_are_in_no_rest_list(noun: str, world: World) -> None:
    who = world.who["key without code"].inside
    for query in ("", "?count=true"):
        answer = who("GET", f"/api/v1/{noun}/{query}")
        assert answer.status_code == 200
        assert leaks(answer, sealed_only=True) == []


def test_hidden_people_are_not_counted(world: World) -> None:
    who, group, draft = world.who["key without code"], world.rows["groups"], world.rows["campaigns"]
    assert who("GET", f"/api/v1/groups/{group.pk}/").json()["member_count"] == 1
    campaign = who("GET", f"/api/v1/campaigns/{draft.pk}/").json()
    assert campaign["subscriber_count"] == 1
    assert campaign["groups"] == [group.pk]
    members = who("GET", f"/api/v1/groups/{group.pk}/members/?count=true").json()
    assert len(members["results"]) == 1
    full = world.who["full key"]
    assert full("GET", f"/api/v1/groups/{group.pk}/").json()["member_count"] == 2


def limited(world: World) -> Actor:
    member = world.who["without code"].member
    assert member is not None
    return actor_for(member)


def test_the_preflight_knows_only_who_exists_for_the_person(world: World) -> None:
    draft = world.rows["campaigns"]
    with firm_scope(world.firm.pk):
        seen = preflight.run(limited(world), drafts.lock_draft(draft.pk))
        admin = world.who["admin"].member
        assert admin is not None
        everybody = preflight.run(actor_for(admin), drafts.lock_draft(draft.pk))
        people = preflight.people(limited(world), draft)
    assert (seen.total, everybody.total) == (1, 2)
    assert SEALED not in str(people)


@pytest.mark.parametrize("slug", ["subscribers", "groups", "templates"])
def test_a_refusal_does_not_name_the_hidden_draft_that_causes_it(slug: str, world: World) -> None:
    hidden = world.sealed["campaigns"]
    with firm_scope(world.firm.pk):
        row = world.rows[slug]
        world.rows["campaigns"].recipients.all().delete()
        world.rows["campaigns"].groups.clear()
        hidden.state, hidden.template = "TASLAK", world.rows["templates"]
        hidden.save()
        hidden.groups.add(world.rows["groups"])
        drafts.add_subscribers(actor_for(world.who["admin"].member), hidden,  # type: ignore[arg-type]
                               [world.rows["subscribers"].pk])  # fmt: skip
        with pytest.raises(Conflict) as caught:
            resources.get(slug).delete(limited(world), row)
    assert SEALED not in str(caught.value.message)


def test_a_campaign_of_another_brand_does_not_exist(world: World) -> None:
    who, foreign = world.who["one brand"], world.more["other brand"]
    for path in (f"/campaigns/{foreign.pk}/", f"/compose/{foreign.pk}/"):
        assert who("GET", path).status_code == 404
    for path in ("/campaigns/?view=", "/campaigns/export/?format=csv", "/search/?q=nergis"):
        assert "ayrimarka" not in words_of(who("GET", path)), path
    assert "ayrimarka" in words_of(world.who["admin"]("GET", "/campaigns/?view="))


def test_whoever_holds_the_code_sees_the_record(world: World) -> None:
    for name in ("admin", "manager", "staff"):
        hidden = world.sealed["subscribers"]
        assert world.who[name]("GET", f"/subscribers/{hidden.pk}/").status_code == 200
    assert leaks(world.who["full key"]("GET", "/api/v1/subscribers/"), sealed_only=True)
