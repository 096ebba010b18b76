"""The sample firm's İLETİ packages, bank account, partners and who may log in to İYS."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from iys_consent.models import Package
from iys_consent.services import authorisations, packages, registry_logins
from messaging.services import rules
from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import BankAccount, PackagePrice
from turkcell_hub.billing.services import incoming
from turkcell_hub.billing.services.incoming import StatementLine
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Brand, Firm, Membership, Role

# Lira without VAT, for a year.
PRICES = (
    (150_000, "4200.00"),
    (250_000, "6400.00"),
    (500_000, "11900.00"),
    (1_000_000, "22500.00"),
)
_AGE = dt.timedelta(days=61)


def build(firm: Firm, desk: Actor) -> None:
    """The package that runs, inside the firm's scope; ``desk`` sets what it costs."""
    today = calendar.today()
    for size, net in PRICES:
        PackagePrice.objects.create(
            firm=firm, goods=packages.GOODS, credits=size, net=Decimal(net),
            valid_from=today.replace(day=1), by_label=desk.label,
        )  # fmt: skip
    BankAccount.objects.create(
        firm=firm, bank="Deneme Bankası", branch="İzmir", holder="Turkcell Hub Deneme A.Ş.",
        iban="TR330006100519786457841326", by_label=desk.label,
    )  # fmt: skip
    admin = _member(firm, Role.ADMIN)
    running = packages.choose(admin, 75_000, agreed=True)
    begun = today - _AGE
    Package.objects.filter(pk=running.pk).update(
        starts_on=begun, ends_on=packages.year_after(begun), agreed_at=timezone.now() - _AGE,
        decided_at=timezone.now() - _AGE,
    )  # fmt: skip


def people(firm: Firm, desk: Actor) -> None:
    """A larger package on its way, partners of the brands, a login that is being asked for, and
    transfers that a person has to look at; after the brands are there."""
    admin, manager = _member(firm, Role.ADMIN), _member(firm, Role.MANAGER)
    rules.answer(admin, "", writes_to_others=True)
    packages.pay_by(manager, packages.choose(manager, 150_000, agreed=True), "HAVALE")
    lines = (("paket bedeli, kodu unuttuk", "5040.00"), ("kira iadesi", "1250.00"))
    incoming.take(
        desk,
        [
            StatementLine(calendar.today(), Decimal(amount), "TRY", "EGE TEKSTIL SAN TIC AS",
                          f"Ege Tekstil {said}", f"FAST-{n}")
            for n, (said, amount) in enumerate(lines, 1)
        ],
    )  # fmt: skip
    brands = list(Brand.objects.order_by("code")[:2])
    for brand in brands[:1]:
        authorisations.authorise(admin, brand, "IS_ORTAGI", "poli", ["MESAJ", "ARAMA"])
    for brand in brands:
        authorisations.authorise(admin, brand, "AHS", "mobilisim", ["MESAJ"])
    registry_logins.save(
        manager, None,
        {"full_name": "Selin Arslan", "duty": "Genel Müdür", "is_authorised_person": True},
    )  # fmt: skip
    registry_logins.save(
        manager, None, {"full_name": "Emre Demir", "duty": "Pazarlama Uzmanı"}
    )  # fmt: skip


def _member(firm: Firm, role: Role) -> Actor:
    return of_membership(Membership.objects.filter(firm=firm, role=role).earliest("pk"))
