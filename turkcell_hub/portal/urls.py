"""Addresses of the portal's own pages and of every declared resource."""

from __future__ import annotations

from django.urls import URLResolver, include, path

from turkcell_hub import resources
from turkcell_hub.portal.views.action import ActionView, MenuView
from turkcell_hub.portal.views.export import ExportView
from turkcell_hub.portal.views.home import home
from turkcell_hub.portal.views.install import manifest
from turkcell_hub.portal.views.listing import ListView
from turkcell_hub.portal.views.record import CreateView, DeleteView, DetailView, UpdateView
from turkcell_hub.portal.views.saved import SavedViewsView
from turkcell_hub.portal.views.search import LookupView, search
from turkcell_hub.resources import Resource

_PAGES = (
    ("", ListView, "list"),
    ("add/", CreateView, "add"),
    ("menu/", MenuView, "menu"),
    ("export/", ExportView, "export"),
    ("views/", SavedViewsView, "views"),
    ("actions/<slug:code>/", ActionView, "action"),
    ("<int:pk>/", DetailView, "detail"),
    ("<int:pk>/edit/", UpdateView, "edit"),
    ("<int:pk>/delete/", DeleteView, "delete"),
)


def resource_urls(resource: Resource) -> list[URLResolver]:
    """Patterns named ``{slug}-list``, ``-add``, ``-menu``, ``-export``, ``-views``, ``-action``,
    ``-detail``, ``-edit`` and ``-delete``; under one prefix, so that an address which is not
    theirs is passed by at one look."""
    pages = [
        path(tail, view.as_view(resource=resource), name=f"{resource.slug}-{name}")
        for tail, view, name in _PAGES
    ]
    return [path(f"{resource.slug}/", include(pages))]


def all_resource_urls() -> list[URLResolver]:
    """Every registered resource's pages; ask after all apps are ready."""
    return [pattern for resource in resources.registered() for pattern in resource_urls(resource)]


urlpatterns = [
    path("", home, name="home"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("search/", search, name="portal-search"),
    path("lookup/<slug:slug>/", LookupView.as_view(), name="portal-lookup"),
]
