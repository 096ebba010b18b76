"""Turkish letters: case, search keys and sort keys.

Python's own lower() and upper() turn I into i and i into I, and the database knows no Turkish
collation, so each searchable row keeps fold(text) and each sortable one sort_key(text).
"""

import re
import unicodedata

_LOWER = str.maketrans({"I": "ı", "İ": "i"})
_UPPER = str.maketrans({"i": "İ", "ı": "I"})
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FOLDED = str.maketrans({"ı": "i", "ə": "e", "ø": "o", "æ": "ae", "ł": "l", "đ": "d"})

_ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
# 32 letters onto the 32 ASCII characters from "A": digits stay before them, spaces before digits.
_ORDER = {ord(letter): chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}


def lower(text: str) -> str:
    """Turkish lower case: "ILIK İĞNE" → "ılık iğne"."""
    return text.translate(_LOWER).lower()


def upper(text: str) -> str:
    """Turkish upper case: "ılık iğne" → "ILIK İĞNE"."""
    return text.translate(_UPPER).upper()


def title(text: str) -> str:
    """First letter of each word large, the others small: "IŞIL İNCİ'NİN" → "Işıl İnci'nin"."""
    return _WORD.sub(lambda word: upper(word[0][0]) + lower(word[0][1:]), text)


def fold(text: str) -> str:
    """The search key: whoever types isik, IŞIK, ışık or İşik finds them all.

    Case is dropped, ı i I İ become i, other letters lose their marks (ş→s, ç→c, â→a, ə→e), runs
    of white space become one space. Folding a folded text changes nothing.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_FOLDED))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.casefold().translate(_FOLDED).split())


def sort_key(text: str) -> str:
    """A text whose plain byte order is the Turkish alphabet's order.

    Spaces sort before other signs, these before digits, digits before letters
    (a b c ç … h ı i j … z), other scripts last. Case and foreign marks (é, â) are ignored; equal
    texts have equal keys. Made for a column with collation "C".
    """
    return "".join(map(_sort_letter, " ".join(lower(text).split())))


def _sort_letter(letter: str) -> str:
    code = ord(letter)
    if code in _ORDER:
        return _ORDER[code]
    if letter == " " or "0" <= letter <= "9":
        return letter
    if letter.isascii():
        return "!"
    plain = fold(letter)
    if plain == letter or not plain:
        return letter if letter.isalnum() else "!"
    return "".join(map(_sort_letter, plain))
