"""The session with Mesaj Üssü: a token, one renewal, and never a second wrong password."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from tests.gateways.line import answer, half, hang
from tests.gateways.sms_batches import GARBAGE, PASSWORD, batch
from tests.gateways.sms_mesajussu import MesajUssu, said
from turkcell_hub.gateways.errors import (
    BadCredentials,
    Busy,
    GatewayError,
    Unreachable,
)
from turkcell_hub.gateways.registry import open_sms
from turkcell_hub.gateways.sms.refusals import REFUSALS


class TestSession(MesajUssu):
    def test_one_login_serves_many_calls(self, gateway, config, server):
        for _ in range(3):
            gateway.balance()
        open_sms(config).balance()
        assert self.login_tries(server) == 1
        assert server.calls["getBalance"][0].headers["token"] == "Bearer_canary-token-1"
        assert server.calls["login"][0].json == {"username": "5320000000", "password": PASSWORD}

    @pytest.mark.parametrize("dead", [said(908, 401), said(918), answer(908), answer(918)])
    def test_a_dead_token_is_renewed_once_and_the_batch_goes_out_once_more(
        self, gateway, server, dead
    ):
        server.on("login", *(answer(200, {"token": f"t-{n}"}) for n in range(3)))
        server.on("sendManyToMany", dead, answer(200, self.usual["sendManyToMany"]))
        assert gateway.submit(batch()).packet_id == "77001"
        assert [s.headers["token"] for s in server.calls["sendManyToMany"]] == ["t-0", "t-1"]

    def test_a_token_that_is_refused_at_once_is_not_renewed_for_ever(self, gateway, server):
        server.on("sendManyToMany", said(918))
        with pytest.raises(Busy, match="TOKEN_REFUSED"):
            gateway.submit(batch())
        assert (self.login_tries(server), self.handed_over(server)) == (2, 2)

    @pytest.mark.parametrize(
        ("code", "reason"),
        [
            (823, "AUTH_IP"),
            (900, "PASSWORD_EXPIRED"),
            (902, "AUTH_FAILED"),
            (903, "ACCOUNT_INACTIVE"),
            (907, "ACCOUNT_LOCKED"),
            (913, "AUTH_FAILED"),
            (931, "NOT_ENTITLED"),
            *((code, "ACCOUNT_BLOCKED") for code in (982, 983, 984, 985, 987, 996)),
        ],
    )
    def test_a_fault_of_the_account_stops_all_further_logins(self, config, server, code, reason):
        for operation in ("login", "sendManyToMany"):
            for behaviour in (said(code), said(code, 200), answer(code)):
                server.queued.clear()
                server.calls.clear()
                server.on(operation, behaviour)
                gateway = open_sms(config)
                for _ in range(3):
                    with pytest.raises(BadCredentials, match=reason):
                        gateway.submit(batch())
                assert len(server.calls[operation]) == 1
        assert reason in REFUSALS

    def test_parallel_work_on_a_refused_account_tries_once(self, config, server):
        server.on("login", self.bad_login)
        gateways = [open_sms(config) for _ in range(8)]

        def attempt(gateway):
            with pytest.raises(BadCredentials):
                gateway.balance()
            return True

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(attempt, gateways))
        assert self.login_tries(server) == 1

    @pytest.mark.parametrize("body", [*GARBAGE, b'{"token": ""}', b'{"token": "a\\nb"}'])
    def test_nothing_was_sent_when_the_login_is_unreadable(self, gateway, server, body):
        server.on("login", answer(200, body))
        with pytest.raises(Unreachable) as error:
            gateway.submit(batch())
        assert error.value.reason == "LOGIN_UNREADABLE"

    @pytest.mark.parametrize("behaviour", [hang, half(), answer(500), answer(302), answer(404)])
    def test_no_trouble_of_the_login_makes_a_batch_unclear(self, config, server, behaviour):
        server.on("login", behaviour)
        with pytest.raises(GatewayError) as error:
            open_sms(replace(config, timeout=0.2)).submit(batch())
        assert isinstance(error.value, Busy | Unreachable)
