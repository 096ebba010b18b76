"""Words of the payment service about a package, in every order that a network makes of them, and
deaths between two statements: the quota opens once or not at all (Y-013, Y-016, K-064, S-077)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.models import Package, PackageState
from iys_consent.services import packages
from tests.support.deaths import truths
from tests.support.firms import actor_for, client_for, make_firm, make_member
from turkcell_hub.billing.models import Order, OrderState, PackagePrice, PaymentEvent
from turkcell_hub.billing.selectors import transfers
from turkcell_hub.billing.services import incoming, orders, payments
from turkcell_hub.billing.services.incoming import StatementLine
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.payment import signing
from turkcell_hub.gateways.payment.contract import Payment as Word
from turkcell_hub.gateways.payment.contract import PaymentOutcome
from turkcell_hub.ledger.models import Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.settings.environment import Payment
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

SIZE, SECRET, MERCHANT = 250_000, "k" * 40, "TURKCELLHUB"


@pytest.fixture
def firm(db: None, settings: Any) -> Iterator[Firm]:
    settings.PRICES_SET_BY = "firm"
    settings.PAYMENT = Payment("hosted_page", "http://127.0.0.1:9", MERCHANT, SECRET)
    made = make_firm(legal_name="Ege Tekstil A.Ş.")
    with firm_scope(made.pk):
        PackagePrice.objects.create(
            firm=made, goods="ILETI", credits=SIZE, net=Decimal(1000),
            valid_from=dt.date(2026, 1, 1),
        )  # fmt: skip
        yield made


@pytest.fixture
def admin(firm: Firm) -> Actor:
    return actor_for(make_member(firm, "ADMIN"))


@pytest.fixture
def ordered(firm: Firm) -> tuple[Package, Order]:
    manager = actor_for(make_member(firm, "YONETICI"))
    package = packages.choose(manager, SIZE, agreed=True)
    return package, packages.pay_by(manager, package, "KART")


def quota(firm: Firm) -> tuple[int, int]:
    """İYS quota, and how often it was loaded."""
    loads = Transfer.objects.filter(kind="IYS", type=Transfer.Type.LOAD).count()
    assert credits.balance(firm.pk, "SMS") == 0
    return credits.balance(firm.pk, "IYS"), loads


class Bank:
    """Speaks to the portal's own door, and acts for its people, a letter a step."""

    def __init__(self, firm: Firm, admin: Actor, package: Package, order: Order) -> None:
        self.firm, self.admin, self.package, self.order = firm, admin, package, order

    def word(self, number: str, amount: str = "1200.00", *, status: str = "paid",
             secret: str = SECRET) -> int:  # fmt: skip
        body = json.dumps(
            {"merchant": MERCHANT, "order": self.order.reference, "payment_id": number,
             "status": status, "reason": "declined", "amount": amount, "currency": "TRY"}
        ).encode()  # fmt: skip
        headers = {signing.SIGNATURE_HEADER: signing.of_body(secret, body)}
        answer = Client(headers=headers).post("/hooks/payment/", body, "application/json")
        return answer.status_code

    def step(self, letter: str) -> None:
        actor, package = self.admin, Package.objects.get(pk=self.package.pk)
        match letter:
            case "P":
                assert self.word("P1") == 200
            case "Q":
                assert self.word("P2") == 200
            case "F":
                assert self.word("P0", status="failed") == 200
            case "W":
                assert self.word("P3", "1.00") == 200
            case "X":
                assert self.word("P1", secret="x" * 40) == 401
            case "S":
                self.before = self.order
                self.order = packages.pay_by(actor, package, "HAVALE")
            case "O":
                self.order, self.before = self.before, self.order
                assert self.word("P9") == 200
            case "C":
                packages.cancel(actor, package)
            case "E":
                orders.close(orders.lock(self.order.pk), OrderState.EXPIRED)
            case "A":
                packages.approve(actor, package)
            case "R":
                packages.reject(actor, package, "Gerek kalmadı.")
            case "a":
                with pytest.raises(Conflict):
                    packages.approve(actor, package)


