"""Addresses of a resource's pages."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from turkcell_hub import resources
from turkcell_hub.resources import Resource


def to_list(resource: Resource, query: str = "") -> str:
    url = reverse(f"{resource.slug}-list")
    return f"{url}?{query}" if query else url


def to(resource: Resource, page: str, *args: Any) -> str:
    """``page``: detail, edit, delete (with the pk), add, menu, export, views, action (code)."""
    return reverse(f"{resource.slug}-{page}", args=args)


def to_if_routed(name: str) -> str:
    """The address of a URL name, or "" where this installation does not route it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def routed_resources() -> list[Resource]:
    """The registered resources that have pages in this installation."""
    return [r for r in resources.registered() if to_if_routed(f"{r.slug}-list")]
