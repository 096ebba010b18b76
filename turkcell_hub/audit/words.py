"""What changed, in the words of the forms: names of fields and of their values in Turkish.

The trail keeps field names and codes, because those do not change with a text; they are put into
words when they are read: by the model's own ``verbose_name`` and choices, then by what is named
here or by a room for keys that are no field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.portal import cells

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Values that their room has written as text.
_SPELLED: dict[str, bool | None] = {"True": True, "False": False, "None": None}
_fields: dict[str, object] = {
    "account": gettext_lazy("Hesap"),
    "added": gettext_lazy("Eklenen"),
    "amount": gettext_lazy("Tutar"),
    "application": gettext_lazy("Başvuru"),
    "call": gettext_lazy("Aranma isteği"),
    "change": gettext_lazy("Değişim"),
    "channels": gettext_lazy("Kanallar"),
    "class": gettext_lazy("Mesaj sınıfı"),
    "class_chosen_by": gettext_lazy("Sınıfı seçen"),
    "consents": gettext_lazy("İzin sayısı"),
    "count": gettext_lazy("Kayıt sayısı"),
    "courier": gettext_lazy("Kargo firması"),
    "created": gettext_lazy("Yeni"),
    "credits": gettext_lazy("Kredi"),
    "digest": gettext_lazy("İçerik özeti"),
    "erp": gettext_lazy("ERP'deki numara"),
    "errors": gettext_lazy("ERP'nin yanıtı"),
    "file_sha256": gettext_lazy("Dosya özeti (SHA-256)"),
    "first_people": gettext_lazy("Gönderilecek ilk kişiler"),
    "gross": gettext_lazy("Toplam (KDV dâhil)"),
    "health": gettext_lazy("Bağlantı durumu"),
    "invalid": gettext_lazy("Hatalı"),
    "is_default": gettext_lazy("Varsayılan"),
    "keys": gettext_lazy("Anahtarlar"),
    "kind": gettext_lazy("Tür"),
    "method": gettext_lazy("Ödeme yolu"),
    "name": gettext_lazy("Ad"),
    "new": gettext_lazy("Yeni kayıt"),
    "note": gettext_lazy("Not"),
    "number": gettext_lazy("Numara"),
    "old_key_ends": gettext_lazy("Eski anahtarın sonu"),
    "paper": gettext_lazy("Belge"),
    "parts": gettext_lazy("Parça sayısı"),
    "password": gettext_lazy("Parola"),
    "payment": gettext_lazy("Ödeme"),
    "phone": gettext_lazy("Telefon numarası"),
    "positions": gettext_lazy("Konum sayısı"),
    "problem": gettext_lazy("Sorun"),
    "reason": gettext_lazy("Neden"),
    "receipt": gettext_lazy("Belge"),
    "replaces": gettext_lazy("Yenilediği anahtar"),
    "revoked_at": gettext_lazy("İptal zamanı"),
    "rule": gettext_lazy("Kural"),
    "rules": gettext_lazy("Kurallar"),
    "said": gettext_lazy("Yanıt"),
    "sendable": gettext_lazy("Gönderilecek"),
    "source": gettext_lazy("Kaynak"),
    "sources": gettext_lazy("Kaynak sayısı"),
    "state": gettext_lazy("Durum"),
    "subject": gettext_lazy("Konu"),
    "taker": gettext_lazy("Alan bağlantı"),
    "text": gettext_lazy("Metin"),
    "ticks": gettext_lazy("İşaretlenenler"),
    "total": gettext_lazy("Toplam"),
    "types": gettext_lazy("Olay türleri"),
    "unchanged": gettext_lazy("Değişmeyen"),
    "updated": gettext_lazy("Güncellenen"),
    "user": gettext_lazy("Kullanıcı"),
    "verdict": gettext_lazy("Karar"),
    "who": gettext_lazy("Kişi"),
    "works": gettext_lazy("Çalışıyor"),
}
_values: dict[str, Callable[[], Mapping[str, object]]] = {}


def declare(
    fields: Mapping[str, object] | None = None,
    values: Mapping[str, Callable[[], Mapping[str, object]]] | None = None,
) -> None:
    """A room's names of keys that are no field of the record, and of codes: ``values`` names for
    a key what answers ``{code: name}``."""
    _fields.update(fields or {})
    _values.update(values or {})


def details_of(changes: Mapping[str, Any], subject_type: str = "") -> list[tuple[str, Any, Any]]:
    """``(field, before, after)`` in words; a value that is no pair stands as the new one."""
    model = _model(subject_type)
    found = []
    for name, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        words = {**_values.get(name, dict)(), **_choices(model, name)}
        found.append((field_name(model, name), _said(before, words), _said(after, words)))
    return found


def field_name(model: type[Model] | None, name: str) -> str:
    """The field's Turkish name; one that nobody has named stays as it is."""
    field = _field(model, name)
    own = str(getattr(field, "verbose_name", "") or "")
    if field is not None and own and own != name.replace("_", " "):
        return own[:1].replace("i", "İ").upper() + own[1:]
    return str(_fields.get(name, name))


def _model(subject_type: str) -> type[Model] | None:
    try:
        return apps.get_model(subject_type) if subject_type else None
    except (LookupError, ValueError):
        return None


def _field(model: type[Model] | None, name: str) -> Any:
    try:
        return model._meta.get_field(name) if model is not None else None
    except FieldDoesNotExist:
        return None


def _choices(model: type[Model] | None, name: str) -> dict[str, object]:
    field = _field(model, name)
    field = getattr(field, "base_field", field)  # of an array: its items
    return {str(code): label for code, label in getattr(field, "flatchoices", None) or ()}


def _said(value: Any, words: Mapping[str, object]) -> Any:
    value = _SPELLED.get(value, value) if isinstance(value, str) else value
    if value == "":
        return None  # shown as nothing, not as a blank
    if isinstance(value, bool):
        return cells.yes_or_no(value)
    if isinstance(value, list):
        return ", ".join(str(_said(item, words)) for item in value) or _("(boş)")
    if isinstance(value, Mapping):
        return ", ".join(f"{field_name(None, key)}: {_said(v, words)}" for key, v in value.items())
    if str(value) in words:
        return str(words[str(value)])
    if isinstance(value, str) and _MOMENT.match(value) and (at := parse_datetime(value)):
        return cells.moment(at)
    if isinstance(value, str) and _DAY.fullmatch(value) and (day := parse_date(value)):
        return cells.day(day)
    return value
