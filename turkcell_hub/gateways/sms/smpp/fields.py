"""The fields of an SMPP account's settings form."""

from __future__ import annotations

from turkcell_hub.gateways.adapter_info import SettingField
from turkcell_hub.gateways.sms.smpp.settings import WINDOW

FIELDS: tuple[SettingField, ...] = (
    SettingField(
        "base_url",
        "Sunucu ve port",
        required=True,
        help="TLS ile smpps://sunucu:port, TLS'siz smpp://sunucu:port; örneğin"
        " smpps://smpp.operator.com.tr:3550. TLS'siz bağlantıda şifre ve mesajlar açık gider;"
        " operatörünüz TLS sunuyorsa smpps kullanın.",
    ),
    SettingField(
        "username",
        "Kullanıcı adı (system_id)",
        required=True,
        help="Operatörün verdiği gibi, en çok 15 karakter.",
        longest=15,
    ),
    SettingField(
        "password",
        "Şifre",
        kind="password",
        required=True,
        help="SMPP'de en çok 8 karakter.",
        longest=8,
    ),
    SettingField(
        "extra.system_type",
        "Sistem türü (system_type)",
        default="",
        help="Operatör bir değer verdiyse yazın; yoksa boş bırakın.",
        longest=12,
    ),
    SettingField(
        "extra.service_type",
        "Hizmet türü (service_type)",
        default="",
        help="Çoğunlukla boştur.",
        longest=5,
    ),
    SettingField(
        "extra.binds",
        "Bağlantı biçimi",
        kind="choice",
        default="one",
        choices=(
            ("one", "Tek bağlantı (transceiver)"),
            ("two", "Gönderme ve alma ayrı (transmitter + receiver)"),
        ),
    ),
    SettingField(
        "extra.connections",
        "Pencere (yanıtı beklenen en çok mesaj)",
        kind="int",
        default=WINDOW,
        help="Operatörün size bildirdiği sayı; 1 ile 100 arası.",
    ),
    SettingField(
        "extra.enquire_seconds",
        "Hat yoklama aralığı (saniye)",
        kind="int",
        default=30,
        help="Bu süre sessiz kalan hat enquire_link ile yoklanır; operatörler 30–60 önerir.",
    ),
    SettingField(
        "extra.turkish",
        "Türkçe harfler",
        kind="choice",
        default="single",
        choices=(
            ("single", "Türkçe tablo, tek geçiş (harf 2 karakter sayılır)"),
            ("locking", "Türkçe tablo, kilitli geçiş (harf 1 karakter sayılır)"),
            ("ucs2", "UCS-2 (tek SMS 70 karakter)"),
        ),
        help="Operatörünüzün desteklediği yazım; SMS sayısı buna göre hesaplanır.",
    ),
    SettingField(
        "extra.long_text",
        "Uzun mesajlar",
        kind="choice",
        default="udh",
        choices=(
            ("udh", "Bölümler hâlinde (UDH)"),
            ("payload", "Tek parça (message_payload)"),
        ),
    ),
    SettingField(
        "extra.message_ids",
        "Mesaj numaraları",
        kind="choice",
        default="same",
        choices=(
            ("same", "Yanıtta ve raporda aynı"),
            ("hex-decimal", "Yanıtta onaltılık, raporda onluk"),
            ("decimal-hex", "Yanıtta onluk, raporda onaltılık"),
        ),
        help="Raporlar mesajlarla eşleşmiyorsa operatörünüze sorun.",
    ),
    SettingField("extra.source_ton", "Gönderici TON", kind="int", default=5),
    SettingField("extra.source_npi", "Gönderici NPI", kind="int", default=0),
    SettingField(
        "extra.dest_ton",
        "Alıcı TON",
        kind="int",
        default=1,
        help="1: numara ülke koduyla (905…), 2: ülke kodu olmadan (5…) gider.",
    ),
    SettingField("extra.dest_npi", "Alıcı NPI", kind="int", default=1),
)
