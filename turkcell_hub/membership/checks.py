"""Tells at the start when the deployment's own list of papers cannot be read."""

from __future__ import annotations

from typing import Any

from django.core import checks

from turkcell_hub.membership import catalogue
from turkcell_hub.membership.states import Programme

_SETTINGS = (
    (Programme.SMS, "MEMBERSHIP_CATALOGUE"),
    (Programme.IYS, "IYS_PAPERS_CATALOGUE"),
)


@checks.register()
def catalogue_is_readable(**_options: Any) -> list[checks.CheckMessage]:
    found: list[checks.CheckMessage] = []
    for programme, setting in _SETTINGS:
        try:
            catalogue.read(catalogue.path_of(programme))
        except (OSError, catalogue.CatalogueBroken) as error:
            said = f"{setting} names a file that cannot be used: {error}"
            found.append(checks.Error(said, id="membership.E001"))
    return found
