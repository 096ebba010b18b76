"""The order of files when the suite runs on several processes.

A file stays on one process, and so do all files that drive a browser: each process would open one
of its own. A long file that begins last would let the others wait.

Every process reads all tests. Each begins with another folder, so that in a fresh clone a file is
compiled by one of them and is there already when the others come by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

_WITH_BROWSER = ("_browser.py", "flows/test_campaign_story.py", "portal/test_keyboard.py")

# The longest first, by measuring: ``manage.py test --durations=60``.
LONG_FIRST = (
    "flows/test_campaign_story.py",
    "faults/test_short.py",
    "isolation/test_walk.py",
    "isolation/test_rights.py",
    "isolation/test_hidden.py",
    "isolation/test_forms.py",
    "otp/test_machine.py",
    "messaging/test_polling.py",
    "otp/test_timed_tasks.py",
    "otp/test_sending.py",
    "fake_operator/test_server.py",
    "portal/test_keyboard.py",
    "membership/test_way.py",
    "iys_consent/test_rest.py",
    "messaging/test_operator_suffix.py",
    "messaging/reporting/test_breakdowns.py",
    "privacy/test_register.py",
    "messaging/api/test_schema.py",
    "outbox/test_kills.py",
    "gateways/test_sms_fuzz.py",
    "events/test_feed.py",
    "fieldteams/test_maps_browser.py",
    "isolation/test_mass_assignment.py",
    "messaging/reporting/test_daily.py",
    "fake_operator/test_outcomes.py",
    "messaging/api/test_people.py",
    "messaging/api/test_schemathesis.py",
    "messaging/test_registry_asking.py",
    "fake_operator/test_truth.py",
    "embedded/test_postgres.py",
    "messaging/api/test_campaigns.py",
    "messaging/test_schedules.py",
    "fake_operator/test_smpp.py",
    "sheets/test_writer.py",
    "test_requirements.py",
    "messaging/test_card_followers.py",
    "bootstrap/test_install.py",
    "gateways/test_sms_operator.py",
    "membership/test_registration.py",
    "sheets/test_streamed.py",
    "messaging/test_compose_pages.py",
    "messaging/test_compose_sending.py",
    "api/test_schema.py",
    "messaging/test_blacklist_sync.py",
    "jobs/test_pages.py",
    "embedded/test_commands.py",
    "embedded/test_test_servers.py",
    "billing/test_postpaid.py",
    "iys_consent/sync/test_incoming.py",
    "otp/test_documents.py",
    "isolation/test_side_doors.py",
    "fake_operator/test_pushes.py",
    "messaging/test_weekly_cap.py",
    "messaging/test_inbox.py",
    "messaging/test_gate_at_every_door.py",
    "isolation/test_rest_actions.py",
    "silence/test_otp_codes.py",
    "fake_operator/test_verimor_send.py",
    "tenancy/test_pages.py",
)


_places: dict[str, int] = {}


def begin_elsewhere(folders: Sequence[pytest.Collector], env: Mapping[str, str]) -> list[Any]:
    """Returns the folders of tests in the order in which this process of several reads them."""
    _places.update({node.path.name: place for place, node in enumerate(folders)})
    own = int(env["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    share = own % (count := int(env["PYTEST_XDIST_WORKER_COUNT"])) / count
    files = [sum(1 for _ in node.path.rglob("*.py")) + 1 for node in folders]
    begin = next((n for n in range(len(files)) if sum(files[:n]) >= share * sum(files)), 0)
    return [*folders[begin:], *folders[:begin]]


def in_one_order(items: list[pytest.Item]) -> None:
    """As if all processes had begun with the first folder."""
    items.sort(key=lambda item: _places.get(_name(item).split("/")[0], 0))


def one_browser(items: list[pytest.Item]) -> None:
    """Whoever drives a browser in another file would open a second one, on another process."""
    stray = {
        _name(item)
        for item in items
        if item.get_closest_marker("browser") and not _name(item).endswith(_WITH_BROWSER)
    }
    if stray:
        raise pytest.UsageError(f"browser tests belong into files *_browser.py: {sorted(stray)}")


def long_files_first(items: list[pytest.Item]) -> None:
    """Within a file, and among the files that are not named, nothing moves."""
    ranks = {name: rank for rank, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: ranks.get(_name(item), len(ranks)))


def _name(item: pytest.Item) -> str:
    return "/".join(item.nodeid.partition("::")[0].split("/")[1:])


class FilesAndOneBrowser(LoadFileScheduling):
    """A file at a time, but those with a browser as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "browser" if file.endswith(_WITH_BROWSER) else file
