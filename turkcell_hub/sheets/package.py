"""Unpacking an .xlsx under guard before the reading library sees it.

Sizes are checked in the zip's directory and again while unpacking, and only the checked parts go
into the copy that is opened, so that no second directory hidden in the file can be read. The
rectangle around the filled cells is measured on the way: the library reserves memory for all of
it and takes the process down when that fails.
"""

import struct
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO, BinaryIO, Self

from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.problems import SheetProblem
from turkcell_hub.sheets.scan import PartScan, measure_slowly

_CHUNK = 1 << 18
# A packed file of that size holds a gigabyte of XML: its copy is packed too.
_LARGE = 20_000_000
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass
class CheckedCopy:
    """A named file with the checked parts of a workbook, gone when closed. ``is_large``: it is not
    to be read whole, for its cells or for the largest rectangle around filled ones."""

    file: IO[bytes]
    is_large: bool = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()


def checked_copy(file: BinaryIO, limits: Limits) -> CheckedCopy:
    """Raises SheetProblem."""
    how = zipfile.ZIP_DEFLATED if file.seek(0, 2) > _LARGE else zipfile.ZIP_STORED
    copy = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the caller closes it
    try:
        with (
            zipfile.ZipFile(file) as package,
            zipfile.ZipFile(copy, "w", how, compresslevel=1) as target,
        ):
            is_large = _copy_parts(package, target, limits)
    except _UNREADABLE as error:
        copy.close()
        raise SheetProblem("corrupt") from error
    except BaseException:
        copy.close()
        raise
    copy.flush()
    return CheckedCopy(copy, is_large)


def _copy_parts(package: zipfile.ZipFile, target: zipfile.ZipFile, limits: Limits) -> bool:
    parts = package.infolist()
    names = [part.filename for part in parts]
    _check_directory(parts, names, limits)
    left = limits.max_unpacked_bytes
    scan = PartScan(limits)
    most = 0
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        with package.open(part) as source, target.open(part.filename, "w") as sink:
            cells = 0
            scan.begin(part.filename)
            while chunk := source.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    raise SheetProblem("unpacks_too_large")
                scan.feed(chunk)
                sink.write(chunk)
        if scan.end():
            with package.open(part) as source:
                cells = measure_slowly(source, limits)
        most = max(most, scan.box.cells, cells)
    return scan.is_large or most > limits.whole_cells


def _check_directory(parts: list[zipfile.ZipInfo], names: list[str], limits: Limits) -> None:
    if any(part.flag_bits & 1 for part in parts):
        raise SheetProblem("encrypted")
    if "xl/workbook.bin" in names or "content.xml" in names:
        raise SheetProblem("other_format")
    if not any(name.endswith("workbook.xml") for name in names):
        raise SheetProblem("no_workbook")
    methods = {part.compress_type for part in parts}
    if len(set(names)) != len(names) or not methods <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SheetProblem("corrupt")
    if sum(1 for name in names if "/worksheets/sheet" in name) > limits.max_sheets:
        raise SheetProblem("too_many_sheets", limit=limits.max_sheets)
    if len(parts) > limits.max_entries:
        raise SheetProblem("unpacks_too_large")
    if sum(part.file_size for part in parts) > limits.max_unpacked_bytes:
        raise SheetProblem("unpacks_too_large")
