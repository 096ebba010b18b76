"""The checker: believes only the operator's truth, the database and the client's log.

It repeats no rule of the product by calling it: the books are summed here in SQL of its
own. Every rule is counted, and what breaks it is named. ``python3 manage.py faults checker
--operator-url URL --database URL`` looks at a running installation (the client's log is
then what the audit trail says was submitted).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections, transaction

from messaging.models import Campaign, Message, MessageState, ReportPoll
from tests.faults._world import Place
from tests.support.fake_operator import ControlClient
from turkcell_hub.audit.services.verification import verify
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm

# Our final states by the operator's last word (docs/fake-operator.md), told independently.
WORDS = {
    "DELIVERED": 10,
    "NOT_DELIVERED": 20,
    "EXPIRED": 21,
    "REJECTED": 23,
    "BLACKLISTED_DESTINATION_ADDRESS": 25,
    "NOT_ALLOWED_BY_IYS": 26,
    "INVALID_DESTINATION_ADDRESS": 22,
    "SENT": 11,
    "DOUBLE_SEND_ERROR": 24,
    "NO_CREDIT": 28,
    "NOT_SUBSCRIBER": 30,
}
NOT_HANDED_OVER = ("REFUSED", "EXPIRED", "CANCELLED")
PASSING = ("READY", "CLAIMED", "HANDING_OVER", "UNKNOWN")
WAITING = ("HELD", "NEEDS_PERSON")


@dataclass
class Report:
    """``checked``: how many rows each rule looked at; ``broken``: what it found."""

    checked: Counter[str] = field(default_factory=Counter)
    broken: dict[str, list[str]] = field(default_factory=dict)

    def rule(self, name: str, looked_at: int, wrong: Iterable[object]) -> None:
        self.checked[name] += looked_at
        found = [str(one) for one in wrong]
        if found:
            self.broken.setdefault(name, []).extend(found)

    @property
    def ok(self) -> bool:
        return not self.broken

    def print(self) -> None:
        for name, looked_at in self.checked.items():
            wrong = self.broken.get(name, [])
            example = f"  e.g. {wrong[0]}" if wrong else ""
            print(f"  {'FAIL' if wrong else 'ok  '} {name}: {looked_at} checked,"
                  f" {len(wrong)} wrong{example}")  # fmt: skip


def check(
    control: ControlClient,
    places: Iterable[Place],
    *,
    final: bool = True,
) -> Report:
    """All rules over these places. ``final``: the experiment has waited its time T, so nothing
    may be in a passing state any more; while a campaign still runs these are not judged."""
    report = Report()
    with every_firm(), transaction.atomic():
        with connection.cursor() as cursor:
            # One snapshot: what moves meanwhile must not look like a fault.
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        for place in places:
            _Look(report, control, place, final).all()
    return report


def read_truth(control: ControlClient, username: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    while page := control.truth(username, after=rows[-1]["seq"] if rows else 0)["messages"]:
        rows += page
    return rows


class _Look:
    """One firm, one account."""

    def __init__(self, report: Report, control: ControlClient, place: Place, final: bool) -> None:
        self.report, self.place, self.final = report, place, final
        self.firm = place.firm.pk
        self.truth = read_truth(control, place.username)
        self.messages = list(Message.objects.filter(firm_id=self.firm))
        self.batches = {
            (batch.subject_id, batch.number): batch
            for batch in Batch.objects.filter(firm_id=self.firm, kind="sms")
        }
        self.polled = set(
            ReportPoll.objects.filter(firm_id=self.firm).values_list("batch_id", flat=True)
        )
        self.silent = {(r["dest"], r["text"]) for r in self.truth if r["status"] == "WAITING"}
        self.campaigns = list(Campaign.objects.filter(firm_id=self.firm))

    def all(self) -> None:
        rules: tuple[Callable[[], None], ...] = (
            self.money, self.once, self.not_lost, self.not_doubled, self.as_told, self.not_against,
            self.walls, self.trail, self.counters, self.finished,
        )  # fmt: skip
        for rule in rules:
            rule()

    def money(self) -> None:
        """I1: opening + loads + refunds - debits = balance >= 0, and = the messages' sums."""
        wrong = [f"firm {self.firm}: {row}" for row in _sql(_WALLETS, firm=self.firm)]
        self.report.rule("I1 wallet = its movements, never below zero", 1, wrong)
        wrong = [f"campaign {row}" for row in _sql(_CAMPAIGN_SUMS, firm=self.firm)]
        self.report.rule(
            "I1 a campaign's debit = the sum of its messages", len(self.campaigns), wrong
        )

    def once(self) -> None:
        """I2: one debit a campaign; a message's refund once, exactly what its end deserves."""
        wrong = [f"campaign {row}" for row in _sql(_DEBITS, firm=self.firm)]
        self.report.rule("I2 one debit a campaign", len(self.campaigns), wrong)
        wrong = [f"message {row}" for row in _sql(_REFUNDS, firm=self.firm)]
        self.report.rule("I2 refund once and as the end deserves", len(self.messages), wrong)

    def not_lost(self) -> None:
        """I3: every accepted campaign is there; every message ends, or waits by name."""
        there = {campaign.pk: campaign for campaign in self.campaigns}
        lost = [f"campaign {pk}" for pk in self.place.log if pk not in there]
        rows = Counter(message.campaign_id for message in self.messages)
        lost += [
            f"campaign {c.pk}: {rows[c.pk]} of {c.total} messages"
            for c in self.campaigns
            if c.prepared_at and rows[c.pk] != self.place.asked.get(c.pk, c.total)
        ]
        if self.final:
            waits = [c for c in self.campaigns if c.state == "HAZIRLANIYOR"]
            lost += [f"campaign {c.pk} still waits to be prepared" for c in waits]
        self.report.rule("I3 every accepted campaign is kept whole", len(self.place.log), lost)
        stuck = [m.pk for m in self.messages if m.state == 0 and self._stuck(m)]
        self.report.rule("I3 no message is stuck in a passing state", len(self.messages), stuck)
        heard = {(row["dest"], row["text"]) for row in self.truth}
        unheard = [
            f"message {m.pk}"
            for m in self.messages
            if self._state_of(m) == "ACCEPTED"
            and m.state not in (MessageState.BLOCKED, MessageState.CANCELLED)
            and (m.phone, m.text) not in heard
        ]
        self.report.rule(
            "I3 what counts as handed over, the operator has", len(self.messages), unheard
        )

    def not_doubled(self) -> None:
        """I4: at the operator, at most one for each message, and none that is not ours."""
        ours = Counter((m.phone, m.text) for m in self.messages)
        taken = Counter((row["dest"], row["text"]) for row in self.truth)
        wrong = [f"{n} for {ours[key]} to …{key[0][-4:]}" for key, n in taken.items()
                 if n > ours[key]]  # fmt: skip
        ids = Counter(row["message_custom_id"] for row in self.truth if row["message_custom_id"])
        wrong += [f"message {one} {n} times" for one, n in ids.items() if n > 1]
        self.report.rule("I4 at most one hand-over a message", len(self.truth), wrong)
        ended = {
            (m.phone, m.text): m
            for m in self.messages
            if self._state_of(m) in NOT_HANDED_OVER or m.state == MessageState.BLOCKED
        }
        given = [f"message {ended[key].pk} ({self._state_of(ended[key])})" for key in taken
                 if key in ended]  # fmt: skip
        self.report.rule(
            "I4 what was blocked, refused, expired or cancelled was not handed over",
            len(ended),
            given,
        )

    def as_told(self) -> None:
        """A message that a report ended has the operator's own last word."""
        words = {(row["dest"], row["text"]): row["status"] for row in self.truth}
        told = [m for m in self.messages if m.state >= MessageState.DELIVERED
                and self._state_of(m) == "ACCEPTED"]  # fmt: skip
        wrong = [
            f"message {m.pk}: {m.state}, operator {words.get((m.phone, m.text))}"
            for m in told
            if WORDS.get(words.get((m.phone, m.text), "")) != m.state
        ]
        self.report.rule("I3 a message ends as the operator says", len(told), wrong)

    def not_against(self) -> None:
        """I5: nobody gets a message who was on the blacklist when it was handed over."""
        keys = {(row["dest"], row["text"]) for row in self.truth}
        rows = _sql(_BLACKLISTED, firm=self.firm)
        wrong = [f"message {pk}" for pk, phone, text in rows if (phone, text) in keys]
        self.report.rule("I5 no hand-over against the blacklist", len(keys), wrong)

    def walls(self) -> None:
        """I6: only reports of the message's own firm and account have ended it."""
        wrong = [f"message {row}" for row in _sql(_FOREIGN, firm=self.firm)]
        pushed = sum(message.report_id is not None for message in self.messages)
        self.report.rule("I6 ended by its own account's report", pushed, wrong)

    def trail(self) -> None:
        """I9: the chain holds; each step of a campaign has exactly one entry."""
        breaks = verify(self.firm)
        self.report.rule("I9 the audit chain verifies", 1, breaks)
        found = Counter(
            (action, int(pk))
            for action, pk in _sql(_ENTRIES, firm=self.firm)
        )  # fmt: skip
        wanted = Counter(("campaign.submitted", pk) for pk in self.place.log)
        wanted.update(("campaign.prepared", c.pk) for c in self.campaigns if c.prepared_at)
        wanted.update(("campaign.cancelled", pk) for pk in self.place.cancelled)
        wrong = [f"{key}: {found[key]}" for key, n in wanted.items() if found[key] != n]
        wrong += [f"{key}: {n} too many" for key, n in found.items() if key not in wanted]
        self.report.rule("I9 one entry for each step", sum(wanted.values()), wrong)

    def counters(self) -> None:
        wrong = [f"campaign/state/reason {row}" for row in _sql(_COUNTERS, firm=self.firm)]
        self.report.rule("counters = a count over the messages", len(self.campaigns), wrong)

    def finished(self) -> None:
        pending = Counter(m.campaign_id for m in self.messages if m.state == 0)
        wrong = [
            f"campaign {c.pk}: {c.state}, finished {bool(c.finished_at)}, {pending[c.pk]} pending"
            for c in self.campaigns
            if (c.finished_at and pending[c.pk])
            or (c.state == "TAMAMLANDI") != bool(c.finished_at and c.state != "IPTAL")
            or (self.final and c.prepared_at and not pending[c.pk] and not c.finished_at)
        ]
        self.report.rule("finished = every row is terminal", len(self.campaigns), wrong)

    def _state_of(self, message: Message) -> str:
        batch = self.batches.get((message.campaign_id, message.batch_no))
        return batch.state if batch else ""

    def _stuck(self, message: Message) -> bool:
        state = self._state_of(message)
        if state in WAITING:
            return False
        if state in PASSING or state != "ACCEPTED":
            return self.final or state not in PASSING
        if not self.final:
            return False
        # The operator itself has no last word yet, and somebody will ask it again.
        batch = self.batches[message.campaign_id, message.batch_no]
        return batch.pk not in self.polled or (message.phone, message.text) not in self.silent


