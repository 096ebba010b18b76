"""The one action menu, its dialogs and what they do."""

from __future__ import annotations

import pytest

from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import firm_scope

URL = "/test-brands/"
HTMX = {"HX-Request": "true"}


def entry(page: str, label: str) -> str:
    """The menu entry's own HTML."""
    found = [part for part in page.split('role="menuitem"')[1:] if f"<span>{label}" in part]
    return found[0]


def active(firm) -> int:
    with firm_scope(firm.pk):
        return Brand.objects.filter(is_active=True).count()


@pytest.mark.requirement("L-003", "L-007")
def test_one_or_many_rows_get_the_same_menu_with_the_fitting_entries(admin_client, brand):
    one, two = brand("A", "Akasya"), brand("B", "Begonya")
    single = admin_client.get(f"{URL}menu/?ids={one.pk}", headers=HTMX).content.decode()
    double = admin_client.get(
        f"{URL}menu/?ids={one.pk}&ids={two.pk}", headers=HTMX
    ).content.decode()
    for label in ("Ekle", "İncele", "Değiştir", "Sil", "Kapat", "Ada ekle", "Yokla", "Yardım"):
        assert entry(single, label)
        assert entry(double, label)
    assert 'aria-disabled="true"' not in single
    assert "Tek bir kayıt seçin." in entry(double, "Ada ekle")
    assert "aria-disabled" not in entry(double, "Kapat")


@pytest.mark.requirement("L-003")
def test_a_disabled_entry_says_why(admin_client, brand):
    closed = brand("A", "Akasya", is_active=False)
    none = admin_client.get(f"{URL}menu/", headers=HTMX).content.decode()
    page = admin_client.get(f"{URL}menu/?ids={closed.pk}", headers=HTMX).content.decode()
    assert "Önce kayıt seçin." in entry(none, "Kapat")
    assert "Bu marka zaten kapalı." in entry(page, "Kapat")


def test_entries_without_their_right_are_left_out(staff_client, brand):
    row = brand("A", "Akasya")
    page = staff_client.get(f"{URL}menu/?ids={row.pk}", headers=HTMX).content.decode()
    assert entry(page, "Yokla")
    for label in ("Kapat", "Değiştir", "Sil", "Ekle"):
        assert f"<span>{label}" not in page


def test_the_question_says_what_happens_to_how_many_and_names_them(admin_client, brand):
    rows = [brand("A", "Akasya"), brand("B", "Begonya"), brand("C", "Ceviz", is_active=False)]
    ids = "&".join(f"ids={row.pk}" for row in rows)
    page = admin_client.get(f"{URL}actions/close/?{ids}").content.decode()
    assert "2 marka kapatılacak." in page
    assert "Akasya, Begonya" in page
    assert "1 kayıt uygun değil ve atlanacak" in page
    assert "<strong>Ceviz</strong>: Bu marka zaten kapalı." in page


@pytest.mark.requirement("L-003")
def test_an_action_runs_on_the_named_rows(admin_client, firm, brand):
    one, two = brand("A", "Akasya"), brand("B", "Begonya")
    brand("C", "Ceviz")
    answer = admin_client.post(
        f"{URL}actions/close/", {"ids": [one.pk, two.pk], "query": "sort=name"}
    )
    assert answer["Location"] == f"{URL}?sort=name"
    assert active(firm) == 1
    assert "2 marka kapatıldı." in admin_client.get(answer["Location"]).content.decode()


@pytest.mark.requirement("L-003")
def test_everything_that_matches_runs_the_filter_again_on_the_server(admin_client, firm, brand):
    for i in range(30):
        brand(f"A{i}", f"Akasya {i}")
    spared = brand("A99", "Akasya 99")
    brand("B", "Begonya")
    answer = admin_client.post(
        f"{URL}actions/close/",
        {"all": "1", "query": "code=A", "excluded": spared.pk, "count": "30"},
    )
    assert answer.status_code == 302
    assert active(firm) == 2


def test_a_changed_number_is_asked_about_again(admin_client, firm, brand):
    brand("A", "Akasya")
    brand("B", "Begonya")
    answer = admin_client.post(f"{URL}actions/close/", {"all": "1", "query": "", "count": "1"})
    assert answer.status_code == 422
    assert "kayıt sayısı değişti" in answer.content.decode()
    assert 'name="count" value="2"' in answer.content.decode()
    assert active(firm) == 2


def test_all_with_a_filter_that_cannot_be_read_touches_nothing(admin_client, firm, brand):
    brand("A", "Akasya")
    data = {"all": "1", "query": "id_above=abc", "count": "0"}
    assert admin_client.post(f"{URL}actions/close/", data).status_code == 422
    assert active(firm) == 1


def test_a_row_action_refuses_several_rows_even_when_forced(admin_client, brand):
    one, two = brand("A", "Akasya"), brand("B", "Begonya")
    data = {"ids": [one.pk, two.pk], "suffix": "!"}
    assert admin_client.post(f"{URL}actions/rename/", data).status_code == 422
    one.refresh_from_db()
    assert one.name == "Akasya"


def test_an_actions_form_is_checked_and_its_refusal_stands_beside_the_field(admin_client, brand):
    row = brand("A", "Akasya")
    url = f"{URL}actions/rename/"
    empty = admin_client.post(url, {"ids": row.pk, "suffix": ""}, headers=HTMX)
    assert empty.status_code == 422
    assert "Bu alan zorunlu." in empty.content.decode()
    refused = admin_client.post(url, {"ids": row.pk, "suffix": "bozuk"}, headers=HTMX)
    assert refused.status_code == 422
    assert "Bu ek kullanılamaz." in refused.content.decode()
    done = admin_client.post(url, {"ids": row.pk, "suffix": ", A.Ş."}, headers=HTMX)
    assert done["HX-Redirect"] == URL
    row.refresh_from_db()
    assert row.name == "Akasya, A.Ş."


def test_an_unknown_action_is_404(admin_client):
    assert admin_client.get(f"{URL}actions/yok/").status_code == 404


def test_the_menu_works_as_a_page_without_javascript(admin_client, brand):
    row = brand("A", "Akasya")
    page = admin_client.get(f"{URL}menu/?ids={row.pk}").content.decode()
    assert "<html" in page
    assert 'formaction="/test-brands/actions/close/"' in page
