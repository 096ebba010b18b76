"""The router: refusals first, then the firm's rules, then the inbox; nothing is ever lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from messaging import inbound_handlers
from messaging.inbound_handlers import InboundHandler, Match
from messaging.models import BlacklistEntry, InboundMessage, InboundRule, Thread, ThreadEntry
from messaging.services import routing
from tests.messaging.inbound_world import come, minutes_ago
from tests.support.messaging import make_account
from turkcell_hub.tenancy.models import Firm, GatewayAccount

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    return make_account(in_firm)


@pytest.fixture
def jobs() -> Iterator[list[str]]:
    """A room that takes EVET, but only for an open job."""
    taken: list[str] = []

    def take(message: InboundMessage, match: Match) -> bool:
        if "kapali" in match.words:
            return False
        if "bozuk" in match.words:
            raise RuntimeError("room broken")
        taken.append(message.text)
        return True

    inbound_handlers.register(InboundHandler("jobs", "Saha işi", take))
    yield taken
    inbound_handlers.forget("jobs")


def rule(keyword: str, handler: str = "jobs", **more: object) -> InboundRule:
    return InboundRule.objects.create(keyword=keyword, handler=handler, **more)


@pytest.mark.requirement("C-10", "L-060")
def test_what_is_no_keyword_goes_into_the_persons_conversation(account: GatewayAccount) -> None:
    first = come(account, "Kargom nerede?", received_at=minutes_ago(9))
    come(account, "Hâlâ gelmedi", received_at=minutes_ago(5))
    thread = Thread.objects.get()
    assert (thread.unread, thread.state, thread.last_text) == (2, "ACIK", "Hâlâ gelmedi")
    assert first.route == "inbox"


def test_a_message_that_comes_late_stands_at_its_own_time(account: GatewayAccount) -> None:
    come(account, "ikinci", received_at=minutes_ago(1))
    come(account, "birinci", received_at=minutes_ago(30))
    assert Thread.objects.get().last_text == "ikinci"
    texts = ThreadEntry.objects.order_by("at").values_list("text", flat=True)
    assert list(texts) == ["birinci", "ikinci"]


def test_a_time_in_the_future_is_not_believed(account: GatewayAccount) -> None:
    message = come(account, "merhaba", received_at=timezone.now() + timedelta(days=9))
    assert message.received_at <= timezone.now()


@pytest.mark.requirement("C-10")
@pytest.mark.parametrize("text", ["EVET", "evet 12", "Evet, geliyorum"])
def test_a_keyword_leads_to_its_room(account: GatewayAccount, jobs: list[str], text: str) -> None:
    rule("evet")
    assert come(account, text).route == "jobs"
    assert jobs == [text]
    assert not Thread.objects.exists()


def test_a_room_may_say_that_a_message_is_not_its_own(
    account: GatewayAccount, jobs: list[str]
) -> None:
    rule("evet")
    assert come(account, "evet kapalı").route == "inbox"


def test_a_broken_room_costs_no_message(account: GatewayAccount, jobs: list[str]) -> None:
    rule("evet")
    message = come(account, "evet bozuk")
    assert message.routed_at is None
    for _try in range(routing.MAX_TRIES):
        routing.route(message.pk)
    message.refresh_from_db()
    assert message.route == "inbox"


@pytest.mark.requirement("C-10")
def test_no_rule_can_take_a_refusal_away(account: GatewayAccount, jobs: list[str]) -> None:
    rule("ret", priority=0)
    assert come(account, "RET").route == "refusal"
    assert jobs == []


def test_a_rule_may_be_for_one_number_and_name_the_label(account: GatewayAccount) -> None:
    InboundRule.objects.create(number="8505550000", handler="inbox", label="SIKAYET")
    come(account, "kırık geldi", "+905321110001", recipient="908505550000")
    come(account, "merhaba", "+905321110002", recipient="4605")
    labels = dict(Thread.objects.values_list("phone", "label"))
    assert labels == {"+905321110001": "SIKAYET", "+905321110002": ""}


def test_the_firms_own_keyword_in_front_does_not_hide_a_refusal(account: GatewayAccount) -> None:
    rule("ege", handler="inbox")
    assert come(account, "EGE RET").route == "refusal"
    assert come(account, "", "+905321110002", keyword="RET").route == "refusal"
    assert BlacklistEntry.objects.count() == 2


def test_a_doubtful_text_goes_to_the_inbox_with_a_mark(account: GatewayAccount) -> None:
    come(account, "siparişi iptal edin")
    assert Thread.objects.get().possible_refusal
    assert not BlacklistEntry.objects.exists()
