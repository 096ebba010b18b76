"""The append-only truth: what this operator really took, on disk before it is answered."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson


class TruthFile:
    """JSON lines. ``commit`` returns after fsync; ``note`` only promises the order.

    Requests that come together share one fsync. A half line, left by a kill in the middle of a
    write, was never answered: it is cut off when the file is opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._cut_half_line()
        self._file = path.open("ab")
        self._pending: list[bytes] = []
        self._waiting: list[asyncio.Future[None]] = []
        self._wake = asyncio.Event()
        self._writer = ThreadPoolExecutor(1, "truth")
        self._failure: OSError | None = None

    def _cut_half_line(self) -> None:
        if not self._path.exists():
            return
        with self._path.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            position = size
            while position > 0:
                start = max(0, position - 65536)
                file.seek(start)
                found = file.read(position - start).rfind(b"\n")
                if found >= 0:
                    position = start + found + 1
                    break
                position = start
            if position < size:
                file.truncate(position)

    def records(self) -> Iterator[dict[str, Any]]:
        """Everything written before, in order."""
        with self._path.open("rb") as file:
            for line in file:
                yield orjson.loads(line)

    def note(self, record: dict[str, Any]) -> None:
        self._pending.append(orjson.dumps(record, option=orjson.OPT_APPEND_NEWLINE))
        self._wake.set()

    async def commit(self, record: dict[str, Any]) -> None:
        """Raises OSError when the disk refuses; the caller must not say that it accepted."""
        self.note(record)
        await self.barrier()

    async def barrier(self) -> None:
        """Returns when everything handed over before is on disk."""
        if self._failure is not None:
            raise self._failure
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(done)
        self._wake.set()
        await done

    async def run(self) -> None:
        """Writes what was handed over, in order, until cancelled."""
        while True:
            await self._wake.wait()
            await self._write_pending()

    async def _write_pending(self) -> None:
        self._wake.clear()
        lines, self._pending = self._pending, []
        waiting, self._waiting = self._waiting, []
        if self._failure is not None:
            # A half line may stand at the end of the file: nothing may follow it.
            _fail(waiting, self._failure)
            return
        loop = asyncio.get_running_loop()
        try:
            await loop.run_in_executor(self._writer, self._write, lines, bool(waiting))
        except OSError as error:
            self._failure = error
            _fail(waiting, error)
            return
        for done in waiting:
            if not done.cancelled():
                done.set_result(None)

    def _write(self, lines: list[bytes], durable: bool) -> None:
        self._file.write(b"".join(lines))
        self._file.flush()
        if durable:
            os.fdatasync(self._file.fileno())

    async def close(self) -> None:
        if self._failure is None:
            await self._write_pending()
        self._writer.shutdown()
        # After a failure the last lines are still in the buffer, and refused once more.
        with suppress(OSError):
            self._file.close()


def _fail(waiting: list[asyncio.Future[None]], error: OSError) -> None:
    for done in waiting:
        if not done.cancelled():
            done.set_exception(error)
