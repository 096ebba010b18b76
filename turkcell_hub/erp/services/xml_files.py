"""Documents as files that a person imports into Logo by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Document
from turkcell_hub.erp.services import slips
from turkcell_hub.errors import Invalid
from turkcell_hub.gateways.erp import logo_xml
from turkcell_hub.gateways.erp.contract import CannotSay


def content(documents: Sequence[Document]) -> bytes:
    """One file. Raises ``Invalid`` for two kinds at once and for what Logo's file cannot say."""
    if len({document.kind for document in documents}) > 1:
        raise Invalid(
            _("Alınan ve verilen hizmetler ayrı dosyalardır; birini süzüp yeniden deneyin."),
            code="erp_kinds_mixed",
        )
    if not documents:
        raise Invalid(_("Seçili belge yok."), code="erp_no_documents")
    prefetch_related_objects(
        documents, "account", "lines__service_card", "lines__project", "lines__workplace"
    )
    try:
        return logo_xml.render([slips.of(document) for document in documents])
    except CannotSay as problem:
        raise Invalid(problem.text, code="erp_cannot_say") from None
