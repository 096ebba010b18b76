"""Bills by file over REST: bring them, and the operator's own file of one."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from invoices import downloads
from invoices.permissions import TAKE, VIEW
from invoices.resources.bills import BillResource
from invoices.services import files
from turkcell_hub.api.serializers import StrictSerializer
from turkcell_hub.api.telling import told
from turkcell_hub.api.views import HubAPIView
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.lib.wording import said

TAG = "bills"


class UploadInput(StrictSerializer):
    file = serializers.FileField(
        help_text="e-Fatura (XML), faturaların ZIP'i ya da operatörün CSV listesi; en çok 20 MB."
    )


class UploadedShape(serializers.Serializer):
    job = serializers.IntegerField(help_text="Okuyan iş: `jobs/{id}/`.")


class UploadView(HubAPIView):
    """Bills from a file, read by a job."""

    rights = {"POST": TAKE}
    parser_classes = (MultiPartParser,)

    @told(
        "Fatura dosyası yükleme",
        TAKE,
        tag=TAG,
        text="Dosyadaki her fatura bir kez alınır; aynı dosya yeniden yüklenebilir.",
        name="bills_upload",
        request={"multipart/form-data": UploadInput},
        responses={202: UploadedShape},
    )
    def post(self, request: Request) -> Response:
        shape = UploadInput(data=request.data)
        shape.is_valid(raise_exception=True)
        file: Any = shape.validated_data["file"]
        if not str(file.name).lower().endswith(files.ACCEPTED) or file.size > files.MOST:
            raise Invalid(
                _("Bu dosya okunamıyor; en çok 20 MB'lık XML, ZIP ya da CSV dosyası gönderin."),
                code="bill_file", field="file",
            )  # fmt: skip
        title = said("Fatura dosyası: %(name)s", name=file.name)
        job = files.start(self.actor, file, file.name, title)  # type: ignore[arg-type]
        return Response({"job": job.pk}, status=202)


class FileView(HubAPIView):
    """The file that a bill came in."""

    rights = {"GET": VIEW}

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """The answer is a file; whatever the caller accepts, problems are JSON."""
        return super().perform_content_negotiation(request, force=True)

    @told(
        "Faturanın dosyası",
        VIEW,
        tag=TAG,
        text="Operatörün dosyası, bayt bayt: UBL-TR XML ya da CSV. İmzası denetlenmemiştir. Açık"
        " numaralar içerdiği için `personal.view` de gerekir.",
        name="bills_file",
        responses={(200, "application/octet-stream"): {"type": "string", "format": "binary"}},
    )
    def get(self, request: Request, pk: int) -> HttpResponse:
        actor: Any = self.actor
        actor.require("personal.view")
        bill = BillResource().queryset(actor).select_related("document").filter(pk=pk).first()
        if bill is None:
            raise NotFound(_("Fatura bulunamadı."))
        return downloads.source_file(bill)
