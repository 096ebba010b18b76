"""How large a file may be before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of one file. They keep a worker under 512 MB whatever is uploaded (G9)."""

    max_file_bytes: int = 25_000_000
    max_unpacked_bytes: int = 250_000_000
    max_entries: int = 2_000  # parts inside an .xlsx
    max_sheets: int = 100
    max_rows: int = 250_000  # filled rows under the header
    max_columns: int = 200
    max_cells: int = 6_000_000  # of the rectangle around all filled cells, about 32 bytes each
    # More cells than that are read without holding them, somewhat slower (.xlsx alone).
    whole_cells: int = 1_500_000
    max_texts: int = 3_000_000  # distinct texts of a workbook
    max_cell_length: int = 32_767  # Excel's own
