"""C-01: roles by the table of rights, bodies that take too much, rights that end (hole 10)."""

from __future__ import annotations

import pytest

from messaging.models import Campaign, CampaignState, Subscriber
from messaging.services import preparing
from tests.isolation import doors, routes
from tests.isolation.cast import DIALOG, INNER, Identity, World
from tests.isolation.form_entries import have_forms
from tests.isolation.marks import leaks
from tests.isolation.routes import Route
from tests.isolation.tables import Picture
from tests.isolation.test_walk import room_of
from tests.support.firms import actor_for
from turkcell_hub import resources
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys, people

ROLES = ("admin", "manager", "staff", "customer")
INSIDE = [
    route for route in routes.known()
    if route.pattern not in (*routes.PUBLIC, *routes.OWN) and "^" not in route.pattern
]  # fmt: skip
LISTS = [resource.slug for resource in resources.registered()]
FORMS = {"add/": have_forms("add"), "<int:pk>/edit/": have_forms("change")}


@pytest.mark.requirement("C-01", "K-073")
@pytest.mark.parametrize("slug", LISTS)
def test_a_role_opens_what_the_table_of_rights_says(slug: str, world: World) -> None:
    resource, pages = resources.get(slug), {"view": ["", "menu/"], "add": ["add/"],
                                            "change": ["<int:pk>/edit/"],
                                            "delete": ["<int:pk>/delete/"]}  # fmt: skip
    for name in ROLES:
        who, actor = world.who[name], actor_of(world, name)
        for verb, tails in pages.items():
            held = actor.can(resource.right(verb))
            for tail in tails:
                path = Route(f"{slug}/{tail}").path(world.rows[slug])
                answer = who.inside(method_for(name, slug, tail), f"{path}?view=", **frame(tail))
                said = (name, slug, tail, answer.status_code)
                assert (answer.status_code == 403) is not held, said
        for action in resource.actions:
            allowed = actor.can(action.right) and actor.can(resource.right("view"))
            if name == "manager" and allowed:
                continue  # test_hidden draws the dialogs of one
            # Whether one may is said before it is looked at which; the dialog is drawn for one
            # role.
            asked = world.rows[slug].pk if name == "admin" else 0
            path = f"/{slug}/actions/{action.code}/?ids={asked}"
            answer = who.inside("GET", path, **frame(action.code))
            assert (answer.status_code == 403) is not allowed, (name, slug, action.code)


def actor_of(world: World, name: str) -> Actor:
    member = world.who[name].member
    assert member is not None
    return actor_for(member)


def method_for(name: str, slug: str, tail: str) -> str:
    """Where the right is asked for at the page's one door, before its method matters, what stands
    behind the door is drawn for one role: OPTIONS draws nothing. Lists are drawn for those whose
    rows look otherwise (test_hidden draws the manager's and test_walk the admin's), forms for the
    admin by test_forms, which takes no answer but 200 there."""
    if tail:
        is_drawn = name == "admin" and slug not in FORMS.get(tail, ())
    else:
        is_drawn = name in ("staff", "customer")
    return "GET" if is_drawn or not doors.takes_options(Route(f"{slug}/{tail}")) else "OPTIONS"


def frame(tail: str) -> dict[str, str]:
    """Rights do not depend on the page's frame."""
    return DIALOG if tail else INNER


@pytest.mark.requirement("C-01")
def test_a_narrow_key_opens_nothing_but_its_scope(world: World) -> None:
    who = world.who["narrow key"].inside
    for route in routes.known():
        if (
            not route.is_rest
            or route.pattern in routes.PUBLIC
            or route.pattern.endswith(routes.UNKNOWN)
        ):
            continue
        row = world.rows[route.slug] if route.slug else None
        for method in doors.methods_of(route):
            answer = who(method, route.path(row), json=None if method == "GET" else {})
            assert answer.status_code == 403, (method, route.pattern, answer.status_code)
            assert leaks(answer) == [], route.pattern


TOO_MUCH = {
    "firm": 1, "firm_id": 1, "balance": 999, "state": "TAMAMLANDI", "created_by": 1,
    "created_by_label": "x", "id": 1, "pk": 1, "spend_id": 1, "confirmed_credits": 0,
}  # fmt: skip
CREATED = {
    "subscribers": {"phone": "0532 111 22 33", "first_name": "Ayşe"},
    "groups": {"name": "Yeni"},
    "templates": {"code": "Y", "name": "Yeni", "category": "DIGER", "text": "Merhaba"},
    "fields": {"label": "Yeni alan"},
    "blacklist": {"phone": "0532 111 22 33", "reason": "x", "source": "FIRMA"},
    "campaigns": {"name": "Yeni", "text": "Merhaba"},
    "messages": {
        "phone": "0532 111 22 33",
        "text": "x",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
    },
}


