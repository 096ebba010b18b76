"""``manage.py demo``: everything on embedded services, with a sample firm, until Ctrl+C."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from turkcell_hub.embedded import copies, named, ports
from turkcell_hub.embedded.errors import EmbeddedError
from turkcell_hub.embedded.places import CHECKOUT, data_folder
from turkcell_hub.embedded.processes import log_tail
from turkcell_hub.embedded.programs import Programs
from turkcell_hub.embedded.secret_values import write_private
from turkcell_hub.embedded.services import KeptServers, load_env_file
from turkcell_hub.embedded.supervisor import Program, Stopped, Supervisor, stoppable

_READY_SECONDS = 120.0
# Elsewhere a process that has read libraries of the system cannot safely be copied.
_COPIED = sys.platform == "linux"
# What --reset removes. Named one by one: TURKCELL_HUB_DATA may be a folder with more in it.
_KEPT_DATA = ("postgresql", "valkey", "operator", "beat", "logs", "files", "mail", "static")
_KEPT_FILES = ("secrets.json", "credentials.json", "ports.json")


def main(arguments: list[str]) -> int:
    """Runs the demo; returns 0 when it was asked to end. Raises ``EmbeddedError``."""
    options = _parser().parse_args(arguments)
    load_env_file()
    kept = KeptServers(data_folder())
    if not kept.own():
        raise EmbeddedError(_already_running(kept))
    try:
        with stoppable():
            return _run(options, kept)
    finally:
        kept.stop()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py demo",
        description="Örnek bir firmayla her şeyi gömülü sunucular üzerinde çalıştırır."
        " Ctrl+C hepsini durdurur; veriler bir sonraki başlatma için kalır.",
    )
    parser.add_argument("--port", type=int, help="portalın kapısı (verilmezse 8000 ya da boş biri)")
    parser.add_argument("--host", default="127.0.0.1", help="dinlenecek adres (%(default)s)")
    parser.add_argument("--reset", action="store_true", help="eski verileri silip baştan başlar")
    parser.add_argument("--ready-file", type=Path, help="hazır olunca yazılacak JSON dosyası")
    parser.add_argument("--no-seed", action="store_true", help="örnek verileri yüklemez")
    return parser


def _run(options: argparse.Namespace, kept: KeptServers) -> int:
    if options.reset:
        _reset(kept.data)
    if options.ready_file:
        options.ready_file.unlink(missing_ok=True)
    supervisor = Supervisor()
    try:
        _bring_up(options, kept, supervisor)
        supervisor.watch()
    except Stopped:
        print("\nDurduruluyor…", file=sys.stderr)
    finally:
        supervisor.stop()
        if options.ready_file:
            options.ready_file.unlink(missing_ok=True)
    return 0


def _bring_up(options: argparse.Namespace, kept: KeptServers, supervisor: Supervisor) -> None:
    chosen = ports.choose(kept.data, options.host, options.port)
    print("Sunucular başlatılıyor…", file=sys.stderr)
    named.answer(os.environ)
    # Asked before the product is read: from then on the environment names the embedded server too.
    credentials = _credentials(kept.data, os.environ.get("DATABASE_URL", ""))
    for server in kept.needed(os.environ):
        supervisor.start(server)
    environment = _environment(options.host, chosen, kept)
    programs = Programs(kept.data, environment, copied=_COPIED)
    supervisor.start(programs.operator(chosen.operator))
    if _COPIED:
        copies.read_product(environment)
    print("Veritabanı güncelleniyor…", file=sys.stderr)
    supervisor.run(programs.migration())
    if not options.no_seed and _seed_exists():
        if not credentials.exists():
            print("Örnek veriler yükleniyor…", file=sys.stderr)
        arguments = ("--if-empty", "--credentials-file", str(credentials))
        supervisor.run(programs.once("Örnek verilerin yüklenmesi", "seed_demo", *arguments))
        if not credentials.exists():
            print("Bu veritabanında firma var; örnek veri yüklenmedi.", file=sys.stderr)
    kept.tell({name: environment[name] for name in _TOLD})
    web = programs.web(options.host, chosen.web)
    supervisor.start(web)
    for program in (*programs.workers(), programs.lines(), programs.beat()):
        supervisor.start(program)
    _wait_for_web(ports.local_url(options.host, chosen.web), web, supervisor)
    _announce(options, environment, _logins(credentials), programs.logs)


_TOLD = (
    "DATABASE_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "FIELD_ENCRYPTION_KEYS",
    "FAKE_OPERATOR_URL",
    "PUBLIC_URL",
    "TURKCELL_HUB_DATA",
)


def _environment(host: str, chosen: ports.Ports, kept: KeptServers) -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if value}
    url = ports.public_url(host, chosen.web)
    made = kept.facts(given) | {
        "PUBLIC_URL": url,
        "ALLOWED_HOSTS": ",".join(ports.allowed_hosts(host)),
        "FAKE_OPERATOR_URL": f"http://127.0.0.1:{chosen.operator}",
        "DJANGO_SETTINGS_MODULE": "turkcell_hub.settings",
        "PYTHONUNBUFFERED": "1",
    }
    return made | given | {"DEBUG": "false", "TURKCELL_HUB_DATA": str(kept.data)}


def _wait_for_web(url: str, web: Program, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    # Straight to the own machine, past any proxy that the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < deadline:
        supervisor.check()
        try:
            with opener.open(f"{url}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    raise EmbeddedError(f"Portal yanıt vermedi. Günlüğü ({web.log}):\n{log_tail(web.log)}")


def _announce(
    options: argparse.Namespace, environment: dict[str, str], logins: dict[str, object], logs: Path
) -> None:
    url, operator = environment["PUBLIC_URL"], environment["FAKE_OPERATOR_URL"]
    lines = [
        "",
        "Turkcell Hub hazır.",
        f"  Portal          {url}/",
        f"  Sanal operatör  {operator}/",
    ]
    several = logins.get("logins")
    for login in several if isinstance(several, list) else [logins] if logins else []:
        role = f"   ({login['role']})" if login.get("role") else ""
        lines.append(f"  Giriş           {login.get('username')} / {login.get('password')}{role}")
    if logins.get("api_key"):
        lines.append(f"  API anahtarı    {logins['api_key']}")
    lines += [f"  Günlükler       {logs}", "Durdurmak için Ctrl+C.", ""]
    print("\n".join(lines), flush=True)
    if options.ready_file:
        known = {name: logins.get(name) for name in ("username", "password", "api_key")}
        facts = {"url": url, **known, "operator_url": operator}
        write_private(options.ready_file.absolute(), json.dumps(facts))


def _logins(credentials: Path) -> dict[str, object]:
    if not credentials.exists():
        return {}
    logins: dict[str, object] = json.loads(credentials.read_text())
    return logins


def _credentials(data: Path, database_url: str) -> Path:
    """Where the logins of this very database are kept: another one knows others, or none."""
    if not database_url:
        return data / "credentials.json"
    place = database_url.rpartition("@")[2].split("?")[0]
    return data / f"credentials-{hashlib.sha256(place.encode()).hexdigest()[:12]}.json"


def _seed_exists() -> bool:
    return any(CHECKOUT.glob("turkcell_hub/*/management/commands/seed_demo.py"))


def _reset(data: Path) -> None:
    if os.environ.get("DATABASE_URL"):
        raise EmbeddedError(
            "--reset yalnızca gömülü veritabanını siler; DATABASE_URL ile gösterilen"
            " veritabanına dokunulmaz. Onu kendi araçlarıyla boşaltın ya da değişkeni kaldırın."
        )
    for name in _KEPT_DATA:
        shutil.rmtree(data / name, ignore_errors=True)
    for name in _KEPT_FILES:
        (data / name).unlink(missing_ok=True)


def _already_running(kept: KeptServers) -> str:
    url = kept.told().get("PUBLIC_URL")
    if url:
        return f"Demo bu kopyada zaten çalışıyor: {url}/"
    return (
        f"{kept.data} klasöründeki sunucuları başka bir manage.py komutu kullanıyor."
        " O bitince yineleyin."
    )
