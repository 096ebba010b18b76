"""The stage of ``bills``: one firm for each way of booking, and the same bills at its operator."""

from __future__ import annotations

import base64
import io
import itertools
import random
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings

from invoices.models import Bill, BillState, InvoiceLogin, MatchingTable
from invoices.services import bills as deciding
from invoices.services import intake, logins, passwords, pasting, tables, transfers
from tests.faults._processes import fork, wait
from tests.faults.every_line import killed_at
from tests.invoices.world import make_cards, make_table
from tests.support import bills as shapes
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.errors import HubError
from turkcell_hub.fake_operator.bills import printing
from turkcell_hub.jobs import tasks
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import accounts

PASSWORD, PAST = "dogru-sifre", "2000-01-01T00:00:00Z"
FILES = (
    "invoices/services/",
    "turkcell_hub/erp/services/booking.py",
    "turkcell_hub/gateways/invoice/esirket.py",
    "turkcell_hub/jobs/services/",
    "turkcell_hub/audit/services/trail.py",
)
KINDS = ("single", "bulk", "fixed", "single", "plain_bulk", "itemised", "many_rates", "bulk",
         "old_balance", "return", "single", "without_oiv")  # fmt: skip
WITH_CARDS = ("5320000001", "5321000001", "5321000003")  # the others go to the main card
_MOST_KILLS = 4  # a job that keeps dying is given up after the fifth
_firms = itertools.count(1)


@dataclass(frozen=True)
class Wanted:
    """A bill before it is printed. ``ettn`` takes another bill's place in the country's list,
    ``shown`` prints another number on it."""

    shape: str
    number: str
    day: date
    seed: int
    count: int = 4
    ettn: str = ""
    shown: str = ""

    def sheet(self) -> Any:
        made = shapes.sheet(
            self.shape, self.number, issue_date=self.day, seed=self.seed, count=self.count
        )
        made.ettn, made.number = self.ettn or made.ettn, self.shown or made.number
        return made

    def corrected(self, by: int = 100_000) -> Wanted:
        """The same number, drawn anew: another ETTN and other amounts."""
        return replace(self, seed=self.seed + by)


def year_of_bills(count: int, seed: int) -> list[Wanted]:
    """Bills of four months of every shape; several of each month, so that months overlap with
    what a filter looks through."""
    dice = random.Random(seed)
    return [
        Wanted(
            KINDS[place % len(KINDS)], f"TCL2026{place:09}", date(2026, 8 + place % 4, 1),
            dice.randrange(90_000), dice.randint(2, 6),
        )
        for place in range(1, count + 1)
    ]  # fmt: skip


