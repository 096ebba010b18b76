"""Prices, orders, months and limits."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from iys_consent.models import (
    BrandAuthorisation,
    Package,
    PackageRules,
    RegistryLogin,
    Supplier,
)
from tests.isolation.cast import Apart, World
from tests.isolation.consent_records import of_other_brand
from tests.isolation.marks import NOW, marked, number
from turkcell_hub.applications.models import Application, ApplicationEvent, ApplicationItem
from turkcell_hub.billing.models import (
    BankAccount,
    IncomingPayment,
    LimitRequest,
    LowCreditReminder,
    Order,
    PackagePrice,
    PaymentEvent,
    RefundRule,
    Statement,
    StatementLine,
    Tariff,
)
from turkcell_hub.help.models import Ticket, TicketEntry, TicketFile
from turkcell_hub.membership.models import (
    Dossier,
    DossierEvent,
    MembershipRules,
    Paper,
    PaperFile,
    Registration,
)
from turkcell_hub.privacy.models import DataRequest, PrivacyRules
from turkcell_hub.tenancy import vault


def money(world: World) -> None:
    """Prices and orders of credit."""
    firm, by = world.firm, marked(False, "kasa")
    world.rows["package-prices"] = PackagePrice.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, valid_from=NOW.date(), by_label=by
    )
    world.rows["credit-orders"] = Order.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, vat=20, gross=120, by_label=by,
        price_from=NOW.date(), method="HAVALE", expires_at=timezone.now() + dt.timedelta(days=1),
    )  # fmt: skip
    paid = Order.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, vat=20, gross=120, by_label=by,
        price_from=NOW.date(), method="KART", expires_at=NOW, state="ODENDI", closed_at=NOW,
    )  # fmt: skip
    world.rows["surplus-payments"] = PaymentEvent.objects.create(
        firm=firm, order=paid, key=by, payment_id=by, outcome="PAID", amount=120, currency="TRY"
    )
    account = BankAccount.objects.create(
        firm=firm, bank=by, holder=by, iban="TR330006100519786457841326", by_label=by
    )
    world.rows["bank-accounts"] = account
    world.rows["incoming-payments"] = IncomingPayment.objects.create(
        firm=firm, account=account, key="k" * 64, booked_on=NOW.date(), amount=5,
        state="INCELENIYOR", description=by, sender=by, by_label=by,
    )  # fmt: skip


def packages(world: World) -> None:
    """İLETİ packages, who may act for the brand, and who may log in to İYS."""
    firm, by = world.firm, marked(False, "paket")
    world.rows["iys-packages"] = Package.objects.create(
        firm=firm, size=150_000, state="ODEME_BEKLIYOR", net=100, vat_rate=20, gross=120,
        by_label=by, terms_digest="0" * 64,
    )  # fmt: skip
    world.rows["iys-package-prices"] = PackagePrice.objects.create(
        firm=firm, goods="ILETI", credits=150_000, net=100, vat_rate=20, by_label=by,
        valid_from=NOW.date(),
    )  # fmt: skip
    world.rows["iys-package-rules"] = PackageRules.objects.create(
        firm=firm, valid_from=dt.date(2040, 1, 1), created_by=by
    )
    supplier = Supplier.objects.create(firm=firm, code="zk", name=by, roles=["AHS"])
    world.rows["iys-suppliers"] = supplier
    world.rows["brand-authorisations"] = BrandAuthorisation.objects.create(
        firm=firm, brand=world.more["brand"], role="AHS", supplier=supplier, channels=["MESAJ"],
        given_by=by,
    )  # fmt: skip
    other = BrandAuthorisation.objects.create(
        firm=firm, brand=world.more["away"], role="AHS", supplier=supplier, channels=["MESAJ"],
        given_by=by,
    )  # fmt: skip
    of_other_brand(world, "brand-authorisations", other)
    world.rows["iys-logins"] = RegistryLogin.objects.create(firm=firm, full_name=by, by_label=by)


def months(world: World) -> None:
    """A tariff, a closed month with its line, and a limit request."""
    firm, by, march = world.firm, marked(False, "fatura"), NOW.date().replace(day=1)
    world.rows["sms-tariffs"] = Tariff.objects.create(
        firm=firm, valid_from=march, unit_price="0.05", by_label=by
    )
    world.rows["statements"] = statement = Statement.objects.create(
        firm=firm, month=march, parts=10, net=1, vat=1, gross=2, closed_at=NOW, by_label=by
    )
    StatementLine.objects.create(
        firm=firm, statement=statement, source="sms", for_month=march, messages=10, parts=10,
        unit_price="0.05", vat_rate=20, net=1, vat=1,
    )  # fmt: skip
    world.rows["credit-reminders"] = LowCreditReminder.objects.create(
        firm=firm, kind="OTP", threshold=5, by_label=by
    )
    world.rows["refund-rules"] = RefundRule.objects.create(
        firm=firm, service="sms", state="EXPIRED", refunds=False, valid_from=march, by_label=by
    )
    world.rows["limit-requests"] = LimitRequest.objects.create(
        firm=firm, limit_before=1, amount=2, reason=marked(False, "gerekce"), by_label=by
    )


def applied(world: World) -> None:
    """An application for one service."""
    firm, by = world.firm, marked(False, "basvuru")
    world.rows["applications"] = row = Application.objects.create(
        firm=firm, reference=f"THB-{firm.pk:010}", tax_number="1234567890", contact=by,
        phone=number(False, 77), email="basvuru@example.com", note=by, by_label=by,
    )  # fmt: skip
    item = ApplicationItem.objects.create(firm=firm, application=row, service="OTP")
    ApplicationEvent.objects.create(firm=firm, item=item, state=item.state, by_label=by, note=by)


def support(world: World) -> None:
    """A ticket with a wish to be called and a sealed file; the Admin's own."""
    admin = world.who["admin"].member
    assert admin is not None
    ticket = Ticket.objects.create(
        firm=world.firm, subject=marked(False, "talep"), phone=number(False, 77),
        call_from=NOW, call_until=NOW + dt.timedelta(hours=1), by_label=marked(False, "kisi"),
        by_user=admin.user_id, by_member=admin.pk, changed_at=NOW,
    )  # fmt: skip
    entry = TicketEntry.objects.create(
        firm=world.firm, ticket=ticket, text=marked(False, "soru"), by_label=marked(False, "kisi")
    )
    TicketFile.objects.create(
        firm=world.firm, entry=entry, name=f"{marked(False, 'ek')}.pdf",
        content_type="application/pdf", size=3, content="JVBE",
    )  # fmt: skip
    world.rows["tickets"] = ticket
    world.apart["tickets"] = Apart("staff", "", ticket)
    world.rows["data-requests"] = DataRequest.objects.create(
        firm=world.firm, kind="DOSYA", state="TAMAMLANDI", applicant="KENDISI",
        applied_on=NOW.date(), due_on=NOW.date(), reason=marked(False, "gerekce"),
        subject_label=marked(False, "kisi"), by_label=marked(False, "yapan"), finished_at=NOW,
    )  # fmt: skip
    world.rows["privacy-rules"] = PrivacyRules.objects.create(
        firm=world.firm, valid_from=NOW.date(), created_by=marked(False, "yapan")
    )


