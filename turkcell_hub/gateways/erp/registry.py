"""Which ERPs there are; each is one entry here and one module beside the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from turkcell_hub.gateways.adapter_info import AdapterInfo, SettingField
from turkcell_hub.gateways.erp.contract import ErpGateway
from turkcell_hub.gateways.erp.erpnext import ErpNext
from turkcell_hub.gateways.erp.logo_objects import LogoObjects
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.sms.contract import AccountConfig

SERVICE = "erp"


@dataclass(frozen=True)
class _Adapter:
    info: AdapterInfo
    build: Callable[[AccountConfig, OnExchange | None], ErpGateway]


def _address(example: str) -> SettingField:
    return SettingField("base_url", "Adres", required=True, help=example)


_ADAPTERS: Mapping[str, _Adapter] = {
    "logo_objects": _Adapter(
        AdapterInfo(
            "logo_objects",
            "Logo Objects REST (Tiger, Go, Wings)",
            "",
            (
                _address("Logo Objects REST servisinin adresi; sonuna /api/v1 yazmayın."),
                SettingField("username", "Logo kullanıcısı", required=True, longest=60),
                SettingField("password", "Şifre", kind="password", required=True),
                SettingField("extra.firm_no", "Logo firma no", required=True, longest=4),
                SettingField("extra.client_id", "İstemci kimliği", required=True, longest=100),
                SettingField("extra.client_secret", "İstemci anahtarı", kind="password",
                             required=True, longest=200),
                SettingField(
                    "extra.workplaces",
                    "İşyerlerini sistem tablosundan oku",
                    kind="bool",
                    default=False,
                    help="Logo'da serbest sorgu izni ister; kapalıysa işyerlerini listeyle"
                    " aktarın.",
                ),
            ),
            (SERVICE,),
        ),
        LogoObjects,
    ),
    "erpnext": _Adapter(
        AdapterInfo(
            "erpnext",
            "ERPNext",
            "",
            (
                _address("Örneğin https://erp.firmaniz.com.tr"),
                SettingField("username", "API anahtarı", required=True, longest=100),
                SettingField("password", "API gizli anahtarı", kind="password", required=True),
                SettingField("extra.company", "Şirket adı", required=True, longest=140),
                SettingField("extra.vat_rate", "Vergi şablonu olmayan kalemlerin KDV oranı (%)",
                             required=True, longest=6),
                SettingField("extra.purchase_vat_account", "İndirilecek KDV hesabı", longest=140),
                SettingField("extra.sales_vat_account", "Hesaplanan KDV hesabı", longest=140),
            ),
            (SERVICE,),
        ),
        ErpNext,
    ),
}  # fmt: skip


def erp_adapters() -> list[AdapterInfo]:
    """All ERPs that the portal can speak to, for the settings form."""
    return [adapter.info for adapter in _ADAPTERS.values()]


def open_erp(config: AccountConfig, on_exchange: OnExchange | None = None) -> ErpGateway:
    """The adapter of an account of the service "erp". Makes no call; raises
    ``Refused("UNKNOWN_ADAPTER")``."""
    adapter = _ADAPTERS.get(config.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(config, on_exchange)
