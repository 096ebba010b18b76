"""Adding, changing, deleting and looking at one record."""

from __future__ import annotations

import pytest

from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import firm_scope

URL = "/test-brands/"


@pytest.mark.requirement("L-008", "L-002")
def test_a_new_record_comes_back_to_the_list_selected(admin_client, firm, brand):
    for i in range(30):
        brand(f"A{i}", f"Aaa {i:02}")
    answer = admin_client.post(
        f"{URL}add/", {"code": "Z", "name": "Zambak", "is_active": "on", "query": "sort=name"}
    )
    with firm_scope(firm.pk):
        pk = Brand.objects.get(code="Z").pk
    assert answer["Location"] == f"{URL}?sort=name&new={pk}"
    page = admin_client.get(answer["Location"]).content.decode()
    assert f'value="{pk}" form="selection" checked' in page
    assert "Eklendi: Zambak" in page


def test_a_refused_form_keeps_what_was_typed_and_says_why_next_to_the_field(admin_client):
    answer = admin_client.post(f"{URL}add/", {"code": "", "name": "Zambak", "budget": "12,5"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Zambak"' in page
    assert 'value="12,5"' in page
    assert 'id="id_code_error"' in page
    assert 'aria-describedby="id_code_error id_code_help"' in page


def test_a_services_refusal_stands_beside_its_field(admin_client, brand):
    brand("A", "Akasya")
    page = admin_client.post(f"{URL}add/", {"code": "A", "name": "Yeni"}).content.decode()
    assert "Bu kod kullanılıyor; başka bir kod yazın." in page.split('id="id_code_error"')[1][:200]
    assert 'value="Yeni"' in page


@pytest.mark.requirement("L-002")
def test_a_record_is_changed(admin_client, firm, brand):
    row = brand("A", "Akasya")
    assert 'value="Akasya"' in admin_client.get(f"{URL}{row.pk}/edit/").content.decode()
    admin_client.post(f"{URL}{row.pk}/edit/", {"code": "A", "name": "Aksu"})
    with firm_scope(firm.pk):
        assert Brand.objects.get(pk=row.pk).name == "Aksu"


@pytest.mark.requirement("L-002")
def test_deleting_names_the_record_and_asks_first(admin_client, firm, brand):
    row = brand("A", "Akasya")
    assert (
        "<strong>Akasya</strong> silinecek"
        in admin_client.get(f"{URL}{row.pk}/delete/").content.decode()
    )
    admin_client.post(f"{URL}{row.pk}/delete/")
    with firm_scope(firm.pk):
        assert not Brand.objects.filter(pk=row.pk).exists()


@pytest.mark.requirement("L-002")
def test_a_record_in_use_stays_and_the_reason_is_said(admin_client, firm, brand):
    row = brand("KUL1", "Kullanılan")
    answer = admin_client.post(f"{URL}{row.pk}/delete/")
    assert answer.status_code == 422
    assert "3 kampanyada kullanılıyor" in answer.content.decode()
    with firm_scope(firm.pk):
        assert Brand.objects.filter(pk=row.pk).exists()


def test_the_detail_page_lists_every_column(admin_client, brand):
    row = brand("A", "Akasya")
    page = admin_client.get(f"{URL}{row.pk}/").content.decode()
    assert "gizli-A" in page
    assert "Telefon" in page


def test_the_history_of_a_record_comes_from_its_provider(admin_client, brand, monkeypatch):
    import datetime as dt

    from turkcell_hub.portal import history

    at = dt.datetime(2026, 11, 22, 11, 5, tzinfo=dt.UTC)
    change = history.Change(at, "Adnan", "Adı değişti", [("Marka", "Eski", "Yeni")])
    monkeypatch.setattr(history, "_provider", [lambda actor, row: [change]])
    row = brand("A", "Akasya")
    page = admin_client.get(f"{URL}{row.pk}/").content.decode()
    assert "Adı değişti" in page
    assert "22.11.2026 14:05" in page


@pytest.mark.parametrize("typed", ["22.11.2026", "22/11/2026", "2026-11-22"])
def test_dates_are_read_in_the_spellings_people_type(typed):
    import datetime as dt

    from tests.portal.brands import BrandForm

    form = BrandForm({"code": "A", "name": "B", "since": typed})
    form.is_valid()
    assert form.cleaned_data["since"] == dt.date(2026, 11, 22)


def test_numbers_are_read_and_shown_with_comma_and_dots():
    from decimal import Decimal

    from tests.portal.brands import BrandForm

    form = BrandForm({"code": "A", "name": "B", "budget": "1.234,56"})
    form.is_valid()
    assert form.cleaned_data["budget"] == Decimal("1234.56")
    assert 'value="1.234,56"' in str(BrandForm(initial={"budget": Decimal("1234.56")})["budget"])


def test_a_lookup_offers_only_what_exists_for_the_person(admin_client, other_firm, brand):
    brand("A", "Akasya")
    foreign = brand("B", "Akasya Yabancı", of=other_firm)
    answer = admin_client.get("/lookup/test-brands/?q=akasya").json()
    assert [found["label"] for found in answer["results"]] == ["Akasya"]
    page = admin_client.post(
        f"{URL}add/", {"code": "Y", "name": "Yeni", "parent": foreign.pk}
    ).content.decode()
    assert "Listeden bir kayıt seçin." in page


def test_a_lookup_for_an_unknown_list_is_404(admin_client):
    assert admin_client.get("/lookup/yok/?q=a").status_code == 404


def test_a_lookup_needs_the_right_to_see_the_list(customer_client):
    assert customer_client.get("/lookup/test-brands/?q=a").status_code == 403


@pytest.mark.django_db
def test_an_id_above_a_thousand_is_written_without_dots_in_values_and_addresses():
    from django.template import engines

    page = engines["django"].from_string(
        '{% load portal %}<input value="{{ pk }}"><b>{{ pk|number }}</b>'
    )
    assert page.render({"pk": 20639}) == '<input value="20639"><b>20.639</b>'
