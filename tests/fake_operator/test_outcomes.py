"""What becomes of messages: endings by number, the seed's mix, delays."""

from collections import Counter

import pytest

from tests.fake_operator.clients import MesajUssuClient
from tests.support.fake_operator import ControlClient, FakeOperatorProcess

ENDINGS = {
    "01": ("DELIVERED", "0", 1),
    "02": ("NOT_DELIVERED", "27", 0),
    "03": ("EXPIRED", "4101", 0),
    "04": ("REJECTED", "2051", 0),
    "05": ("BLACKLISTED_DESTINATION_ADDRESS", "2050", 0),
    "06": ("NOT_ALLOWED_BY_IYS", "0", 0),
    "07": ("INVALID_DESTINATION_ADDRESS", "1", 0),
    "08": ("DELIVERED", "0", 1),
    "09": ("WAITING", "0", 1),
}
NUMBERS = [f"53200{i:05}" for i in range(2000) if f"{i:02}"[-2:] not in ENDINGS]


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_last_two_digits_decide(mesajussu, control, ending):
    client = mesajussu()
    packet = client.oton(f"53211122{ending}").json()["packetId"]
    control.advance(7200)
    client.login()
    report = client.report(packetId=packet)[0]
    assert (report["status"], report["gsmError"], report["credits"]) == ENDINGS[ending]


def all_reports(client: MesajUssuClient, packet: str) -> list[dict]:
    rows, after = [], "0"
    while page := client.report(packetId=packet, afterMessageId=after):
        rows += page
        after = page[-1]["messageId"]
    return rows


def test_ordinary_numbers_are_mostly_delivered_and_some_fail(mesajussu, control):
    client = mesajussu()
    packet = client.oton(*NUMBERS).json()["packetId"]
    control.settle()
    counts = Counter(row["status"] for row in all_reports(client, packet))
    assert 0.90 < counts["DELIVERED"] / len(NUMBERS) < 0.97
    assert {"NOT_DELIVERED", "EXPIRED", "INVALID_DESTINATION_ADDRESS", "REJECTED"} < set(counts)


def outcomes_of(folder, seed):
    with FakeOperatorProcess(folder, seed=seed) as operator:
        control = ControlClient(operator.url)
        control.create_account("5320000000", "mesajussu")
        client = MesajUssuClient(operator.url, "5320000000")
        client.login()
        packet = client.oton(*NUMBERS[:300]).json()["packetId"]
        control.advance(60)
        return [(row["receiver"], row["status"]) for row in all_reports(client, packet)]


def test_the_same_seed_gives_the_same_outcomes_and_another_seed_others(tmp_path):
    first, second = outcomes_of(tmp_path / "a", 7), outcomes_of(tmp_path / "b", 7)
    assert first == second
    assert outcomes_of(tmp_path / "c", 8) != first


def test_most_reports_come_within_the_accounts_delay(mesajussu, control):
    client = mesajussu(report_delay=[10, 30])
    numbers = [number for number in NUMBERS if number[-1] == "5"]
    packet = client.oton(*numbers).json()["packetId"]

    def finished() -> float:
        rows = all_reports(client, packet)
        return sum(row["status"] != "WAITING" for row in rows) / len(rows)

    control.advance(8)
    assert finished() == 0
    control.advance(23)
    assert 0.8 < finished() < 1
    control.advance(90)
    assert finished() == 1
