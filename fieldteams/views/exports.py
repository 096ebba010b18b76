"""Files of the ways in a range."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from fieldteams import permissions, track_files
from fieldteams.models import ViewLog
from fieldteams.selectors import tracks
from fieldteams.services import viewing
from fieldteams.views.base import actor_of, range_form
from turkcell_hub.errors import Invalid
from turkcell_hub.portal.download import download
from turkcell_hub.portal.views.mixins import actor_required


@require_GET
@actor_required(permissions.LOCATE)
def export(request: HttpRequest) -> FileResponse:
    """``?phone=…&from=…&to=…&format=gpx|geojson|xlsx``."""
    actor, form = actor_of(request), range_form(request)
    kind = request.GET.get("format", "xlsx")
    if kind not in track_files.TYPES:
        raise Invalid(_("Dosya türü gpx, geojson ya da xlsx olabilir."), field="format")
    if not form.is_valid():
        raise Invalid(_("Aralık okunamadı; sayfaya dönüp tarihleri düzeltin."))
    phones, span = form.phones(), form.span()
    viewing.look(actor, [one.pk for one in phones], ViewLog.What.EXPORT)
    if tracks.is_too_long([one.pk for one in phones], span):
        raise Invalid(
            _("Bir dosyaya en çok %(n)d konum yazılır; aralığı ya da kişileri daraltın.")
            % {"n": tracks.MOST_OF_ALL},
            code="range_too_long",
            field="from",
        )
    found = tracks.each(phones, span, tracks.Whole())
    name = f"konumlar-{span.since.astimezone(span.zone):%Y-%m-%d}.{kind}"
    return download(
        name,
        lambda file: track_files.write(kind, found, file, span.zone),
        track_files.TYPES[kind],
    )
