"""Cards from a list: the upload page and the sample file of each kind."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from turkcell_hub.erp import imports
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.services import mirror
from turkcell_hub.jobs.views.uploads import UploadView
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import actor_required
from turkcell_hub.sheets import write_xlsx

_SAMPLES: dict[MirrorKind, dict[str, str]] = {
    MirrorKind.ACCOUNT: {"code": "120.01.001", "title": "Işık Ticaret Ltd. Şti.",
                         "tax_number": "1234567890", "phone1": "0532 123 45 67", "city": "İzmir"},
    MirrorKind.CONTACT: {"code": "K-001", "account": "120.01.001", "first_name": "Ayşe",
                         "last_name": "Yılmaz", "mobile": "0533 765 43 21"},
    MirrorKind.PERSON: {"code": "0042", "first_name": "Çağlar", "last_name": "Öz",
                        "mobile": "0534 111 22 33", "duty": "Saha sorumlusu"},
    MirrorKind.SERVICE_CARD: {"code": "770.03", "name": "GSM giderleri", "side": "Alınan hizmet",
                              "vat_rate": "20"},
    MirrorKind.PROJECT: {"code": "P-2026-01", "name": "Bornova şantiyesi"},
    MirrorKind.WORKPLACE: {"code": "1", "name": "Merkez"},
}  # fmt: skip


class _Upload(UploadView):
    template = "erp/import.html"

    def context(self) -> dict[str, object]:
        kind = MirrorKind(self.kind.removeprefix("erp."))
        return {
            "columns": imports.columns(kind),
            "mirror_kind": kind.value,
            "list_name": f"{imports.list_of(kind)}-list",
        }


_PAGES = {
    kind: type(f"Upload{kind.name.title()}", (_Upload,), {"kind": imports.slug_of(kind)}).as_view()
    for kind in MirrorKind
}


def upload(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _PAGES[_known(kind)](request)


@actor_required(mirror.RIGHT)
def sample(request: HttpRequest, kind: str) -> FileResponse:
    """An Excel file with the right headers and one row."""
    known = _known(kind)
    columns = imports.columns(known)
    row = [_SAMPLES[known].get(column.name) for column in columns]
    headers = [column.header for column in columns]
    return download(f"ornek-{known.value}.xlsx", lambda file: write_xlsx(file, headers, [row]))


def _known(kind: str) -> MirrorKind:
    try:
        return MirrorKind(kind)
    except ValueError:
        raise Http404(_("Kayıt bulunamadı.")) from None
