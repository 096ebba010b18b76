"""``migrate`` for an empty database, without drawing up the whole house again for each new room.

Django renders a created model together with every model that is related to it; here all stand
around the firm, so the n-th table costs n renderings, and a fresh database half a minute. Nobody
refers to a model that has just been created: it alone is rendered. All other operations go their
usual way, and ``tests/test_quick_migrate.py`` holds both ways to one schema.

Run as ``python -m turkcell_hub.quick_migrate [options of migrate]``.
"""

from __future__ import annotations

import sys
from typing import Any


def install() -> None:
    """Teaches this process the short way."""
    from django.db.migrations.state import ProjectState

    usual = ProjectState.add_model

    def add_model(state: Any, model_state: Any) -> None:
        rendered = state.__dict__.pop("apps", None)
        usual(state, model_state)
        if rendered is not None:
            state.apps = rendered
            rendered.render_multiple([model_state])

    ProjectState.add_model = add_model  # type: ignore[method-assign]


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
