"""What the lock files ask for, and what is there."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
TOOL_LOCK = "requirements-bootstrap.lock"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(;?)", re.MULTILINE)
_INSTALLED = re.compile(r"^(.+?)-([^-]+)(?:\.dist-info|(?:-py[\d.]+)?\.egg-info)$")


class SetupError(Exception):
    """The environment cannot be made; the text is Turkish and says what to do."""


def pins(lock: str) -> dict[str, str]:
    """Returns the unconditional ``name -> version`` of a lock file's text.

    A pin with an environment marker is left out: whether it applies is the installer's to say.
    """
    return {normal(name): version for name, version, mark in _PIN.findall(lock) if not mark}


def installed(folders: Iterable[str]) -> dict[str, str]:
    """Returns ``name -> version`` of the packages in ``folders``; the first folder wins."""
    found: dict[str, str] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in os.listdir(folder or "."):
                if match := _INSTALLED.match(entry):
                    found.setdefault(normal(match[1]), match[2])
    return found


def unmet(wanted: Mapping[str, str], present: Mapping[str, str]) -> list[str]:
    """Returns the wanted packages that are missing or there in another version."""
    return sorted(name for name, version in wanted.items() if present.get(name) != version)


def normal(name: str) -> str:
    """Returns a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def digest(lock: bytes) -> str:
    """Returns what a stamp must say so that the lock counts as installed."""
    version = f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{version} {hashlib.sha256(lock).hexdigest()}"
