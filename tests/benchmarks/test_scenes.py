"""The measurements write their rows by statements of their own: these must fit today's tables,
or nobody could measure before a release."""

from __future__ import annotations

import pytest

from messaging.models import Message, MessageState
from messaging.services import preparing
from tests.benchmarks.p12_lists import make_campaign
from tests.benchmarks.support.scene import Scene, make_people
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def test_a_campaign_of_the_measured_firm_can_be_prepared(firm: Firm) -> None:
    actor = of_membership(make_member(firm, Role.ADMIN))
    account = make_account(firm)
    load_credit(firm, 1000)
    scene = Scene(firm, actor, account, make_people(firm, 200), 200)
    campaign = scene.prepare(scene.draft())
    assert 180 < campaign.sendable < 200  # some are on the blacklist, some have left


def test_the_measured_list_holds_delivered_messages_with_their_batches(firm: Firm) -> None:
    make_campaign(firm, make_account(firm), 1500)
    with firm_scope(firm.pk):
        assert Message.objects.filter(state=MessageState.DELIVERED).count() == 1500
        assert set(Message.objects.values_list("batch_no", flat=True)) == {1, 2}
        assert Batch.objects.filter(kind=preparing.BATCH_KIND).count() == 2
