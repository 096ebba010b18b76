"""The third sample firm pays by the month: two closed months, a limit and who asked for more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from random import Random

from django.conf import settings
from django.utils import timezone

from messaging.models import Group, GroupMember, MessageTemplate, Subscriber, TemplateCategory
from turkcell_hub.applications.services import applying, delivery
from turkcell_hub.applications.states import ItemState
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import BillingProfile, PaymentType, Tariff
from turkcell_hub.billing.services import closing, limit_requests, limits
from turkcell_hub.demo import firm as firms
from turkcell_hub.demo import history, operator
from turkcell_hub.demo.names import FIRST, LAST, PREFIXES
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role

PEOPLE = 90
LIMIT = 5_000
_SETUP = replace(
    operator.ACCOUNTS[0],
    username="5321110099",
    senders=("TOROSNAK",),
    label="Mesaj Üssü (deneme)",
)
_MESSAGE = ("Sevkiyat bildirimi", "SEVKIYAT", "Nakliyeciler")


def build(firm: Firm, desk: Actor, random: Random) -> None:
    """Fills the firm in scope. ``desk`` sets how it pays and decides on its limit."""
    admin = Membership.objects.get(role=Role.ADMIN)
    actor = actors.of_membership(admin)
    manager = actors.of_membership(Membership.objects.get(role=Role.MANAGER))
    firms.open_accounts(actor, (_SETUP,))
    people(firm, random)
    first = calendar.previous_month(calendar.previous_month(calendar.month_of(calendar.today())))
    Tariff.objects.create(
        firm=firm, valid_from=first, unit_price=Decimal("0.1850"), by_label=desk.label
    )
    months(actor, desk, random, first)
    closing.close_due(firm.pk)
    asked = limit_requests.ask(
        manager, 8_000, "Yıl sonu sevkiyatları için iki kat mesaj gerekiyor."
    )
    limit_requests.approve(desk, asked, "Ödeme geçmişi düzenli.")
    _supplied_by_operator(actor)
    limit_requests.ask(manager, 12_000, "Yeni depo açıldı; 40 yeni nakliyeci eklenecek.")


def _supplied_by_operator(actor: Actor) -> None:
    """From here on a higher limit is ordered at the operator's service centre."""
    operator.open_order_key(settings.ORDERS.key)
    contact = {"tax_number": "9876543217", "contact": actor.label, "phone": "0532 410 20 44",
               "email": "muhasebe@torosnakliyat.example"}  # fmt: skip
    row = applying.apply(
        actor, {**contact, "services": ["TOPLU_SMS"], "payment_type": PaymentType.POSTPAID}
    )
    delivery.deliver(row.firm_id, row.pk)
    item = row.items.get()
    applying.mark(actor, item, ItemState.CREDENTIALS, "Bilgiler telefonla verildi.")
    account = GatewayAccount.objects.filter(service="sms").earliest("pk")
    applying.enter_credentials(actor, item, account)


def months(actor: Actor, desk: Actor, random: Random, first: dt.date) -> None:
    """The limit from ``first`` on, filled anew as each month began, and what was sent of it."""
    limits.change_plan(desk, PaymentType.POSTPAID, LIMIT)
    history.book_at(calendar.day_start(first), actor.firm_id, "limit:plan:")
    BillingProfile.objects.filter(firm_id=actor.firm_id).update(renewed_for=first)
    for moment in _days(first):
        month = calendar.month_of(moment.date())
        if limits.renew(actor.firm_id, month):
            history.book_at(calendar.day_start(month), actor.firm_id, f"limit:{month:%Y-%m}")
        history.send_past(actor, random, *_MESSAGE, moment)
    if limits.renew_now(actor.firm_id):
        month = calendar.month_of(calendar.today())
        history.book_at(calendar.day_start(month), actor.firm_id, f"limit:{month:%Y-%m}")


def _days(first: dt.date) -> list[dt.datetime]:
    """Two sends in each month from ``first`` on that lie behind us."""
    at = timezone.localtime().replace(hour=10, minute=12, second=0)
    months = [first, calendar.next_month(first), calendar.next_month(calendar.next_month(first))]
    days = [month.replace(day=day) for month in months for day in (6, 20)]
    moments = [at.replace(year=d.year, month=d.month, day=d.day) for d in days]
    return [moment for moment in moments if moment < timezone.now() - dt.timedelta(days=1)]


def people(firm: Firm, random: Random) -> None:
    numbers = sorted(
        {f"+90{random.choice(PREFIXES)}{7_000_000 + place}" for place in range(PEOPLE)}
    )
    rows = [
        Subscriber(
            firm=firm, phone=phone, first_name=random.choice(FIRST), last_name=random.choice(LAST)
        )
        for phone in numbers
    ]
    for row in rows:
        row.set_keys()
    Subscriber.objects.bulk_create(rows)
    group = Group.objects.create(firm=firm, name="Nakliyeciler")
    GroupMember.objects.bulk_create(
        [GroupMember(firm=firm, group=group, subscriber=row) for row in rows]
    )
    MessageTemplate.objects.create(
        firm=firm, code="SEVKIYAT", name="Sevkiyat bildirimi", category=TemplateCategory.OTHER,
        text="Sayın {ad_soyad|nakliyecimiz}, yarınki sevkiyat listeniz hazır. Toros Nakliyat",
    )  # fmt: skip
