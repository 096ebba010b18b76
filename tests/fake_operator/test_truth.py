"""The truth survives: what was answered is on disk, whatever happens to the process."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.fake_operator.clients import MesajUssuClient, VerimorClient
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.fake_operator.engine.truth import TruthFile

MESAJUSSU, VERIMOR = "5320000000", "908500000000"


@pytest.fixture
def own(folder):
    process = FakeOperatorProcess(folder)
    process.start()
    yield process
    process.stop()


def clients(process):
    return ControlClient(process.url), MesajUssuClient(process.url, MESAJUSSU)


def test_everything_is_there_again_after_a_kill(own, sink):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu", balance=50, report_delay=[0, 0])
    control.create_account(VERIMOR, "verimor")
    control.advance(86400)
    client.login()
    client.oton("5321112201", "5321112202", customId="k-1", ids=["a", "b"])
    client.call("POST", "/v2/blacklist", json={"receivers": ["5330000000"]})
    scheduled = client.oton(startDateText="2099-01-01_10:00").json()["packetId"]
    client.call("POST", f"/v1/campaign/cancel/{scheduled}")
    VerimorClient(own.url, VERIMOR).send(custom_id="v-1")
    control.inbound(VERIMOR, "905321112233", "RET")
    client.login("yanlis")
    control.settle()
    before, now = control.truth(MESAJUSSU), control.now()
    balance, seen = control.account(MESAJUSSU)["balance"], control.requests(MESAJUSSU)
    own.kill()
    own.start()
    assert control.truth(MESAJUSSU) == before
    assert control.now() >= now
    assert control.account(MESAJUSSU)["balance"] == balance == 49
    assert control.account(MESAJUSSU)["failed_logins"] == 1
    assert control.requests(MESAJUSSU) == seen
    assert control.account(MESAJUSSU)["blacklist"] == 1
    other = VerimorClient(own.url, VERIMOR)
    assert other.send().text == "MUKERRER_RAPORLAMA"
    assert other.get("/v2/inbound_messages", greater_than=0).json()[0]["content"] == "RET"
    client.login()
    assert int(client.oton().json()["packetId"]) > int(scheduled)


def test_tokens_do_not_survive(own):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu")
    client.login()
    own.kill()
    own.start()
    assert client.call("GET", "/v2/balance").json()["resultCode"] == 908


def test_pushes_that_were_waiting_are_made_after_a_kill_and_done_ones_are_not(own, sink):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu", push_url=sink.url, report_delay=[0, 0])
    client.login()
    client.oton("5321112201")
    control.settle()
    control.script(MESAJUSSU, {"do": "reports", "mode": "late", "seconds": 500})
    client.oton("5331112201")
    own.kill()
    own.start()
    control.advance(501)
    assert [row["receiver"] for row in sink.rows] == ["5321112201", "5331112201"]


def test_a_key_is_honoured_after_a_kill(own):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu", gateway_class="A")
    client.login()
    key = {"headers": {"Idempotency-Key": "anahtar"}}
    first = client.oton(http=key).json()
    own.kill()
    own.start()
    client.login()
    assert client.oton(http=key).json() == first


def test_what_was_answered_is_kept_when_the_process_is_killed_under_load(own):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu")
    client.login()
    answered: list[str] = []
    enough = threading.Event()

    def send(own_client: MesajUssuClient) -> None:
        while True:
            try:
                answer = own_client.oton("5321112201", "5331112201", http={"check": False})
            except requests.RequestException:
                return
            answered.append(answer.json()["packetId"])
            if len(answered) >= 60:
                enough.set()

    senders = [MesajUssuClient(own.url, MESAJUSSU) for _ in range(4)]
    for one in senders:
        one.token = client.token
    threads = [threading.Thread(target=send, args=(one,)) for one in senders]
    for thread in threads:
        thread.start()
    assert enough.wait(20)
    own.kill()
    for thread in threads:
        thread.join()
    own.start()
    rows = control.truth(MESAJUSSU)["messages"]
    kept = {row["packet_id"] for row in rows}
    assert set(answered) <= kept
    assert len(kept) - len(answered) <= len(senders)
    assert len(rows) == 2 * len(kept)


def test_a_half_line_at_the_end_is_cut_off(own, folder):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu")
    client.login()
    client.oton()
    own.kill()
    file = folder / "truth.jsonl"
    file.write_bytes(file.read_bytes() + b'{"k":"batch","seq":2,"dests":["9053')
    own.start()
    assert len(control.truth(MESAJUSSU)["messages"]) == 1
    client.login()
    client.oton()
    own.kill()
    own.start()
    assert len(control.truth(MESAJUSSU)["messages"]) == 2


def test_a_checker_can_page_through_the_truth_and_finds_doubles(own):
    control, client = clients(own)
    control.create_account(MESAJUSSU, "mesajussu")
    client.login()
    client.oton(*[f"53200{i:03}01" for i in range(5)], ids=list("abcde"), customId="k")
    client.oton("5321112201", ids=["a"])
    first = control.truth(MESAJUSSU, limit=4)
    rest = control.truth(MESAJUSSU, after=first["last"])
    assert [row["seq"] for row in first["messages"] + rest["messages"]] == [1, 2, 3, 4, 5, 6]
    assert first["summary"]["doubled_message_custom_ids"] == {"a": 2}
    assert first["summary"]["messages_by_custom_id"] == {"k": 5}
    hashes = {row["text_hash"] for row in first["messages"]}
    assert len(hashes) == 1
    assert control.truth("baska")["messages"] == []


def test_a_full_disk_is_an_error_for_everybody_who_waits_and_who_comes_later():
    async def play() -> list[object]:
        truth = TruthFile(Path("/dev/full"))
        writer = asyncio.create_task(truth.run())
        rows = [truth.commit({"k": "cancel", "number": i}) for i in range(3)]
        ended = await asyncio.gather(*rows, return_exceptions=True)
        ended += await asyncio.gather(truth.commit({"k": "late"}), return_exceptions=True)
        writer.cancel()
        await truth.close()
        return ended

    # A thread of its own: browser tests of the same run keep an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        ended = thread.submit(asyncio.run, play()).result()
    assert [type(one) for one in ended] == [OSError] * 4
