"""Joining while processes die: membership papers, applications at the service centre, questions."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import orjson
from django.test import Client
from django.utils import timezone

from tests.faults import _joining_check as checks
from tests.faults._joining_stage import PAST, Company, Stage
from tests.faults.checker import Report
from tests.membership.conftest import DATA, PARCEL
from tests.support.firms import make_user
from tests.support.messaging import make_account
from tests.support.scans import pdf, upload
from turkcell_hub.applications import tasks as application_tasks
from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.services import applying, delivery, listening
from turkcell_hub.applications.states import ENDS, ItemState
from turkcell_hub.help import tasks as help_tasks
from turkcell_hub.help.models import Ticket, TicketEntry, TicketState
from turkcell_hub.help.services import desk, tickets
from turkcell_hub.membership import checklist
from turkcell_hub.membership import tasks as membership_tasks
from turkcell_hub.membership.models import Dossier, DossierEvent, PaperFile
from turkcell_hub.membership.services import dossiers, reviewing, uploads
from turkcell_hub.membership.states import WITH_APPLICANT, WITH_REVIEWER, FileState, State
from turkcell_hub.tenancy.scope import every_firm, firm_scope

_TRAIL = "turkcell_hub/audit/services/trail.py"
_SCHOOL = {**DATA, "kind": "EGITIM", "legal_name": "Çeşme Koleji"}
_PAPERS = 3  # what a school is asked for


class Papers:
    """A school's file: filled in, papers uploaded, sent, one given back, replaced, approved; its
    approval orders the service."""

    files = (
        "turkcell_hub/membership/services/", "turkcell_hub/tenancy/vault.py",
        "turkcell_hub/applications/services/", _TRAIL,
    )  # fmt: skip

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._all: list[Company] = []

    def begin(self, line: int) -> None:
        self._all.append(Company.new("Okul"))

    def work(self) -> None:
        of = self._all[-1]
        with firm_scope(of.firm.pk):
            row = dossiers.live() or dossiers.begin(of.buyer)
            for _turn in range(5):
                if row.state in WITH_APPLICANT:
                    self._apply(of, row)
                elif row.state in WITH_REVIEWER:
                    self._review(of, row)
                row.refresh_from_db()
            for event in DossierEvent.objects.filter(tell_at__isnull=False):
                membership_tasks.tell(event.pk)
            _deliver(of)

    def _apply(self, of: Company, row: Dossier) -> None:
        if row.step == 1:
            row = dossiers.fill(of.buyer, row, _SCHOOL)
        for line in checklist.of(row).lines:
            code = line.item.code
            if line.takes_ticks and not all(is_on for _tick, is_on in line.ticks):
                uploads.tick(of.buyer, row, code, [tick.code for tick, _on in line.ticks])
            if line.takes_files and (line.missing or not line.files):
                words = f"{code} {row.state} {of.firm.pk}".encode()
                uploads.attach(of.buyer, row, code, upload(pdf(words=words)))
        if not row.courier:
            dossiers.ship(of.buyer, row, {**PARCEL, "shipped_on": dt.date(2026, 11, 20)})
        dossiers.submit(of.buyer, row)

    def _review(self, of: Company, row: Dossier) -> None:
        again = row.events.filter(state=State.RETURNED).exists()
        live = PaperFile.objects.filter(paper__dossier=row, erased_at=None).order_by("pk")
        for place, file in enumerate(live):
            if file.state == FileState.WAITING:
                good = again or place > 0
                reviewing.judge(of.admin, file, good=good, reason="" if good else "Okunmuyor")
        if again:
            reviewing.approve(of.admin, row)
        else:
            reviewing.give_back(of.admin, row)

    def go_on(self) -> None:
        with firm_scope(self._all[-1].firm.pk):
            DossierEvent.objects.filter(tell_at__isnull=False).update(tell_at=PAST)
            Application.objects.filter(try_at__isnull=False).update(try_at=PAST)
        membership_tasks.sweep()
        application_tasks.sweep()
        self.work()

    def check(self, report: Report) -> None:
        firms = [one.firm.pk for one in self._all]
        checks.clean_up(self._stage.files)
        with every_firm():
            references = list(
                Dossier.objects.filter(firm__in=firms).values_list("reference", flat=True)
            )
        mails, names = checks.mails_by(self._stage.mails, references), set[str]()
        centre = self._stage.world.control.orders()
        for firm in firms:
            names |= checks.papers(report, firm, mails, _PAPERS)
            checks.orders(report, firm, centre, [ItemState.SENT])
            checks.noted(report, firm, _NOTED)
            checks.trail(report, firm)
        checks.named(report, "membership", names, self._stage.files)


_NOTED = {
    "membership.dossier.add": 1, "membership.dossier.sent": 2, "membership.dossier.returned": 1,
    "membership.dossier.approved": 1, "membership.file.added": _PAPERS + 1,
    "membership.file.judged": _PAPERS + 1, "applications.application.add": 1,
    "applications.application.sent": 1,
}  # fmt: skip


class Applications:
    """Applied for, handed over (every third answer is lost on the way), asked for a paper, told as
    done, its credentials entered; every fourth is taken back instead."""

    files = ("turkcell_hub/applications/", "turkcell_hub/gateways/orders/", _TRAIL)

    def __init__(self, stage: Stage) -> None:
        self._stage, self._of = stage, Company.new("Başvuru")
        self._account = make_account(self._of.firm)
        self._line, self._mark, self._ends = 0, 0, list[str]()

    def begin(self, line: int) -> None:
        self._line = line
        self._ends.append(ItemState.CANCELLED if self._withdraws else ItemState.DONE)
        with firm_scope(self._of.firm.pk):
            newest = Application.objects.order_by("-pk").first()
            self._mark = newest.pk if newest else 0
        if line % 3 == 0:
            self._stage.world.control.order_stumbles("lose")

    @property
    def _withdraws(self) -> bool:
        return self._line % 4 == 0

    def work(self) -> None:
        with firm_scope(self._of.firm.pk):
            row = Application.objects.filter(pk__gt=self._mark).first() or applying.apply(
                self._of.buyer, _WANTED
            )
            _deliver(self._of)
            item = row.items.get()
            row.refresh_from_db()
            if row.sent_at is not None:
                self._go_through(row, item)

    def _go_through(self, row: Application, item: ApplicationItem) -> None:
        if self._withdraws:
            if item.state not in ENDS and not row.cancel_reason:
                applying.withdraw(self._of.buyer, row, "Vazgeçtik")
            self._heard(row)
            self._heard(row)
            return
        for state, wish in ((ItemState.NEEDS_PAPERS, "held"), (ItemState.CREDENTIALS, "completed")):
            item.refresh_from_db()
            if item.state not in (state, ItemState.CREDENTIALS, ItemState.DONE):
                self._say(row, item, wish)
                self._heard(row)
        item.refresh_from_db()
        if item.state == ItemState.CREDENTIALS:
            applying.enter_credentials(self._of.buyer, item, self._account)

    def _say(self, row: Application, item: ApplicationItem, wish: str) -> None:
        control = self._stage.world.control
        there = next(one for one in control.orders() if one["id"] == row.operator_id)
        if there["state"] not in (wish, "completed"):
            control.say_of_order(row.operator_id, {str(item.pk): wish})

    def _heard(self, row: Application) -> None:
        """His event comes, and the portal asks him in its own time."""
        body = {"event": {"productOrder": {"id": row.operator_id, "externalId": row.reference}}}
        url = f"/hooks/orders/{listening.token()}/listener/productOrderStateChangeEvent"
        Client().post(url, orjson.dumps(body), content_type="application/json")
        Application.objects.filter(pk=row.pk, ask_at__isnull=False).update(ask_at=PAST)
        delivery.follow(row.firm_id, row.pk)

    def go_on(self) -> None:
        for _turn in range(4):
            with firm_scope(self._of.firm.pk):
                Application.objects.filter(try_at__isnull=False).update(try_at=PAST)
                Application.objects.filter(ask_at__isnull=False).update(ask_at=PAST)
            application_tasks.sweep()
            self.work()

    def check(self, report: Report) -> None:
        firm = self._of.firm.pk
        checks.orders(report, firm, self._stage.world.control.orders(), self._ends)
        rounds = len(self._ends)
        checks.noted(
            report, firm,
            {"applications.application.add": rounds, "applications.application.sent": rounds},
        )  # fmt: skip
        once = (
            "SELECT item_id, state FROM applications_applicationevent WHERE firm_id = %s"
            " GROUP BY item_id, state HAVING count(*) > 1"
        )
        report.rule("I4 each move was made once", rounds, checks.rows(once, firm))
        open_ones = (
            "SELECT reference FROM applications_application WHERE firm_id = %s"
            " AND (try_at IS NOT NULL OR ask_at IS NOT NULL OR cancel_reason <> '')"
        )
        report.rule("I3 nothing waits any more", rounds, checks.rows(open_ones, firm))
        checks.trail(report, firm)


_WANTED: dict[str, Any] = {
    "services": ["TOPLU_SMS"], "payment_type": "ON_ODEMELI", "tax_number": "1234567890",
    "contact": "Ayşe Yılmaz", "phone": "0532 123 45 67", "email": "ayse@ege.example",
}  # fmt: skip


def _deliver(of: Company) -> None:
    """What the nudges after the commit do."""
    for pk in Application.objects.filter(try_at__lte=timezone.now()).values_list("pk", flat=True):
        delivery.deliver(of.firm.pk, pk)


class Questions:
    """A ticket with a file, its answer, and the mails about both."""

    files = ("turkcell_hub/help/", _TRAIL)

    def __init__(self, stage: Stage) -> None:
        self._stage, self._of = stage, Company.new("Soru")
        self._staff = make_user(
            "Destek", f"destek-{uuid4().hex}@portal.example", is_platform_staff=True
        )
        self._rounds = 0

    def begin(self, line: int) -> None:
        self._rounds += 1

    def work(self) -> None:
        subject = f"Soru-{self._rounds:04d}"
        with firm_scope(self._of.firm.pk):
            row = Ticket.objects.filter(subject=subject).first() or tickets.open_(
                self._of.buyer,
                {"subject": subject, "text": "Nasıl yapılır?", "file": upload(pdf())},
            )
            self._tell()
        if row.state == TicketState.OPEN:
            desk.answer(self._staff, row, "Böyle yapılır.", closes=True)
        with firm_scope(self._of.firm.pk):
            self._tell()

    def _tell(self) -> None:
        for entry in TicketEntry.objects.filter(notify_at__lte=timezone.now()):
            help_tasks.tell(entry.firm_id, entry.pk)

    def go_on(self) -> None:
        with firm_scope(self._of.firm.pk):
            TicketEntry.objects.filter(notify_at__isnull=False).update(notify_at=PAST)
        help_tasks.sweep()
        self.work()

    def check(self, report: Report) -> None:
        firm = self._of.firm.pk
        wrong = checks.rows(
            "SELECT t.subject, t.state, count(e.id), count(f.id), count(e.notify_at)"
            " FROM help_ticket t JOIN help_ticketentry e ON e.ticket_id = t.id"
            " LEFT JOIN help_ticketfile f ON f.entry_id = e.id WHERE t.firm_id = %s GROUP BY t.id"
            " HAVING (t.state, count(e.id), count(f.id), count(e.notify_at))"
            " <> ('KAPANDI', 2, 1, 0)",
            firm,
        )
        report.rule("I3 each question has its file and its answer", self._rounds, wrong)
        subjects = [row[0] for row in checks.rows(
            "SELECT subject FROM help_ticket WHERE firm_id = %s", firm)]  # fmt: skip
        doubled = [f"{len(subjects)} of {self._rounds}"] * (len(subjects) != self._rounds)
        report.rule("I2 nobody is asked twice", self._rounds, doubled)
        mails = checks.mails_by(self._stage.mails, subjects)
        silent = [one for one in subjects if mails[one] < 2]
        report.rule("I3 a mail for each text", 2 * self._rounds, silent)
        rounds = {"help.ticket.opened": self._rounds, "help.ticket.answered": self._rounds}
        checks.noted(report, firm, rounds)
        checks.trail(report, firm)
