"""Which adapters there are. A new one is one entry here and one module beside the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from turkcell_hub.gateways.adapter_info import AdapterInfo, SettingField
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.iys import direct, line
from turkcell_hub.gateways.iys import verimor as verimor_iys
from turkcell_hub.gateways.iys.contract import IysGateway
from turkcell_hub.gateways.iys.session import SessionStore
from turkcell_hub.gateways.otp import camara
from turkcell_hub.gateways.otp import netgsm as netgsm_otp
from turkcell_hub.gateways.otp.contract import OtpGateway
from turkcell_hub.gateways.sms import mesajussu, netgsm, verimor
from turkcell_hub.gateways.sms.contract import AccountConfig, SmsGateway
from turkcell_hub.gateways.sms.smpp import adapter as smpp
from turkcell_hub.gateways.sms.smpp import fields as smpp_fields


@dataclass(frozen=True)
class _SmsAdapter:
    info: AdapterInfo
    build: Callable[[AccountConfig, OnExchange | None], SmsGateway]


_CUSTOM_ID = SettingField(
    "extra.custom_id",
    "Kendi referansımızla sorgulama",
    kind="bool",
    default=True,
    help="Kapalıysa, yanıtı gelmeyen gönderimler operatöre sorulamaz ve elle incelenir.",
)
_IDEMPOTENCY = SettingField(
    "extra.idempotency_key",
    "Tekrar anahtarı (Idempotency-Key)",
    kind="bool",
    default=False,
    help="Yalnız operatörünüz bu anahtarı desteklediğini bildirdiyse açın.",
)
_CODE_LINE = SettingField(
    "extra.code_line",
    "Operatörün mesaj sonuna eklediği kod",
    default="",
    help="Boşluğuyla birlikte, örneğin “ B001”; ilk SMS'in uzunluğuna ve krediye katılır.",
    strip=False,
)
_MAX_BATCH = SettingField("extra.max_batch", "Tek istekte en çok alıcı", kind="int", default=50_000)

__all__ = [
    "AdapterInfo",
    "SettingField",
    "iys_adapters",
    "keeps_line",
    "open_iys",
    "open_otp",
    "open_sms",
    "otp_adapters",
    "sms_adapters",
]

_SMS: Mapping[str, _SmsAdapter] = {
    "mesajussu": _SmsAdapter(
        AdapterInfo(
            "mesajussu",
            "Turkcell Mesaj Üssü",
            mesajussu.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı adı",
                    required=True,
                    help="Hesabın 10 haneli cep telefonu numarası, başında 0 olmadan.",
                ),
                SettingField("password", "Şifre", kind="password", required=True),
                SettingField(
                    "extra.etk_line",
                    "Ticari mesajların kapanış satırı",
                    default="",
                    help="Operatörün ticari mesajlara eklediği metin; SMS sayısına katılır.",
                    strip=False,
                ),
                _CODE_LINE,
                SettingField(
                    "extra.mms_max_kb",
                    "MMS dosyası en çok (KB)",
                    kind="int",
                    default=mesajussu.MMS_MAX_KB,
                    help="Operatörün size bildirdiği sınır; hesabınızda MMS yoksa 0 yazın.",
                ),
                SettingField(
                    "extra.link",
                    "Video/URL mesajı",
                    kind="bool",
                    default=True,
                    help="Hesabınızda bağlantılı mesaj yoksa kapatın.",
                ),
                _CUSTOM_ID,
                SettingField(
                    "extra.borrowed_fields",
                    "Ek istek alanları",
                    kind="bool",
                    default=True,
                    help="Operatör tanımadığı alanları reddediyorsa kapatın.",
                ),
                _IDEMPOTENCY,
                _MAX_BATCH,
            ),
            ("sms", "tckn"),
            wrong_tries=3,
        ),
        mesajussu.MesajUssu,
    ),
    "verimor": _SmsAdapter(
        AdapterInfo(
            "verimor",
            "Verimor",
            verimor.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı adı",
                    required=True,
                    help="12 haneli, 90 ile başlayan hesap numarası.",
                ),
                SettingField("password", "API şifresi", kind="password", required=True),
                _CODE_LINE,
                _CUSTOM_ID,
                _IDEMPOTENCY,
                _MAX_BATCH,
                SettingField(
                    "extra.max_requests_per_minute",
                    "Dakikada en çok gönderim isteği",
                    kind="int",
                    default=240,
                ),
            ),
        ),
        verimor.Verimor,
    ),
    "netgsm": _SmsAdapter(
        AdapterInfo(
            "netgsm",
            "Netgsm",
            netgsm.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı adı",
                    required=True,
                    help="Abone numaranız (850… veya 312…); API yetkisi açık olmalıdır.",
                ),
                SettingField("password", "API şifresi", kind="password", required=True),
                SettingField(
                    "extra.appname",
                    "Uygulama adı",
                    default="",
                    help="Operatör size bir ad verdiyse yazın; yoksa boş bırakın.",
                ),
                SettingField("extra.partnercode", "Bayi kodu", default=""),
                _CODE_LINE,
                _MAX_BATCH,
                SettingField(
                    "extra.max_requests_per_minute",
                    "Dakikada en çok gönderim isteği",
                    kind="int",
                    default=60,
                    help="Operatörün sınırı yayımlanmamıştır; size bildirilen sayıyı yazın.",
                ),
            ),
        ),
        netgsm.Netgsm,
    ),
    "smpp": _SmsAdapter(
        AdapterInfo("smpp", "SMPP 3.4", "", (*smpp_fields.FIELDS, _CODE_LINE), line=True),
        smpp.Smpp,
    ),
}


@dataclass(frozen=True)
class _IysAdapter:
    info: AdapterInfo
    build: Callable[[AccountConfig, OnExchange | None, SessionStore | None], IysGateway]


_IYS: Mapping[str, _IysAdapter] = {
    "iys": _IysAdapter(
        AdapterInfo(
            "iys",
            "İleti Yönetim Sistemi (doğrudan)",
            line.BASE_URL,
            (
                SettingField(
                    "extra.iys_code",
                    "İYS numarası",
                    required=True,
                    help="Firmanızın İYS'deki hizmet sağlayıcı numarası (yalnız rakam).",
                ),
                SettingField(
                    "username",
                    "API kullanıcı adı",
                    required=True,
                    help="İYS panelinde API yetkisiyle açılmış kullanıcının e-posta adresi.",
                ),
                SettingField("password", "API şifresi", kind="password", required=True),
                SettingField(
                    "extra.sandbox",
                    "Test ortamı",
                    kind="bool",
                    default=False,
                    help="Açıksa İYS'nin test sunucusu kullanılır; hesabın da oraya ait olması"
                    " gerekir.",
                ),
                SettingField(
                    "extra.via_form_id",
                    "ViA form numarası",
                    default="",
                    help="Onayı İYS'nin kendisi alsın istiyorsanız, İYS panelinde açtığınız formun"
                    " numarası; ViA kredisi gerekir.",
                ),
                SettingField(
                    "extra.push_type",
                    "Bildirim bağlantısı türü",
                    default="",
                    help="Bildirimleri açtırdığınızda İYS desteğin söylediği sözcük; yoksa boş"
                    " bırakın.",
                ),
                SettingField(
                    "extra.max_requests_per_second",
                    "Bir işlemin saniyede en çok isteği",
                    kind="int",
                    default=line.PACE,
                    help="İYS bir IP adresinden saniyede 10 istek kabul eder; aynı IP'den çıkan"
                    " bütün işlemler bu 10'u paylaşır.",
                ),
            ),
            ("iys",),
        ),
        direct.Iys,
    ),
    "verimor_iys": _IysAdapter(
        AdapterInfo(
            "verimor_iys",
            "İYS, aracı üzerinden (Verimor)",
            verimor_iys.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı adı",
                    required=True,
                    help="12 haneli, 90 ile başlayan hesap numarası.",
                ),
                SettingField("password", "API şifresi", kind="password", required=True),
                SettingField(
                    "extra.brand_code",
                    "İYS marka kodu",
                    required=True,
                    help="Aracının bu hesapla izin kaydettiği marka; izinleri yalnız onun adına"
                    " gider.",
                ),
                SettingField(
                    "extra.source_addr",
                    "Gönderici adı (başlık)",
                    default="",
                    help="Markaya bağlı başlık; boşsa aracıdaki ilk başlık kullanılır.",
                ),
            ),
            ("iys",),
        ),
        verimor_iys.VerimorIys,
    ),
}


@dataclass(frozen=True)
class _OtpAdapter:
    info: AdapterInfo
    build: Callable[[AccountConfig, Sequence[bytes], OnExchange | None], OtpGateway]


_OTP: Mapping[str, _OtpAdapter] = {
    "camara_otp": _OtpAdapter(
        AdapterInfo(
            "camara_otp",
            "Turkcell OTP (CAMARA)",
            camara.BASE_URL,
            (
                SettingField(
                    "username",
                    "OTP kullanıcı adı",
                    required=True,
                    help="Turkcell'in başvurudan sonra verdiği OTP kullanıcısı.",
                ),
                SettingField("password", "OTP şifresi", kind="password", required=True),
                SettingField(
                    "extra.code_length",
                    "Kodun uzunluğu",
                    kind="int",
                    default=6,
                    help="Kodu operatör üretir; size bildirdiği hane sayısını yazın.",
                ),
            ),
            ("otp",),
        ),
        lambda config, _keys, told: camara.CamaraOtp(config, told),
    ),
    "netgsm_otp": _OtpAdapter(
        AdapterInfo(
            "netgsm_otp",
            "Netgsm OTP",
            netgsm_otp.BASE_URL,
            (
                SettingField(
                    "username",
                    "OTP kullanıcı adı",
                    required=True,
                    help="Abone numaranız (850… veya 312…); OTP yetkisi ve paketi olmalıdır.",
                ),
                SettingField("password", "OTP şifresi", kind="password", required=True),
            ),
            ("otp",),
        ),
        netgsm_otp.NetgsmOtp,
    ),
}


def sms_adapters() -> list[AdapterInfo]:
    """All SMS adapters, for the settings form, in the order to be shown."""
    return [adapter.info for adapter in _SMS.values()]


def keeps_line(adapter: str) -> bool:
    """Whether the adapter speaks over a connection that stays open (``Capabilities.line``)."""
    known = _SMS.get(adapter)
    return known is not None and known.info.line


def open_sms(config: AccountConfig, on_exchange: OnExchange | None = None) -> SmsGateway:
    """The adapter of an account. Makes no call; ``Refused("UNKNOWN_ADAPTER")`` for a code that
    is not listed. ``on_exchange`` is told every call."""
    adapter = _SMS.get(config.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(config, on_exchange)


def iys_adapters() -> list[AdapterInfo]:
    """All ways to the consent registry, for the settings form."""
    return [adapter.info for adapter in _IYS.values()]


def open_iys(
    config: AccountConfig,
    on_exchange: OnExchange | None = None,
    store: SessionStore | None = None,
) -> IysGateway:
    """The adapter of an account of the service "iys". Makes no call.

    ``store``: where the session lives that all processes share; without one it is this
    process's alone. ``Refused``: ``UNKNOWN_ADAPTER``, or ``IYS_CODE_MISSING``.
    """
    adapter = _IYS.get(config.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(config, on_exchange, store)


def otp_adapters() -> list[AdapterInfo]:
    """All ways to send one-time codes, for the settings form."""
    return [adapter.info for adapter in _OTP.values()]


def open_otp(
    config: AccountConfig, keys: Sequence[bytes], on_exchange: OnExchange | None = None
) -> OtpGateway:
    """The adapter of an account of the service "otp". Makes no call;
    ``Refused("UNKNOWN_ADAPTER")`` for a code that is not listed. ``keys``: under which codes are
    kept that we make ourselves, the newest first."""
    adapter = _OTP.get(config.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(config, keys, on_exchange)
