"""Which views stand at ``/api/v1/``. Rooms register theirs from ``AppConfig.ready``."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path, re_path

from turkcell_hub.api.views import HubAPIView, ResourceActionView, ResourceViewSet
from turkcell_hub.api.views.unknown import UnknownAddressView

_COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}
_ROW: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}


class Router:
    """Addresses of the registered views, with a problem for every other address."""

    def __init__(self) -> None:
        self._viewsets: dict[str, type[ResourceViewSet]] = {}
        self._views: dict[str, tuple[type[HubAPIView], str]] = {}

    def register(self, view: type[Any], route: str = "") -> type[Any]:
        """A ``ResourceViewSet`` under its Resource's slug, or a ``HubAPIView`` at ``route``
        (such as ``"messages/<int:pk>/report/"``).

        Raises ``ValueError`` when the address is taken by another view.
        """
        taken: Any
        if issubclass(view, ResourceViewSet):
            slug = view.declared().slug
            taken = self._viewsets.setdefault(slug, view)
        else:
            if not route.endswith("/"):
                raise ValueError(f"the route of {view.__name__} must end with a slash")
            taken = self._views.setdefault(route, (view, _name_of(route)))[0]
        if taken is not view:
            raise ValueError(f"{view.__name__} wants the address of {taken.__name__}")
        return view

    @property
    def viewsets(self) -> list[type[ResourceViewSet]]:
        return list(self._viewsets.values())

    @property
    def urls(self) -> list[URLPattern]:
        """Free-standing views first: they are the more particular ones."""
        found = [
            path(route, view.as_view(), name=name) for route, (view, name) in self._views.items()
        ]
        for slug, viewset in self._viewsets.items():
            found += _viewset_urls(slug, viewset)
        return [*found, re_path(r"^[\s\S]*$", UnknownAddressView.as_view(), name="unknown")]


def _viewset_urls(slug: str, viewset: type[ResourceViewSet]) -> list[URLPattern]:
    existing = viewset.operations()
    row = {method: action for method, action in _ROW.items() if action in existing}
    collection = {method: action for method, action in _COLLECTION.items() if action in existing}
    found = [
        path(f"{slug}/", viewset.as_view(collection), name=f"{slug}-list"),
        path(f"{slug}/<int:pk>/", viewset.as_view(row), name=f"{slug}-detail"),
    ]
    if "bulk_create" in existing:
        view = viewset.as_view({"post": "bulk_create"})
        found.append(path(f"{slug}/bulk/", view, name=f"{slug}-bulk"))
    declared = viewset.declared()
    for action in declared.actions:
        if action.rest and action.run is not None:
            kind: Any = type(
                f"{viewset.__name__}{action.code.title().replace('_', '').replace('-', '')}Action",
                (ResourceActionView,),
                {"resource": declared, "declared_action": action, "__doc__": str(action.label)},
            )
            route = f"{slug}/actions/{action.code}/"
            found.append(path(route, kind.as_view(), name=f"{slug}-{action.code}"))
    return found


def _name_of(route: str) -> str:
    return route.strip("/").replace("/", "-").replace("<", "").replace(">", "").replace(":", "-")


router = Router()
register = router.register
