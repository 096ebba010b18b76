"""Saved views, the palette, the first page and its providers."""

from __future__ import annotations

import datetime as dt

import pytest

from turkcell_hub.portal.models import SavedView
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import every_firm

URL = "/test-brands/"


def save(client, **data):
    return client.post(f"{URL}views/", {"name": "Açıklar", "query": "is_active=true", **data})


def test_a_view_keeps_filter_and_order_but_no_position(admin_client, admin):
    save(admin_client, query="is_active=true&sort=-name&after=5&start=25&new=3")
    view = SavedView.objects.get()
    assert (view.firm_id, view.user_id) == (admin.firm_id, admin.user_id)
    assert view.query == "is_active=true&sort=-name"
    assert "Açıklar" in admin_client.get(URL).content.decode()


def test_a_null_character_in_the_name_or_the_filter_is_no_server_error(admin_client):
    admin_client.raise_request_exception = False
    answers = [save(admin_client, **odd).status_code for odd in (
        {"name": "Açık\x00lar"}, {"name": "\x00"}, {"name": "B", "query": "q=a\x00b"},
    )]  # fmt: skip
    assert answers == [302, 302, 302]
    assert sorted(SavedView.objects.values_list("name", flat=True)) == ["Açık lar", "B"]


def test_the_default_view_opens_with_the_list_and_can_be_left(admin_client, brand):
    brand("A", "Akasya", is_active=False)
    save(admin_client, is_default="1")
    view = SavedView.objects.get()
    answer = admin_client.get(URL)
    assert answer["Location"] == f"{URL}?is_active=true&view={view.pk}"
    assert "Akasya" in admin_client.get(f"{URL}?view=").content.decode()


def test_only_one_view_is_the_default(admin_client):
    save(admin_client, is_default="1")
    save(admin_client, name="Kapalılar", is_default="1")
    assert [v.name for v in SavedView.objects.filter(is_default=True)] == ["Kapalılar"]


def test_views_are_each_persons_own(admin_client, manager_client, stranger_client):
    save(admin_client)
    view = SavedView.objects.get()
    for other in (manager_client, stranger_client):
        assert "Açıklar" not in other.get(URL).content.decode()
        assert other.post(f"{URL}views/", {"delete": view.pk}).status_code == 404
    admin_client.post(f"{URL}views/", {"delete": view.pk})
    assert not SavedView.objects.exists()


def test_a_view_needs_a_name(admin_client):
    save(admin_client, name="  ")
    assert not SavedView.objects.exists()


def test_the_palette_finds_pages_commands_and_records(admin_client, brand):
    brand("A", "Akasya Tekstil")
    page = admin_client.get("/search/?q=tekstil", headers={"HX-Request": "true"}).content.decode()
    assert "Akasya Tekstil" in page
    assert "<html" not in page
    commands = admin_client.get("/search/?q=YENİ DENEME").content.decode()
    assert 'href="/test-brands/add/"' in commands


@pytest.mark.parametrize("typed", ["deneme markaları", "DENEME MARKALARI", "markalari", "marka"])
def test_pages_are_found_whatever_the_case_of_the_i(admin_client, typed):
    page = admin_client.get("/search/", {"q": typed}, headers={"HX-Request": "true"})
    assert 'href="/test-brands/"' in page.content.decode()


def test_the_palette_shows_nobody_what_he_may_not_see(customer_client, stranger_client, brand):
    brand("A", "Akasya")
    for client in (customer_client, stranger_client):
        page = client.get("/search/?q=akasya", headers={"HX-Request": "true"}).content.decode()
        assert "/test-brands/1" not in page
        assert "Akasya</span>" not in page


def test_the_first_page_shows_cards_and_the_checklist_until_it_is_done(admin_client, monkeypatch):
    from turkcell_hub.portal import checklist, dashboard

    steps = [checklist.Step("Firma bilgileri", True), checklist.Step("İlk liste", False, url="/x/")]
    monkeypatch.setattr(checklist, "_providers", [(1, lambda a, s=s: s) for s in steps])
    monkeypatch.setattr(
        dashboard, "_providers", [(1, lambda a: dashboard.Card("Kart", "7")), (2, lambda a: None)]
    )
    page = admin_client.get("/").content.decode()
    assert "Kuruluma devam edin" in page
    assert 'href="/x/"' in page
    assert "Kart" in page
    monkeypatch.setattr(checklist, "_providers", [(1, lambda a: steps[0])])
    assert "Kuruluma devam edin" not in admin_client.get("/").content.decode()


def test_the_bell_shows_the_newest_first(actor, monkeypatch):
    from turkcell_hub.portal import notifications
    from turkcell_hub.portal.notifications import Notification

    def at(day):
        return dt.datetime(2026, 11, day, tzinfo=dt.UTC)

    notes = [Notification("eski", at=at(1)), Notification("yeni", at=at(9)), Notification("hep")]
    monkeypatch.setattr(notifications, "_providers", [lambda a: notes])
    assert [n.title for n in notifications.for_actor(actor)] == ["hep", "yeni", "eski"]


def test_the_bell_asks_only_who_may_have_something_to_say(actor, brand, monkeypatch):
    from turkcell_hub.portal import notifications
    from turkcell_hub.portal.notifications import FIRM, Notification

    def mine():
        with every_firm():
            return Brand.objects.filter(firm_id=FIRM, code="A")

    def others():
        with every_firm():
            return Brand.objects.filter(firm_id=FIRM, code="YOK")

    def never():
        return Brand._base_manager.none()

    monkeypatch.setattr(notifications, "_providers", [])
    monkeypatch.setattr(notifications, "_looks", {})
    for title, looks in {"bir": (mine,), "hiç": (others, never), "iki": (others, mine)}.items():
        notifications.add_provider(lambda _actor, title=title: [Notification(title)], *looks)
    assert [n.title for n in notifications.for_actor(actor)] == []
    brand("A", "Akasya")
    assert [n.title for n in notifications.for_actor(actor)] == ["bir", "iki"]
