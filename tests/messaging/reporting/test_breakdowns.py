"""Who, whereby, to whom and why not: always the total of the range."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from messaging.models import Campaign, Group
from messaging.selectors.reporting import breakdowns, figures
from messaging.selectors.reporting.question import Question, ask, form_of
from tests.api.conftest import Caller
from tests.messaging.reporting.conftest import Send
from tests.messaging.reporting.test_daily import ist
from tests.support.firms import make_code, make_key, make_member
from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db
D, F = Outcome.DELIVERED, Outcome.UNDELIVERED
OCTOBER = "from=2026-10-01&to=2026-10-31"


def october(actor: Actor, **more: Any) -> Question:
    return ask(actor, form_of(actor, {"from": "2026-10-01", "to": "2026-10-31", **more}))


@pytest.mark.requirement("L-125")
@pytest.mark.parametrize("code", [code for code in breakdowns.DIMENSIONS if code != "group"])
def test_every_breakdown_adds_up_to_the_days(send: Send, clerk: Actor, code: str) -> None:
    send([D, F, None], ist(5, 12))
    send([D], ist(6, 12))
    question = october(clerk)
    found = breakdowns.by(question, code)
    days = figures.daily(question).total
    assert (
        found.total == days == figures.total_of({i: one.sums for i, one in enumerate(found.lines)})
    )
    assert all(line.label for line in found.lines)


def test_a_group_behind_a_foreign_code_keeps_its_name(send: Send, clerk: Actor, firm: Firm) -> None:
    made = send([D, F], ist(5, 12))
    seen, hidden = (
        Group.objects.create(firm=firm, name=name, authority_code=code)
        for name, code in (("Bayiler", None), ("Gizli müşteriler", make_code(firm, "GIZLI")))
    )
    made.groups.set([seen, hidden])
    limited = of_membership(make_member(firm, Role.STAFF))
    lines = breakdowns.by(october(limited), "group").lines
    assert [(line.label, line.sums.sent) for line in lines] == [
        ("Bayiler", 2),
        ("Diğerleri (1)", 2),
    ]
    assert "Gizli müşteriler" in {
        line.label for line in breakdowns.by(october(clerk), "group").lines
    }


def test_what_is_beyond_the_largest_stands_in_one_line(send: Send, clerk: Actor) -> None:
    """However the largest are found: they are those that a list of all begins with."""
    # Of before the range, with a refund in it.
    send([F], ist(20, 12).replace(month=9), back_at=ist(2, 9))
    for outcomes in ([D], [D, F, None], [F, F]):
        send(outcomes, ist(5, 12))
    whole = breakdowns.by(october(clerk), "campaign")
    found = breakdowns.by(october(clerk), "campaign", most=2)
    assert found.lines[:2] == whole.lines[:2]
    assert [line.sums.sent for line in found.lines] == [3, 2, 1]
    assert (found.lines[2].label, found.lines[2].key) == ("Diğerleri (2)", None)
    assert found.lines[2].sums == figures.total_of(
        {line.key: line.sums for line in whole.lines[2:]}
    )
    assert found.total == whole.total


@pytest.mark.requirement("S-068")
def test_reasons_are_told_in_turkish_and_counted(send: Send, clerk: Actor) -> None:
    send([D, F, F, Outcome.INVALID_NUMBER], ist(5, 12))
    found = breakdowns.why(october(clerk))
    assert [(one.label, one.messages, one.credits, one.percent) for one in found] == [
        ("İletilemedi", 2, 2, 50.0),
        ("Geçersiz numara", 1, 1, 25.0),
    ]
    assert all(len(one.text) > 10 for one in found)


@pytest.mark.requirement("L-125")
def test_the_files_hold_exactly_what_is_shown(send: Send, admin_client: Client) -> None:
    send([D, F], ist(5, 12))
    answer = admin_client.get(f"/reports/sending/export/?part=daily&format=xlsx&{OCTOBER}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.getvalue())).get_sheet_by_index(0)
    rows = rows.to_python()
    assert rows[0][0] == "01.10.2026 – 31.10.2026 (Europe/Istanbul)"
    assert (len(rows), rows[1][0], rows[-1][:6]) == (34, "Gün", ["Toplam", 2, 0, 0, 2, 1])
    text = admin_client.get(f"/reports/sending/export/?part=reasons&format=csv&{OCTOBER}")
    assert "İletilemedi;" in text.getvalue().decode("utf-8-sig")
    assert admin_client.get(f"/reports/sending/export/?part=x&{OCTOBER}").status_code == 400


def test_the_page_and_rest_show_the_breakdown(
    send: Send, admin_client: Client, firm: Firm, settings: Any
) -> None:
    settings.API_RATE_LIMITS = {}
    made = send([D, F], ist(5, 12))
    page = admin_client.get(f"/reports/sending/?{OCTOBER}&by=campaign").content.decode()
    assert f"/campaigns/{made.pk}/" in page
    assert "Ulaşmama nedenleri" in page
    call = Caller(make_key(firm, ["messaging.campaign.view"])[1])
    lines = call.get(f"reports/breakdown/?{OCTOBER}&by=sender").json()["results"]
    assert [(one["label"], one["sent"], one["id"]) for one in lines] == [
        ("EGETEKSTIL", 2, str(Campaign.objects.get(pk=made.pk).sender_id))
    ]
    reasons = call.get(f"reports/reasons/?{OCTOBER}").json()["results"]
    assert [(one["state"], one["messages"]) for one in reasons] == [("UNDELIVERED", 1)]
    assert call.get("reports/breakdown/?by=moon").status_code == 400
