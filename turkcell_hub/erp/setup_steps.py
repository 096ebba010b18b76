"""The ERP's step of the set-up: the personnel's cards, where an ERP is linked."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import ErpLink, Person
from turkcell_hub.portal.checklist import Step


def personnel(actor: Any) -> Step | None:
    """Only with İK bağlantısı: then messages, bills and field phones name persons by their
    cards (L-050)."""
    if not actor.can("erp.link.change"):
        return None
    if not ErpLink.objects.filter(hr_linked=True).exists():
        return None
    return Step(
        _("Personel kartlarını alın"),
        Person.objects.exists(),
        _("Hat, onay ve saha kayıtları kişiyi ERP'deki kartıyla tanır."),
        reverse("erp-import", args=[MirrorKind.PERSON]),
    )
