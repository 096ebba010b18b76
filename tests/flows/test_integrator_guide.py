"""docs/integrators.md does what it says: each example is run and its answer compared."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from messaging import tasks as messaging_tasks
from tests.support.firms import make_brand, make_firm, make_key
from tests.support.messaging import load_credit, make_account
from turkcell_hub.jobs import tasks as job_tasks
from turkcell_hub.tenancy.permissions import every_right

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "integrators.md"
LOOKALIKE = Path(__file__).parent / "curl_lookalike.py"
_PARTS = re.compile(
    r"^```(?P<kind>bash|json)(?P<info>[^\n]*)\n(?P<text>.*?)^```$|^<!-- keep: (?P<keep>.*?) -->$",
    re.M | re.S,
)
# Every run has its own.
OWN = {"id", "campaign"}


@dataclass
class Example:
    script: str
    keep: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    same: str = ""
    shown: Any = None


def examples() -> list[Example]:
    found: list[Example] = []
    for part in _PARTS.finditer(GUIDE.read_text(encoding="utf-8")):
        if part["kind"] == "bash":
            found.append(Example(part["text"]))
        elif part["keep"]:
            found[-1].keep = dict(pair.split("=") for pair in part["keep"].split())
        else:
            status, _space, more = part["info"].strip().partition(" ")
            found[-1].status = int(status)
            found[-1].same = more.removeprefix("same=")
            found[-1].shown = json.loads(part["text"]) if part["text"].strip() else None
    return found


def work() -> None:
    """What the workers do meanwhile."""
    messaging_tasks.sweep()
    job_tasks.sweep()


_PROGRAMS = (
    ["curl", pytest.param("lookalike", marks=pytest.mark.slow)]
    if shutil.which("curl")
    else ["lookalike"]
)


@pytest.fixture(params=_PROGRAMS)
def curl(request: pytest.FixtureRequest) -> str:
    """The start of a script: every call ends with the status on a line of its own."""
    program = "command curl"
    if request.param == "lookalike":
        program = f"{shlex.quote(sys.executable)} {shlex.quote(str(LOOKALIKE))}"
    return f"set -eu\ncurl() {{ {program} -w '\\n%{{http_code}}' \"$@\"; }}\n"


@pytest.fixture
def firm_ready(transactional_db: None) -> dict[str, str]:
    firm = make_firm("Ege Tekstil")
    make_account(firm)
    make_brand(firm, "100001", "Ege Ev")
    load_credit(firm, 100)
    scopes = [code for code, right in every_right().items() if right.for_keys]
    return {"KEY": make_key(firm, scopes)[1]}


def test_every_example_of_the_guide_answers_what_it_shows(
    live_server: Any, firm_ready: dict[str, str], curl: str, tmp_path: Path
) -> None:
    known = {**firm_ready, "HUB": str(live_server)}
    ran = 0
    for example in examples():
        run = subprocess.run(
            ["bash", "-c", curl + example.script],
            env={**os.environ, **known},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert run.returncode == 0, example.script + run.stderr
        if example.status is None:
            continue
        body, _line, status = run.stdout.rpartition("\n")
        assert int(status) == example.status, example.script + body
        answer = json.loads(body) if body.strip() else None
        compare(example.shown, answer, example.script)
        if example.same:
            name, _colon, path = example.same.partition(":")
            assert str(at(answer, path)) == known[name]
        known |= {name: str(at(answer, path)) for name, path in example.keep.items()}
        ran += 1
        work()
    assert ran > 20


def at(answer: Any, path: str) -> Any:
    for step in path.split("."):
        answer = answer[int(step)] if step.isdigit() else answer[step]
    return answer


def compare(shown: Any, answer: Any, where: str) -> None:
    """What is shown must be there; what is not shown may be."""
    if isinstance(shown, dict):
        assert set(shown) <= set(answer), where
        for name, value in shown.items():
            if name in OWN:
                assert type(answer[name]) is type(value), where
            else:
                compare(value, answer[name], f"{where}{name}: ")
    elif isinstance(shown, list):
        assert len(shown) == len(answer), f"{where} {answer}"
        for one, other in zip(shown, answer, strict=True):
            compare(one, other, where)
    else:
        assert answer == shown, where
