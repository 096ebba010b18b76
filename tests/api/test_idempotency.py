"""``Idempotency-Key``: one piece of work for each key, whoever dies and however many ask."""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from unittest.mock import patch

import pytest
import requests
from django.db import OperationalError, connection, connections

from tests.api import rest_room
from tests.api.conftest import Caller
from tests.support.firms import make_brand, make_code, make_key
from turkcell_hub.api import idempotency
from turkcell_hub.api.models import IdempotencyRecord
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.models import Brand, Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

BODY = {"code": "TRK", "name": "Işık"}
DONE, BROKE, DIED = 0, 8, 9  # how a child process ended


def brands_of(firm: Firm) -> int:
    with firm_scope(firm.pk):
        return Brand.objects.filter(firm=firm).count()


def test_the_same_key_and_body_get_the_first_answer(call: Caller, firm: Firm) -> None:
    first = call.post("brands/", BODY, idempotency_key="k1")
    again = call.post("brands/", dict(reversed(BODY.items())), idempotency_key="k1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first
    assert brands_of(firm) == 1


def test_another_body_under_the_same_key_is_refused(call: Caller, firm: Firm) -> None:
    call.post("brands/", BODY, idempotency_key="k1")
    answer = call.post("brands/", {**BODY, "name": "Başka"}, idempotency_key="k1")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert brands_of(firm) == 1


def test_keys_belong_to_a_firm_and_a_route(call: Caller, foreign_call: Caller) -> None:
    ours = call.post("brands/", BODY, idempotency_key="k1")
    theirs = foreign_call.post("brands/", BODY, idempotency_key="k1")
    assert theirs.status_code == 201
    assert theirs.json()["id"] != ours.json()["id"]
    assert call.post("codes/", {"code": "IZMIR"}, idempotency_key="k1").status_code == 201


def test_an_answer_is_for_callers_who_may_do_and_see_the_same(
    call: Caller, firm: Firm, admin: Membership
) -> None:
    """The wording is a firm's own ("F2026-117"): another of its programs can guess it."""
    first = call.post("brands/", BODY, idempotency_key="k1")
    code, brand = make_code(firm, "IZMIR"), make_brand(firm, "TEK")
    others = {
        "fewer scopes": make_key(firm, rest_room.ALL[:-1], by=admin),
        "another Yetki Kodu": make_key(firm, rest_room.ALL, by=admin, authority_codes=[code]),
        "one brand": make_key(firm, rest_room.ALL, by=admin, brands=[brand]),
    }
    for name, (_key, secret) in others.items():
        answer = Caller(secret).post("brands/", BODY, idempotency_key="k1")
        assert (answer.status_code, answer.json()["code"]) == (
            422, "idempotency_key_of_others",
        ), name  # fmt: skip
        assert BODY["code"] not in answer.content.decode(), name
    same = Caller(make_key(firm, rest_room.ALL, by=admin)[1])
    assert same.post("brands/", BODY, idempotency_key="k1").content == first.content


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 256, "şifre"])
def test_an_unusable_key_is_told(call: Caller, key: str) -> None:
    answer = call.post("brands/", BODY, idempotency_key=key)
    assert answer.json()["code"] == "idempotency_key_invalid"


def test_a_key_is_free_again_when_nothing_was_done(call: Caller, firm: Firm) -> None:
    wrong = call.post("brands/", {"code": "TRK"}, idempotency_key="k1")
    poor = call.post("brands/", {"code": "POOR", "name": "x"}, idempotency_key="k1")
    broken = call.post("brands/", {"code": "BROKEN", "name": "x"}, idempotency_key="k1")
    assert [a.status_code for a in (wrong, poor, broken)] == [400, 402, 500]
    assert brands_of(firm) == 0  # half done work was rolled back
    assert call.post("brands/", BODY, idempotency_key="k1").status_code == 201


def test_a_refusal_that_nothing_can_change_is_kept(call: Caller) -> None:
    body = {"code": "NEVER", "name": "x"}
    first = call.post("brands/", body, idempotency_key="k1")
    again = call.post("brands/", body, idempotency_key="k1")
    assert first.status_code == again.status_code == 422
    assert again["Idempotent-Replayed"] == "true"
    assert again["Content-Type"] == "application/problem+json"
    assert again.content == first.content


def test_a_replay_still_asks_for_the_right(call: Caller, caller_with: Any) -> None:
    call.post("brands/", BODY, idempotency_key="k1")
    answer = caller_with("room.brand.view").post("brands/", BODY, idempotency_key="k1")
    assert answer.status_code == 403


def test_answers_are_forgotten_after_their_time(call: Caller, settings: Any) -> None:
    settings.API_IDEMPOTENCY = {"lease_seconds": 60, "life_seconds": -1}
    call.post("brands/", BODY, idempotency_key="k1")
    late = call.post("brands/", BODY, idempotency_key="k1")
    assert late.status_code == 409  # the code is taken: it was tried anew
    call.post("codes/", {"code": "A"}, idempotency_key="k1")
    assert idempotency.forget_expired() == 1
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_at_once_make_one_record(live_server: Any, call: Caller, firm: Firm) -> None:
    headers = {**call.headers, "Idempotency-Key": "k1"}

    def post(_number: int) -> requests.Response:
        return requests.post(
            f"{live_server}/api/v1/brands/", json=BODY, headers=headers, timeout=30
        )

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    made = [answer for answer in answers if answer.status_code == 201]
    assert len({answer.content for answer in made}) == 1
    assert sum("Idempotent-Replayed" not in answer.headers for answer in made) == 1
    for busy in answers:
        if busy.status_code == 409:
            assert busy.json()["code"] == "idempotency_key_in_use"
            assert busy.headers["Retry-After"] == "1"
    assert post(0).content == made[0].content
    assert brands_of(firm) == 1


