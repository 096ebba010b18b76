"""One address for all protocols: SMPP begins with the length of its first PDU, whose first octet
is zero; HTTP begins with the name of a method."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

MakeProtocol = Callable[[], asyncio.BaseProtocol]


class Doorman(asyncio.Protocol):
    """Reads the first octet of a connection and hands it over."""

    def __init__(self, http: MakeProtocol, smpp: MakeProtocol) -> None:
        self._http, self._smpp = http, smpp
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        protocol = self._smpp() if data[0] == 0 else self._http()
        transport = self._transport
        if transport is None or not isinstance(protocol, asyncio.Protocol):
            return
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        protocol.data_received(data)
