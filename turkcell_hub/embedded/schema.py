"""The schema that the databases of a test run begin with: how it is made, and what decides it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import CHECKOUT

_IMPORTED = re.compile(r"^\s*(?:import|from) ([\w.]+)(?: import (\w+))?", re.MULTILINE)


@dataclass(frozen=True)
class Schema:
    """``fill`` makes it in the database of a URL; another ``key`` means another schema."""

    key: str = "empty"
    fill: Callable[[str], None] = lambda url: None


def migrated() -> Schema:
    """Returns the schema of this checkout's migrations."""
    return Schema(key(CHECKOUT), _migrate)


def key(checkout: Path) -> str:
    """Returns a hash of all that decides what ``migrate`` makes: the migrations, the modules
    of ``checkout`` that they import, the settings, and the versions of the installed packages
    (Django, the applications of others, PostgreSQL itself)."""
    digest = hashlib.sha256()
    for path in sorted(set(_deciding(checkout))):
        digest.update(f"\0{path.relative_to(checkout)}\0".encode() + path.read_bytes())
    packages = {one.name for place in sys.path for one in Path(place).glob("*.dist-info")}
    digest.update("\n".join(sorted(packages)).encode())
    return digest.hexdigest()[:20]


def _deciding(checkout: Path) -> Iterator[Path]:
    yield from (checkout / "turkcell_hub" / "settings").glob("*.py")
    for depth in ("*", "*/*"):
        for path in checkout.glob(f"{depth}/migrations/**/*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path
                yield from _imported(path, checkout)


def _imported(path: Path, checkout: Path) -> Iterator[Path]:
    for module, name in _IMPORTED.findall(path.read_text()):
        package = checkout.joinpath(*module.split("."))
        for place in {package, package / name}:
            yield from place.glob("*.py")
            if (single := place.with_suffix(".py")).is_file():
                yield single


def _migrate(url: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "turkcell_hub.quick_migrate", "--verbosity", "0"],
        cwd=CHECKOUT,
        env={
            "REDIS_URL": "redis://127.0.0.1:1/0",  # asked for by the settings, not used
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "turkcell_hub.settings",
        },
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise EmbeddedError(f"Testlerin veritabanı hazırlanamadı (migrate):\n{done.stderr}")
