"""The list: what it shows, searches, filters, sorts and pages."""

from __future__ import annotations

import re
from itertools import islice

import pytest
from django.urls import reverse

from tests.support.firms import actor_for
from turkcell_hub import resources
from turkcell_hub.portal.actions import way_in
from turkcell_hub.resources.matching import Matching
from turkcell_hub.tenancy.scope import firm_scope

URL = "/test-brands/"


def names(client, query: str = "") -> list[str]:
    page = client.get(f"{URL}?{query}").content.decode()
    return re.findall(r'hub-primary"><a href="/test-brands/\d+/">([^<]*)</a>', page)


def link(client, query: str, rel: str) -> str:
    page = client.get(f"{URL}?{query}").content.decode()
    found = re.search(rf'<a class="btn" href="/test-brands/\?([^"]*)"[^>]*rel="{rel}"', page)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.requirement("L-002")
def test_the_list_shows_the_firms_rows_and_no_other_firms(admin_client, other_firm, brand):
    brand("A", "Akasya")
    brand("B", "Başka Firmanın", of=other_firm)
    assert names(admin_client) == ["Akasya"]


def test_cells_speak_turkish(admin_client, brand):
    brand("A", "Akasya")
    page = admin_client.get(URL).content.decode()
    for said in ("₺1.234,56", "22.11.2026 14:05", "+90 532 123 45 67", "Açık"):
        assert said in page


@pytest.mark.requirement("L-002")
def test_quick_search_narrows_and_says_so(admin_client, brand):
    brand("A", "Akasya")
    brand("B", "Begonya")
    assert names(admin_client, "q=bego") == ["Begonya"]
    assert "Arama" in admin_client.get(f"{URL}?q=bego").content.decode()


def test_filters_stay_in_the_address_and_each_chip_takes_only_itself_away(admin_client, brand):
    brand("A1", "Akasya", is_active=True)
    brand("A2", "Ayva", is_active=False)
    brand("B1", "Begonya", is_active=True)
    query = "is_active=true&code=A"
    assert names(admin_client, query) == ["Akasya"]
    page = admin_client.get(f"{URL}?{query}").content.decode()
    assert 'href="/test-brands/?code=A" aria-label="Etkin' in page
    assert 'href="/test-brands/?is_active=true" aria-label="Kod' in page


def test_a_filter_that_cannot_be_read_shows_no_rows_and_says_which(admin_client, brand):
    brand("A", "Akasya")
    answer = admin_client.get(f"{URL}?id_above=abc")
    assert answer.status_code == 200
    assert b"Akasya" not in answer.content
    assert "Süzgeçteki bir değer okunamadı" in answer.content.decode()


def test_columns_sort_both_ways_and_say_which(admin_client, brand):
    brand("1", "Begonya")
    brand("2", "Akasya")
    assert names(admin_client, "sort=code") == ["Begonya", "Akasya"]
    assert names(admin_client, "sort=-code") == ["Akasya", "Begonya"]
    assert 'aria-sort="descending"' in admin_client.get(f"{URL}?sort=-code").content.decode()


@pytest.mark.parametrize("sort", ["firm__slug", "-firm_id", "phone", "--name", "name'; drop", "?"])
def test_only_declared_columns_sort(admin_client, brand, sort):
    brand("1", "Begonya")
    brand("2", "Akasya")
    assert names(admin_client, f"sort={sort}") == ["Akasya", "Begonya"]


def test_an_unknown_parameter_changes_nothing(admin_client, brand):
    brand("A", "Akasya")
    assert names(admin_client, "firm__slug=x&firm_id=9") == ["Akasya"]


@pytest.fixture
def sixty(brand):
    """60 brands, of which many share a sort value."""
    for i in range(60):
        brand(f"K{i:02}", f"Marka {i % 7}", is_active=i % 2 == 0)


@pytest.mark.usefixtures("sixty")
@pytest.mark.parametrize("sort", ["", "name", "-name", "is_active", "-code"])
def test_walking_forward_and_back_meets_each_row_once(admin_client, sort):
    def codes(query):
        page = admin_client.get(f"{URL}?{query}").content.decode()
        return re.findall(r"cell-text\">(K\d\d)<", page)

    query = f"sort={sort}" if sort else "view="
    first = codes(query)
    second_query = link(admin_client, query, "next")
    third_query = link(admin_client, second_query, "next")
    walked = first + codes(second_query) + codes(third_query)
    assert len(walked) == len(set(walked)) == 60
    assert link(admin_client, third_query, "next") == ""
    assert codes(link(admin_client, third_query, "prev")) == codes(second_query)
    assert codes(f"{query}&last=1") == walked[50:]


