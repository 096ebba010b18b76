"""The sample firm's approvals come alive: the set-up is green, one request is approved."""

from __future__ import annotations

from otp.models import Process, Receipt
from otp.services import setup
from tests.support.fake_operator import ControlClient
from tests.support.firms import actor_for, make_member
from turkcell_hub.demo import approvals
from turkcell_hub.tenancy.models import Firm


def test_the_sample_shows_waiting_requests_and_a_receipt(
    firm: Firm, operator: ControlClient
) -> None:
    admin = make_member(firm, "ADMIN", name="Selin Aksoy", phone="+905321110011")
    make_member(firm, "YONETICI", name="Murat Yıldız", phone="+905321110001")
    approvals.build(actor_for(admin))
    approvals.answer_one(firm)
    assert all(step.done for step in setup.steps(firm.pk))
    states = Process.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ONAYLANDI", "SURUYOR", "SURUYOR"]
    assert Receipt.objects.get().member_name == "Murat Yıldız"
