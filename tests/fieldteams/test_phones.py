"""L-032 … L-036: the list of the field team's phones."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from fieldteams.models import FieldPhone, TrackingRequest, ViewLog
from fieldteams.resources import FieldPhoneResource
from fieldteams.services import phones
from messaging.models import Campaign, Thread
from tests.api.conftest import Caller
from tests.support.firms import (
    actor_for,
    client_for,
    make_code,
    make_firm,
    make_key,
    make_member,
)
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.mark.requirement("L-033", "L-025")
def test_a_number_is_kept_in_one_spelling_and_once_a_firm(actor, phone):
    assert phone.phone == "+905321000001"
    with pytest.raises(Conflict, match="listede zaten var") as refused:
        phones.save(actor, None, {"phone": "5321000001"})
    assert refused.value.field == "phone"
    with pytest.raises(Invalid) as unreadable:
        phones.save(actor, None, {"phone": "12"})
    assert unreadable.value.field == "phone"
    other = make_firm("Bursa Lojistik")
    with firm_scope(other.pk):
        again = phones.save(system(other.pk, "Deneme"), None, {"phone": "0532 100 00 01"})
        assert list(FieldPhone.objects.all()) == [again]


@pytest.mark.requirement("L-034", "L-035")
@pytest.mark.parametrize("text", ["ışık", "IŞIK", "istanbul", "0532 100 00 0", "SATIŞ"])
def test_search_knows_turkish_letters_numbers_and_codes(text, actor):
    wanted = {"phone": "05321000002", "description": "Işık İstanbul", "special_code": "SATIŞ"}
    row = phones.save(actor, None, wanted)
    phones.save(actor, None, {"phone": "05449999999", "description": "Öteki"})
    resource = FieldPhoneResource()
    assert list(resource.search(resource.queryset(actor), text)) == [row]


@pytest.mark.requirement("L-036")
def test_a_phone_behind_a_yetki_kodu_is_absent_for_whoever_lacks_it(firm, actor, phone):
    code = make_code(firm, "SATIS")
    hidden = phones.save(actor, None, {"phone": "05321000003", "authority_code": code})
    without = actor_for(make_member(firm, "YONETICI"))
    holder = actor_for(make_member(firm, "YONETICI", codes=[code]))
    resource = FieldPhoneResource()
    assert hidden not in resource.queryset(without)
    assert hidden in resource.queryset(holder)
    assert phone in resource.queryset(without)


@pytest.mark.requirement("L-036")
def test_a_phone_behind_a_yetki_kodu_is_neither_asked_written_to_nor_told_of_to_a_program(
    ready, actor, settings
):
    settings.API_RATE_LIMITS = {}
    code = make_code(ready, "SATIS")
    hidden = phones.save(actor, None, {"phone": "05321000003", "description": "Gizli Kişi",
                                       "authority_code": code})  # fmt: skip
    page = client_for(make_member(ready, "YONETICI"))
    for action in ("request", "message", "map", "address", "thread"):
        page.post(f"/field-phones/actions/{action}/", {"ids": [hidden.pk]}, follow=True)
    assert "Gizli Kişi" not in page.get("/field-phones/").content.decode()
    assert not TrackingRequest.objects.exists()
    assert not Campaign.objects.exists()
    assert not ViewLog.objects.exists()
    right = ["fieldteams.phone.view", "fieldteams.position.view", "fieldteams.request.send"]
    call = Caller(make_key(ready, right)[1])
    assert call.get("field_phones/").json()["results"] == []
    assert call.get(f"field_phones/{hidden.pk}/").status_code == 404
    assert call.get(f"positions/?phone={hidden.pk}").status_code == 400
    assert call.get("field_reports/?kind=latest").json()["rows"] == []
    call.post("field_phones/actions/request/", {"ids": [hidden.pk]})
    assert not TrackingRequest.objects.exists()


def test_half_a_shift_an_empty_one_and_no_day_are_refused_at_their_field(actor):
    nine = dt.time(9)
    for data, field in (
        ({"work_from": nine}, "work_until"),
        ({"work_until": nine}, "work_from"),
        ({"work_from": nine, "work_until": nine}, "work_until"),
        ({"work_days": []}, "work_days"),
    ):
        with pytest.raises(Invalid) as refused:
            phones.save(actor, None, {"phone": "05321000004", **data})
        assert refused.value.field == field


def test_the_number_of_somebody_who_was_asked_stays(actor, phone):
    FieldPhone.objects.filter(pk=phone.pk).update(state="GONDERILDI")
    phone.refresh_from_db()
    with pytest.raises(Conflict, match="ayrı kayıt"):
        phones.save(actor, phone, {"phone": "05321000009"})
    assert phones.save(actor, phone, {"description": "Veli"}).description == "Veli"


def test_personel_reads_and_does_not_change(firm, phone):
    staff = actor_for(make_member(firm, "PERSONEL"))
    with pytest.raises(NotAllowed):
        phones.save(staff, phone, {"description": "x"})


@pytest.mark.requirement("L-032")
def test_the_page_shows_sorts_and_takes_a_new_number(firm, member, make_phone):
    make_phone(2, special_code="B")
    make_phone(3, special_code="A")
    client: Client = client_for(member)
    page = client.get("/field-phones/?sort=special_code").content.decode()
    assert page.index("Kişi 3") < page.index("Kişi 2")
    for word in ("Açıklaması", "Özel kodu", "Yetki kodu", "İzleme durumu", "Talep yok"):
        assert word in page
    sent = {"phone": "0532 765 43 21", "description": "Yeni", "work_days": ["1", "2"],
            "work_from": "22:00", "work_until": "06:00", "off_days": "29.10.2026, 30.10.2026",
            "is_active": "on"}  # fmt: skip
    assert client.post("/field-phones/add/", sent).status_code == 302
    row = FieldPhone.objects.get(description="Yeni")
    assert row.shift.off == {dt.date(2026, 10, 29), dt.date(2026, 10, 30)}
    assert "Pzt, Sal 22.00–06.00 (ertesi gün)" in client.get("/field-phones/").content.decode()
    wrong = client.post("/field-phones/add/", {**sent, "off_days": "yarın"})
    assert "tarih olarak okunamadı" in wrong.content.decode()


@pytest.mark.requirement("L-032")
def test_the_list_sorts_by_each_column_and_filters_by_those_that_group(firm, member, make_phone):
    code = make_code(firm, "A")
    Membership.objects.get(pk=member.pk).authority_codes.add(code)
    make_phone(2, special_code="A", accepted=True)
    make_phone(3, special_code="B", authority_code=code)
    client = client_for(member)

    def order(query: str) -> list[int]:
        page = client.get(f"/field-phones/?{query}").content.decode()
        places = {n: page.find(f"Kişi {n}") for n in (2, 3)}
        return sorted((n for n, at in places.items() if at >= 0), key=places.__getitem__)

    for column in ("description", "phone", "special_code", "authority_code", "state"):
        up, down = order(f"sort={column}"), order(f"sort=-{column}")
        assert up == down[::-1], column
        assert len(up) == 2, column
    assert order("special_code=B") == [3]
    assert order("state=ONAYLANDI") == [2]
    assert order(f"authority_code={code.pk}") == [3]


@pytest.mark.requirement("L-024")
def test_where_a_person_is_can_be_asked_from_what_was_said_with_him(ready, actor, make_phone):
    phone = make_phone(7, accepted=True)
    known, stranger = (
        Thread.objects.create(firm=ready, phone=number, last_at=timezone.now())
        for number in (phone.phone, "+905321119999")
    )
    browser, press = client_for(make_member(ready, "YONETICI")), "/inbox/actions/locate/"
    assert f'action="{press}"' in browser.get(f"/inbox/{known.pk}/").text
    assert f'action="{press}"' not in browser.get(f"/inbox/{stranger.pk}/").text
    answer = browser.post(press, {"ids": [known.pk]})
    assert answer["Location"] == f"/field-map/?phone={phone.pk}"
    assert ViewLog.objects.filter(phone=phone).count() == 1  # he sees that he was looked at
    browser.post(press, {"ids": [stranger.pk]})
    hidden = make_code(ready, "SATIS")
    FieldPhone.objects.filter(pk=phone.pk).update(authority_code=hidden)
    browser.post(press, {"ids": [known.pk]})
    assert f'action="{press}"' not in browser.get(f"/inbox/{known.pk}/").text
    assert ViewLog.objects.count() == 1
