"""A row's number of five thousand digits in a form: refused as one that is not there, no crash."""

from __future__ import annotations

import pytest
from django.test import Client

from messaging.models import Group
from tests.messaging.compose_world import opened
from tests.support.messaging import make_account
from turkcell_hub.lib.row_ids import MAX_ROW_ID, row_id
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

ENDLESS = "9" * 5000


@pytest.mark.parametrize(
    ("raw", "found"),
    [("7", 7), ("007", 7), (str(MAX_ROW_ID), MAX_ROW_ID), (str(MAX_ROW_ID + 1), None)]
    + [(odd, None) for odd in (None, "", " 7", "-1", "1.0", "1_0", "१२", "²", "x", ENDLESS)],
)
def test_a_rows_number_is_plain_digits_that_a_row_can_have(
    raw: str | None, found: int | None
) -> None:
    assert row_id(raw) == found


@pytest.mark.django_db
def test_a_number_without_end_is_no_server_error_at_any_form(
    firm: Firm, admin_client: Client
) -> None:
    make_account(firm)
    draft = opened(firm, admin_client)
    with firm_scope(firm.pk):
        group = Group.objects.create(firm=firm, name="Bayiler")
    posts = [
        ("/firm/", "firm", 404),
        (f"/groups/{group.pk}/members/remove/", "subscriber", 404),
        (f"/quick/{group.pk}/prepare/", "template", 404),
        ("/subscribers/views/", "delete", 404),
        ("/subscribers/actions/compose/", "ids", 422),
        (f"/compose/{draft.pk}/people/remove/", "recipient", 302),
    ]
    gets = [
        ("/subscribers/", "new", 200),
        # The draft has no text yet, which is what it says.
        (f"/compose/{draft.pk}/preflight/people/", "verdict", 400),
    ]
    admin_client.raise_request_exception = False
    seen = {f"{url} {name}": admin_client.post(url, {name: ENDLESS}) for url, name, _ in posts}
    seen |= {f"{url} {name}": admin_client.get(url, {name: ENDLESS}) for url, name, _ in gets}
    told = {door: answer.status_code for door, answer in seen.items()}
    expected = {f"{url} {name}": status for url, name, status in posts + gets}
    assert told == expected
