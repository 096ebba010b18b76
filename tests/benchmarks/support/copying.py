"""The limit: server-side COPY of the very same rows into a table of the same shape."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from messaging.models import Message
from tests.benchmarks.support.cpu import spent
from tests.benchmarks.support.measure import clock, sql


class CopyLimit:
    """Keeps a copy of the messages of a campaign as a file of the server's, in COPY's text
    form, and loads it into an empty table with the same columns, constraints and indexes."""

    def __init__(self) -> None:
        (folder,) = sql("SELECT current_setting('data_directory')")[0]
        self._file = Path(str(folder)) / "bench-messages.copy"
        self.rows = 0

    def keep(self) -> None:
        """Takes the messages that are there now as the rows to be copied."""
        table = Message._meta.db_table
        sql(f"COPY {table} TO '{self._file}'")
        ((self.rows,),) = sql(f"SELECT count(*) FROM {table}")  # type: ignore[assignment]

    def run(self) -> float:
        """Rows a second."""
        sql("DROP TABLE IF EXISTS bench_copy")
        # In a transaction of its own: COPY into a table that is new in the same transaction
        # would write no WAL.
        sql(f"CREATE TABLE bench_copy (LIKE {Message._meta.db_table} INCLUDING ALL)")
        sql("CHECKPOINT")
        with clock() as seconds, spent() as cpu:
            sql(f"COPY bench_copy FROM '{self._file}'")
        print(f"copied: {cpu.per_message(self.rows)}", flush=True)
        sql("DROP TABLE bench_copy")
        return self.rows / seconds()

    def close(self) -> None:
        with suppress(OSError):
            self._file.unlink()
