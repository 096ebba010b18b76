"""What a file is, by its content; its name is never asked."""

from enum import Enum
from typing import BinaryIO

from turkcell_hub.sheets.problems import SheetProblem

_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")  # BIFF 2, 3, 4
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<workbook", b"<head", b"<meta")


class FileKind(Enum):
    XLSX = "xlsx"
    XLS = "xls"
    CSV = "csv"


def kind_of(file: BinaryIO) -> FileKind:
    """The kind of `file`, read from its start. Raises SheetProblem for what can be none."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if not head:
        raise SheetProblem("empty")
    if head.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return FileKind.XLS
    if head.startswith(_OLD):
        raise SheetProblem("old_format")
    if head.startswith((*_BINARY, b"PK")):
        raise SheetProblem("not_a_sheet")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_MARKUP):
        raise SheetProblem("web_page")
    return FileKind.CSV
