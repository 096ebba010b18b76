"""After a test with committed rows: the tables are emptied row by row, not truncated.

``flush`` truncates every table and then makes the rights and content types of all apps again. To
truncate one is to begin new files for it and its indexes, and for those of all tables that point at
it: with the firm among them, for nearly the whole schema, to get rid of thirty rows.
"""

from __future__ import annotations

from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TransactionTestCase

# Emptying these would mean making them anew after each test.
_KEPT = ("django_migrations", "django_content_type", "auth_permission")
_PAGE = 8192
_MOST_PAGES = 32  # what was deleted is still read through; above this it goes for good

# A table whose file is empty has no rows, not even those that somebody is about to commit.
_WITH_PAGES = """
    SELECT quote_ident(relname), pg_relation_size(oid) FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'
      AND NOT relname = ANY(%s) AND pg_relation_size(oid) > 0
"""


def install() -> None:
    TransactionTestCase._fixture_teardown = _empty_all


def _empty_all(case: Any) -> None:
    for name in case._databases_names(include_mirrors=False):
        empty(connections[name])


def empty(connection: BaseDatabaseWrapper) -> None:
    """Every table but ``_KEPT``; no trigger and no foreign key has a word in it. As before a
    ``TRUNCATE``, whoever still writes is waited for."""
    with connection.cursor() as cursor:
        cursor.execute(_WITH_PAGES, [list(_KEPT)])
        sizes = dict(cursor.fetchall())
        if not sizes:
            return
        deletions = "; ".join(f"DELETE FROM {table}" for table in sizes)
        cursor.execute(
            "SET LOCAL session_replication_role = replica;"  # one text is one transaction
            f" LOCK TABLE {', '.join(sizes)} IN SHARE ROW EXCLUSIVE MODE; {deletions}"
        )
        for table, size in sizes.items():
            if size > _MOST_PAGES * _PAGE:
                cursor.execute(f"VACUUM (INDEX_CLEANUP ON) {table}")
