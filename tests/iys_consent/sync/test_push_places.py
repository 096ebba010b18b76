"""İYS pushes to our address: registered once, looked after, registered anew when it is lost."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from iys_consent.models import PushPlace, PushState
from iys_consent.services import push_places
from tests.fake_operator.iys import listener as listeners
from tests.support.registry import BRAND, PROVIDER, connect
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.iys.contract import PushAddress
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import accounts, connections, registry_pushes


@pytest.fixture
def account(firm, registry, operator, settings, monkeypatch) -> Iterator[GatewayAccount]:
    """Our own door is played by a listener at the portal's public address."""
    registry.change_registry(push_https_only=False)
    options = {
        "iys_code": str(PROVIDER), "push_type": "CONSENT", "max_requests_per_second": 1000,
    }  # fmt: skip
    made = connect(firm, registry, operator.url, options=options)
    door = listeners.Listener()
    settings.PUBLIC_URL = door.url
    _take(made, monkeypatch)
    yield made
    door.close()


def _take(account, monkeypatch) -> None:
    login = f"iys:{registry_pushes.password(account)}"
    expected = "Basic " + base64.b64encode(login.encode()).decode()
    monkeypatch.setattr(listeners, "_EXPECTED", expected)


def stand(account) -> list[str]:
    with connections.registry(account) as gateway:
        return [one.url for one in gateway.push_registrations(str(BRAND))]


def look(row) -> PushPlace:
    PushPlace.objects.filter(pk=row.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    push_places.look(row.pk)
    row.refresh_from_db()
    return row


def test_it_is_registered_once_and_taken_away(account, actor, brand):
    row = look(push_places.turn_on(actor, brand))
    assert (row.state, row.note, row.repaired) == (PushState.ON, "", 0)
    assert stand(account) == [registry_pushes.address(account)]
    look(row)
    assert len(stand(account)) == 1
    row = look(push_places.turn_off(actor, brand))
    assert (row.state, stand(account)) == (PushState.OFF, [])
    assert push_places.due() == []


def test_what_was_lost_at_the_registry_is_registered_again(account, actor, brand):
    row = look(push_places.turn_on(actor, brand))
    ours = registry_pushes.told(account)
    with connections.registry(account) as gateway:
        gateway.unregister_push(
            str(BRAND), PushAddress(ours["address"], ours["username"], ours["password"])
        )
    row = look(row)
    assert (row.state, row.repaired, len(stand(account))) == (PushState.ON, 1, 1)


def test_a_renewed_address_takes_the_old_ones_place(account, actor, brand, monkeypatch):
    row = look(push_places.turn_on(actor, brand))
    renewed = accounts.renew_push_token(actor, account)
    _take(renewed, monkeypatch)
    look(row)
    assert stand(account) == [registry_pushes.address(renewed)]


def test_what_the_registry_refuses_is_told_in_turkish(account, actor, brand, registry):
    registry.change_registry(push_https_only=True)
    row = look(push_places.turn_on(actor, brand))
    assert row.state == PushState.FAILED
    assert "https" in row.note


def test_without_the_registrys_word_for_it_it_stays_closed(firm, registry, operator, actor, brand):
    connect(firm, registry, operator.url)
    with pytest.raises(Conflict, match="bağlantısı türü"):
        push_places.turn_on(actor, brand)
