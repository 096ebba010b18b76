"""Reports that are lists: what İYS was told too late, and what the quota went for."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.models import ConsentTask, TaskList
from tests.iys_consent.panel import PHONE, member_of, text_of
from tests.support.firms import make_key
from tests.support.registry import connect_offline, load_quota, say
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.ledger.services.refunds import RefundRow
from turkcell_hub.sheets import open_sheet


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


@pytest.mark.requirement("K-069")
def test_the_amounts_of_the_usage_sum_up_to_what_was_spent(firm, actor, brand):
    load_quota(firm, 1000)
    account = connect_offline(firm)
    movement = say(actor, brand, PHONE, consented_at=ago(hours=1))
    made = TaskList.objects.create(firm=firm, account=account, brand=brand, size=480)
    ConsentTask.objects.filter(movement=movement).update(sent_in=made)
    spend = credits.spend(
        firm.pk, "IYS", 500, "list-1", Reason.CONSENT, actor, subject=("consent_list", made.pk)
    )
    credits.refund_many(firm.pk, [RefundRow(spend.pk, 20, "back-1", Reason.NOT_SENT, "", None)])
    _member, client = member_of(firm, "YONETICI")
    page = text_of(client.get("/consent-usage/"))
    assert "480" in page
    assert movement.actor_label in page
    assert firm.name in page
    assert ledger.summary(firm.pk, "IYS").spent == 480


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
