"""The sweeps of the ERP's room: one firm's trouble is not the next one's."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from tests.support.firms import make_firm
from tests.support.messaging import make_account
from turkcell_hub.erp.services import posting, pulling


@pytest.mark.django_db
@pytest.mark.parametrize(("room", "step"), [(posting, "queue_ready"), (pulling, "_begin_due")])
def test_a_firm_that_fails_does_not_stop_the_next(room: object, step: str) -> None:
    firms = [make_firm(f"Firma {number}") for number in range(2)]
    for firm in firms:
        make_account(firm, "logo_objects", service="erp")
    seen: list[int] = []

    def broken(firm_id: int) -> int:
        seen.append(firm_id)
        raise RuntimeError("trouble of one firm")

    with patch.object(room, step, broken):
        room.sweep()  # type: ignore[attr-defined]
    assert seen == sorted(firm.pk for firm in firms)
