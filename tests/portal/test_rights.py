"""Who gets in where."""

from __future__ import annotations

import pytest
from django.urls import reverse

URL = "/test-brands/"
PAGES = ("", "menu/", "export/")
RECORD_PAGES = ("", "edit/", "delete/")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_the_login_and_back(client, db, page):
    answer = client.get(URL + page)
    assert answer.status_code == 302
    assert answer["Location"] == f"/login/?next={URL}{page}"


def test_a_stranger_inside_a_dialog_is_sent_to_the_login_too(client, db):
    answer = client.get(f"{URL}menu/", headers={"HX-Request": "true"})
    assert answer.status_code == 401  # the page keeps what was typed (static/hub/requests.js)
    assert answer["HX-Redirect"].startswith("/login/")


def test_a_user_who_owes_a_code_is_sent_to_the_second_factor(admin):
    from tests.support.firms import client_for
    from turkcell_hub.tenancy.models.devices import Authenticator

    Authenticator.objects.create(user=admin.user, name="x", confirmed=True)
    client = client_for(admin.user)
    assert client.get(URL)["Location"] == reverse("second-factor-verify")


def test_a_user_without_a_firm_is_told_what_to_do(db):
    from tests.support.firms import client_for, make_user

    client = client_for(make_user())
    answer = client.get(URL)
    assert answer.status_code == 403
    assert "etkin bir firmaya bağlı değil" in answer.content.decode()


@pytest.mark.requirement("L-004")
@pytest.mark.parametrize("page", PAGES)
def test_a_member_without_the_view_right_gets_403(customer_client, page):
    assert customer_client.get(URL + page).status_code == 403


@pytest.mark.requirement("L-004")
def test_seeing_is_not_changing(staff_client, brand):
    row = brand("A", "Akasya")
    page = staff_client.get(URL).content.decode()
    assert "Akasya" in page
    assert "/test-brands/add/" not in page
    for url in ("add/", f"{row.pk}/edit/", f"{row.pk}/delete/"):
        assert staff_client.get(URL + url).status_code == 403
        assert staff_client.post(URL + url, {"code": "X", "name": "Y"}).status_code == 403
    assert staff_client.post(f"{URL}actions/close/", {"ids": row.pk}).status_code == 403


@pytest.mark.parametrize("page", RECORD_PAGES)
def test_another_firms_record_does_not_exist(stranger_client, brand, page):
    row = brand("A", "Akasya")
    assert stranger_client.get(f"{URL}{row.pk}/{page}").status_code == 404
    if page:
        assert stranger_client.post(f"{URL}{row.pk}/{page}", {}).status_code == 404


def test_another_firms_record_cannot_be_touched_by_an_action(stranger_client, firm, brand):
    row = brand("A", "Akasya", is_active=True)
    answer = stranger_client.post(f"{URL}actions/close/", {"ids": row.pk, "count": 1})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.is_active


@pytest.mark.requirement("L-001", "L-004")
def test_the_menu_shows_a_section_only_to_those_who_find_something_in_it(admin, customer):
    from tests.support.firms import actor_for
    from turkcell_hub.portal import menu

    def labels(member):
        sections = menu.sections_for(actor_for(member))
        assert all(section.links for section in sections)
        return {link.label for section in sections for link in section.links}

    assert "Deneme Markaları" in labels(admin)
    assert "Deneme Markaları" not in labels(customer)


@pytest.mark.requirement("L-001", "L-006")
def test_a_page_may_stand_in_two_sections_and_the_active_entry_is_marked(admin_client, actor):
    from turkcell_hub.portal import menu

    menu.add("operations", "Başvuru", "guarded", "test.brand.view", "report")
    menu.add("applications", "Başvuru", "guarded", "test.brand.view", "report")
    try:
        found = {s.code: [link.url for link in s.links] for s in menu.sections_for(actor)}
    finally:
        del menu._entries["operations", "guarded"], menu._entries["applications", "guarded"]
    assert "/guarded/" in found["operations"]
    assert "/guarded/" in found["applications"]
    assert 'href="/test-brands/" aria-current="page"' in admin_client.get(URL).content.decode()


def test_an_unknown_section_is_a_programming_error():
    from turkcell_hub.portal import menu

    with pytest.raises(ValueError, match="no section"):
        menu.add("yok", "X", "home")


def test_the_rooms_own_pages_are_guarded_by_the_same_door(admin_client, staff_client):
    assert admin_client.get("/guarded/").content.decode() == "içerideyim"
    answer = staff_client.get("/guarded/")
    assert answer.status_code == 403
    assert "Deneme: change" in answer.content.decode()
