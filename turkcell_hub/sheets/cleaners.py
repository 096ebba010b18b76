"""Ready cleaners for Column. Each factory returns a function from a filled cell to Cleaned."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.identity import is_tckn
from turkcell_hub.lib.turkish import fold
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets.columns import Cleaned, Cleaner, Note
from turkcell_hub.sheets.problems import CellProblem

_FLOAT_TEXT = re.compile(r"(-?\d+)[.,]0+")
_WHOLE_TEXT = re.compile(r"-?\d+|-?\d{1,3}(?:\.\d{3})+")
_DATE_FORMATS = ("%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d")
_TIME_FORMATS = ("", " %H:%M", " %H:%M:%S", "T%H:%M", "T%H:%M:%S")
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - wall time, as Excel keeps it
_EXCEL_DAYS = (25_569, 73_050)  # 1970-2099


def phone(
    country: phones.Country | str = phones.Country.TURKIYE,
    kktc_blocks: tuple[str, ...] = phones.KKTC_MOBILE_BLOCKS,
) -> Cleaner:
    """E.164 text; corrections and warnings of lib.phone become notes."""
    country = phones.Country(country)
    parse = phones.parse

    def clean(cell: object) -> Cleaned:
        result = parse(cell, country, kktc_blocks=kktc_blocks)
        if result.problem:
            raise CellProblem(result.problem, phones.MESSAGES[result.problem])
        if not result.corrections and not result.warnings:
            return Cleaned(result.e164)
        notes = [Note(code, phones.MESSAGES[code], "warning") for code in result.warnings]
        notes += [Note(code, phones.MESSAGES[code]) for code in result.corrections]
        return Cleaned(result.e164, tuple(notes))

    return clean


def tckn() -> Cleaner:
    """Eleven digits with right check digits, as text; Excel's numbers are taken."""

    def clean(cell: object) -> Cleaned:
        digits = re.sub(r"\s", "", _plain_text(cell))
        if not is_tckn(digits):
            raise CellProblem(
                "bad_tckn", said("T.C. kimlik numarası hatalı; 11 rakamı kontrol edin.")
            )
        return Cleaned(digits)

    return clean


def text(max_length: int, *, one_line: bool = True) -> Cleaner:
    """Text without outer spaces; with `one_line` runs of white space become one space."""

    def clean(cell: object) -> Cleaned:
        value = _plain_text(cell)
        value = " ".join(value.split()) if one_line else value.strip()
        if len(value) > max_length:
            raise CellProblem(
                "too_long",
                said(
                    "En fazla %(limit)s karakter olabilir; %(length)s karakter yazılmış.",
                    limit=max_length,
                    length=len(value),
                ),
            )
        return Cleaned(value)

    return clean


def whole_number(minimum: int = 0, maximum: int = 10**15) -> Cleaner:
    """int; "5321234567.0", "1.234" and Excel's 7.0 are whole numbers."""

    def clean(cell: object) -> Cleaned:
        number = _whole(cell)
        if number is None:
            text = said("Bu bir tam sayı değil; yalnız rakam yazın.")
            raise CellProblem("not_a_whole_number", text)
        if not minimum <= number <= maximum:
            text = said("%(low)s ile %(high)s arasında bir sayı yazın.", low=minimum, high=maximum)
            raise CellProblem("out_of_range", text)
        return Cleaned(number)

    return clean


def date_time() -> Cleaner:
    """Naive datetime, wall time as written in the cell; a date alone means midnight."""
    return lambda cell: _moment(cell)


def date_only() -> Cleaner:
    """date; an hour in the cell is dropped."""

    def clean(cell: object) -> Cleaned:
        moment, notes = _moment(cell)
        return Cleaned(moment.date(), notes)

    return clean


def choice(options: Mapping[str, Sequence[str]]) -> Cleaner:
    """One of the codes of `options`, whose values are the labels people write for it.

    Case, Turkish letters, spaces and punctuation do not matter ("onay", "HS-WEB", "Bireysel");
    a spelling that is neither code nor label is noted as a correction.
    """
    known = {_bare(word): code for code, labels in options.items() for word in (code, *labels)}
    exact = {word for code, labels in options.items() for word in (code, *labels)}
    shown = ", ".join(labels[0] if labels else code for code, labels in options.items())

    def clean(cell: object) -> Cleaned:
        written = _plain_text(cell)
        code = known.get(_bare(written))
        if code is None:
            raise CellProblem(
                "not_a_choice", said("Şunlardan biri olmalı: %(choices)s.", choices=shown)
            )
        if written in exact:
            return Cleaned(code)
        return Cleaned(code, (Note("spelling", said("Yazım düzeltildi: %(word)s.", word=code)),))

    return clean


def _bare(word: str) -> str:
    return re.sub(r"[\W_]", "", fold(word))


def _plain_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "Evet" if cell else "Hayır"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else _comma(cell)
    if isinstance(cell, datetime):
        return f"{cell:%d.%m.%Y %H:%M}" if cell.time() != time() else f"{cell:%d.%m.%Y}"
    if isinstance(cell, date):
        return f"{cell:%d.%m.%Y}"
    return str(cell).strip()


def _comma(number: float) -> str:
    return f"{Decimal(repr(number)):f}".replace(".", ",")


def _whole(cell: object) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int):
        return cell
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else None
    written = str(cell).strip()
    if not written.isascii():
        return None
    if _WHOLE_TEXT.fullmatch(written) and len(written) <= 20:
        return int(written.replace(".", ""))
    if match := _FLOAT_TEXT.fullmatch(written[:20]):
        return int(match[1])
    return None


def _moment(cell: object) -> Cleaned:
    if isinstance(cell, datetime):
        return Cleaned(cell.replace(tzinfo=None))
    if isinstance(cell, date):
        return Cleaned(datetime.combine(cell, time()))
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_serial(cell)
    written = " ".join(str(cell).split())
    for day in _DATE_FORMATS:
        for hour in _TIME_FORMATS:
            try:
                return Cleaned(datetime.strptime(written, day + hour))  # noqa: DTZ007
            except ValueError:
                continue
    raise _bad_date()


def _from_serial(days: float) -> Cleaned:
    """A date cell that lost its format shows Excel's count of days."""
    if not _EXCEL_DAYS[0] <= days <= _EXCEL_DAYS[1]:
        raise _bad_date()
    moment = _EXCEL_EPOCH + timedelta(seconds=round(days * 86_400))
    note = Note("date_serial", said("Excel'in sayıya çevirdiği tarih düzeltildi."))
    return Cleaned(moment, (note,))


def _bad_date() -> CellProblem:
    return CellProblem(
        "bad_date",
        said("Tarih anlaşılamadı; 22.11.2026 ya da 22.11.2026 14:30 biçiminde yazın."),
    )
