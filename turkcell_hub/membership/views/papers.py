"""Step 2: the checklist with its scans and ticks, and what is printed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from turkcell_hub.errors import HubError, Invalid, NotAllowed, NotFound
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.membership import checklist, documents, permissions, selectors
from turkcell_hub.membership.forms import AnswersForm
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.services import dossiers, rules, uploads
from turkcell_hub.membership.states import (
    BEING_FILLED,
    WITH_APPLICANT,
    Programme,
    State,
    file_badge,
)
from turkcell_hub.membership.views.wizard import STEPS, frame, required
from turkcell_hub.portal.views.mixins import actor_required


@require_safe
@actor_required(permissions.CHANGE)
def page(request: HttpRequest) -> HttpResponse:
    dossier = required()
    if dossier.state not in WITH_APPLICANT:
        return HttpResponseRedirect(reverse("membership"))
    if dossier.step < 2:
        return HttpResponseRedirect(reverse(STEPS[0]))
    return _shown(request, dossier)


@require_POST
@actor_required(permissions.CHANGE)
def answers(request: HttpRequest) -> HttpResponse:
    """The questions that decide which papers are asked for."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    dossier = required()
    kind = checklist.kind_of(dossier)
    if kind is None:
        return HttpResponseRedirect(reverse(STEPS[0]))
    form = AnswersForm(request.POST, kind=kind, actor=actor)
    if not form.is_valid():
        return _shown(request, dossier, answers_form=form)
    dossiers.fill(actor, dossier, {"answers": form.cleaned_data})
    return HttpResponseRedirect(reverse("membership-papers"))


@require_POST
@actor_required(permissions.CHANGE)
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """Files and ticks of one paper, as one press sends them."""
    dossier = required()
    wrong = bring(request, dossier, code)
    if wrong:
        return _shown(request, required(), wrong=(code, wrong))
    return HttpResponseRedirect(f"{reverse('membership-papers')}#paper-{code}")


def bring(request: HttpRequest, dossier: Dossier, code: str) -> str:
    """Takes what was sent for one paper; answers what is wrong with it, or ""."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    line = checklist.of(dossier).line(code)
    if line is None:
        raise NotFound(_("Bu belge listenizde yok."))
    old = row_id(request.POST.get("replaces"))
    ticks = {tick.code for tick, is_on in line.ticks if is_on}
    said = set(request.POST.getlist("ticks")) if line.takes_ticks and line.ticks else ticks
    if line.has_files and said == ticks and not request.FILES.getlist("file"):
        return _("Önce taranmış belgeyi seçin; dosya seçilmedi.")
    try:
        if said != ticks:
            uploads.tick(actor, dossier, code, list(said))
        for given in request.FILES.getlist("file"):
            uploads.attach(actor, dossier, code, given, old, _day(request.POST.get("issued_on")))
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return str(error.message)
    messages.success(request, _("Kaydedildi: %(name)s") % {"name": line.item})
    return ""


def _day(typed: str | None) -> date | None:
    """Raises ``Invalid`` for what is no day."""
    try:
        found = parse_date(typed) if typed else None
    except ValueError:
        found = None
    if typed and found is None:
        raise Invalid(_("Belgenin tarihi okunamadı."), field="issued_on")
    return found


@require_POST
@actor_required(permissions.CHANGE)
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = selectors.file_of(actor, pk)
    uploads.remove(actor, found)
    messages.success(request, _("Dosya kaldırıldı."))
    is_iys = found.paper.dossier.programme == Programme.IYS
    back = reverse("membership-registration" if is_iys else "membership-papers")
    return HttpResponseRedirect(f"{back}#paper-{found.paper.code}")


@require_safe
@actor_required(permissions.PAPERS)
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One scan, never run in the page: saved under a plain name."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = selectors.file_of(actor, pk)
    return given_out(uploads.opened(actor, found), found.name, found.content_type)


@require_safe
@actor_required(permissions.CHANGE)
def printed(request: HttpRequest, code: str) -> HttpResponse:
    name, content = documents.made(required(), code)
    return given_out(content, name, "application/pdf")


def given_out(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file that the browser keeps and does not run."""
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = _attachment(name)
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _attachment(name: str) -> str:
    return content_disposition_header(True, name) or "attachment"


def _shown(
    request: HttpRequest,
    dossier: Dossier,
    wrong: tuple[str, str] = ("", ""),
    answers_form: AnswersForm | None = None,
) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    found = checklist.of(dossier)
    if found.kind is None:
        messages.warning(request, _("Kurum türleri değişti; türünüzü yeniden seçin."))
        return HttpResponseRedirect(reverse(STEPS[0]))
    lines = [
        (line, [(one, file_badge(one.state), selectors.may_open(actor, one)) for one in line.files])
        for line in found.lines
    ]
    if answers_form is None and found.kind.questions and dossier.state in BEING_FILLED:
        answers_form = AnswersForm(initial=dossier.answers, kind=found.kind, actor=actor)
    context = {
        **frame(dossier, 2),
        "checklist": found,
        "lines": lines,
        "paper_url": "membership-paper",
        "total": len(lines),
        "answers_form": answers_form,
        "rules": rules.in_force(dossier.firm_id),
        "wrong_code": wrong[0],
        "wrong_text": wrong[1],
        "is_returned": dossier.state == State.RETURNED,
        "note": dossier.events.filter(state=State.RETURNED).last()
        if dossier.state == State.RETURNED
        else None,
    }
    has_errors = bool(wrong[0]) or bool(answers_form and answers_form.errors)
    return render(request, "membership/papers.html", context, status=422 if has_errors else 200)
