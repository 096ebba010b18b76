"""The words of problems: titles by status, English sentences by code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TITLES: dict[int, object] = {
    400: _("Geçersiz istek"),
    401: _("Kimlik doğrulanamadı"),
    402: _("Yetersiz kredi"),
    403: _("Yetki yok"),
    404: _("Kayıt bulunamadı"),
    405: _("Bu adreste bu yöntem yok"),
    406: _("Bu yanıt türü verilemiyor"),
    409: _("Çakışma"),
    410: _("Artık yok"),
    413: _("İstek çok büyük"),
    415: _("Gövde türü desteklenmiyor"),
    422: _("İstek işlenemedi"),
    429: _("Çok fazla istek"),
    500: _("Beklenmeyen hata"),
    503: _("Şu anda kullanılamıyor"),
}

# What is said in English when the Turkish sentence has no translation.
ENGLISH: dict[str, str] = {
    "action_refused": "Some of the selected records cannot take this action; see extra.refused.",
    "already_exists": "There already is a record with these values.",
    "blank": "This field must not be blank.",
    "collision": "Another change at the same moment was in the way; nothing was saved, repeat it.",
    "conflict": "The state of the record does not allow this.",
    "cursor_invalid": "The cursor is not one of this list; start again without it.",
    "date": "This is not a date.",
    "does_not_exist": "There is no such record.",
    "empty": "This list must not be empty.",
    "error": "The request failed.",
    "firm_inactive": "The firm of this key is closed.",
    "idempotency_key_in_use": "A request with this Idempotency-Key is still running; wait.",
    "idempotency_key_invalid": "Idempotency-Key must be 1 to 255 printable ASCII characters.",
    "idempotency_key_of_others": (
        "An API key with other scopes, codes or brands used this Idempotency-Key; use a new key."
    ),
    "idempotency_key_reused": "This Idempotency-Key was used with another body; use a new key.",
    "in_use": "Other records use this one; it cannot be deleted.",
    "incorrect_type": "The value has the wrong JSON type.",
    "insufficient_credit": "There is not enough credit for this.",
    "internal_error": "Something unexpected happened; report the request_id.",
    "invalid": "The value cannot be used.",
    "invalid_choice": "This is not one of the allowed values.",
    "key_expired": "This API key has expired.",
    "key_in_url": "Never put an API key into a URL; send it as 'Authorization: Bearer'.",
    "key_ip_refused": "This API key must not be used from this address.",
    "key_malformed": "This is not an API key; send 'Authorization: Bearer thub_…'.",
    "key_missing": "Send an API key as 'Authorization: Bearer thub_…'.",
    "key_revoked": "This API key was revoked.",
    "key_unknown": "There is no such API key.",
    "max_length": "The value is too long.",
    "max_value": "The value is too large.",
    "method_not_allowed": "This method does not exist at this address.",
    "min_length": "The value is too short.",
    "min_value": "The value is too small.",
    "not_acceptable": "This kind of answer is not available; ask for application/json.",
    "not_allowed": "This key lacks the right for this operation.",
    "not_a_list": "A list is expected.",
    "not_found": "There is no such record.",
    "null": "This field must not be null.",
    "parse_error": "The body is not valid JSON.",
    "rate_limited": "Too many requests; wait as long as Retry-After says.",
    "read_only_field": "This field cannot be written.",
    "request_too_large": "The body is too large.",
    "required": "This field is required.",
    "took_too_long": (
        "The database did not finish in time and stopped; ask for less, and look whether a change"
        " was made before you repeat it."
    ),
    "too_many_rows": "Too many rows for one call; use an import instead.",
    "unavailable": "An outside service cannot be used now; try later.",
    "unique": "This value is already taken.",
    "unknown_address": "There is no such address; note the slash at the end.",
    "unknown_field": "This field is unknown.",
    "unknown_parameter": "This query parameter is unknown.",
    "unsupported_media_type": "Send the body as application/json.",
}


def english(code: str, status: int) -> str:
    return ENGLISH.get(code) or ENGLISH["not_found" if status == 404 else "error"]
