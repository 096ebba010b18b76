"""``migrate`` for an empty database, without drawing up the whole house again for each new room.

Django renders a created or changed model together with every model that is related to it; here all
stand around the firm, so the n-th table costs n renderings, and a fresh database half a minute.
Nobody refers to a model that has just been created, and one that gets or loses a field, an index or
a constraint stays the same room to those who refer to it: it alone is rendered. Whatever looks at a
model from outside (a referenced or relational field that is altered, code of a migration) gets all
models anew. ``tests/test_quick_migrate.py`` holds both ways to the same statements.

Run as ``python -m turkcell_hub.quick_migrate [options of migrate]``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_SEEN_FROM_OUTSIDE = ("alter_field", "rename_field", "rename_model")


def install() -> None:
    """Teaches this process the short way."""
    from django.db.migrations.state import ProjectState
    from django.db.migrations.utils import field_is_referenced

    usual = {name: getattr(ProjectState, name) for name in ("add_model", *_SEEN_FROM_OUTSIDE)}

    def alone(state: Any, model_state: Any, add: Callable[[], None] = lambda: None) -> None:
        rendered = state.__dict__.pop("apps", None)
        add()
        if rendered is not None:
            state.apps = rendered
            rendered.render_multiple([model_state])

    def add_model(state: Any, model_state: Any) -> None:
        alone(state, model_state, lambda: usual["add_model"](state, model_state))

    def reload_model(state: Any, app_label: str, name: str, delay: bool = False) -> None:
        state.is_delayed = True  # code of a migration is given all models anew
        alone(state, state.models[app_label, name])

    def alter_field(
        state: Any, app_label: str, model: str, name: str, field: Any, keep: bool
    ) -> None:
        key = app_label, model
        before = state.models[key].fields[name]
        usual["alter_field"](state, app_label, model, name, field, keep)
        if any(one.is_relation or field_is_referenced(state, key, (name, one))
               for one in (before, field)):  # fmt: skip
            state.__dict__.pop("apps", None)

    def all_anew(name: str) -> Callable[..., None]:
        def change(state: Any, *how: Any) -> None:
            state.__dict__.pop("apps", None)
            usual[name](state, *how)

        return change

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    ProjectState.reload_model = reload_model  # type: ignore[method-assign]
    ProjectState.alter_field = alter_field  # type: ignore[method-assign]
    ProjectState.rename_field = all_anew("rename_field")  # type: ignore[method-assign]
    ProjectState.rename_model = all_anew("rename_model")  # type: ignore[method-assign]


def is_fresh() -> bool:
    """Whether nothing was ever migrated in the database: rows of old migrations meet the models
    that Django rendered for them, all of them."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return not MigrationRecorder(connection).has_table()


def main() -> None:
    import django
    from django.core.management import execute_from_command_line

    django.setup()
    if is_fresh():
        install()
    execute_from_command_line(["manage.py", "migrate", *sys.argv[1:]])


if __name__ == "__main__":
    main()
