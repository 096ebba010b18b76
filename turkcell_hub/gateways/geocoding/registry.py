"""Which geocoders there are. A new one is one entry here and one module beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.geocoding.contract import Geocoder, GeocoderAccount
from turkcell_hub.gateways.geocoding.nominatim import Nominatim
from turkcell_hub.gateways.http import OnExchange

_ADAPTERS: Mapping[str, Callable[[GeocoderAccount, OnExchange | None], Geocoder]] = {
    "nominatim": Nominatim,
}


def open_geocoder(account: GeocoderAccount, on_exchange: OnExchange | None = None) -> Geocoder:
    """The adapter of the account. Makes no call; ``Refused("UNKNOWN_ADAPTER")`` for a code that
    is not listed."""
    build = _ADAPTERS.get(account.adapter)
    if build is None:
        raise Refused("UNKNOWN_ADAPTER")
    return build(account, on_exchange)
