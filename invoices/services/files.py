"""Uploaded bills, read by a job: a ZIP of two hundred takes longer than a page may."""

from __future__ import annotations

from typing import Any

from django.core.files import File

from invoices import words
from invoices.permissions import TAKE
from invoices.services import intake
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.invoice.bill import UnreadableBill
from turkcell_hub.gateways.invoice.limits import ARCHIVE_BYTES
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.progress import Progress
from turkcell_hub.jobs.runners import Runner
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor

KIND = "invoices.files"
ACCEPTED = (".xml", ".zip", ".csv")
MOST = 20 * 1024 * 1024


def start(actor: Actor, file: File[Any], name: str, title: str) -> Job:
    return jobs.start(KIND, actor, {}, title=title, file=file, file_name=name)


def run(job: Job, actor: Actor, progress: Progress) -> None:
    """Takes each bill of the file once; a second run of the same file takes none."""
    with job.file.open("rb") as file:
        content = file.read(ARCHIVE_BYTES + 1)
    try:
        taken = intake.from_file(actor, content, job.file_name, progress.step)
    except UnreadableBill as refused:
        code = f"bill_{refused.reason.lower()}"
        raise Invalid(words.unreadable(refused.reason), code=code) from None
    job.result = {"taken": taken.as_json()}


RUNNER = Runner(KIND, TAKE, run, page="bill-upload-result")
