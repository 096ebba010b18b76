"""A fresh database by the short way is the one that ``migrate`` makes."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from turkcell_hub import quick_migrate

# Enough of the house for every day: rooms that stand on each other, with later steps, triggers and
# a table between two.
ROOMS = (
    ("audit", "0002_append_only"),
    ("ledger", "0002_append_only"),
    ("events", "0001_initial"),
    ("tenancy", "0003_key_brands"),
)


def _statements(rooms: Iterable[tuple[str, str]] = ()) -> list[str]:
    """Of everything, where no room is named."""
    loader = MigrationLoader(connection)
    wanted = rooms or sorted(loader.graph.leaf_nodes())
    nodes = dict.fromkeys(node for room in wanted for node in loader.graph.forwards_plan(room))
    return loader.collect_sql([(loader.graph.nodes[node], False) for node in nodes])


@pytest.fixture
def short_way(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Installs it for the test alone."""
    for name in ("add_model", "reload_model", "alter_field", "rename_field", "rename_model"):
        monkeypatch.setattr(ProjectState, name, getattr(ProjectState, name))
    return quick_migrate.install


@pytest.mark.django_db
def test_the_short_way_sends_the_statements_of_the_usual_one(
    short_way: Callable[[], None],
) -> None:
    assert not quick_migrate.is_fresh()
    usual = _statements(ROOMS)
    short_way()
    assert _statements(ROOMS) == usual
    assert sum(one.startswith("CREATE TABLE") for one in usual) > 15


@pytest.mark.slow
@pytest.mark.django_db
def test_the_short_way_sends_the_statements_of_the_usual_one_for_the_whole_house(
    short_way: Callable[[], None],
) -> None:
    usual = _statements()
    short_way()
    assert _statements() == usual
    assert sum(one.startswith("CREATE TABLE") for one in usual) > 150


def test_a_field_that_others_refer_to_gets_all_models_anew(
    short_way: Callable[[], None],
) -> None:
    """So does code of a migration; whatever stays the same to others renders one model."""
    one = ModelState("a", "One", [("id", models.AutoField(primary_key=True)),
                                  ("name", models.TextField())])  # fmt: skip
    two = ModelState("a", "Two", [("id", models.AutoField(primary_key=True)),
                                  ("one", models.ForeignKey("a.One", models.CASCADE))])  # fmt: skip
    short_way()
    state = ProjectState()
    state.add_model(one)
    state.add_model(two)
    before = state.apps.get_model("a", "Two")
    state.add_field("a", "one", "more", models.TextField(), True)
    assert state.apps.get_model("a", "One")._meta.get_field("more")
    assert state.apps.get_model("a", "Two") is before
    state.alter_field("a", "one", "id", models.BigAutoField(primary_key=True), True)
    after = state.apps.get_model("a", "Two")
    assert after._meta.get_field("one").target_field.get_internal_type() == "BigAutoField"
    assert after is not before
    state.alter_field("a", "one", "name", models.TextField(default=""), True)
    assert state.apps.get_model("a", "Two") is after
    state.clear_delayed_apps_cache()  # what code of a migration begins with
    assert state.apps.get_model("a", "Two") is not after
