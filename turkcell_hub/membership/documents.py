"""What the applicant prints: the letter of his kind, the contract, the cover sheet, the label
(A-021 … A-048). All in Turkish: they are read by the supplier and the operator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from turkcell_hub.errors import NotFound
from turkcell_hub.lib.phone import format_national
from turkcell_hub.lib.suffixes import Case, with_case
from turkcell_hub.membership import catalogue, checklist
from turkcell_hub.membership.models import Dossier, MembershipRules
from turkcell_hub.membership.services import rules
from turkcell_hub.pdf import Paper, label
from turkcell_hub.tenancy import languages

_BLANK = "…" * 15
_HOLE = re.compile(r"\{(\w+)(?::(\w+))?\}")
WEEKDAYS = ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar")


def weekday(day: date) -> str:
    return WEEKDAYS[day.weekday()]


def filled(text: str, dossier: Dossier, rule: MembershipRules) -> str:
    """``text`` with its holes filled: ``{kurum:in}`` → "Çeşme Belediyesi'nin"; what is not known
    is a line to write on."""
    day = dossier.paper_day
    known = {
        "kurum": dossier.legal_name,
        "yetkili": dossier.officer,
        "unvan": dossier.officer_title,
        "tedarikci": rule.supplier,
        "tarih": f"{day:%d.%m.%Y}" if day else ".... / .... / ........",
        "gun": weekday(day) if day else "",
        "odeme": dossier.get_payment_type_display() if dossier.payment_type else "",
        "eposta": dossier.email,
    }

    def put(hole: re.Match[str]) -> str:
        name, case = hole.groups()
        value = known.get(name, "")
        if not value:
            return _BLANK
        return with_case(value, Case(case)) if case else value

    return _HOLE.sub(put, text)


def letter(dossier: Dossier) -> bytes:
    """The sample text of the kind. Raises ``NotFound`` for a kind that writes none."""
    kind = checklist.kind_of(dossier)
    if kind is None or kind.letter is None:
        raise NotFound(_("Bu kurum türü için yazı örneği yoktur."))
    rule = rules.in_force(dossier.firm_id)
    paper = Paper(kind.letter.title).text(dossier.legal_name, style="head")
    if not kind.letter.dated:
        day = dossier.paper_day
        paper.text(
            f"Tarih: {day:%d.%m.%Y}" if day else "Tarih: .... / .... / ........", style="right"
        )
    paper.text(*(filled(text, dossier, rule) for text in kind.letter.body))
    signer = [
        dossier.officer_title or "Yetkili",
        dossier.officer or _BLANK,
        "İmza:",
        "Kaşe / Mühür:",
    ]
    return paper.signatures(signer).pdf()


def contract(dossier: Dossier) -> bytes:
    """The end user's contract with the company's data (A-048)."""
    rule = rules.in_force(dossier.firm_id)
    text = catalogue.on(dossier.edition).contract
    kind = checklist.kind_of(dossier)
    paper = Paper(text.title).facts(
        [
            ("Üyelik no", dossier.reference),
            ("Kurum", dossier.legal_name),
            ("Kurum türü", kind.turkish if kind else ""),
            ("Vergi / T.C. kimlik no", dossier.tax_number),
            ("Vergi dairesi", dossier.tax_office),
            ("Adres", dossier.address),
            ("Yetkili", " – ".join(filter(None, (dossier.officer, dossier.officer_title)))),
            ("Telefon", _shown(dossier.phone)),
            ("E-posta", dossier.email),
        ]
    )
    for place, (head, body) in enumerate(text.articles, start=1):
        paper.text(f"{place}. {head}", style="head").text(filled(body, dossier, rule))
    return paper.signatures(
        ["Üye", dossier.legal_name, dossier.officer or _BLANK, "Tarih, kaşe, imza:"],
        ["Tedarikçi", rule.supplier, "Tarih, kaşe, imza:"],
    ).pdf()


def cover(dossier: Dossier) -> bytes:
    """The list that lies on top of the parcel: every paper with its code (A-044)."""
    rule = rules.in_force(dossier.firm_id)
    found = checklist.of(dossier)
    lines = [
        ["☐", Paper.code(f"{dossier.reference}-{place:02d}"), line.item.turkish, _remark(line)]
        for place, line in enumerate(found.lines, start=1)
    ]
    if not any(line.item.prints == "contract" for line in found.lines):
        number = f"{dossier.reference}-{len(lines) + 1:02d}"
        lines.append(
            [
                "☐",
                Paper.code(number),
                catalogue.on(dossier.edition).contract.title,
                "2 nüsha, imzalı",
            ]
        )
    shipped = f"{dossier.shipped_on:%d.%m.%Y}" if dossier.shipped_on else ""
    return (
        Paper("Evrak gönderi listesi")
        .facts(
            [
                ("Üyelik no", dossier.reference),
                ("Gönderen", dossier.legal_name),
                ("Adres", dossier.address),
                ("Alıcı", rule.supplier),
                ("Alıcı adresi", rule.supplier_address),
                ("Kargo", " ".join(filter(None, (dossier.courier, dossier.tracking_number)))),
                ("Kargoya veriliş", shipped),
            ]
        )
        .table(["", "Kod", "Belge", "Açıklama"], lines)
        .text(
            "Bu listeyi evrakın üstüne koyun. Hat ya da işlem ücreti dışında ödeme yapmayın.",
            style="small",
        )
        .pdf()
    )


def address_label(dossier: Dossier) -> bytes:
    """For the parcel, A6: the supplier's address from the settings."""
    rule = rules.in_force(dossier.firm_id)
    return label(
        "Adres etiketi",
        [rule.supplier, rule.supplier_address],
        [f"Gönderen: {dossier.legal_name}", dossier.address],
        f"Toplu SMS üyelik evrakı · {dossier.reference}",
    )


def post_label(dossier: Dossier) -> tuple[str, bytes]:
    """File name and label of the registration's second delivery, by post (S-058). Raises
    ``NotFound`` while nobody has written İYS' address down."""
    rule = rules.in_force(dossier.firm_id)
    if not rule.iys_address:
        raise NotFound(_("İYS'nin posta adresi Üyelik Kuralları'nda yazılı değil."))
    with languages.of_messages():
        made = label(
            "Adres etiketi",
            [rule.iys_office, rule.iys_address],
            [f"Gönderen: {dossier.legal_name}", dossier.address],
            f"İYS kayıt evrakı · {dossier.reference}",
        )
    return f"iys-adres-etiketi-{dossier.reference}.pdf", made


DOCUMENTS: dict[str, tuple[str, Callable[[Dossier], bytes]]] = {
    "letter": ("yazi-ornegi", letter),
    "contract": ("sozlesme", contract),
    "cover": ("evrak-listesi", cover),
    "label": ("adres-etiketi", address_label),
}


def made(dossier: Dossier, name: str) -> tuple[str, bytes]:
    """File name and content of one of ``DOCUMENTS``. Raises ``NotFound``."""
    if name not in DOCUMENTS or not dossier.kind:
        raise NotFound(_("Bu belge için önce kurum türünü seçip bilgileri kaydedin."))
    title, build = DOCUMENTS[name]
    with languages.of_messages():
        return f"{title}-{dossier.reference}.pdf", build(dossier)


def _remark(line: checklist.Line) -> str:
    said = [tick.turkish for tick, _is_on in line.ticks]
    if line.item.is_optional:
        said.insert(0, "varsa")
    if line.has_files and line.item.identity and len(line.files) > 1:
        said.append(f"{len(line.files)} adet")
    return ", ".join(said)


def _shown(e164: str) -> str:
    return format_national(e164) if e164 else ""
