"""Connections that lead only outside (docs/reliability.md, G20; SSRF).

A name that answered with a public address when it was saved may answer with an inside one when
it is called (rebinding). So the address is judged where the connection is made, and it is that
very address that is connected to: the name is not asked a second time. TLS still proves the name.
"""

from __future__ import annotations

import socket
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError
from urllib3.util.connection import create_connection

from turkcell_hub.lib.addresses import is_public


class InsideAddress(NewConnectionError):
    """The name leads inside; nothing was connected to."""


class _Outside:
    """Of a connection: every address of its name must be public, and one of them is taken."""

    def _new_conn(self: Any) -> socket.socket:
        failure: OSError = OSError("no address")
        for address in self._judged():
            try:
                return create_connection(
                    (address, self.port),
                    self.timeout,
                    source_address=self.source_address,
                    socket_options=self.socket_options,
                )
            except OSError as error:
                failure = error
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "connect timeout") from failure
        raise NewConnectionError(self, "no connection") from failure

    def _judged(self: Any) -> list[str]:
        host = self._dns_host.strip("[]")
        try:
            found = socket.getaddrinfo(host, self.port, type=socket.SOCK_STREAM)
        except UnicodeError as error:
            raise NewConnectionError(self, "unreadable name") from error
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if not all(is_public(address) for address in addresses):
            raise InsideAddress(self, "the name leads inside")
        return addresses


class _PlainConnection(_Outside, HTTPConnection):
    pass


class _TlsConnection(_Outside, HTTPSConnection):
    pass


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _PlainConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


class OutsideAdapter(HTTPAdapter):
    """``requests``' adapter whose connections refuse inside addresses."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _TlsPool}
