"""Rows of a CSV file as Turkish programs write it: any of four encodings, any of three marks."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.problems import SheetProblem

_SAMPLE = 1 << 16
_DELIMITERS = (";", "\t", ",")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
# Written by writer.py before a text that a spreadsheet would run as a formula.
_GUARDED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")


class Delimited:
    """An open CSV file. Raises SheetProblem for what cannot be read as one."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self.limits = limits
        self._file = file
        self.encoding = _encoding_of(file)
        sample = self._sample()
        self._first_line_is_hint = bool(re.match(r"sep=(.)\r?\n", sample))
        self.delimiter = sample[4] if self._first_line_is_hint else _delimiter_of(sample)

    def rows(self) -> Iterator[tuple[int, list[object]]]:
        """(row number, texts) of every row; blank ones too."""
        self._file.seek(0)
        text = io.TextIOWrapper(self._file, encoding=self.encoding, newline="")
        # strict: an unclosed quote must not swallow the rest of the file into one cell
        reader = csv.reader(text, delimiter=self.delimiter, strict=True)
        number = 0
        try:
            for number, row in enumerate(reader, start=1):
                if number == 1 and self._first_line_is_hint:
                    continue
                if len(row) > self.limits.max_columns and any(row[self.limits.max_columns :]):
                    raise SheetProblem("too_many_columns", limit=self.limits.max_columns)
                yield number, [_unguarded(cell) for cell in row]
        except csv.Error as error:
            raise SheetProblem("quotes", row=number) from error
        finally:
            if not text.closed:
                text.detach()  # the file is the caller's: it is not closed with the wrapper

    def _sample(self) -> str:
        decoder = codecs.getincrementaldecoder(self.encoding)()
        sample = decoder.decode(self._file.read(_SAMPLE))
        if len(_CONTROL.findall(sample)) > max(3, len(sample) // 200):
            raise SheetProblem("not_a_sheet")
        return sample


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and _GUARDED.match(cell) else cell


def _encoding_of(file: BinaryIO) -> str:
    file.seek(0)
    start = file.read(4096)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif start[1::2].count(0) > len(start) // 4:
        candidates = ["utf-16-le"]
    elif start[::2].count(0) > len(start) // 4:
        candidates = ["utf-16-be"]
    else:
        candidates = ["utf-8-sig", "cp1254"]
    for encoding in candidates:
        if _decodes(file, encoding):
            return encoding
    raise SheetProblem("encoding" if b"\n" in start and b"\0" not in start else "not_a_sheet")


def _decodes(file: BinaryIO, encoding: str) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := file.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True


def _delimiter_of(sample: str) -> str:
    """The mark that cuts the first lines into the most even columns."""
    lines = [line for line in sample.splitlines()[:30] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: _evenness(lines, mark))


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark))
    except csv.Error:
        return (0, 0)
    widths.pop(1, None)
    if not widths:
        return (0, 0)
    width, count = widths.most_common(1)[0]
    return (count, width)
