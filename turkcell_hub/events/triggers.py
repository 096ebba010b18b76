"""Migration operations that make a table's changes part of the feed.

Statement triggers with transition tables: one insert a statement, whichever way it came (ORM,
bulk, SQL by hand). A record that a statement leaves as it was is no change.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations import RunSQL

_WRITE = """
    INSERT INTO events_feedentry (firm_id, kind, object_id, gone, txid, seq, at)
    SELECT found.firm_id, TG_ARGV[0], found.id, {gone}, pg_current_xact_id()::text::bigint,
           nextval('events_feed_seq'), clock_timestamp()
    FROM ({rows}) found
    ON CONFLICT (firm_id, kind, object_id) DO UPDATE SET
        gone = EXCLUDED.gone, txid = EXCLUDED.txid, seq = EXCLUDED.seq, at = EXCLUDED.at;
    RETURN NULL;
"""
_ROWS = {
    "insert": "SELECT firm_id, id FROM new_rows ORDER BY id",
    "update": "SELECT n.firm_id, n.id FROM new_rows n JOIN old_rows o ON o.id = n.id"
    " WHERE to_jsonb(n) - string_to_array(TG_ARGV[1], ',')"
    " <> to_jsonb(o) - string_to_array(TG_ARGV[1], ',') ORDER BY n.id",
    "delete": "SELECT firm_id, id FROM old_rows ORDER BY id",
}
_TABLES = {
    "insert": "NEW TABLE AS new_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    "delete": "OLD TABLE AS old_rows",
}


def machinery() -> RunSQL:
    """The functions behind all triggers, and the sequence of places."""
    made = ["CREATE SEQUENCE events_feed_seq;"]
    for verb, rows in _ROWS.items():
        gone = "true" if verb == "delete" else "false"
        body = _WRITE.format(gone=gone, rows=rows)
        made.append(
            f"CREATE FUNCTION events_feed_{verb}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $feed$ BEGIN {body} END $feed$;"
        )
    undone = [f"DROP FUNCTION IF EXISTS events_feed_{verb}();" for verb in _ROWS]
    return RunSQL(" ".join(made), " ".join([*undone, "DROP SEQUENCE IF EXISTS events_feed_seq;"]))


def follow(table: str, kind: str, ignored: Sequence[str] = ()) -> RunSQL:
    """Records of ``table`` (with ``id`` and ``firm_id``) stand in the feed as ``kind``, those
    that are there already too. A change of ``ignored`` columns alone is none."""
    made, undone = [], []
    for verb, tables in _TABLES.items():
        name = f"{table}_feed_{verb}"
        made.append(
            f"CREATE TRIGGER {name} AFTER {verb.upper()} ON {table} REFERENCING {tables}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION events_feed_{verb}"
            f"('{kind}', '{','.join(ignored)}');"
        )
        undone.append(f"DROP TRIGGER IF EXISTS {name} ON {table};")
    made.append(
        "INSERT INTO events_feedentry (firm_id, kind, object_id, gone, txid, seq, at)"
        f" SELECT firm_id, '{kind}', id, false, pg_current_xact_id()::text::bigint,"
        f" nextval('events_feed_seq'), clock_timestamp() FROM {table} ORDER BY id;"
    )
    return RunSQL(" ".join(made), " ".join(undone))


def follow_part(table: str, kind: str, parent: str) -> RunSQL:
    """A new or changed record of ``table`` is a change of the record of ``kind`` that its column
    ``parent`` names. What goes with its parent is told by the parent's own going."""
    body = _WRITE.format(
        gone="false",
        rows=f"SELECT DISTINCT firm_id, {parent} AS id FROM new_rows ORDER BY id",
    )
    made = [
        f"CREATE FUNCTION {table}_feed_part() RETURNS trigger LANGUAGE plpgsql AS"
        f" $feed$ BEGIN {body} END $feed$;"
    ]
    for verb in ("insert", "update"):
        made.append(
            f"CREATE TRIGGER {table}_feed_{verb} AFTER {verb.upper()} ON {table}"
            f" REFERENCING NEW TABLE AS new_rows"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_feed_part('{kind}');"
        )
    undone = [
        *(
            f"DROP TRIGGER IF EXISTS {table}_feed_{verb} ON {table};"
            for verb in ("insert", "update")
        ),
        f"DROP FUNCTION IF EXISTS {table}_feed_part();",
    ]
    return RunSQL(" ".join(made), " ".join(undone))
