from datetime import date, datetime

import pytest

from turkcell_hub.sheets import CellProblem, Column, cleaners, match_headers

PHONE = Column("phone", "Telefon Numarası", cleaners.phone(), ("Telefon", "GSM"), required=True)
DATE = Column("consent_at", "İzin Tarihi", cleaners.date_time(), ("izin_tarihi",))
NAME = Column("name", "Ad Soyad", cleaners.text(20))


def refused(clean, cell):
    with pytest.raises(CellProblem) as caught:
        clean(cell)
    assert caught.value.text.endswith(".")
    return caught.value.code


@pytest.mark.requirement("K-060")
@pytest.mark.parametrize(
    "headers",
    [
        ["Ad Soyad", "Telefon Numarası", "İzin Tarihi"],
        ["İZİN TARİHİ", "TELEFON  NUMARASI", "ad soyad"],
        ["izin_tarihi", "telefon-numarasi", "AD_SOYAD"],
        ["Izin Tarihi:", "gsm", "Ad/Soyad"],
    ],
)
def test_headers_match_in_any_order_and_spelling(headers):
    match = match_headers([PHONE, DATE, NAME], headers)

    assert match.ok
    assert match.text == ""
    assert set(match.places) == {"phone", "consent_at", "name"}
    assert match.pick(list(range(3)))["phone"] == match.places["phone"]


def test_unknown_headers_are_named_and_optional_columns_may_be_missing():
    match = match_headers([PHONE, NAME], ["Telefon", "Kan Grubu", ""])

    assert match.ok
    assert match.unknown == ("Kan Grubu",)
    assert match.pick(["5321234567", "A"]) == {"phone": "5321234567", "name": None}


def test_a_missing_column_is_told_with_what_was_looked_for_and_what_was_found():
    match = match_headers([PHONE, NAME], ["Ad Soyad", "Adres"])

    assert not match.ok
    assert match.missing == (PHONE,)
    assert match.text == (
        "Dosyada şu sütunlar bulunamadı: “Telefon Numarası” (ya da Telefon, GSM). "
        "Dosyadaki başlıklar: “Ad Soyad”, “Adres”. Başlıkları düzeltip yeniden yükleyin."
    )


def test_a_column_that_is_there_twice_is_refused():
    match = match_headers([PHONE], ["GSM", "Telefon"])

    assert match.duplicates == ("Telefon",)
    assert "Birini silin" in match.text


def test_a_blank_cell_is_none_or_a_problem_by_the_column():
    assert NAME.clean(None).value is None
    assert NAME.clean("  ").value is None
    assert refused(PHONE.clean, " ") == "required"


@pytest.mark.requirement("K-034", "T5")
def test_a_phone_cell_becomes_a_number_with_notes():
    value, notes = PHONE.clean("0532 123 45 67")

    assert value == "+905321234567"
    assert [(note.code, note.severity) for note in notes] == [
        ("separators", "correction"),
        ("trunk_zero", "correction"),
    ]
    assert PHONE.clean(5321234567.0).value == "+905321234567"
    assert PHONE.clean(5321234567) == ("+905321234567", ())
    assert PHONE.clean("02121234567").notes[0].severity == "warning"
    assert refused(PHONE.clean, "4440123") == "special"


@pytest.mark.requirement("L-011")
def test_a_phone_column_follows_the_country_of_the_account():
    clean = cleaners.phone("AZ")
    assert clean("0501234567").value == "+994501234567"
    assert refused(clean, "05321234567") == "other_country"


def test_an_identity_number_may_come_as_a_number_of_excel():
    clean = cleaners.tckn()
    for cell in ("10000000146", 10000000146, 10000000146.0, " 100 000 001 46 "):
        assert clean(cell).value == "10000000146"
    for cell in ("10000000147", 1e300, 5, "x", True):
        assert refused(clean, cell) == "bad_tckn"


def test_text_is_trimmed_and_has_a_length():
    clean = cleaners.text(10)
    assert clean("  Ayşe \u00a0 Can\n").value == "Ayşe Can"
    assert clean(123.0).value == "123"
    assert clean(1.5).value == "1,5"
    assert clean(date(2026, 11, 22)).value == "22.11.2026"
    assert cleaners.text(10, one_line=False)(" a\n b ").value == "a\n b"
    assert refused(clean, "a" * 11) == "too_long"


def test_whole_numbers_come_in_many_forms():
    clean = cleaners.whole_number(0, 10**12)
    for cell in (5321234567, 5321234567.0, "5321234567", "5321234567.0", "5.321.234.567"):
        assert clean(cell).value == 5321234567
    for cell in (1.5, "1,5", "x", True, "", "١٢"):
        assert refused(clean, cell) == "not_a_whole_number"
    assert refused(clean, -1) == "out_of_range"


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("22.11.2026", (2026, 11, 22)),
        ("22.11.2026 14:30", (2026, 11, 22, 14, 30)),
        ("22/11/2026 14:30:15", (2026, 11, 22, 14, 30, 15)),
        ("2026-11-22", (2026, 11, 22)),
        ("2026-11-22T14:30:15", (2026, 11, 22, 14, 30, 15)),
        (date(2026, 11, 22), (2026, 11, 22)),
        (datetime(2026, 11, 22, 14, 30), (2026, 11, 22, 14, 30)),  # noqa: DTZ001
        (46348, (2026, 11, 22)),
        (46348.5, (2026, 11, 22, 12)),
    ],
)
def test_dates_come_in_many_forms(cell, moment):
    assert DATE.clean(cell).value == datetime(*moment)  # noqa: DTZ001
    assert cleaners.date_only()(cell).value == date(*moment[:3])


def test_a_date_that_lost_its_format_is_noted():
    assert DATE.clean(46348).notes[0].code == "date_serial"
    assert DATE.clean("22.11.2026").notes == ()


@pytest.mark.parametrize("cell", ["31.02.2026", "yarın", 5, True, 1e300, "11-22-2026"])
def test_what_is_no_date_is_refused(cell):
    assert refused(DATE.clean, cell) == "bad_date"


@pytest.mark.requirement("C-08")
def test_a_choice_is_recognised_whatever_its_spelling():
    clean = cleaners.choice(
        {"BIREYSEL": ("Bireysel",), "TACIR": ("Tacir", "Tacir/Esnaf"), "HS_WEB": ()}
    )

    assert clean("Bireysel") == ("BIREYSEL", ())
    assert clean("BIREYSEL") == ("BIREYSEL", ())
    for cell in ("BİREYSEL", "bıreysel", " bireysel "):
        assert clean(cell).value == "BIREYSEL"
    assert clean("HS-WEB").value == clean("hs web").value == "HS_WEB"
    assert clean("BİREYSEL").notes[0].code == "spelling"
    assert refused(clean, "Kurumsal") == "not_a_choice"
