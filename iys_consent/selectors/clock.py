"""The clock of what İYS has to be told: how many are green, yellow, red and late."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When

from iys_consent.clock import Light
from iys_consent.models import ConsentTask, TaskState
from turkcell_hub import statements
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.statements import Given
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

_FIRM = Given("firm", Firm._meta.get_field("id"))

# What is open still runs against the clock; LATE waits for a person.
RUNNING = Q(state__in=(TaskState.WAITING, TaskState.HELD, TaskState.SENT))
IS_LATE = Q(state=TaskState.LATE) | (RUNNING & Q(due_at__lt=NOW))
IS_RED = RUNNING & Q(red_at__lt=NOW, due_at__gte=NOW)
IS_YELLOW = RUNNING & Q(warn_at__lt=NOW, red_at__gte=NOW)
IS_GREEN = RUNNING & Q(warn_at__gte=NOW)
BY_LIGHT = {
    Light.GREEN: IS_GREEN,
    Light.YELLOW: IS_YELLOW,
    Light.RED: IS_RED,
    Light.LATE: IS_LATE,
}


@dataclass(frozen=True)
class Lights:
    green: int
    yellow: int
    red: int
    late: int
    failed: int

    @property
    def open(self) -> int:
        return self.green + self.yellow + self.red + self.late


def unstored() -> QuerySet[ConsentTask]:
    """What İYS does not have yet."""
    with every_firm():
        return ConsentTask.objects.filter(firm_id=_FIRM).exclude(state=TaskState.STORED)


def lights(actor: Actor) -> Lights:
    """Counts of what the actor sees, in one query."""

    def counted() -> QuerySet[ConsentTask]:
        with every_firm():
            grouped = actor.visible(unstored()).order_by().values("firm_id")
            return grouped.annotate(
                green=Count("pk", filter=IS_GREEN),
                yellow=Count("pk", filter=IS_YELLOW),
                red=Count("pk", filter=IS_RED),
                late=Count("pk", filter=IS_LATE),
                failed=Count("pk", filter=Q(state=TaskState.FAILED)),
            ).values_list("green", "yellow", "red", "late", "failed")

    # Asked by every page.
    asked = statements.kept_figures(("clock", actor.code_ids, actor.brand_ids), counted)
    found = asked.rows(firm=actor.firm_id)
    return Lights(*(found[0] if found else (0,) * 5))


def with_light(rows: QuerySet[ConsentTask]) -> QuerySet[ConsentTask]:
    """Each row with ``light``: a value of ``Light``, "" for what has ended."""
    whens = [When(rule, then=Value(str(colour))) for colour, rule in BY_LIGHT.items()]
    return rows.annotate(light=Case(*whens, default=Value(""), output_field=CharField()))
