from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from turkcell_hub.tenancy.models import Brand, Firm


@pytest.fixture(autouse=True)
def _brand_pages(settings: Any) -> Iterator[None]:
    """Registers the test resource and its rights, and routes its pages."""
    from tests.portal.brands import BrandResource
    from turkcell_hub import resources
    from turkcell_hub.tenancy.permissions import EVERYBODY, MANAGERS, STAFF, Right, declare

    verbs = {"view": STAFF, "add": MANAGERS, "change": MANAGERS, "delete": MANAGERS}
    declare(
        Right(f"test.brand.{verb}", f"Deneme: {verb}", roles, for_keys=False)
        for verb, roles in verbs.items()
    )
    declare([Right("test.open.view", "Deneme: açık", EVERYBODY, for_keys=False)])
    resources.register(BrandResource)
    settings.ROOT_URLCONF = "tests.portal.urls"
    yield
    resources.unregister(BrandResource.slug)


@pytest.fixture
def brand(firm: Firm) -> Callable[..., Brand]:
    """Makes a brand of ``firm`` (or of another one)."""
    from turkcell_hub.tenancy.models import Brand
    from turkcell_hub.tenancy.scope import firm_scope

    def make(code: str = "A", name: str = "Akasya", of: Any = None, **fields: Any) -> Brand:
        owner = of or firm
        with firm_scope(owner.pk):
            return Brand.objects.create(firm=owner, code=code, name=name, **fields)

    return make
