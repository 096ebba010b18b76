"""Nobody writes by a form what the form does not show, nor names a record that he cannot see.

Each form is sent twice from the same state: as the page has it, and with fields that it does not
have (firm, owner, state, role …). Both must write the very same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.db import transaction
from django.http import QueryDict
from django.template import Context
from django.test.signals import template_rendered
from django.utils.http import urlencode

from messaging.models import Group, MessageTemplate, Subscriber
from tests.isolation import doors, tables
from tests.isolation.form_entries import STANDS, TYPED, have_forms, typed
from tests.isolation.routes import Route
from tests.isolation.test_mass_assignment import NEVER
from tests.isolation.world import World
from tests.isolation.writings import picture_of_all, written
from tests.support.firms import actor_for, make_brand, make_code, make_member
from tests.support.messaging import make_account
from tests.support.pages import PageForm, forms_of
from turkcell_hub import resources
from turkcell_hub.resources.forms import for_action, for_record
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import SenderTitle
from turkcell_hub.tenancy.scope import firm_scope

# Forms that are no Resource's own.
PAGES = ("/settings/firm/", "/settings/sender-identity/", "/settings/content/",
         "/settings/recipients/", "/settings/billing/", "/account/")  # fmt: skip
ACTIONS = [(r.slug, a.code) for r in resources.registered() for a in r.actions if a.form and a.run]


@pytest.fixture(scope="module")
def rows(built: World) -> tables.Picture:
    """Every row of every table, by model and primary key, as it is before every test."""
    return picture_of_all()


@pytest.fixture(scope="module", autouse=True)
def drawn() -> Iterator[None]:
    """Whoever asks is told of the forms that the answer draws, the page's own first."""

    def look(context: Context, **_how: Any) -> None:
        if "form" in context:
            _DRAWN.append(context["form"])

    template_rendered.connect(look)
    yield
    template_rendered.disconnect(look)


_DRAWN: list[forms.BaseForm] = []


def ask(world: World, method: str, path: str, data: Any = None) -> Any:
    """The admin's answer, with its ``form``."""
    _DRAWN.clear()
    answer = world.who["admin"].inside(method, path, data)
    answer.form = _DRAWN[0] if _DRAWN else None
    return answer


def send(world: World, before: tables.Picture, path: str, data: Any) -> tuple[Any, Counter[str]]:
    """The answer and what was written; all of it is undone again."""
    with transaction.atomic():
        answer = ask(world, "POST", path, data)
        done = written(before)
        transaction.set_rollback(True)
    return answer, done


def extra(world: World, names: set[str]) -> dict[str, Any]:
    foreign = {name: world.other.pk if "firm" in name else "ADMIN" for name in NEVER}
    more = {"owner": 1, "owner_user": 1, "is_default": "on", "is_active": "on", "sealed": "x",
            "secret": "x", "vat": "0", "gross": "0", "by_label": "x", "submitted_by_key": "1",
            "push_token": "x", "user": 1, "user_id": 1, "member_id": 1, "total": 9}  # fmt: skip
    return {name: value for name, value in {**foreign, **more}.items() if name not in names}


def same_with_more(
    world: World,
    before: tables.Picture,
    path: str,
    data: dict[str, Any],
    names: set[str],
    *,
    is_whole: bool = True,
) -> None:
    """``is_whole``: what is typed is enough, so a refusal would prove nothing."""
    answer, plain = send(world, before, path, data)
    stands = bool(STANDS.match(path))
    if is_whole:
        assert bool(errors_of(answer)) is stands, why(answer)
        assert answer.status_code in ((422,) if stands else (200, 204, 302)), why(answer)
    again, more = send(world, before, path, {**data, **extra(world, names | set(data))})
    assert again.status_code == answer.status_code, why(again)
    assert (more - plain, plain - more) == (Counter(), Counter())
    mine, theirs = f"'firm_id', '{world.firm.pk}'", f"'firm_id', '{world.other.pk}'"
    assert not any(theirs in line and mine not in line for line in more)


def errors_of(answer: Any) -> dict[str, Any]:
    return dict(answer.form.errors) if answer.form is not None else {}


def why(answer: Any) -> str:
    form = answer.form
    sent = {name: form.data.getlist(name) for name in form.errors} if form is not None else {}
    return f"{answer.status_code} {errors_of(answer)} {sent}"


def admin(world: World) -> Actor:
    member = world.who["admin"].member
    assert member is not None
    return actor_for(member)


def form_of(world: World, path: str) -> PageForm:
    """As it is before every test: what a test does is undone after it, so it is read once."""
    known = world.more.setdefault("forms", {})
    if path not in known:
        answer = ask(world, "GET", path)
        assert answer.status_code == 200, path
        shown = [one for one in forms_of(answer.content.decode()) if one.action != "/language/"]
        known[path] = max(shown, key=lambda one: len(one.names)), answer.form
    return known[path][0]


def filled(world: World, slug: str) -> tuple[dict[str, Any], set[str]]:
    """The add page's form, filled in."""
    page = form_of(world, f"/{slug}/add/")
    return {**page.values, **typed(world, slug)}, page.names


