import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from turkcell_hub.sheets import Column, Limits, SheetProblem, cleaners, open_sheet

FIXTURES = Path(__file__).parent / "fixtures"
HEADERS = ["Ad Soyad", "Telefon Numarası", "T.C. Kimlik No", "Onay Tarihi", "Tutar", "Açıklama"]
ROWS = [
    ["Ayşe Yılmaz", 5321234567, 10000000146, datetime(2026, 11, 22, 10, 15), 1234.56, "ŞşĞğİıÇçÖöÜü"],  # noqa: DTZ001, E501
    ["İnci Işık", "0533 123 45 67", "10000000146", date(2026, 11, 20), 7, "=1+1"],
    None,
    ["Ömer Çağlar", "+905421234567", None, None, None, "+905421234567"],
    ["Gül", True, None, datetime(2026, 1, 1, 23, 59, 59), -0.5, "a\nb"],  # noqa: DTZ001
]  # fmt: skip
COLUMNS = [
    Column("phone", "Telefon Numarası", cleaners.phone(), ("GSM",), required=True),
    Column("name", "Ad Soyad", cleaners.text(80)),
]


def workbook(fill, **options):
    """An .xlsx in memory; `fill` gets the workbook and its first sheet."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    fill(book, book.add_worksheet("Aboneler"))
    book.close()
    file.seek(0)
    return file


def read(source, **options):
    with open_sheet(source, **options) as sheet:
        return sheet.headers, list(sheet.rows())


def refused(source, limits=None, **options):
    with pytest.raises(SheetProblem) as caught, open_sheet(source, limits, **options) as sheet:
        list(sheet.rows())
    assert caught.value.text.rstrip().endswith((".", ")"))
    return caught.value.code


def same_content_as_2007():
    def fill(book, sheet):
        sheet.write(0, 0, "Abone listesi")
        sheet.write(1, 0, "Hazırlayan: Işıl Çağrı")
        sheet.write_row(3, 0, HEADERS)
        moment = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for index, row in enumerate(ROWS):
            for column, value in enumerate(row or []):
                if isinstance(value, date):
                    sheet.write_datetime(4 + index, column, value, moment)
                elif isinstance(value, str):
                    sheet.write_string(4 + index, column, value)
                elif value is not None:
                    sheet.write(4 + index, column, value)
        book.add_worksheet("Gizli").hide()
        book.add_worksheet("İkinci").write(0, 0, "Ad")

    return workbook(fill)


@pytest.mark.requirement("S-071")
@pytest.mark.parametrize("source", ["97-2003", "2007"])
def test_both_excel_formats_give_equal_results(source):
    file = FIXTURES / "subscribers.xls" if source == "97-2003" else same_content_as_2007()

    with open_sheet(file) as sheet:
        assert sheet.sheet_names == ["Aboneler", "İkinci"]
        assert (sheet.name, sheet.header_row, sheet.headers) == ("Aboneler", 4, HEADERS)
        assert list(sheet.rows()) == [(5, ROWS[0]), (6, ROWS[1]), (8, ROWS[3]), (9, ROWS[4])]


def test_a_sheet_can_be_chosen_by_its_name():
    with open_sheet(FIXTURES / "subscribers.xls", sheet="İkinci") as sheet:
        assert list(sheet.rows()) == [(2, ["Ali"])]
    assert refused(FIXTURES / "subscribers.xls", sheet="Yok") == "no_such_sheet"
    assert refused(FIXTURES / "subscribers.xls", sheet="Gizli") == "no_such_sheet"


def test_the_header_row_is_found_under_title_rows_by_the_wanted_columns():
    def fill(_, sheet):
        sheet.write_row(0, 0, ["Rapor", "Kasım", "2026"])
        sheet.write_row(2, 0, ["Hazırlayan", "Işıl", "Muhasebe"])
        sheet.write_row(4, 0, ["GSM", "AD SOYAD", "Not"])
        sheet.write_row(5, 0, [5321234567, "Ayşe", "x"])

    headers, rows = read(workbook(fill), columns=COLUMNS)

    assert headers == ["GSM", "AD SOYAD", "Not"]
    assert rows == [(6, [5321234567, "Ayşe", "x"])]


def test_the_first_sheet_with_content_is_read():
    def fill(book, _):
        book.add_worksheet("Veri").write_column(0, 0, ["Ad", "Ali"])

    assert read(workbook(fill)) == (["Ad"], [(2, ["Ali"])])


def test_a_file_is_told_by_its_content_not_by_its_name(tmp_path):
    disguised = tmp_path / "liste.xls"
    disguised.write_bytes(same_content_as_2007().getvalue())
    with open_sheet(disguised) as sheet:
        assert sheet.kind.value == "xlsx"

    text = tmp_path / "liste.xlsx"
    text.write_text("Ad;Telefon\nAli;05321234567\n", encoding="utf-8")
    assert read(text) == (["Ad", "Telefon"], [(2, ["Ali", "05321234567"])])


def test_formula_cells_give_their_results_and_errors_are_blank():
    def fill(_, sheet):
        sheet.write_row(0, 0, ["Toplam", "Metin", "Hata"])
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write_formula(1, 1, '="a"', None, "a")
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    assert read(workbook(fill)) == (["Toplam", "Metin", "Hata"], [(2, [2, "a", None])])


def test_nul_and_other_control_characters_are_taken_out():
    def fill(_, sheet):
        sheet.write_column(0, 0, ["Ad", "A\x01li", "\x02"])

    assert read(workbook(fill)) == (["Ad"], [(2, ["Ali"])])
    assert read(io.BytesIO(b"Ad;Tel\nA\0li;1\n")) == (["Ad", "Tel"], [(2, ["Ali", "1"])])


def test_two_cells_in_opposite_corners_do_not_fill_the_memory():
    def fill(_, sheet):
        sheet.write(0, 0, "Ad")
        sheet.write(1_048_575, 16_383, "son")

    assert refused(workbook(fill)) == "too_many_cells"
    assert refused(FIXTURES / "far_apart.xls") == "too_many_cells"


def replaced(file, name, content):
    """The package with one part's content replaced."""
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    changed.seek(0)
    return changed


