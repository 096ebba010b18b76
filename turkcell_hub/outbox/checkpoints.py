"""Named lines at which the fault harness may end the process (goal G2).

Nothing is installed in production; a call is then one comparison.
"""

from __future__ import annotations

from collections.abc import Callable

Hook = Callable[[str], None]
_hook: Hook | None = None


def install(hook: Hook | None) -> None:
    """Tests only: ``hook(name)`` runs at every checkpoint; None takes it away."""
    global _hook  # noqa: PLW0603
    _hook = hook


def at(name: str) -> None:
    if _hook is not None:
        _hook(name)
