"""A look into an .xls before it is opened for good: the compound file and its BIFF records.

The reading library reserves memory for the whole rectangle around the filled cells and takes the
process down when that fails, so the rectangle is measured first. See MS-CFB and MS-XLS.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from turkcell_hub.sheets.box import Box
from turkcell_hub.sheets.problems import SheetProblem

_END = 0xFFFFFFFA  # this and above mark ends and free sectors
_ENTRY = 128
_CELL_RECORDS = {0x0006, 0x0206, 0x0406, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6}
_MULTIPLE_RK = 0x00BD
_BOUND_SHEET, _FILE_PASS, _BOF, _EOF = 0x0085, 0x002F, 0x0809, 0x000A


@dataclass(frozen=True)
class XlsFacts:
    """`cells` is the sum of the rectangles of all sheets."""

    sheets: int
    cells: int


def inspect_xls(data: bytes) -> XlsFacts:
    """Facts of the workbook in `data`. Raises SheetProblem for what is none, or is locked."""
    try:
        return _inspect(data)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise SheetProblem("corrupt") from error


def _inspect(data: bytes) -> XlsFacts:
    streams = _CompoundFile(data)
    if "EncryptedPackage" in streams.names:
        raise SheetProblem("encrypted")
    name = next((name for name in ("Workbook", "Book") if name in streams.names), None)
    if name is None:
        raise SheetProblem("no_workbook")
    return _facts(streams.read(name))


def _facts(stream: bytes) -> XlsFacts:
    sheets = cells = 0
    box = Box()
    for kind, start, length in _records(stream):
        if kind == _FILE_PASS:
            raise SheetProblem("encrypted")
        if kind == _BOUND_SHEET:
            sheets += 1
        elif kind == _BOF:
            cells += box.cells
            box = Box()
        elif kind in _CELL_RECORDS and length >= 4:
            row, column = struct.unpack_from("<HH", stream, start)
            box.add(row, row, column, column)
        elif kind == _MULTIPLE_RK and length >= 6:
            row, first = struct.unpack_from("<HH", stream, start)
            (last,) = struct.unpack_from("<H", stream, start + length - 2)
            box.add(row, row, first, last)
    return XlsFacts(sheets, cells + box.cells)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == 0 and length == 0:
            return
        yield kind, position + 4, length
        position += 4 + length


class _CompoundFile:
    """Just enough of a compound file to read one stream of it."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        sector_shift, mini_shift = struct.unpack_from("<HH", data, 0x1E)
        if sector_shift not in (9, 12) or mini_shift != 6:
            raise SheetProblem("corrupt")
        self.sector_size = 1 << sector_shift
        self.directory_start, _, self.cutoff, self.mini_fat_start = struct.unpack_from(
            "<IIII", data, 0x30
        )
        self.fat = self._read_fat()
        self.names: dict[str, tuple[int, int]] = {}
        self.root = (0, 0)
        self._read_directory()

    def read(self, name: str) -> bytes:
        start, size = self.names[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        mini_fat = _words(self._chain(self.mini_fat_start))
        mini_stream = self._chain(self.root[0])
        sectors = _follow(start, mini_fat)
        return b"".join(mini_stream[s * 64 : s * 64 + 64] for s in sectors)[:size]

    def _read_fat(self) -> list[int]:
        header = list(struct.unpack_from("<109I", self.data, 0x4C))
        next_difat, count = struct.unpack_from("<II", self.data, 0x44)
        for _ in range(min(count, len(self.data) // self.sector_size)):
            if next_difat >= _END:
                break
            words = _words(self._sector(next_difat))
            header += words[:-1]
            next_difat = words[-1]
        used = [sector for sector in header if sector < _END]
        if len(used) > len(self.data) // self.sector_size + 1:
            raise SheetProblem("corrupt")
        return _words(b"".join(map(self._sector, used)))

    def _read_directory(self) -> None:
        directory = self._chain(self.directory_start)
        for offset in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[offset : offset + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            start, size = struct.unpack_from("<II", entry, 116)
            if kind == 5:
                self.root = (start, size)
            elif kind == 2:
                name = entry[: max(length - 2, 0)].decode("utf-16-le")
                self.names[name] = (start, size)

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(start, self.fat)))

    def _sector(self, number: int) -> bytes:
        offset = (number + 1) * self.sector_size
        if offset >= len(self.data):
            raise SheetProblem("corrupt")
        return self.data[offset : offset + self.sector_size]


def _words(data: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))


def _follow(start: int, table: list[int]) -> list[int]:
    chain: list[int] = []
    while start < _END:
        if len(chain) > len(table):
            raise SheetProblem("corrupt")
        chain.append(start)
        start = table[start]
    return chain
