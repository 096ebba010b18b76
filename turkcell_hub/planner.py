"""What the database's planner is told after thousands of rows at once.

Until the autovacuum comes, a minute later, it takes the table for as small as it was, and a
table that once lay empty for one row; it then compares every row with every other (minutes
instead of seconds). PostgreSQL's documentation asks for ``ANALYZE`` after a bulk load.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

MANY = 1000  # rows from which on it is worth the reading of a sample


def plan_anew(*models: type[Model]) -> None:
    """Reads a sample of each table; rows of the caller's open transaction count."""
    with connection.cursor() as cursor:
        for model in models:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
