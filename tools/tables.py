"""The sentences that stand in tables of packages without Django: Turkish data, said by hub code.

``tools/messages.py`` takes them into the catalogue beside the marked texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from iys_consent import registry_codes
from turkcell_hub.gateways import registry
from turkcell_hub.gateways.adapter_info import AdapterInfo
from turkcell_hub.gateways.erp.registry import erp_adapters
from turkcell_hub.gateways.invoice.registry import invoice_adapters
from turkcell_hub.gateways.location.registry import adapters as location_adapters
from turkcell_hub.gateways.sms.reasons import NETWORK_REASONS, OUTCOME_REASONS, Reason
from turkcell_hub.gateways.sms.refusals import REFUSALS
from turkcell_hub.lib import phone, sms_parts
from turkcell_hub.lib.content_rules.rules import RULES
from turkcell_hub.sheets import problems

Found = tuple[str, str]  # the file that says it, the text
_ADAPTERS = (
    ("registry.py", registry.sms_adapters),
    ("registry.py", registry.iys_adapters),
    ("registry.py", registry.otp_adapters),
    ("invoice/registry.py", invoice_adapters),
    ("location/registry.py", location_adapters),
    ("erp/registry.py", erp_adapters),
)


def texts() -> Iterator[Found]:
    """Every sentence of the tables, in a fixed order; a text may come twice."""
    yield from _of("turkcell_hub/lib/phone/texts.py", phone.MESSAGES.values())
    yield from _of("turkcell_hub/lib/sms_parts/counting.py", sms_parts.MESSAGES.values())
    yield from _of("turkcell_hub/lib/content_rules/rules.py", (rule.why for rule in RULES))
    yield from _of("turkcell_hub/sheets/problems.py", problems.TEXTS.values())
    yield from _of("turkcell_hub/gateways/sms/refusals.py", _reasons(REFUSALS.values()))
    for table in (OUTCOME_REASONS, NETWORK_REASONS):
        yield from _of("turkcell_hub/gateways/sms/reasons.py", _reasons(table.values()))
    for where, adapters in _ADAPTERS:
        for info in adapters():
            yield from _of(f"turkcell_hub/gateways/{where}", _form(info))
    yield from _of("iys_consent/registry_codes.py", registry_codes.texts())


def _of(where: str, said: Iterable[str]) -> Iterator[Found]:
    return ((where, text) for text in said if any(letter.isalpha() for letter in text))


def _reasons(reasons: Iterable[Reason]) -> Iterator[str]:
    for reason in reasons:
        yield from (reason.text, reason.advice)


def _form(info: AdapterInfo) -> Iterator[str]:
    yield info.label
    for asked in info.fields:
        yield from (asked.label, asked.help, *(label for _value, label in asked.choices))
