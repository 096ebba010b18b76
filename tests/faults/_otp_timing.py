"""How long an answer takes, by what there was to be told (G6 vi): medians side by side."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable, Mapping

from otp.models import Challenge, Meter
from otp.services import challenges
from tests.faults._otp_papers import Papers
from turkcell_hub.outbox.clock import NOW

_ORDER = random.Random(1)
_CLOSE = 5.0  # per cent


def timing(desk: Papers, samples: int) -> list[str]:
    """A sentence for each pair. The kinds take turns, so that what slows the machine slows all."""
    foreign, _code = desk.asked(desk.new(), desk.other)
    states, right, wrong = _challenges(desk)
    mine = _medians(
        desk,
        samples,
        {name: (pk, right if name == "used" else wrong) for name, pk in states.items()},
    )
    nobodys = _medians(
        desk, samples, {"another person's": (foreign.pk, wrong), "not there": (10**9, wrong)}
    )
    return [
        *(_said("wrong", name, mine) for name in mine if name != "wrong"),
        _said("another person's", "not there", nobodys),
    ]


def _challenges(desk: Papers) -> tuple[dict[str, int], str, str]:
    """A challenge of each kind: a wrong code, one too late, one locked, used, not yet sent."""
    made = {name: desk.asked(desk.new()) for name in ("wrong", "expired", "locked", "used")}
    code = made["used"][1]
    desk.answer(*made["used"])
    rows = Challenge.objects
    rows.filter(pk=made["expired"][0].pk).update(expires_at=NOW)
    rows.filter(pk=made["locked"][0].pk).update(state="LOCKED", tries=5, ended_at=NOW)
    unsent = challenges.start(desk.boss, desk.current(desk.new()))
    pks = {name: challenge.pk for name, (challenge, _code) in made.items()}
    return {**pks, "not sent": unsent.pk}, code, f"{(int(made['wrong'][1]) + 1) % 1_000_000:06d}"


def _medians(desk: Papers, samples: int, kinds: Mapping[str, tuple[int, str]]) -> dict[str, float]:
    took: dict[str, list[float]] = {name: [] for name in kinds}
    for _turn in range(samples):
        for name, (pk, code) in _ORDER.sample(list(kinds.items()), len(kinds)):
            _level(desk)
            took[name].append(_seconds(lambda pk=pk, code=code: _answer(desk, pk, code)))
    return {name: statistics.median(times) for name, times in took.items()}


def _level(desk: Papers) -> None:
    """The same work before every answer, of whatever kind: what was written last is warm."""
    Meter.objects.all().delete()
    Challenge.objects.filter(firm_id=desk.boss.firm_id, state="OPEN").update(tries=0)


def _answer(desk: Papers, pk: int, code: str) -> None:
    challenge = Challenge(pk=pk)
    desk.done[f"timed: {desk.answer(challenge, code)}"] += 1


def _seconds(do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def _said(one: str, other: str, medians: Mapping[str, float]) -> str:
    a, b = medians[one] * 1000, medians[other] * 1000
    apart = abs(a - b) / max(a, b) * 100
    close = "close" if apart < _CLOSE else "APART"
    return f"{one} {a:.2f} ms, {other} {b:.2f} ms: {apart:.1f} % apart, {close}"
