"""The button "Bağlantıyı dene": one login for a person, told and written down (L-010)."""

from __future__ import annotations

from collections.abc import Callable

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services.account_choice import sendable_problem
from turkcell_hub.tenancy.services.account_health import Health, note_failure, remember
from turkcell_hub.tenancy.services.opening import (
    try_books,
    try_codes,
    try_locator,
    try_registry,
    try_sms,
)

_TRIES = {
    GatewayAccount.Service.IYS: try_registry,
    GatewayAccount.Service.OTP: try_codes,
    GatewayAccount.Service.LOCATION: try_locator,
    GatewayAccount.Service.ERP: try_books,
}
_room_tries: dict[str, Callable[[Actor, GatewayAccount], str]] = {}


def register_try(service: str, attempt: Callable[[Actor, GatewayAccount], str]) -> None:
    """A room that counts the tries of its accounts' passwords makes them itself; ``attempt``
    returns what to tell the person and raises ``HubError``. Called from ``AppConfig.ready``."""
    _room_tries[service] = attempt


def try_connection(actor: Actor, account: GatewayAccount) -> str:
    """The button "Bağlantıyı dene": exactly one login, for a person. Returns what to tell him.

    Raises ``Conflict`` with the reason when it failed; either way the account's health says so.
    """
    actor.require("tenancy.account.change")
    if account.secrets_missing():
        raise Conflict(sendable_problem(account))
    if account.service in _room_tries:
        note = _room_tries[account.service](actor, account)
        _record_try(actor, account)
        return note
    try:
        note = _TRIES.get(account.service, try_sms)(account)
    except GatewayError as failure:
        note_failure(account, failure)
        _record_try(actor, account)
        raise Conflict(account.health_note, code="connection_failed") from None
    remember(account, Health.OK, note)
    _record_try(actor, account)
    return note


def _record_try(actor: Actor, account: GatewayAccount) -> None:
    trail.record(actor, "tenancy.account.try", account, {"health": [None, account.health]})
