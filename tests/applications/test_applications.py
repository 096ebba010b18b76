"""Applications: one order with n services, handed over once, each service on its own way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.utils import timezone

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, client_for, make_firm, make_member
from tests.support.messaging import make_account
from turkcell_hub.applications import states, tasks
from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import Application, ApplicationEvent, ApplicationItem
from turkcell_hub.applications.services import applying, centre, delivery
from turkcell_hub.applications.states import ItemState
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.portal import cells
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
ALL = list(SERVICES)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).open_order_key("anahtar")
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess, settings: Any) -> ControlClient:
    settings.ORDERS = Orders("tmf622", operator.url, "anahtar")
    return ControlClient(operator.url)


@pytest.fixture
def manager(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.MANAGER))


def given(**more: Any) -> dict[str, Any]:
    return {
        "services": ["TOPLU_SMS", "OTP"],
        "payment_type": "FATURALI",
        "tax_number": "1234567890",
        "contact": "Ayşe Yılmaz",
        "phone": "0532 123 45 67",
        "email": "ayse@ege.test",
        "note": "Öğleden sonra arayın",
        **more,
    }


def order_of(control: ControlClient, row: Application) -> dict[str, Any]:
    found = [one for one in control.orders() if one["externalId"] == row.reference]
    assert len(found) == 1
    return found[0]


def states_of(row: Application) -> list[str]:
    return list(row.items.order_by("pk").values_list("state", flat=True))


def delivered(row: Application) -> Application:
    assert delivery.deliver(row.firm_id, row.pk)
    row.refresh_from_db()
    return row


@pytest.mark.requirement("L-127", "L-129")
def test_one_application_with_all_services_goes_straight_to_the_service_centre(
    control: ControlClient, manager: Actor
) -> None:
    row = delivered(applying.apply(manager, given(services=ALL)))
    order = order_of(control, row)
    assert [item["productOffering"]["id"] for item in order["productOrderItem"]] == ALL
    assert row.operator_id == order["id"]
    assert states_of(row) == [ItemState.SENT] * len(ALL)
    paid = order["productOrderItem"][0]["product"]["productCharacteristic"]
    assert paid == [{"name": "paymentType", "value": "FATURALI"}]
    assert order["productOrderItem"][-1]["product"]["productCharacteristic"] == []


@pytest.mark.requirement("L-129")
@pytest.mark.parametrize("stumble", ["lose", "down", "busy"])
def test_whatever_happens_to_the_answer_the_operator_has_one_order(
    control: ControlClient, manager: Actor, stumble: str
) -> None:
    row = applying.apply(manager, given())
    control.order_stumbles(stumble)
    assert not delivery.deliver(row.firm_id, row.pk)
    row.refresh_from_db()
    assert row.sent_at is None
    assert row.try_at > timezone.now()
    assert "yeniden denenecek" in row.problem
    applying.resend(manager, row)
    row = delivered(row)
    order_of(control, row)
    assert row.problem == ""
    assert not delivery.deliver(row.firm_id, row.pk)


def test_a_worker_that_died_after_the_call_is_followed_by_one_that_asks_first(
    control: ControlClient, manager: Actor
) -> None:
    row = applying.apply(manager, given())
    delivered(row)
    # What the dead worker leaves: its try is counted, its answer never came.
    Application.objects.filter(pk=row.pk).update(
        sent_at=None, operator_id="", try_at=timezone.now() - timedelta(seconds=1)
    )
    ApplicationItem.objects.update(state=ItemState.QUEUED)
    tasks.sweep()
    row.refresh_from_db()
    assert row.operator_id == order_of(control, row)["id"]


def test_pressed_again_while_it_is_handed_over_nothing_is_ordered_twice(
    control: ControlClient, manager: Actor
) -> None:
    row = applying.apply(manager, given())
    real = centre.order_of
    said: list[str] = []

    def meanwhile(claimed: Application) -> Any:
        """The worker has the row; its call is not yet with the operator."""
        order = real(claimed)
        if not said:
            try:
                applying.resend(manager, row)
            except Conflict as conflict:
                said.append(conflict.code)
            else:
                said.append("taken")
            delivery.deliver(row.firm_id, row.pk)
        return order

    with patch.object(centre, "order_of", meanwhile):
        delivery.deliver(row.firm_id, row.pk)
    assert said == ["on_its_way"]
    order_of(control, row)  # one alone


def test_what_the_operator_refuses_says_why_and_may_be_applied_for_again(
    control: ControlClient, manager: Actor, settings: Any
) -> None:
    row = applying.apply(manager, given())
    settings.ORDERS = Orders("tmf622", control.url, "yanlış".encode().hex())
    assert not delivery.deliver(row.firm_id, row.pk)
    row.refresh_from_db()
    assert "anahtarını reddetti" in row.problem
    assert states_of(row) == [ItemState.QUEUED] * 2


@pytest.mark.requirement("L-130")
def test_each_service_moves_by_itself_with_time_and_person(
    control: ControlClient, manager: Actor
) -> None:
    begun = timezone.now()
    row = delivered(applying.apply(manager, given()))
    sms, otp = row.items.order_by("pk")
    control.say_of_order(
        row.operator_id, {str(sms.pk): "inProgress", str(otp.pk): "held"}, "İmza eksik"
    )
    delivery.follow(row.firm_id, row.pk)
    assert states_of(row) == [ItemState.IN_REVIEW, ItemState.NEEDS_PAPERS]
    applying.mark(manager, sms, ItemState.CALLED, "14.30'da arandık")
    control.say_of_order(row.operator_id, {str(sms.pk): "completed", str(otp.pk): "rejected"})
    Application.objects.update(ask_at=timezone.now())
    tasks.sweep()
    assert states_of(row) == [ItemState.CREDENTIALS, ItemState.REJECTED]
    told = ApplicationEvent.objects.filter(item=sms).values_list("state", "by_label", "note")
    assert list(told) == [
        (ItemState.QUEUED, manager.label, ""),
        (ItemState.SENT, "Operatör", row.operator_id),
        (ItemState.IN_REVIEW, "Operatör", ""),
        (ItemState.CALLED, manager.label, "14.30'da arandık"),
        (ItemState.CREDENTIALS, "Operatör", ""),
    ]
    assert ApplicationEvent.objects.get(item=otp, state=ItemState.NEEDS_PAPERS).note == "İmza eksik"
    row.refresh_from_db()
    assert row.ask_at is None
    moves = list(ApplicationEvent.objects.filter(item=sms))
    times = [begun, *(move.at for move in moves), timezone.now()]
    assert times == sorted(times)
    browser = client_for(Membership.objects.get(pk=manager.membership_id))
    page = browser.get(f"/applications/{row.pk}/services/TOPLU_SMS/").content.decode()
    history = page[page.index("Durum geçmişi") :].split("<li")[1:]
    for move, line in zip(moves, history, strict=True):
        assert f"{move.by_label} · {cells.moment(move.at)}" in line


@pytest.mark.requirement("L-012")
def test_credentials_are_entered_into_an_account_of_the_service_once_they_were_given(
    control: ControlClient, manager: Actor, in_firm: Firm
) -> None:
    item = delivered(applying.apply(manager, given(services=["TOPLU_SMS"]))).items.get()
    account = make_account(in_firm)
    with pytest.raises(Conflict):
        applying.enter_credentials(manager, item, account)
    applying.mark(manager, item, ItemState.CREDENTIALS)
    account.service = "otp"
    with pytest.raises(Invalid):
        applying.enter_credentials(manager, item, account)
    account.service = "sms"
    done = applying.enter_credentials(manager, item, account)
    assert (done.state, ApplicationItem.objects.get().account) == (ItemState.DONE, account)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("services", []), ("services", ["FAKS"]), ("payment_type", ""), ("payment_type", "ÇEK"),
        ("tax_number", "1234567891"), ("phone", "12"), ("phone", ""), ("contact", " "),
        ("email", ""),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_ordered(
    control: ControlClient, manager: Actor, field: str, value: Any
) -> None:
    with pytest.raises(Invalid) as refused:
        applying.apply(manager, given(**{field: value}))
    assert refused.value.field == field
    assert not Application.objects.exists()


def test_a_service_with_an_open_application_is_not_ordered_twice(
    control: ControlClient, manager: Actor
) -> None:
    applying.apply(manager, given(services=["OTP"]))
    with pytest.raises(Conflict) as refused:
        applying.apply(manager, given())
    assert (refused.value.code, Application.objects.count()) == ("service_open", 1)


def test_an_application_that_has_not_gone_is_taken_back_at_once(
    control: ControlClient, manager: Actor
) -> None:
    row = applying.apply(manager, given())
    applying.withdraw(manager, row, "vazgeçtik")
    assert states_of(row) == [ItemState.CANCELLED] * 2
    assert not delivery.deliver(row.firm_id, row.pk)
    with pytest.raises(Conflict):
        applying.withdraw(manager, row)
    assert applying.apply(manager, given()).is_open


def test_what_keeps_failing_is_taken_back_at_once_when_the_operator_cannot_have_it(
    control: ControlClient, manager: Actor
) -> None:
    row = applying.apply(manager, given())
    control.order_stumbles("busy")
    assert not delivery.deliver(row.firm_id, row.pk)
    applying.withdraw(manager, row, "vazgeçtik")
    assert states_of(row) == [ItemState.CANCELLED] * 2
    row.refresh_from_db()
    assert (row.try_at, row.sent_at) == (None, None)
    assert applying.apply(manager, given()).is_open


@pytest.mark.parametrize(("stumble", "has_it"), [("lose", True), ("lose", False)])
def test_what_the_operator_may_have_is_looked_for_before_it_is_taken_back(
    control: ControlClient, manager: Actor, stumble: str, has_it: bool
) -> None:
    row = applying.apply(manager, given())
    control.order_stumbles(stumble)
    assert not delivery.deliver(row.firm_id, row.pk)
    if not has_it:
        Application.objects.filter(pk=row.pk).update(reference="THB-BASKA")
    row.refresh_from_db()
    assert row.in_doubt
    applying.withdraw(manager, row, "vazgeçtik")
    assert states_of(row) == [ItemState.QUEUED] * 2
    assert delivery.deliver(row.firm_id, row.pk) is has_it
    if has_it:
        delivery.follow(row.firm_id, row.pk)
        assert order_of(control, row)["state"] == "cancelled"
    assert states_of(row) == [ItemState.CANCELLED] * 2


def test_a_service_whose_credentials_never_came_is_opened_again(
    control: ControlClient, manager: Actor
) -> None:
    item = delivered(applying.apply(manager, given(services=["TOPLU_SMS"]))).items.get()
    with pytest.raises(Conflict):
        applying.reopen(manager, item, "gelmedi")
    applying.mark(manager, item, ItemState.CREDENTIALS)
    with pytest.raises(Invalid):
        applying.reopen(manager, item, " ")
    assert applying.reopen(manager, item, "Yeniden gönderecekler").state == ItemState.IN_REVIEW
    assert applying.mark(manager, item, ItemState.CREDENTIALS).state == ItemState.CREDENTIALS


def test_what_the_operator_has_is_cancelled_when_he_says_so(
    control: ControlClient, manager: Actor
) -> None:
    row = delivered(applying.apply(manager, given()))
    applying.withdraw(manager, row, "vazgeçtik")
    assert states_of(row) == [ItemState.SENT] * 2
    delivery.follow(row.firm_id, row.pk)
    assert states_of(row) == [ItemState.CANCELLED] * 2
    assert order_of(control, row)["state"] == "cancelled"


def test_a_desk_gets_a_mail_and_its_answer_is_written_down_by_hand(
    manager: Actor, settings: Any
) -> None:
    settings.ORDERS = Orders("email_desk", "masa@ortak.test", "")
    row = delivered(applying.apply(manager, given()))
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["masa@ortak.test"]
    assert row.reference in mail.outbox[0].subject
    assert row.ask_at is None
    item = row.items.first()
    assert applying.mark(manager, item, ItemState.CALLED).state == ItemState.CALLED


def test_what_a_desk_has_is_taken_back_here_because_it_tells_nothing(
    manager: Actor, settings: Any
) -> None:
    settings.ORDERS = Orders("email_desk", "masa@ortak.test", "")
    row = delivered(applying.apply(manager, given()))
    applying.withdraw(manager, row, "vazgeçtik")
    row.refresh_from_db()
    assert states_of(row) == [ItemState.CANCELLED] * 2
    assert (row.ask_at, row.cancel_reason) == (None, "")


def test_without_a_service_centre_the_form_says_so(manager: Actor, settings: Any) -> None:
    settings.ORDERS = Orders("tmf622", "", "")
    with pytest.raises(Conflict) as refused:
        applying.apply(manager, given())
    assert refused.value.code == "no_orders"


def test_a_person_writes_only_moves_that_can_be(control: ControlClient, manager: Actor) -> None:
    item = applying.apply(manager, given(services=["OTP"])).items.get()
    with pytest.raises(Conflict):
        applying.mark(manager, item, ItemState.CREDENTIALS)
    with pytest.raises(Invalid):
        applying.mark(manager, item, ItemState.DONE)


def test_staff_neither_apply_nor_decide(control: ControlClient, in_firm: Firm) -> None:
    clerk = actor_for(make_member(in_firm, Role.STAFF))
    with pytest.raises(NotAllowed):
        applying.apply(clerk, given())


def test_another_firms_application_does_not_exist(control: ControlClient, manager: Actor) -> None:
    row = applying.apply(manager, given())
    other = make_firm("Başka")
    with firm_scope(other.pk):
        assert not Application.objects.filter(pk=row.pk).exists()


def test_every_state_can_be_left_or_is_an_end() -> None:
    assert set(states.MOVES) == set(ItemState)
    assert {ItemState.DONE, ItemState.REJECTED, ItemState.CANCELLED} == states.ENDS
    reached = {after for moves in states.MOVES.values() for after in moves}
    assert reached == set(ItemState) - {ItemState.AWAITING}
