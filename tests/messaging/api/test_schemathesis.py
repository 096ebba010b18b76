"""Generated requests over the whole ``/api/v1/``: never a 5xx, every answer as the schema says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from tests.support.messaging import make_subscriber
from turkcell_hub.tenancy.models import Firm

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance"
)


@pytest.fixture
def records(call: Caller, ready: Firm) -> None:
    """Something at every noun, so that answers have rows to be judged by."""
    person = make_subscriber(ready, "+905321234501", "Ayşe", special_code="BAYI")
    group = call.post("groups/", {"name": "Bayiler"}).json()["id"]
    call.post(f"groups/{group}/members/", {"subscribers": [person.pk]})
    call.post("fields/", {"label": "Bakiye"})
    call.post("templates/", {"code": "A", "name": "A", "text": "Merhaba"})
    call.post("blacklist/", {"phone": "05321234509", "reason": "istemiyor"})
    crowd = [{"phone": "05321234501"}, {"phone": "05321234509"}]
    draft = {
        "text": "Merhaba",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "recipients": crowd,
    }
    for _n in range(2):
        pk = call.post("campaigns/", draft).json()["id"]
    call.post(f"campaigns/{pk}/submit/", {})
    prepare(ready, pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("phases", "seconds"),
    [
        ("examples,fuzzing", 15),
        pytest.param("examples,coverage", 300, marks=pytest.mark.slow),
    ],
)
def test_generated_requests_meet_no_server_error_and_no_surprise(
    live_server: Any, call: Caller, tmp_path: Path, phases: str, seconds: int
) -> None:
    run = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "schemathesis"), "run"),
            f"{live_server}/api/v1/schema/",
            *("--header", f"Authorization: {call.headers['authorization']}"),
            *("--phases", phases, "--checks", CHECKS),
            *("--max-time", str(seconds), "--max-examples", "4"),
            *("--workers", "1", "--no-color", "--continue-on-failure"),
            *("--seed", "20261122", "--generation-deterministic"),
        ],
        capture_output=True,
        text=True,
        timeout=seconds + 120,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr
