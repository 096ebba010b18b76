"""What the operator adds to a text is counted before it is paid, everywhere alike."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection
from django.db.models import Sum

from messaging.models import (
    BlacklistEntry,
    CustomField,
    Group,
    GroupMember,
    Message,
    MessageState,
)
from messaging.selectors import texts
from messaging.services import audiences, campaigns, preflight, preparing
from tests.messaging.test_counting_sql import PROFILES, counted
from tests.support.crowds import like
from tests.support.firms import make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.demo.names import FIRST, LAST
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib.sms_parts import count
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Brand, Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-074")]
CODE = " B001"
CLOSING = " Iptal icin RET yaz 7889a gonder B001"


@pytest.fixture
def clerk(firm: Firm):
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield of_membership(member)


@pytest.mark.parametrize("adapter", ["mesajussu", "verimor"])
def test_the_operator_code_takes_its_place_in_the_first_part(
    clerk: Actor, firm: Firm, adapter: str
) -> None:
    make_account(firm, adapter, options={"code_line": CODE})
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    load_credit(firm, 10)
    for length, parts in ((155, 1), (156, 2)):
        draft = make_draft(clerk, "a" * length, [person])
        shown = texts.measure(
            draft.text, audiences.profile_of(draft), audiences.suffix_of(draft)
        ).count
        assert (shown.parts, shown.units) == (parts, length + len(CODE))
        assert preflight.run(clerk, draft).credits == parts


def test_a_commercial_text_is_counted_with_the_closing_line_and_stored_without_it(
    clerk: Actor, firm: Firm
) -> None:
    make_account(firm, options={"etk_line": CLOSING, "code_line": CODE})
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    brand = Brand.objects.create(firm=firm, code="620001", name="Ege")
    text = "a" * (160 - len(CLOSING))
    for longer, parts in ((text, 1), (text + "a", 2)):
        draft = make_draft(clerk, longer, [person], message_class="TICARI", brand=brand)
        assert audiences.suffix_of(draft) == CLOSING
        (verdict,) = preflight.run(clerk, draft).blocked  # no consent is on record
        (row,) = preflight.people(clerk, draft, verdict=verdict)
        assert (row["parts"], row["body"]) == (parts, longer)


@pytest.mark.parametrize("profile", PROFILES, ids=str)
def test_the_database_and_the_library_agree_on_texts_with_a_suffix(profile: object) -> None:
    edges = [
        piece * n
        for piece in ("a", "ş", "€", "ğ^", "😀")
        for n in (33, 65, 70, 80, 118, 145, 150, 155, 160)
    ]
    found = [parts for parts, _coding in counted([text + CODE for text in edges], profile)]  # type: ignore[arg-type]
    expected = [count(text, profile, CODE) for text in edges]  # type: ignore[arg-type]
    assert found == [-1 if size.problem == "not_expressible" else size.parts for size in expected]


@pytest.mark.requirement("L-073", "L-067", "S-079")
def test_for_ten_thousand_turkish_names_the_forecast_is_the_ledger_to_the_credit(
    clerk: Actor, firm: Firm
) -> None:
    random = Random(1923)
    make_account(firm, "verimor", options={"code_line": CODE})
    people = [
        (
            f"+90532{1_000_000 + n:07}",
            random.choice([*FIRST, "", "Ayşegül Nur", "İkbâl", "ÇAĞLAYAN"]),
            random.choice(LAST),
            random.random() > 0.02,
            {"not": "ğ" * random.randrange(0, 40) + ("€" if random.random() < 0.05 else "")},
        )
        for n in range(10_000)
    ]
    phones, first, last, active, fields = zip(*people, strict=True)
    one = make_subscriber(firm, "+905329999999")
    rows = like(
        one, phone=phones, first_name=first, last_name=last, is_active=active, fields=fields
    )
    groups = [Group.objects.create(firm=firm, name=name) for name in ("Bayiler", "İzmir")]
    for group, share in zip(groups, (rows, rows[::7]), strict=True):
        like(GroupMember.objects.create(firm=firm, group=group, subscriber=one), subscriber=share)
    GroupMember.objects.filter(subscriber=one).delete()
    blocked = BlacklistEntry.objects.create(firm=firm, phone=one.phone, reason="deneme")
    like(blocked, phone=phones[::41])
    CustomField.objects.create(firm=firm, code="not", label="Not")
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE messaging_subscriber, messaging_groupmember, messaging_blacklistentry"
        )
    text = (
        "Sayın {ad_soyad|müşterimiz}, siparişiniz yola çıktı. Notunuz: {not|yok}. Sorularınız için"
        " 0232 444 00 11 numarasını arayabilirsiniz."
    )
    load_credit(firm, 50_000)
    draft = make_draft(clerk, text, [], groups=groups)
    forecast = preflight.run(clerk, draft)
    campaigns.submit(clerk, draft)
    assert preparing.prepare(draft.pk)
    assert credits.balance(firm.pk, "SMS") == 50_000 - forecast.credits
    went = Message.objects.filter(campaign=draft, state=MessageState.PENDING)
    assert (went.count(), went.aggregate(n=Sum("credits"))["n"]) == (
        forecast.sendable,
        forecast.credits,
    )
    assert forecast.collapsed == len(rows[::7])
    assert len(forecast.parts) > 1
    draft.refresh_from_db()
    profile = audiences.profile_of(draft)
    by_library = sum(
        count(body, profile, CODE).parts for body in went.values_list("text", flat=True)
    )
    assert by_library == forecast.credits
