"""Turkish identity numbers: T.C. Kimlik No of a person, Vergi Kimlik No of a company, MERSİS."""

from stdnum.tr import tckimlik, vkn


def is_tckn(value: str) -> bool:
    """Whether `value` is eleven digits with right check digits; the person may still not exist."""
    return bool(value.isascii() and tckimlik.is_valid(value)) and value.isdigit()


def is_vkn(value: str) -> bool:
    """Whether `value` is ten digits with the right check digit."""
    return bool(value.isascii() and vkn.is_valid(value)) and value.isdigit()


def is_mersis(value: str) -> bool:
    """Whether `value` is sixteen digits that begin with 0 and a company's VKN, or with the TCKN
    of a person who is a merchant. The register itself is not asked."""
    if len(value) != 16 or not (value.isascii() and value.isdigit()):
        return False
    return (value[0] == "0" and is_vkn(value[1:11])) or is_tckn(value[:11])


def mask_tckn(value: str) -> str:
    """ "12345678901" → "123******01"; whatever has not eleven digits becomes "***"."""
    if len(value) != 11 or not value.isdigit():
        return "***"
    return f"{value[:3]}******{value[-2:]}"