def plain_book():
    return workbook(lambda _, sheet: sheet.write_column(0, 0, ["Ad", "Ali"]))


SHEET_1 = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def test_a_million_blank_rows_cost_nothing():
    row = '<row r="{0}"><c r="A{0}" s="1"/><c r="XFD{0}" s="1"/></row>'
    blanks = "".join(row.format(number) for number in range(3, 20_000))
    text = '<c r="A{0}" t="inlineStr"><is><t>{1}</t></is></c>'
    filled = '<row r="{0}">' + text + '<c r="B{0}"><v>1</v></c></row>'
    xml = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/><sheetData>'
        f"{filled.format(1, 'Ad')}{filled.format(2, 'Ali')}{blanks}{row.format(1_048_575)}"
        f"{filled.format(1_048_576, 'Son')}</sheetData></worksheet>"
    )

    assert read(replaced(plain_book(), SHEET_1, xml))[1] == [
        (2, ["Ali", 1]),
        (1_048_576, ["Son", 1]),
    ]


@pytest.mark.parametrize("wrapped", ['<row r="1048576">{}</row>', "<row>{}</row>"])
def test_cells_that_do_not_say_where_they_are_are_measured_too(wrapped):
    first = '<row r="1"><c t="inlineStr"><is><t>Ad</t></is></c></row>'
    last = wrapped.format("<c><v>1</v></c>" * 30)
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{first}{last}</sheetData></worksheet>'

    book = replaced(plain_book(), SHEET_1, xml)

    if "1048576" in wrapped:
        assert refused(book) == "too_many_cells"
    else:
        assert read(book)[1] == [(2, [1] * 30)]


@pytest.mark.parametrize(
    "xml",
    [
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>',
        "<worksheet><sheetData><row><c><v>1</v></c></row",
        "\x00\x00\x00",
        "<worksheet/>".encode("utf-16"),
        "",
    ],
)
def test_a_sheet_that_is_no_proper_xml_is_refused(xml):
    assert refused(replaced(plain_book(), SHEET_1, xml)) in ("corrupt", "no_rows")


