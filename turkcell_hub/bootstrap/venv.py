"""A virtual environment, and whether it is complete."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from turkcell_hub.bootstrap.locks import (
    CHECKOUT,
    DEV_LOCK,
    RUN_LOCK,
    digest,
    installed,
    pins,
    unmet,
)


def venv_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Returns where the environment is, or shall be."""
    return Path(env.get("TURKCELL_HUB_VENV") or CHECKOUT / ".venv").absolute()


def python_of(venv: Path) -> Path:
    """Returns the interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def stamped(venv: Path, lock_name: str, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` was completed for the lock as it is now."""
    with contextlib.suppress(OSError):
        return _stamp(venv, lock_name).read_text() == digest((checkout / lock_name).read_bytes())
    return False


def ready(venv: Path, dev: bool, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` can be used at once (the developers' set holds the other)."""
    if not python_of(venv).exists():
        return False
    return stamped(venv, DEV_LOCK, checkout) or (not dev and stamped(venv, RUN_LOCK, checkout))


def usable(venv: Path, dev: bool, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` is stamped, or holds every locked package without a stamp."""
    if ready(venv, dev, checkout):
        return True
    if not python_of(venv).exists() or _unfinished(venv).exists():
        return False
    wanted = pins((checkout / (DEV_LOCK if dev else RUN_LOCK)).read_text())
    return not unmet(wanted, installed([site_packages(venv)]))


def lock_to_install(venv: Path, dev: bool) -> str:
    """Returns the lock to install: a developer's environment is never cut down by ``demo``."""
    return DEV_LOCK if dev or _stamp(venv, DEV_LOCK).exists() else RUN_LOCK


def site_packages(venv: Path) -> str:
    """Returns where the environment's own interpreter looks for packages; empty if it cannot."""
    program = "import sysconfig; print(sysconfig.get_path('purelib'))"
    return output([str(python_of(venv)), "-c", program]).strip()


def works(venv: Path) -> bool:
    """Returns whether packages can be installed: a half-made environment has no pip."""
    program = "import pip, sys; print(sys.version_info[:2] >= (3, 11))"
    return output([str(python_of(venv)), "-c", program]).strip() == "True"


def begin(venv: Path) -> None:
    """Notes that the environment is being changed, until ``complete``."""
    for name in (RUN_LOCK, DEV_LOCK):
        _stamp(venv, name).unlink(missing_ok=True)
    _unfinished(venv).touch()


def complete(venv: Path, lock: str) -> None:
    """Lets the environment's own programs (celery, pytest …) find the checkout, and stamps it.

    An environment that may only be read stays as it is.
    """
    with contextlib.suppress(OSError):
        Path(site_packages(venv), "turkcell_hub_checkout.pth").write_text(f"{CHECKOUT}\n")
        _unfinished(venv).unlink(missing_ok=True)
        _stamp(venv, lock).write_text(digest((CHECKOUT / lock).read_bytes()))


def output(command: list[str]) -> str:
    """Returns what a command prints; empty when it cannot run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def _unfinished(venv: Path) -> Path:
    return venv / "turkcell-hub-unfinished"


def _stamp(venv: Path, lock_name: str) -> Path:
    return venv / f"turkcell-hub-{lock_name}.stamp"
