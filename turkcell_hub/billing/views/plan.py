"""Ödeme Türü (A-002), and what is printed and saved of a statement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_http_methods, require_safe

from turkcell_hub.billing.models import PaymentType, Statement
from turkcell_hub.billing.resources.statements import lines_of, month_name
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.billing.services import limits
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.download import download
from turkcell_hub.portal.forms import HubForm, show_error
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sheets.writer import write_xlsx


class PlanForm(HubForm):
    payment_type = forms.ChoiceField(
        label=__("Ödeme türü"),
        choices=PaymentType.choices,
        widget=forms.RadioSelect,
        help_text=__(
            "Ön ödemeli: satın aldığınız kredi harcanır. Faturalı: aylık limitten harcanır, yalnız"
            " iletilen mesajlar ay sonunda ekstreye yazılır."
        ),
    )
    sms_limit = forms.IntegerField(
        label=__("Aylık SMS limiti"),
        min_value=0,
        required=False,
        help_text=__("Faturalı hesap bir ayda en çok bu kadar SMS gönderir."),
    )


@require_http_methods(["GET", "POST"])
@actor_required("billing.plan.change")
def plan(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    profile = wallets.profile_of(actor.firm_id)
    initial = {"payment_type": profile.payment_type, "sms_limit": profile.sms_limit}
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, initial=initial, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            limits.change_plan(
                actor, form.cleaned_data["payment_type"], form.cleaned_data["sms_limit"] or 0
            )
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(form, error)
        else:
            messages.success(request, _("Ödeme türü kaydedildi."))
            return HttpResponseRedirect(reverse("billing-plan"))
    context = {"form": form, "wallet": wallets.spendable(actor.firm_id), "profile": profile}
    return render(request, "billing/plan.html", context, status=422 if form.errors else 200)


@require_safe
@actor_required("billing.statement.view")
def printed(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement alone, for paper or the browser's "PDF olarak kaydet"."""
    statement = _statement(pk)
    context = {
        "statement": statement,
        "title": month_name(statement),
        "lines": lines_of(statement),
    }
    return render(request, "billing/statement_print.html", context)


@require_safe
@actor_required("billing.statement.view")
def excel(request: HttpRequest, pk: int) -> FileResponse:
    """The statement's lines as a workbook."""
    statement = _statement(pk)
    headers = [_("Hizmet"), _("Gönderildiği ay"), _("Mesaj"), _("SMS"), _("Birim fiyat"),
               _("KDV hariç"), _("KDV oranı"), _("KDV"), _("Toplam")]  # fmt: skip
    rows = [
        (
            row["service"], row["month"], row["line"].messages, row["line"].parts,
            row["line"].unit_price, row["line"].net, row["line"].vat_rate, row["line"].vat,
            row["gross"],
        )
        for row in lines_of(statement)
    ]  # fmt: skip
    total = (_("Toplam"), "", "", statement.parts, "", statement.net, "", statement.vat,
             statement.gross)  # fmt: skip
    month = f"{statement.month:%Y-%m}"
    return download(
        f"ekstre-{month}.xlsx",
        lambda file: write_xlsx(file, headers, [*rows, total], sheet_name=month),
    )


def _statement(pk: int) -> Statement:
    found: Statement | None = Statement.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(_("Ekstre bulunamadı."))
    return found
