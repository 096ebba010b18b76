"""The zones that a firm chooses from."""

from __future__ import annotations

import pytest

from turkcell_hub.tenancy.forms.firms import FirmForm
from turkcell_hub.tenancy.time_zones import time_zones


def test_the_places_of_this_portals_firms_come_first_and_nothing_twice() -> None:
    zones = time_zones()
    assert zones[0] == "Europe/Istanbul"
    assert {"Asia/Baku", "Asia/Nicosia", "Europe/Berlin", "America/New_York"} <= set(zones)
    assert len(zones) == len(set(zones)) > 200


@pytest.mark.parametrize("name", ["Etc/GMT+3", "UTC", "Turkey", "SystemV/EST5", "Factory", "EST"])
def test_offsets_and_names_without_a_place_are_not_offered(name: str) -> None:
    assert name not in time_zones()


def test_a_zone_that_a_firm_has_from_earlier_can_be_saved_again() -> None:
    offered = [
        value
        for value, _label in FirmForm(initial={"time_zone": "Turkey"}).fields["time_zone"].choices
    ]
    assert offered[0] == "Turkey"
    assert "UTC" not in offered