@pytest.mark.usefixtures("sixty")
def test_pages_need_no_offset_and_no_full_count(admin_client, django_assert_max_num_queries):
    query = link(admin_client, "sort=name", "next")
    with django_assert_max_num_queries(20) as seen:
        admin_client.get(f"{URL}?{query}")
    rows = [q["sql"] for q in seen.captured_queries if "tenancy_brand" in q["sql"]]
    assert not any("OFFSET" in sql for sql in rows)
    assert all("LIMIT" in sql for sql in rows if "COUNT(" in sql)


@pytest.mark.usefixtures("sixty")
def test_more_rows_than_the_limit_are_counted_with_a_plus(admin_client, monkeypatch):
    from tests.portal.brands import BrandResource

    monkeypatch.setattr(BrandResource, "count_limit", 50)
    assert "50+ kayıt" in admin_client.get(URL).content.decode()


@pytest.mark.parametrize("query", ["after=999999", "after=abc", "before=-1", "after=" + "9" * 40])
def test_a_position_that_is_gone_means_the_first_page(admin_client, brand, query):
    brand("A", "Akasya")
    assert names(admin_client, query) == ["Akasya"]


def test_the_chosen_columns_are_shown_and_the_primary_one_stays(admin_client, brand):
    brand("A", "Akasya")
    page = admin_client.get(f"{URL}?col=secret").content.decode()
    assert "gizli-A" in page
    assert "Akasya" in page
    assert "₺1.234,56" not in page


def test_an_empty_list_offers_the_first_record(admin_client):
    page = admin_client.get(URL).content.decode()
    assert "Henüz marka yok" in page
    assert "İlk markanızı ekleyin." in page
    assert 'href="/test-brands/add/"' in page


def test_no_match_offers_the_way_back(admin_client, brand):
    brand("A", "Akasya")
    page = admin_client.get(f"{URL}?q=zzz").content.decode()
    assert "Bu ölçütlere uyan kayıt yok" in page
    assert 'href="/test-brands/?view="' in page


def test_names_are_text_and_never_markup(admin_client, brand):
    brand("<b>", '<script>alert("x")</script>')
    for url in (URL, f"{URL}?q=<script>", "/search/?q=script"):
        page = admin_client.get(url).content.decode()
        assert "<script>alert" not in page
        assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_htmx_gets_only_the_results(admin_client, brand):
    brand("A", "Akasya")
    page = admin_client.get(
        URL, headers={"HX-Request": "true", "HX-Target": "list"}
    ).content.decode()
    assert "Akasya" in page
    assert "<html" not in page


def test_numbers_are_masked_without_the_right_to_see_them(customer_client, brand):
    from tests.portal.brands import MASKED

    row = brand("A", "Akasya")
    for url in ("/open-brands/", f"/open-brands/{row.pk}/"):
        page = customer_client.get(url).content.decode()
        assert MASKED in page
        assert "123 45" not in page
    exported = customer_client.get("/open-brands/export/?format=csv").getvalue().decode()
    assert MASKED in exported
    assert "1234567" not in exported


def test_a_sent_filter_form_leaves_a_tidy_address(admin_client, brand):
    brand("A", "Akasya")
    sent = "q=&is_active=unknown&code=A&sort=&per=25&col=code&col=is_active&col=phone&col=state"
    answer = admin_client.get(f"{URL}?{sent}&col=price&col=at")
    assert answer["Location"] == f"{URL}?code=A"
    fragment = admin_client.get(
        f"{URL}?q=&is_active=unknown", headers={"HX-Request": "true", "HX-Target": "list"}
    )
    assert fragment["HX-Push-Url"] == f"{URL}?view="


def test_a_filter_that_asks_nothing_says_so_in_every_list(actor, rf):
    """ "Bilinmiyor" would read as a state that a row may have, and dashes as nothing at all."""
    request = rf.get("/")
    request.actor = actor
    mute = []
    with firm_scope(actor.firm_id):
        for resource in resources.registered():
            found = Matching(resource, actor, {}, request).filterset
            for name, field in found.form.fields.items() if found is not None else ():
                shown = [
                    str(text) for _value, text in islice(getattr(field.widget, "choices", ()), 3)
                ]
                if {"---------", "Bilinmiyor"} & set(shown):
                    mute.append(f"{resource.slug}.{name}")
    assert mute == []


def test_a_list_without_a_form_shows_its_own_way_in_to_whom_it_is_open(admin_client, staff, brand):
    """Where others have "Ekle", on the page and while it is empty."""
    button = re.compile(r'<a class="btn btn-primary" href="([^"]*)" data-key-insert>')
    keys = admin_client.get(reverse("api-keys-list")).content.decode()
    assert button.findall(keys) == [reverse("api-key-new")] * 2
    brand("A", "Akasya")
    assert len(button.findall(admin_client.get(URL).content.decode())) == 1  # its form alone
    assert way_in(resources.get("api-keys"), actor_for(staff)) is None
