"""CAMARA one-time codes: what the sandbox answers, held against the contract file."""

from __future__ import annotations

import itertools

import pytest
import requests

from tests.fake_operator.contracts import contract
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

SCOPE = "one-time-password-sms:send-validate"
_numbers = itertools.count(1)


class Client:
    def __init__(self, url: str, username: str) -> None:
        self.url, self.username = url, username
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        login = requests.post(
            f"{url}/oauth2/v1/token", data=form, auth=(username, "dogru-sifre"), timeout=10
        )
        contract("camara_otp").check_answer(login)
        self.headers = {"Authorization": f"Bearer {login.json()['access_token']}"}

    def call(self, operation: str, **body: object) -> requests.Response:
        answer = requests.post(
            f"{self.url}/one-time-password-sms/v1/{operation}",
            json=body, headers={**self.headers, "x-correlator": "iz-1"}, timeout=10,
        )  # fmt: skip
        contract("camara_otp").check_answer(answer)
        assert answer.headers["x-correlator"] == "iz-1"
        return answer


@pytest.fixture
def client(operator: FakeOperatorProcess, control: ControlClient) -> Client:
    username = f"87{next(_numbers):08}"
    control.create_account(username, "camara_otp", report_delay=[0, 0], otp_codes_per_number=2)
    return Client(operator.url, username)


def test_a_code_is_made_sent_and_checked_here(client: Client, control: ControlClient) -> None:
    sent = client.call("send-code", phoneNumber="+905321234501", message="Kod {{code}}")
    (row,) = control.truth(client.username)["messages"]
    ticket, code = sent.json()["authenticationId"], row["text"].removeprefix("Kod ")
    wrong = client.call("validate-code", authenticationId=ticket, code="1")
    assert wrong.json()["code"] == "ONE_TIME_PASSWORD_SMS.INVALID_OTP"
    assert client.call("validate-code", authenticationId=ticket, code=code).status_code == 204
    assert client.call("validate-code", authenticationId=ticket, code=code).status_code == 404


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"phoneNumber": "05321234501", "message": "{{code}}"}, 400, "INVALID_ARGUMENT"),
        ({"phoneNumber": "+905321234501", "message": "kodsuz"}, 400, "INVALID_ARGUMENT"),
        ({"phoneNumber": "+905321234501", "message": "{{code}}" + "a" * 160}, 400,
         "INVALID_ARGUMENT"),
        ({"phoneNumber": "+905321234501", "message": "{{code}}", "x": "y"}, 400,
         "INVALID_ARGUMENT"),
        ({"phoneNumber": "+905321234505", "message": "{{code}}"}, 403,
         "ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_BLOCKED"),
        ({"phoneNumber": "+905321234507", "message": "{{code}}"}, 403,
         "ONE_TIME_PASSWORD_SMS.PHONE_NUMBER_NOT_ALLOWED"),
    ],
)  # fmt: skip
def test_a_wrong_send_is_refused(
    client: Client, body: dict[str, str], status: int, code: str
) -> None:
    answer = client.call("send-code", **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_number_gets_so_many_codes_and_a_code_so_many_tries(client: Client) -> None:
    order = {"phoneNumber": "+905321234501", "message": "{{code}}"}
    ticket = client.call("send-code", **order).json()["authenticationId"]
    client.call("send-code", **order)
    assert client.call("send-code", **order).json()["code"].endswith("MAX_OTP_CODES_EXCEEDED")
    said = [
        client.call("validate-code", authenticationId=ticket, code="0000000").json()["code"]
        for _ in range(4)
    ]
    assert [word.rpartition(".")[2] for word in said] == [
        "INVALID_OTP", "INVALID_OTP", "VERIFICATION_FAILED", "VERIFICATION_FAILED",
    ]  # fmt: skip


def test_without_a_token_nothing_is_done(client: Client) -> None:
    client.headers = {"Authorization": "Bearer yok"}
    answer = client.call("send-code", phoneNumber="+905321234501", message="{{code}}")
    assert answer.status_code == 401
