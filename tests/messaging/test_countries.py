"""Ülke Türü: an account sends to its own country's numbers and says why not to others (L-011)."""

from __future__ import annotations

import pytest

from messaging.services import preflight
from messaging.verdicts import Verdict
from tests.support.firms import make_member
from tests.support.messaging import make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, Role, SenderTitle
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import account_choice

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-011")]
TURKIYE, KKTC, BAKU, LAND = "+905321234501", "+905338234502", "+994501234503", "+902121234567"


@pytest.mark.parametrize(
    ("country", "goes", "other_country"),
    [
        # KKTC mobiles stand among Turkey's numbers: only the operator can tell them apart.
        ("TR", {TURKIYE, KKTC}, {BAKU}),
        ("KKTC", {TURKIYE, KKTC}, {BAKU}),
        ("AZ", {BAKU}, {TURKIYE, KKTC}),
    ],
)
def test_a_campaign_goes_to_the_numbers_of_its_accounts_country(
    firm: Firm, country: str, goes: set[str], other_country: set[str]
) -> None:
    firm.country = country
    firm.save(update_fields=["country"])
    make_account(firm, country=country)
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        actor = of_membership(member)
        people = [make_subscriber(firm, phone) for phone in (TURKIYE, KKTC, BAKU, LAND)]
        draft = make_draft(actor, "Siparişiniz hazır.", people)
        forecast = preflight.run(actor, draft)
        assert forecast.blocked == {
            Verdict.OTHER_COUNTRY: len(other_country),
            Verdict.NOT_MOBILE: 1,
        }
        assert {row["phone"] for row in preflight.people(actor, draft)} == goes
        blocked = preflight.people(actor, draft, verdict=Verdict.OTHER_COUNTRY)
        assert {row["phone"] for row in blocked} == other_country


def test_the_chosen_sender_takes_its_accounts_country_along(firm: Firm) -> None:
    make_account(firm)
    baku = make_account(firm, "verimor", country="AZ")
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        actor = of_membership(member)
        person = make_subscriber(firm, BAKU)
        assert account_choice.default_account(firm.pk).country == "TR"
        sender = SenderTitle.objects.select_related("account").get(account=baku)
        draft = make_draft(actor, "Siparişiniz hazır.", [person], sender=sender)
        assert preflight.run(actor, draft).sendable == 1
