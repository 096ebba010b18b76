"""What stands at every address of the API where nothing else does."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from turkcell_hub.api.views.base import HubAPIView
from turkcell_hub.errors import NotFound


class UnknownAddressView(HubAPIView):
    """Answers 404 as a problem, to everybody and for every method."""

    public = True
    schema = None
    authentication_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.perform_content_negotiation(request, force=True)
        raise NotFound(
            _("Bu adreste bir şey yok. Adresler / ile biter; tam liste: /api/v1/docs/"),
            code="unknown_address",
        )
