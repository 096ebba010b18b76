"""Firm A with one record of everything, firm B, and everybody who may knock.

Whoever may not see a record must never get its mark.
"""

from __future__ import annotations

import datetime as dt

from messaging.models import (
    CustomField,
    SendingRules,
)
from tests.isolation.bill_records import bills
from tests.isolation.cast import Identity, World, people, programs
from tests.isolation.consent_records import consents, registry_queue
from tests.isolation.erp_records import erp, told
from tests.isolation.field_records import field_team
from tests.isolation.marks import OPEN, marked
from tests.isolation.messaging_records import records, sendings
from tests.isolation.money_records import (
    applied,
    membership,
    money,
    months,
    packages,
    support,
)
from tests.isolation.otp_records import approvals
from tests.isolation.task_records import timed
from tests.isolation.work_records import history, work
from tests.support.firms import client_for, make_code, make_firm, make_member
from tests.support.messaging import make_account
from turkcell_hub.outbox.models import Lane
from turkcell_hub.tenancy.models import Brand, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope


def build() -> World:
    firm, other = make_firm(f"Firma {marked(False, 'a')}"), make_firm("Bursa Lojistik")
    world = World(firm, other)
    people(world)
    with firm_scope(firm.pk):
        settings_records(world)
        consents(world)
        for secret in (False, True):
            records(world, secret)
            erp(world, secret)
        sendings(world)
        registry_queue(world)
        field_team(world)
        bills(world)
        money(world)
        packages(world)
        months(world)
        applied(world)
        support(world)
        membership(world)
        timed(world)
        approvals(world)
        work(world)
        told(world)
        history(world)
    programs(world)
    return world


def settings_records(world: World) -> None:
    firm = world.firm
    account = make_account(firm, name=marked(False, "hesap"), username=marked(False, "user"))
    Lane.objects.create(firm=firm, account=account, pause_note=marked(False, "hat"))
    sender = SenderTitle.objects.create(firm=firm, account=account, title=OPEN.upper()[:11])
    brand = Brand.objects.create(firm=firm, code="ZK1", name=marked(False, "marka"))
    away = Brand.objects.create(firm=firm, code="ZK2", name=marked(False, "ayri marka"))
    world.more |= {"account": account, "sender": sender, "brand": brand, "away": away}
    world.rows |= {
        "gateway-accounts": account,
        "sender-titles": sender,
        "outbox-lanes": Lane.objects.get(account=account),
        "brands": brand,
        "authority-codes": make_code(firm, "ZKANARYAKOD"),
        "users": world.who["admin"].member,
        "sending-rules": SendingRules.objects.create(
            firm=firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
        ),
        "custom-fields": CustomField.objects.create(
            firm=firm, code="zkanarya_alan", label=marked(False, "alan")
        ),
    }
    member = make_member(
        firm, "YONETICI", brands=[brand], codes=[world.more["code"]], name="Bir Marka"
    )
    world.who["one brand"] = Identity("one brand", client_for(member), member=member)