@pytest.mark.parametrize("noun", sorted(CREATED))
def test_a_rest_body_that_takes_too_much_is_refused_and_changes_nothing(
    noun: str, world: World, before: Picture
) -> None:
    who = world.who["full key"].inside
    place = f"/api/v1/{noun}/{world.rows[routes.REST[noun]].pk}/"
    for name, value in TOO_MUCH.items():
        answer = who("POST", f"/api/v1/{noun}/", json={**CREATED[noun], name: value})
        assert answer.status_code == 400, (name, answer.content)
        assert name in answer.content.decode()
        assert who("PATCH", place, json={name: value}).status_code in (400, 405), name
    assert before.now() == before.rows


def test_a_form_takes_no_field_that_it_does_not_show(world: World) -> None:
    who, row = world.who["admin"], world.rows["groups"]
    answer = who("POST", f"/groups/{row.pk}/edit/",
                 {"name": "Adı değişti", "firm": world.other.pk, "firm_id": world.other.pk,
                  "id": 9, "created_at": "2001-01-01", "search_key": "x"})  # fmt: skip
    assert answer.status_code == 302
    before = row.created_at
    with firm_scope(world.firm.pk):
        row.refresh_from_db()
    assert (row.name, row.firm_id, row.created_at) == ("Adı değişti", world.firm.pk, before)


def test_a_draft_form_cannot_send_or_pay_by_itself(world: World) -> None:
    draft = world.rows["campaigns"]
    world.who["admin"]("POST", f"/compose/{draft.pk}/save/",
                       {"text": "yeni", "state": "TAMAMLANDI", "credits": "0", "spend_id": "7",
                        "confirmed_credits": "99"})  # fmt: skip
    with firm_scope(world.firm.pk):
        row = Campaign.objects.get(pk=draft.pk)
    assert (row.state, row.spend_id, row.confirmed_credits) == (CampaignState.DRAFT, None, None)


def end(world: World, name: str) -> None:
    admin, member = world.who["admin"].member, world.who[name].member
    assert admin is not None
    assert member is not None
    with firm_scope(world.firm.pk):
        people.change(actor_for(admin), member, {"is_active": False})


def test_all_pages_refuse_a_deactivated_member_at_once(world: World) -> None:
    """At one address of each room: from then on he is to the one door of all pages what a
    stranger is, whom the walk sends to each address."""
    who = world.who["manager"]
    assert who("GET", "/subscribers/?view=").status_code == 200
    end(world, "manager")
    assert who("GET", "/subscribers/?view=").status_code == 403
    gone = Identity("gone", who.client, member=who.member).inside
    for route in once_a_room([route for route in INSIDE if not route.is_rest]):
        row = routes.records_of(world, route)[0] if route.slug else None
        for method in doors.asked(route, place=-1):
            answer = gone(method, route.path(row), {}, **DIALOG)
            assert answer.status_code in (204, 401, 403, 404, 405), (method, route.pattern)
            assert answer.status_code not in (204, 401) or answer["HX-Redirect"], (
                method,
                route.pattern,
            )
            assert leaks(answer) == [], route.pattern


def once_a_room(there: list[Route]) -> list[Route]:
    """One address of each room, and every address with a door of its own."""
    shared = {room_of(route): route for route in there if doors.has_one_door(route)}
    return [route for route in there if not doors.has_one_door(route)] + list(shared.values())


def test_all_rest_routes_refuse_a_key_from_its_revocation_on(world: World) -> None:
    who, admin = world.who["full key"], world.who["admin"].member
    assert who("GET", "/api/v1/balance/").status_code == 200
    assert admin is not None
    assert world.key_row is not None
    with firm_scope(world.firm.pk):
        keys.revoke(actor_for(admin), world.key_row)
    for route in once_a_room([route for route in INSIDE if route.is_rest]):
        row = world.rows[route.slug] if route.slug else None
        answer = who.inside("GET", route.path(row))
        assert answer.status_code == 401, route.pattern


def test_the_queued_campaign_of_a_deactivated_member_comes_back_to_draft(world: World) -> None:
    row, member = world.campaigns[CampaignState.PREPARING], world.who["manager"].member
    assert member is not None
    with firm_scope(world.firm.pk):
        Campaign.objects.filter(pk=row.pk).update(submitted_by_member=member.pk)
        before = credits.balance(world.firm.pk, "SMS")
    end(world, "manager")
    with firm_scope(world.firm.pk):
        assert preparing.prepare(row.pk)
        back = Campaign.objects.get(pk=row.pk)
        assert (back.state, back.problem_code) == (CampaignState.DRAFT, "submitter_gone")
        assert not back.messages.exists()
        assert credits.balance(world.firm.pk, "SMS") == before


def test_the_waiting_import_of_a_deactivated_member_stops_with_the_reason(world: World) -> None:
    row, member = world.jobs[JobState.QUEUED], world.who["manager"].member
    assert member is not None
    with firm_scope(world.firm.pk):
        Job.objects.filter(pk=row.pk).update(owner_member=member.pk, phase="apply")
        people_before = Subscriber.objects.count()
    end(world, "manager")
    with firm_scope(world.firm.pk):
        jobs.run(row.pk)
        after = Job.objects.get(pk=row.pk)
        assert (after.state, after.error_code) == (JobState.FAILED, "owner_gone")
        assert after.error
        assert Subscriber.objects.count() == people_before
