"""A document as Logo's import file."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from turkcell_hub.erp import downloads
from turkcell_hub.erp.resources.documents import DocumentResource
from turkcell_hub.errors import HubError
from turkcell_hub.portal.views.mixins import actor_required


@actor_required("erp.document.view")
def xml(request: HttpRequest, pk: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    row = DocumentResource().queryset(actor).filter(pk=pk).first()
    if row is None:
        raise Http404(_("Kayıt bulunamadı."))
    try:
        return downloads.logo_xml([row])
    except HubError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(reverse("erp-documents-detail", args=[pk]))
