"""The container files describe services that exist."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())[
    "services"
]


def test_every_part_of_the_product_has_a_service() -> None:
    assert {
        "db",
        "redis",
        "migrate",
        "web",
        "worker-fast",
        "worker-bulk",
        "worker-slow",
        "lines",
        "beat",
        "operator",
    } == set(SERVICES)


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_no_image_floats(name: str) -> None:
    _, tag = SERVICES[name]["image"].rsplit(":", 1)
    assert re.match(r"\d", tag)


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_is_asked_whether_it_is_well(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(n for n, s in SERVICES.items() if "env_file" in s))
def test_every_service_of_ours_runs_a_module_that_exists(name: str) -> None:
    command = SERVICES[name].get("command", _image_command())
    program = command[0]
    if program == "sh":
        assert all(part.strip().startswith("python manage.py") for part in command[2].split("&&"))
        assert (ROOT / "manage.py").exists()
        return
    if command[:2] == ["python", "manage.py"]:
        assert command[2] in get_commands()
        return
    module = command[command.index("-m") + 1] if program == "python" else program
    assert importlib.util.find_spec(module)
    for argument in command:
        if argument.startswith("turkcell_hub."):
            assert importlib.util.find_spec(argument)


@pytest.mark.parametrize("queue", ["fast", "bulk", "slow"])
def test_a_worker_is_well_when_it_answers_for_itself(queue: str) -> None:
    worker = SERVICES[f"worker-{queue}"]
    assert worker["command"][-1] == f"{queue}@%h"
    assert f"--destination {queue}@$$HOSTNAME " in worker["healthcheck"]["test"][1]


def test_the_database_is_well_when_it_can_be_reached_over_the_network() -> None:
    assert "pg_isready -h 127.0.0.1" in SERVICES["db"]["healthcheck"]["test"][1]


def test_every_queue_has_a_worker() -> None:
    queues = {
        service["command"][service["command"].index("--queues") + 1]
        for service in SERVICES.values()
        if "--queues" in service.get("command", [])
    }
    assert queues == {"fast", "bulk", "slow"}


def test_the_sandbox_is_not_started_in_production() -> None:
    assert SERVICES["operator"]["profiles"] == ["sandbox"]


def test_every_door_opens_on_loopback_alone() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_image_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER")] == ["USER hub"]


def test_the_example_names_every_variable_that_the_settings_read() -> None:
    source = "".join(path.read_text() for path in (ROOT / "turkcell_hub/settings").glob("*.py"))
    read = set(re.findall(r"(?:env,\s*|\.(?:str|list|get)\()\"([A-Z][A-Z_]+)\"", source))
    example = set(
        re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert len(read) > 15
    assert read <= example
    assert example - read == {"POSTGRES_PASSWORD"}


def test_what_the_container_files_ask_for_is_in_the_example_and_read_by_the_settings() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    settings = (ROOT / "turkcell_hub/settings/environment.py").read_text()
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", compose))
    assert asked == {"POSTGRES_PASSWORD"}
    assert re.search(r"^POSTGRES_PASSWORD=$", example, re.MULTILINE), "nobody starts with a default"
    image = (ROOT / "Dockerfile").read_text().rsplit("FROM ", 1)[1]
    set_there = set(re.findall(r"\b([A-Z_]+)=", image.split("RUN")[0]))
    ours = set_there - {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
    assert ours - {"DJANGO_SETTINGS_MODULE"} == {"TURKCELL_HUB_DATA", "SERVE_STATIC_FROM_SOURCE"}
    assert all(f'"{name}"' in settings and f"{name}=" in example
               for name in ours - {"DJANGO_SETTINGS_MODULE"})  # fmt: skip


def _image_command() -> list[str]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
    return yaml.safe_load(re.findall(r"^CMD (.*)$", text, re.MULTILINE)[-1])
