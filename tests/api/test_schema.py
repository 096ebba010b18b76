"""The schema says what the code does; schemathesis tries to catch them disagreeing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.api.conftest import Caller
from turkcell_hub.api import docs, schema_words


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    answer = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert answer.status_code == 200
    document: dict[str, Any] = answer.json()
    return document


def addresses(patterns: list[Any], before: str = "/") -> set[str]:
    found = set()
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found |= addresses(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and pattern.name != "unknown":
            found.add(route.replace("<int:pk>", "{id}"))
    return found


@pytest.mark.parametrize("urlconf", ["tests.api.rest_room", "turkcell_hub.urls"])
def test_every_registered_address_is_in_the_schema(
    client: Client, settings: Any, urlconf: str
) -> None:
    settings.ROOT_URLCONF = urlconf
    document = client.get("/api/v1/schema/").json()
    served = {a for a in addresses(get_resolver().url_patterns) if a.startswith("/api/v1/")}
    told = {path.replace("{pk}", "{id}") for path in document["paths"]}
    silent = {"/api/v1/schema/", "/api/v1/docs/", "/api/v1/forgotten/"}
    assert {a for a in served if "<" not in a} - silent <= told


def test_who_reads_english_gets_every_text_of_the_schema_in_english(client: Client) -> None:
    """A missing one is added to locale/en/LC_MESSAGES/rest.po; tools/messages.py compiles it."""
    missing: list[str] = []
    turkish = docs.schema("turkcell_hub.urls", "tr")
    english = schema_words.in_english(turkish, missing.append)
    assert missing == []
    said = english["paths"]["/api/v1/messages/"]["post"]
    assert said["summary"] == "Message: send to one person"
    assert "Needed right: `messaging.campaign.send`" in said["description"]
    assert english["paths"].keys() == turkish["paths"].keys()
    mine = {"accept": "application/json", "accept-language": "en-GB, tr;q=0.5"}
    answer = client.get("/api/v1/schema/", headers=mine)
    assert answer["Content-Language"] == "en"
    assert answer.json()["info"]["description"].startswith("Errors are application/problem+json")


def test_the_schema_is_openapi_3_1_and_valid(schema: dict[str, Any]) -> None:
    import schemathesis
    from jsonschema import Draft202012Validator

    assert schema["openapi"] == "3.1.0"
    loaded = schemathesis.openapi.from_dict(schema)
    loaded.validate()
    for component in schema["components"]["schemas"].values():
        Draft202012Validator.check_schema(component)


def test_every_operation_tells_key_problems_and_idempotency(schema: dict[str, Any]) -> None:
    assert schema["components"]["securitySchemes"]["api_key"]["scheme"] == "bearer"
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            assert operation["security"] == [{"api_key": []}], path
            refused = operation["responses"]["401"]["content"]
            assert list(refused) == ["application/problem+json"]
            headers = {p["name"] for p in operation.get("parameters", []) if p["in"] == "header"}
            assert ("Idempotency-Key" in headers) is (method == "post"), path


def test_filters_search_and_ordering_are_told(schema: dict[str, Any]) -> None:
    parameters = schema["paths"]["/api/v1/brands/"]["get"]["parameters"]
    told = {parameter["name"] for parameter in parameters}
    paging = {"cursor", "page_size", "count"}
    filters = {"name", "is_active", "size_min", "size_max", "first"}
    assert told == paging | {"ordering", "search"} | filters


def test_columns_are_told_with_their_types_where_there_is_no_serializer(
    schema: dict[str, Any],
) -> None:
    row = schema["components"]["schemas"]["CodeResourceRow"]["properties"]
    assert row["id"]["type"] == "integer"
    assert row["code"] == {"type": ["string", "null"], "readOnly": True, "description": "Kod"}


def test_what_a_body_may_not_hold_is_told(schema: dict[str, Any]) -> None:
    bodies = schema["components"]["schemas"]
    assert bodies["BrandRequest"]["additionalProperties"] is False
    assert "id" not in bodies["BrandRequest"]["properties"]


def test_the_docs_need_no_inline_script_and_no_other_host(client: Client) -> None:
    page = client.get("/api/v1/docs/")
    assert page.status_code == 200
    html = page.content.decode()
    assert "<style" not in html
    assert "http" not in html
    assert html.count("<script src=") == html.count("<script")
    assert "unsafe" not in page["Content-Security-Policy"]
    script = client.get("/api/v1/docs/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/v1/schema/" in script.content.decode()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "phases", ["examples", pytest.param("examples,coverage", marks=pytest.mark.slow)]
)
def test_schemathesis_finds_no_disagreement(
    live_server: Any, call: Caller, tmp_path: Path, phases: str
) -> None:
    for name in ("Akasya", "Çınar"):
        call.post("brands/", {"code": name[:2], "name": name})
    # The generator reuses one Idempotency-Key for many bodies, which is rightly refused.
    (tmp_path / "schemathesis.toml").write_text(
        "[checks.positive_data_acceptance]\n"
        'expected-statuses = ["2xx", 401, 403, 404, 409, 422]\n'
        # A cursor is signed; no schema can say which texts are.
        '[[operations]]\ninclude-method = "GET"\n'
        "[operations.checks.positive_data_acceptance]\n"
        'expected-statuses = ["2xx", 400, 401, 403, 404]\n'
    )
    run = subprocess.run(
        [
            *(str(Path(sys.executable).parent / "schemathesis"), "run"),
            f"{live_server}/api/v1/schema/",
            *("--header", f"Authorization: {call.headers['authorization']}"),
            *("--phases", phases),
            *("--workers", "1", "--no-color", "--continue-on-failure"),
            "--generation-deterministic",
        ],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=tmp_path,
    )
    assert run.returncode == 0, run.stdout + run.stderr
