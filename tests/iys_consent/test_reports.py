"""Reports that are lists: what İYS was told too late, and what the quota went for."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.models import ConsentTask, TaskList
from tests.iys_consent.panel import PHONE, member_of, text_of
from tests.support.firms import actor_for, make_key, make_member
from tests.support.registry import connect_offline, load_quota, say
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.ledger.services.refunds import RefundRow
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.models import Role


def ago(**span: float):
    return timezone.now() - timedelta(**span)


def test_what_was_told_too_late_is_listed_with_the_law_and_exported(firm, actor, brand):
    _member, client = member_of(firm, "YONETICI")
    assert "Geciken bildirim yok" in text_of(client.get("/late-consents/"))
    say(actor, brand, PHONE, consented_at=ago(days=20))
    say(actor, brand, "+905337654321", consented_at=ago(hours=1))
    page = text_of(client.get("/late-consents/"))
    assert "üç iş günü içinde İYS'ye kaydeder" in page
    assert "532 123 45 67" in page.replace("&nbsp;", " ")
    assert "765 43 21" not in page
    file = client.get("/late-consents/export/?format=xlsx")
    body = b"".join(file.streaming_content) if file.streaming else file.content
    with open_sheet(BytesIO(body)) as sheet:
        late = list(sheet.headers).index("Gecikme (iş günü)")
        ((_number, cells),) = list(sheet.rows())
    assert int(float(cells[late])) >= 8


def test_what_was_stored_after_its_last_moment_stays_in_the_report(firm, actor, brand):
    movement = say(actor, brand, PHONE, consented_at=ago(days=20))
    ConsentTask.objects.filter(movement=movement).update(
        state="STORED", settled_at=timezone.now() - timedelta(days=1)
    )
    _member, client = member_of(firm)
    page = text_of(client.get("/late-consents/"))
    assert "532 123 45 67" in page.replace("&nbsp;", " ")


def cells_of(row: str) -> list[str]:
    cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in cells][1:-1]


def spent(firm, actor, brand, account, number: int, size: int, back: int = 0):
    """A list of consents that went to İYS, ``back`` of them refused there."""
    movement = say(actor, brand, f"+9053212300{number:02d}", consented_at=ago(hours=1))
    made = TaskList.objects.create(firm=firm, account=account, brand=brand, size=size)
    ConsentTask.objects.filter(movement=movement).update(sent_in=made)
    spend = credits.spend(
        firm.pk, "IYS", size, f"list-{number}", Reason.CONSENT, actor,
        subject=("consent_list", made.pk),
    )  # fmt: skip
    if back:
        row = RefundRow(spend.pk, back, f"back-{number}", Reason.NOT_SENT, "", None)
        credits.refund_many(firm.pk, [row])


@pytest.mark.requirement("K-069")
def test_the_amounts_of_the_usage_sum_up_to_what_was_spent(firm, actor, brand):
    load_quota(firm, 60_000)
    account = connect_offline(firm)
    other = actor_for(make_member(firm, Role.ADMIN))
    spent(firm, actor, brand, account, 1, 500, back=20)
    spent(firm, other, brand, account, 2, 466)
    spent(firm, other, brand, account, 3, 7, back=7)
    credits.load(firm.pk, "SMS", 90, "sms", Reason.OPENING, actor)
    credits.spend(firm.pk, "SMS", 90, "campaign", Reason.CAMPAIGN, actor)  # another wallet's
    credits.adjust(firm.pk, "IYS", -50, "ended", Reason.EXPIRED, actor)  # is nobody's usage
    _member, client = member_of(firm, "YONETICI")
    page = client.get("/consent-usage/").content.decode()
    told = [cells_of(row) for row in re.findall(r"<tr[^>]*data-pk.*?</tr>", page, re.DOTALL)]
    assert [(row[0], row[2], row[3]) for row in told] == [
        (firm.name, other.label, "0"),
        (firm.name, other.label, "466"),
        (firm.name, actor.label, "480"),
    ]
    at = [timezone.localtime(one.at) for one in Transfer.objects.filter(kind="IYS", type="SPEND")]
    assert [row[1] for row in told] == [f"{one:%d.%m.%Y %H:%M}" for one in at]
    summary = ledger.summary(firm.pk, "IYS")
    assert (summary.total, summary.spent, summary.remaining) == (59_950, 946, 59_004)
    assert sum(int(row[3]) for row in told) == summary.spent
    assert "Harcanan İzin Miktarı 946" in text_of(client.get("/consent-usage/"))
    none = client.get("/consent-usage/totals/", {"since": "2099-01-01"})
    assert "Kullanım Miktarı toplamı 0 " in text_of(none)


def test_the_reach_map_is_there_for_programs(firm, actor, brand):
    say(actor, brand, PHONE, consented_at=ago(hours=1))
    _key, secret = make_key(firm, ["iys.consent.view"])
    client = Client(headers={"authorization": f"Bearer {secret}"})
    told = client.get("/api/v1/reports/reach/").json()
    assert told["addresses"]["for_package"] == 1
    (shown,) = told["brands"]
    messages = next(
        cell for cell in shown["cells"]
        if (cell["channel"], cell["recipient_type"]) == ("MESAJ", "BIREYSEL")
    )  # fmt: skip
    assert (shown["code"], messages["reachable"], messages["total"]) == (brand.code, 0, 1)
    assert messages["reasons"][0]["advice"]
