"""Where the embedded servers keep their data, and as whom they run.

An ordinary user keeps everything in ``.data`` of the checkout. PostgreSQL refuses to run as
root, and root's folders are often closed to everybody else; as root the servers therefore
run as ``nobody`` and the data lives in ``/var/lib/turkcell-hub-<hash of the checkout>``
(``/var/tmp/…`` when that cannot be written). ``TURKCELL_HUB_DATA`` overrides both.
"""

from __future__ import annotations

import hashlib
import os
import pwd
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from turkcell_hub.embedded.errors import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[2]
_NOBODY = 65534
_MEMORY = Path("/dev/shm")  # noqa: S108 - a place of the kernel's, asked before it is used
_ROOM = 3 * 1024**3


@dataclass(frozen=True)
class Identity:
    """The unprivileged user that a server is started as."""

    uid: int
    gid: int


def server_identity() -> Identity | None:
    """Returns whom the servers must run as, or ``None``: as the person who starts them."""
    if os.geteuid() != 0:
        return None
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Identity(_NOBODY, _NOBODY)
    return Identity(entry.pw_uid, entry.pw_gid)


def data_folder(env: Mapping[str, str] = os.environ, checkout: Path = CHECKOUT) -> Path:
    """Returns the data folder, made and writable.

    Raises ``EmbeddedError`` when no place can be written, or when the servers' unprivileged
    user could not reach the place that ``TURKCELL_HUB_DATA`` names.
    """
    named = env.get("TURKCELL_HUB_DATA", "")
    identity = server_identity()
    for place in [Path(named)] if named else _usual_places(checkout, identity):
        if make_folder(place, identity):
            if identity and not reachable_by_others(place):
                raise EmbeddedError(
                    f"{place} klasörüne yalnızca root girebiliyor; veritabanı ise root olmayan"
                    " bir kullanıcıyla çalışır. TURKCELL_HUB_DATA ile herkese açık bir yol altında"
                    " başka bir klasör gösterin (örneğin /var/lib/turkcell-hub)."
                )
            return place.resolve()
    raise EmbeddedError(
        f"Veri klasörü yazılamıyor: {named or checkout / '.data'}. Klasöre yazma izni verin ya da"
        " TURKCELL_HUB_DATA ile yazılabilen bir klasör gösterin."
    )


def memory_folder(data: Path, memory: Path = _MEMORY, room: int = _ROOM) -> Path | None:
    """Returns a folder in the machine's memory for what nobody keeps, one for each user and
    ``data``; ``None`` where there is too little of it or no program may be started there."""
    folder = memory / f"turkcell-hub-{os.geteuid()}-{_mark(data)}"
    try:
        facts = os.statvfs(memory)
        free = min(facts.f_bavail * facts.f_frsize, _free_memory())
        if facts.f_flag & os.ST_NOEXEC or free < room:
            return None
        if not make_folder(folder, server_identity()) or folder.is_symlink():
            return None
        return folder if folder.stat().st_uid == os.geteuid() else None
    except (OSError, ValueError):
        return None


def _free_memory() -> int:
    """What the kernel says that a new program may use, or this container is allowed to."""
    lines = dict(line.split(":") for line in Path("/proc/meminfo").read_text().splitlines())
    free = int(lines["MemAvailable"].split()[0]) * 1024
    limit = Path("/sys/fs/cgroup/memory.max")
    if limit.is_file() and (most := limit.read_text().strip()) != "max":
        free = min(free, int(most) - int(limit.with_name("memory.current").read_text()))
    return free


def make_folder(folder: Path, identity: Identity | None) -> bool:
    """Makes ``folder``, closed to others (as root: passable for the servers' user).

    Returns whether it can be written.
    """
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True)
            folder.chmod(0o711 if identity else 0o700)
    except OSError:
        return False
    return os.access(folder, os.W_OK | os.X_OK)


def give(path: Path, identity: Identity | None) -> None:
    """Hands ``path`` with everything below it to ``identity``; ``None`` changes nothing."""
    if identity is None:
        return
    os.chown(path, identity.uid, identity.gid)
    for folder, names, files in os.walk(path):
        for name in [*names, *files]:
            os.chown(os.path.join(folder, name), identity.uid, identity.gid, follow_symlinks=False)


def reachable_by_others(folder: Path) -> bool:
    """Returns whether any user may pass through ``folder`` and all its parents."""
    resolved = folder.resolve()
    return all(place.stat().st_mode & 0o001 for place in (resolved, *resolved.parents))


def _usual_places(checkout: Path, identity: Identity | None) -> list[Path]:
    if identity is None:
        return [checkout / ".data"]
    mark = _mark(checkout)
    return [Path("/var/lib") / f"turkcell-hub-{mark}", Path("/var/tmp") / f"turkcell-hub-{mark}"]  # noqa: S108


def _mark(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
