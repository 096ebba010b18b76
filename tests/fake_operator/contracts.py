"""The operators' contract files, as judges of what the server answers and pushes."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.support.documents import yaml_document

_FOLDER = Path(__file__).parents[2] / "turkcell_hub/gateways"
_URN = "urn:contract"
_BASES = {"mesajussu": "/api/api/integration", "hosted_page": "/pay"}


class Contract:
    """One OpenAPI file."""

    def __init__(self, name: str, base: str = "") -> None:
        (file,) = _FOLDER.glob(f"*/contracts/{name}.yaml")
        self.document = yaml_document(file)
        self._base = base
        resource = Resource.from_contents(self.document, default_specification=DRAFT202012)
        self._registry: Registry[Any] = Registry().with_resource(_URN, resource)

    def check_answer(self, answer: requests.Response) -> None:
        """Status, content type and body must be what the contract says for the request."""
        operation = self._operation(answer.request.method or "", urlsplit(answer.request.url).path)
        responses = operation["responses"]
        found = self._resolved(responses.get(str(answer.status_code), responses.get("default")))
        if "content" not in found:
            assert not answer.content
            return
        kind = answer.headers["Content-Type"].split(";")[0]
        schema = found["content"][kind]["schema"]
        self._check(schema, answer.json() if kind == "application/json" else answer.text)

    def check_request(self, method: str, path: str, body: Any) -> None:
        operation = self._operation(method, path)
        self._check(operation["requestBody"]["content"]["application/json"]["schema"], body)

    def check_push(self, body: Any) -> None:
        self._check({"$ref": "#/components/schemas/Push"}, body)

    def _check(self, schema: Any, value: Any) -> None:
        rebased = {"$id": "urn:here", "allOf": [_rebase(schema)]}
        Draft202012Validator(rebased, registry=self._registry).validate(value)

    def _resolved(self, node: Any) -> Any:
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = target
        return node

    def _operation(self, method: str, path: str) -> Any:
        path = path.removeprefix(self._base)
        for template, operations in self.document["paths"].items():
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, path) and method.lower() in operations:
                return operations[method.lower()]
        raise AssertionError(f"{method} {path} is not in the contract")


def _rebase(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _URN + value if key == "$ref" else _rebase(value) for key, value in node.items()
        }
    return [_rebase(one) for one in node] if isinstance(node, list) else node


@cache
def contract(name: str) -> Contract:
    return Contract(name, _BASES.get(name, ""))
