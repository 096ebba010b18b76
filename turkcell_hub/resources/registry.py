"""All declared resources; filled by each room's ``AppConfig.ready``."""

from __future__ import annotations

from turkcell_hub.resources.declaration import Resource

_resources: dict[str, Resource] = {}


def register(resource: type[Resource]) -> type[Resource]:
    """Class decorator. Raises ``ValueError`` when the slug is taken by another class."""
    known = _resources.get(resource.slug)
    if known is not None and type(known) is not resource:
        raise ValueError(f"resource {resource.slug} is declared twice")
    _resources[resource.slug] = resource()
    return resource


def unregister(slug: str) -> None:
    """For tests that declare a resource of their own."""
    _resources.pop(slug, None)


def registered() -> list[Resource]:
    return list(_resources.values())


def get(slug: str) -> Resource:
    """Raises ``KeyError`` for an unknown slug."""
    return _resources[slug]