_REFUNDED = "(1, 2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)"
_WALLETS = """
SELECT a.kind, a.balance, t.sum FROM ledger_account a LEFT JOIN LATERAL (
    SELECT COALESCE(SUM(CASE type WHEN 'LOAD' THEN amount WHEN 'REFUND' THEN amount
           WHEN 'SPEND' THEN -amount
           WHEN 'ADJUST' THEN CASE WHEN credit_id = a.id THEN amount ELSE -amount END END), 0)
           AS sum
      FROM ledger_transfer t WHERE t.firm_id = a.firm_id AND t.kind = a.kind) t ON true
 WHERE a.firm_id = %(firm)s AND a.role = 'AVAILABLE' AND (a.balance <> t.sum OR a.balance < 0)
"""
_CAMPAIGN_SUMS = """
SELECT c.id, t.amount, m.sum FROM messaging_campaign c
  LEFT JOIN ledger_transfer t ON t.id = c.spend_id
  LEFT JOIN LATERAL (SELECT COALESCE(SUM(credits), 0) AS sum FROM messaging_message m
                      WHERE m.campaign_id = c.id) m ON true
 WHERE c.firm_id = %(firm)s AND COALESCE(t.amount, 0) <> m.sum
"""
_DEBITS = """
SELECT subject_id, count(*) FROM ledger_transfer
 WHERE firm_id = %(firm)s AND type = 'SPEND' AND subject_type = 'campaign'
 GROUP BY subject_id HAVING count(*) > 1
"""
_REFUNDS = f"""
SELECT m.id, m.state, m.credits, r.times, r.back FROM messaging_message m
  LEFT JOIN (SELECT subject_id, count(*) AS times, SUM(amount) AS back FROM ledger_transfer
              WHERE firm_id = %(firm)s AND type = 'REFUND' AND subject_type = 'message'
              GROUP BY subject_id) r ON r.subject_id = m.id
 WHERE m.firm_id = %(firm)s AND (COALESCE(r.times, 0) > 1 OR COALESCE(r.back, 0) <>
       CASE WHEN m.state IN {_REFUNDED} THEN m.credits
            WHEN m.operator_credits > 0 AND m.operator_credits < m.credits
            THEN m.credits - m.operator_credits ELSE 0 END)
"""
_BLACKLISTED = """
SELECT m.id, m.phone, m.text FROM messaging_message m
  JOIN messaging_blacklistentry b ON b.firm_id = m.firm_id AND b.phone = m.phone
  JOIN outbox_batch o ON o.firm_id = m.firm_id AND o.kind = 'sms'
       AND o.subject_id = m.campaign_id AND o.number = m.batch_no
 WHERE m.firm_id = %(firm)s AND o.handed_over_at > b.created_at
"""
_FOREIGN = """
SELECT m.id, p.firm_id FROM messaging_message m
  JOIN messaging_reportpush p ON p.id = m.report_id
  LEFT JOIN outbox_batch o ON o.firm_id = m.firm_id AND o.kind = 'sms'
       AND o.subject_id = m.campaign_id AND o.number = m.batch_no
 WHERE m.firm_id = %(firm)s
   AND (p.firm_id <> m.firm_id OR p.account_id IS DISTINCT FROM o.account_id)
"""
_ENTRIES = """
SELECT action, subject_id FROM audit_auditentry
 WHERE firm_id = %(firm)s
   AND action IN ('campaign.submitted', 'campaign.prepared', 'campaign.cancelled')
"""
_COUNTERS = """
SELECT COALESCE(c.campaign_id, m.campaign_id), COALESCE(c.state, m.state),
       COALESCE(c.reason, m.reason), c.messages, m.messages
  FROM (SELECT campaign_id, state, reason, messages FROM messaging_campaigncount
         WHERE firm_id = %(firm)s AND messages > 0) c
  FULL JOIN (SELECT campaign_id, state, CASE WHEN state = 1 THEN verdict
                    ELSE COALESCE(network_error, 0) END AS reason, count(*) AS messages
               FROM messaging_message WHERE firm_id = %(firm)s AND state <> 0
              GROUP BY 1, 2, 3) m USING (campaign_id, state, reason)
 WHERE COALESCE(c.messages, 0) <> COALESCE(m.messages, 0)
"""


def _sql(query: str, **params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return cursor.fetchall()


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults checker")
    parser.add_argument("--operator-url", required=True)
    parser.add_argument("--database", required=True, help="DATABASE_URL of the installation")
    parser.add_argument("--running", action="store_true", help="passing states are not judged")
    options = parser.parse_args(argv)
    import environ

    connections["default"].close()
    connections["default"].settings_dict.update(environ.Env.db_url_config(options.database))
    with every_firm():
        places = [
            Place(Firm.objects.get(pk=account.firm_id), account, None, account.username,  # type: ignore[arg-type]
                  [int(pk) for action, pk in _sql(_ENTRIES, firm=account.firm_id)
                   if action == "campaign.submitted"])
            for account in GatewayAccount.objects.filter(service="sms").exclude(username="")
        ]  # fmt: skip
    report = check(ControlClient(options.operator_url), places, final=not options.running)
    report.print()
    return 0 if report.ok else 1
