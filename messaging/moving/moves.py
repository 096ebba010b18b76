"""Taşınma: files in, columns placed by a person, and what came of each file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files import File
from django.utils.translation import gettext_lazy as _

from messaging import parameters
from messaging.moving import guessing, subjects
from messaging.moving.kind import KIND
from messaging.moving.subjects import Question, Subject
from turkcell_hub import resources
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.models import ImportRow, Job, JobState, RowVerdict
from turkcell_hub.jobs.services import jobs
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column
from turkcell_hub.tenancy.actor import Actor

_BLACKLIST_NAMES = ("kara", "black", "engel", "yasak", "istemeyen", "ret")
_TAKEN = (RowVerdict.NEW, RowVerdict.CHANGED, RowVerdict.SAME)


@dataclass(frozen=True)
class Move:
    """One file: its job, what it was taken for (None: not said yet) and its rows by verdict.
    ``read`` is always ``taken`` + ``left``."""

    job: Job
    subject: Subject | None
    counts: Mapping[str, int]
    applied: Mapping[str, int]

    @property
    def read(self) -> int:
        return sum(self.counts.values())

    @property
    def taken(self) -> int:
        return sum(self.applied.values())

    @property
    def left(self) -> int:
        return self.read - self.taken

    @property
    def is_asked(self) -> bool:
        return self.job.state == JobState.PREVIEW and self.job.phase == imports.ASK


def offered(actor: Actor) -> list[Subject]:
    """What this actor may bring in."""
    return [subject for subject in subjects.every() if actor.can(subject.right)]


def begin(actor: Actor, files: Sequence[File[Any]], subject: str) -> list[Job]:
    """A job for each file; its first rows are shown before anything else. ``subject``: "" to
    let the file tell. Raises ``NotAllowed``."""
    if subject:
        actor.require(_subject(subject).right)
    return [
        jobs.start(
            KIND,
            actor,
            {"subject": subject},
            title=said("Taşınma: %(file)s", file=file.name),
            file=file,
            file_name=str(file.name),
            phase=imports.ASK,
        )
        for file in files
    ]


def start_of(job: Job) -> guessing.Rows:
    """The first rows of the file while its columns are being placed."""
    return list(ImportRow.objects.filter(job=job).order_by("number").values_list("number", "raw"))


def likely(actor: Actor, job: Job, rows: guessing.Rows) -> Subject:
    """What the file seems to hold, among what the actor may bring in."""
    chosen = job.params.get("subject")
    if chosen:
        return _subject(chosen)
    may = {subject.code: subject for subject in offered(actor)}
    found = {code: guess_for(actor, subject, rows)[0] for code, subject in may.items()}
    for code in _order(job.file_name, found):
        if code in may:
            return may[code]
    return next(iter(may.values()))


def guess_for(
    actor: Actor, subject: Subject, rows: guessing.Rows, header_row: int | None = None
) -> tuple[guessing.Guess, list[Column]]:
    columns = list(subject.columns(actor, {}))
    return guessing.guess(rows, subject.wanted(columns), header_row), columns


def place(
    actor: Actor,
    job: Job,
    subject_code: str,
    header_row: int,
    places: Mapping[str, int],
    more: Mapping[str, Any],
) -> Job:
    """What a person says of the columns: the whole file is read and compared by it. Raises
    ``Invalid`` for a compulsory column without a place; ``Conflict`` when it was said before."""
    subject = _subject(subject_code)
    actor.require(subject.right)
    if job.phase != imports.ASK:
        raise Conflict(_("Bu dosyanın sütunları zaten onaylandı."), code="job_state")
    columns = subject.columns(actor, {})
    missing = [column.header for column in columns if column.required and column.name not in places]
    if missing:
        raise Invalid(
            _("Şu bilginin hangi sütunda olduğunu seçin: %(names)s.")
            % {"names": ", ".join(missing)},
            code="columns_missing",
        )
    _check_answers(more.get("answers", {}))
    params = {"subject": subject.code, "header_row": header_row, "places": dict(places), **more}
    return jobs.confirm(actor, job, imports.READ, params)


def questions_of(
    actor: Actor, subject: Subject, rows: guessing.Rows, guess: guessing.Guess
) -> list[Question]:
    """What must be asked about the placeholders of the file's texts."""
    place_of_text = guess.places.get("text")
    if subject.questions is None or place_of_text is None:
        return []
    below = (cells for number, cells in rows if number > guess.header_row)
    return subject.questions(
        actor, [cells[place_of_text] or "" for cells in below if place_of_text < len(cells)]
    )


def _check_answers(answers: Mapping[str, Sequence[str]]) -> None:
    """Raises ``Invalid``: what is written in a person's place is plain text, and compulsory
    where the value can be empty."""
    for name, fallback in answers.values():
        always = name in parameters.BUILT_IN and parameters.BUILT_IN[name].always
        if (name and not always and not fallback) or set(fallback) & set("{}|"):
            raise Invalid(
                _("{%(name)s} boş kalınca yazılacak sözü girin; { } | işaretleri olmasın.")
                % {"name": name},
                code="fallback_missing",
            )


def moves(actor: Actor) -> list[Move]:
    """The files that the actor may see, the newest first."""
    rows = resources.get("jobs").queryset(actor).filter(kind=KIND).order_by("-pk")[:200]
    return [_move(job) for job in rows]


def report_rows(actor: Actor) -> Iterator[list[Any]]:
    """The report's lines; ``REPORT_HEADERS`` names their cells."""
    for move in moves(actor):
        counts = [move.counts.get(verdict, 0) for verdict in RowVerdict]
        yield [
            move.job.file_name,
            str(move.subject.label) if move.subject else "",
            move.job.get_state_display(),
            move.read,
            *counts,
            move.taken,
            move.left,
            move.job.owner_label,
            move.job.finished_at,
        ]


REPORT_HEADERS = (
    _("Dosya"),
    _("Ne"),
    _("Durum"),
    _("Okunan satır"),
    *(verdict.label for verdict in RowVerdict),
    _("Alınan"),
    _("Alınmayan"),
    _("Başlatan"),
    _("Bitiş"),
)


def _move(job: Job) -> Move:
    code = job.params.get("subject")
    known = {subject.code: subject for subject in subjects.every()}
    counts = job.result.get("counts", {})
    return Move(job, known.get(code), counts, job.result.get("applied", {}))


def _order(file_name: str, found: Mapping[str, guessing.Guess]) -> list[str]:
    """The subjects from the likeliest on, by what was found and by the file's name."""
    name = guessing.bare(file_name)
    places = {code: set(guess.places) for code, guess in found.items()}
    if "phone" not in places.get("people", ()):
        return ["templates", "groups"] if "text" in places.get("templates", ()) else ["groups"]
    if {"text", "sent_at"} <= places.get("history", set()):
        return ["history"]
    blocked = any(word in name for word in _BLACKLIST_NAMES)
    sure = found["blacklist"].sure if "blacklist" in found else frozenset()
    if blocked or sure & {"reason", "source"} or "source" in places.get("blacklist", ()):
        return ["blacklist", "people"]
    return ["people"]


def _subject(code: str) -> Subject:
    try:
        return subjects.get(code)
    except KeyError:
        raise Invalid(
            _("Dosyada ne olduğunu listeden seçin."), code="subject_unknown", field="subject"
        ) from None
