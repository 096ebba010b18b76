"""Templates of another panel: their placeholders become our parameters, with fallbacks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from messaging import parameters
from messaging.models import CustomField, MessageTemplate, TemplateCategory
from messaging.moving import placeholders
from messaging.moving.placeholders import Answer
from messaging.moving.subjects import Question, Subject, register, tolerant
from messaging.services import templates
from messaging.services.drafts import custom_field_codes
from turkcell_hub.errors import Invalid
from turkcell_hub.jobs.imports import Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.turkish import fold
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.tenancy.actor import Actor

_CATEGORIES = {c.value: (str(c.label),) for c in TemplateCategory}
_USUAL = {"ad": "müşterimiz", "ad_soyad": "müşterimiz", "soyad": "müşterimiz"}


def columns(_actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    return [
        Column(
            "text",
            said("Mesaj"),
            cleaners.text(parameters.MAX_LENGTH, one_line=False),
            ("metin", "mesaj metni", "içerik", "şablon", "şablon metni", "message", "text"),
            required=True,
        ),
        Column(
            "name",
            said("Şablon Adı"),
            cleaners.text(80),
            ("ad", "adı", "başlık", "şablon başlığı", "isim", "name", "title", "template name"),
        ),
        Column("code", said("Kod"), cleaners.text(20), ("şablon kodu", "code")),
        Column(
            "category",
            said("Tür"),
            tolerant(cleaners.choice(_CATEGORIES)),
            ("kategori", "category", "type"),
        ),
    ]


def questions(actor: Actor, texts: Iterable[str]) -> list[Question]:
    """Each placeholder of the texts, with the likely meaning and what empty values become."""
    own = custom_field_codes()
    asked = []
    for known_as, written in placeholders.found_in(texts).items():
        name = placeholders.meaning(known_as, own)
        asked.append(Question(known_as, written, name, _USUAL.get(name, "")))
    return asked


def choices(_actor: Actor) -> list[tuple[str, object]]:
    """Our parameters and the firm's own fields."""
    own = CustomField.objects.values_list("code", "label")
    return [*((p.name, p.label) for p in parameters.BUILT_IN.values()), *own]


def judge(actor: Actor, params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """New, changed or the same, by code where the file has one, by name where not."""
    answers = {key: Answer(*given) for key, given in params.get("answers", {}).items()}
    known, own = _Known(actor), custom_field_codes()
    for row in rows:
        row.data = _values(row.data)
        done = placeholders.translate(row.data["text"], answers)
        row.data["text"] = done.text
        row.key = (row.data.get("code") or fold(row.data["name"]))[:120]
        if done.unanswered:
            text = _("%(holes)s için karşılık seçilmedi; sütun sayfasında seçin.")
            _refuse(row, "placeholder_unknown", text % {"holes": ", ".join(done.unanswered)})
            continue
        try:
            parameters.parse(done.text, own)
        except Invalid as error:
            _refuse(row, error.code, str(error.message))
            continue
        if row.data.get("code") in known.hidden:
            text = _("Bu kodla aktarılamıyor; firma yöneticinize başvurun.")
            _refuse(row, "template_not_usable", str(text))
            continue
        row.verdict = _verdict(known.find(row.data), row.data)


def apply(actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    known = _Known(actor)
    counts: Counter[str] = Counter()
    for row in rows:
        there = known.find(row.data)
        verdict = _verdict(there, row.data)
        if verdict != RowVerdict.SAME:
            code = row.data.get("code") or (there.code if there else known.free_code(row.data))
            known.add(templates.save(actor, there, {**row.data, "code": code}))
        counts[str(verdict)] += 1
    return dict(counts)


class _Known:
    """The firm's templates by code and by name."""

    def __init__(self, actor: Actor) -> None:
        self.by_code: dict[str, MessageTemplate] = {}
        self.by_name: dict[str, MessageTemplate] = {}
        for template in actor.visible(MessageTemplate.objects.all()).order_by("-pk"):
            self.add(template)
        codes = set(MessageTemplate.objects.values_list("code", flat=True))
        self.hidden = codes - self.by_code.keys()

    def add(self, template: MessageTemplate) -> None:
        self.by_code[template.code] = template
        self.by_name[fold(template.name)] = template

    def find(self, data: Mapping[str, Any]) -> MessageTemplate | None:
        if data.get("code"):
            return self.by_code.get(data["code"])
        return self.by_name.get(fold(data["name"]))

    def free_code(self, data: Mapping[str, Any]) -> str:
        """A code made of the name that no template has."""
        stem = re.sub(r"[^a-z0-9]+", "-", fold(data["name"])).strip("-").upper()[:15] or "SABLON"
        taken = self.by_code.keys() | self.hidden
        return next(
            code for n in range(1, 9999) if (code := stem if n == 1 else f"{stem}-{n}") not in taken
        )


def _verdict(there: MessageTemplate | None, data: Mapping[str, Any]) -> RowVerdict:
    if there is None:
        return RowVerdict.NEW
    same = all(getattr(there, name) == data[name] for name in data if name != "code")
    return RowVerdict.SAME if same else RowVerdict.CHANGED


def _values(data: Mapping[str, Any]) -> dict[str, Any]:
    text = str(data["text"]).replace("\r\n", "\n")
    name = data.get("name") or " ".join(text.split())[:40]
    rest = {key: data.get(key) for key in ("code", "category")}
    return {"text": text, "name": name, **{key: value for key, value in rest.items() if value}}


def _refuse(row: Row, code: str, text: str) -> None:
    row.refuse(str(_("Mesaj")), code, text)


TEMPLATES = register(
    Subject(
        code="templates",
        label=_("Şablonlar"),
        hint=_("[AD], {{isim}}, #ad# gibi yerler parametrelerimize çevrilir."),
        right="messaging.template.add",
        columns=columns,
        judge=judge,
        apply=apply,
        list_url="templates-list",
        shapes={"text": "text"},
        questions=questions,
        choices=choices,
    )
)
