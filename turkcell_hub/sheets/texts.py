"""The texts that a workbook's cells share, on the disk: only where they begin is held."""

from __future__ import annotations

import mmap
import re
import tempfile
from array import array
from typing import IO, Any
from xml.parsers import expat

# Texts that come again and again (ONAY, BIREYSEL) are read once.
_KEPT = 20_000
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(#x?[0-9a-fA-F]+|\w+);")
_BUFFER = 1 << 20
# What XML cannot hold, Excel writes so: a line end made on Windows is "_x000D_\n".
_CODED = re.compile("_x(?![dD][89a-fA-F])([0-9a-fA-F]{4})_")


def plain(text: bytes) -> str:
    """The text of a piece of XML without tags."""
    told = text.decode()
    return decoded(_REFERENCE.sub(_named, told) if "&" in told else told)


def decoded(text: str) -> str:
    """With the signs that Excel has written as ``_x000D_``."""
    return _CODED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _named(found: re.Match[str]) -> str:
    name = found[1]
    if name.startswith("#"):
        return chr(int(name[2:], 16) if name[1:2] in "xX" else int(name[1:]))
    return _NAMED.get(name, found[0])


class Texts:
    """``texts[7]``: the eighth. Raises ``IndexError`` for one that is not there."""

    def __init__(self, source: IO[bytes] | None) -> None:
        self._starts = array("Q", [0])
        self._known: dict[int, str] = {}
        self._map: Any = b""
        # Once mapped, the texts need no open file.
        with tempfile.TemporaryFile() as file:
            if source is not None:
                _Writer(file, self._starts).read(source)
            file.flush()
            if self._starts[-1]:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    def __getitem__(self, place: int) -> str:
        found = self._known.get(place)
        if found is None:
            begin, end = self._starts[place], self._starts[place + 1]
            found = decoded(self._map[begin:end].decode())
            if len(self._known) < _KEPT:
                self._known[place] = found
        return found


class _Writer:
    def __init__(self, file: IO[bytes], starts: array[int]) -> None:
        self._file, self._starts = file, starts
        self._waiting: list[bytes] = []
        self._size = 0
        self._item: list[str] = []
        self._inside = self._hidden = 0

    def read(self, source: IO[bytes]) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        with source:
            parser.ParseFile(source)
        self._write()

    def _start(self, tag: str, _given: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "si":
            self._item = []
        elif name == "t":
            self._inside += 1
        elif name == "rPh":  # how it is pronounced, not what it says
            self._hidden += 1

    def _say(self, text: str) -> None:
        if self._inside and not self._hidden:
            self._item.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name == "t":
            self._inside -= 1
        elif name == "rPh":
            self._hidden -= 1
        elif name == "si":
            told = "".join(self._item).encode()
            self._waiting.append(told)
            self._size += len(told)
            self._starts.append(self._starts[-1] + len(told))
            if self._size > _BUFFER:
                self._write()

    def _write(self) -> None:
        self._file.write(b"".join(self._waiting))
        self._waiting, self._size = [], 0
