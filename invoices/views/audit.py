"""Hat denetçisi, the dispute letter, and what the lines cost."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices.auditing import Finding, Kind
from invoices.models import LineQuestion
from invoices.permissions import LINE_ASK, VIEW
from invoices.selectors import audit
from invoices.services import letters, questions
from turkcell_hub import resources
from turkcell_hub.erp.staff import Holder
from turkcell_hub.portal.views.mixins import ActorRequiredMixin, actor_required

_SHOWN = 300
KINDS = {
    Kind.NEW: (__("Yeni hat"), __("Önceki aylarda yoktu; kime ait olduğunu doğrulayın.")),
    Kind.VANISHED: (__("Kaybolan hat"), __("Önceki aylarda vardı, bu ay yok.")),
    Kind.ZERO: (__("Kullanılmıyor"), __("Bu ay hiç tutar yok; hattı kapatmayı düşünün.")),
    Kind.JUMP: (__("Artış"), __("Önceki ayların ortalamasının çok üstünde.")),
    Kind.ROAMING: (__("Yurt dışı"), __("Yurt dışı kullanımı ya da paketi var.")),
    Kind.TAX_RATE: (__("Vergi oranı farklı"), __("ÖİV, faturanın kendi oranına uymuyor.")),
    Kind.LEFT: (
        __("Kullanıcısı ayrılmış"),
        __("Personel kartı ya da Ekip Mobil kaydı kapatılmış; hattı geri alın ya da devredin."),
    ),
    Kind.NOBODY: (
        __("Kullanıcısı bilinmiyor"),
        __("Personel ve Ekip Mobil listelerinde yok; kimin kullandığını yazın ya da kapatın."),
    ),
}


class AuditPage(ActorRequiredMixin):
    right = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        months = audit.months()
        period = chosen_month(request, months)
        actor: Any = self.actor
        people = audit.staff_list(actor)
        found = audit.of_month(actor, period, people) if period else []
        groups = [
            {
                "label": label,
                "text": text,
                "rows": [one for one in found if one.kind == kind][:_SHOWN],
                "count": sum(one.kind == kind for one in found),
            }
            for kind, (label, text) in KINDS.items()
        ]
        context = {
            **asking(actor, period, found, people),
            "months": months,
            "period": period,
            "groups": [group for group in groups if group["count"]],
            "count": len(found),
            "people": people,
            "bills": letters.bills_of(period) if period else [],
            "foreign": audit.foreign(period) if period else 0,
        }
        return render(request, "invoices/audit.html", context)


def asking(
    actor: Any, period: date | None, found: list[Finding], people: dict[str, Holder]
) -> dict[str, Any]:
    """What was asked of the month's lines and answered, of those whose users the actor sees, and
    which can be asked now."""
    asked = {} if period is None else questions.answers(period, people)
    said = [one.answer for one in asked.values()]
    may_ask = period is not None and actor.can(LINE_ASK) and actor.can("messaging.campaign.send")
    numbers = [one.number for one in found if one.kind in questions.ASKED_OF]
    open_ones = questions.plan(actor, period, numbers[: questions.MOST]) if may_ask else None
    return {
        "questions": asked,
        "asked_count": len(asked),
        "yes_count": said.count(LineQuestion.Answer.YES),
        "no_count": said.count(LineQuestion.Answer.NO),
        "asked_of": questions.ASKED_OF,
        "askable": {one.number for one in open_ones.asked} if open_ones else set(),
    }


@actor_required(VIEW)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that asks the operator about the month's findings, ready to be printed."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    bill = resources.get("bills").queryset(actor).filter(pk=pk).first()
    if bill is None:
        raise Http404(_("Fatura bulunamadı."))
    context = {
        "bill": bill,
        "firm": letters.firm_of(actor),
        "findings": letters.disputed(actor, bill),
        "kinds": KINDS,
        "today": timezone.localdate(),
    }
    return render(request, "invoices/letter.html", context)


@actor_required(VIEW)
def costs(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    months = audit.months()
    period = chosen_month(request, months)
    by_month = audit.cost_by_month()
    by_number = audit.cost_by_number(period) if period else []
    by_project = audit.cost_by_project(actor, period) if period else []
    context = {
        "months": months,
        "period": period,
        "by_month": by_month,
        "by_number": by_number,
        "number_address": reverse("bills-list") + "?number=",
        "by_project": by_project,
        "foreign": audit.foreign(period) if period else 0,
        "month_chart": [(f"{month:%m.%Y}", float(total)) for month, total, _bills in by_month],
    }
    return render(request, "invoices/costs.html", context)


def chosen_month(request: HttpRequest, months: list[date]) -> date | None:
    """The month in the address (YYYY-MM) where there are bills of it, else the newest."""
    wanted = request.GET.get("month", "")
    for month in months:
        if f"{month:%Y-%m}" == wanted:
            return month
    return months[0] if months else None
