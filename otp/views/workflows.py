"""The steps of a workflow card, all on one page; saving makes a new version."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otp.forms.work import StepForm
from otp.models import Process, Workflow
from otp.services import carrying, flows, stuck, workflows
from turkcell_hub import resources
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sentences import shown

_EMPTY = 2
_FIELDS = ("name", "kind", "position", "from_amount", "roles", "holder_code", "quorum",
           "deadline_hours", "escalate_roles", "warns", "informs", "allows_sms_reply",
           "code_method")  # fmt: skip
_MANY = ("members", "escalate_members", "informed")


@require_http_methods(["GET", "POST"])
@actor_required(workflows.CHANGE)
def steps(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows the newest version's steps and two empty ones; POST saves all of them."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    card = resources.get("workflows").queryset(actor).filter(pk=pk).first()
    if card is None:
        raise NotFound(_("Kayıt bulunamadı."))
    made = formset_factory(StepForm, extra=_EMPTY, max_num=workflows.MOST_STEPS)
    options = {"form_kwargs": {"actor": actor}, "prefix": "steps"}
    if request.method == "GET":
        return _page(request, card, made(initial=_initial(card), **options))
    forms = made(request.POST, **options)
    if not forms.is_valid():
        return _page(request, card, forms, status=422)
    given = [one.cleaned_data for one in forms if (one.cleaned_data.get("name") or "").strip()]
    try:
        version = workflows.set_steps(actor, card, given)
    except (NotAllowed, NotFound):
        raise
    except HubError as error:
        return _page(request, card, forms, str(error.message), status=422)
    messages.success(
        request,
        _("%(n)d. sürüm kaydedildi. Süren onaylar başladıkları sürümle biter.")
        % {"n": version.number},
    )
    return HttpResponseRedirect(reverse("workflows-detail", args=[pk]))


def _approval(request: HttpRequest, pk: int) -> tuple[Any, Process]:
    actor: Any = request.actor  # type: ignore[attr-defined]
    row: Process | None = resources.get("approvals").queryset(actor).filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return actor, row


@require_POST
@actor_required(carrying.RETRY)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Yeniden dene: what was approved and could not be carried out."""
    actor, row = _approval(request, pk)
    try:
        done = carrying.retry(actor, row)
    except HubError as error:
        messages.error(request, str(error.message))
    else:
        if done.problem:
            messages.error(request, _("Yine uygulanamadı: %(why)s") % {"why": shown(done.problem)})
        else:
            messages.success(request, _("Onay uygulandı."))
    return HttpResponseRedirect(reverse("approvals-detail", args=[pk]))


@require_POST
@actor_required(workflows.CHANGE)
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """One more person for a step that is stuck: ``task`` and ``member``."""
    actor, row = _approval(request, pk)
    task = row.tasks.filter(pk=_number(request, "task")).first()
    if task is None:
        raise NotFound(_("Görev bulunamadı."))
    try:
        stuck.add_person(actor, task, _number(request, "member"))
        messages.success(request, _("Kişi adıma eklendi; görevi Görevlerim'de görünür."))
    except HubError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(reverse("approvals-detail", args=[pk]))


def _number(request: HttpRequest, name: str) -> int:
    raw = request.POST.get(name, "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else 0


@require_POST
@actor_required("otp.process.view")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked takes it back."""
    actor, row = _approval(request, pk)
    try:
        flows.withdraw(actor, row)
        messages.success(request, _("Onay isteği geri çekildi."))
    except HubError as error:
        messages.error(request, str(error.message))
    return HttpResponseRedirect(reverse("approvals-detail", args=[pk]))


def _initial(card: Workflow) -> list[dict[str, Any]]:
    version = workflows.current(card)
    if version is None:
        return []
    return [
        {
            **{name: getattr(step, name) for name in _FIELDS},
            **{name: [one.pk for one in getattr(step, name).all()] for name in _MANY},
        }
        for step in version.steps.all()
    ]


def _page(
    request: HttpRequest, card: Workflow, forms: Any, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    context = {
        "card": card,
        "forms": forms,
        "refusal": refusal,
        "breadcrumbs": [
            (_("İş Akışı Kartları"), reverse("workflows-list")),
            (card.name, reverse("workflows-detail", args=[card.pk])),
        ],
    }
    return render(request, "otp/steps.html", context, status=status)
