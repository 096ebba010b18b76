"""Excel and CSV in and out: safe to open, streamed, with Turkish words for what is wrong.

Reads .xlsx, .xls (97-2003) and CSV; writes .xlsx and CSV. Knows no Django.
"""

from turkcell_hub.sheets.columns import Cleaned, Column, Note
from turkcell_hub.sheets.headers import HeaderMatch, match_headers, placed_headers
from turkcell_hub.sheets.limits import Limits
from turkcell_hub.sheets.problems import CellProblem, SheetProblem
from turkcell_hub.sheets.reader import Sheet, open_sheet
from turkcell_hub.sheets.writer import Noted, write_csv, write_xlsx

__all__ = [
    "CellProblem",
    "Cleaned",
    "Column",
    "HeaderMatch",
    "Limits",
    "Note",
    "Noted",
    "Sheet",
    "SheetProblem",
    "match_headers",
    "open_sheet",
    "placed_headers",
    "write_csv",
    "write_xlsx",
]
