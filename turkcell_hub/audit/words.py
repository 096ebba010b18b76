"""What changed, in the words of the forms: names of fields and of their values in Turkish.

The trail keeps field names and codes, because those do not change with a text; they are put into
words when they are read: by the model's own ``verbose_name`` and choices, then by what is named
here or by a room for keys that are no field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DecimalField, IntegerField, Model
from django.template.defaultfilters import filesizeformat
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turkcell_hub.portal import cells

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_DECIMAL = re.compile(r"-?\d+\.(\d{2,6})")
# Sums that their room has written as text: decimals of these are told as money is.
_SUMS = frozenset({"amount", "gross", "net", "total"})
_COUNTS = frozenset({"consents", "count", "created", "credits", "new", "positions", "sendable"})
_LONG = 10_000
# Values that their room has written as text.
_SPELLED: dict[str, bool | None] = {"True": True, "False": False, "None": None}
_fields: dict[str, object] = {
    "account": gettext_lazy("Hesap"),
    "added": gettext_lazy("Eklenen"),
    "address": gettext_lazy("Adres"),
    "addresses": gettext_lazy("Adresler"),
    "allowed_ips": gettext_lazy("İzinli adresler"),
    "amount": gettext_lazy("Tutar"),
    "answer": gettext_lazy("Yanıt"),
    "applicant": gettext_lazy("Başvuran"),
    "application": gettext_lazy("Başvuru"),
    "at": gettext_lazy("Zaman"),
    "authority_codes": gettext_lazy("Yetki kodları"),
    "body": gettext_lazy("İçerik"),
    "brand": gettext_lazy("Marka"),
    "brands": gettext_lazy("Markalar"),
    "by": gettext_lazy("Yapan"),
    "bytes": gettext_lazy("Boyut"),
    "call": gettext_lazy("Aranma isteği"),
    "campaign": gettext_lazy("Gönderim"),
    "cancelled": gettext_lazy("İptal edilen"),
    "change": gettext_lazy("Değişim"),
    "changed": gettext_lazy("Değişen"),
    "channels": gettext_lazy("Kanallar"),
    "class": gettext_lazy("Mesaj sınıfı"),
    "class_chosen_by": gettext_lazy("Sınıfı seçen"),
    "confirmed_at": gettext_lazy("Doğrulanma"),
    "content_type": gettext_lazy("Dosya türü"),
    "connection": gettext_lazy("Bağlantı"),
    "consented_at": gettext_lazy("Onay zamanı"),
    "consents": gettext_lazy("İzin sayısı"),
    "count": gettext_lazy("Kayıt sayısı"),
    "counted": gettext_lazy("Sayılan"),
    "courier": gettext_lazy("Kargo firması"),
    "created": gettext_lazy("Yeni"),
    "created_at": gettext_lazy("Oluşturulma"),
    "credits": gettext_lazy("Kredi"),
    "data": gettext_lazy("Bilgiler"),
    "day": gettext_lazy("Gün"),
    "details": gettext_lazy("Ayrıntılar"),
    "digest": gettext_lazy("İçerik özeti"),
    "documents": gettext_lazy("Belgeler"),
    "effective_at": gettext_lazy("Yürürlük"),
    "email": gettext_lazy("E-posta"),
    "emailed_on": gettext_lazy("E-posta günü"),
    "emails": gettext_lazy("E-postalar"),
    "ends_on": gettext_lazy("Bitiş"),
    "erased": gettext_lazy("Silinen"),
    "erp": gettext_lazy("ERP'deki numara"),
    "errors": gettext_lazy("ERP'nin yanıtı"),
    "every": gettext_lazy("Sıklık"),
    "expires_at": gettext_lazy("Son kullanma"),
    "file_sha256": gettext_lazy("Dosya özeti (SHA-256)"),
    "first": gettext_lazy("İlk gün"),
    "first_name": gettext_lazy("Adı"),
    "first_people": gettext_lazy("Gönderilecek ilk kişiler"),
    "from": gettext_lazy("Başlangıç"),
    "goods": gettext_lazy("Satılan"),
    "gross": gettext_lazy("Toplam (KDV dâhil)"),
    "has_corporate_line": gettext_lazy("Kurumsal hat"),
    "head": gettext_lazy("Zincirin ucu"),
    "health": gettext_lazy("Bağlantı durumu"),
    "hour": gettext_lazy("Saat"),
    "identity": gettext_lazy("Kimlik belgesi"),
    "invalid": gettext_lazy("Hatalı"),
    "is_default": gettext_lazy("Varsayılan"),
    "iys_code": gettext_lazy("İYS kodu"),
    "joined": gettext_lazy("Katılan"),
    "key": gettext_lazy("Anahtar"),
    "keys": gettext_lazy("Anahtarlar"),
    "kind": gettext_lazy("Tür"),
    "last_name": gettext_lazy("Soyadı"),
    "left": gettext_lazy("Kalan"),
    "limit": gettext_lazy("Limit"),
    "lines": gettext_lazy("Hatlar"),
    "media": gettext_lazy("Dosya"),
    "member": gettext_lazy("Kullanıcı"),
    "members": gettext_lazy("Üyeler"),
    "messages": gettext_lazy("Mesajlar"),
    "method": gettext_lazy("Ödeme yolu"),
    "mode": gettext_lazy("Gönderme yolu"),
    "more": gettext_lazy("Eklenen"),
    "movements": gettext_lazy("Hareketler"),
    "name": gettext_lazy("Ad"),
    "new": gettext_lazy("Yeni kayıt"),
    "note": gettext_lazy("Not"),
    "number": gettext_lazy("Numara"),
    "officer": gettext_lazy("Yetkili"),
    "old_key_ends": gettext_lazy("Eski anahtarın sonu"),
    "operator_id": gettext_lazy("Operatördeki numara"),
    "order": gettext_lazy("Sipariş no"),
    "ordered_at": gettext_lazy("Sipariş zamanı"),
    "origin": gettext_lazy("Geliş yolu"),
    "paper": gettext_lazy("Belge"),
    "part": gettext_lazy("Bölüm"),
    "parts": gettext_lazy("Parça sayısı"),
    "password": gettext_lazy("Parola"),
    "payment": gettext_lazy("Ödeme"),
    "payment_type": gettext_lazy("Ödeme türü"),
    "period": gettext_lazy("Dönem"),
    "person": gettext_lazy("Eklenen kişi"),
    "phone": gettext_lazy("Telefon numarası"),
    "phones": gettext_lazy("Telefonlar"),
    "positions": gettext_lazy("Konum sayısı"),
    "problem": gettext_lazy("Sorun"),
    "problems": gettext_lazy("Sorunlar"),
    "raised": gettext_lazy("Alıcının isteğine dönen"),
    "raw": gettext_lazy("Geldiği biçim"),
    "reason": gettext_lazy("Neden"),
    "receipt": gettext_lazy("Belge"),
    "received_at": gettext_lazy("Geliş zamanı"),
    "refunds": gettext_lazy("İadeler"),
    "refused": gettext_lazy("Alınmayan"),
    "replaces": gettext_lazy("Yenilediği anahtar"),
    "request": gettext_lazy("İstek no"),
    "reviews": gettext_lazy("İnceleme nedenleri"),
    "revoked_at": gettext_lazy("İptal zamanı"),
    "role": gettext_lazy("Rol"),
    "route": gettext_lazy("Yol"),
    "rule": gettext_lazy("Kural"),
    "rules": gettext_lazy("Kurallar"),
    "said": gettext_lazy("Yanıt"),
    "scheduled_for": gettext_lazy("Gönderim zamanı"),
    "scopes": gettext_lazy("Yetkiler"),
    "sendable": gettext_lazy("Gönderilecek"),
    "sender": gettext_lazy("Gönderen"),
    "service": gettext_lazy("Hizmet"),
    "sha256": gettext_lazy("Dosya özeti (SHA-256)"),
    "shipped_on": gettext_lazy("Postalama günü"),
    "since": gettext_lazy("Başlangıç"),
    "size": gettext_lazy("Boyut"),
    "source": gettext_lazy("Kaynak"),
    "sources": gettext_lazy("Kaynak sayısı"),
    "state": gettext_lazy("Durum"),
    "side": gettext_lazy("Yön"),
    "stopped": gettext_lazy("Durdurulan"),
    "subject": gettext_lazy("Konu"),
    "table": gettext_lazy("Eşleştirme tablosu"),
    "taken": gettext_lazy("Alınan"),
    "taker": gettext_lazy("Alan bağlantı"),
    "tckns": gettext_lazy("T.C. kimlik numaraları"),
    "terms": gettext_lazy("Sözleşme özeti (SHA-256)"),
    "text": gettext_lazy("Metin"),
    "ticks": gettext_lazy("İşaretlenenler"),
    "total": gettext_lazy("Toplam"),
    "types": gettext_lazy("Olay türleri"),
    "unchanged": gettext_lazy("Değişmeyen"),
    "updated": gettext_lazy("Güncellenen"),
    "uploaded_at": gettext_lazy("Yüklenme"),
    "url": gettext_lazy("Adres"),
    "user": gettext_lazy("Kullanıcı"),
    "verdict": gettext_lazy("Karar"),
    "way": gettext_lazy("Yol"),
    "what": gettext_lazy("İşlem"),
    "who": gettext_lazy("Kişi"),
    "works": gettext_lazy("Çalışıyor"),
}
_values: dict[str, Callable[[], Mapping[str, object]]] = {}


def declare(
    fields: Mapping[str, object] | None = None,
    values: Mapping[str, Callable[[], Mapping[str, object]]] | None = None,
) -> None:
    """A room's names of keys that are no field of the record, and of codes: ``values`` names for
    a key (``app.model.key``: of that record alone) what answers ``{code: name}``."""
    _fields.update(fields or {})
    _values.update(values or {})


def details_of(changes: Mapping[str, Any], subject_type: str = "") -> list[tuple[str, Any, Any]]:
    """``(field, before, after)`` in words; a value that is no pair stands as the new one."""
    model = _model(subject_type)
    found = []
    for name, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        own = _values.get(f"{subject_type}.{name}", dict)()
        words = {**_values.get(name, dict)(), **own, **_choices(model, name)}
        told = [_figure(_field(model, name), name, value, words) for value in (before, after)]
        found.append((field_name(model, name), *(_said(value, words) for value in told)))
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


def _figure(field: Any, name: str, value: Any, words: Mapping[str, object]) -> Any:
    """ "7680.00" is read "7.680,00", 250000 of something counted "250.000"; years and numbers of
    records stay as they are."""
    if str(value) in words or isinstance(value, bool):
        return value
    if name == "bytes" and type(value) is int:
        return filesizeformat(value)
    is_sum = name in _SUMS or isinstance(field, DecimalField)
    if is_sum and isinstance(value, str) and (digits := _DECIMAL.fullmatch(value)):
        return cells.grouped(Decimal(value), len(digits[1]))
    is_count = name in _COUNTS or isinstance(field, IntegerField)
    return cells.number(value) if is_count and type(value) is int and value >= _LONG else value


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
