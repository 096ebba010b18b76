"""The contract files say of everything in them how well it is known."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from jsonschema import Draft202012Validator

from tests.fake_operator.contracts import contract
from turkcell_hub.fake_operator.app import build, open_world

KNOWN = {"verified", "borrowed", "invented"}
BASES = {
    "mesajussu": "/api/api/integration",
    "verimor": "",
    "netgsm": "",
    "hosted_page": "/pay",
    "iys": "",
    "camara_otp": "",
    "camara_location": "/camara",
    "traccar": "/traccar",
}


def properties(node):
    if isinstance(node, dict):
        found = node.get("properties")
        if isinstance(found, dict):
            yield from found.items()
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for value in node:
            yield from properties(value)


@pytest.mark.parametrize("name", BASES)
def test_every_operation_property_and_parameter_is_marked(name):
    judge = contract(name)
    for path, operations in judge.document["paths"].items():
        for operation in operations.values():
            assert operation["x-evidence"] in KNOWN, path
            assert operation["x-section"], path
            for parameter in operation.get("parameters", []):
                assert judge._resolved(parameter)["x-evidence"] in KNOWN, path
    for title, value in properties(judge.document):
        told = judge._resolved(value)
        assert told["x-evidence"] in KNOWN, title
        assert told["x-section"], title


@pytest.mark.parametrize("name", BASES)
def test_every_schema_is_a_sound_json_schema(name):
    for schema in contract(name).document["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    world = open_world(tmp_path_factory.mktemp("operator"), 1)
    app = build(world, "")
    yield {
        (route.method.lower(), route.resource.canonical)
        for route in app.router.routes()
        if route.resource is not None
    }
    with ThreadPoolExecutor() as beside:  # a browser's test may have left a loop in this thread
        for truth in (world.truth, world.registry.truth):
            beside.submit(asyncio.run, truth.close()).result()


@pytest.mark.parametrize("name", BASES)
def test_every_operation_of_the_contract_is_served(name, served):
    for path, operations in contract(name).document["paths"].items():
        for method in operations:
            assert (method, BASES[name] + path) in served


def test_the_contract_takes_an_ordinary_request_and_refuses_a_wrong_one():
    judge = contract("verimor")
    body = {"username": "908501112233", "password": "x", "messages": [{"msg": "M", "dest": "1"}]}
    judge.check_request("POST", "/v2/send.json", body)
    with pytest.raises(Exception, match="messages"):
        judge.check_request("POST", "/v2/send.json", {**body, "messages": []})
