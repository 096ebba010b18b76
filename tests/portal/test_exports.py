"""Exports: exactly what the filter shows, and safe to open."""

from __future__ import annotations

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

URL = "/test-brands/"


def csv_rows(client, query: str = "") -> list[list[str]]:
    content = client.get(f"{URL}export/?format=csv&{query}").getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content), delimiter=";"))


@pytest.mark.requirement("L-003")
def test_the_export_holds_what_the_filter_shows_in_its_order(admin_client, other_firm, brand):
    for i in range(60):
        brand(f"A{i:02}", f"Akasya {i:02}", is_active=i % 2 == 0)
    brand("A99", "Yabancı", of=other_firm)
    rows = csv_rows(admin_client, "is_active=true&sort=-code&after=5&per=25")
    assert rows[0][:2] == ["Kod", "Marka"]
    assert [row[0] for row in rows[1:]] == [f"A{i:02}" for i in range(58, -1, -2)]


def test_the_export_has_the_chosen_columns(admin_client, brand):
    brand("A", "Akasya")
    assert csv_rows(admin_client, "col=secret") == [["Marka", "Gizli"], ["Akasya", "gizli-A"]]


def test_excel_gets_numbers_and_moments_as_such(admin_client, brand):
    brand("A", "Akasya")
    content = admin_client.get(f"{URL}export/?format=xlsx").getvalue()
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Tutar"] == 1234.56
    assert f"{row['Kayıt']:%d.%m.%Y %H:%M}" == "22.11.2026 14:05"
    assert row["Etkin"] == "Evet"


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|'/c calc'!A0", "-2+3", "\t=1"])
def test_no_name_becomes_a_formula(admin_client, brand, name):
    brand("A", name)
    cell = csv_rows(admin_client)[1][1]
    assert cell.startswith("'")
    content = admin_client.get(f"{URL}export/?format=xlsx").getvalue()
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][1].strip() == name.strip()


def test_an_unreadable_filter_exports_nothing(admin_client, brand):
    brand("A", "Akasya")
    assert admin_client.get(f"{URL}export/?format=csv&id_above=abc").status_code == 400


def test_an_unknown_file_type_is_refused(admin_client):
    assert admin_client.get(f"{URL}export/?format=exe").status_code == 400


def test_each_export_is_told_to_the_listeners(admin_client, brand, monkeypatch):
    from turkcell_hub.portal import exports

    heard = []
    monkeypatch.setattr(
        exports, "_listeners", [lambda actor, resource, query, n: heard.append((query, n))]
    )
    brand("A", "Akasya")
    admin_client.get(f"{URL}export/?format=csv&code=A").getvalue()
    assert heard == [("code=A", 1)]


def test_a_large_export_goes_to_the_background_once_there_is_one(admin_client, brand, monkeypatch):
    from turkcell_hub.portal import exports

    asked = []

    def start(actor, slug, kind, query):
        asked.append((actor.firm_id, slug, kind, query))
        return "/jobs/1/"

    monkeypatch.setattr(exports, "LARGE", 1)
    monkeypatch.setattr(exports, "start_large_export", start)
    row = brand("A", "Akasya")
    assert admin_client.get(f"{URL}export/?format=csv").status_code == 200
    brand("B", "Begonya")
    answer = admin_client.get(f"{URL}export/?format=csv&sort=name")
    assert answer["Location"] == "/jobs/1/"
    assert asked == [(row.firm_id, "test-brands", "csv", "sort=name")]
