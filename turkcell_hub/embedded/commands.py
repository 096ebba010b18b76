"""What ``manage.py`` does once its packages are there: one small table of our own commands,
and Django's for everything else, with servers to run on."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[2]
_NARROWING = ("-n", "--numprocesses", "-k", "--lf", "--ff", "--pdb", "--trace", "--co", "--collect")
_INFORMING = ("-h", "--help", "--version", "-V", "--fixtures", "--markers", "-s", "--dist")


def run(argv: list[str]) -> int:
    """Runs ``manage.py``'s arguments (the program's name first); returns the exit code."""
    name, rest = (argv[1], argv[2:]) if len(argv) > 1 else ("help", [])
    try:
        own = _OWN.get(name)
        return own(rest) if own else _django(argv)
    except EmbeddedError as problem:
        print(problem, file=sys.stderr)
        return 1


def processes_of_a_run(cpus: int) -> int:
    """Returns one process more than the two processors that a run of tests is made for: a third
    of the time a test waits for a server, a browser or a process that starts."""
    return min(2, cpus) + 1


def _on_several(cpus: int) -> list[str]:
    """A process that dies ends the run: the watchdog ended it because it hung, and another in its
    place would hang as well (tests/support/watchdog.py)."""
    return ["-n", str(processes_of_a_run(cpus)), "--max-worker-restart", "0"]


def test_arguments(arguments: list[str], cpus: int) -> list[str]:
    """Returns pytest's arguments: the whole suite runs on several processes. A file runs on one
    of them so that what its tests share is made once, the long files first
    (tests/support/order.py), and without the tests that are marked slow (``-m slow`` runs
    those); a chosen part runs on one process."""
    chosen = any(
        argument.startswith((*_NARROWING, *_INFORMING))
        or argument in ("no:xdist",)
        or (not argument.startswith("-") and (CHECKOUT / argument.split("::")[0]).exists())
        for argument in arguments
    )
    if chosen:
        return arguments
    whole = [*_on_several(cpus), "--dist", "loadfile", "--no-loadscope-reorder"]
    if "-m" not in arguments:
        whole += ["-m", "not slow"]
    return [*whole, *arguments]


def short_experiments(arguments: list[str], cpus: int) -> list[str]:
    """Returns pytest's arguments for ``faults short``: each experiment goes to whoever is free."""
    several = [*_on_several(cpus), "--dist", "worksteal"]
    return [*several, *arguments, str(CHECKOUT / "tests/faults/short.py")]


def _pytest(arguments: list[str]) -> int:
    os.chdir(CHECKOUT)
    pytest = [sys.executable, "-m", "pytest", *arguments]
    sys.stdout.flush()
    os.execv(sys.executable, pytest)  # noqa: S606 - no shell is the point


def _test(arguments: list[str]) -> int:
    return _pytest(test_arguments(arguments, os.cpu_count() or 1))


def _faults(arguments: list[str]) -> int:
    if arguments[:1] == ["short"]:
        return _pytest(short_experiments(arguments[1:], os.cpu_count() or 1))
    return _script("faults")(arguments)


def _demo(arguments: list[str]) -> int:
    from turkcell_hub.embedded import demo

    return demo.main(arguments)


def _script(folder: str) -> Callable[[list[str]], int]:
    def run_script(arguments: list[str]) -> int:
        from turkcell_hub.embedded import scripts

        return scripts.main(CHECKOUT / "tests" / folder, arguments)

    return run_script


def _django(argv: list[str]) -> int:
    from turkcell_hub.embedded import services

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")
    with services.borrowed():
        from django.core.management import execute_from_command_line

        from turkcell_hub.starting import read_settings

        read_settings()
        execute_from_command_line(argv)
    return 0


_OWN: dict[str, Callable[[list[str]], int]] = {
    "test": _test,
    "demo": _demo,
    "bench": _script("benchmarks"),
    "faults": _faults,
}
