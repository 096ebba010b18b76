"""Makes an environment and installs a lock into it."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from turkcell_hub.bootstrap.locks import CHECKOUT, TOOL_LOCK, SetupError
from turkcell_hub.bootstrap.venv import begin, complete, output, python_of, works


def set_up(venv: Path, lock: str) -> None:
    """Brings ``venv`` to what ``lock`` says, whatever state it is in. Raises ``SetupError``."""
    print(f"Paketler {venv} içine kuruluyor (bir kez; yaklaşık yarım dakika)…", file=sys.stderr)
    if not works(venv):
        _make(venv)
    begin(venv)
    pip_config = output([str(python_of(venv)), "-m", "pip", "config", "list"])
    uv = _uv(venv)
    if not (uv and _sync_by_uv(uv, venv, lock, installer_options(pip_config, os.environ))):
        _sync_by_pip(venv, lock)
    complete(venv, lock)


@contextlib.contextmanager
def only_one(venv: Path) -> Iterator[None]:
    """Lets one start at a time change ``venv``: the second waits, and finds everything done.

    Raises ``SetupError`` when nothing can be written there.
    """
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
    # Once here, rather than by each of the demo's processes at its first import.
    command.append("--compile-bytecode")
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


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-6:])
