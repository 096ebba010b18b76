"""Codes of calls that are wrong in their form, by plain HTTP (contracts/iys.md 6)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fake_operator.iys.client import PHONE, codes, consent

KEY = {"recipientType": "BIREYSEL", "type": "MESAJ"}
ACCESS = "consents/retailers/access"


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "code"),
    [
        ("POST", "retailers", {"json": []}, 400, "H016"),
        ("POST", "retailers", {"json": {"alias": "x"}}, 400, "H016"),
        ("POST", ACCESS, {"json": []}, 400, "H090"),
        ("PUT", ACCESS, {"json": KEY | {"recipients": [PHONE]}}, 422, "H169"),
        ("POST", "consents/status", {"json": []}, 400, "H097"),
        ("POST", "consents/BIREYSEL/status/MESAJ", {"json": []}, 400, "H097"),
        ("POST", "push/registration", {"json": {}}, 400, "H097"),
        ("GET", "retailers?offset=x", {}, 422, "H183"),
        ("GET", "retailers?limit=x", {}, 422, "H182"),
        ("GET", "retailers/1234", {}, 400, "H201"),
        ("POST", "consents", {"json": consent(retailerCode="12")}, 400, "H201"),
        ("POST", "consents", {"json": consent(retailerAccess=["x"])}, 400, "H201"),
        ("GET", "/integrator/abc/sps", {}, 400, "H245"),
    ],
)
def test_a_call_of_the_wrong_form_is_named(
    iys: Any, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    answer = iys.call(method, path, check=False, **options)
    assert (answer.status_code, codes(answer)) == (status, [code])


@pytest.mark.parametrize(
    ("path", "code"), [("/sps/600001/subscription", "H251"), ("retailers", "H351")]
)
def test_without_a_token_the_kind_of_call_names_the_code(iys: Any, path: str, code: str) -> None:
    answer = iys.call("GET", path, check=False, headers={"Authorization": "Bearer x"})
    assert (answer.status_code, codes(answer)) == (401, [code])
