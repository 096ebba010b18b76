"""Where the ERP's views stand under ``/api/v1/``."""

from __future__ import annotations

from turkcell_hub.api.routers import register
from turkcell_hub.erp.api import documents, mirror

VIEWSETS = (*mirror.VIEWSETS, documents.DocumentViewSet)
VIEWS = {
    **mirror.VIEWS,
    "erp/documents/take/": documents.TakeView,
    "erp/documents/<int:pk>/posted/": documents.PostedView,
    "erp/documents/<int:pk>/refused/": documents.RefusedView,
    "erp/documents/<int:pk>/give_back/": documents.GiveBackView,
    "erp/documents/<int:pk>/xml/": documents.XmlView,
}


def register_all() -> None:
    """Called once, from ``ErpConfig.ready``."""
    for viewset in VIEWSETS:
        register(viewset)
    for route, view in VIEWS.items():
        register(view, route)
