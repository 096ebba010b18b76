"""Which ports and names the demo is reached by."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import socket
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.processes import free_port

_USUAL_WEB = 8000
_USUAL_OPERATOR = 8001


@dataclass(frozen=True)
class Ports:
    """The demo's two doors."""

    web: int
    operator: int


def choose(data: Path, host: str, wanted: int | None) -> Ports:
    """Returns the ports to listen on, those of the last start if they are free.

    Says so when the usual port is taken. Raises ``EmbeddedError`` when ``wanted`` is.
    """
    last = _last(data)
    if wanted is not None and not is_free(host, wanted):
        raise EmbeddedError(
            f"{host}:{wanted} kapısı kullanılamıyor: başka bir program dinliyor ya da izin yok."
            " --port ile başka bir kapı verin ya da --port'u kaldırın."
        )
    web = wanted or _free_or_other(host, last.web, "Portal", avoid=0)
    operator = _free_or_other("127.0.0.1", last.operator, "Sanal operatör", avoid=web)
    chosen = Ports(web, operator)
    (data / "ports.json").write_text(json.dumps(asdict(chosen)))
    return chosen


def is_free(host: str, port: int) -> bool:
    """Returns whether a server could listen on ``port`` now."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def public_url(host: str, port: int) -> str:
    """Returns the address that people type."""
    if _is_any(host):
        host = socket.gethostname()
    return f"http://{_bracketed(host)}:{port}"


def local_url(host: str, port: int) -> str:
    """Returns the address by which this machine itself reaches the server."""
    if _is_any(host):
        host = "::1" if ":" in host else "127.0.0.1"
    return f"http://{_bracketed(host)}:{port}"


def allowed_hosts(host: str) -> list[str]:
    """Returns the names that a request may ask for: loopback, and what ``host`` stands for."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if _is_any(host):
        own = socket.gethostname()
        names.append(own)
        with contextlib.suppress(OSError):
            names += sorted({str(item[4][0]) for item in socket.getaddrinfo(own, None)})
    else:
        names.append(host)
    return list(dict.fromkeys(_bracketed(name) for name in names))


def _free_or_other(host: str, port: int, name: str, *, avoid: int) -> int:
    if port != avoid and is_free(host, port):
        return port
    other = free_port(host)
    print(f"{port} kapısı dolu; {name} {other} kapısında açılıyor.", file=sys.stderr)
    return other


def _last(data: Path) -> Ports:
    try:
        return Ports(**json.loads((data / "ports.json").read_text()))
    except (OSError, ValueError, TypeError):
        return Ports(_USUAL_WEB, _USUAL_OPERATOR)


def _is_any(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
