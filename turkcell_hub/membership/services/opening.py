"""What an approved membership sets going: the service's application at the operator, and the steps
from there to the first message (L-127, L-012)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.applications.models import Application, ApplicationItem
from turkcell_hub.applications.services import applying
from turkcell_hub.applications.states import ENDS, ItemState
from turkcell_hub.billing.models import PaymentType
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import Conflict
from turkcell_hub.membership.models import Dossier
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import SenderTitle
from turkcell_hub.tenancy.services import account_choice

SERVICE = "TOPLU_SMS"


@dataclass(frozen=True)
class Step:
    title: str
    done: bool
    text: str
    url: str


def apply_for(dossier: Dossier) -> Application | None:
    """Orders bulk SMS with the dossier's data; it goes out when the caller's transaction commits.
    An application that is already on its way is taken for it. None for a firm whose account
    works, and where this installation has no service centre: then a person applies."""
    open_items = ApplicationItem.objects.filter(service=SERVICE).exclude(state__in=ENDS)
    known = open_items.select_related("application").first()
    if known is not None:
        return known.application  # type: ignore[no-any-return]
    if not account_choice.sendable_problem(account_choice.default_account(dossier.firm_id)):
        return None
    by = system(dossier.firm_id, _("Üyelik onayı: %(no)s") % {"no": dossier.reference})
    data = {
        "services": [SERVICE],
        "payment_type": dossier.payment_type,
        "tax_number": dossier.tax_number,
        "contact": dossier.officer,
        "phone": dossier.phone,
        "email": dossier.email,
        "note": _("Onaylanan üyelik: %(no)s") % {"no": dossier.reference},
    }
    try:
        with transaction.atomic():
            return applying.apply(by, data)
    except Conflict:
        return None


def steps(actor: Any, dossier: Dossier) -> list[Step]:
    """From the approval to the first message, as it stands now."""
    return [*_at_the_operator(dossier), *_in_the_portal(dossier)]


def _at_the_operator(dossier: Dossier) -> Iterator[Step]:
    has_account = not account_choice.sendable_problem(
        account_choice.default_account(dossier.firm_id)
    )
    row = dossier.application
    item = row.items.filter(service=SERVICE).first() if row is not None else None
    if item is not None:
        url = reverse("application-item", args=[item.application_id, item.service])
        text = _("Başvuru %(no)s: %(state)s.") % {
            "no": item.application.reference, "state": item.get_state_display(),
        }  # fmt: skip
        yield Step(_("Hizmet operatörde açılıyor"), item.state == ItemState.DONE, text, url)
    else:
        url = (
            f"{reverse('applications-add')}?services={SERVICE}&payment_type={dossier.payment_type}"
        )
        text = _("Başvuru kendiliğinden verilemedi; hizmete siz başvurun.")
        if has_account:
            text = _("Operatör hesabınız zaten vardı; başvuru gerekmedi.")
        yield Step(_("Toplu SMS hizmetine başvuru"), has_account, text, url)
    is_given = item is not None and item.state == ItemState.CREDENTIALS
    yield Step(
        _("Operatör hesabının bilgileri"),
        has_account,
        _("Operatörün verdiği kullanıcı adı ve şifre yazılınca gönderim açılır."),
        url if is_given else reverse("service-centre"),
    )


def _in_the_portal(dossier: Dossier) -> Iterator[Step]:
    yield Step(
        _("Gönderici adı"),
        SenderTitle.objects.filter(is_active=True).exists(),
        _("Alıcının telefonunda görünecek, operatörce onaylı başlık."),
        reverse("sender-titles-list"),
    )
    is_postpaid = dossier.payment_type == PaymentType.POSTPAID
    profile = wallets.profile_of(dossier.firm_id)
    if is_postpaid:
        yield Step(
            _("Faturalı hesap ve aylık SMS limiti"),
            profile.is_postpaid,
            _("Ödeme türünü ve limiti fiyatları belirleyen kişi yazar."),
            reverse("billing-plan"),
        )
    else:
        yield Step(
            _("İlk SMS paketi"),
            wallets.spendable(dossier.firm_id).balance > 0,
            _("Hesapta kredi oldukça gönderilir."),
            reverse("credit-shop"),
        )
