"""Buying while processes die: a package by card, and packages and credit by bank transfer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile

from iys_consent.models import Package, PackageState
from iys_consent.services import packages
from tests.faults import _joining_check as checks
from tests.faults._joining_stage import (
    PAST,
    Company,
    Stage,
    bank_says,
    call_back,
    carry_jobs,
    over,
    pay_at_bank,
)
from tests.faults.checker import Report
from turkcell_hub.billing import statement_import, tasks
from turkcell_hub.billing.models import Order, OrderState, PackagePrice
from turkcell_hub.billing.services import orders
from turkcell_hub.jobs import imports
from turkcell_hub.jobs import tasks as job_tasks
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.scope import firm_scope

_BOUGHT = (
    "turkcell_hub/billing/", "iys_consent/services/packages.py", "iys_consent/package_goods.py",
    "turkcell_hub/ledger/", "turkcell_hub/audit/services/trail.py",
)  # fmt: skip
_SIZES = (250_000, 500_000)


class ByCard:
    """Chosen, paid at the second try, told by the bank, approved by the Admin."""

    files = _BOUGHT

    def __init__(self, stage: Stage) -> None:
        self._stage, self._of = stage, _company("Paket")
        self._line = self._rounds = self._mark = 0

    def begin(self, line: int) -> None:
        self._line, self._rounds = line, self._rounds + 1
        with firm_scope(self._of.firm.pk):
            self._mark = Package.objects.count() and Package.objects.latest("pk").pk

    def work(self) -> None:
        with firm_scope(self._of.firm.pk):
            package = _live(self._mark) or packages.choose(
                self._of.buyer, _SIZES[self._rounds % 2], agreed=True
            )
            if package.state == PackageState.PAYING:
                order = packages.pay_by(self._of.buyer, package, "KART")
                self._pay(order)
                for told in bank_says(self._stage, order)[:: 1 if self._line % 2 else -1]:
                    call_back(told)
            _approve(self._of, package)

    def _pay(self, order: Order) -> None:
        done = [told["status"] for told in bank_says(self._stage, order)]
        for status in ("failed", "paid"):
            if status not in done:
                page = orders.payment_page(self._of.buyer, order)
                pay_at_bank(page, fails=status == "failed")

    def go_on(self) -> None:
        """The bank repeats its callback, or none comes and the portal asks: while the order can
        still be paid, or when its time is over."""
        kind = self._line % 3
        if kind:
            late = {"ask_at": PAST} | ({"expires_at": PAST} if kind == 2 else {})
            with firm_scope(self._of.firm.pk):
                Order.objects.filter(state=OrderState.WAITING).update(**late)
            tasks.sweep()
        self.work()
        with firm_scope(self._of.firm.pk):
            bought = [one.order for one in Package.objects.filter(pk__gt=self._mark) if one.order]
        for order in bought:  # what was not answered is repeated, and what was comes twice
            for told in bank_says(self._stage, order):
                call_back(told)

    def check(self, report: Report) -> None:
        firm = self._of.firm.pk
        checks.bank(report, firm, self._stage.world.control._call("GET", "/payments")["payments"])
        checks.goods(report, firm, self._rounds)
        checks.trail(report, firm)


class ByTransfer:
    """A statement with the money of a package, of SMS credit, of nobody (twice the same line) and
    of somebody who sent too little; uploaded, looked at, taken in."""

    files = (*_BOUGHT, "turkcell_hub/jobs/")

    def __init__(self, stage: Stage) -> None:
        self._of = _company("Havale")
        self._line = self._rounds = 0
        self._bought: list[Order] = []
        self._file = b""

    def begin(self, line: int) -> None:
        self._line, self._rounds = line, self._rounds + 1
        with firm_scope(self._of.firm.pk):
            package = packages.choose(self._of.buyer, _SIZES[self._rounds % 2], agreed=True)
            self._bought = [
                packages.pay_by(self._of.buyer, package, "HAVALE"),
                orders.place(self._of.buyer, 1000, "HAVALE"),
            ]
        self._file = self._statement()

    def _statement(self) -> bytes:
        title, day, no = self._of.firm.legal_name, dt.date(2026, 11, 20), self._rounds
        rows = [
            (one.gross, f"Siparis {one.short_reference} {title}", title, f"D{no}-{place}")
            for place, one in enumerate(self._bought)
        ]
        short = self._bought[0]
        rows.append((short.gross - 1, f"Siparis {short.short_reference}", title, f"D{no}-az"))
        rows += [(Decimal(75), f"Bagis {no}", "Kimse", "")] * 2
        lines = [f"{day:%d.%m.%Y};{sum_};{said};{who};{own}" for sum_, said, who, own in rows]
        return "\n".join(["Tarih;Tutar;Açıklama;Gönderen;Dekont No", *lines]).encode()

    def work(self) -> None:
        self._take(f"ekstre-{self._rounds}.csv")
        with firm_scope(self._of.firm.pk):
            _approve(self._of, Package.objects.get(order=self._bought[0]))

    def _take(self, name: str) -> None:
        with firm_scope(self._of.firm.pk):
            job = Job.objects.filter(file_name=name).first() or jobs.start(
                statement_import.KIND, self._of.admin, {}, title="Ekstre",
                file=ContentFile(self._file), file_name=name, phase=imports.READ,
            )  # fmt: skip
        job_tasks.run(self._of.firm.pk, job.pk)
        with firm_scope(self._of.firm.pk):
            job.refresh_from_db()
            if job.state == JobState.PREVIEW:
                jobs.confirm(self._of.admin, job, imports.APPLY, {})
        job_tasks.run(self._of.firm.pk, job.pk)

    def go_on(self) -> None:
        """The job is taken up; the person says yes, and uploads the file once more."""
        firm = self._of.firm
        carry_jobs(firm, lambda: over(firm))
        self.work()
        self._take(f"yeniden-{self._rounds}.csv")

    def check(self, report: Report) -> None:
        firm = self._of.firm.pk
        checks.transfers(report, firm, self._rounds)
        checks.goods(report, firm, self._rounds)
        checks.trail(report, firm)
        with firm_scope(firm):
            wrong = [f"{job.pk} {job.state}" for job in Job.objects.exclude(state=JobState.DONE)]
            report.rule("I3 every statement's job ends well", Job.objects.count(), wrong)


def _company(title: str) -> Company:
    made = Company.new(title)
    with firm_scope(made.firm.pk):
        for goods, size in (*(("ILETI", size) for size in _SIZES), ("KREDI", 1000)):
            PackagePrice.objects.create(
                firm=made.firm, goods=goods, credits=size, net=Decimal(size) / 100,
                valid_from=dt.date(2026, 1, 1),
            )  # fmt: skip
    return made


def _live(mark: int) -> Package | None:
    """The package of this round, as its buyer finds it on his page."""
    rows = Package.objects.filter(pk__gt=mark).exclude(state=PackageState.CANCELLED)
    found: Package | None = rows.order_by("-pk").first()
    return found


def _approve(of: Company, package: Package) -> None:
    package.refresh_from_db()
    if package.state == PackageState.WAITING:
        packages.approve(of.admin, package)
