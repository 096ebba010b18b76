"""Generated requests over the whole ``/api/v1/``: never a 5xx, every answer as the schema says.

Every day, within the process and by count: one operation in three, with its first example or else
with what its schema allows and what it forbids. The slow run asks a server by HTTP, as often as its
time lets it: all examples, the coverage of every schema, and more at random.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler

from tests.api.conftest import Caller
from tests.messaging.api.conftest import prepare
from tests.support.messaging import make_subscriber
from turkcell_hub.tenancy.models import Firm

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,"
    "response_headers_conformance,response_schema_conformance"
)
ONE_IN = 3


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
def test_one_operation_in_three_answers_as_its_schema_says(
    call: Caller,
) -> None:
    import schemathesis
    from schemathesis.checks import CHECKS as KNOWN

    schema = schemathesis.openapi.from_dict(call.get("schema/?format=json").json())
    operations = [found.ok() for found in schema.get_all_operations()][::ONE_IN]
    kinds = {
        one.label: one.get_strategies_from_examples()[:1]
        or [one.as_strategy(generation_mode=mode) for mode in schemathesis.GenerationMode]
        for one in operations
    }
    # Only now: with an application at hand, all of its modules are read for constants to try.
    schema.app = portal = WSGIHandler()
    checks = KNOWN.get_by_names(CHECKS.split(","))
    asked, wrong = set(), {}
    for label in kinds:
        for case in (case for kind in kinds[label] for case in _one_of(kind)):
            asked.add(label)
            answer = case.call(headers=call.headers, app=portal)
            try:
                case.validate_response(answer, checks=checks)
            except Exception as problem:
                wrong[label] = problem
    assert wrong == {}
    assert len(operations) > 100
    assert asked == set(kinds)


def _one_of(kind: Any) -> list[Any]:
    """The first that hypothesis makes, the same each time; none where nothing can be forbidden."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable

    made: list[Any] = []

    @settings(
        max_examples=1, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(kind)
    def take(case: Any) -> None:
        made.append(case)

    with suppress(Unsatisfiable):
        take()
    return made[:1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("records")
@pytest.mark.parametrize(
    ("phases", "seconds"),
    [("examples,coverage", 300), ("fuzzing", 120)],
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
    found = run.stdout[max(run.stdout.find("= FAILURES"), 0) :]
    assert run.returncode == 0, found[:20_000] + run.stderr
