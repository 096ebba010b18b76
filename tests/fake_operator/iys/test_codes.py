"""Codes of calls that are wrong in their form, by plain HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fake_operator.iys.client import PHONE, codes, consent
from tests.support.fake_operator import ControlClient

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
        ("GET", "/sps/600001/brands/600009/retailers", {}, 404, "H018"),
        # The only parameter of that name; what the codes are of is not said.
        ("GET", "/info/city/", {}, 400, "H266"),
        ("GET", "/info/town/%20", {}, 400, "H267"),
    ],
)
def test_a_call_of_the_wrong_form_is_named(
    iys: Any, method: str, path: str, options: dict[str, Any], status: int, code: str
) -> None:
    answer = iys.call(method, path, check=False, **options)
    assert (answer.status_code, codes(answer)) == (status, [code])


@pytest.mark.parametrize("path", ["/sps/600001/subscription", "retailers", "/info/city"])
def test_a_call_beside_the_consents_names_a_token_that_is_absent_or_wrong(
    iys: Any, path: str
) -> None:
    wrong = iys.call("GET", path, check=False, headers={"Authorization": "Bearer x"})
    absent = iys.call("GET", path, check=False, headers={"Authorization": None})
    assert (wrong.status_code, codes(wrong)) == (401, ["H251"])
    assert (absent.status_code, codes(absent)) == (400, ["H250"])
    consents = iys.call("GET", "consents/changes", check=False, headers={"Authorization": None})
    assert (consents.status_code, codes(consents)) == (401, ["H351"])


def test_the_pace_of_a_second_has_two_codes(iys: Any, registry: ControlClient) -> None:
    registry.change_registry(requests_per_second=0, code_of_a_second="H083")
    answer = iys.call("GET", "consents/changes", check=False)
    assert (answer.status_code, codes(answer)) == (429, ["H083"])
    assert codes(iys.call("POST", "/oauth2/token", check=False, json={})) == ["H083"]


@pytest.mark.parametrize(
    ("code", "status"),
    [("H015", 500), ("H031", 404), ("H176", 400), ("H192", 503), ("H195", 403), ("H196", 403),
     ("H252", 400), ("H402", 422), ("H412", 500)],
)  # fmt: skip
def test_a_code_whose_cause_is_not_documented_comes_by_script(
    iys: Any, registry: ControlClient, code: str, status: int
) -> None:
    """The registry gives these codes and their words, and says of no call what raises
    them."""
    registry.script(iys.username, {"do": "refuse", "code": code, "on": "query"})
    answer = iys.call("GET", "/sps/600001/brands", check=False)
    assert (answer.status_code, codes(answer)) == (status, [code])


def test_an_unexpected_error_at_the_token_has_the_shape_of_the_other_calls(
    iys: Any, registry: ControlClient
) -> None:
    registry.script(iys.username, {"do": "refuse", "code": "H015", "on": "login"})
    answer = iys.token()
    assert (answer.status_code, codes(answer)) == (500, ["H015"])
