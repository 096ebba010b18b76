"""How pages are made."""

from __future__ import annotations

import pytest
from django.template.loader import get_template

from tests.support.firms import client_for, make_member
from tests.support.pages import forms_of
from turkcell_hub.tenancy.models import Firm


@pytest.mark.parametrize("name", ["portal/list.html", "portal/field.html"])
def test_a_template_is_parsed_once_and_not_for_each_page(name: str) -> None:
    assert get_template(name).template is get_template(name).template


def test_namesakes_share_a_menu_and_not_its_token(firm: Firm) -> None:
    tokens = []
    for _n in range(2):
        client = client_for(make_member(firm, "PERSONEL", name="Can <b>Er</b>"))
        client.handler.enforce_csrf_checks = True
        page = client.get("/account/").content.decode()
        assert "Can &lt;b&gt;Er&lt;/b&gt;" in page
        menu = page[page.index('class="hub-user"') :]
        tokens.append(menu.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0])
        (leave,) = (form for form in forms_of(page) if form.action == "/logout/")
        for token, status in ((tokens[0], 302 if len(tokens) == 1 else 403), (tokens[-1], 302)):
            sent = client.post(leave.action, {"csrfmiddlewaretoken": token})
            assert sent.status_code == status
    assert len(set(tokens)) == 2
