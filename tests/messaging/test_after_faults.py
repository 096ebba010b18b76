"""What the fault experiments found (docs/reliability.md): each fault stays mended."""

from __future__ import annotations

import pytest
from django.utils import timezone

from messaging import tasks
from messaging.dispatch import SmsHandler
from messaging.models import Campaign, CampaignState, Message, ReportPush
from messaging.services import campaigns, preflight, preparing, report_pushes, reports
from tests.support.firms import make_firm, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.gateways.sms.contract import DeliveryReport, Outcome
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def submitted(firm: Firm, people: int = 3) -> Campaign:
    """The caller has opened the firm's scope."""
    make_account(firm)
    actor = of_membership(make_member(firm, Role.STAFF))
    rows = [make_subscriber(firm, f"+90532123450{n}") for n in range(people)]
    load_credit(firm, 10)
    draft = make_draft(actor, "Siparişiniz hazır.", rows)
    preflight.run(actor, draft)
    return campaigns.submit(actor, draft)


def test_a_repeat_under_an_idempotency_key_has_the_same_content_after_an_early_report(
    in_firm: Firm,
) -> None:
    campaign = submitted(in_firm)
    preparing.prepare(campaign.pk)
    batch = Batch.objects.get()
    first = SmsHandler().load(batch)
    Batch.objects.update(state="HANDING_OVER", handed_over_at=timezone.now())
    early = DeliveryReport(Outcome.DELIVERED, reference=str(Message.objects.earliest("seq").pk))
    assert reports.apply(campaign.account, [early], None)[0].applied == 1
    batch.refresh_from_db()
    assert SmsHandler().load(batch) == first


def test_a_campaign_that_cannot_be_prepared_does_not_stop_the_other_firms(firm: Firm) -> None:
    with firm_scope(firm.pk):
        broken = submitted(firm)
        Campaign.objects.filter(pk=broken.pk).update(account=None)
    other = make_firm("Sağlam")
    with firm_scope(other.pk):
        sound = submitted(other)
        push = report_pushes.receive(sound.account, b"[]", {})
    tasks.sweep()
    with firm_scope(other.pk):
        assert Campaign.objects.get(pk=sound.pk).state == CampaignState.SENDING
        assert ReportPush.objects.get(pk=push.pk).processed_at
