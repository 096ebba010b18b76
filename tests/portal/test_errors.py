"""Error pages: friendly, Turkish, with a next step."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.support import firms


def test_an_unknown_page_says_what_to_do(admin_client):
    answer = admin_client.get("/yok/")
    assert answer.status_code == 404
    assert "Aradığınız kayıt ya da sayfa yok" in answer.content.decode()


def test_a_strangers_404_has_no_menu(client, db):
    page = client.get("/yok/").content.decode()
    assert "hub-sidebar" not in page
    assert "Turkcell" in page


def test_a_fault_shows_no_detail(admin_client):
    admin_client.raise_request_exception = False
    answer = admin_client.get("/broken/")
    assert answer.status_code == 500
    assert "Beklenmeyen bir sorun oldu" in answer.content.decode()
    assert "bozuk" not in answer.content.decode()


def test_a_statement_without_end_is_stopped_and_says_what_to_do(admin_client):
    admin_client.raise_request_exception = False
    answer = admin_client.get("/endless/")
    assert answer.status_code == 503
    assert "Bu istek çok uzun sürdü" in answer.content.decode()
    assert "Daha dar bir tarih aralığı" in answer.content.decode()


def test_a_deadlock_says_that_nothing_was_saved_and_to_look_and_repeat(admin_client):
    admin_client.raise_request_exception = False
    answer = admin_client.get("/collided/")
    assert answer.status_code == 503
    assert "İşlem çakıştı" in answer.content.decode()
    assert "kaydedilmedi" in answer.content.decode()


def test_a_form_without_its_token_says_that_nothing_is_lost(admin):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin.user, backend=firms.BACKEND)
    answer = client.post("/test-brands/add/", {"code": "A"})
    assert answer.status_code == 403
    assert "yazdıklarınız durur" in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/test-brands/", "/test-brands/add/", "/yok/", "/search/"])
def test_pages_hold_no_inline_style_and_no_inline_script(admin_client, brand, path):
    brand("A", "Akasya")
    page = admin_client.get(path).content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page
    policy = admin_client.get(path)["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "script-src 'self'" in policy
