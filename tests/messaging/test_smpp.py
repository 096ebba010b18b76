"""A campaign by SMPP: out over the line, and back over the same line."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from messaging import tasks
from messaging.models import Campaign, InboundMessage, Message, MessageState, ReportPoll, ReportPush
from messaging.services import campaigns, preflight, preparing, report_pushes
from tests.messaging.test_polling import due_now
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import checkpoints, dispatch, doubts, lines
from turkcell_hub.outbox.models import Batch, Lane, PauseReason
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "gizli-99"
Send = Callable[..., Campaign]


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as process:
        yield process


@pytest.fixture
def control(operator: FakeOperatorProcess) -> ControlClient:
    return ControlClient(operator.url)


@pytest.fixture
def account(firm: Firm, operator, control, settings) -> GatewayAccount:
    settings.FAKE_OPERATOR_URL = operator.url
    username = f"smpp{firm.pk}-{time.time_ns() % 10**6}"[:15]
    control.create_account(
        username, "smpp", PASSWORD, report_delay=[0, 0], senders=["EGETEKSTIL"], balance=1000
    )
    url = operator.url.replace("http", "smpp")
    return make_account(firm, "smpp", base_url=url, username=username, password=PASSWORD)


@pytest.fixture
def send(firm: Firm, account: GatewayAccount) -> Send:
    load_credit(firm, 50)
    member = make_member(firm, Role.STAFF)

    def _send(*ends: str, text: str = "Siparişiniz hazır.") -> Campaign:
        with firm_scope(firm.pk):
            actor = of_membership(member)
            people = [make_subscriber(firm, f"+9053212345{end}") for end in ends]
            draft = make_draft(actor, text, people)
            preflight.run(actor, draft)
            campaigns.submit(actor, draft)
            preparing.prepare(draft.pk)
        return draft

    return _send


@pytest.fixture
def line(firm: Firm, account: GatewayAccount):
    with firm_scope(firm.pk):
        held = lines.take(account)
        assert held is not None
        yield held
        held.close()


def states(firm: Firm) -> dict[str, MessageState]:
    with firm_scope(firm.pk):
        rows = Message.objects.values_list("phone", "state")
        return {phone[-2:]: MessageState(state) for phone, state in rows}


def hear(firm: Firm, line: lines.Line) -> None:
    """Listens until something is stored that nobody read, and reads it."""
    with firm_scope(firm.pk):
        unread = ReportPush.objects.filter(processed_at=None)
        assert line.listen(0)
        ends = time.monotonic() + 5
        while not unread.exists() and time.monotonic() < ends:
            assert line.listen(0.2)
        for push_id in list(unread.values_list("pk", flat=True)):
            report_pushes.process(push_id)


def until(done: Callable[[], bool], do: Callable[[], object]) -> None:
    ends = time.monotonic() + 10
    while not done() and time.monotonic() < ends:
        do()
    assert done()


@pytest.mark.requirement("S-066")
def test_a_campaign_goes_out_and_its_receipts_end_it(
    firm: Firm, account, send: Send, line, control: ControlClient
):
    campaign = send("01", "02", "03", "04", "07", "09")
    with firm_scope(firm.pk):
        assert dispatch.run_lane(account.pk, 5, line) == 6
    wanted = {
        "01": MessageState.DELIVERED,
        "02": MessageState.UNDELIVERED,
        "03": MessageState.EXPIRED,
        "04": MessageState.REJECTED_BY_OPERATOR,
        "07": MessageState.REFUSED,
        "09": MessageState.PENDING,
    }
    until(lambda: states(firm) == wanted, lambda: hear(firm, line))
    taken = control.truth(account.username)["messages"]
    assert sorted(row["dest"][-2:] for row in taken) == ["01", "02", "03", "04", "09"]
    assert {row["parts"] for row in taken} == {1}
    assert len(control.requests(account.username, "login")) == 1
    with firm_scope(firm.pk):
        assert credits.balance(firm.pk, "SMS") == 48  # 01 is spent, 09 is held
        assert ReportPoll.objects.count() == 5
        due_now()
        tasks.poll_reports()  # nobody can be asked: what has ended is forgotten, 09 waits
        (waiting,) = ReportPoll.objects.all()
        assert waiting.next_at >= waiting.ends_at
        campaign.refresh_from_db()
        assert campaign.finished_at is None
        assert account.health == GatewayAccount.Health.OK
        waiting.delete()


def test_a_receipt_that_was_not_stored_is_told_again(
    firm: Firm, account, send: Send, line, control: ControlClient
):
    send("01")
    with firm_scope(firm.pk):
        assert dispatch.run_lane(account.pk, 5) == 0  # the line is held: a worker leaves it
        fetched = []

        def die(name: str) -> None:
            if name == "call.after":
                fetched.append(line.gateway.collect(5))  # arrived, and the process dies

        checkpoints.install(die)
        try:
            dispatch.run_lane(account.pk, 5, line)
        finally:
            checkpoints.install(None)
        assert fetched[0] is not None
        assert not ReportPush.objects.exists()
        line.close()
        again = lines.take(account)
        assert again is not None
        until(lambda: states(firm) == {"01": MessageState.DELIVERED}, lambda: hear(firm, again))
        again.close()
    assert len(control.truth(account.username)["messages"]) == 1


def test_a_lost_answer_is_cleared_by_the_receipt_and_nothing_goes_twice(
    firm: Firm, account, send: Send, line, control: ControlClient
):
    control.script(account.username, {"do": "drop_after"})
    send("01", "09")
    with firm_scope(firm.pk):
        dispatch.run_lane(account.pk, 5, line)
        (doubtful,) = Batch.objects.filter(state="UNKNOWN")
        doubts.resolve(account.pk)
        doubtful.refresh_from_db()
        assert doubtful.state == "NEEDS_PERSON"  # class C: no machine sends it again
        Lane.objects.update(backoff_until=None)
        dispatch.run_lane(account.pk, 5, line)
    delivered = {"01": MessageState.DELIVERED, "09": MessageState.PENDING}
    until(lambda: states(firm) == delivered, lambda: hear(firm, line))
    taken = control.truth(account.username)["messages"]
    assert sorted(row["dest"][-2:] for row in taken) == ["01", "09"]
    with firm_scope(firm.pk):
        doubtful.refresh_from_db()
        of_01 = next(row["message_id"] for row in taken if row["dest"].endswith("01"))
        assert (doubtful.state, doubtful.packet_id) == ("ACCEPTED", of_01)


def test_a_receipt_that_is_read_before_its_answer_is_booked_waits(
    firm: Firm, account, send: Send, line
):
    send("01")
    with firm_scope(firm.pk):
        dispatch.run_lane(account.pk, 5, line)
        batch = Batch.objects.get()
        known = batch.packet_id
        Batch.objects.update(state="HANDING_OVER", packet_id="", operator_ids=[])
        until(ReportPush.objects.exists, lambda: hear(firm, line))
        push = ReportPush.objects.get()
        assert (push.processed_at, push.applied) == (None, 0)
        Batch.objects.update(state="ACCEPTED", packet_id=known)
        assert report_pushes.process(push.pk)
        push.refresh_from_db()
        assert (push.processed_at is not None, push.applied) == (True, 1)
    assert states(firm) == {"01": MessageState.DELIVERED}


def test_a_throttled_message_goes_later_and_once_on_the_same_line(
    firm: Firm, account, send: Send, line, control: ControlClient
):
    control.script(account.username, {"do": "busy", "status": 429})
    send("01")
    with firm_scope(firm.pk):
        dispatch.run_lane(account.pk, 5, line)
        lane = Lane.objects.get()
        assert (lane.paused, lane.backoff_until is not None) == (False, True)
        Lane.objects.update(backoff_until=None)
        Batch.objects.update(due_at="2026-01-01T00:00Z")
        dispatch.run_lane(account.pk, 5, line)
        assert Batch.objects.get().state == "ACCEPTED"
    assert len(control.truth(account.username)["messages"]) == 1
    assert len(control.requests(account.username, "login")) == 1


@pytest.mark.requirement("L-010")
def test_a_wrong_password_binds_exactly_once_and_pauses(
    firm: Firm, account, send: Send, control: ControlClient
):
    control.change_account(account.username, password="degisti")
    send("01")
    with firm_scope(firm.pk):
        for _ in range(3):
            dispatch.run_lane(account.pk, 5)
        assert Lane.objects.get().pause_reason == PauseReason.BAD_CREDENTIALS
        account.refresh_from_db()
        assert account.health == GatewayAccount.Health.BAD_CREDENTIALS
        assert lines.take(account) is None
    assert len(control.requests(account.username, "login")) == 1


def test_a_long_turkish_text_costs_what_the_operator_counts(
    firm: Firm, account, send: Send, line, control: ControlClient
):
    send("01", text="Şirketimizin yeni açılışına çağırıyoruz; ığüşöç. " * 5)
    with firm_scope(firm.pk):
        dispatch.run_lane(account.pk, 5, line)
        message = Message.objects.get()
        (row,) = control.truth(account.username)["messages"]
        assert row["parts"] == message.parts > 1
        assert row["text"] == message.text


def test_a_persons_answer_comes_over_the_line(firm: Firm, account, line, control: ControlClient):
    with firm_scope(firm.pk):
        assert line.listen(0)
        control.inbound(account.username, "905321234501", "Yarın gelirim, çok sağ olun")
        until(InboundMessage.objects.exists, lambda: hear(firm, line))
        message = InboundMessage.objects.get()
        assert (message.sender, message.text) == ("+905321234501", "Yarın gelirim, çok sağ olun")
