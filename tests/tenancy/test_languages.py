"""Everybody reads his own language; what goes to telephones stays Turkish."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.translation import get_language, override

from tests.support.firms import client_for, make_firm, make_member
from tools import messages
from turkcell_hub.billing.resources.prices import PackagePriceForm
from turkcell_hub.portal import cells
from turkcell_hub.tenancy import languages, mails
from turkcell_hub.tenancy.models import Membership, Role
from turkcell_hub.tenancy.services import persons

pytestmark = pytest.mark.django_db
_WORD = re.compile(r">([^<>]+)<")


@pytest.fixture
def member() -> Membership:
    return make_member(make_firm(), Role.ADMIN)


def _in_english(member: Membership) -> Client:
    persons.change_language(member.user, "en")
    return client_for(member)


def _turkish_texts() -> set[str]:
    """What the catalogue translates into something else."""
    found = {e.msgid for e in messages.stored() if e.msgid != e.msgstr and "%(" not in e.msgid}
    return {text for text in found if len(text) > 3} - {"Türkçe"}  # a language names itself


@pytest.mark.parametrize(
    "name", ["home", "campaigns-list", "subscribers-add", "service-centre", "profile"]
)
def test_a_page_in_english_says_nothing_in_turkish(member: Membership, name: str) -> None:
    page = _in_english(member).get(reverse(name))
    html = page.content.decode()
    assert '<html lang="en"' in html
    assert page.headers["Content-Language"] == "en"
    said = {" ".join(text.split()) for text in _WORD.findall(html)}
    assert said & _turkish_texts() == set()


def test_a_strangers_page_is_in_the_language_of_his_browser(client: Client) -> None:
    page = client.get(reverse("login"), headers={"accept-language": "en-GB,en;q=0.9"})
    assert "Log in" in page.content.decode()
    assert "Accept-Language" in page.headers["Vary"]
    assert "Giriş yap" in client.get(reverse("login")).content.decode()


def test_the_switch_is_kept_on_the_card_and_for_the_login_page(member: Membership) -> None:
    client = client_for(member)
    back = client.post(reverse("language-switch"), {"language": "en", "next": "/account/"})
    assert back.headers["Location"] == "/account/"
    member.user.refresh_from_db()
    assert member.user.language == "en"
    client.post(reverse("logout"))
    assert "Log in" in client.get(reverse("login")).content.decode()
    assert client.post(reverse("language-switch"), {"language": "de"}).status_code == 400


def test_a_request_leaves_no_language_behind(member: Membership) -> None:
    _in_english(member).get(reverse("profile"))
    assert get_language() == settings.LANGUAGE_CODE


def test_a_mail_speaks_its_readers_language(member: Membership) -> None:
    user = member.user
    persons.change_language(user, "en")
    mails.deliver("password_changed", user)
    assert mail.outbox[-1].subject == "Your Turkcell Hub password changed"
    assert "other sessions were closed" in mail.outbox[-1].body


def test_a_text_for_a_telephone_is_turkish_on_an_english_screen() -> None:
    from django.utils.translation import gettext

    with override("en"), languages.of_messages():
        assert gettext("Kayıt bulunamadı.") == "Kayıt bulunamadı."


@pytest.mark.parametrize(
    ("language", "number", "money", "share"),
    [("tr", "1.234,5", "₺1.234,50", "%12,5"), ("en", "1,234.5", "₺1,234.50", "12.5%")],
)
def test_numbers_look_as_the_reader_knows_them(
    language: str, number: str, money: str, share: str
) -> None:
    with override(language):
        assert cells.number(Decimal("1234.5")) == number
        assert cells.money(Decimal("1234.5")) == money
        assert cells.percent(12.5) == share


@pytest.mark.parametrize(
    ("language", "typed", "read"),
    [
        ("tr", "1.234,56", Decimal("1234.56")),
        ("tr", "0,50", Decimal("0.50")),
        ("en", "1,234.56", Decimal("1234.56")),
        ("en", "1234.56", Decimal("1234.56")),
        ("en", "0,50", None),
        ("en", "1.234,56", None),
        ("en", "12,34.5", None),
    ],
)
def test_an_amount_is_never_read_a_hundredfold(
    language: str, typed: str, read: Decimal | None
) -> None:
    with override(language):
        form = PackagePriceForm({"net": typed})
        form.is_valid()
    assert form.cleaned_data.get("net") == read
    assert ("net" in form.errors) is (read is None)


@pytest.mark.parametrize(
    ("came", "goes"),
    [
        ("http://testserver/subscribers/?q=ege", "/subscribers/?q=ege"),
        ("http://elsewhere.test/subscribers/", "/"),
        ("http://testserver//elsewhere.test/", "/"),
        ("", "/"),
    ],
)
def test_the_switch_leads_back_to_the_page_it_stood_on_and_nowhere_else(
    client: Client, came: str, goes: str
) -> None:
    back = client.post(reverse("language-switch"), {"language": "en"}, headers={"referer": came})
    assert (back.status_code, back.url) == (302, goes)
