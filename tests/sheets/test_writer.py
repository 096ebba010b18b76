import gc
import io
import tempfile
import warnings
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.sheets import cleaners, open_sheet, write_csv, write_xlsx

DANGEROUS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "=HYPERLINK(1)"]


def read(file):
    with open_sheet(file) as sheet:
        return sheet.headers, [cells for _, cells in sheet.rows()]


def written(write, headers, rows, **options):
    file = io.BytesIO()
    assert write(file, headers, iter(rows), **options) == len(rows)
    return file


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize(
    "text", ["+905321234567", "Işık & <Çağ>", "007", "-12,50", 'a"b;c', *DANGEROUS]
)
def test_a_text_comes_back_as_the_same_text(write, text):
    file = written(write, ["Ad", "Not"], [[text, "x"]])
    assert read(file) == (["Ad", "Not"], [[text, "x"]])


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_of_a_workbook_is_a_formula(text):
    file = written(write_xlsx, ["Not"], [[text], ["https://example.com"], ["+905321234567"]])

    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_csv_can_run(text):
    data = written(write_csv, ["Not"], [[text]]).getvalue().decode("utf-8-sig")

    cell = data.split("\r\n", 1)[1]
    assert cell.removeprefix('"').startswith("'")


def test_a_phone_survives_a_csv_untouched():
    data = written(write_csv, ["Telefon"], [["+905321234567"]]).getvalue()
    assert data == b"\xef\xbb\xbfTelefon\r\n+905321234567\r\n"
    assert cleaners.phone()("+905321234567").notes == ()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_text_survives_a_csv(text):
    if not text.isspace():
        assert read(written(write_csv, ["A", "B"], [[text, "x"]]))[1] == [[text, "x"]]


def test_values_are_written_by_their_kind():
    row = [
        5,
        1.5,
        Decimal("1234.50"),
        True,
        date(2026, 11, 22),
        datetime(2026, 11, 22, 14, 30, tzinfo=UTC),
        None,
        10**18,
        "son",
    ]
    headers = [str(n) for n in range(len(row))]
    moment = datetime(2026, 11, 22, 14, 30)  # noqa: DTZ001

    assert read(written(write_xlsx, headers, [row]))[1] == [
        [5, 1.5, 1234.5, "Evet", date(2026, 11, 22), moment, None, str(10**18), "son"]
    ]
    assert read(written(write_csv, headers, [row]))[1] == [
        ["5", "1,5", "1234,50", "Evet", "22.11.2026", "22.11.2026 14:30", None, str(10**18), "son"]
    ]


def test_characters_that_xml_forbids_are_left_out_and_too_long_texts_say_so():
    ((short, long),) = read(written(write_xlsx, ["A", "B"], [["a\x00\x01b\ud800", "x" * 40_000]]))[
        1
    ]

    assert short == "ab"
    assert len(long) == 32_767
    assert long.endswith("…")


def test_notes_stand_above_the_header():
    file = written(write_xlsx, ["Ad", "Tel"], [["Ali", 1]], notes=["Filtre: hepsi"], widths=[30])
    assert read(file) == (["Ad", "Tel"], [["Ali", 1]])


def test_what_does_not_fit_a_sheet_goes_on_in_the_next():
    file = io.BytesIO()
    write_xlsx(file, ["Ad"], [["a"], ["b"], ["c"]], rows_per_sheet=3)

    with open_sheet(file, sheet="Liste 2") as sheet:
        assert sheet.sheet_names == ["Liste", "Liste 2"]
        assert list(sheet.rows()) == [(2, ["c"])]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Bölge Giriş/Çıkış", "Bölge Giriş Çıkış"),
        ("'Ali'nin [1] listesi?*:\\", "Ali'nin 1 listesi"),
        ("///", "Liste"),
        ("Kademeli yetkilendirme ve onay akışları", "Kademeli yetkilendirme ve onay"),
    ],
)
def test_a_sheet_takes_any_title(title, name):
    file = written(write_xlsx, ["Ad"], [["Ali"]], sheet_name=title)
    with open_sheet(file) as sheet:
        assert sheet.sheet_names == [name]


def test_a_file_can_be_written_to_a_path(tmp_path):
    for write, name in ((write_xlsx, "a.xlsx"), (write_csv, "a.csv")):
        write(tmp_path / name, ["Ad"], [["Ali"]])
        assert read(tmp_path / name) == (["Ad"], [["Ali"]])


def test_who_breaks_off_leaves_no_file_with_peoples_numbers_behind(tmp_path, monkeypatch):
    """The database went away in the middle of an export, or somebody stopped it."""

    def broken():
        yield ["+905321234567"]
        raise ConnectionError

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", ResourceWarning)
        with pytest.raises(ConnectionError):
            write_xlsx(io.BytesIO(), ["Telefon"], broken(), rows_per_sheet=1)
        gc.collect()
    assert [str(one.message) for one in told] == []
    assert list(tmp_path.rglob("*")) == []
