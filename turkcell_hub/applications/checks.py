"""What stands in an application, checked and cleaned; each raises ``Invalid`` at its field."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from turkcell_hub.applications.catalogue import SERVICES
from turkcell_hub.applications.models import PaymentType
from turkcell_hub.errors import Invalid
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
