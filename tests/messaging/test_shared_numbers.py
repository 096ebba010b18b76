"""A number of several firms: the right firm, every firm, or nobody; never a wrong one."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from messaging.models import (
    BlacklistEntry,
    InboundMessage,
    Message,
    RelayedInbound,
    SharedNumber,
    SharedNumberUse,
    Thread,
)
from messaging.services import inbound, relays, routing
from messaging.verdicts import Verdict
from tests.messaging.inbound_world import PERSON, incoming
from tests.support.firms import make_firm
from tests.support.messaging import make_account
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm, firm_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def carrier(firm: Firm, other_firm: Firm) -> GatewayAccount:
    """A third firm's account carries 4605 for ``firm`` (EGE) and ``other_firm``."""
    account = make_account(make_firm("Taşıyıcı"))
    number = SharedNumber.objects.create(number="4605", account=account)
    SharedNumberUse.objects.create(shared_number=number, firm=firm, keyword="ege")
    SharedNumberUse.objects.create(shared_number=number, firm=other_firm)
    return account


def wrote(firm: Firm, hours_ago: float, phone: str = PERSON) -> None:
    with firm_scope(firm.pk):
        Message.objects.create(
            firm=firm, campaign_id=1, seq=firm.pk, batch_no=1, phone=phone, text="x", parts=1,
            credits=1, verdict=min(Verdict),
            created_at=timezone.now() - timedelta(hours=hours_ago),
        )  # fmt: skip


def come(carrier: GatewayAccount, text: str, **more: object) -> RelayedInbound:
    told = incoming(text, **more)
    with firm_scope(carrier.firm_id):
        inbound.keep(carrier, [told, told])
    relay = RelayedInbound.objects.get(operator_id=told.operator_id)
    for firm_id, pk in relays.route(relay.pk):
        with firm_scope(firm_id):
            routing.route(pk)
    relay.refresh_from_db()
    return relay


def blocked_at() -> set[str]:
    with every_firm():
        return set(BlacklistEntry.objects.values_list("firm__name", flat=True))


def talking_at() -> set[str]:
    with every_firm():
        return set(Thread.objects.values_list("firm__name", flat=True))


@pytest.mark.requirement("C-10", "S-014")
@pytest.mark.parametrize("text", ["RET EGE", "ege ret", "ret ege 12"])
def test_a_keyword_names_the_firm_that_is_refused(
    carrier: GatewayAccount, firm: Firm, other_firm: Firm, text: str
) -> None:
    wrote(other_firm, 1)
    come(carrier, text)
    assert blocked_at() == {firm.name}


@pytest.mark.requirement("C-10")
def test_without_a_keyword_the_last_writer_gets_the_text(
    carrier: GatewayAccount, firm: Firm, other_firm: Firm
) -> None:
    wrote(firm, 2)
    wrote(other_firm, 40)
    come(carrier, "Kargom nerede?")
    assert talking_at() == {firm.name}


def test_a_text_that_could_be_two_firms_is_parked_for_the_hubs_operator(
    carrier: GatewayAccount, firm: Firm, other_firm: Firm
) -> None:
    wrote(firm, 2)
    wrote(other_firm, 5)
    relay = come(carrier, "Kargom nerede?")
    assert (relay.state, relay.reason) == ("PARK", "two_firms_wrote")
    assert talking_at() == set()


@pytest.mark.requirement("S-014", "S-033")
def test_a_refusal_that_names_nobody_holds_for_every_firm_that_wrote_lately(
    carrier: GatewayAccount, firm: Firm, other_firm: Firm
) -> None:
    wrote(firm, 2)
    wrote(other_firm, 24 * 60)
    come(carrier, "RET")
    assert blocked_at() == {firm.name, other_firm.name}
    with every_firm():
        assert set(InboundMessage.objects.values_list("route", flat=True)) == {"refusal"}


