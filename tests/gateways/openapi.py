"""The wire contracts in gateways/*/contracts/*.yaml, as judges of real requests and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import turkcell_hub.gateways
from tests.support.documents import yaml_document

ROOT = Path(turkcell_hub.gateways.__file__).parent


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    pattern: re.Pattern[str]
    parameters: Mapping[str, dict[str, Any]]  # "in:name" -> parameter
    body: dict[str, Any] | None
    answers: Mapping[str, Any]


class Contract:
    def __init__(self, path: str) -> None:
        self._document = yaml_document(ROOT / path)
        self.operations = [
            self._operation(template, method, told)
            for template, item in self._document["paths"].items()
            for method, told in item.items()
        ]

    def find(self, method: str, path: str) -> Operation | None:
        found = (o for o in self.operations if o.method == method and o.pattern.fullmatch(path))
        return next(found, None)

    def problems(
        self,
        operation: Operation,
        query: Mapping[str, list[str]],
        headers: Mapping[str, str],
        body: bytes,
    ) -> list[str]:
        """Whatever in this request the contract does not allow."""
        found = [f"undeclared query {n}" for n in query if f"query:{n}" not in operation.parameters]
        for key, parameter in operation.parameters.items():
            where, name = key.split(":")
            told = {"query": query.get(name, [None])[0], "header": headers.get(name.lower())}
            if where == "path":
                continue
            value = told[where]
            if value is None:
                found += [f"missing {key}"] if parameter.get("required") else []
            else:
                found += self._errors(parameter["schema"], _typed(value, parameter["schema"]), key)
        if operation.body is not None:
            try:
                found += self._errors(operation.body, json.loads(body), "body")
            except ValueError:
                found.append("body is no JSON")
        elif body:
            found.append("undeclared body")
        return found

    def answer_problems(self, operation_id: str, status: int, body: Any) -> list[str]:
        """Whatever in this JSON answer the contract does not know."""
        operation = next(o for o in self.operations if o.id == operation_id)
        told = operation.answers.get(str(status)) or operation.answers["default"]
        content = self._resolved(told)["content"]
        return self._errors(content["application/json"]["schema"], body, operation_id)

    def schema_problems(self, name: str, value: Any) -> list[str]:
        return self._errors({"$ref": f"#/components/schemas/{name}"}, value, name)

    def _operation(self, template: str, method: str, told: dict[str, Any]) -> Operation:
        parameters = [self._resolved(p) for p in told.get("parameters", [])]
        body = told.get("requestBody")
        return Operation(
            id=told["operationId"],
            method=method.upper(),
            pattern=re.compile(re.sub(r"\{\w+\}", "[^/]+", template)),
            parameters={f"{p['in']}:{p['name']}": p for p in parameters},
            body=body and body["content"]["application/json"]["schema"],
            answers=told["responses"],
        )

    def _resolved(self, item: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in item:
            target = self._document
            for step in item["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            item = target
        return item

    def _errors(self, schema: dict[str, Any], value: Any, where: str) -> list[str]:
        from openapi_schema_validator import OAS31Validator  # and half of pydantic with it

        whole = {**schema, "components": self._document["components"]}
        return [
            f"{where} {error.json_path}: {error.message}"
            for error in OAS31Validator(whole).iter_errors(value)
        ]


def _typed(value: str, schema: dict[str, Any]) -> Any:
    return int(value) if schema.get("type") == "integer" and value.isdigit() else value


@cache
def contract(path: str) -> Contract:
    return Contract(path)
