"""Idea 11: theft mode needs two people, tells the person, ends by itself, lifts the shift alone."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fieldteams import tasks
from fieldteams.models import FieldPhone, Position, Source, TheftWatch, TrackingRequest
from fieldteams.services import intake, requests, theft
from messaging.models import Campaign
from tests.otp.world import Otp, set_up
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.approvals import Agreed
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

WHY = {"reason": "Araç 22.11 gecesi Bornova'dan çalındı", "hours": 4}
IZMIR = (38.42, 27.14)


@pytest.fixture
def off_shift(ready, make_phone) -> FieldPhone:
    """A phone whose person is on leave today and yesterday."""
    today = timezone.localdate()
    days = [today + dt.timedelta(days=n) for n in (-1, 0, 1)]
    return make_phone(1, accepted=True, off_days=days)


@pytest.fixture
def second(ready) -> Membership:
    return make_member(ready, "YONETICI", name="Nermin Şahin", phone="+905321234502")


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


def drive(phone: FieldPhone, minutes: float = 0) -> intake.Taken:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    return intake.take(phone.firm_id, [intake.Reading(phone.pk, at, *IZMIR)], Source.DEVICE)


def say_yes(actor: Actor, watch: TheftWatch) -> None:
    """As the desk does once the person's code was right."""
    assert actor.membership_id is not None
    theft.agreed(actor, watch.pk, Agreed(actor.membership_id, actor.label, "r"))


def opened(manager: Actor, second: Membership, phone: FieldPhone) -> TheftWatch:
    watch = theft.ask(manager, phone, WHY)
    say_yes(manager, watch)
    say_yes(actor_for(second), watch)
    watch.refresh_from_db()
    return watch


def test_two_people_open_it_and_the_person_is_told_and_reads_why(manager, second, off_shift):
    assert drive(off_shift).dropped == {"MESAI_DISI": 1}
    watch = theft.ask(manager, off_shift, WHY)
    say_yes(manager, watch)
    assert drive(off_shift).stored == 0
    with pytest.raises(Conflict, match="başka biri"):
        say_yes(manager, watch)
    say_yes(actor_for(second), watch)
    assert drive(off_shift).stored == 1
    told = Campaign.objects.latest("pk")
    request = TrackingRequest.objects.get()
    assert "çalıntı" in told.text
    assert request.token in told.text
    page = Client().get(f"/t/{request.token}/").content.decode()
    assert "Bornova&#x27;dan çalındı" in page
    assert "Nermin Şahin" in page


def test_whoever_opens_it_locks_the_phone_before_the_trail(manager, second, off_shift):
    """As the person does who takes the consent back: else each may wait for the other."""
    watch = theft.ask(manager, off_shift, WHY)
    say_yes(manager, watch)
    with CaptureQueriesContext(connection) as asked:
        say_yes(actor_for(second), watch)
    locks = [one["sql"] for one in asked if "FOR UPDATE" in one["sql"]]
    tables = [re.search(r'FROM "(\w+)"', sql)[1] for sql in locks]
    assert tables.index("fieldteams_fieldphone") < tables.index("audit_audithead")


def test_the_map_tells_of_it_only_to_who_may_see_it(ready, manager, second, off_shift):
    opened(manager, second, off_shift)
    drive(off_shift)
    told = {}
    for role in ("YONETICI", "PERSONEL"):
        client = client_for(make_member(ready, role))
        [person] = client.get("/field-map/live/").json()["people"]
        page = client.get("/field-map/").content.decode()
        told[role] = (person["theft"], "data-theft>" in page, "fresh-theft" in page)
    assert told == {"YONETICI": (True, True, True), "PERSONEL": (False, False, False)}, (
        "the live answer, the list of people, the legend"
    )


def test_whoever_agrees_to_what_has_just_been_ended_is_told_so(manager, off_shift):
    seen = theft.ask(manager, off_shift, WHY)
    theft.end(manager, TheftWatch.objects.get(pk=seen.pk))
    with pytest.raises(Conflict, match="Onay beklemiyor"):
        theft.agree(manager, seen)


