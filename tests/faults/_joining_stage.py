"""The stage of ``joining``: the bank and the service centre at the sandbox, firms with their
people, and what every way has in common."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import requests
from django.test import RequestFactory, override_settings

from tests.faults._world import World
from tests.faults.checker import Report
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.billing.models import Order
from turkcell_hub.billing.webhooks import payment
from turkcell_hub.jobs import tasks as jobs
from turkcell_hub.jobs.models import Job, JobState
from turkcell_hub.settings.environment import Orders, Payment
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import every_firm, firm_scope

SECRET, MERCHANT, KEY = "k" * 40, "KATILIM", "katilim-anahtari"
PAST = "2000-01-01T00:00:00Z"
_names = itertools.count(1)


class Way(Protocol):
    """One way of joining. ``work`` is what people and services do of the round that ``begin``
    began, each looking first at what is there; it may be ended at any line and begun anew.
    ``go_on`` is what the product and its users do after a death. ``check`` looks at all rounds."""

    files: tuple[str, ...]

    def begin(self, line: int) -> None: ...
    def work(self) -> None: ...
    def go_on(self) -> None: ...
    def check(self, report: Report) -> None: ...


@dataclass
class Stage:
    world: World
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def mails(self) -> Path:
        return self.folder / "mail"


@dataclass
class Company:
    """A firm with who buys or applies, and who decides."""

    firm: Firm
    buyer: Actor
    admin: Actor

    @classmethod
    def new(cls, title: str) -> Company:
        number = next(_names)
        firm = make_firm(
            f"{title} {number}",
            slug=f"katilim-{uuid4().hex}",
            legal_name=f"{title} Sanayi {number}",
        )
        people = [
            actor_for(make_member(firm, role, email=f"{role}-{uuid4().hex}@example.com".lower()))
            for role in (Role.MANAGER, Role.ADMIN)
        ]
        return cls(firm, *people)


@contextmanager
def staged(world: World, folder: Path) -> Iterator[Stage]:
    """The installation's accounts at the sandbox; files and mails in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(world, folder)
    # An order's time at the bank ends by our clock: another experiment may have moved the bank's.
    world.control.set_clock(datetime.now(UTC).isoformat())
    world.control.open_order_key(KEY)
    put = requests.put(
        f"{world.operator.url}/__control__/merchants/{MERCHANT}",
        json={"secret": SECRET},
        timeout=10,
    )
    put.raise_for_status()
    storages = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(stage.files)},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(
        PAYMENT=Payment("hosted_page", f"{world.operator.url}/pay", MERCHANT, SECRET),
        ORDERS=Orders("tmf622", world.operator.url, KEY),
        PUBLIC_URL="http://127.0.0.1:9",
        PRICES_SET_BY="firm",
        STORAGES=storages,
        EMAIL_BACKEND="django.core.mail.backends.filebased.EmailBackend",
        EMAIL_FILE_PATH=str(stage.mails),
    ):
        yield stage


# --- the bank ---------------------------------------------------------------------------------


def bank_says(stage: Stage, order: Order) -> list[dict[str, Any]]:
    """What the payment service has on an order, oldest first."""
    rows = stage.world.control._call("GET", "/payments")["payments"]
    return [row for row in rows if row["order"] == order.reference]


def pay_at_bank(page: str, *, fails: bool = False) -> None:
    """The person on the bank's page; nobody is told of it yet, and his browser is closed."""
    form = {"status": "failed" if fails else "paid", "habit": "never", "close": "1"}
    requests.post(page, data=form, timeout=10).raise_for_status()


def call_back(told: dict[str, Any]) -> int:
    """One callback of the payment service, signed with the merchant's secret."""
    body = json.dumps(told).encode()
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    request = RequestFactory().post(
        "/hooks/payment/", body, content_type="application/json",
        headers={"X-Payment-Signature": signature},
    )  # fmt: skip
    return payment(request).status_code


# --- time and other hands ---------------------------------------------------------------------


def carry_jobs(firm: Firm, until: Callable[[], bool]) -> None:
    """Workers that come after: the leases of the dead are over, and sweeps take up the rest."""
    for _round in range(50):
        if until():
            return
        with every_firm():
            Job.objects.filter(firm=firm, state=JobState.RUNNING).update(lease_until=PAST)
        jobs.sweep()
    raise RuntimeError(f"a job of {firm} does not end")


def over(firm: Firm, **which: Any) -> bool:
    """Whether the chosen jobs stand at an end or before a person."""
    with firm_scope(firm.pk):
        waiting = Job.objects.filter(state__in=(JobState.QUEUED, JobState.RUNNING), **which)
        return not waiting.exists()