@pytest.mark.requirement("S-077", "K-064", "Y-013", "Y-016")
@pytest.mark.parametrize(
    ("steps", "state", "opened"),
    [
        ("a", PackageState.PAYING, False),  # the browser was closed at the 3-D step
        ("FaPA", PackageState.ACTIVE, True), ("PFPA", PackageState.ACTIVE, True),
        ("XaXPXA", PackageState.ACTIVE, True), ("PPAPPa", PackageState.ACTIVE, True),
        ("PAQa", PackageState.ACTIVE, True), ("PQA", PackageState.ACTIVE, True),
        ("CPPA", PackageState.ACTIVE, True), ("EaPPA", PackageState.ACTIVE, True),
        ("Wa", PackageState.PAYING, False), ("WPA", PackageState.ACTIVE, True),
        ("PRPa", PackageState.REJECTED, False), ("PRQa", PackageState.REJECTED, False),
        ("FX", PackageState.PAYING, False),
        # The other way of payment was chosen, and the money of both orders comes.
        ("SPOA", PackageState.ACTIVE, True), ("SPAOa", PackageState.ACTIVE, True),
    ],
)  # fmt: skip
def test_a_package_opens_once_whatever_comes_again_late_forged_or_in_another_order(
    firm: Firm, admin: Actor, ordered: tuple[Package, Order], steps: str, state: str, opened: bool
) -> None:
    bank = Bank(firm, admin, *ordered)
    for letter in steps:
        bank.step(letter)
    assert Package.objects.get().state == state
    assert quota(firm) == ((SIZE, 1) if opened else (0, 0))
    # Who paid twice is told so, and nobody else.
    notes = " ".join(Order.objects.values_list("note", flat=True))
    assert ("iade" in notes) == bool({"Q", "O"} & set(steps))


FORGED: dict[str, Any] = {
    "not signed": lambda body: (body, ""),
    "signed with a guess": lambda body: (body, signing.of_body("guessed", body)),
    "another word's signature": lambda body: (body, signing.of_body(SECRET, b"{}")),
    "altered after it was signed": lambda body: (
        body.replace(b'"failed"', b'"paid"'), signing.of_body(SECRET, body),
    ),
    "a cut signature": lambda body: (body, signing.of_body(SECRET, body)[:63]),
    "a signature with a letter that is none": lambda body: (body, "ş" * 64),
    "signed, and of another merchant": lambda body: _signed(
        body.replace(MERCHANT.encode(), b"BASKASI")
    ),
    "signed, and no word at all": lambda _body: _signed(b"[]"),
    "signed, and an amount that is none": lambda body: _signed(body.replace(b"1200.00", b"NaN")),
}  # fmt: skip


def _signed(body: bytes) -> tuple[bytes, str]:
    return body, signing.of_body(SECRET, body)


@pytest.mark.requirement("S-077", "Y-014")
def test_a_forged_word_opens_no_package_and_the_real_one_after_it_does(
    firm: Firm, ordered: tuple[Package, Order]
) -> None:
    package, order = ordered

    def tell(body: bytes, signature: str) -> int:
        client = Client(headers={signing.SIGNATURE_HEADER: signature.encode().decode("latin-1")})
        return client.post("/hooks/payment/", body, "application/json").status_code

    told = {"merchant": MERCHANT, "order": order.reference, "payment_id": "P1", "reason": "",
            "status": "failed", "amount": "1200.00", "currency": "TRY"}  # fmt: skip
    failed = json.dumps(told).encode()
    answers = {name: tell(*forge(failed)) for name, forge in FORGED.items()}
    assert answers == dict.fromkeys(FORGED, 401)
    assert PaymentEvent.objects.count() == 0
    package.refresh_from_db()
    assert (package.state, quota(firm)) == (PackageState.PAYING, (0, 0))
    nobody = json.dumps({**told, "order": "0" * 32, "status": "paid"}).encode()
    assert tell(*_signed(nobody)) == 404
    assert tell(*_signed(failed.replace(b'"failed"', b'"paid"'))) == 200
    package.refresh_from_db()
    assert package.state == PackageState.WAITING


@pytest.mark.requirement("Y-014", "Y-016")
def test_the_way_to_the_payment_service_is_a_link_because_no_form_may_lead_to_another_host(
    firm: Firm,
) -> None:
    boss = make_member(firm, "ADMIN")
    package = packages.choose(actor_for(boss), SIZE, agreed=True)
    client, step = client_for(boss), f"/iys-packages/{package.pk}/payment/"
    assert client.post(step, {"method": "KART"})["Location"] == step
    page = client.get(step).content.decode()
    order = Order.objects.get()
    assert f'href="/credit-orders/{order.pk}/pay/"' in page
    assert client.get(f"/credit-orders/{order.pk}/pay/")["Location"].startswith(
        "http://127.0.0.1:9"
    )
    assert "Onayla" in client.post(step, {"method": "HAVALE"}).content.decode()