@pytest.mark.parametrize("slug", have_forms("add"))
def test_a_new_record_is_the_same_whatever_else_is_sent(
    slug: str, world: World, rows: tables.Picture
) -> None:
    data, names = filled(world, slug)
    same_with_more(world, rows, f"/{slug}/add/", data, names, is_whole=slug in TYPED)


@pytest.mark.parametrize("slug", have_forms("change"))
def test_a_change_is_the_same_whatever_else_is_sent(
    slug: str, world: World, rows: tables.Picture
) -> None:
    path = f"/{slug}/{world.rows[slug].pk}/edit/"
    page = form_of(world, path)
    data = {**page.values, **typed(world, slug, "members", "base_url", "password")}
    same_with_more(world, rows, path, data, page.names, is_whole=slug in {*TYPED, "consents"})


@pytest.mark.parametrize("path", PAGES)
def test_a_settings_page_writes_the_same_whatever_else_is_sent(
    path: str, world: World, rows: tables.Picture
) -> None:
    page = form_of(world, path)
    shown = world.more["forms"][path][1].fields
    blank = {
        name: "Deneme"
        for name, field in shown.items()
        if field.required and page.values.get(name, [""]) == [""]
    }
    same_with_more(world, rows, page.action or path, {**page.values, **blank}, page.names)


def test_the_compose_page_writes_the_same_whatever_else_is_sent(
    world: World, rows: tables.Picture
) -> None:
    draft = world.rows["campaigns"].pk
    page = form_of(world, f"/compose/{draft}/")
    same_with_more(world, rows, f"/compose/{draft}/save/", dict(page.values), page.names)


@pytest.fixture
def foreign(world: World) -> dict[str, int]:
    """One record of firm B for each model that a form may name."""
    with firm_scope(world.other.pk):
        account = make_account(world.other)
        rows = (
            Subscriber.objects.create(firm=world.other, phone="+905339990000"),
            Group.objects.create(firm=world.other, name="Yabancı"),
            MessageTemplate.objects.create(firm=world.other, name="Yabancı", text="x"),
            SenderTitle.objects.filter(account=account)[0],
            account,
            make_brand(world.other, "YABANCI"),
            make_code(world.other, "YABANCI"),
            make_member(world.other, "PERSONEL"),
        )
    return {row._meta.label: row.pk for row in rows}


def refused(world: World, path: str, data: dict[str, Any], name: str) -> None:
    answer = ask(world, "POST", path, data)
    assert name in errors_of(answer), (path, name, why(answer))
    assert answer.status_code in (200, 422)


def tried(form: forms.BaseForm, foreign: dict[str, int]) -> list[tuple[str, Any]]:
    """(field, value) that the form must refuse: a record of firm B, a choice that is not there."""
    found: list[tuple[str, Any]] = []
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            value: Any = foreign.get(field.queryset.model._meta.label, 999_999_999)
        elif isinstance(field, forms.ChoiceField):
            value = "YOKBOYLE"
        else:
            continue
        many = isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField)
        found.append((name, [value] if many else value))
    return found


@pytest.mark.parametrize("slug", sorted({*have_forms("add"), *have_forms("change")}))
def test_a_form_refuses_by_name_what_was_not_offered(
    slug: str, world: World, foreign: dict[str, int], rows: tables.Picture
) -> None:
    """Each field at the form, and one of them at the page that all lists share."""
    resource, actor = resources.get(slug), admin(world)
    with firm_scope(world.firm.pk):
        offered = tried(for_record(resource, actor), foreign)
    row = world.rows[slug]
    ways: list[tuple[str, Any, dict[str, Any], set[str]]] = []
    if resource.can_add:
        ways.append((f"{slug}/add/", None, *filled(world, slug)))
    if resource.can_change:
        page = form_of(world, f"/{slug}/{row.pk}/edit/")
        ways.append((f"{slug}/<int:pk>/edit/", row, dict(page.values), page.names))
    before = written(rows)
    for pattern, written_row, data, names in ways:
        route, asked = Route(pattern), [(name, value) for name, value in offered if name in names]
        is_shared = doors.is_common(route)
        for name, value in asked[:1] if is_shared else asked:
            refused(world, route.path(row), {**data, name: value}, name)
        for name, value in asked[1:] if is_shared else ():
            sent = QueryDict(urlencode({**data, name: value}, doseq=True))
            with firm_scope(world.firm.pk):
                assert name in for_record(resource, actor, written_row, data=sent).errors
    assert written(rows) == before


@pytest.mark.parametrize(("slug", "code"), ACTIONS)
def test_an_actions_form_refuses_by_name_what_was_not_offered(
    slug: str, code: str, world: World, foreign: dict[str, int], rows: tables.Picture
) -> None:
    action = next(one for one in resources.get(slug).actions if one.code == code)
    assert action.form is not None
    with firm_scope(world.firm.pk):
        offered = tried(for_action(action.form, admin(world)), foreign)
    before = written(rows)
    for name, value in offered:
        data = {"ids": world.rows[slug].pk, "count": 1, "reason": "x", "note": "x", name: value}
        refused(world, f"/{slug}/actions/{code}/", data, name)
    assert written(rows) == before