@pytest.fixture
def gate() -> Any:
    rest_room.GATE.arrived.clear()
    rest_room.GATE.opened.clear()
    yield rest_room.GATE
    rest_room.GATE.opened.set()


@pytest.mark.django_db(transaction=True)
def test_a_second_post_while_the_first_runs_is_told_to_wait(
    live_server: Any, call: Caller, gate: Any
) -> None:
    url, body = f"{live_server}/api/v1/brands/", {"code": "SLOW", "name": "x"}
    headers = {**call.headers, "Idempotency-Key": "k1"}
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(requests.post, url, json=body, headers=headers, timeout=30)
        assert gate.arrived.wait(20)
        second = requests.post(url, json=body, headers=headers, timeout=30)
        gate.opened.set()
        assert first.result().status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "idempotency_key_in_use")


@pytest.mark.django_db(transaction=True)
def test_work_that_outlived_its_lease_is_rolled_back(
    live_server: Any, call: Caller, firm: Firm, gate: Any, settings: Any
) -> None:
    """Frozen in the middle, overtaken, woken: the second attempt's answer is the only one."""
    settings.API_IDEMPOTENCY = {"lease_seconds": 0, "life_seconds": 3600}
    url, body = f"{live_server}/api/v1/brands/", {"code": "SLOW", "name": "x"}
    headers = {**call.headers, "Idempotency-Key": "k1"}
    with ThreadPoolExecutor(1) as pool:
        frozen = pool.submit(requests.post, url, json=body, headers=headers, timeout=30)
        assert gate.arrived.wait(20)
        digest = IdempotencyRecord.objects.get().fingerprint
        heir = idempotency.claim(firm.pk, "POST /api/v1/brands/", "k1", digest)
        assert isinstance(heir, idempotency.Attempt)
        gate.opened.set()
        assert frozen.result().status_code == 409
    assert brands_of(firm) == 0
    heir.complete(201, {"Content-Type": "application/json"}, b'{"id": 1}')
    assert requests.post(url, json=body, headers=headers, timeout=30).json() == {"id": 1}


class _Deadlock(Exception):
    pgcode = "40P01"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("losses", "status", "made"), [(2, 201, 1), (3, 503, 0)])
def test_work_that_loses_a_deadlock_is_done_anew(
    call: Caller, firm: Firm, losses: int, status: int, made: int
) -> None:
    """Two times at most: then something else is wrong, and the key is free again."""
    real, lost = idempotency._keep, []

    def loses(*given: Any) -> None:
        if len(lost) < losses:
            lost.append(brands_of(firm))
            raise OperationalError("deadlock detected") from _Deadlock()
        real(*given)

    with patch.object(idempotency, "_keep", loses):
        answer = call.post("brands/", BODY, idempotency_key="k1")
    assert (answer.status_code, brands_of(firm), lost) == (status, made, [1] * losses)
    assert IdempotencyRecord.objects.count() == made


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_after_any_line_leaves_nothing_or_all(
    call: Caller, firm: Firm, settings: Any
) -> None:
    """Each child process dies after one more line of the module; the caller then repeats."""
    settings.API_IDEMPOTENCY = {"lease_seconds": 0, "life_seconds": 3600}
    lines, survived = 0, False
    while not survived:
        lines += 1
        assert lines < 300
        key, body = f"k{lines}", {"code": f"K{lines}", "name": "x"}
        survived = _post_and_die(call, body, key, lines)
        record = IdempotencyRecord.objects.filter(key=key).first()
        is_complete = record is not None and record.state == "complete"
        with firm_scope(firm.pk):
            assert Brand.objects.filter(code=body["code"]).count() == int(is_complete)
        repeated = call.post("brands/", body, idempotency_key=key)
        assert repeated.status_code == 201
        assert ("Idempotent-Replayed" in repeated) is is_complete
    assert lines > 20
    assert brands_of(firm) == lines


def _post_and_die(call: Caller, body: dict[str, str], key: str, lines: int) -> bool:
    """Posts in a child process that ends, without a goodbye, before line ``lines``."""
    child = os.fork()
    if child:
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert ended in (DONE, DIED)
        return ended == DONE
    inherited = connection.connection  # kept alive: its socket, if any, belongs to the parent
    connections["default"].connection = None
    left = lines

    def watch(frame: Any, event: str, _argument: Any) -> Any:
        nonlocal left
        if frame.f_code.co_filename != idempotency.__file__:
            return None
        left -= event == "line"
        if left == 0:
            os._exit(DIED)
        return watch

    try:
        with scope.no_scope():
            sys.settrace(watch)
            call.post("brands/", body, idempotency_key=key)
            sys.settrace(None)
    except BaseException:
        os._exit(BROKE)
    del inherited
    os._exit(DONE)