@pytest.mark.requirement("Y-017")
def test_instalments_are_offered_before_the_way_to_pay_is_chosen(firm: Firm) -> None:
    boss = make_member(firm, "ADMIN")
    package = packages.choose(actor_for(boss), SIZE, agreed=True)
    client, plans = client_for(boss), f"/iys-packages/{package.pk}/installments/"
    assert f'href="{plans}"' in client.get(f"/iys-packages/{package.pk}/payment/").content.decode()
    page = client.post(plans, {"first_six": "4546000000000003"})
    assert page.status_code == 422
    assert "1.200,00" in page.content.decode()  # asked for this package's price, tax included
    assert "4546000000000003" not in page.content.decode()
    assert not Order.objects.exists()
    assert client_for(make_member(firm, "PERSONEL")).get(plans).status_code == 403


@pytest.mark.requirement("Y-019", "Y-020")
def test_a_transfer_pays_a_package_once_however_often_its_line_comes(
    firm: Firm, admin: Actor
) -> None:
    manager = actor_for(make_member(firm, "YONETICI"))
    package = packages.choose(manager, SIZE, agreed=True)
    order = packages.pay_by(manager, package, "HAVALE")
    text = transfers.instructions(order).description
    line = StatementLine(timezone.localdate(), order.gross, "TRY", "EGE TEKSTİL A.Ş.", text, "")
    assert [incoming.take(admin, [line])["MATCHED"] for _again in range(3)] == [1, 0, 0]
    packages.approve(admin, package)
    incoming.take(admin, [line])
    assert quota(firm) == (SIZE, 1)


@pytest.mark.requirement("S-077")
def test_a_death_before_any_statement_of_a_purchase_loses_and_doubles_nothing(
    firm: Firm, admin: Actor, ordered: tuple[Package, Order]
) -> None:
    package, order = ordered
    paid = Word(order.reference, "P1", PaymentOutcome.PAID, order.gross, "TRY")

    def work() -> None:
        payments.apply(order.pk, paid)
        if Package.objects.get(pk=package.pk).state == PackageState.WAITING:
            packages.approve(admin, package)

    def truth() -> tuple[str, str, tuple[int, int]]:
        return Order.objects.get().state, Package.objects.get().state, quota(firm)

    seen = truths(work, truth)
    allowed = [
        ("BEKLIYOR", PackageState.PAYING, (0, 0)),
        ("ODENDI", PackageState.WAITING, (0, 0)),
        ("ODENDI", PackageState.ACTIVE, (SIZE, 1)),
    ]
    assert list(dict.fromkeys(seen)) == allowed
    assert set(truths(work, truth)) == {allowed[-1]}


@pytest.mark.requirement("K-064", "K-068")
def test_an_admin_decides_on_the_page_about_what_a_manager_has_chosen(firm: Firm) -> None:
    chooser, decider = (client_for(make_member(firm, role)) for role in ("YONETICI", "ADMIN"))
    chooser.post("/iys/package/choose/75000/", {"agreed": "on"})
    package = Package.objects.get()
    press = f"/iys-packages/{package.pk}/approve/"
    waiting = chooser.get("/iys/package/").content.decode()
    assert "Admin onaylayana kadar izin miktarınız değişmez" in waiting
    assert press not in waiting
    assert chooser.post(press).status_code == 403
    assert (Package.objects.get().state, quota(firm)) == (PackageState.WAITING, (0, 0))
    assert press in decider.get("/iys/package/").content.decode()
    reject = "/iys-packages/actions/reject/"
    assert decider.post(reject, {"ids": [package.pk], "note": ""}).status_code == 422
    assert decider.post(reject, {"ids": [package.pk], "note": "Küçüğü yeter"}).status_code == 302
    assert (Package.objects.get().state, quota(firm)) == (PackageState.REJECTED, (0, 0))
    chooser.post("/iys/package/choose/25000/", {"agreed": "on"})
    press = f"/iys-packages/{Package.objects.latest('pk').pk}/approve/"
    assert decider.post(press).status_code == 302
    assert quota(firm) == (25_000, 1)
    rows = chooser.get("/iys-packages/").content.decode().split("<tr")[2:]
    for row, name, state in zip(rows, ("25", "75"), ("Aktif", "Reddedildi"), strict=True):
        assert f"İLETİ-{name}<" in row
        assert state in row