def membership(world: World) -> None:
    """A membership with a scan of an identity card, and dated rules."""
    firm, by = world.firm, marked(False, "uyelik")
    world.rows["memberships"] = row = Dossier.objects.create(
        firm=firm, reference=f"UYE-{firm.pk:08}", kind="SAHIS", payment_type="FATURALI", step=2,
        legal_name=by, tax_number="1234567890", address=by, officer=by, by_label=by,
        phone=number(False, 78), email="uyelik@example.com",
    )  # fmt: skip
    paper = Paper.objects.create(firm=firm, dossier=row, code="KIMLIK")
    kept = vault.put(by.encode(), "membership", firm.pk)
    PaperFile.objects.create(
        firm=firm, paper=paper, name=f"{by}.pdf", content_type="application/pdf", size=9,
        sha256="0" * 64, stored=kept.name, secret=kept.key, identity=True, by_label=by,
    )  # fmt: skip
    DossierEvent.objects.create(firm=firm, dossier=row, state=row.state, by_label=by, note=by)
    joins = Dossier.objects.create(
        firm=firm, programme="IYS", reference=f"IYS-{firm.pk:08}", kind="YERLESIK", step=2,
        legal_name=by, officer=by, by_label=by, phone=number(False, 79), email="iys@example.com",
    )  # fmt: skip
    Registration.objects.create(firm=firm, dossier=joins, second_officer=by, iys_code="512345")
    world.rows["membership-rules"] = MembershipRules.objects.create(
        firm=firm, valid_from=dt.date(2040, 1, 1), by_label=by
    )
