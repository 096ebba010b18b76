"""The rules, one declaration for each row of the requirements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from turkcell_hub.lib.content_rules.model import (
    COMMERCIAL,
    INFORMATIONAL,
    Fix,
    Sender,
    SenderKind,
    Severity,
)
from turkcell_hub.lib.content_rules.reading import Reading, Span
from turkcell_hub.lib.content_rules.words import Words, pattern_of
from turkcell_hub.lib.wording import said

LAW = said("6563 sayılı Kanun ve 29417 sayılı Yönetmelik")


@dataclass(frozen=True)
class Case:
    """What a rule looks at. ``suffix`` is what the operator adds to the text."""

    reading: Reading
    sender: Sender
    words: Words
    suffix: Reading

    @property
    def end(self) -> Span:
        return len(self.reading.text), len(self.reading.text)


Problem = tuple[str, Span, Fix]
Finder = Callable[[Case], Iterator[Problem]]


@dataclass(frozen=True)
class Rule:
    """``kinds``: sender kinds that it speaks to. ``message_class``: the class it looks at."""

    code: str
    row: str
    severity: Severity
    message_class: str
    why: str
    find: Finder
    kinds: frozenset[str]


RULES: list[Rule] = []
_BOTH = (SenderKind.MERCHANT, SenderKind.TRADESMAN)


def rule(
    code: str,
    row: str,
    why: str,
    *,
    severity: Severity = Severity.ERROR,
    message_class: str = COMMERCIAL,
    kinds: tuple[str, ...] = _BOTH,
) -> Callable[[Finder], Finder]:
    def declare(find: Finder) -> Finder:
        RULES.append(Rule(code, row, severity, message_class, why, find, frozenset(kinds)))
        return find

    return declare


def _missing(known: str, element: str, what: str) -> Fix:
    """Insert it; when the firm's data lack it, they come first."""
    if known:
        return Fix("insert", said("%(what)s ekle", what=what), element)
    return Fix("settings", said("Firma kimliğine %(what)s girin", what=what), element)


@rule("mersis_missing", "S-002", kinds=(SenderKind.MERCHANT,),
      why="Tacir, ticari mesajında MERSİS numarasını yazmak zorundadır.")  # fmt: skip
def _mersis(case: Case) -> Iterator[Problem]:
    found, own = case.reading.mersis, case.sender.mersis
    if not found:
        yield (
            said("MERSİS numarası yok."),
            case.end,
            _missing(own, "mersis", said("MERSİS numarası")),
        )
    elif own and own not in (number for number, _span in found):
        text = said("Metindeki MERSİS numarası firmanızınki değil.")
        yield text, found[0][1], Fix("write", said("Numarayı düzeltin"))


@rule("title_missing", "S-002", kinds=(SenderKind.MERCHANT,),
      why="Tacir, ticari mesajında ticaret unvanını yazmak zorundadır.")  # fmt: skip
def _title(case: Case) -> Iterator[Problem]:
    titles = case.sender.titles
    if case.sender.title_by_sender or any(case.reading.says(title) for title in titles):
        return
    known = titles[0] if titles else ""
    yield said("Ticaret unvanı yok."), case.end, _missing(known, "title", said("Ticaret unvanı"))


@rule("name_missing", "S-003", kinds=(SenderKind.TRADESMAN,),
      why="Esnaf, ticari mesajında adını ve soyadını yazmak zorundadır.")  # fmt: skip
def _name(case: Case) -> Iterator[Problem]:
    name = case.sender.person_name
    if not name or not case.reading.says(name):
        yield said("Ad ve soyad yok."), case.end, _missing(name, "name", said("Ad soyad"))


@rule("tckn_missing", "S-003", kinds=(SenderKind.TRADESMAN,),
      why="Esnaf, ticari mesajında T.C. kimlik numarasını yazmak zorundadır.")  # fmt: skip
def _tckn(case: Case) -> Iterator[Problem]:
    found, own = case.reading.tckns, case.sender.tckn
    if not found:
        yield (
            said("T.C. kimlik numarası yok."),
            case.end,
            _missing(own, "tckn", said("T.C. kimlik no")),
        )
    elif own and own not in (number for number, _span in found):
        text = said("Metindeki T.C. kimlik numarası sizinki değil.")
        yield text, found[0][1], Fix("write", said("Numarayı düzeltin"))


@rule("refusal_missing", "S-004",
      why="Alıcı, mesajı aldığı yolla, kolay ve ücretsiz reddedebilmelidir; ret numarası ve ret"
          " kelimesi metinde yazılıdır.")  # fmt: skip
