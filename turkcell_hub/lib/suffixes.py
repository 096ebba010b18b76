"""Case endings of Turkish names: "Çeşme Belediyesi" → "Çeşme Belediyesi'nin".

The rules of the Turkish Language Association: vowel harmony of two and four, a buffer letter
between two vowels, the pronominal n after a possessive ("Derneği'ne", never "Derneği'ye"), an
apostrophe after a proper name, abbreviations and numbers by the way they are read.
"""

from __future__ import annotations

import enum
import re

from turkcell_hub.lib.turkish import lower


class Case(enum.StrEnum):
    GENITIVE = "in"  # of
    DATIVE = "e"  # to
    ACCUSATIVE = "i"
    LOCATIVE = "de"  # at
    ABLATIVE = "den"  # from


_BACK, _ROUND = "aıouâû", "oöuüôû"
_VOWELS = "aeıioöuüâîûô"
_HARD = "fstkçşhp"
_WIDE = {True: "a", False: "e"}
_NARROW = {(True, False): "ı", (False, False): "i", (True, True): "u", (False, True): "ü"}

# Back in writing, front in speech: their endings follow the speech.
_SOFT_L = frozenset(
    {
        "kemal", "celal", "cemal", "bilal", "hilal", "iclal", "nihal", "zuhal", "ikbal", "meral",
        "seyyal", "ismail", "emsal", "hal", "ihlal", "ihmal", "istiklal", "kabul", "rasul",
        "usul", "meşgul", "gol", "futbol", "alkol", "kontrol", "petrol", "saat", "dikkat",
        "kalp", "harf", "rol",
    }
)  # fmt: skip
# What abbreviations are read as; the last word is the one that counts.
_READ = {
    "ltd.": "limitet", "şti.": "şirketi", "san.": "sanayi",
    "tic.": "ticaret", "koop.": "kooperatifi", "ünv.": "üniversitesi", "üniv.": "üniversitesi",
    "bld.": "belediyesi", "der.": "derneği", "vak.": "vakfı", "md.": "müdürlüğü",
    "müd.": "müdürlüğü", "mah.": "mahallesi", "cad.": "caddesi", "apt.": "apartmanı",
    "dr.": "doktor", "av.": "avukat",
}  # fmt: skip
# Read letter by letter, and so inflected: "A.Ş.'nin".
_SPELLED = {"a.ş.": "şe", "aş": "şe"}
# Nouns that bear the possessive in the names of institutions; after it stands an n.
_POSSESSIVE = (
    "belediyesi", "derneği", "vakfı", "kooperatifi", "odası", "borsası", "partisi", "birliği",
    "üniversitesi", "fakültesi", "okulu", "lisesi", "enstitüsü", "hastanesi", "merkezi",
    "muhtarlığı", "başkanlığı", "müdürlüğü", "yönetimi", "kurumu", "kurulu", "kulübü", "şirketi",
    "federasyonu", "konfederasyonu", "sendikası", "bakanlığı", "kaymakamlığı", "valiliği",
    "dekanlığı", "rektörlüğü", "bölümü", "anaokulu", "ilkokulu", "ortaokulu", "koleji", "sitesi",
    "apartmanı", "mahallesi", "köyü", "ajansı", "bankası", "holdingi", "ortaklığı", "topluluğu",
    "evi", "ocağı", "cemiyeti", "komisyonu", "polikliniği", "kliniği", "yüksekokulu", "platformu",
    "teşkilatı", "temsilciliği", "şubesi", "bürosu", "işletmesi", "mağazası", "caddesi",
    "idaresi", "konseyi", "meclisi", "encümeni", "gazetesi", "fabrikası",
)  # fmt: skip
_DIGITS = ("sıfır", "bir", "iki", "üç", "dört", "beş", "altı", "yedi", "sekiz", "dokuz")
_TENS = ("", "on", "yirmi", "otuz", "kırk", "elli", "altmış", "yetmiş", "seksen", "doksan")
_POWERS = ((9, "milyar"), (6, "milyon"), (3, "bin"), (2, "yüz"))
_LETTERS = {"f": "fe", "h": "he", "k": "ke", "l": "le", "m": "me", "n": "ne", "r": "re", "s": "se"}
_LAST = re.compile(r"[^\s\-/(),\"“”]+$")


def with_case(name: str, case: Case) -> str:
    """``name`` with an apostrophe and the ending; "" stays "". Never raises."""
    name = " ".join(name.split())
    ending = ending_of(name, case)
    return f"{name}'{ending}" if ending else name


def ending_of(name: str, case: Case) -> str:
    """The ending alone; "" where the name has no letter or digit to go by."""
    sound, possessive = _sound(name)
    vowel = next((char for char in reversed(sound) if char in _VOWELS), "")
    if not vowel:
        return ""
    back = vowel in _BACK and sound not in _SOFT_L
    narrow, wide = _NARROW[back, vowel in _ROUND], _WIDE[back]
    open_end = sound[-1] in _VOWELS
    hard = "t" if sound[-1] in _HARD else "d"
    buffer = "n" if possessive else "y"
    match case:
        case Case.GENITIVE:
            return ("n" if open_end else "") + narrow + "n"
        case Case.DATIVE:
            return (buffer if open_end else "") + wide
        case Case.ACCUSATIVE:
            return (buffer if open_end else "") + narrow
        case Case.LOCATIVE:
            return ("nd" if possessive and open_end else hard) + wide
        case Case.ABLATIVE:
            return ("nd" if possessive and open_end else hard) + wide + "n"


def _sound(name: str) -> tuple[str, bool]:
    """What the last word sounds like, in small letters, and whether it bears a possessive."""
    found = _LAST.search(name.rstrip(" )\"“”',;:"))
    if not found:
        return "", False
    word = found.group()
    small = lower(word)
    if small in _SPELLED:
        return _SPELLED[small], False
    if small in _READ:
        read = _READ[small]
        return read, read in _POSSESSIVE
    bare = "".join(char for char in small if char.isalnum())
    if bare[-1:].isdigit():
        return _number(re.findall(r"\d+$", bare)[0]), False
    if _is_spelled(word, bare):
        last = bare[-1:]
        return last if last in _VOWELS else _LETTERS.get(last, last + "e"), False
    return bare, bare.endswith(_POSSESSIVE)


def _is_spelled(word: str, bare: str) -> bool:
    """Abbreviations of capitals that cannot be read as a word: PTT, TCDD, ABC."""
    letters = [char for char in word if char.isalpha()]
    if len(letters) < 2 or not all(char.isupper() for char in letters) or len(letters) > 5:
        return False
    vowels = sum(char in _VOWELS for char in bare)
    return not vowels or (len(bare) <= 3 and bare[-1] not in _VOWELS and bare[-2] not in _VOWELS)


def _number(digits: str) -> str:
    """The last word of a number as it is read: 1920 → "yirmi", 3000 → "bin"."""
    value = digits.lstrip("0")
    if not value:
        return _DIGITS[0]
    if value[-1] != "0":
        return _DIGITS[int(value[-1])]
    if len(value) > 1 and value[-2] != "0":
        return _TENS[int(value[-2])]
    zeros = len(value) - len(value.rstrip("0"))
    return next(name for power, name in _POWERS if zeros >= power)
