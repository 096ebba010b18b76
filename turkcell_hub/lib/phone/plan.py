"""The numbering plans as prefix tables.

The tables agree with the metadata of phonenumbers, prefix by prefix (a test walks all of them),
except where BTK's own list knows better: 561.
Because numbers are portable, a prefix never tells the operator; nothing here does.
"""

from enum import StrEnum
from functools import lru_cache


class Country(StrEnum):
    """Ülke Türü of the SMS settings (L-011): decides number rules and endpoint."""

    TURKIYE = "TR"
    AZERBAYCAN = "AZ"
    KKTC = "KKTC"
    TR = "TR"
    AZ = "AZ"


class Kind(StrEnum):
    """What a number is. SPECIAL (0850, 444, 0800, 0900, pager) can never receive an SMS."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SPECIAL = "special"
    UNKNOWN = "unknown"


# No official list of the KKTC blocks is public; firms keep theirs as a dated setting and pass it
# to parse(). These are the ones the services are known to use.
KKTC_MOBILE_BLOCKS = ("5338", "5428", "5488")
KKTC_AREA_CODE = "392"


def _expand(ranges: str) -> frozenset[str]:
    prefixes: set[str] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        prefixes.update(str(n) for n in range(int(first), int(last or first) + 1))
    return frozenset(prefixes)


TR_MOBILE = _expand("500-510 516 524 530-559 561 562 564 572 574 575 594 596")
TR_MOBILE_PATTERN = "5[0345][0-9]|51[06]|524|56[124]|57[245]|59[46]"  # the same set, for regex
TR_MOBILE_BLOCKS = ("5822", "5823", "5824", "5825")
TR_LANDLINE = _expand(
    "212 216 222 224 226 228 232 236 238 242 246 248 252 256 258 262 264 266 272 274 276 "
    "282 284 286 288 312 318 322 324 326 328 332 338 342 344 346 348 352 354 356 358 362 364 "
    "366 368 370 372 374 376 378 380 382 384 386 388 392 412 414 416 422 424 426 428 432 434 "
    "436 438 442 446 452 454 456 458 462 464 466 472 474 476 478 482 484 486 488"
)
TR_SPECIAL = _expand("512 800 811 850 888 898 900")
TR_PERSONAL_BLOCKS = ("592211", "592212", "592461")
AZ_MOBILE = _expand("10 40 44 50 51 55 60 70 77 99")


def turkish_kind(national: str) -> Kind:
    """Kind of a ten-digit Turkish number; UNKNOWN means possible but not handed out."""
    prefix = national[:3]
    if prefix in TR_MOBILE or national.startswith(TR_MOBILE_BLOCKS):
        return Kind.MOBILE
    if prefix in TR_LANDLINE:
        return Kind.LANDLINE
    if prefix in TR_SPECIAL or national.startswith(TR_PERSONAL_BLOCKS):
        return Kind.SPECIAL
    return Kind.UNKNOWN


def azerbaijani_kind(national: str) -> Kind:
    """Kind of a nine-digit Azerbaijani number; all but the mobiles are asked of phonenumbers."""
    if national[:2] in AZ_MOBILE:
        return Kind.MOBILE
    return _library_kind(994, int(national))


@lru_cache(maxsize=4096)
def _library_kind(country_code: int, national: int) -> Kind:
    import phonenumbers  # metadata costs memory: only for the rare number that needs it

    number = phonenumbers.PhoneNumber(country_code=country_code, national_number=national)
    kinds = {
        phonenumbers.PhoneNumberType.MOBILE: Kind.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
        phonenumbers.PhoneNumberType.UNKNOWN: Kind.UNKNOWN,
    }
    return kinds.get(phonenumbers.number_type(number), Kind.SPECIAL)