def test_it_reaches_from_its_opening_to_its_end_and_no_further(manager, second, off_shift):
    watch = opened(manager, second, off_shift)
    assert drive(off_shift, 30).dropped == {"MESAI_DISI": 1}
    TheftWatch.objects.update(
        opened_at=timezone.now() - dt.timedelta(hours=2),
        ends_at=timezone.now() - dt.timedelta(minutes=10),
    )
    assert drive(off_shift).dropped == {"MESAI_DISI": 1}
    assert drive(off_shift, 30).stored == 1
    tasks.sweep()
    watch.refresh_from_db()
    assert (watch.state, watch.closed_by) == ("BITTI", "Portal")
    assert theft.refusal(off_shift) is None


def test_who_ends_it_ends_it_at_once_and_without_consent_it_takes_nothing(
    manager, second, off_shift
):
    watch = opened(manager, second, off_shift)
    theft.end(manager, watch)
    assert drive(off_shift).stored == 0
    again = opened(manager, second, off_shift)
    requests.withdraw(TrackingRequest.objects.get(), None)
    assert drive(off_shift).dropped == {"ONAY_YOK": 1}
    with pytest.raises(Conflict):
        theft.ask(manager, FieldPhone.objects.get(), WHY)
    theft.end(manager, again)
    assert not Position.objects.exists()


def test_what_is_not_agreed_in_its_hours_falls(manager, second, off_shift):
    watch = theft.ask(manager, off_shift, WHY)
    with pytest.raises(Conflict, match="zaten var"):
        theft.ask(manager, off_shift, WHY)
    TheftWatch.objects.update(agree_until=timezone.now())
    with pytest.raises(Conflict, match="beklemiyor"):
        theft.agree(manager, TheftWatch.objects.get())
    tasks.sweep()
    watch.refresh_from_db()
    assert watch.state == "ONAYSIZ"


@pytest.mark.parametrize(
    ("data", "field"), [({"reason": "kayıp"}, "reason"), ({**WHY, "hours": 25}, "hours")]
)
def test_it_wants_a_reason_and_an_end(data, field, manager, off_shift):
    with pytest.raises(Invalid) as refused:
        theft.ask(manager, off_shift, data)
    assert refused.value.field == field


def test_each_of_the_two_types_the_own_code(ready, member, second, sandbox, settings, off_shift):
    settings.FAKE_OPERATOR_URL = sandbox.url
    Membership.objects.filter(pk=member.pk).update(phone="+905321234501")
    otp = set_up(ready, ControlClient(sandbox.url), people=(member, second))
    asked = client_for(member).post(
        "/field-phones/actions/theft/", {"ids": off_shift.pk, "_step": "run", **WHY}
    )
    watch = TheftWatch.objects.get()
    assert str(watch.pk) in (asked.headers.get("HX-Redirect") or asked.url)
    for person in (member, second):
        assert watch.state == "BEKLIYOR"
        _type_code(otp, person, watch)
        watch.refresh_from_db()
    assert watch.state == "ACIK"
    assert {one.name for one in watch.agreements.all()} == {"Murat Yıldız", "Nermin Şahin"}
    page = client_for(member).get(f"/theft-watches/{watch.pk}/").content.decode()
    assert "Nermin Şahin" in page


def _type_code(otp: Otp, person: Membership, watch: TheftWatch) -> None:
    client = client_for(person)
    went = client.post("/theft-watches/actions/agree/", {"ids": watch.pk, "_step": "run"})
    page = went.headers.get("HX-Redirect") or went.url
    otp.hand_over()
    shown = client.get(page).text
    assert WHY["reason"] in html.unescape(shown), "to what the code agrees"
    assert "Mesai dışında izlenecek süre" in shown
    assert client.post(page, {"code": otp.code()}).status_code == 302


def test_the_page_leads_who_may_agree_to_his_code_and_says_what_is_still_missing(
    ready, manager, second, off_shift
):
    watch = theft.ask(manager, off_shift, WHY)
    page, button = f"/theft-watches/{watch.pk}/", "Kodla onayla</button>"
    shown = client_for(second).get(page).text
    assert ("2 kişinin daha" in shown, button in shown) == (True, True)
    say_yes(actor_for(second), watch)
    shown = client_for(second).get(page).text
    assert ("1 kişinin daha" in shown, button in shown) == (True, False)
    assert "ikinci onayı başka biri" in shown
    assert button not in client_for(make_member(ready, "PERSONEL")).get(page).text
    say_yes(manager, watch)
    assert f'href="/field-map/?phone={off_shift.pk}"' in client_for(second).get(page).text
