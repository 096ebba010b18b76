"""The layer contracts look at every room that there is."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_room_is_looked_at() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert rooms | {"turkcell_hub"} == set(settings["root_packages"])
    layers = next(each for each in settings["contracts"] if each["type"] == "layers")["layers"]
    named = {part.strip(" ()") for layer in layers for part in re.split("[|:]", layer)}
    assert rooms <= named
