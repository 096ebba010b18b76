"""Makes ``.venv`` with the locked packages and starts the program again inside it.

Standard library only: this runs before anything is installed. An environment that already
has every locked package (a container, a developer's own) is used as it is.

``TURKCELL_HUB_VENV`` names another place than ``.venv``; ``TURKCELL_HUB_WHEELS`` names a
folder of wheels to install from without a network. pip's own settings are honoured.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NoReturn

CHECKOUT = Path(__file__).resolve().parents[1]
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"
TOOL_LOCK = "requirements-bootstrap.lock"
_DEV_COMMANDS = frozenset({"test", "bench", "faults"})
_GUARD = "TURKCELL_HUB_BOOTSTRAPPED"
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)\s*(;?)", re.MULTILINE)
_INSTALLED = re.compile(r"^(.+?)-([^-]+)(?:\.dist-info|(?:-py[\d.]+)?\.egg-info)$")


class SetupError(Exception):
    """The environment cannot be made; the text is Turkish and says what to do."""


def ensure(arguments: list[str]) -> None:
    """Returns when the running interpreter has what the command needs; otherwise sets an
    environment up and replaces this process by the same command inside it."""
    try:
        _ensure(arguments)
    except SetupError as problem:
        sys.exit(str(problem))


def needs_dev(arguments: list[str]) -> bool:
    """Returns whether the command needs the developers' packages too."""
    return bool(arguments) and arguments[0] in _DEV_COMMANDS


def pins(lock: str) -> dict[str, str]:
    """Returns the unconditional ``name -> version`` of a lock file's text.

    A pin with an environment marker is left out: whether it applies is the installer's to say.
    """
    return {normal(name): version for name, version, mark in _PIN.findall(lock) if not mark}


def installed(folders: Iterable[str]) -> dict[str, str]:
    """Returns ``name -> version`` of the packages in ``folders``; the first folder wins."""
    found: dict[str, str] = {}
    for folder in folders:
        with contextlib.suppress(OSError):
            for entry in os.listdir(folder or "."):
                if match := _INSTALLED.match(entry):
                    found.setdefault(normal(match[1]), match[2])
    return found


def unmet(wanted: Mapping[str, str], present: Mapping[str, str]) -> list[str]:
    """Returns the wanted packages that are missing or there in another version."""
    return sorted(name for name, version in wanted.items() if present.get(name) != version)


def normal(name: str) -> str:
    """Returns a package's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def digest(lock: bytes) -> str:
    """Returns what a stamp must say so that the lock counts as installed."""
    version = f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}"
    return f"{version} {hashlib.sha256(lock).hexdigest()}"


def stamped(venv: Path, lock_name: str, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` was completed for the lock as it is now."""
    with contextlib.suppress(OSError):
        return _stamp(venv, lock_name).read_text() == digest((checkout / lock_name).read_bytes())
    return False


