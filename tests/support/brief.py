"""What a test that does nothing need not do, eight thousand times.

Half of such a test was a dozen fixtures of pytest-django's that found nothing to do for it, and
six messages to the process that counts, which needs two: that it passed, and that it is over.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from _pytest.runner import runtestprotocol

# Each is asked for by pytest-django itself, for every test; here is who has a use for it.
_USED_BY: dict[str, Callable[[pytest.Item, list[str]], bool]] = {
    "_django_clear_site_cache": lambda _item, _names: False,  # the sites app is not installed
    "_django_db_marker": lambda item, _names: _marked(item, "django_db"),
    "_django_isolate_apps": lambda item, _names: _marked(item, "django_isolate_apps"),
    "_django_set_urlconf": lambda item, _names: _marked(item, "urls"),
    "_django_setup_unittest": lambda item, _names: getattr(item, "cls", None) is not None,
    "_live_server_helper": lambda _item, names: "live_server" in names,
    # It asks for ``monkeypatch`` before all others, and so undoes what that did after them.
    "_template_string_if_invalid_marker": lambda _item, _names: _templates_are_watched(),
}


def without_idle_fixtures(items: list[pytest.Item]) -> None:
    """Takes from each test what pytest-django would ask for in vain."""
    for item in items:
        names = getattr(item, "fixturenames", None)
        if names is not None:
            item.fixturenames = list(_wanted(item, names))  # type: ignore[attr-defined]


def _wanted(item: pytest.Item, names: list[str]) -> Iterator[str]:
    for name in names:
        used = _USED_BY.get(name)
        if used is None or used(item, names):
            yield name
        elif name == "_template_string_if_invalid_marker":
            yield "monkeypatch"


def _marked(item: pytest.Item, name: str) -> bool:
    return name in item.keywords


def _templates_are_watched() -> bool:
    return os.environ.get("FAIL_INVALID_TEMPLATE_VARS", "false") == "true"


def may_be_brief(config: pytest.Config) -> bool:
    """On one process of several, where nobody asked for more than dots and failures."""
    option = config.option
    return (
        "PYTEST_XDIST_WORKER" in os.environ
        and option.verbose <= 0
        and option.durations is None
        and not option.xmlpath
        and not {"p", "P", "A"} & set(option.reportchars)
    )


def run(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """The test as pytest runs it. Of one that passed only this is told; of any other everything."""
    reports = runtestprotocol(item, log=False, nextitem=nextitem)
    if all(report.passed and not hasattr(report, "wasxfail") for report in reports):
        reports = [report for report in reports if report.when == "call"]
        for report in reports:
            report.keywords, report.sections = {}, []
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
