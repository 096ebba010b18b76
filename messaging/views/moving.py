"""Taşınma yardımcısı: upload, say what the columns are, then the pages of the job."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from messaging.models import BlacklistSource
from messaging.moving import moves
from messaging.moving.guessing import Rows
from messaging.moving.kind import KIND, RIGHT
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.jobs.views.uploads import UploadForm
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required
from turkcell_hub.sheets import write_xlsx

_SHOWN = 3
_MOST_FILES = 20


class Start(ActorRequiredMixin):
    """What can be brought, the files that were brought, and where each of them stands."""

    right = RIGHT

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        files = request.FILES.getlist("file")
        problem = self._problem(files)
        if problem:
            return self._page(problem, 422)
        try:
            jobs = moves.begin(self.actor, files, request.POST.get("subject", ""))  # type: ignore[arg-type]
        except NotAllowed:
            raise
        except HubError as error:
            return self._page(str(error.message), 422)
        if len(jobs) == 1:
            return HttpResponseRedirect(reverse("jobs-detail", args=[jobs[0].pk]))
        return HttpResponseRedirect(reverse("moving"))

    def _problem(self, files: list[Any]) -> str:
        if not files:
            return _("Bir dosya seçin.")
        if len(files) > _MOST_FILES:
            return _("Bir seferde en çok %(n)d dosya yüklenebilir.") % {"n": _MOST_FILES}
        for file in files:
            form = UploadForm(files=MultiValueDict({"file": [file]}))
            if not form.is_valid():
                return f"{file.name}: {form.errors['file'][0]}"
        return ""

    def _page(self, problem: str = "", status: int = 200) -> HttpResponse:
        brought = moves.moves(self.actor)  # type: ignore[arg-type]
        context = {
            "subjects": moves.offered(self.actor),  # type: ignore[arg-type]
            "moves": brought,
            "busy": any(m.job.state in (JobState.QUEUED, JobState.RUNNING) for m in brought),
            "problem": problem,
            "help": UploadForm.base_fields["file"].help_text,
            "breadcrumbs": [(_("İşlemler"), "")],
        }
        return render(self.request, "messaging/moving/start.html", context, status=status)


class Columns(ActorRequiredMixin):
    """Shows the guess of each column beside what stands in it; the person confirms or mends."""

    right = RIGHT

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self._job(pk)
        return self._page(job, request.GET)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        job = self._job(pk)
        data = request.POST
        if "look" in data:
            return self._page(job, data)
        try:
            moves.place(
                self.actor,  # type: ignore[arg-type]
                job,
                data.get("subject", ""),
                _number(data.get("header_row")) or 0,
                _chosen(data),
                _more(data),
            )
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return self._page(job, data, str(error.message), 422)
        return HttpResponseRedirect(reverse("jobs-detail", args=[job.pk]))

    def _job(self, pk: int) -> Job:
        found = resources.get("jobs").queryset(self.actor).filter(pk=pk, kind=KIND).first()
        if found is None:
            raise Http404(_("Taşınma bulunamadı."))
        job: Job = found
        return job

    def _page(self, job: Job, data: Any, problem: str = "", status: int = 200) -> HttpResponse:
        actor: Any = self.actor
        rows = moves.start_of(job)
        if not moves.Move(job, None, {}, {}).is_asked:
            return HttpResponseRedirect(reverse("jobs-detail", args=[job.pk]))
        offered = {subject.code: subject for subject in moves.offered(actor)}
        subject = offered.get(data.get("subject", "")) or moves.likely(actor, job, rows)
        guess, columns = moves.guess_for(actor, subject, rows, _number(data.get("header_row")))
        questions = moves.questions_of(actor, subject, rows, guess)
        kept = problem and _chosen(data)
        context = {
            "job": job,
            "subject": subject,
            "subjects": offered.values(),
            "columns": columns,
            "guess": guess,
            "fields": _fields(rows, guess, kept or guess.places),
            "header_choices": _header_choices(rows),
            "questions": _with_answers(questions, data),
            "meanings": subject.choices(actor) if subject.choices else [],
            "sources": BlacklistSource.choices,
            "data": data,
            "problem": problem,
            "breadcrumbs": [(_("Taşınma Yardımcısı"), reverse("moving"))],
        }
        return render(self.request, "messaging/moving/columns.html", context, status=status)


@actor_required(RIGHT)
def report(request: HttpRequest) -> FileResponse:
    """The report of the move: a line for each file, rows in = rows taken + rows left."""
    actor = request.actor  # type: ignore[attr-defined]
    headers = [str(header) for header in moves.REPORT_HEADERS]
    rows = moves.report_rows(actor)
    return download(
        "tasinma-raporu.xlsx", lambda file: write_xlsx(file, headers, rows, sheet_name="Taşınma")
    )


def _fields(rows: Rows, guess: Any, places: Any) -> list[dict[str, Any]]:
    """A line for each column of the file: its heading, some of its cells, what it is."""
    by_place = {place: name for name, place in places.items()}
    below = [cells for number, cells in rows if number > guess.header_row]
    return [
        {
            "place": place,
            "heading": header or _("%(n)d. sütun") % {"n": place + 1},
            "samples": [cells[place] for cells in below if place < len(cells) and cells[place]][
                :_SHOWN
            ],
            "name": by_place.get(place, ""),
            "is_sure": by_place.get(place) in guess.sure,
        }
        for place, header in enumerate(guess.headers)
    ]


def _header_choices(rows: Rows) -> list[tuple[int, str]]:
    first = [
        (number, ", ".join(str(cell) for cell in cells if cell)[:60]) for number, cells in rows[:8]
    ]
    return [(0, _("Başlık satırı yok")), *first]


def _chosen(data: Any) -> dict[str, int]:
    """Column name → place; the first column that was given a name keeps it."""
    places: dict[str, int] = {}
    for key, name in data.items():
        place = _number(key.removeprefix("c")) if key.startswith("c") else None
        if place is not None and name and place < 200:
            places.setdefault(name, place)
    return places


def _more(data: Any) -> dict[str, Any]:
    """What the page asks besides the columns: defaults of the blacklist, placeholders."""
    said = {name: data[name][:200] for name in ("source", "reason") if data.get(name)}
    answers = {
        known_as: [data.get(f"meaning:{known_as}", ""), data.get(f"fallback:{known_as}", "")[:60]]
        for known_as in data.getlist("hole")
    }
    return {**said, "answers": answers} if answers else said


def _with_answers(questions: list[Any], data: Any) -> list[dict[str, Any]]:
    """The questions with what the person has answered so far."""
    return [
        {
            "known_as": one.known_as,
            "written": one.written,
            "name": data.get(f"meaning:{one.known_as}", one.name),
            "fallback": data.get(f"fallback:{one.known_as}", one.fallback),
        }
        for one in questions
    ]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else None
