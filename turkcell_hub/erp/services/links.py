"""ERP bağlantısı: which ERP, its version, whether its personnel may be used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.erp.models import ErpLink, ErpSystem
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import versions
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

# Connection errors are known below it (L-021).
LEAST_LOGO = "2.06.00.01"
FIELDS = ("system", "version", "hr_linked")


def of_firm(firm_id: int) -> ErpLink:
    """The firm's link; one that is not stored yet while it has none."""
    return ErpLink.objects.filter(firm_id=firm_id).first() or ErpLink(firm_id=firm_id)


def change(actor: Actor, data: Mapping[str, Any]) -> ErpLink:
    """Keeps the given fields. Raises ``Invalid`` for a version that is no dotted number."""
    actor.require("erp.link.change")
    with transaction.atomic():
        Firm.objects.select_for_update().get(pk=actor.firm_id)  # two at once make one row
        row = of_firm(actor.firm_id)
        before = {name: getattr(row, name) for name in FIELDS}
        for name in FIELDS:
            if name in data:
                setattr(row, name, data[name])
        row.version = row.version.strip()
        if row.system not in ErpSystem.values:
            raise Invalid(_("Listeden seçin."), code="erp_system_unknown", field="system")
        if row.version and versions.parts(row.version) is None:
            raise Invalid(
                _("Sürümü noktalı sayı olarak yazın: 2.06.00.01"),
                code="erp_version",
                field="version",
            )
        row.save()
        after = {name: getattr(row, name) for name in FIELDS}
        trail.record(actor, "erp.link.changed", row, trail.changed(before, after))
    return row


def adapter_of(row: ErpLink) -> str:
    """The kind of connection that fits the firm's ERP; "" where the ERP comes to us by REST."""
    return {ErpSystem.LOGO: "logo_objects", ErpSystem.ERPNEXT: "erpnext"}.get(
        ErpSystem(row.system), ""
    )


def version_warning(row: ErpLink) -> str:
    """What to do about an ERP that is too old; "" when it is fine or unknown (L-021)."""
    if row.system != ErpSystem.LOGO or not versions.is_older(row.version, LEAST_LOGO):
        return ""
    said = _("Logo sürümünüz %(version)s. Bağlantı hataları için %(least)s ya da sonrasına geçin.")
    return said % {"version": row.version, "least": LEAST_LOGO}