def ready(venv: Path, dev: bool, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` can be used at once (the developers' set holds the other)."""
    if not python_of(venv).exists():
        return False
    return stamped(venv, DEV_LOCK, checkout) or (not dev and stamped(venv, RUN_LOCK, checkout))


def usable(venv: Path, dev: bool, checkout: Path = CHECKOUT) -> bool:
    """Returns whether ``venv`` is stamped, or holds every locked package without a stamp."""
    if ready(venv, dev, checkout):
        return True
    if not python_of(venv).exists() or _unfinished(venv).exists():
        return False
    wanted = pins((checkout / (DEV_LOCK if dev else RUN_LOCK)).read_text())
    present = installed(str(path) for path in venv.glob("lib*/python*/site-packages"))
    return not unmet(wanted, present)


def lock_to_install(venv: Path, dev: bool) -> str:
    """Returns the lock to install: a developer's environment is never cut down by ``demo``."""
    return DEV_LOCK if dev or _stamp(venv, DEV_LOCK).exists() else RUN_LOCK


def python_of(venv: Path) -> Path:
    """Returns the interpreter of an environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def venv_folder(env: Mapping[str, str] = os.environ) -> Path:
    """Returns where the environment is, or shall be."""
    return Path(env.get("TURKCELL_HUB_VENV") or CHECKOUT / ".venv").absolute()


def installer_options(pip_config: str, env: Mapping[str, str]) -> list[str]:
    """Returns uv's options for the package sources that pip is configured for.

    ``pip_config`` is the output of ``pip config list``. uv does not read pip's settings, and
    in a company those are often the only way to any package.
    """
    if wheels := env.get("TURKCELL_HUB_WHEELS"):
        return ["--no-index", "--find-links", wheels]
    values = {
        name: value.split()
        for name, value in re.findall(r"^[^=\n]*\.([a-z-]+)='(.*)'$", pip_config, re.MULTILINE)
    }
    options: list[str] = []
    for name in ("index-url", "extra-index-url", "find-links"):
        options += [part for value in values.get(name, []) for part in (f"--{name}", value)]
    if values.get("no-index", ["false"])[0].lower() in ("1", "true", "yes", "on"):
        options.append("--no-index")
    if "extra-index-url" in values:
        # Safe, because every file's hash is checked.
        options += ["--index-strategy", "unsafe-best-match"]
    return options


def missing_module_advice(debian: bool, version: tuple[int, int]) -> str:
    """Returns the sentence for a Python that came without ``venv`` or ``ensurepip``."""
    package = f"python{version[0]}.{version[1]}-venv"
    if debian:
        return (
            f"Sanal ortam kurulamıyor: {package} paketi eksik. Şunu çalıştırıp komutu"
            f" yineleyin:\n  sudo apt install {package}"
        )
    return (
        "Sanal ortam kurulamıyor: bu Python'da venv ya da ensurepip modülü yok. Python'un"
        f" tam kurulumunu yükleyin (Debian ve Ubuntu'da {package} paketi)."
    )


def _ensure(arguments: list[str]) -> None:
    dev = needs_dev(arguments)
    venv = venv_folder()
    inside = Path(sys.prefix) == venv or Path(sys.prefix).resolve() == venv.resolve()
    if inside and ready(venv, dev):
        return
    lock = DEV_LOCK if dev else RUN_LOCK
    missing = unmet(pins((CHECKOUT / lock).read_text()), installed(sys.path))
    if not missing:
        if inside:
            _complete(venv, lock)
        return
    if os.environ.get(_GUARD) == str(venv):
        raise SetupError(
            f"{venv} ortamında eksik paket kaldı: {', '.join(missing[:8])}."
            " Klasörü silip komutu yineleyin."
        )
    if not usable(venv, dev):
        with _only_one(venv):
            if not usable(venv, dev):
                _set_up(venv, lock_to_install(venv, dev))
    _start_again(venv)


def _set_up(venv: Path, lock: str) -> None:
    print(f"Paketler {venv} içine kuruluyor (bir kez; yaklaşık yarım dakika)…", file=sys.stderr)
    if not _works(venv):
        _make(venv)
    for name in (RUN_LOCK, DEV_LOCK):
        _stamp(venv, name).unlink(missing_ok=True)
    _unfinished(venv).touch()
    pip_config = _output([str(python_of(venv)), "-m", "pip", "config", "list"])
    uv = _uv(venv)
    if not (uv and _sync_by_uv(uv, venv, lock, installer_options(pip_config, os.environ))):
        _sync_by_pip(venv, lock)
    _unfinished(venv).unlink()
    _complete(venv, lock)


def _make(venv: Path) -> None:
    uv = shutil.which("uv")
    if importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv"):
        command = [sys.executable, "-m", "venv", "--clear", str(venv)]
    elif uv:
        command = [uv, "venv", "--quiet", "--seed", "--python", sys.executable, str(venv)]
    else:
        debian = Path("/etc/debian_version").exists()
        raise SetupError(missing_module_advice(debian, sys.version_info[:2]))
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        debian = Path("/etc/debian_version").exists()
        raise SetupError(
            f"{missing_module_advice(debian, sys.version_info[:2])}\n"
            f"{_last_lines(made.stdout + made.stderr)}"
            if "ensurepip" in made.stdout + made.stderr
            else f"{venv} kurulamadı:\n{_last_lines(made.stdout + made.stderr)}"
        )


def _uv(venv: Path) -> str | None:
    """Returns uv's path (installed into the environment if need be), ``None`` without one."""
    own = python_of(venv).with_name("uv")
    if not own.exists():
        command = [str(python_of(venv)), "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run(
            [*command, *_offline_pip(), "-r", str(CHECKOUT / TOOL_LOCK)],
            capture_output=True,
            check=False,
        )
    return str(own) if own.exists() else shutil.which("uv")


def _sync_by_uv(uv: str, venv: Path, lock: str, options: list[str]) -> bool:
    command = [uv, "pip", "sync", "--quiet", "--require-hashes", *options, str(CHECKOUT / lock)]
    env = os.environ | {"UV_PYTHON_DOWNLOADS": "never", "VIRTUAL_ENV": str(venv)}
    if certificate := env.get("PIP_CERT"):
        env.setdefault("SSL_CERT_FILE", certificate)
    done = subprocess.run(command, env=env, cwd=CHECKOUT, capture_output=True, check=False)
    return done.returncode == 0


def _sync_by_pip(venv: Path, lock: str) -> None:
    command = [str(python_of(venv)), "-m", "pip", "install", "--require-hashes", "--quiet"]
    done = subprocess.run(
        [*command, *_offline_pip(), "-r", str(CHECKOUT / lock)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupError(
            f"{lock} içindeki paketler kurulamadı. İnternet bağlantısını ya da pip'in vekil sunucu"
            " ve dizin ayarlarını denetleyin. Ağ yoksa paketleri bağlantısı olan bir bilgisayarda"
            f" 'pip download --require-hashes -r {lock} -r {TOOL_LOCK} -d paketler' ile indirip"
            " klasörü buraya taşıyın ve TURKCELL_HUB_WHEELS=paketler ile yineleyin.\n"
            f"{_last_lines(done.stderr)}"
        )


def _offline_pip() -> list[str]:
    wheels = os.environ.get("TURKCELL_HUB_WHEELS")
    return ["--no-index", "--find-links", wheels] if wheels else []


def _complete(venv: Path, lock: str) -> None:
    """Lets the environment's own programs (celery, pytest …) find the checkout, and stamps."""
    with contextlib.suppress(OSError):
        packages = sysconfig.get_path("purelib", "venv", {"base": str(venv)})
        Path(packages, "turkcell_hub_checkout.pth").write_text(f"{CHECKOUT}\n")
        _stamp(venv, lock).write_text(digest((CHECKOUT / lock).read_bytes()))


def _unfinished(venv: Path) -> Path:
    return venv / "turkcell-hub-unfinished"


def _stamp(venv: Path, lock_name: str) -> Path:
    return venv / f"turkcell-hub-{lock_name}.stamp"


def _works(venv: Path) -> bool:
    """A half-made environment has no interpreter, no pip, or one of another version."""
    program = "import pip, sys; print(sys.version_info[:2] >= (3, 11))"
    return _output([str(python_of(venv)), "-c", program]).strip() == "True"


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


@contextlib.contextmanager
def _only_one(venv: Path) -> Iterator[None]:
    """Two starts at once: the second waits, and then finds everything done."""
    place = venv.with_name(f"{venv.name}.lock")
    try:
        venv.parent.mkdir(parents=True, exist_ok=True)
        stream = place.open("w")
        if venv.exists() and not os.access(venv, os.W_OK):
            raise PermissionError(13, "read-only", str(venv))
    except OSError as problem:
        raise SetupError(
            f"{venv} yazılamıyor ({problem.strerror}). Klasöre yazma izni verin ya da"
            " TURKCELL_HUB_VENV ile yazılabilen bir yol gösterin"
            " (veri klasörü için de TURKCELL_HUB_DATA)."
        ) from None
    with stream:
        if os.name == "nt":
            yield
            return
        import fcntl

        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _start_again(venv: Path) -> NoReturn:
    python = str(python_of(venv))
    os.environ[_GUARD] = str(venv)
    if os.name == "nt":
        sys.exit(subprocess.call([python, *sys.argv]))
    os.execv(python, [python, *sys.argv])  # noqa: S606 - no shell is the point


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-6:])
