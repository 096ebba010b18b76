"""The list as a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid
from turkcell_hub.portal import exports
from turkcell_hub.portal.download import download
from turkcell_hub.portal.listing import paging
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.base import ResourceView


class ExportView(ResourceView):
    """``?format=xlsx|csv`` with the list's own query string."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        self.only_if(self.may("export"))
        kind = request.GET.get("format", "xlsx")
        if kind not in exports.FORMATS:
            raise Invalid(_("Dosya türü xlsx ya da csv olabilir."), field="format")
        params = request.GET.copy()
        params.pop("format", None)
        listing = Listing(self.resource, self.actor, params, request)
        if not listing.matching.is_valid:
            raise Invalid(_("Süzgeçteki bir değer okunamadı; listeye dönüp düzeltin."))
        self.resource.looked(self.actor, listing.matching.rows, as_file=True)
        large = self._as_job(listing, kind)
        return large if large is not None else self._file(listing, kind)

    def _as_job(self, listing: Listing, kind: str) -> HttpResponse | None:
        start = exports.start_large_export
        if start is None or paging.count(listing.matching.rows, exports.LARGE).exact:
            return None
        return self.go(start(self.actor, self.resource.slug, kind, listing.query()))

    def _file(self, listing: Listing, kind: str) -> FileResponse:
        name = f"{self.resource.slug}-{timezone.localtime():%Y-%m-%d-%H%M}.{kind}"
        return download(name, lambda file: exports.write(listing, kind, file))
