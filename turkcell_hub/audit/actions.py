"""Turkish names of action codes; each room declares its own from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Mapping

_labels: dict[str, object] = {}


def declare(labels: Mapping[str, object]) -> None:
    """Adds names, for example ``{"tenancy.member.add": _("Kullanıcı ekleme")}``."""
    _labels.update(labels)


def label_of(action: str) -> str:
    """The Turkish name; the code itself where no room has named it."""
    return str(_labels.get(action, action))


def choices() -> list[tuple[str, str]]:
    """All named actions by their Turkish name, for the list's filter."""
    return sorted(((code, str(label)) for code, label in _labels.items()), key=lambda pair: pair[1])
