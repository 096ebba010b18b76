"""Cards from an Excel or CSV list, for ERPs that cannot speak REST."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.cards import CARDS
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Side
from turkcell_hub.erp.services import mirror
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, Note, cleaners
from turkcell_hub.sheets.columns import Cleaned
from turkcell_hub.sheets.problems import CellProblem
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

_VERDICTS = {
    mirror.CREATED: RowVerdict.NEW,
    mirror.CHANGED: RowVerdict.CHANGED,
    mirror.SAME: RowVerdict.SAME,
}
_SIDES = {
    Side.RECEIVED.value: ("Alınan hizmet", "Alınan", "Alınan hizmetler"),
    Side.ISSUED.value: ("Verilen hizmet", "Verilen", "Verilen hizmetler"),
}
_PHONES = ("phone1", "phone2", "phone3")


def slug_of(kind: MirrorKind) -> str:
    return f"erp.{kind.value}"


def columns(kind: MirrorKind) -> list[Column]:
    """What a list of this kind may hold; cells are read as text and judged by the mirror."""
    fields = CARDS[kind].fields
    return [
        Column(name, _CODES.get(kind, header) if name == "code" else header, cleaner, other, needed)
        for name, header, cleaner, other, needed in _COLUMNS
        if _field_of(name) in fields and _is_of(kind, name)
    ]


def _rate(cell: object) -> Cleaned:
    """Excel writes 20 % as 0.2 where the cell is formatted as a percent."""
    try:
        rate = Decimal(str(cell).strip().removesuffix("%").removeprefix("%").replace(",", "."))
    except ArithmeticError:
        raise CellProblem("bad_rate", said("KDV oranını yüzde olarak yazın: 20")) from None
    if isinstance(cell, float) and 0 < rate < 1:
        rate *= 100
        note = Note("percent", said("Yüzde olarak okundu: %(rate)s", rate=f"{rate.normalize():f}"))
        return Cleaned(str(rate), (note,))
    return Cleaned(str(rate))


_CODES = {MirrorKind.ACCOUNT: said("Cari Kodu"), MirrorKind.PERSON: said("Sicil No")}
# name, header, cleaner, other names, required
_COLUMNS: tuple[tuple[str, str, Any, tuple[str, ...], bool], ...] = (
    ("code", said("Kodu"), cleaners.text(64), ("kodu", "kod", "kart kodu", "code"), True),
    ("account", said("Cari Kodu"), cleaners.text(64),
     ("cari hesap kodu", "cari", "müşteri kodu"), True),
    ("title", said("Unvan"), cleaners.text(200),
     ("ünvan", "cari unvanı", "açıklama", "title"), True),
    ("name", said("Açıklama"), cleaners.text(200), ("adı", "ad", "proje adı", "işyeri adı"), True),
    ("first_name", said("Adı"), cleaners.text(60), ("ad", "isim"), False),
    ("last_name", said("Soyadı"), cleaners.text(60), ("soyad", "soyisim"), False),
    ("duty", said("Görevi"), cleaners.text(80), ("görev", "unvanı", "pozisyon"), False),
    ("side", said("Türü"), cleaners.choice(_SIDES), ("tür", "kart türü"), True),
    ("vat_rate", said("KDV Oranı"), _rate, ("kdv", "kdv %", "kdv yüzdesi"), True),
    ("tax_number", said("Vergi No"), cleaners.text(20), ("vergi numarası", "vkn", "tckn"), False),
    ("tax_office", said("Vergi Dairesi"), cleaners.text(60), (), False),
    ("address", said("Adres"), cleaners.text(250), ("adres 1", "açık adres", "sokak"), False),
    ("district", said("İlçe"), cleaners.text(60), ("semt",), False),
    ("postcode", said("Posta Kodu"), cleaners.text(10), ("pk", "zip"), False),
    ("city", said("İl"), cleaners.text(60), ("şehir",), False),
    ("latitude", said("Enlem"), cleaners.text(20), ("lat", "latitude"), False),
    ("longitude", said("Boylam"), cleaners.text(20), ("lon", "lng", "longitude"), False),
    ("mobile", said("Cep Telefonu"), cleaners.text(40), ("cep", "gsm", "mobil"), False),
    ("phone1", said("Telefon 1"), cleaners.text(40), ("telefon", "tel", "telefon1"), False),
    ("phone2", said("Telefon 2"), cleaners.text(40), ("telefon2",), False),
    ("phone3", said("Telefon 3"), cleaners.text(40), ("telefon3",), False),
    ("email", said("E-posta"), cleaners.text(254), ("eposta", "mail", "email"), False),
    ("special_code", said("Özel Kodu"), cleaners.text(30), ("özel kod",), False),
    ("authority_code", said("Yetki Kodu"), cleaners.text(20), (), False),
)  # fmt: skip


def _field_of(name: str) -> str:
    return "phones" if name in ("mobile", *_PHONES) else name


def _is_of(kind: MirrorKind, name: str) -> bool:
    """A list of accounts has no typed numbers: the first one counts (L-049)."""
    return not (kind is MirrorKind.ACCOUNT and name == "mobile")


def card_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """A row of a list as the mirror takes it; an empty cell says nothing."""
    said = {k: v for k, v in data.items() if v not in (None, "") and _field_of(k) != "phones"}
    numbers: list[Any] = [data[name] for name in _PHONES if data.get(name)]
    if mobile := data.get("mobile"):
        numbers = [{"number": mobile, "kind": "MOBILE"}, *({"number": n} for n in numbers)]
    return {**said, "phones": numbers} if numbers else said


def _judge(kind: MirrorKind) -> Any:
    def judge(actor: Actor, _params: Mapping[str, Any], rows: Sequence[Row]) -> None:
        firm = Firm.objects.get(pk=actor.firm_id)
        for row in rows:
            row.key = "|".join(str(row.data.get(name)) for name in CARDS[kind].key)[:120]
        results = mirror.forecast(firm, kind, [card_of(row.data) for row in rows], actor)
        for row, result in zip(rows, results, strict=True):
            if result.problem is None:
                row.verdict = _VERDICTS[result.outcome]
            elif result.problem.code != "repeated":  # the reader says that of a whole file
                row.refuse("", result.problem.code, str(result.problem.message))

    return judge


def _apply(kind: MirrorKind) -> Any:
    def apply(
        actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]
    ) -> dict[str, int]:
        firm = Firm.objects.get(pk=actor.firm_id)
        said = [card_of(row.data) for row in rows]
        results = mirror.upsert(firm, kind, said, actor, source=f"{actor.label} (dosya)")
        verdicts = (_VERDICTS.get(result.outcome, RowVerdict.ERROR) for result in results)
        return dict(Counter(str(verdict) for verdict in verdicts))

    return apply


def _kind(kind: MirrorKind) -> ImportKind:
    return ImportKind(
        kind=slug_of(kind),
        right=mirror.RIGHT,
        title=_TITLES[kind],
        columns=lambda _actor, _params: columns(kind),
        judge=_judge(kind),
        apply=_apply(kind),
        list_url=f"{_LISTS[kind]}-list",
        fills=(CARDS[kind].model,),
    )


_TITLES = {
    MirrorKind.ACCOUNT: _("Cari hesap aktarımı"),
    MirrorKind.CONTACT: _("İlgili kişi aktarımı"),
    MirrorKind.PERSON: _("Personel aktarımı"),
    MirrorKind.SERVICE_CARD: _("Hizmet kartı aktarımı"),
    MirrorKind.PROJECT: _("Proje aktarımı"),
    MirrorKind.WORKPLACE: _("İşyeri aktarımı"),
}
_LISTS = {
    MirrorKind.ACCOUNT: "erp-accounts",
    MirrorKind.CONTACT: "erp-contacts",
    MirrorKind.PERSON: "erp-personnel",
    MirrorKind.SERVICE_CARD: "erp-service-cards",
    MirrorKind.PROJECT: "erp-projects",
    MirrorKind.WORKPLACE: "erp-workplaces",
}


def list_of(kind: MirrorKind) -> str:
    """The slug of the kind's list."""
    return _LISTS[kind]


def register_all() -> None:
    """Called once, from ``ErpConfig.ready``."""
    for kind in MirrorKind:
        imports.register(_kind(kind))
