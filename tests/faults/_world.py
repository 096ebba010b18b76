"""The stage of an experiment: a fake operator as a process, a broker of its own, firms with
accounts, people and campaigns, and the client's log of what was answered "accepted"."""

from __future__ import annotations

import itertools
import logging
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.conf import settings

from messaging.models import Campaign, Group, GroupMember, MessageClass, Subscriber
from messaging.services import campaigns, drafts, preflight
from tests.support.brokers import broker_at
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, make_firm, make_member
from tests.support.messaging import load_credit, make_account
from tests.support.places import place_of_run
from turkcell_hub.embedded.places import data_folder
from turkcell_hub.embedded.valkey import ValkeyServer
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope

TEXT = "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır."
_places = itertools.count(1)
_phones = itertools.count(random.SystemRandom().randrange(1000, 9000) * 100)


@dataclass
class Place:
    """One firm with one account; ``log`` is the client's: the campaigns that were accepted, and
    ``asked`` to how many people each of them goes."""

    firm: Firm
    account: GatewayAccount
    actor: Actor
    username: str
    log: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    asked: dict[int, int] = field(default_factory=dict)


@dataclass
class World:
    folder: Path
    operator: FakeOperatorProcess
    control: ControlClient
    broker: ValkeyServer
    seed: int
    places: list[Place] = field(default_factory=list)

    def place(
        self, gateway_class: str = "B", *, credit: int = 100_000, batch: int = 50, **wishes: Any
    ) -> Place:
        """A new firm and its account of that class; ``wishes``: settings at the operator."""
        number = next(_places)
        username = f"hesap{number}"
        wishes = {"report_delay": [0, 0], "balance": 10_000_000, **wishes}
        self.control.create_account(
            username, "mesajussu", gateway_class=gateway_class, senders=["EGETEKSTIL"], **wishes
        )
        firm = make_firm(f"Firma {number}", slug=f"deney-{uuid4().hex}")
        options = {
            "max_batch": batch,
            "custom_id": gateway_class != "C",
            "idempotency_key": gateway_class == "A",
            "pushes_reports": False,
        }
        account = make_account(
            firm,
            base_url=f"{self.operator.url}/api/api/integration",
            username=username,
            password="dogru-sifre",
            options=options,
        )
        load_credit(firm, credit)
        email = f"kisi-{uuid4().hex}@example.com"
        actor = actor_for(make_member(firm, Role.ADMIN, email=email))
        made = Place(firm, account, actor, username)
        self.places.append(made)
        return made


@contextmanager
def world(folder: Path, seed: int = 1, portal_url: str = "") -> Iterator[World]:
    """Starts operator and broker; ends exactly the processes that it started."""
    folder.mkdir(parents=True, exist_ok=True)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.WARNING)
    # Not in ``folder``: as root the server runs as somebody else, who could not go there.
    data = data_folder({})
    place = Path(place_of_run() or data / "test")
    server_folder = place / f"faults-{os.getpid()}-{next(_places)}"
    broker = ValkeyServer(server_folder, data=data, durable=False)
    operator = FakeOperatorProcess(folder / "operator", seed=seed, portal_url=portal_url)
    kept = settings.FAKE_OPERATOR_URL
    try:
        broker.start()
        operator.start()
        settings.FAKE_OPERATOR_URL = operator.url
        with broker_at(broker.url()):
            yield World(folder, operator, ControlClient(operator.url), broker, seed)
    finally:
        settings.FAKE_OPERATOR_URL = kept
        root.setLevel(level)
        operator.stop()
        broker.stop()
        shutil.rmtree(server_folder, ignore_errors=True)


def people(place: Place, count: int) -> Group:
    """A group of that many people with numbers that no other place has. The last two digits
    decide the end at the operator; 09 (never a report) is left out."""
    firm = place.firm
    with firm_scope(firm.pk):
        rows = []
        while len(rows) < count:
            digits = next(_phones)
            if digits % 100 == 9:
                continue
            row = Subscriber(firm=firm, phone=f"+9053{digits:08d}", first_name=f"Kişi {digits}")
            row.set_keys()
            rows.append(row)
        Subscriber.objects.bulk_create(rows, batch_size=2000)
        group = Group.objects.create(firm=firm, name=f"Grup {rows[0].phone[-8:]}")
        GroupMember.objects.bulk_create(
            (GroupMember(firm=firm, group=group, subscriber=row) for row in rows), batch_size=2000
        )
    return group


def draft(place: Place, group: Group, text: str = TEXT) -> Campaign:
    """A draft with its pre-flight made."""
    with firm_scope(place.firm.pk):
        data = {
            "text": text,
            "message_class": MessageClass.INFORMATIONAL,
            "exemption": "BENZER",
            "groups": [group],
        }
        campaign = drafts.create(place.actor, data)
        preflight.run(place.actor, campaign)
        return campaign


def submit(place: Place, count: int) -> Campaign:
    """A campaign to ``count`` new people, accepted by us (noted in the client's log)."""
    campaign = draft(place, people(place, count))
    with firm_scope(place.firm.pk):
        campaign = campaigns.submit(place.actor, campaign)
    place.log.append(campaign.pk)
    place.asked[campaign.pk] = count
    return campaign
