"""Which sources of bills there are; each is one entry here and one module beside the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from turkcell_hub.gateways.adapter_info import AdapterInfo, SettingField
from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.invoice import esirket, tmf678
from turkcell_hub.gateways.invoice.contract import InvoiceGateway
from turkcell_hub.gateways.sms.contract import AccountConfig

SERVICE = "invoice"


@dataclass(frozen=True)
class _Adapter:
    info: AdapterInfo
    build: Callable[[AccountConfig, OnExchange | None], InvoiceGateway]


_FIRM_CODE = SettingField(
    "extra.firm_code",
    "Firma Kodu",
    default="",
    help="Operatörden gelen SMS'te yoksa boş bırakın; o zaman Kullanıcı Kodu ile aynıdır.",
    longest=40,
)
_ADAPTERS: Mapping[str, _Adapter] = {
    "esirket": _Adapter(
        AdapterInfo(
            "esirket",
            "Turkcell e-Şirket (fatura aktarımı)",
            esirket.BASE_URL,
            (
                SettingField(
                    "username",
                    "Kullanıcı Kodu",
                    required=True,
                    help="Fatura aktarımı için operatörün SMS ile bildirdiği kod.",
                    longest=60,
                ),
                SettingField("password", "Şifre", kind="password", required=True),
                _FIRM_CODE,
            ),
            (SERVICE,),
        ),
        esirket.Esirket,
    ),
    "tmf678": _Adapter(
        AdapterInfo(
            "tmf678",
            "TM Forum 678 (müşteri faturası)",
            "",
            (
                SettingField("base_url", "Adres", required=True),
                SettingField(
                    "username", "Fatura hesabı", required=True, help="billingAccount.id değeri."
                ),
                SettingField("password", "API anahtarı", kind="password", required=True),
            ),
            (SERVICE,),
        ),
        tmf678.Tmf678,
    ),
}


def invoice_adapters() -> list[AdapterInfo]:
    """All sources of bills, for the settings form."""
    return [adapter.info for adapter in _ADAPTERS.values()]


def open_invoices(config: AccountConfig, on_exchange: OnExchange | None = None) -> InvoiceGateway:
    """The adapter of an account of the service "invoice". Makes no call; raises
    ``Refused("UNKNOWN_ADAPTER")``."""
    adapter = _ADAPTERS.get(config.adapter)
    if adapter is None:
        raise Refused("UNKNOWN_ADAPTER")
    return adapter.build(config, on_exchange)
