"""Our own adapter against the registry that is played over HTTP."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.fake_operator.iys.conftest import BRAND, OTHER_BRAND, PROVIDER, USER
from turkcell_hub.gateways.errors import BadCredentials, OutOfFunds
from turkcell_hub.gateways.iys.contract import Change, ItemState, NotAccepted, Retailer
from turkcell_hub.gateways.iys.session import MemoryStore
from turkcell_hub.gateways.iys.values import Channel, RecipientType, Status
from turkcell_hub.gateways.registry import open_iys
from turkcell_hub.gateways.sms.contract import AccountConfig

PLACE, PHONE, OTHER = str(BRAND), "+905321112233", "+905321112244"
NINE = datetime(2026, 11, 23, 6, tzinfo=UTC)
INDIVIDUAL, MESSAGE = RecipientType.INDIVIDUAL, Channel.MESSAGE
HOUR = 3600


def config_of(operator, password="dogru-sifre"):
    extra = {"iys_code": PROVIDER, "max_requests_per_second": 1000}
    return AccountConfig("iys", operator.url, USER, password, service="iys", extra=extra)


@pytest.fixture
def gateway(operator, registry):
    opened = open_iys(config_of(operator), store=MemoryStore(operator.url))
    yield opened
    opened.close()


def change(phone=PHONE, status=Status.APPROVED, source="HS_WEB", at=NINE):
    return Change(phone, INDIVIDUAL, MESSAGE, status, source, at)


def test_the_very_same_change_again_gives_the_same_transaction(gateway, registry):
    first = gateway.add(PLACE, change())
    assert gateway.add(PLACE, change()) == first
    present = gateway.status(PLACE, PHONE, INDIVIDUAL, MESSAGE)
    assert (present.status, present.transaction_id) == (Status.APPROVED, first.transaction_id)
    assert present.consented_at == NINE
    assert gateway.status(PLACE, OTHER, INDIVIDUAL, MESSAGE) is None
    assert len(gateway.history(PLACE, PHONE, INDIVIDUAL, MESSAGE).records) == 1


def test_a_list_is_worked_off_later_and_each_item_told(gateway, registry):
    rows = [change(), change(OTHER, Status.REFUSED)]
    ticket = gateway.submit(PLACE, rows)
    assert len(ticket.sub_request_ids) == 2
    assert list(gateway.results(PLACE, ticket.request_id)) == []
    registry.advance(gateway.capabilities().result_delay.total_seconds() + 1)
    stored, failed = gateway.results(PLACE, ticket.request_id)
    assert (stored.state, failed.state) == (ItemState.STORED, ItemState.FAILED)
    assert (failed.index, failed.code) == (1, "H175")
    found = gateway.approved(PLACE, [PHONE, OTHER], INDIVIDUAL, MESSAGE)
    assert found.recipients == {PHONE}


def test_format_errors_name_their_items(gateway, registry):
    with pytest.raises(NotAccepted) as raised:
        gateway.submit(PLACE, [change(), change("+90532")])
    assert {one.index for one in raised.value.errors} == {1}


def test_the_citizens_refusal_is_pulled_once(gateway, registry):
    gateway.add(PLACE, change())
    registry.citizen(PHONE, status="RET", type="MESAJ")
    registry.advance(HOUR + 60)
    page = gateway.changes(PLACE, True, None)
    assert [one.status for one in page.records] == [Status.REFUSED]
    after = gateway.changes(PLACE, True, page.cursor)
    assert (list(after.records), after.cursor) == ([], None)


def test_the_provider_is_described(gateway, registry):
    assert {one.code for one in gateway.brands()} == {str(BRAND), str(OTHER_BRAND)}
    assert gateway.subscription().state == "ACTIVE"
    code = gateway.add_retailer(
        PLACE, Retailer("Ankara Bayi", mersis="1" * 16, tax_number="1" * 10)
    )
    assert [one.code for one in gateway.retailers(PLACE).retailers] == [code]
    gateway.add(PLACE, change())
    gateway.grant_retailers(PLACE, [PHONE], INDIVIDUAL, MESSAGE, [int(code)])
    assert gateway.status(PLACE, PHONE, INDIVIDUAL, MESSAGE).retailer_access_count == 1
    spare = gateway.add_retailer(PLACE, Retailer("Yedek Bayi"))
    gateway.remove_retailer(PLACE, spare)
    assert gateway.retailers(PLACE).total == 1


def test_a_finished_day_is_counted_hashed_and_agreed(gateway, registry):
    gateway.add(PLACE, change())
    registry.advance(timedelta(days=1).total_seconds())
    day = date(2026, 11, 23)
    mine = next(
        one
        for one in gateway.day_counts(PLACE, day, INDIVIDUAL)
        if one.channel is MESSAGE and not one.from_registry
    )
    assert (mine.approvals, mine.total) == (1, 1)
    told = gateway.agreement(PLACE, day)
    assert told.hash == hashlib.sha384(gateway.day_file(PLACE, day)).hexdigest()
    assert not told.agreed
    gateway.agree(PLACE, day)
    assert gateway.agreement(PLACE, day).agreed


def test_revoked_tokens_bring_a_new_login(gateway, registry):
    gateway.check()
    registry.revoke_registry_tokens()
    gateway.check()


def test_a_wrong_password_and_a_closed_package_are_told_apart(operator, gateway, registry):
    with pytest.raises(BadCredentials, match="LOGIN_REFUSED"):
        open_iys(config_of(operator, "yanlis"), store=MemoryStore()).check()
    registry.change_account(USER, allowed_ips=["10.0.0.1"])
    with pytest.raises(BadCredentials, match="IP_NOT_ALLOWED"):
        gateway.check()
    registry.change_account(USER, allowed_ips=None)
    registry.put_provider(PROVIDER, subscription={"status": "PAUSED"})
    with pytest.raises(OutOfFunds, match="SUBSCRIPTION_STOPPED"):
        gateway.add(PLACE, change())
