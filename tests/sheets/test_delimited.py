import io

import pytest

from turkcell_hub.sheets import SheetProblem, open_sheet

TEXT = "Ad;Şehir;Telefon\r\nIşıl Çağ;İzmir;0532 123 45 67\r\n\r\nÖmer;Muğla;+905331234567\r\n"
ROWS = [(2, ["Işıl Çağ", "İzmir", "0532 123 45 67"]), (4, ["Ömer", "Muğla", "+905331234567"])]


def read(data):
    with open_sheet(io.BytesIO(data)) as sheet:
        return sheet.headers, list(sheet.rows())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1254"]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_in_each_encoding_with_each_delimiter(encoding, delimiter):
    data = TEXT.replace(";", delimiter).encode(encoding)

    assert read(data) == (["Ad", "Şehir", "Telefon"], ROWS)


def test_commas_inside_amounts_do_not_hide_the_semicolon():
    data = "Ad;Tutar\nAli;1,5\nVeli;12,75\nAyşe;3,0\n".encode()
    assert read(data) == (
        ["Ad", "Tutar"],
        [(2, ["Ali", "1,5"]), (3, ["Veli", "12,75"]), (4, ["Ayşe", "3,0"])],
    )  # noqa: E501


def test_quoted_cells_may_hold_delimiters_and_line_breaks():
    data = b'Ad,Not\n"Kaya, Ali","bir\niki"\nVeli,"5"" boru"\n'
    assert read(data) == (
        ["Ad", "Not"],
        [(2, ["Kaya, Ali", "bir\niki"]), (3, ["Veli", '5" boru'])],
    )


def test_one_column_needs_no_delimiter():
    assert read(b"Telefon\n5321234567\n05331234567\n") == (
        ["Telefon"],
        [(2, ["5321234567"]), (3, ["05331234567"])],
    )


def test_the_hint_line_of_excel_is_obeyed_and_is_no_header():
    assert read(b"sep=|\r\nAd|Tel\r\nAli|1\r\n") == (["Ad", "Tel"], [(3, ["Ali", "1"])])


def test_short_rows_are_filled_up_and_long_ones_cut_to_the_header():
    assert read(b"A;B;C\n1;2\n1;2;3;4\n")[1] == [(2, ["1", "2", None]), (3, ["1", "2", "3"])]


@pytest.mark.parametrize("rest", ["a;b\n" * 10, "a;b\n" * 100_000])
def test_an_unclosed_quote_swallows_no_rows_silently(rest):
    with pytest.raises(SheetProblem) as caught:
        read(('Ad;Not\nAli;"bozuk\n' + rest).encode())
    assert caught.value.code == "quotes"
    assert "tırnak" in caught.value.text


def test_a_turkish_letter_far_down_still_finds_the_encoding():
    data = ("Ad;Il\n" + "Ali;Ankara\n" * 10_000 + "Işık;İzmir\n").encode("cp1254")
    headers, rows = read(data)
    assert rows[-1] == (10_002, ["Işık", "İzmir"])
    assert len(rows) == 10_001
