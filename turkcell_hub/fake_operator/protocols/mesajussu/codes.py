"""Mesaj Üssü's refusals: which code, with which ordinary HTTP status, in which words."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

IP_REFUSED, START_WINDOW, BRAND_MISSING = 823, 869, 883
PASSWORD_EXPIRED, WRONG_PASSWORD, LOCKED = 900, 902, 907
TOKEN_WRONG, NO_USER, TOKEN_OLD = 908, 913, 918
INTERNAL, NOT_ENTITLED, BATCH_LIMIT, OUTSIDE_HOURS, SENDER = 920, 931, 932, 938, 971

#: code -> (ordinary HTTP status, words). The vendor's codes are from section 1.1; the codes
#: below 600 are HTTP's own, used where the vendor's list has none.
_TEXTS: dict[int, tuple[int, str]] = {
    IP_REFUSED: (403, "IP adresi yetkili degil"),
    START_WINDOW: (400, "Baslangic saati 09:00-21:00 arasinda olmali"),
    BRAND_MISSING: (400, "IYS marka kodu zorunlu"),
    PASSWORD_EXPIRED: (401, "Sifre suresi doldu"),
    WRONG_PASSWORD: (401, "Hatali sifre"),
    903: (401, "Kullanici odeme sisteminde aktif degil"),
    LOCKED: (401, "Hesap kilitli"),
    TOKEN_WRONG: (401, "Token hatali"),
    NO_USER: (401, "Kullanici bulunamadi"),
    TOKEN_OLD: (401, "Token zaman asimi"),
    INTERNAL: (500, "Sistem hatasi"),
    NOT_ENTITLED: (403, "API kullanim yetkisi yok"),
    BATCH_LIMIT: (400, "MSISDN sayisi alt sinirin altinda veya ust sinirin ustunde"),
    OUTSIDE_HOURS: (400, "Mesai saatleri disinda"),
    SENDER: (400, "Gecersiz alfanumerik gonderici"),
    982: (401, "Hesap pasif"),
    983: (401, "Hesap askida"),
    984: (401, "Hesap kapali"),
    985: (401, "Hesap devredildi"),
    987: (401, "Hesabin numarasi degisti"),
    996: (401, "Hesap kara listede"),
    400: (400, "Gecersiz istek"),
    402: (402, "Yetersiz kredi"),
    404: (404, "Kayit bulunamadi"),
    405: (405, "Yontem desteklenmiyor"),
    409: (409, "Islem artik yapilamaz"),
    413: (413, "Istek cok buyuk"),
    422: (422, "Anahtar baska bir istek icin kullanildi"),
    429: (429, "Cok fazla istek"),
    503: (503, "Servis gecici olarak kapali"),
}
_FIRST_VENDOR_CODE = 600


class Refused(Exception):
    """A refusal on its way out."""

    def __init__(self, code: int, detail: str = "", retry_after: float = 0) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after


def ok(**facts: Any) -> web.Response:
    return answer({"resultCode": 0, "resultDescription": "success", **facts})


def answer(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def refusal(code: int, code_in: str = "body", detail: str = "") -> web.Response:
    """``code_in`` "status" sends a vendor code as the HTTP status alone, "both" in both places."""
    status, words = _TEXTS.get(code, (400, "Hata"))
    if code_in != "body" and code >= _FIRST_VENDOR_CODE:
        status = code
    if code_in == "status" and code >= _FIRST_VENDOR_CODE:
        return web.Response(text=words, status=status, reason=words)
    text = f"{words}: {detail}" if detail else words
    return answer({"resultCode": code, "resultDescription": text}, status)
