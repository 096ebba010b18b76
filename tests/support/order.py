"""The order of files when the suite runs on several processes.

A file stays on one process; a long one that begins last would let the others wait.
"""

from __future__ import annotations

import pytest

# The longest first, by measuring: ``manage.py test --durations=60``.
LONG_FIRST = (
    "flows/test_campaign_story.py",
    "isolation/test_walk.py",
    "flows/test_faults_short.py",
    "isolation/test_rights.py",
    "isolation/test_hidden.py",
    "portal/test_keyboard.py",
    "isolation/test_forms.py",
    "messaging/test_compose_browser.py",
    "messaging/api/test_schemathesis.py",
    "fake_operator/test_truth.py",
    "outbox/test_kills.py",
    "isolation/test_mass_assignment.py",
    "messaging/test_compose_pages.py",
    "embedded/test_commands.py",
    "embedded/test_test_servers.py",
    "api/test_schema.py",
    "messaging/api/test_walls.py",
    "messaging/api/test_campaigns.py",
    "portal/test_list.py",
    "messaging/test_operator_suffix.py",
    "messaging/test_refusals_while_sending.py",
    "api/test_idempotency.py",
    "bootstrap/test_install.py",
    "messaging/test_pages.py",
    "messaging/test_repeats.py",
    "iys_consent/test_uploads.py",
    "messaging/test_silent_reports.py",
    "messaging/test_reports.py",
    "billing/test_postpaid.py",
    "messaging/api/test_messages.py",
    "tenancy/test_pages.py",
    "messaging/api/test_odd_values.py",
    "messaging/test_inbox_browser.py",
    "erp/test_pages_browser.py",
    "billing/test_pages_browser.py",
    "sheets/test_reader.py",
    "api/test_paging.py",
    "ledger/test_machine.py",
    "ledger/test_parallel.py",
    "api/test_resource_views.py",
    "tenancy/test_login.py",
    "silence/test_canaries.py",
    "flows/test_integrator_guide.py",
)


def long_files_first(items: list[pytest.Item]) -> None:
    """Within a file, and among the files that are not named, nothing moves."""
    ranks = {name: rank for rank, name in enumerate(LONG_FIRST)}
    items.sort(key=lambda item: ranks.get(_name(item), len(ranks)))


def _name(item: pytest.Item) -> str:
    return "/".join(item.nodeid.partition("::")[0].split("/")[1:])
