"""What a key of a firm for trials may ask of the sandbox: its own accounts, and no other's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import phone as phones
from turkcell_hub.sandbox.permissions import PLAY
from turkcell_hub.sandbox.services import opening
from turkcell_hub.tenancy.actor import Actor

# Nothing here names an address, a name or a password.
SETTINGS = frozenset(
    {"balance", "deposit", "report_delay", "latency_ms", "index_lag", "password_age_days",
     "locked", "unlock", "forbidden_words", "duplicate_hours", "commercial_hours", "code_line"}
)  # fmt: skip
STEPS = frozenset({"do", "on", "count", "seconds", "status", "retry_after", "code", "delta", "mode",
                   "times", "accepted"})  # fmt: skip
BILL = frozenset({"shape", "number", "issue_date", "count", "numbers", "usage", "kdv", "oiv"})
_MOST_STEPS = 50
_MOST_NUMBERS = 5_000


def change(actor: Actor, service: str, wanted: Mapping[str, Any]) -> None:
    """Settings of the firm's own account: its age, its lock, its pace."""
    name = _account(actor, service)
    _known(wanted, SETTINGS, "settings")
    with opening.control() as sandbox:
        sandbox.change(name, wanted)
    _told(actor, "change", service, sorted(wanted))


def script(actor: Actor, service: str, steps: Sequence[Mapping[str, Any]]) -> int:
    """What meets the account's next exchanges: cut lines, lost answers, refusals."""
    name = _account(actor, service)
    if not 1 <= len(steps) <= _MOST_STEPS:
        raise Invalid(_("1 ile 50 arasında adım verin."), field="steps")
    for step in steps:
        _known(step, STEPS, "steps")
    with opening.control() as sandbox:
        waiting = sandbox.script(name, steps)
    _told(actor, "script", service, [str(step.get("do", "")) for step in steps])
    return waiting


def inbound(actor: Actor, phone: str, text: str, to: str = "") -> str:
    """Somebody writes to the firm; the id of his message."""
    name = _account(actor, opening.Service.SMS)
    found = phones.parse(phone)
    if found.e164 is None:
        raise Invalid(_("Telefon numarası okunamadı."), field="from")
    told = {"from": found.e164.lstrip("+"), "content": text, "to": to}
    with opening.control() as sandbox:
        made = sandbox.inbound(name, told)
    _told(actor, "inbound", opening.Service.SMS, [])
    return made


def make_bill(actor: Actor, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A bill in the firm's inbox at the sandbox; what it is worth."""
    name = _account(actor, opening.Service.INVOICE)
    _known(wanted, BILL, "bill")
    if int(wanted.get("count", 0)) > _MOST_NUMBERS:
        raise Invalid(_("Bir faturada en çok 5.000 hat olabilir."), field="count")
    with opening.control() as sandbox:
        made = sandbox.make_bill(name, wanted)
    _told(actor, "bill", opening.Service.INVOICE, [str(wanted.get("shape", ""))])
    return made


def shapes(actor: Actor) -> list[str]:
    _account(actor, opening.Service.INVOICE)
    with opening.control() as sandbox:
        return sandbox.shapes()


def _account(actor: Actor, service: str) -> str:
    actor.require(PLAY)
    opening.require_sandbox(actor)
    return opening.username(actor.firm_id, service)


def _known(told: Mapping[str, Any], names: frozenset[str], field: str) -> None:
    unknown = sorted(set(told) - names)
    if unknown:
        raise Invalid(
            _("Bilinmeyen ayar: %(name)s.") % {"name": unknown[0][:60]},
            code="unknown_setting", field=f"{field}.{unknown[0][:60]}",
        )  # fmt: skip


@transaction.atomic
def _told(actor: Actor, what: str, service: str, more: list[str]) -> None:
    changes = {"what": what, "service": str(service), "more": more}
    trail.record(actor, "sandbox.played", None, changes)
