"""Values that exist nowhere else, so that finding one says where it came from."""

from __future__ import annotations

import re

PHONE = "5327418529"
PHONES = (f"+90{PHONE}", f"0{PHONE}", "0532 741 85 29", "(0532) 741-85-29")
TCKN = "10000000146"
PASSWORD = "Kanarya-Parola-83x"
FALSE_KEY = "thub_Kanarya0Anahtar1Degil2Gercek3"
FALSE_TOKEN = "KanaryaSahteToken0123456789abcdef"
CODE = "738164"
SECRETS = (PASSWORD, FALSE_KEY, FALSE_TOKEN)
# As an operator or a person would write them all into one sentence.
SENTENCE = (
    f"{PHONES[0]} / {PHONES[2]} numarası ve {TCKN} reddedildi; password={PASSWORD} "
    f"api_key={FALSE_KEY} token={FALSE_TOKEN} kod: {CODE}"
)
_GAPS = re.compile(r"[\s().-]")


def found_in(text: str, *more_secrets: str, only_secrets: bool = False) -> set[str]:
    """The canaries that stand in ``text`` in clear, however a number is spaced."""
    found = {one for one in (*SECRETS, *more_secrets) if one in text}
    if not only_secrets:
        digits = _GAPS.sub("", text)
        found |= {one for one in (PHONE, TCKN) if one in digits}
        found |= {CODE} if f"kod: {CODE}" in text else set()
    return found
