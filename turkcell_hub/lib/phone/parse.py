"""Reading a number in any spelling people and Excel produce.

Only the impossible is refused; what is possible but looks wrong is accepted with a warning,
because numbering plans change faster than tables.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from turkcell_hub.lib.phone.plan import (
    KKTC_AREA_CODE,
    KKTC_MOBILE_BLOCKS,
    TR_MOBILE,
    TR_MOBILE_PATTERN,
    Country,
    Kind,
    azerbaijani_kind,
    turkish_kind,
)
from turkcell_hub.lib.phone.spelling import Unreadable, read_digits
from turkcell_hub.lib.phone.texts import MESSAGES

_TURKIYE = Country.TURKIYE
_is_clean_turkish_mobile = re.compile(rf"(?:\+90)?(?:{TR_MOBILE_PATTERN})[0-9]{{7}}").fullmatch
# A Turkish mobile as it is stored, which needs no reading (the match, or None).
is_clean_mobile = re.compile(rf"\+90(?:{TR_MOBILE_PATTERN})[0-9]{{7}}").fullmatch
_new, _set = object.__new__, object.__setattr__


@dataclass(frozen=True)
class PhoneResult:
    """The verdict on one value.

    `e164` is None exactly when `problem` is set. `corrections` say how the spelling was repaired,
    `warnings` what to look at although it was accepted; all are keys of MESSAGES.
    """

    e164: str | None
    kind: Kind = Kind.MOBILE
    corrections: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def ok(self) -> bool:
        return self.problem is None

    @property
    def texts(self) -> list[str]:
        """Turkish sentences for the problem, the warnings and the corrections, in this order."""
        problem = (self.problem,) if self.problem else ()
        return [MESSAGES[code] for code in (*problem, *self.warnings, *self.corrections)]


def parse(
    raw: object,
    country: Country | str = Country.TURKIYE,
    *,
    kktc_blocks: tuple[str, ...] = KKTC_MOBILE_BLOCKS,
    recipient: bool = True,
) -> PhoneResult:
    """Read `raw` (text, int, Excel float, None) as a number of `country`.

    With `recipient` False a special number (0850…, 444…) is accepted too, as the destination of
    inbound messages; an SMS can never be sent to one. Raises nothing for any value of `raw`.
    """
    if type(raw) is int and 5_000_000_000 <= raw < 6_000_000_000:
        raw = str(raw)
    if (
        type(raw) is str
        and (country is _TURKIYE or country == "TR")
        and _is_clean_turkish_mobile(raw)
    ):
        # A million rows pass here: a clean mobile equals the class's defaults in all but
        # its number, so setting that alone replaces the slow frozen __init__.
        result = _new(PhoneResult)
        _set(result, "e164", raw if raw[0] == "+" else "+90" + raw)
        return result
    return _parse_any(raw, Country(country), kktc_blocks, recipient)


def parse_many(
    values: Iterable[object], country: Country | str = Country.TURKIYE
) -> list[PhoneResult]:
    """parse() for each value, in order."""
    return [parse(value, country) for value in values]


def _parse_any(
    raw: object, country: Country, kktc_blocks: tuple[str, ...], recipient: bool
) -> PhoneResult:
    corrections: list[str] = []
    try:
        digits, international = read_digits(raw, corrections)
        if country is Country.AZERBAYCAN:
            national = _azerbaijani_national(digits, international, corrections)
        else:
            national = _turkish_national(digits, international, corrections)
    except Unreadable as error:
        return PhoneResult(None, Kind.UNKNOWN, problem=error.code)

    if country is Country.AZERBAYCAN:
        e164, kind = f"+994{national}", azerbaijani_kind(national)
    else:
        kind = turkish_kind(national) if len(national) == 10 else Kind.SPECIAL
        e164 = f"+90{national}"
    if kind is Kind.SPECIAL and recipient:
        return PhoneResult(None, kind, problem="special")
    warnings = _warnings(kind, country, national, kktc_blocks)
    return PhoneResult(e164, kind, tuple(dict.fromkeys(corrections)), warnings)


def _warnings(
    kind: Kind, country: Country, national: str, kktc_blocks: tuple[str, ...]
) -> tuple[str, ...]:
    found = []
    if kind is Kind.LANDLINE:
        found.append("landline")
    elif kind is Kind.UNKNOWN:
        found.append("unassigned")
    if country is Country.KKTC and not national.startswith((KKTC_AREA_CODE, *kktc_blocks)):
        found.append("not_kktc")
    return tuple(found)


def _turkish_national(digits: str, international: bool, corrections: list[str]) -> str:
    """The ten digits after +90 (seven for 444, up to thirteen for 0800)."""
    if international:
        if not digits.startswith("90"):
            raise Unreadable("other_country")
        national = digits[2:]
        if national.startswith("0"):
            national = national[1:]
            corrections.append("+900")
        elif len(national) == 12 and national.startswith("90"):
            national = national[2:]
            corrections.append("double_country_code")
    else:
        national = _without_local_prefix(digits, corrections)
    _check_turkish_length(national)
    return national


def _without_local_prefix(digits: str, corrections: list[str]) -> str:
    if len(digits) == 12 and digits.startswith("994"):
        raise Unreadable("other_country")
    national = digits
    if national.startswith("0"):
        national = national[1:]
        corrections.append("trunk_zero")
    if len(national) >= 12 and national.startswith("90"):
        national = national[2:]
        corrections.append("missing_plus")
        if len(national) == 11 and national.startswith("0"):
            national = national[1:]
            corrections.append("+900")
    return national


def _check_turkish_length(national: str) -> None:
    if national.startswith("0"):
        raise Unreadable("impossible")
    if len(national) == 10 or (len(national) == 7 and national.startswith("444")):
        return
    if len(national) in (12, 13) and national.startswith("800"):
        return
    if 3 <= len(national) <= 5:
        raise Unreadable("short_number")
    raise Unreadable("too_short" if len(national) < 10 else "too_long")


def _azerbaijani_national(digits: str, international: bool, corrections: list[str]) -> str:
    """The nine digits after +994."""
    if international and not digits.startswith("994"):
        raise Unreadable("other_country")
    national = digits
    if digits.startswith("994") and (international or len(digits) >= 12):
        national = digits[3:]
        if not international:
            corrections.append("missing_plus")
        if national.startswith("0"):
            national = national[1:]
            corrections.append("+900")
    elif digits.startswith("0") and len(digits) == 10:
        national = digits[1:]
        corrections.append("trunk_zero")
    if len(national) == 9 and national[0] != "0":
        return national
    if _looks_turkish(national):
        raise Unreadable("other_country")
    if 3 <= len(national) <= 5:
        raise Unreadable("short_number")
    raise Unreadable("too_short" if len(national) < 9 else "too_long")


def _looks_turkish(digits: str) -> bool:
    return digits.removeprefix("0").removeprefix("90")[:3] in TR_MOBILE and len(digits) >= 10
