"""What operators' words and numbers mean, as data.

Operators renumber their codes between versions of their own clients, so each table carries
the version that it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from turkcell_hub.gateways.sms.contract import Outcome
from turkcell_hub.gateways.sms.reasons import (
    NETWORK_REASONS,
    OUTCOME_REASONS,
    Lasting,
    Reason,
)
from turkcell_hub.lib.wording import said


@dataclass(frozen=True)
class StatusTable:
    """One operator's status words; ``version`` names the document they were read from."""

    version: str
    words: Mapping[str, Outcome]

    def outcome(self, word: str, network_error: int | None = None) -> Outcome:
        """The portal's outcome. A word that the table does not know is UNKNOWN: it is asked
        again and seen by a person, never guessed."""
        outcome = self.words.get(word, Outcome.UNKNOWN)
        if network_error == NO_REPORT and outcome is Outcome.UNDELIVERED:
            return Outcome.UNKNOWN
        return outcome


NO_REPORT = 502

VERIMOR_STATUSES = StatusTable(
    version="verimor-guide-2023-02",
    words={
        "SENDING": Outcome.ACCEPTED,
        "WAITING": Outcome.ACCEPTED,
        "DELIVERED": Outcome.DELIVERED,
        "SENT": Outcome.SENT_UNCONFIRMED,
        "NOT_DELIVERED": Outcome.UNDELIVERED,
        "SEND_ERROR": Outcome.UNDELIVERED,
        "EXPIRED": Outcome.EXPIRED,
        "INVALID_DESTINATION_ADDRESS": Outcome.INVALID_NUMBER,
        "REJECTED": Outcome.REJECTED_BY_OPERATOR,
        "DOUBLE_SEND_ERROR": Outcome.DUPLICATE,
        "BLACKLISTED_DESTINATION_ADDRESS": Outcome.BLACKLISTED,
        "NOT_ALLOWED_BY_IYS": Outcome.IYS_REJECTED,
        "INSUFFICIENT_CREDITS": Outcome.NO_CREDIT,
        "MISSING_TARIFF": Outcome.NOT_COVERED,
        "ROUTE_NOT_AVAILABLE": Outcome.NOT_COVERED,
        "NETWORK_NOTCOVERED": Outcome.NOT_COVERED,
        "INTERNATIONAL_DENIED": Outcome.NOT_COVERED,
        "CANCELLED": Outcome.CANCELLED,
    },
)

# Mesaj Üssü's own words are not public: Verimor's, and the TCKN service's NOT_SUBSCRIBER (L-071).
MESAJUSSU_STATUSES = StatusTable(
    version="mesajussu-assumed-2026-11",
    words={
        **{
            word: outcome
            for word, outcome in VERIMOR_STATUSES.words.items()
            if outcome is not Outcome.NOT_COVERED
        },
        "NOT_SUBSCRIBER": Outcome.NOT_SUBSCRIBER,
    },
)

# The owner's JavaScript client 1.1.11 (Dec 2025). Its earlier versions and the Python one count
# otherwise (14 was "blacklisted"), hence the version. 100 is the client's "all", never reported.
NETGSM_STATUSES = StatusTable(
    version="netgsm-sms-js-1.1.11",
    words={
        "0": Outcome.ACCEPTED,
        "1": Outcome.DELIVERED,
        "2": Outcome.EXPIRED,
        "3": Outcome.INVALID_NUMBER,
        "4": Outcome.UNDELIVERED,
        "11": Outcome.REJECTED_BY_OPERATOR,
        "12": Outcome.UNDELIVERED,
        "13": Outcome.DUPLICATE,
        "14": Outcome.NO_CREDIT,
        "15": Outcome.BLACKLISTED,
        "16": Outcome.IYS_REJECTED,
        "17": Outcome.IYS_CHECK_FAILED,
    },
)


# The words of a receipt's text (Appendix B); message_state's numbers are read as the same words.
SMPP_STATUSES = StatusTable(
    version="smpp-3.4-issue-1.2",
    words={
        "ENROUTE": Outcome.ACCEPTED,
        "ACCEPTD": Outcome.ACCEPTED,
        "DELIVRD": Outcome.DELIVERED,
        "EXPIRED": Outcome.EXPIRED,
        "DELETED": Outcome.CANCELLED,
        "UNDELIV": Outcome.UNDELIVERED,
        "REJECTD": Outcome.REJECTED_BY_OPERATOR,
        "UNKNOWN": Outcome.UNKNOWN,
    },
)

# Where the dated setting starts from (S-066).
# True: the credit comes back. False: it is spent. None: it stays held until it is known.
DEFAULT_REFUNDS: Mapping[Outcome, bool | None] = {
    Outcome.ACCEPTED: None,
    Outcome.UNKNOWN: None,
    Outcome.DELIVERED: False,
    Outcome.SENT_UNCONFIRMED: False,
    Outcome.UNDELIVERED: True,
    Outcome.EXPIRED: True,
    Outcome.INVALID_NUMBER: True,
    Outcome.REJECTED_BY_OPERATOR: True,
    Outcome.DUPLICATE: True,
    Outcome.BLACKLISTED: True,
    Outcome.IYS_REJECTED: True,
    Outcome.IYS_CHECK_FAILED: True,
    Outcome.NO_CREDIT: True,
    Outcome.NOT_COVERED: True,
    Outcome.NOT_SUBSCRIBER: True,
    Outcome.CANCELLED: True,
}

_NETWORK_EXPLAINS = frozenset(
    {Outcome.UNDELIVERED, Outcome.EXPIRED, Outcome.REJECTED_BY_OPERATOR, Outcome.UNKNOWN}
)


def reason_of(outcome: Outcome, network_error: int | None = None) -> Reason:
    """The most exact reason: the network's where it explains the outcome, else the outcome's."""
    known = NETWORK_REASONS.get(network_error or 0)
    return known if known and outcome in _NETWORK_EXPLAINS else OUTCOME_REASONS[outcome]


def reason_text(outcome: Outcome, network_error: int | None = None) -> str:
    """Turkish: what happened and what the person can do (S-068). A network code that no table
    knows is named, so that it can be looked up."""
    text = str(reason_of(outcome, network_error))
    if network_error and network_error not in NETWORK_REASONS and outcome in _NETWORK_EXPLAINS:
        return said("%(reason)s (şebeke kodu %(code)s)", reason=text, code=network_error)
    return text


def lasting(outcome: Outcome, network_error: int | None = None) -> Lasting:
    """Whether the card should be cleaned (PERMANENT) or a later try makes sense (TEMPORARY)."""
    return reason_of(outcome, network_error).lasting
