"""G2 for long work: a job's worker is killed at every line of reading, applying and exporting.

Another worker takes the job up from what is left. Judged from the database and the files
alone: each job ends, each person of a list is there once and in the group once, the figures
are those of the list, the trail tells of each chunk once, an export holds each row once, and
no file is left that no job names.

    python3 manage.py faults jobs_every_line --every 1
"""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.functions import Now
from django.test import override_settings

from messaging import imports as lists
from messaging.models import Group, GroupMember, Subscriber
from tests.faults.checker import Report
from tests.faults.every_line import killed_at
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.jobs import exports, imports, tasks
from turkcell_hub.jobs.models import ImportRow, Job, JobState
from turkcell_hub.jobs.services import jobs
from turkcell_hub.sheets import open_sheet
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.scope import every_firm, firm_scope

FILES = (
    "turkcell_hub/jobs/",
    "messaging/imports.py",
    "turkcell_hub/audit/services/trail.py",
    "turkcell_hub/portal/exports.py",
)
STEPS = ("read", "apply", "export")
GOOD, CHUNK = 7, 3
_phones = itertools.count(5_441_000_000 + random.SystemRandom().randrange(1000) * 1000)


class Bench:
    """One firm with one group; chunks are made so small that a list has several."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "killed.log"
        self.firm = make_firm("Uzun İşler")
        self.actor: Actor = actor_for(make_member(self.firm, Role.ADMIN))
        with firm_scope(self.firm.pk):
            self.group = Group.objects.create(firm=self.firm, name="Liste")
        self.lists: dict[int, list[str]] = {}

    def start(self, step: str) -> Job:
        """A job that stands before the step."""
        with firm_scope(self.firm.pk):
            if step == "export":
                params = {"slug": "subscribers", "format": "csv", "query": ""}
                return jobs.start(exports.KIND, self.actor, params, title="Liste")
            phones = [f"0{next(_phones)}" for _ in range(GOOD)]
            rows = "\n".join(f"{phone};Ad {phone}" for phone in [*phones, "12", phones[0]])
            job = jobs.start(
                lists.KIND, self.actor, {"group": self.group.pk}, title="Liste",
                file=ContentFile(f"GSM;Adı\n{rows}\n".encode()), file_name="liste.csv",
                phase=imports.READ,
            )  # fmt: skip
            self.lists[job.pk] = [f"+9{phone}" for phone in phones]
            if step == "apply":
                jobs.run(job.pk)
                job = jobs.confirm(self.actor, job, imports.APPLY, {})
            return job

    def work(self, job: Job) -> Callable[[], object]:
        return lambda: tasks.run(self.firm.pk, job.pk)

    def finish(self) -> None:
        """Dead workers' leases have run out; sweeps and the person's yes bring all to an end."""
        past = Now() - timedelta(seconds=1)
        for _round in range(10_000):
            with every_firm():
                mine = Job.objects.filter(firm=self.firm)
                mine.filter(state=JobState.RUNNING).update(lease_until=past)
                waiting = list(mine.filter(state=JobState.PREVIEW))
                if not waiting and not mine.exclude(state__in=("DONE", "FAILED")).exists():
                    return
            with firm_scope(self.firm.pk):
                for job in waiting:
                    jobs.confirm(self.actor, job, imports.APPLY, {})
            tasks.sweep()


def run(folder: Path, step: str, lines: list[int]) -> tuple[Report, int]:
    """One job for each line; all are then brought to their ends and judged together."""
    kept = imports.CHUNK, exports._STEP
    imports.CHUNK, exports._STEP = CHUNK, CHUNK
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(folder / "files")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    try:
        with override_settings(STORAGES=storages):
            bench, kills = Bench(folder), 0
            for line in lines:
                job = bench.start(step)
                died = killed_at(line, FILES, bench.work(job), bench.log)
                kills += died
                if not died:
                    break
            bench.finish()
            return _judge(bench), kills
    finally:
        imports.CHUNK, exports._STEP = kept


def _judge(bench: Bench) -> Report:
    report = Report()
    with firm_scope(bench.firm.pk):
        done = list(Job.objects.order_by("pk"))
        wrong = [f"job {j.pk}: {j.state} {j.error_code}" for j in done if j.state != "DONE"]
        report.rule("every job ends well", len(done), wrong)
        _judge_lists(bench, report, [job for job in done if job.kind == lists.KIND])
        wrong = [
            f"job {job.pk}: {rows} rows, {told} told"
            for job in done
            if job.kind == exports.KIND
            for rows, told in [(_exported(job), job.result.get("rows"))]
            if len(set(rows)) != len(rows) or len(rows) != told
        ]
        report.rule("an export holds each row once", len(done), wrong)
    _judge_files(bench, report)
    return report


def _judge_lists(bench: Bench, report: Report, done: list[Job]) -> None:
    wanted = [phone for phones in bench.lists.values() for phone in phones]
    there = Counter(Subscriber.objects.values_list("phone", flat=True))
    wrong = [f"{phone[-4:]}: {there[phone]}" for phone in wanted if there[phone] != 1]
    report.rule("each person of a list is there once", len(wanted), wrong)
    report.rule("and nobody else", len(there), set(there) - set(wanted))
    members = GroupMember.objects.filter(group=bench.group).count()
    report.rule("each is in the group once", members, [] if members == len(wanted) else [members])
    wrong = [f"job {j.pk}: {j.result} {j.done}/{j.total}" for j in done if not _figures_hold(j)]
    report.rule("the figures are those of the list", len(done), wrong)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT COALESCE(SUM((changes->>'NEW')::int), 0), count(*) FROM audit_auditentry"
            " WHERE firm_id = %s AND action = 'subscriber.imported'",
            [bench.firm.pk],
        )
        new, entries = cursor.fetchone()
    chunks = len(done) * -(-GOOD // CHUNK)
    wrong = [] if (new, entries) == (len(wanted), chunks) else [f"{new} in {entries} entries"]
    report.rule("the trail tells of each chunk once", entries, wrong)


def _figures_hold(job: Job) -> bool:
    rows = Counter(ImportRow.objects.filter(job=job).values_list("verdict", "applied"))
    return (
        job.result["counts"] == {"NEW": GOOD, "ERROR": 1, "REPEATED": 1}
        and job.result["applied"] == {"NEW": GOOD}
        and rows == {("NEW", True): GOOD, ("ERROR", False): 1, ("REPEATED", False): 1}
        and job.done == job.total == GOOD
        and len(_rows_of(job.result_file)) == 2
    )


def _exported(job: Job) -> list[str]:
    return [str(row) for row in _rows_of(job.result_file)]


def _rows_of(file: Any) -> list[Any]:
    with file.open("rb") as opened, open_sheet(opened) as sheet:
        return [cells for _number, cells in sheet.rows()]


def _judge_files(bench: Bench, report: Report) -> None:
    """What a killed worker had written and no job names is gone once the cleaning has come by."""
    place = Path(default_storage.path("jobs")) / str(bench.firm.pk)
    long_ago = time.time() - timedelta(days=30).total_seconds()
    for path in place.iterdir():
        os.utime(path, (long_ago, long_ago))
    with every_firm():
        tasks.clean()
        named = {
            Path(name).name
            for names in Job.objects.filter(firm=bench.firm).values_list("file", "result_file")
            for name in names
            if name
        }
    left = {path.name for path in place.iterdir()}
    report.rule("no file is left that no job names", len(left), left - named)
    report.rule("no file is missing that a job names", len(named), named - left)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults jobs_every_line")
    parser.add_argument("--steps", nargs="+", default=list(STEPS), choices=list(STEPS))
    parser.add_argument("--every", type=int, default=1, help="each n-th line, from a random one")
    parser.add_argument("--most", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(argv)
    logging.getLogger().setLevel(logging.WARNING)
    dice, bad, total = random.Random(options.seed), 0, Counter[str]()
    for step in options.steps:
        lines = list(range(dice.randint(1, options.every), options.most, options.every))
        with tempfile.TemporaryDirectory() as folder:
            report, kills = run(Path(folder), step, lines)
        total[step] += kills
        bad += not report.ok
        print(f"{step}: {kills} lines")
        report.print()
    print(f"kills by step: {dict(total)}; {bad} runs broke a rule")
    return 1 if bad else 0
