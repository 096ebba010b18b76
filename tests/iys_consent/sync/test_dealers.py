"""Dealers of a brand: made and read at İYS, what they may use, and the gate (S-055)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db.models import Sum
from django.utils import timezone

from iys_consent.decision import Verdict
from iys_consent.gate import Question
from iys_consent.models import (
    AccessState,
    ConsentAddress,
    ConsentRecord,
    Dealer,
    DealerAccess,
    DealerState,
    TaskList,
)
from iys_consent.selectors import history
from iys_consent.selectors.verdicts import ask
from iys_consent.services import dealer_access, dealer_registry, dealers, listing, results
from tests.support.deaths import truths
from tests.support.fake_operator import ControlClient
from tests.support.registry import BRAND, hand_over_all
from tests.support.registry import say as say_once
from turkcell_hub import resources
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.gateways.iys.contract import Retailer
from turkcell_hub.gateways.iys.values import Channel, RecipientType
from turkcell_hub.outbox import doubts
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.services import connections

AYSE, MEHMET = "+905321112201", "+905321112202"


@pytest.fixture
def dealer(account: Any, actor: Any, brand: Any) -> Dealer:
    row = dealers.add(actor, brand, {"title": "Ege Bayi Ltd.", "mersis": "0123456789012345"})
    dealer_registry.look(row.pk)
    row.refresh_from_db()
    return row


def verdict(actor: Any, brand: Any, dealer: Dealer, phone: str = AYSE) -> Verdict:
    question = Question("TICARI", actor.firm_id, brand.pk, dealer_id=dealer.pk)
    return ask(question, phone, "BIREYSEL").verdict


def told(account: Any, brand: Any, phone: str) -> list[int]:
    """Who may use the message consent of ``phone``, by İYS itself."""
    with connections.registry(account) as gateway:
        found = gateway.retailer_access(
            brand.code, phone, RecipientType.INDIVIDUAL, Channel.MESSAGE
        )
    return sorted(found)


def carry(account: Any, actor: Any) -> None:
    dealer_access.send(actor.firm_id)
    hand_over_all(account)


def say(actor: Any, brand: Any, phone: str, status: str = "ONAY", **fields: Any) -> Any:
    fields.setdefault("consented_at", timezone.now() - timedelta(hours=1))
    return say_once(actor, brand, phone, status, **fields)


def deliver(account: Any) -> None:
    listing.send(account.firm_id)
    hand_over_all(account)
    TaskList.objects.exclude(ask_at=None).update(ask_at=timezone.now() - timedelta(seconds=1))
    for _firm, pk in results.due():
        results.ask(pk)


def records(*phones: str) -> Any:
    return ConsentRecord.objects.filter(recipient__in=phones)


def test_a_dealer_added_by_hand_gets_his_code_from_iys(dealer: Dealer) -> None:
    assert dealer.state == DealerState.LISTED
    assert 10_000_000 <= dealer.code <= 99_999_999


def test_a_dealer_whose_answer_was_lost_is_found_and_not_made_twice(
    account: Any, actor: Any, brand: Any
) -> None:
    row = dealers.add(actor, brand, {"title": "Kayıp Yanıt A.Ş."})
    with connections.registry(account) as gateway:
        gateway.add_retailer(str(BRAND), Retailer(title="Kayıp Yanıt A.Ş."))
    Dealer.objects.filter(pk=row.pk).update(
        state=DealerState.ASKING, tried_at=timezone.now() - timedelta(minutes=5)
    )
    dealer_registry.look(row.pk)
    row.refresh_from_db()
    assert (row.state, Dealer.objects.filter(brand=brand).count()) == (DealerState.LISTED, 1)


def test_what_iys_does_not_list_any_more_is_gone_and_comes_back_with_it(
    actor: Any, brand: Any, dealer: Dealer
) -> None:
    theirs = [Retailer(title="Yeni Bayi", code="10000007"), Retailer(title="?", code="x")]
    dealer_registry.take(brand, theirs, timezone.now())
    dealer.refresh_from_db()
    assert dealer.state == DealerState.GONE
    assert dealers.refresh(actor, brand) == 1
    dealer.refresh_from_db()
    assert dealer.state == DealerState.LISTED


def test_a_dealer_who_is_added_while_the_list_is_read_is_not_gone(
    actor: Any, brand: Any, account: Any
) -> None:
    real, made = dealer_registry.listed, []

    def meanwhile(gateway: Any, of_brand: Any) -> list[Retailer]:
        found = real(gateway, of_brand)
        made.append(dealers.add(actor, brand, {"title": "Yeni Bayi Ltd."}))
        dealer_registry.look(made[0].pk)
        return found

    with patch.object(dealer_registry, "listed", meanwhile):
        dealer_registry.read_all()
    made[0].refresh_from_db()
    assert made[0].state == DealerState.LISTED


@pytest.mark.requirement("S-055")
def test_a_dealer_uses_a_consent_once_iys_knows_and_not_after_it_was_taken(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    for phone in (AYSE, MEHMET):
        say(actor, brand, phone)
    deliver(account)
    assert dealer_access.give(actor, dealer, records(AYSE, MEHMET)) == 2
    assert verdict(actor, brand, dealer) == Verdict.NOT_FOR_DEALER
    carry(account, actor)
    assert verdict(actor, brand, dealer) == Verdict.CONSENTED
    assert told(account, brand, AYSE) == told(account, brand, MEHMET) == [dealer.code]
    assert dealer_access.give(actor, dealer, records(AYSE)) == 0
    assert dealer_access.take(actor, dealer, records(AYSE)) == 1
    assert verdict(actor, brand, dealer) == Verdict.NOT_FOR_DEALER
    carry(account, actor)
    assert (told(account, brand, AYSE), told(account, brand, MEHMET)) == ([], [dealer.code])
    address = ConsentAddress.objects.get(address=AYSE)
    actions = [line.access.action for line in history.accesses_of(actor, address)]
    assert actions == ["ALINDI", "VERILDI"]


def test_a_death_before_any_statement_gives_a_dealer_each_consent_once(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    for phone in (AYSE, MEHMET):
        say(actor, brand, phone)
    records(AYSE, MEHMET).update(registry_status="ONAY")

    def work() -> None:
        dealer_access.give(actor, dealer, records(AYSE, MEHMET))
        dealer_access.make_lists(account, brand)

    def truth() -> tuple[int, int]:
        in_batches = Batch.objects.filter(kind=dealer_access.KIND).aggregate(n=Sum("size"))["n"]
        return DealerAccess.objects.count(), in_batches or 0

    seen = truths(work, truth)
    assert list(dict.fromkeys(seen)) == [(0, 0), (2, 0), (2, 2)]
    assert set(truths(work, truth)) == {(2, 2)}


def test_what_iys_refuses_among_others_is_told_alone_and_the_others_go(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    for phone in (AYSE, MEHMET):
        say(actor, brand, phone)
    deliver(account)
    stranger = say(actor, brand, "+905321112203")
    records(stranger.recipient).update(registry_status="ONAY")
    dealer_access.give(actor, dealer, records(AYSE, MEHMET, stranger.recipient))
    carry(account, actor)
    carry(account, actor)
    states = dict(DealerAccess.objects.values_list("record__recipient", "state"))
    assert states == {
        AYSE: AccessState.DONE, MEHMET: AccessState.DONE, stranger.recipient: AccessState.FAILED,
    }  # fmt: skip
    assert DealerAccess.objects.get(state=AccessState.FAILED).code == "H401"


@pytest.mark.parametrize(
    "change",
    [
        {"contract_until": date(2020, 1, 1)},
        {"contract_from": date(2199, 1, 1)},
        {"status": "suspended"},
        {"state": DealerState.GONE},
    ],
)
@pytest.mark.requirement("S-055")
def test_nothing_goes_in_the_name_of_a_dealer_whose_contract_does_not_hold(
    account: Any, actor: Any, brand: Any, dealer: Dealer, change: dict[str, Any]
) -> None:
    say(actor, brand, AYSE)
    deliver(account)
    records(AYSE).update(retailer_codes=[dealer.code])
    assert verdict(actor, brand, dealer) == Verdict.CONSENTED
    assert dealers.is_open(dealer)
    Dealer.objects.filter(pk=dealer.pk).update(**change)
    assert verdict(actor, brand, dealer) == Verdict.DEALER_CLOSED
    dealer.refresh_from_db()
    assert not dealers.is_open(dealer)  # the list says the same


@pytest.mark.requirement("S-055")
def test_what_iys_took_but_does_not_hold_is_not_opened_and_goes_again(
    account: Any, actor: Any, brand: Any, dealer: Dealer, registry: ControlClient
) -> None:
    """The answer 202 proves nothing."""
    say(actor, brand, AYSE)
    deliver(account)
    dealer_access.give(actor, dealer, records(AYSE))
    registry.script(account.username, {"do": "error_before", "status": 202, "on": "send"})
    carry(account, actor)
    batch = Batch.objects.get(kind=dealer_access.KIND)
    assert (batch.state, batch.error_code) == ("UNKNOWN", "ACCESS_NOT_SEEN")
    assert verdict(actor, brand, dealer) == Verdict.NOT_FOR_DEALER
    Batch.objects.filter(pk=batch.pk).update(next_check_at=timezone.now() - timedelta(seconds=1))
    doubts.resolve(account.pk)
    Batch.objects.filter(pk=batch.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    hand_over_all(account)
    assert verdict(actor, brand, dealer) == Verdict.CONSENTED


@pytest.mark.requirement("S-055")
def test_each_consent_of_a_call_is_read_back_and_what_iys_left_out_goes_again(
    account: Any, actor: Any, brand: Any, dealer: Dealer, registry: ControlClient
) -> None:
    """That the last of the call was done proves nothing of the others."""
    phones = [AYSE, MEHMET, "+905321112203", "+905321112204", "+905321112205"]
    for phone in phones:
        say(actor, brand, phone)
    deliver(account)
    dealer_access.give(actor, dealer, records(*phones))
    registry.change_registry(replaced_of_a_call=3)
    carry(account, actor)
    opened = records(*phones).exclude(retailer_codes=[]).values_list("recipient", flat=True)
    assert sorted(opened) == sorted(phone for phone in phones if told(account, brand, phone))
    assert len(opened) == 3
    assert set(DealerAccess.objects.filter(state="BEKLIYOR").values_list("alone")) == {(True,)}
    carry(account, actor)
    assert {tuple(told(account, brand, phone)) for phone in phones} == {(dealer.code,)}
    assert {tuple(one.retailer_codes) for one in records(*phones)} == {(dealer.code,)}


def test_a_refusal_ends_what_a_dealer_may_use_and_a_refresh_keeps_it(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    say(actor, brand, AYSE, retailer_code=dealer.code, consented_at=timezone.now())
    later = timezone.now() + timedelta(seconds=5)
    say(actor, brand, AYSE, consented_at=later)
    assert records(AYSE).get().retailer_codes == [dealer.code]
    say(actor, brand, AYSE, "RET", consented_at=later + timedelta(seconds=5))
    assert records(AYSE).get().retailer_codes == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "Bayi", "code": "1234"}, "code"),
        ({"title": "Bayi", "mersis": "12"}, "mersis"),
        ({"title": "Bayi", "tax_number": "12345678x9"}, "tax_number"),
        ({"title": "Bayi", "mobile": "0212 123 45 67"}, "mobile"),
        (
            {
                "title": "Bayi",
                "contract_from": date(2026, 2, 1),
                "contract_until": date(2026, 1, 1),
            },
            "contract_until",
        ),
    ],
)
def test_what_is_wrong_with_a_dealer_is_said_at_its_field(
    actor: Any, brand: Any, data: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        dealers.add(actor, brand, data)
    assert refused.value.field == field


@pytest.mark.requirement("S-055")
def test_no_consent_is_opened_to_a_dealer_whose_contract_is_over(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    say(actor, brand, AYSE)
    deliver(account)
    today = dealers.date_there()
    dealer.contract_until = today - timedelta(days=1)
    with pytest.raises(Conflict, match=f"{dealer.contract_until:%d.%m.%Y} günü bitti"):
        dealer_access.give(actor, dealer, records(AYSE))
    dealer.contract_until = today
    assert dealer_access.give(actor, dealer, records(AYSE)) == 1
    dealer.contract_until = today - timedelta(days=1)
    assert dealer_access.take(actor, dealer, records(AYSE)) == 1  # closing is always possible


@pytest.mark.requirement("S-055")
def test_what_was_not_opened_or_closed_is_told_with_its_reason(
    account: Any, actor: Any, brand: Any, dealer: Dealer
) -> None:
    say(actor, brand, AYSE)
    deliver(account)
    actions = {one.code: one for one in resources.get("consents").actions}
    rows = ConsentAddress.objects.filter(address=AYSE)

    def said(code: str) -> str:
        return str(actions[code].run(actor, rows, {"dealer": dealer}).message)

    assert "bu bayiye açık izin yok" in said("close-to-dealer")
    assert "1 izin İYS'ye bildiriliyor" in said("open-to-dealer")
    assert "ya bu bayiye zaten açık ya ret" in said("open-to-dealer")
    assert "1 izin kapatıldı" in said("close-to-dealer")  # İYS had not heard of it yet
    taken = AuditEntry.objects.get(action="iys.dealer.taken")
    assert taken.changes["consents"] == 1