def packed(documents: Iterable[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in documents:
            archive.writestr(name, content)
    return file.getvalue()


def printed(bills: Sequence[Wanted]) -> list[bytes]:
    """The bills as archives of at most 200 files."""
    files = [
        (f"{one.shown or one.number}-{one.seed}.xml", printing.ubl(one.sheet())) for one in bills
    ]
    return [packed(files[start : start + 200]) for start in range(0, len(files), 200)]


@dataclass
class Desk:
    """One firm that books in one way."""

    control: Any
    log: Path
    merge: bool
    by_number: bool
    firm: Firm
    actor: Actor
    account: GatewayAccount
    table: MatchingTable
    done: Counter[str] = field(default_factory=Counter)
    marked_too_early: list[str] = field(default_factory=list)

    @classmethod
    def opened(cls, control: Any, folder: Path, merge: bool, by_number: bool) -> Desk:
        firm = make_firm(f"Fatura Deneyi {next(_firms)}")
        username = f"{firm.slug}".upper()
        control.create_account(username, "esirket", PASSWORD, officer_phone="905321234501")
        with firm_scope(firm.pk):
            actor = actor_for(make_member(firm, Role.ADMIN, phone="+905321234501"))
            erp = make_cards(firm)
            table = make_table(actor, erp)
            for kind in (
                {"kind": "TAX", "tax_code": "8007", "card": erp.wireless},
                {"kind": "MAIN", "rate": 0, "card": erp.free},
                {"kind": "MAIN", "rate": 10, "card": erp.low},
            ):
                tables.save_line(actor, None, {"table": table, "side": "RECEIVED", **kind})
            rows = "\n".join(f"{one}\t760.02" for one in WITH_CARDS)
            pasting.paste(actor, table, "RECEIVED", rows)
            account = accounts.save(
                actor, None,
                {"name": "Fatura", "service": "invoice", "adapter": "esirket", "country": "TR",
                 "base_url": f"{settings.FAKE_OPERATOR_URL}/esirket", "username": username,
                 "password": PASSWORD},
            )  # fmt: skip
        return cls(control, folder / "killed.log", merge, by_number, firm, actor, account, table)

    # --- at the operator --------------------------------------------------------------------

    def issue(self, bills: Iterable[Wanted]) -> None:
        for one in bills:
            if one.ettn:
                document = printing.ubl(one.sheet())
                wanted: dict[str, Any] = {"document": base64.b64encode(document).decode()}
            else:
                wanted = {"shape": one.shape, "seed": one.seed, "count": one.count}
            body = {"number": one.shown or one.number, "issue_date": one.day.isoformat(), **wanted}
            self.control._call("POST", f"/accounts/{self.account.username}/bills", json=body)

    def at_operator(self) -> list[dict[str, Any]]:
        return self.control.bills(self.account.username)

    def logins_seen(self) -> int:
        return len(self.control.requests(self.account.username, "login"))

    def look_at_marks(self) -> None:
        """What the operator was told to be taken is stored here: it is never offered again."""
        with firm_scope(self.firm.pk):
            numbers = set(Bill.objects.values_list("number", flat=True))
        self.done["looks at the operator's marks"] += 1
        self.marked_too_early += [
            one["number"]
            for one in self.at_operator()
            if one.get("number") and not one["is_new"] and one["number"] not in numbers
        ]

    # --- at the portal ----------------------------------------------------------------------

    def upload(self, archives: Iterable[bytes]) -> Counter[str]:
        found: Counter[str] = Counter()
        with firm_scope(self.firm.pk):
            for content in archives:
                found += intake.from_file(self.actor, content, "faturalar.zip").counts
        return found

    def press(self) -> int:
        """Somebody presses "Faturaları Al ve Aktar"; the job that does it."""
        with firm_scope(self.firm.pk):
            chosen = transfers.options(
                self.actor,
                {"table": self.table, "merge": self.merge, "by_number": self.by_number,
                 "unmatched": "MAIN"},
            )  # fmt: skip
            row = transfers.start(self.actor, chosen, collect=True)
            assert row.job_id is not None
            return row.job_id

    def work(self, job_id: int) -> None:
        tasks.run(self.firm.pk, job_id)

    def carry_through(self, job_id: int, kills: Sequence[int], beside: Sequence[bytes] = ()) -> str:
        """The job's worker dies at these lines, one after the other; another takes it up. What
        ``beside`` holds is uploaded by another process meanwhile. Returns how the job ended."""
        for line in kills[:_MOST_KILLS]:
            uploader = fork(lambda: self.upload(beside) and 0, self.log) if beside else 0
            died = killed_at(line, FILES, lambda: self.work(job_id), self.log)
            if uploader:
                wait(uploader)
            self.done["kills"] += died
            self.look_at_marks()
            self._end_leases(job_id)
            if not died:
                break
        self.work(job_id)
        with firm_scope(self.firm.pk):
            job = Job.objects.get(pk=job_id)
            return job.error_code if job.state == JobState.FAILED else str(job.state)

    def _end_leases(self, job_id: int) -> None:
        """As if the leases of dead processes had run out."""
        with firm_scope(self.firm.pk):
            Job.objects.filter(pk=job_id, state=JobState.RUNNING).update(lease_until=PAST)
            InvoiceLogin.objects.filter(trying_until__isnull=False).update(trying_until=PAST)

    def decide(self) -> None:
        """What a person does: tries the login again after a death in it, says yes to a proposed
        tax."""
        with firm_scope(self.firm.pk):
            if not logins.health(self.account).is_active:
                with suppress(HubError):
                    logins.try_by_person(self.actor, self.account, confirmed=True)
                self.done["logins tried again by a person"] += 1
            for bill in Bill.objects.filter(state=BillState.REVIEW):
                deciding.confirm(self.actor, bill)
                self.done["proposals confirmed"] += 1

    def change_password(self, password: str) -> None:
        with firm_scope(self.firm.pk):
            self.account = passwords.set_password(self.actor, self.account, password)

    def is_settled(self) -> bool:
        with firm_scope(self.firm.pk):
            waiting = (BillState.OPEN, BillState.PARTLY, BillState.REVIEW)
            left = Bill.objects.filter(state__in=waiting).exclude(type_code="IADE").exists()
            return not left and not any(one["is_new"] for one in self.at_operator())


def race_pairs(count: int) -> list[tuple[Wanted, Wanted]]:
    """A bill and its correction, each pair on a day of its own in a year of its own."""
    pairs = []
    for place in range(count):
        first = Wanted("plain_bulk", f"TCL2025{place:09}", date(2025, 1, 2) + timedelta(place), 7)
        pairs.append((first, first.corrected()))
    return pairs
