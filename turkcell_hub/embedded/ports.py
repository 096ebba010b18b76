"""Which ports and names the demo is reached by."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import os
import socket
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.locks import FileLock
from turkcell_hub.embedded.processes import free_port

_USUAL_WEB = 8000
_USUAL_OPERATOR = 8001
_taken: dict[int, FileLock] = {}  # held until this process ends


@dataclass(frozen=True)
class Ports:
    """The demo's two doors."""

    web: int
    operator: int


def choose(data: Path, host: str, wanted: int | None) -> Ports:
    """Returns the ports to listen on, those of the last start if they are free.

    They are this process's own until it ends: two starts in the same moment never choose the
    same ones. Says so when the usual port is taken. Raises ``EmbeddedError`` when ``wanted`` is.
    """
    last = _last(data)
    if wanted is not None and not _take(host, wanted):
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
    if port != avoid and _take(host, port):
        return port
    other = next(found for found in _others(host) if found != avoid and _take(host, found))
    print(f"{port} kapısı dolu; {name} {other} kapısında açılıyor.", file=sys.stderr)
    return other


def _take(host: str, port: int) -> bool:
    """Whether the port is free and no other start of this machine has just taken it. Nobody may
    hold the port's socket itself until its server binds it, so a locked file stands for it."""
    if not is_free(host, port):
        return False
    if port in _taken:
        return True
    with contextlib.suppress(OSError):
        lock = FileLock(_shared_folder() / f"{port}.lock")
        if not lock.acquire(wait=False):
            return False
        _taken[port] = lock
    return True


def _others(host: str) -> Iterator[int]:
    while True:
        yield free_port(host)


def _shared_folder() -> Path:
    """One folder of the machine for each user: a lock of another user's could not be opened."""
    folder = Path(tempfile.gettempdir()) / f"turkcell-hub-ports-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


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
