"""The services that a company applies for, as data (L-127, L-128)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Service:
    """``code`` is the operator's offering; ``account`` the service of the gateway account into
    which the credentials are written, "" where none are given; ``billed``: it asks how it is paid.
    ``changes``: the offering that is changed, for what is no service of its own."""

    code: str
    name: Any
    summary: Any
    text: Sequence[Any]
    needed: Sequence[Any]
    account: str
    icon: str
    billed: bool = False
    changes: str = ""


SERVICES: dict[str, Service] = {
    one.code: one
    for one in (
        Service(
            "TOPLU_SMS",
            _("Toplu SMS"),
            _("Müşterilerinize, personelinize ve iş ortaklarınıza toplu ve tekil SMS."),
            (
                _("Abone gruplarına kişiye özel metinle gönderir, iletim raporlarını izlersiniz."),
                _("Ticari mesajlar gönderilmeden önce İYS izinleri sorulur; izni olmayana gitmez."),
                _("Ön ödemeli pakette kredi kadar, faturalıda aylık limit kadar gönderilir."),
            ),
            (
                _("Son Kullanıcı SMS sözleşmesi, imza beyannamesi ve vergi levhası"),
                _("Gönderici adı (başlık) için unvan veya marka belgesi"),
            ),
            "sms", "message", billed=True,
        ),
        Service(
            "TCKN_SMS",
            _("TCKN ile SMS"),
            _("Telefon numarası bilinmeyen Turkcell abonesine T.C. kimlik numarasıyla SMS."),
            (
                _("Numara paylaşılmaz; mesajı operatör kişinin hattına iletir."),
                _("Turkcell abonesi olmayanlara gitmez, sonucunda böyle yazar."),
                _("Kendi gönderici adı vardır ve metinde Türkçe harf kullanılamaz."),
            ),
            (_("Kimlik numarasını işleme yetkinizi gösteren sözleşme veya mevzuat dayanağı"),),
            "tckn", "id", billed=True,
        ),
        Service(
            "OTP",
            _("SMS ile onay (OTP)"),
            _("Islak imza gerektirmeyen işlerde yetkilinin cebine gelen kodla onay."),
            (
                _("İş akışındaki görev, yetkili kodu girince tamamlanır; her onayın makbuzu olur."),
                _("Kod tek bir belgeye bağlıdır; belge değişirse kod geçersiz olur."),
            ),
            (_("Onay verecek kişilerin kurumsal cep telefonları"),),
            "otp", "shield-check", billed=True,
        ),
        Service(
            "EKIP_MOBIL",
            _("Ekip Mobil"),
            _("Saha personelinin yerini, onayını alarak haritada izleme."),
            (
                _("Personele izleme talebi gider; onaylamayan izlenmez, dilediğinde geri alır."),
                _("Adrese en yakın kişi bulunur, geçmiş güzergâh ve bölge raporları alınır."),
            ),
            (_("Kurumsal hatlar ve personel bilgilendirme metni (KVKK)"),),
            "location", "map-pin",
        ),
        Service(
            "FATURA_AKTARIM",
            _("Online fatura aktarımı"),
            _("Turkcell faturalarını eşleştirme tablolarıyla ERP'ye aktarma."),
            (
                _("Faturalar tek işlemle alınır, numaraya göre hizmet kartlarına dağıtılır."),
                _("Aktarım şifresi 120 günde bir yenilenir; süresi dolmadan uyarılırsınız."),
            ),
            (_("Turkcell yetkilisi olarak kayıtlı kişinin cep telefonu"),),
            "invoice", "file-invoice",
        ),
    )
}  # fmt: skip
LIMIT, PACKAGE = "SMS_LIMIT", "SMS_PAKET"
# What rooms of ours order about a service that the company has.
CHANGES: dict[str, Service] = {
    LIMIT: Service(
        LIMIT, _("SMS limit artırımı"), _("Faturalı Toplu SMS hizmetinin aylık limiti."), (), (),
        "", "trending-up", changes="TOPLU_SMS",
    ),
    PACKAGE: Service(
        PACKAGE, _("SMS paketi"), _("Ön ödemeli Toplu SMS hizmetine paket."), (), (),
        "", "shopping-cart", changes="TOPLU_SMS",
    ),
}  # fmt: skip
KNOWN = {**SERVICES, **CHANGES}
CHOICES = [(one.code, one.name) for one in SERVICES.values()]
KNOWN_CHOICES = [(one.code, one.name) for one in KNOWN.values()]
