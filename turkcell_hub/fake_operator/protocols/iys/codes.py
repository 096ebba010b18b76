"""The registry's codes: HTTP status and our own Turkish words."""

from __future__ import annotations

from typing import Any

_ABSENT: Any = object()

_TABLE = """
H001 404 Hizmet sağlayıcı bulunamadı
H014 400 Gövde JSON değil
H015 500 Beklenmedik bir hata oluştu
H016 400 Bayi için zorunlu alan eksik
H017 400 Bayi alanı çok uzun
H018 404 Marka bulunamadı
H031 404 Kullanıcı bulunamadı
H058 404 Bayi bulunamadı
H061 500 Bayi silinemedi: ona bağlı izin var
H083 429 Saniyelik istek sınırı aşıldı
H084 429 Saatlik jeton sınırı aşıldı; bir saat boyunca jeton istemeyin
H085 400 İzin ekleme isteği geçersiz
H086 429 Saatlik tekil sorgu sınırı aşıldı
H089 429 Saatlik geçmiş sorgusu sınırı aşıldı
H090 400 Bayi erişimi isteği geçersiz
H091 422 Bir istekte en fazla 1000 izin gönderilebilir
H092 400 Çoklu izin ekleme isteği geçersiz
H093 422 Push kullanıcı adı veya parolası eksik
H097 400 Sorgu isteği geçersiz
H110 422 status eksik
H111 422 type eksik
H112 422 consentDate eksik
H113 422 source eksik
H114 422 recipient eksik
H115 422 status listede yok
H116 422 recipientType listede yok
H117 422 type listede yok
H118 422 Bu alan gönderilemez
H119 422 source listede yok
H120 422 E-posta adresi geçersiz
H121 422 Telefon numarası + ile başlayan E.164 biçiminde değil
H122 422 Telefon numarası kullanımda olan bir aralıkta değil
H123 400 Servis meşgul, daha sonra deneyin
H124 429 Saniyede en fazla 10 istek gönderilebilir
H126 422 Bayi listesi çok uzun
H127 422 Alıcı listesi çok uzun
H129 404 Entegratör bulunamadı
H155 422 HS_2015 kaynağının tarihi 2015-05-01 00:00:00 olmalıdır
H156 422 İzin tarihi 2015-05-01 öncesi olamaz
H157 422 İzin tarihi gerçek bir tarih değil
H158 422 İzin tarihi biçimi YYYY-AA-GG SS:dd:ss olmalıdır
H160 422 Telefon numarası 15 karakterden uzun olamaz
H162 422 İzin tarihi ileri bir tarih olamaz
H163 422 Bayi listesi boş olamaz
H164 422 Alıcı listesi boş olamaz
H166 422 Telefon numarası 15 karakterden uzun olamaz
H168 422 recipients eksik
H169 422 retailerAccess eksik
H170 422 recipientType eksik
H174 400 İzin zaten bu durumda
H175 400 İlk kayıt RET olamaz
H176 400 Bu işlemi yalnızca yönetici yapabilir
H178 400 İzin tarihi kayıtlı olandan sonra olmalıdır
H180 403 Bayi kodu bu kullanıcıya ait değil
H182 422 limit geçersiz
H183 422 offset geçersiz
H186 422 limit en fazla 100 olabilir
H187 422 limit sıfır olamaz
H190 422 iysCode tam sayı olmalıdır
H191 422 brandCode tam sayı olmalıdır
H192 503 Zaman aşımı
H193 422 Alıcı listede tekrar ediyor
H194 422 İzin listede tekrar ediyor
H195 403 Marka verisine erişilemez
H196 403 Hizmet sağlayıcı verisine erişilemez
H198 422 requestId 36 karakterden uzun olamaz
H199 422 requestId yalnızca harflerden oluşamaz
H201 400 Bayi kodu 8 haneli bir sayı olmalıdır
H214 400 Bayi unvanı boş olamaz
H215 400 MERSİS numarası 16 karakter olmalıdır
H216 400 T.C. kimlik numarası 11 hane olmalıdır
H217 400 Bayi cep telefonu geçersiz
H218 400 Vergi numarası 10 veya 11 hane olmalıdır
H219 400 Şehir geçersiz
H220 400 İlçe geçersiz
H221 400 Bayi durumu geçersiz
H222 400 Bayi kısa adı geçersiz
H224 400 Bayi adı geçersiz
H245 400 Entegratör numarası değil
H250 400 Kimlik bilgisi eksik
H251 401 Kimlik bilgisi hatalı
H252 400 Kimlik bilgisi eksik
H266 400 Kod eksik
H267 400 Alan boş bırakılamaz
H268 400 Entegratör kullanıcısı yok
H351 401 Jeton eksik veya geçersiz
H353 403 iysCode, brandCode veya entegratör bu kullanıcıya ait değil
H355 404 Yetki bulunamadı
H363 400 Bu servis bu kullanıcı türüne kapalı
H400 422 requestId yalnızca rakamlardan oluşamaz
H401 400 Bayi erişimi verilecek izin yok
H402 422 Sorgu parametresi geçersiz
H403 422 after geçersiz veya süresi geçmiş
H408 422 HS_KARAR yalnızca RET ile kullanılabilir
H412 500 Beklenmedik bir hata oluştu
H437 404 Abonelik yok
H462 400 Tacir güncellemesinde consentDate zorunludur
H463 400 Tacir güncellemesinde source zorunludur
H464 422 Alıcı bu izin türüne uymuyor
H467 422 İzin tarihi üç iş gününden eski
H478 422 recipients bir liste olmalıdır
H486 400 Bu kaynak bu kayıtta kullanılamaz
H501 422 Rapor tarihi biçimi YYYY-AA-GG olmalıdır
H502 422 Rapor tarihi bitmiş ve en çok 7 gün önceki bir gün olmalıdır
H506 422 source IYS veya HS olmalıdır
H507 422 limit en fazla 1000 olabilir
H512 422 agreementStatus true olmalıdır
H520 403 Abonelik duraklatılmış veya süresi dolmuş
H521 403 Abonelik kapatılmış
H522 400 Yalnızca iş ortağı API kullanıcıları
H524 403 Abonelik yok
H525 422 İzin kotası doldu
H530 422 Push adresine bağlanılamadı
H531 422 Push adresi https olmalıdır
H532 422 Bir tür için en fazla iki push adresi kaydedilebilir
H568 200 Ret bağlantısı yalnızca ONAY durumundaki adresler için üretilir
H586 403 Paket API kullanımını içermiyor
H1010 400 Değer geçersiz
H1012 400 Doğrulama türü geçersiz
H1014 400 Marka bu hizmet sağlayıcıya ait değil
H1015 400 Doğrulama kontörü yok
H1030 404 Doğrulama isteği bulunamadı
H1032 400 Doğrulama daha önce tamamlandı
H1038 401 Jeton eksik veya geçersiz
H1040 403 Bu kayıt bu kullanıcıya ait değil
H1050 400 Üç kez yanlış kod girildi
H1051 400 Kodun süresi doldu
H1052 400 Kod yanlış
H1057 400 Alan boş bırakılamaz
H1063 400 Alıcı türü geçersiz
H1064 400 Doğrulama türü başlatılan işlemden farklı
H1067 409 Bağlantı daha önce kullanıldı
"""
TABLE: dict[str, tuple[int, str]] = {
    code: (int(status), words)
    for code, status, words in (line.split(" ", 2) for line in _TABLE.strip().splitlines())
}


class Refused(Exception):
    """A refusal on its way out: one or several faults under one status."""

    def __init__(self, *faults: dict[str, Any], status: int | None = None) -> None:
        super().__init__(", ".join(one["code"] for one in faults))
        self.faults = faults
        self.status = status or max(status_of(one["code"]) for one in faults)


def status_of(code: str) -> int:
    """A code that is in no table is a plain 400."""
    return TABLE.get(code, (400, ""))[0]


def fault(
    code: str, field: str | None = None, value: Any = _ABSENT, index: int | None = None,
    *, at: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """``index`` is the position in a batch, ``at`` the position within a field's list."""
    found: dict[str, Any] = {"code": code, "message": TABLE.get(code, (0, "Hata"))[1]}
    if field is not None:
        found["location"] = [field] if at is None else [field, at]
    if value is not _ABSENT:
        found["value"] = value
    if index is not None:
        found["index"] = index
    return found


def refuse(code: str, field: str | None = None, value: Any = _ABSENT) -> Refused:
    return Refused(fault(code, field, value))
