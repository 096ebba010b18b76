"""What stands in an application, checked and cleaned; each raises ``Invalid`` at its field."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import ApplicationItem, PaymentType
from turkcell_hub.applications.states import ENDS
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import identity
from turkcell_hub.tenancy.models import Country
from turkcell_hub.tenancy.services import people


def services_of(given: Sequence[str]) -> list[str]:
    """Codes that are known, each once."""
    wanted = list(dict.fromkeys(given))
    if not wanted:
        raise Invalid(_("En az bir hizmet seçin."), field="services")
    unknown = [code for code in wanted if code not in SERVICES]
    if unknown:
        raise Invalid(
            _("Böyle bir hizmet yok: %(codes)s") % {"codes": ", ".join(unknown)[:80]},
            field="services",
        )
    return wanted


def payment_of(services: Sequence[str], given: str) -> str:
    """ "" where no service asks how it is paid."""
    if not any(SERVICES[code].billed for code in services):
        return ""
    if given not in PaymentType.values:
        raise Invalid(_("Faturalı mı, ön ödemeli mi? Birini seçin."), field="payment_type")
    return given


def tax_number_of(given: str) -> str:
    """A VKN or a TCKN, without spaces."""
    read = "".join(given.split())
    if not identity.is_vkn(read) and not identity.is_tckn(read):
        raise Invalid(
            _("Vergi numarasını (10 hane) ya da T.C. kimlik numarasını (11 hane) yazın."),
            field="tax_number",
        )
    return read


def phone_of(given: str) -> str:
    """E.164, of any spelling."""
    read = people.usable_phone(given, Country.TURKIYE)
    if not read:
        raise Invalid(_("Aranacak telefonu yazın."), field="phone")
    return read


def require_free(services: Sequence[str]) -> None:
    """Names every chosen service that is applied for already, not one after another."""
    found = set(open_items().filter(service__in=services).values_list("service", flat=True))
    if found:
        raise is_open([code for code in services if code in found])


def is_open(services: Sequence[str]) -> Conflict:
    return Conflict(
        _("%(service)s için sonuçlanmamış bir başvurunuz var; önce o sonuçlanmalı.")
        % {"service": ", ".join(str(SERVICES[code].name) for code in services)},
        code="service_open",
        field="services",
    )


def open_items() -> QuerySet[ApplicationItem]:
    """Services that are applied for and not ended."""
    return ApplicationItem.objects.exclude(state__in=ENDS)