def test_a_zip_bomb_is_refused_by_its_directory_before_anything_is_unpacked():
    small = replaced(plain_book(), SHEET_1, b" " * 30_001).getvalue()
    size, claimed = (30_001).to_bytes(4, "little"), (300_000_000).to_bytes(4, "little")
    assert small.count(size) == 2  # in the directory and before the file itself

    assert refused(io.BytesIO(small.replace(size, claimed))) == "unpacks_too_large"


def test_a_zip_bomb_that_lies_about_its_size_is_refused_while_unpacking():
    honest = replaced(plain_book(), SHEET_1, b" " * 30_000_000).getvalue()
    size, lie = (30_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert honest.count(size) == 2

    lying = io.BytesIO(honest.replace(size, lie))

    assert refused(lying, Limits(max_unpacked_bytes=1_000_000)) in ("unpacks_too_large", "corrupt")


def test_many_small_bombs_are_added_up():
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        for number in range(20):
            package.writestr(f"xl/part{number}.xml", b" " * 100_000)

    assert refused(book, Limits(max_unpacked_bytes=1_500_000)) == "unpacks_too_large"


def test_a_workbook_of_very_many_sheets_is_refused():
    def fill(book, _):
        for _number in range(30):
            book.add_worksheet()

    assert refused(workbook(fill), Limits(max_sheets=20)) == "too_many_sheets"
    assert refused(FIXTURES / "subscribers.xls", Limits(max_sheets=2)) == "too_many_sheets"


def test_rows_columns_and_cells_have_limits():
    book = workbook(lambda _, sheet: sheet.write_column(0, 0, ["Ad", *["x" * 50] * 10]))
    wide = workbook(lambda _, sheet: sheet.write_row(0, 0, ["Ad"] * 30))
    csv = b"Ad;Tel\n" + b"Ali;1\n" * 10

    assert refused(book, Limits(max_rows=9)) == "too_many_rows"
    assert refused(book, Limits(max_cell_length=49)) == "cell_too_long"
    assert refused(book, Limits(max_file_bytes=1000)) == "file_too_large"
    assert refused(wide, Limits(max_columns=29)) == "too_many_columns"
    assert refused(io.BytesIO(csv), Limits(max_rows=9)) == "too_many_rows"
    assert refused(io.BytesIO(b"a;b;c\n1;2;3\n"), Limits(max_columns=2)) == "too_many_columns"
    assert read(book, limits=Limits(max_rows=10))[1][-1] == (11, ["x" * 50])


def test_very_many_texts_are_refused():
    book = workbook(lambda _, sheet: sheet.write_column(0, 0, [f"a{n}" for n in range(50)]))
    assert refused(book, Limits(max_texts=49)) == "too_many_cells"


@pytest.mark.parametrize("count", [b"4000000000", b"99999999999999999999", b"-1"])
def test_a_file_that_makes_the_library_ask_for_all_memory_kills_nobody(count):
    strings = zipfile.ZipFile(plain_book()).read("xl/sharedStrings.xml")
    greedy = strings.replace(b'uniqueCount="2"', b'uniqueCount="' + count + b'"')
    assert greedy != strings

    book = replaced(plain_book(), "xl/sharedStrings.xml", greedy)

    assert read(book)[1] == [(2, ["Ali"])] if len(count) != 10 else refused(book) == "corrupt"


def test_an_xls_that_makes_the_library_panic_kills_nobody():
    cut_in_its_directory = (FIXTURES / "subscribers.xls").read_bytes()[:-10]

    assert refused(io.BytesIO(cut_in_its_directory)) == "corrupt"


def patched_xls(old, new):
    data = (FIXTURES / "subscribers.xls").read_bytes()
    assert data.count(old) == 1
    return io.BytesIO(data.replace(old, new))


def renamed_stream(name):
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + (18).to_bytes(2, "little")
    new = name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little")
    return patched_xls(entry, new)


def docx():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    return file


def named_zip(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(name, "x")
    return file


def encrypted_zip():
    data = bytearray(plain_book().getvalue())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    return io.BytesIO(bytes(data))


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (io.BytesIO(b""), "empty"),
        (io.BytesIO(b"\n\n  \n"), "no_rows"),
        (io.BytesIO(b"\xef\xbb\xbf"), "no_rows"),
        (FIXTURES / "blank.xls", "no_rows"),
        (workbook(lambda *_: None), "no_rows"),
        (docx(), "no_workbook"),
        (named_zip("readme.txt"), "no_workbook"),
        (named_zip("xl/workbook.bin"), "other_format"),
        (named_zip("content.xml"), "other_format"),
        (named_zip("xl/workbook.xml"), "corrupt"),
        (renamed_stream("WordDocument"), "no_workbook"),
        (renamed_stream("EncryptedPackage"), "encrypted"),
        (encrypted_zip(), "encrypted"),
        (io.BytesIO(plain_book().getvalue()[:2000]), "corrupt"),
        (io.BytesIO((FIXTURES / "subscribers.xls").read_bytes()[:1500]), "corrupt"),
        (io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "corrupt"),
        (io.BytesIO(b"PK\x03\x04" + b"\0" * 500), "corrupt"),
        (io.BytesIO(b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 90), "old_format"),
        (io.BytesIO(b"%PDF-1.7\n..."), "not_a_sheet"),
        (io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"\0" * 90), "not_a_sheet"),
        (io.BytesIO(bytes(range(256)) * 20), "not_a_sheet"),
        (io.BytesIO(b"\x81\x8d\n" * 5), "encoding"),
        (io.BytesIO(b"<html><table><tr><td>Ad</td></tr></table>"), "web_page"),
        (io.BytesIO(b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>'), "web_page"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(file, code):
    assert refused(file) == code


def test_an_xls_with_a_password_is_refused():
    code_page = b"\x42\x00\x02\x00"
    assert refused(patched_xls(code_page, b"\x2f\x00\x02\x00")) == "encrypted"


@pytest.mark.parametrize("cut", range(0, 5632, 311))
def test_a_damaged_file_is_a_problem_and_never_a_crash(cut):
    for source in ((FIXTURES / "subscribers.xls").read_bytes(), same_content_as_2007().getvalue()):
        for damaged in (source[:cut], source[:cut] + b"\xff" * 40 + source[cut + 40 :]):
            try:
                read(io.BytesIO(damaged))
            except SheetProblem as problem:
                assert problem.text  # noqa: PT017 - being readable is fine as well


def test_a_file_that_was_passed_in_stays_open_and_one_that_was_opened_is_closed(tmp_path):
    mine = io.BytesIO(b"Ad;Tel\nAli;1\n")
    read(mine)
    assert not mine.closed

    path = tmp_path / "a.csv"
    path.write_bytes(mine.getvalue())
    with open_sheet(path) as sheet:
        next(sheet.rows())
    path.unlink()


@pytest.mark.parametrize("source", ["97-2003", "2007"])
def test_no_copy_of_the_file_lies_about_while_its_rows_are_read(tmp_path, monkeypatch, source):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    file = FIXTURES / "subscribers.xls" if source == "97-2003" else same_content_as_2007()

    with open_sheet(file) as sheet:
        assert list(tmp_path.iterdir()) == []
        assert len(list(sheet.rows())) == 4


@pytest.mark.requirement("S-072")
def test_five_thousand_rows_are_read_and_cleaned_row_by_row():
    def fill(_, sheet):
        sheet.write_row(0, 0, ["Ad Soyad", "GSM"])
        for row in range(1, 5001):
            sheet.write_row(row, 0, [f"Kişi {row}", 5_320_000_000 + row])

    phone = cleaners.phone()
    with open_sheet(workbook(fill), columns=COLUMNS) as sheet:
        cleaned = [phone(cells[1]).value for _, cells in sheet.rows()]

    assert len(cleaned) == 5000
    assert cleaned[-1] == "+905320005000"
