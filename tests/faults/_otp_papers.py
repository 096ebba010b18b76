"""What the experiments about codes approve: papers whose content changes, and two who approve."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from otp import subjects
from otp.models import Challenge, Meter, OtpRules
from otp.services import challenges, rules
from otp.subjects import Source, Subject, digest_of
from tests.otp.burst import said
from tests.otp.world import Otp, set_up
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import firm_scope

KIND = "paper"
_numbers = itertools.count(1)


class NoCode(RuntimeError):
    """The operator was given none."""


@dataclass
class Papers:
    """The firm, its two approvers, what lies on their desk and what was found wrong."""

    boss: Actor
    other: Actor
    otp: Otp
    contents: dict[int, dict[str, object]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)

    def require(self, holds: bool, what: str) -> None:
        if not holds:
            self.wrong.append(what)

    def new(self) -> int:
        """A paper that nobody has seen."""
        pk = next(_numbers)
        self.contents[pk] = {"amount": "1250.00", "party": "Ege Tekstil", "version": 1}
        return pk

    def change(self, pk: int, **content: object) -> Subject:
        self.contents[pk].update(content)
        return self.current(pk)

    def current(self, pk: int) -> Subject:
        content = self.contents[pk]
        text = f"Ödeme F-{pk}, {content['party']}, {content['amount']} TL"
        return Subject(KIND, pk, digest_of(content), text)

    def asked(self, pk: int, by: Actor | None = None) -> tuple[Challenge, str]:
        """The challenge about a paper, and the code that came."""
        Meter.objects.all().delete()
        before = len(self.otp.texts())
        challenge = challenges.start(by or self.boss, self.current(pk))
        self.otp.hand_over()
        if len(self.otp.texts()) != before + 1:
            raise NoCode(f"paper {pk}")
        return challenge, self.otp.code()

    def answer(self, challenge: Challenge, code: str, by: Actor | None = None) -> str:
        actor = by or self.boss
        return said(actor, lambda: challenges.verify(actor, challenge.pk, code))

    def use(self, subject: Subject) -> str:
        return said(self.boss, lambda: challenges.execute(self.boss, subject))


@contextmanager
def papers(control: Any, *, credit: int = 5000, adapter: str = "netgsm_otp") -> Iterator[Papers]:
    """A firm of its own at the running operator."""
    firm, known = make_firm("Evrak"), dict(subjects._sources)
    desk: list[Papers] = []
    current: Callable[[int], Subject] = lambda pk: desk[0].current(pk)  # noqa: E731
    subjects.register(Source(KIND, "Evrak", current))
    try:
        with firm_scope(firm.pk):
            people = tuple(make_member(firm, "YONETICI", phone=f"+90532123450{n}") for n in (1, 2))
            otp = set_up(
                firm, control, adapter, people, credit,
                jobs_per_number=None, sends_per_minute=None,
            )  # fmt: skip
            OtpRules.objects.create(
                firm=firm, valid_from=rules.today(firm.pk), member_tries_a_day=100,
                pause_seconds=0, used_floor_percent=0,
            )  # fmt: skip
            desk.append(Papers(*map(actor_for, people), otp))
            yield desk[0]
    finally:
        subjects._sources.clear()
        subjects._sources.update(known)
