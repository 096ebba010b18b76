"""What İYS's error codes mean and what a person does about them (K-007).

The words are ours. A code that is not here is shown as it came, with the advice to ask for help.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_ADVICE = {
    "WAIT": _("Bir şey yapmanız gerekmez; portal kendiliğinden yeniden dener."),
    "SUPPORT": _("Yinelenirse kodu destek ekibine bildirin."),
    "MEND": _("Kaydı düzeltip yeniden ekleyin."),
    "ACCOUNT": _("Ayarlar › Operatör Hesapları'ndaki İYS hesabını denetleyin."),
    "NONE": _("Yapılacak bir şey yok."),
    "DEALER": _("Bayi bilgisini düzeltip yeniden gönderin."),
}
# Code or range | what it means | what to do (a word of _ADVICE, or a sentence).
_TABLE = """
H001 | Hizmet sağlayıcı İYS'de bulunamadı. | ACCOUNT
H014 | İstek İYS'nin okuyabildiği biçimde değil. | SUPPORT
H015 | İYS'de beklenmeyen bir hata oldu. | WAIT
H016-H017 | Bayi alanları eksik ya da çok uzun. | DEALER
H018 | Marka İYS'de bulunamadı. | Ayarlar › Markalar'daki marka kodunu İYS'dekiyle karşılaştırın.
H031 | İYS kullanıcısı bulunamadı. | ACCOUNT
H058 | Bayi İYS'de bulunamadı. | DEALER
H060-H062 | İYS bayi işlemini tamamlayamadı. | Bayiye bağlı izin kalmasın.
H067 | İYS'de boş bayi kodu kalmadı. | İYS destek ile görüşün.
H082 | İYS il-ilçe listesini veremedi. | Biraz sonra yeniden deneyin.
H083 | Bir saniyedeki istek sınırı aşıldı. | WAIT
H084 | Saatlik oturum açma sınırı aşıldı; portal bir saat bekler. | WAIT
H085 | İzin ekleme isteği geçersiz. | MEND
H086 | Bir saatteki tekil sorgu sınırı aşıldı. | WAIT
H089 | Bir saatteki geçmiş sorgusu sınırı aşıldı. | WAIT
H090 | Bayi erişimi isteği geçersiz. | DEALER
H091 | Bir listede 1.000'den çok izin var. | SUPPORT
H092 | Çoklu izin ekleme isteği geçersiz. | SUPPORT
H093 | Bildirim adresinin kullanıcı adı ya da parolası eksik. | ACCOUNT
H097 | Sorgu geçersiz. | SUPPORT
H100-H107 | İYS sunucusu işlemi yapamadı. | WAIT
H110 | İzin durumu boş. | MEND
H111 | İzin türü boş. | MEND
H112 | İzin tarihi boş. | MEND
H113 | İzin kaynağı boş. | MEND
H114 | Alıcı boş. | MEND
H115 | Durum ONAY ya da RET değil. | MEND
H116 | Alıcı tipi BİREYSEL ya da TACİR değil. | MEND
H117 | İzin türü Arama, Mesaj ya da E-posta değil. | MEND
H118 | İstekte İYS'nin tanımadığı bir alan var. | SUPPORT
H119 | İzin kaynağı İYS'nin listesinde yok. | HS_ ile başlayan kaynaklardan birini seçin.
H120 | E-posta adresi geçersiz. | Adresi Türkçe harf ve boşluk olmadan yazın.
H121 | Telefon numarası geçersiz. | Numarayı ülke koduyla düzeltin, örneğin +905321234567.
H122 | Telefon numarası Türkiye'de kullanılan bir aralıkta değil. | Numarayı kişiden yeniden alın.
H123 | İYS meşgul. | WAIT
H124 | Saniyede 10 istek sınırı aşıldı. | WAIT
H125 | Listede izin sayısı sınırı aşıldı. | SUPPORT
H126 | Bayi listesi çok uzun. | En çok 3.000 bayi verin.
H127 | Alıcı listesi çok uzun. | SUPPORT
H129 | İş ortağı İYS'de bulunamadı. | ACCOUNT
H155 | HS_2015 kaynağının tarihi yalnız 01.05.2015 00:00 olabilir. | Tarihi düzeltin.
H156 | İzin tarihi 1 Mayıs 2015'ten eski. | MEND
H157-H158 | İzin tarihi okunamadı. | Tarihi gg.aa.yyyy ss:dd biçiminde yazın.
H160 | Telefon numarası 15 karakterden uzun. | MEND
H162 | İzin tarihi gelecekte. | MEND
H163-H164 | Bayi ya da alıcı listesi boş. | SUPPORT
H166 | Sorgulanan telefon numarası 15 karakterden uzun. | MEND
H168-H169 | Alıcılar ya da bayi erişimi eksik. | SUPPORT
H170 | Alıcı tipi boş. | MEND
H171-H173 | Bayi erişimi isteği geçersiz. | DEALER
H174 | İYS'deki kayıt zaten bu durumda. | NONE
H175 | Kaydı olmayan alıcı için ilk kayıt RET olamaz. | Zaten ticari ileti gidemez.
H176 | Bu işlemi yalnız İYS hesabının yöneticisi yapabilir. | ACCOUNT
H178 | İYS'de daha yeni tarihli bir kayıt var. | Geçmişe bakın; kişinin son kararı İYS'dekidir.
H179 | İYS sunucusu işlemi yapamadı. | WAIT
H180 | Bayi kodu bu hesapta tanımlı değil. | DEALER
H181 | İYS sunucusu işlemi yapamadı. | WAIT
H182-H183 | Sayfalama değeri geçersiz. | SUPPORT
H186-H187 | Sayfa boyu sınırın dışında. | SUPPORT
H190 | İYS kodu sayı değil. | ACCOUNT
H191 | Marka kodu sayı değil ya da bildirim adresine 5 saniyede ulaşılamadı. | ACCOUNT
H192 | İYS zamanında yanıtlamadı. | WAIT
H193 | Sorguda aynı alıcı iki kez var. | SUPPORT
H194 | Listede aynı alıcı ve izin türü iki kez var. | Alıcının son durumu tek satırda kalsın.
H195-H196 | Marka ya da hizmet sağlayıcı bilgisine ulaşılamadı. | ACCOUNT
H198-H199 | İstek numarası geçersiz. | SUPPORT
H201 | Bayi alanı geçersiz. | DEALER
H214-H231 | Bayi alanı geçersiz. | DEALER
H241 | İYS listeyi veremedi. | Biraz sonra yeniden deneyin.
H243-H244 | Bayi alanı geçersiz. | DEALER
H245 | Numara bir iş ortağına ait değil. | ACCOUNT
H250-H252 | İYS kullanıcı adı ya da parolası eksik veya yanlış. | ACCOUNT
H253 | Bayi alanı geçersiz. | DEALER
H266-H267 | Kod eksik ya da boş. | SUPPORT
H268 | İş ortağı kullanıcısı bulunamadı. | ACCOUNT
H288 | Bayi alanı geçersiz. | DEALER
H351 | İYS oturumu yok ya da süresi dolmuş. | WAIT
H353 | İYS kodu ya da marka bu kullanıcıya ait değil. | Marka kodunu denetleyin.
H355 | Hesabın bu işleme yetkisi yok. | ACCOUNT
H363 | Bu servis bu kullanıcı türüne kapalı. | ACCOUNT
H400 | İstek numarası geçersiz. | SUPPORT
H401 | Bayi erişimi verilecek izin İYS'de yok. | Önce izni ekleyin.
H402-H405 | Sorgu geçersiz. | SUPPORT
H408 | HS_KARAR kaynağı yalnız RET için kullanılabilir. | Onay için gerçek kaynağı seçin.
H412 | İYS'de beklenmeyen bir hata oldu. | WAIT
H437 | İYS aboneliği bulunamadı. | İYS panelinden paketinizi denetleyin.
H450-H460 | Doğrulama (ViA) işlemi geçersiz. | Doğrulamayı yeniden başlatın.
H462 | Tacir kaydını değiştirmek için izin tarihi gerekir. | MEND
H463 | Tacir kaydını değiştirmek için izin kaynağı gerekir. | MEND
H464 | Sorgulanan alıcı izin türüne uymuyor. | MEND
H465 | Doğrulama (ViA) işlemi geçersiz. | Doğrulamayı yeniden başlatın.
H467 | İzin tarihinin üzerinden üç iş günü geçmiş. | Bu izin yüklenemez. Kişiden yeniden onay alın.
H470 | İYS'de beklenmeyen bir hata oldu. | WAIT
H476 | İYS'de beklenmeyen bir hata oldu. | WAIT
H478 | Alıcılar liste biçiminde değil. | SUPPORT
H486 | Bu izin kaynağı burada kullanılamaz. | İzin gerçekten nasıl alındıysa o kaynağı seçin.
H501 | Mutabakat tarihi okunamadı. | SUPPORT
H502 | Mutabakat en çok 7 gün geriye yapılabilir. | NONE
H506 | Hareketlerin kaynağı IYS ya da HS olmalı. | SUPPORT
H507 | Bir çağrıda en çok 1.000 hareket istenebilir. | SUPPORT
H512 | Mutabakat yalnız onaylanabilir. | SUPPORT
H520-H521 | İYS aboneliği durdurulmuş ya da süresi dolmuş. | İYS panelinden aboneliğinizi yenileyin.
H522 | Bu servisi yalnız iş ortağı kullanıcıları kullanabilir. | ACCOUNT
H524 | İYS aboneliği kapalı ya da yok. | İYS panelinden aboneliğinizi denetleyin.
H525 | İYS paketindeki izin hakkı doldu. | Daha büyük bir İleti paketine geçin.
H530 | Bildirim adresine bağlanılamadı. | ACCOUNT
H531 | Bildirim adresi https olmalı. | ACCOUNT
H568 | Ret bağlantısı yalnız ONAY durumundaki adresler için üretilir. | NONE
H586 | İYS paketiniz servis kullanımını kapsamıyor. | Servis kullanımı olan pakete geçin.
H1010 | Doğrulama isteğindeki bir değer geçersiz. | MEND
H1012 | Doğrulama türü geçersiz. | SUPPORT
H1014 | Marka bu hizmet sağlayıcıya ait değil. | Marka kodunu denetleyin.
H1015 | Doğrulama (ViA) kredisi bitti. | İYS panelinden kredi alın.
H1030 | Doğrulama isteği bulunamadı. | Doğrulamayı yeniden başlatın.
H1031 | Doğrulama kotası doldu. | İYS panelinden kotanızı denetleyin.
H1032 | Doğrulama zaten tamamlanmış. | NONE
H1038 | Doğrulama oturumu yok. | WAIT
H1040 | Bu doğrulama isteği size ait değil. | ACCOUNT
H1044 | Doğrulama adresi bu yöntemle çağrılamaz. | SUPPORT
H1045 | Doğrulama oturumunun süresi dolmuş. | WAIT
H1048 | Doğrulanan alıcı, istekteki alıcıdan farklı. | Doğrulamayı doğru numarayla yeniden başlatın.
H1050 | Kod üç kez yanlış girildi. | Yeni kod isteyin.
H1051 | Kodun süresi doldu. | Yeni kod isteyin.
H1052 | Kod yanlış. | Kodu kişiden yeniden alın.
H1057 | Doğrulama isteğinde boş alan var. | MEND
H1063 | Doğrulama isteğinde alıcı tipi geçersiz. | MEND
H1064 | Doğrulama türü başlangıçtakinden farklı. | Doğrulamayı yeniden başlatın.
H1067 | Doğrulama bağlantısı daha önce kullanılmış. | NONE
H1079-H1080 | Kayıt zaten bu durumda ya da ilk kayıt RET olamaz (doğrulama). | NONE
H1081-H1082 | İzin kaynağı ya da tarihi doğrulamaya uygun değil. | MEND
H1107 | Doğrulama metni (şablon) bulunamadı. | İYS panelinden şablonu denetleyin.
H1000-H1113 | Doğrulama (ViA) işlemi tamamlanamadı. | SUPPORT
OTP-ERROR-001-OTP-ERROR-012 | ViA Pass kodu gönderilemedi ya da doğrulanamadı. | Yeni kod isteyin.
ERR-SYS-0001-ERR-SYS-0009 | ViA Pass hizmetinde hata oldu. | Biraz sonra yeniden deneyin.
ERR-VLD-001-ERR-VLD-002 | ViA Pass isteğindeki bir alan geçersiz. | MEND
"""
_CODE = re.compile(r"(.*?)(\d+)")


@dataclass(frozen=True)
class Explanation:
    """``codes``: one code or a range, as the table writes it. ``is_tried_again``: the portal
    tries by itself."""

    codes: str
    meaning: Promise | str
    advice: Promise | str
    is_tried_again: bool = False


@cache
def table() -> tuple[Explanation, ...]:
    """All of them, in the order of their codes."""
    return tuple(_read(line) for line in _TABLE.strip().splitlines())


def texts() -> Iterator[str]:
    """The Turkish of every line, for the catalogue."""
    for line in _TABLE.strip().splitlines():
        _codes, meaning, advice = line.split(" | ")
        yield meaning
        if advice not in _ADVICE:
            yield advice


def explain(code: str) -> Explanation:
    """The first line that the code falls into; an unknown code explains itself as such."""
    found = next(_lines_of(code), None)
    meaning = _("İYS bu kodla reddetti; listemizde yok.")
    return found or Explanation(code, meaning, _ADVICE["SUPPORT"])


def _read(line: str) -> Explanation:
    codes, meaning, advice = line.split(" | ")
    return Explanation(codes, _(meaning), _ADVICE.get(advice) or _(advice), advice == "WAIT")


def _lines_of(code: str) -> Iterator[Explanation]:
    parts = _CODE.fullmatch(code)
    if parts is None:
        return
    word, number = parts[1], int(parts[2])
    for line in table():
        first, last = _ends(line.codes)
        if first[0] == word and first[1] <= number <= last[1]:
            yield line


def _ends(codes: str) -> tuple[tuple[str, int], tuple[str, int]]:
    """The first and the last code of a line, as (word, number)."""
    found = [(word.lstrip("-"), int(digits)) for word, digits in _CODE.findall(codes)]
    return found[0], found[-1]
