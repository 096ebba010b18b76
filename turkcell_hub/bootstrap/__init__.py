"""Makes ``.venv`` with the locked packages and starts the program again inside it.

Standard library only: this runs before anything is installed. An environment that already
has every locked package (a container, a developer's own) is used as it is.

``TURKCELL_HUB_VENV`` names another place than ``.venv``; ``TURKCELL_HUB_WHEELS`` names a
folder of wheels to install from without a network. pip's own settings are honoured.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import NoReturn

from turkcell_hub.bootstrap import install
from turkcell_hub.bootstrap.locks import (
    CHECKOUT,
    DEV_LOCK,
    RUN_LOCK,
    SetupError,
    installed,
    pins,
    unmet,
)
from turkcell_hub.bootstrap.venv import (
    complete,
    lock_to_install,
    python_of,
    ready,
    usable,
    venv_folder,
)

_DEV_COMMANDS = frozenset({"test", "bench", "faults"})
_GUARD = "TURKCELL_HUB_BOOTSTRAPPED"


def ensure(arguments: list[str]) -> None:
    """Returns when the running interpreter has what the command needs; otherwise sets an
    environment up and replaces this process by the same command inside it."""
    try:
        _ensure(arguments)
    except SetupError as problem:
        sys.exit(str(problem))


def needs_dev(arguments: list[str]) -> bool:
    """Returns whether the command needs the developers' packages too."""
    return bool(arguments) and arguments[0] in _DEV_COMMANDS


def _ensure(arguments: list[str]) -> None:
    dev = needs_dev(arguments)
    venv = venv_folder()
    inside = Path(sys.prefix) == venv or Path(sys.prefix).resolve() == venv.resolve()
    if inside and ready(venv, dev):
        return
    lock = DEV_LOCK if dev else RUN_LOCK
    missing = unmet(pins((CHECKOUT / lock).read_text()), installed(sys.path))
    if not missing:
        if inside:
            complete(venv, lock)
        return
    if os.environ.get(_GUARD) == str(venv):
        raise SetupError(
            f"{venv} ortamında eksik paket kaldı: {', '.join(missing[:8])}."
            " Klasörü silip komutu yineleyin."
        )
    if not usable(venv, dev):
        with _stoppable(), install.only_one(venv):
            if not usable(venv, dev):
                install.set_up(venv, lock_to_install(venv, dev))
    _start_again(venv)


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Ends like Ctrl+C also when the process is told to end: its installer with it."""

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    before = {signal.SIGTERM: signal.signal(signal.SIGTERM, stop)}
    if os.name != "nt":
        before[signal.SIGHUP] = signal.signal(signal.SIGHUP, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start_again(venv: Path) -> NoReturn:
    python = str(python_of(venv))
    os.environ[_GUARD] = str(venv)
    if os.name == "nt":
        sys.exit(subprocess.call([python, *sys.argv]))
    os.execv(python, [python, *sys.argv])  # noqa: S606 - no shell is the point
