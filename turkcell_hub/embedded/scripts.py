"""``manage.py bench`` and ``manage.py faults``: runs one script of a folder of tests.

A script is a module with ``main(argv: list[str]) -> int``. It finds the embedded servers (or
those that are named) up, Django ready, and ``DATABASE_URL`` naming an empty, migrated database
of its own that is dropped afterwards; a named server's own data is never touched.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit, urlunsplit

from turkcell_hub.embedded import testing
from turkcell_hub.embedded.errors import EmbeddedError


def found(folder: Path) -> list[str]:
    """Returns the names of the scripts in ``folder``."""
    return sorted(
        path.stem
        for path in folder.glob("*.py")
        if not path.stem.startswith(("_", "test_", "conftest"))
    )


def main(folder: Path, arguments: list[str]) -> int:
    """Runs the script that the first argument names; lists all of them when none is named."""
    names = found(folder)
    if not arguments or arguments[0] in ("-h", "--help"):
        print("\n".join(names) if names else f"{folder} içinde betik yok.")
        return 0
    name, rest = arguments[0], arguments[1:]
    if name not in names:
        raise EmbeddedError(f"'{name}' adlı betik yok. Olanlar: {', '.join(names) or 'hiçbiri'}.")
    testing.provide(durable=True)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")
    import django

    django.setup()
    with _own_database():
        return int(_load(folder / f"{name}.py").main(rest) or 0)


@contextmanager
def _own_database() -> Iterator[None]:
    from django.db import connection

    connection.settings_dict["TEST"]["NAME"] = f"test_{os.getpid()}"
    connection.settings_dict["TEST"]["TEMPLATE"] = os.environ.get("TURKCELL_HUB_TEST_TEMPLATE")
    before = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    parts = urlsplit(os.environ["DATABASE_URL"])
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{name}"))
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _load(path: Path) -> ModuleType:
    sys.path.insert(0, str(path.parent))
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise EmbeddedError(f"{path} okunamıyor.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module
