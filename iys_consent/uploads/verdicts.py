"""What becomes of one cell of a list, and the notes that say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from iys_consent.rules import Severity, findings
from iys_consent.rules.findings import Problem

# A cell's verdict, one letter in the database.
NEW, UPDATE, SKIP, BLOCK, ERROR = "N", "U", "S", "L", "E"
CLEAN, NOTED, WRONG = 0, 1, 2

BRAND_MISSING = Problem(
    "brand_missing",
    Severity.ERROR,
    _("Marka kodu boş."),
    _("Her satıra markanızın İYS'deki kodunu yazın."),
)
BRAND_FOREIGN = Problem(
    "brand_foreign",
    Severity.ERROR,
    _("Bu marka kodu ya da İYS numarası sizin değil."),
    _("Kendinize ait olmayan İYS numarasıyla izin gönderemezsiniz."),
)
BRAND_OTHER = Problem(
    "brand_other",
    Severity.ERROR,
    _("Satır, yüklediğiniz markanın değil."),
    _("Listeyi o markayı seçerek yükleyin ya da kodu düzeltin."),
)
DEALER_UNKNOWN = Problem(
    "dealer_unknown",
    Severity.ERROR,
    _("Bu kod, markanın İYS'de kayıtlı bayilerinden birinin değil."),
    _("Bayiler sayfasındaki sekiz haneli kodu yazın ya da hücreyi boşaltın."),
)
REPEATED = Problem("repeated", Severity.SKIP, _("Listede daha yukarıda da var; ilk satır geçerli."))
CONTRADICTS = Problem(
    "contradicts",
    Severity.ERROR,
    _("Aynı alıcı listede hem ONAY hem RET."),
    _("Alıcının son durumu tek satırda kalsın."),
)
NAME_TOO_LONG = Problem("name_too_long", Severity.ERROR, _("Ad ya da soyad 60 karakterden uzun."))
NO_CHANNEL = Problem(
    "no_channel", Severity.ERROR, _("İzin durumu yok."), _("En az bir izin sütununu doldurun.")
)
_PROBLEMS: dict[str, Problem] = {
    one.code: one
    for one in (*vars(findings).values(), *list(globals().values()))
    if isinstance(one, Problem)
}
COLUMNS: dict[str, Promise] = {
    "brand": _("Marka kodu"),
    "address": _("Alıcı"),
    "dealer": _("Bayi kodu"),
    "phone": _("Telefon"),
    "email": _("E-posta"),
    "recipient_type": _("Alıcı tipi"),
    "name": _("Ad soyad"),
    "ARAMA": _("Arama izni"),
    "MESAJ": _("Mesaj izni"),
    "EPOSTA": _("E-posta izni"),
    "source": _("İzin kaynağı"),
    "consented_at": _("İzin tarihi"),
    "status": _("Durum"),
}


@dataclass(frozen=True)
class Note:
    """``severity``: a value of ``rules.Severity``."""

    column: str
    code: str
    severity: str
    text: str


def notes_of(stored: str) -> list[Note]:
    """The notes of a row, errors first (K-061)."""
    found = [_note(part) for part in stored.split(";") if part]
    return sorted(found, key=lambda note: note.severity != Severity.ERROR)


def joined(notes: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(notes))


def _note(part: str) -> Note:
    column, _colon, code = part.partition(":")
    problem = _PROBLEMS.get(code)
    if problem is None:
        return Note(str(COLUMNS.get(column, column)), code, Severity.ERROR, code)
    text = f"{problem.message} {problem.advice}".strip()
    return Note(str(COLUMNS.get(column, column)), code, problem.severity, text)