@pytest.mark.parametrize(
    ("text", "recipient", "reason"),
    [
        ("RET", "4605", "refusal_without_writer"),
        ("Merhaba", "4605", "nobody_wrote_lately"),
        ("RET EGE", "7889", "number_unknown"),
    ],
)
def test_what_nobody_can_be_named_for_waits_and_is_not_lost(
    carrier: GatewayAccount, text: str, recipient: str, reason: str
) -> None:
    relay = come(carrier, text, recipient=recipient)
    assert (relay.state, relay.reason) == ("PARK", reason)
    assert blocked_at() == set()
    assert relays.route(relay.pk) == []


def test_a_push_to_an_ordinary_account_reaches_its_own_firm_alone(
    carrier: GatewayAccount, firm: Firm, other_firm: Firm
) -> None:
    """Whoever knows another account's push address cannot forge a refusal for the number's
    other firms: only the carrying account speaks for them."""
    wrote(other_firm, 1)
    account = make_account(firm)
    with firm_scope(firm.pk):
        inbound.keep(account, [incoming("RET")])
        [(_firm, pk)] = routing.waiting()
        routing.route(pk)
    assert blocked_at() == {firm.name}


def test_the_hubs_operator_sees_parked_messages_and_gives_them_away(
    carrier: GatewayAccount, firm: Firm
) -> None:
    relay = come(carrier, "Kargom nerede?")
    told = StringIO()
    call_command("parked_inbound", "list", stdout=told)
    assert str(relay.pk) in told.getvalue()
    assert "Kargom" not in told.getvalue()
    assert PERSON not in told.getvalue()
    call_command("parked_inbound", "assign", str(relay.pk), "--firm", firm.slug, stdout=StringIO())
    with firm_scope(firm.pk):
        [(_firm, pk)] = routing.waiting()
        assert routing.route(pk)
    assert talking_at() == {firm.name}
    with pytest.raises(CommandError):
        call_command("parked_inbound", "assign", str(relay.pk), "--firm", firm.slug)


def test_shared_numbers_are_set_up_by_the_hubs_operator(firm: Firm) -> None:
    account = make_account(firm)
    call_command("shared_numbers", "add", "4605", "--account", str(account.pk), stdout=StringIO())
    call_command(
        "shared_numbers", "join", "4605", "--account", str(account.pk), "--firm", firm.slug,
        "--keyword", "B001", stdout=StringIO(),
    )  # fmt: skip
    told = StringIO()
    call_command("shared_numbers", "list", stdout=told)
    assert "4605" in told.getvalue()
    assert "b001" in told.getvalue()
    with pytest.raises(CommandError):
        call_command("shared_numbers", "join", "1", "--account", "0", "--firm", firm.slug)


def test_what_fails_waits_behind_the_others_and_is_parked_in_the_end(
    carrier: GatewayAccount, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote(firm, 1)
    decide = relays.decide

    def fails(relay: RelayedInbound) -> relays.Decision:
        if "bozuk" in relay.text:
            raise ValueError("nobody reads this")
        return decide(relay)

    monkeypatch.setattr(relays, "decide", fails)
    bad = come(carrier, "bozuk mesaj")
    assert (bad.state, bad.tries) == ("ACIK", 1)
    assert relays.waiting() == [], "its pause"
    RelayedInbound.objects.update(retry_at=None)
    with firm_scope(carrier.firm_id):
        inbound.keep(carrier, [incoming("Kargom nerede?")])
    good = RelayedInbound.objects.latest("pk")
    assert relays.waiting() == [good.pk, bad.pk], "behind what never failed"
    assert len(relays.route(good.pk)) == 1
    while bad.state == "ACIK":
        before = timezone.now()
        relays.route(bad.pk)
        bad.refresh_from_db()
        assert bad.tries <= relays.MAX_TRIES
        assert bad.state == "PARK" or bad.retry_at > before + timedelta(seconds=59)
    assert (bad.tries, bad.reason) == (relays.MAX_TRIES, "failed: ValueError")
    assert [one.pk for one in relays.parked()] == [bad.pk]
