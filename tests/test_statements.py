"""Statements that are made once answer what their querysets answer."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count, F, Model
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.benchmarks.p12_lists import make_campaign
from tests.support.firms import client_for, make_firm, make_member
from tests.support.messaging import make_account
from turkcell_hub import statements
from turkcell_hub.events.models import Event
from turkcell_hub.statements import Figures, Given, Statement
from turkcell_hub.tenancy.models import Brand, Firm, Membership, Role
from turkcell_hub.tenancy.scope import every_firm, firm_scope

pytestmark = pytest.mark.django_db
FIRM = Given("firm", Firm._meta.get_field("id"))


def test_a_statement_answers_rows_relations_and_annotations_for_each_given_value() -> None:
    firms = [make_firm(name) for name in ("Ege Tekstil", "Kuzey Gıda")]
    for firm in firms:
        make_member(firm, Role.ADMIN)
    with every_firm():
        rows = Membership.objects.select_related("firm", "user").annotate(
            brands_held=Count("brands"), firm_name=F("firm__name")
        )
        statement = Statement(rows.filter(firm_id=FIRM).defer("phone"))
        for firm in firms:
            (expected,) = rows.filter(firm_id=firm.pk)
            (found,) = statement.rows(firm=firm.pk)
            assert (found, found.user, found.firm) == (expected, expected.user, expected.firm)
            assert (found.firm_name, found.brands_held) == (firm.name, 0)
            assert found.phone == expected.phone  # read when it is asked for
            found.full_name = "Ayşe"
            found.save()
            assert Membership.objects.get(pk=found.pk).full_name == "Ayşe"


def test_a_statement_that_can_match_nothing_answers_nothing() -> None:
    with every_firm():
        assert Statement(Brand.objects.filter(pk__in=[])).rows() == []


def test_figures_are_those_of_the_queryset_for_each_given_value() -> None:
    firms = [make_firm(name) for name in ("Ege Tekstil", "Kuzey Gıda")]
    for number, firm in enumerate(firms, start=1):
        for _n in range(number):
            make_member(firm, Role.STAFF)
    with every_firm():
        rows = Membership.objects.filter(firm_id=FIRM).order_by().values("firm_id")
        figures = Figures(rows.annotate(n=Count("pk")).values_list("firm_id", "n"))
        assert Figures(Membership.objects.filter(pk__in=[]).values_list("pk")).rows() == []
    assert [figures.rows(firm=firm.pk) for firm in firms] == [
        [(firm.pk, number)] for number, firm in enumerate(firms, start=1)
    ]
    assert figures.rows(firm=0) == []


@pytest.fixture
def admin_client(firm: Firm) -> Client:
    make_campaign(firm, make_account(firm), 60)
    return client_for(make_member(firm, Role.ADMIN))


def test_pages_of_messages_hold_each_row_once_both_ways(admin_client: Client, firm: Firm) -> None:
    other = make_firm("Kuzey Gıda")
    make_campaign(other, make_account(other), 5)
    with firm_scope(firm.pk):
        expected = list(firm_messages())
    shown, query = [], "per=25"
    while query is not None:
        page = admin_client.get(f"/messages/?{query}").context["page"]
        shown += [row.pk for row in page.rows]
        query = page.next and f"per=25&after={page.next.after}&start={page.next.start}"
    assert shown == expected
    last = admin_client.get("/messages/?per=25&last=1").context["page"]
    assert [row.pk for row in last.rows] == expected[50:]
    before = last.previous.before
    page = admin_client.get(f"/messages/?per=25&before={before}&start=25").context["page"]
    assert [row.pk for row in page.rows] == expected[25:50]


def firm_messages() -> list[int]:
    from messaging.models import Message

    return list(Message.objects.order_by("-pk").values_list("pk", flat=True))


def test_a_new_row_is_stored_as_django_stores_it() -> None:
    firm = make_firm("Ege Tekstil")
    with firm_scope(firm.pk):
        with CaptureQueriesContext(connection) as asked:
            rows = [Brand.objects.create(code=code, name="Şapka") for code in ("A", "B")]
            plain = Brand(firm=firm, code="C", name="Şapka")
            Model._do_insert(  # type: ignore[attr-defined]
                plain, Brand._base_manager, "default", plain._meta.concrete_fields[1:], [], False
            )
        assert [(row.pk, row.code) for row in rows] == list(
            Brand.objects.filter(pk__in=[row.pk for row in rows]).values_list("pk", "code")
        )
        first, second, django = [query["sql"].split(" RETURNING")[0] for query in asked]
        assert first.replace("'A'", "'C'") == second.replace("'B'", "'C'") == django
        with pytest.raises(IntegrityError), transaction.atomic():
            Brand.objects.create(code="A", name="Yeniden")


def test_a_new_row_gets_what_the_database_gives_it() -> None:
    firm = make_firm("Ege Tekstil")
    with firm_scope(firm.pk):
        made = [
            Event.objects.create(type="deneme", body="{}", **given)
            for given in ({}, {"created_at": timezone.now()}, {"created_at": Now()}, {})
        ]
        stored = dict(Event.objects.values_list("pk", "created_at"))
    assert len(stored) == 4
    assert all(stored[made[n].pk] == made[n].created_at for n in (0, 1, 3))


def test_a_firms_rows_are_asked_for_as_a_filter_asks() -> None:
    firms = [make_firm(name) for name in ("Ege Tekstil", "Kuzey Gıda")]
    for firm in firms:
        make_member(firm, Role.ADMIN)
        with every_firm():
            expected = Membership.objects.filter(firm_id=firm.pk)
        with firm_scope(firm.pk):
            for narrowed in (
                lambda rows: rows,
                lambda rows: rows.filter(user__email__contains="kisi").exclude(brands__code="X"),
                lambda rows: rows.filter(pk__in=rows.values("pk")).annotate(n=Count("brands")),
                lambda rows: rows.filter(role="X") | rows.filter(role=Role.ADMIN),
            ):
                found = narrowed(Membership.objects.all())
                assert str(found.query) == str(narrowed(expected).query)
                assert [row.firm_id for row in found] == [firm.pk]


def test_a_new_row_holds_the_moment_that_is_stored_from_the_first_one_on() -> None:
    firm = make_firm("Ege Tekstil")
    statements._insertions.clear()  # as in a process that has stored none yet
    members = [make_member(firm, Role.ADMIN) for _ in range(2)]
    with firm_scope(firm.pk):
        stored = dict(Membership.objects.values_list("pk", "created_at"))
    assert stored == {member.pk: member.created_at for member in members}
