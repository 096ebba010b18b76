"""Which end gives credit back: a dated table, used where messages end (S-066)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from messaging.models import Campaign, Message
from messaging.services import campaigns, preflight, preparing, reports
from messaging.states import NEVER_HANDED_OVER, REFUNDED, SERVICE, refund_states
from tests.support.firms import actor_for
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import RefundRule
from turkcell_hub.billing.selectors import refunds
from turkcell_hub.billing.services import refund_rules
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.ledger import checks
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def tomorrow() -> dt.date:
    return calendar.today() + dt.timedelta(days=1)


def rule_of_tomorrow(**other: object) -> dict[str, object]:
    wanted = {"service": "sms", "state": "EXPIRED", "refunds": False, "valid_from": tomorrow()}
    return {**wanted, **other}


@pytest.fixture
def boss(firm: Firm, admin: Membership) -> Iterator[Actor]:
    make_account(firm)
    load_credit(firm, 10)
    with firm_scope(firm.pk):
        yield actor_for(admin)


def sent(actor: Actor, firm: Firm, people: int = 2) -> Campaign:
    persons = [make_subscriber(firm, f"+90532123450{n}") for n in range(people)]
    draft = make_draft(actor, "Siparişiniz hazır.", persons)
    preflight.run(actor, draft)
    campaigns.submit(actor, draft)
    preparing.prepare(draft.pk)
    Batch.objects.filter(subject_id=draft.pk).update(state=State.ACCEPTED, packet_id="P1")
    return Campaign.objects.get(pk=draft.pk)


def tell(campaign: Campaign, outcome: Outcome, **more: object) -> None:
    rows = Message.objects.filter(campaign=campaign).order_by("seq")
    told = [DeliveryReport(outcome, reference=str(row.pk), **more) for row in rows]  # type: ignore[arg-type]
    assert campaign.account is not None
    reports.apply(campaign.account, told, None)


@pytest.mark.requirement("S-066")
def test_the_default_table_is_the_decided_one(boss: Actor) -> None:
    rows = {row.state.code: row for row in refunds.table() if row.service == SERVICE}
    states = {state.code: state for state in refund_states()}
    assert set(rows) == set(states)
    back = {code for code, row in rows.items() if row.refunds}
    assert back == {state.name for state in REFUNDED} | {"BLOCKED"}
    assert {c for c, row in rows.items() if row.state.fixed} == {s.name for s in NEVER_HANDED_OVER}
    assert {"DELIVERED", "SENT_UNCONFIRMED"} & back == set()


@pytest.mark.requirement("S-066")
def test_a_rule_holds_for_what_is_paid_from_its_day_on(boss: Actor, firm: Firm) -> None:
    rule = refund_rules.add(boss, rule_of_tomorrow())
    tell(sent(boss, firm), Outcome.EXPIRED)
    assert credits.balance(firm.pk, "SMS") == 10  # paid today, by today's rule
    RefundRule.objects.filter(pk=rule.pk).update(valid_from=calendar.today())
    tell(sent_again(boss, firm), Outcome.EXPIRED)
    assert credits.balance(firm.pk, "SMS") == 8
    assert checks.findings() == []


def sent_again(actor: Actor, firm: Firm) -> Campaign:
    draft = make_draft(actor, "Siparişiniz hazır.", list(_people()))
    preflight.run(actor, draft)
    campaigns.submit(actor, draft)
    preparing.prepare(draft.pk)
    Batch.objects.filter(subject_id=draft.pk).update(state=State.ACCEPTED, packet_id="P2")
    return Campaign.objects.get(pk=draft.pk)


def _people() -> Iterator[object]:
    from messaging.models import Subscriber

    yield from Subscriber.objects.all()


def test_rules_never_reach_back_and_some_cannot_be_made(boss: Actor, manager: Membership) -> None:
    with pytest.raises(Invalid, match="yarın"):
        refund_rules.add(boss, rule_of_tomorrow(valid_from=calendar.today()))
    with pytest.raises(Invalid, match="operatöre verilmemiştir"):
        refund_rules.add(boss, rule_of_tomorrow(state="CANCELLED"))
    with pytest.raises(Invalid, match="listeden"):
        refund_rules.add(boss, rule_of_tomorrow(state="NOSUCH"))
    rule = refund_rules.add(boss, rule_of_tomorrow())
    with pytest.raises(Invalid, match="kural var"):
        refund_rules.add(boss, rule_of_tomorrow())
    with pytest.raises(NotAllowed):
        refund_rules.add(actor_for(manager), rule_of_tomorrow())
    begun = time_machine.travel(calendar.day_start(tomorrow()), tick=False)
    with begun, pytest.raises(Conflict, match="Başlamış"):
        refund_rules.delete(boss, rule)
    refund_rules.delete(boss, rule)


@pytest.mark.requirement("S-066")
@pytest.mark.parametrize(("taken", "left"), [(1, 8), (3, 4), (9, 8)])
def test_the_operators_figure_wins_and_the_difference_is_written_down(
    boss: Actor, firm: Firm, taken: int, left: int
) -> None:
    """Two messages of one part: 8 of 10 credits are left when he agrees."""
    tell(sent(boss, firm), Outcome.DELIVERED, credits=taken)
    assert credits.balance(firm.pk, "SMS") == left
    noted = AuditEntry.objects.filter(firm_id=firm.pk, action="billing.operator_differs").first()
    if taken == 1:
        assert noted is None
    else:
        assert noted is not None
        assert (noted.changes["counted"], noted.changes["taken"]) == (2, 2 * taken)
        assert ("not_booked" in noted.changes) is (taken == 9)  # 16 more are not there
    assert checks.findings() == []


def test_the_table_is_a_page(boss: Actor, admin_client: Client, staff_client: Client) -> None:
    page = admin_client.get("/refund-table/").content.decode()
    assert "İletilemedi" in page
    assert "Kural ekle" in page
    assert "Kural ekle" not in staff_client.get("/refund-table/").content.decode()
    asked = {"state": "sms:EXPIRED", "refunds": "0", "valid_from": f"{tomorrow():%d.%m.%Y}"}
    assert admin_client.post("/refund-rules/add/", asked).status_code == 302
    assert RefundRule.objects.get().refunds is False