def _refusal(case: Case) -> Iterator[Problem]:
    number, keyword = case.sender.refusal_number, pattern_of(case.sender.refusal_keywords)
    if _operator_says_how(case):
        return
    fix = _missing(number, "refusal", said("Ret metni"))
    if not number or not case.reading.says_digits(number):
        yield said("Ret bildirim numarası yok."), case.end, fix
    elif not case.reading.find(keyword):
        word = case.sender.refusal_keywords[0] if case.sender.refusal_keywords else "RET"
        text = said("Ret numarası var ama ne yazılacağı (%(word)s) yok.", word=word)
        yield text, case.end, fix


def _operator_says_how(case: Case) -> bool:
    """The line that the operator itself adds names a short number and a word."""
    words = pattern_of((*case.sender.refusal_keywords, "RET", "IPTAL"))
    has_number = re.search(r"(?<!\d)\d{4}(?!\d)", case.suffix.text)
    return bool(has_number and case.suffix.find(words))


@rule("contact_missing", "S-005",
      why="Telefon, faks veya e-posta bilgilerinden en az biri metinde bulunmalıdır.")  # fmt: skip
def _contact(case: Case) -> Iterator[Problem]:
    if not case.reading.phones and not case.reading.emails:
        known = case.sender.contacts[0] if case.sender.contacts else ""
        fix = _missing(known, "contact", said("İletişim bilgisi"))
        yield said("İletişim bilgisi yok."), case.end, fix


@rule("descriptive_missing", "S-006", severity=Severity.WARNING,
      why="Ticari olduğu açıkça anlaşılmıyorsa tanıtım, kampanya, bilgilendirme gibi bir kelime"
          " gerekir.")  # fmt: skip
def _descriptive(case: Case) -> Iterator[Problem]:
    lists = ("descriptive", "promotion", "celebration", "survey")
    if not any(case.reading.find(case.words.patterns[name]) for name in lists):
        text = said(
            "Mesajın ne olduğunu söyleyen bir kelime yok (tanıtım, kampanya, bilgilendirme)."
        )
        yield text, (0, 0), Fix("insert", said("“Tanıtım:” ile başlat"), "descriptive")


@rule("terms_missing", "S-007", severity=Severity.WARNING,
      why="İndirim veya hediyenin koşulları için bir bağlantı ya da müşteri hizmetleri numarası"
          " gerekir.")  # fmt: skip
def _terms(case: Case) -> Iterator[Problem]:
    found = _promotion(case)
    if found and not case.reading.links and not case.reading.phones:
        text = said(
            "“%(word)s” için koşulların bağlantısı ya da telefonu yok.", word=_quoted(case, found)
        )
        todo = said("Bağlantı ya da müşteri hizmetleri numarası yazın")
        yield text, found, Fix("write", todo)


def _promotion(case: Case) -> Span | None:
    return case.reading.find(case.words.patterns["promotion"]) or _percentage(case)


def _percentage(case: Case) -> Span | None:
    """ "%30" is a promotion unless the text speaks of interest, tax and the like."""
    found = case.reading.percents()
    if found and not case.reading.find(case.words.patterns["percent_of"]):
        return found[0]
    return None


def _quoted(case: Case, span: Span) -> str:
    return case.reading.text[slice(*span)]


_TO_COMMERCIAL = Fix("class", said("Sınıfı “Ticari” yapın"))


@rule("celebration_as_information", "S-043", severity=Severity.WARNING,
      message_class=INFORMATIONAL,
      why="Kutlama ve temenni tanınırlığı artırır; ticari iletidir ve onay ister.")  # fmt: skip
def _celebration(case: Case) -> Iterator[Problem]:
    if found := case.reading.find(case.words.patterns["celebration"]):
        text = said("“%(word)s”: kutlama mesajı ticaridir.", word=_quoted(case, found))
        yield text, found, _TO_COMMERCIAL


@rule("advert_as_information", "S-044", severity=Severity.WARNING,
      message_class=INFORMATIONAL,
      why="Bilgilendirme mesajının içine tanıtım konursa mesajın tümü ticari olur.")  # fmt: skip
def _advert(case: Case) -> Iterator[Problem]:
    found = _promotion(case) or case.reading.find(case.words.patterns["advert"])
    if found:
        text = said("“%(word)s” reklam gibi duruyor.", word=_quoted(case, found))
        yield text, found, _TO_COMMERCIAL


@rule("survey_as_information", "S-045", severity=Severity.WARNING,
      message_class=INFORMATIONAL,
      why="Memnuniyet anketi ticari iletidir ve onay ister.")  # fmt: skip
def _survey(case: Case) -> Iterator[Problem]:
    if found := case.reading.find(case.words.patterns["survey"]):
        text = said("“%(word)s”: anket mesajı ticaridir.", word=_quoted(case, found))
        yield text, found, _TO_COMMERCIAL
