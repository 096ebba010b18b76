"""Pages of long work. They stand before the Resource's own pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from turkcell_hub import resources
from turkcell_hub.jobs.views import pages

_JOBS = resources.get("jobs")
_PAGES = (
    ("", pages.DetailPage, "jobs-page"),
    ("progress/", pages.ProgressPart, "jobs-progress"),
    ("rows/", pages.RowsPart, "jobs-rows"),
    ("confirm/", pages.ConfirmPage, "jobs-confirm"),
    ("cancel/", pages.CancelPage, "jobs-cancel"),
    ("result/", pages.ResultFile, "jobs-result"),
)

urlpatterns = [
    path(f"jobs/<int:pk>/{tail}", view.as_view(resource=_JOBS), name=name)
    for tail, view, name in _PAGES
]
