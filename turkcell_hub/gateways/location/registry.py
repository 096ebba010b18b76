"""Which location adapters there are. A new one is one entry here and one module beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from turkcell_hub.gateways.adapter_info import AdapterInfo, SettingField
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.location import camara, traccar
from turkcell_hub.gateways.location.contract import LocationAccount, LocationGateway

SERVICE = "location"


@dataclass(frozen=True)
class _Adapter:
    info: AdapterInfo
    build: Callable[[LocationAccount, OnExchange | None], LocationGateway]


_ADAPTERS: Mapping[str, _Adapter] = {
    "camara": _Adapter(
        AdapterInfo(
            "camara",
            "Operatör konum servisi (CAMARA)",
            camara.BASE_URL,
            (
                SettingField("username", "İstemci kimliği (client id)", required=True),
                SettingField(
                    "password", "İstemci parolası (client secret)", kind="password", required=True
                ),
                SettingField(
                    "extra.purpose",
                    "İşleme amacı",
                    default=camara.PURPOSE,
                    help="Operatörle sözleşmenizdeki amaç kodu (dpv:…).",
                ),
            ),
            (SERVICE,),
        ),
        camara.Camara,
    ),
    "traccar": _Adapter(
        AdapterInfo(
            "traccar",
            "Traccar takip sunucusu",
            traccar.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı (e-posta)",
                    required=True,
                    help="Cihazların kimliği ya da telefon alanı, listedeki numarayla aynı"
                    " olmalıdır.",
                ),
                SettingField("password", "Parola", kind="password", required=True),
            ),
            (SERVICE,),
        ),
        traccar.Traccar,
    ),
}


def adapters() -> list[AdapterInfo]:
    """All location adapters, for the settings form."""
    return [adapter.info for adapter in _ADAPTERS.values()]


def open_location(
    account: LocationAccount, on_exchange: OnExchange | None = None
) -> LocationGateway:
    """The adapter of an account. Makes no call; ``Refused("UNKNOWN_ADAPTER")`` for a code that
    is not listed."""
    adapter = _ADAPTERS.get(account.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(account, on_exchange)
