"""Tells at the start when the deployment's own list of papers cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from turkcell_hub.membership import catalogue


@checks.register()
def catalogue_is_readable(**_options: Any) -> list[checks.CheckMessage]:
    path = Path(settings.MEMBERSHIP_CATALOGUE or catalogue.SHIPPED)
    try:
        catalogue.read(path)
    except (OSError, catalogue.CatalogueBroken) as error:
        said = f"MEMBERSHIP_CATALOGUE names a file that cannot be used: {error}"
        return [checks.Error(said, id="membership.E001")]
    return []
