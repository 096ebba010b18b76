"""The card of the set-up, on the pages of the transfer and of its login (L-020)."""

from __future__ import annotations

from typing import Any

from invoices.selectors import setup


def setup_shown(actor: Any) -> dict[str, Any]:
    """For ``invoices/_steps.html``; nothing once every step is done."""
    found = setup.steps(actor)
    done = sum(step.done for step in found)
    return {"steps": found, "steps_done": done} if done < len(found) else {}
