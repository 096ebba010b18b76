"""Erasing people while processes die: what names them in tables and files, and its certificate."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from messaging import imports as lists
from messaging.models import Group
from tests.faults import _joining_check as checks
from tests.faults._joining_stage import Company, Stage, carry_jobs, over
from tests.faults.checker import Report
from tests.support.messaging import make_subscriber
from turkcell_hub.erp.models import Account
from turkcell_hub.help.services import tickets
from turkcell_hub.jobs import imports
from turkcell_hub.jobs import tasks as job_tasks
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.privacy.models import DataRequest, RequestKind, RequestState
from turkcell_hub.privacy.services import requests
from turkcell_hub.tenancy.scope import firm_scope


class Erasure:
    """A person who is a subscriber, on two lists that were uploaded, in an account of the ERP and
    in a question: all of it is erased, and every certificate tells of the same.

    At one firm after another: with each erasure there are more jobs and files to look through, and
    a way that grows by some lines a round never comes to its last one.
    """

    # What only reads, source by source, is left out: to die there is to die before the next line.
    files = (
        "turkcell_hub/privacy/services/requests.py", "turkcell_hub/privacy/services/erasing.py",
        "turkcell_hub/jobs/services/", "turkcell_hub/audit/services/trail.py",
    )  # fmt: skip

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._firms: list[_AtOneFirm] = []

    def begin(self, line: int) -> None:
        if not self._firms or self._firms[-1].is_full:
            self._firms.append(_AtOneFirm(self._stage, len(self._firms)))
        self._firms[-1].begin(line)

    def work(self) -> None:
        self._firms[-1].work()

    def go_on(self) -> None:
        self._firms[-1].go_on()

    def check(self, report: Report) -> None:
        for one in self._firms:
            one.check(report)


_MOST = 25


class _AtOneFirm:
    def __init__(self, stage: Stage, place: int) -> None:
        self._stage, self._of, self._place = stage, Company.new("Silme"), place
        self._people: list[tuple[str, str]] = []
        with firm_scope(self._of.firm.pk):
            self._group = Group.objects.create(firm=self._of.firm, name="Liste")

    @property
    def is_full(self) -> bool:
        return len(self._people) >= _MOST

    @property
    def _reason(self) -> str:
        return f"Dilekçe {len(self._people)}"

    def begin(self, line: int) -> None:
        number = self._place * _MOST + len(self._people)
        phone, email = f"+90535{7_310_000 + number}", f"silinen{number}@kisi.example"
        self._people.append((phone, email))
        with firm_scope(self._of.firm.pk):
            make_subscriber(self._of.firm, phone, "Deniz", "Kaya")
            Account.objects.create(
                firm=self._of.firm,
                code=f"120.{number:04d}",
                title="Cari",
                phone=phone,
                email=email,
                refreshed_at=timezone.now(),
                changed_at=timezone.now(),
            )
            tickets.open_(self._of.buyer, {"subject": "Arayın", "text": f"{phone} ya da {email}"})
            rows = f"GSM;Adı\n0{phone[3:]};Deniz\n".encode()
            for name in ("liste.csv", "liste-2.csv"):
                job = jobs.start(
                    lists.KIND, self._of.admin, {"group": self._group.pk}, title="Liste",
                    file=ContentFile(rows), file_name=name, phase=imports.READ,
                )  # fmt: skip
                job_tasks.run(self._of.firm.pk, job.pk)
                jobs.cancel(self._of.admin, job)

    def work(self) -> None:
        phone, email = self._people[-1]
        with firm_scope(self._of.firm.pk):
            row = DataRequest.objects.filter(reason=self._reason).first() or requests.open_(
                self._of.admin,
                {"kind": RequestKind.ERASURE, "phone": phone, "email": email,
                 "reason": self._reason},
            )  # fmt: skip
        job_tasks.run(self._of.firm.pk, row.job_id or 0)

    def go_on(self) -> None:
        firm = self._of.firm
        carry_jobs(firm, lambda: over(firm, kind=requests.KIND))
        self.work()

    def check(self, report: Report) -> None:
        firm = self._of.firm.pk
        checks.clean_up(self._stage.files)
        needles = [needle for phone, email in self._people for needle in (phone[3:], email)]
        checks.traces(report, needles, self._stage.files)
        with firm_scope(firm):
            erased = list(DataRequest.objects.order_by("pk"))
            wrong: list[Any] = [row.pk for row in erased if row.state != RequestState.DONE]
            if len(erased) != len(self._people):
                wrong.append(f"{len(erased)} of {len(self._people)}")
            report.rule("I3 every erasure ends, and there is one", len(erased), wrong)
            wrong = [
                row.pk for row in erased if row.digest != requests.digest_of(row) or row.subject
            ]
            report.rule("a certificate holds, and names nobody", len(erased), wrong)
            wrong = [f"{row.pk}: {_told(row)}" for row in erased if _told(row) != _THERE]
            report.rule("a certificate tells of all that was there", len(erased), wrong)
            names = {
                name
                for pair in Job.objects.values_list("file", "result_file")
                for name in pair
                if name
            }
            jobs_left = Job.objects.exclude(state__in=(JobState.DONE, JobState.CANCELLED))
            report.rule("I3 every job ends well", Job.objects.count(), jobs_left)
        checks.named(report, f"jobs/{firm}", names, self._stage.files)
        count = len(self._people)
        wanted = {"privacy.erasure.asked": count, "privacy.erasure.done": count}
        checks.noted(report, firm, wanted)
        checks.trail(report, firm)


_THERE = [
    ("Destek yazışmaları", 1, 1), ("ERP: cari hesaplar", 1, 1), ("Mobil aboneler", 1, 1),
    ("Yüklenen listelerin satırları", 2, 2), ("Yüklenen ve üretilen dosyalar", 2, 2),
]  # fmt: skip


def _told(row: DataRequest) -> list[tuple[str, int, int]]:
    return sorted((one["source"], one["found"], one["erased"]) for one in row.result)
