"""How pages are made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import get_template, render_to_string

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


@pytest.mark.parametrize("summary", ["portal/form_summary", "iys_consent/_errors", "otp/_errors"])
def test_a_label_that_is_a_sentence_gets_no_second_stop_in_the_summary(summary: str) -> None:
    class Form(forms.Form):
        name = forms.CharField(label="Adı")
        read = forms.BooleanField(label="Okudum, onaylıyorum.")
        line = forms.BooleanField(label="Hattınız var mı?")

    page = render_to_string(f"{summary}.html", {"form": Form({})})
    ends = [part.split(" ")[0] for part in page.split("</a>")[1:]]
    assert ends == [":", "", ""], page


_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_LINE = re.compile(
    r"<input (?![^>]*type=\"(?:hidden|checkbox|radio|file|submit)\")|{% (?:form_fields|field) "
)
# Their first button is the one that Enter means: it saves, adds, answers.
_FIRST_IS_MEANT = {
    "portal/form.html", "iys_consent/add.html", "membership/sending.html", "help/staff_ticket.html",
}  # fmt: skip


def test_enter_in_a_form_of_several_buttons_presses_one_that_was_chosen() -> None:
    """The browser presses the form's first button, whatever it does: where there are several
    and a line to type in, ``data-enter`` says which (static/hub/forms.js)."""
    root = Path(settings.BASE_DIR) / "templates"
    unsaid = []
    for path in sorted(root.rglob("*.html")):
        name = str(path.relative_to(root))
        for form in _FORM.findall(path.read_text(encoding="utf-8")):
            is_several = form.count('type="submit"') > 1 and 'method="post"' in form
            if is_several and _LINE.search(form) and "data-enter" not in form:
                unsaid.append(name)
    assert set(unsaid) == _FIRST_IS_MEANT


def test_a_form_that_htmx_sends_cannot_be_sent_twice() -> None:
    """htmx keeps a second press for later: it has to be switched off while one is on its way."""
    root = Path(settings.BASE_DIR) / "templates"
    free = [
        f"{path.relative_to(root)}: {start[:120]}"
        for path in sorted(root.rglob("*.html"))
        for start in re.findall(r"<form\b[^>]*hx-post[^>]*>", path.read_text(encoding="utf-8"))
        if "hx-disabled-elt" not in start
    ]
    assert free == []


_CONTROL = re.compile(
    r"<(?:textarea|select|input(?![^>]*type=\"(?:hidden|submit)\"))\b"
    r"|{% (?:field|form_fields|include) |{{ \w+ }}"
)


def test_no_form_with_a_field_leaves_the_refusal_to_the_browser() -> None:
    """The browser's own balloon speaks the browser's language and comes before our sentence:
    every form that a person fills in says ``novalidate``, and the server tells what is wrong."""
    root = Path(settings.BASE_DIR) / "templates"
    left = [
        f"{path.relative_to(root)}: {form[:120]}"
        for path in sorted(root.rglob("*.html"))
        for form in _FORM.findall(path.read_text(encoding="utf-8"))
        if _is_filled_in(form, path) and "novalidate" not in _START.match(form)[0]  # type: ignore[index]
    ]
    assert left == []


_START = re.compile(r"<form\b(?:{%.*?%}|{{.*?}}|[^>])*>", re.DOTALL)


def _is_filled_in(form: str, path: Path) -> bool:
    """Whether it holds a field, or one elsewhere on the page names it (``form="its id"``)."""
    start = _START.match(form)
    assert start
    inside = form[start.end() :]
    named = re.search(r' id="([\w-]+)"', start[0])
    outside = named and re.search(
        rf'<(?:input|select|textarea)\b[^>]*\bform="{named[1]}"', path.read_text(encoding="utf-8")
    )
    return bool(_CONTROL.search(inside) or outside)
