"""How packages are fetched, and what is said when they cannot be."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from turkcell_hub.bootstrap.install import installer_options, missing_module_advice
from turkcell_hub.bootstrap.locks import CHECKOUT


def test_without_settings_of_pip_the_usual_registry_is_asked() -> None:
    assert installer_options("", {}) == []


def test_a_company_s_own_package_index_is_honoured() -> None:
    config = "global.index-url='https://paket.example/simple'\nglobal.timeout='60'\n"
    assert installer_options(config, {}) == ["--index-url", "https://paket.example/simple"]


def test_further_sources_are_compared_by_version_because_hashes_make_that_safe() -> None:
    config = "global.extra-index-url='https://a/simple https://b/simple'\n:env:.find-links='/w'\n"
    assert installer_options(config, {}) == [
        "--extra-index-url",
        "https://a/simple",
        "--extra-index-url",
        "https://b/simple",
        "--find-links",
        "/w",
        "--index-strategy",
        "unsafe-best-match",
    ]


def test_a_folder_of_wheels_replaces_every_network_source() -> None:
    config = "global.index-url='https://paket.example/simple'\n"
    env = {"TURKCELL_HUB_WHEELS": "/media/paketler"}
    assert installer_options(config, env) == ["--no-index", "--find-links", "/media/paketler"]


def test_debian_is_told_the_exact_package() -> None:
    assert "sudo apt install python3.12-venv" in missing_module_advice(True, (3, 12))


def test_other_systems_are_told_what_is_missing() -> None:
    assert "ensurepip" in missing_module_advice(False, (3, 12))


def test_without_any_source_the_start_says_how_to_go_on(checkout: Path, tmp_path: Path) -> None:
    done = _manage(checkout, {"TURKCELL_HUB_WHEELS": str(tmp_path), "PATH": "/usr/bin:/bin"})
    assert done.returncode == 1
    assert "TURKCELL_HUB_WHEELS" in done.stderr
    assert "requirements.lock" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_checkout_that_cannot_be_written_is_said_with_the_way_out(checkout: Path) -> None:
    checkout.chmod(0o500)
    try:
        done = _manage(checkout, {})
    finally:
        checkout.chmod(0o700)
    assert done.returncode == 1
    assert "TURKCELL_HUB_VENV" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the bootstrap needs of a checkout, in a folder that has no environment yet."""
    folder = tmp_path / "kopya"
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        CHECKOUT / "turkcell_hub/bootstrap", folder / "turkcell_hub/bootstrap", ignore=ignore
    )
    shutil.copy(CHECKOUT / "turkcell_hub/__init__.py", folder / "turkcell_hub")
    for path in ["manage.py", *(path.name for path in CHECKOUT.glob("requirements*.lock"))]:
        shutil.copy(CHECKOUT / path, folder)
    return folder


def _manage(checkout: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Starts a command as a Python without any of our packages would."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TURKCELL")}
    bare = Path(sys.base_prefix) / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return subprocess.run(
        [str(bare), "-S", str(checkout / "manage.py"), "check"],
        env=kept | env,
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
