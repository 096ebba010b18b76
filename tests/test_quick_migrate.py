"""A fresh database by the short way is the one that ``migrate`` makes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from turkcell_hub import quick_migrate

# Enough of the house: rooms that stand on each other, with later steps and triggers.
ROOMS = (("audit", "0002_append_only"), ("ledger", "0002_append_only"), ("events", "0001_initial"))


def _statements() -> list[str]:
    loader = MigrationLoader(connection)
    nodes = dict.fromkeys(node for room in ROOMS for node in loader.graph.forwards_plan(room))
    return loader.collect_sql([(loader.graph.nodes[node], False) for node in nodes])


@pytest.mark.django_db
def test_the_short_way_sends_the_statements_of_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not quick_migrate.is_fresh()
    usual = _statements()
    monkeypatch.setattr(ProjectState, "add_model", ProjectState.add_model)
    quick_migrate.install()
    assert _statements() == usual
    assert sum(one.startswith("CREATE TABLE") for one in usual) > 15
