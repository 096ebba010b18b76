import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib import phone
from turkcell_hub.lib.phone import MESSAGES, Country, Kind, parse

AYSE = "+905321234567"


@pytest.mark.requirement("K-034", "T5", "L-033")
@pytest.mark.parametrize(
    ("raw", "corrections"),
    [
        ("+905321234567", ()),
        ("5321234567", ()),
        (5321234567, ()),
        (905321234567, ("missing_plus",)),
        ("905321234567", ("missing_plus",)),
        ("05321234567", ("trunk_zero",)),
        ("0532 123 45 67", ("separators", "trunk_zero")),
        ("(532) 123-45-67", ("separators",)),
        ("(0532) 123 45 67", ("separators", "trunk_zero")),
        ("532.123.45.67", ("separators",)),
        ("0532/1234567", ("separators", "trunk_zero")),
        ("0532\u00a0123\u00a045\u00a067", ("separators", "trunk_zero")),
        ("0532–123–45–67", ("separators", "trunk_zero")),
        ("'05321234567", ("separators", "trunk_zero")),
        ("00905321234567", ("0090",)),
        ("0090 0532 123 45 67", ("separators", "0090", "+900")),
        ("+90 (0532) 1234567", ("separators", "+900")),
        ("+90 90 532 123 45 67", ("separators", "double_country_code")),
        ("0 90 532 123 45 67", ("separators", "trunk_zero", "missing_plus")),
        ("+05321234567", ("stray_plus", "trunk_zero")),
        ("\u202a+905321234567\u202c", ("invisible",)),
        ("\ufeff5321234567", ("invisible",)),
        ("532\u200b1234567", ("invisible",)),
        ("５３２１２３４５６７", ("digits",)),
        ("٠٥٣٢١٢٣٤٥٦٧", ("digits", "trunk_zero")),
        ("＋９０5321234567", ("digits",)),
        (5321234567.0, ("float",)),
        (905321234567.0, ("float", "missing_plus")),
        ("5321234567.0", ("float",)),
        ("5321234567,00", ("float",)),
        ("5.321234567E9", ("float",)),
        ("5,321234567E+09", ("float",)),
        ("tel:+905321234567", ("label",)),
        ("GSM: 0532 123 45 67", ("label", "separators", "trunk_zero")),
    ],
)
def test_every_turkish_spelling_becomes_the_same_number(raw, corrections):
    result = parse(raw)

    assert (result.e164, result.kind, result.problem) == (AYSE, Kind.MOBILE, None)
    assert result.corrections == corrections
    assert result.warnings == ()


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (None, "empty"),
        ("", "empty"),
        (" \u200b\u00a0 ", "empty"),
        (True, "not_a_number"),
        (float("nan"), "not_a_number"),
        (float("inf"), "not_a_number"),
        (5321234567.5, "not_a_number"),
        ([5321234567], "not_a_number"),
        (-5321234567, "impossible"),
        (1e300, "impossible"),
        ("532123456", "too_short"),
        ("0532123456", "too_short"),
        ("53212345678", "too_long"),
        ("12345678901", "too_long"),
        ("0012345678", "other_country"),
        ("+90 0032 123 45 67", "impossible"),
        ("4605", "short_number"),
        ("112", "short_number"),
        ("0532 ABC 45 67", "letters"),
        ("yok", "letters"),
        ("0532 123 45 67+", "letters"),
        ("0532\x001234567", "letters"),
        ("²³²¹²³⁴⁵⁶⁷", "letters"),
        ("0532 123 45 67 / 0533 123 45 67", "several_numbers"),
        ("5321234567;5331234567", "several_numbers"),
        ("0532 123 45 67 ve 0533 123 45 67", "several_numbers"),
        ("5,32E+09", "digits_lost"),
        ("5.32123E+09", "digits_lost"),
        ("0850 222 08 50", "special"),
        ("444 0 123", "special"),
        ("+904440123", "special"),
        ("0800 123 45 67", "special"),
        ("0900 123 45 67", "special"),
        ("0512 123 45 67", "special"),
        ("+49 151 23456789", "other_country"),
        ("+994 50 123 45 67", "other_country"),
        ("994501234567", "other_country"),
    ],
)
def test_what_can_be_no_recipient_is_refused_with_a_turkish_text(raw, problem):
    result = parse(raw)

    assert (result.e164, result.problem) == (None, problem)
    assert not result.ok
    assert result.texts == [MESSAGES[problem]]


@pytest.mark.requirement("L-049")
def test_a_landline_is_accepted_with_a_warning():
    result = parse("0212 123 45 67")

    assert (result.e164, result.kind) == ("+902121234567", Kind.LANDLINE)
    assert result.ok
    assert result.warnings == ("landline",)


def test_a_possible_number_of_an_unknown_range_is_accepted_with_a_warning():
    result = parse("0599 123 45 67")

    assert (result.e164, result.warnings) == ("+905991234567", ("unassigned",))


@pytest.mark.parametrize("raw", ["0850 222 08 50", "4440123", "0444 0 123"])
def test_a_special_number_may_be_a_destination_but_no_recipient(raw):
    assert parse(raw, recipient=False).ok
    assert parse(raw).problem == "special"


@pytest.mark.requirement("L-011")
@pytest.mark.parametrize(
    "raw", ["+994501234567", "994501234567", "0501234567", "501234567", "00994 50 123 45 67"]
)
def test_an_azerbaijani_account_takes_azerbaijani_numbers(raw):
    result = parse(raw, Country.AZERBAYCAN)

    assert (result.e164, result.kind, result.warnings) == ("+994501234567", Kind.MOBILE, ())


@pytest.mark.requirement("L-011")
@pytest.mark.parametrize("raw", [AYSE, "905321234567", "05321234567", "5321234567", 5321234567.0])
def test_an_azerbaijani_account_flags_turkish_numbers(raw):
    assert parse(raw, "AZ").problem == "other_country"


def test_an_azerbaijani_landline_is_warned_about():
    assert parse("+994 12 312 34 56", "AZ").warnings == ("landline",)
    assert parse("+994 1", "AZ").problem == "too_short"
    assert parse("4605", "AZ").problem == "short_number"


@pytest.mark.requirement("L-011")
def test_a_kktc_account_knows_its_area_code_and_its_mobile_blocks():
    assert parse("0392 123 45 67", Country.KKTC).warnings == ("landline",)
    for number in ("05338123456", "05428123456", "05488123456"):
        result = parse(number, Country.KKTC)
        assert (result.kind, result.warnings) == (Kind.MOBILE, ())


@pytest.mark.requirement("L-011")
def test_the_kktc_blocks_are_data_of_the_caller():
    assert parse(AYSE, "KKTC").warnings == ("not_kktc",)
    assert parse(AYSE, "KKTC", kktc_blocks=("532",)).warnings == ()


@pytest.mark.requirement("C-08")
def test_the_country_types_have_ascii_codes():
    assert [country.value for country in Country] == ["TR", "AZ", "KKTC"]
    assert Country("TR") is Country.TURKIYE


# What BTK's list has and the library's metadata has not.
DIFFERENCES = {"561": Kind.MOBILE}


def library_kind(national: str) -> Kind:
    number = phonenumbers.PhoneNumber(country_code=90, national_number=int(national))
    if not phonenumbers.is_valid_number(number):
        return Kind.UNKNOWN
    kinds = {
        phonenumbers.PhoneNumberType.MOBILE: Kind.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE: Kind.LANDLINE,
    }
    return kinds.get(phonenumbers.number_type(number), Kind.SPECIAL)


@pytest.mark.parametrize("prefix", range(100, 1000, 100))
def test_each_turkish_prefix_is_judged_as_the_library_judges_it(prefix):
    for area in range(prefix, prefix + 100):
        for rest in ("0000000", "2345678", "5345678", "9999999"):
            national = f"{area}{rest}"
            expected = DIFFERENCES.get(str(area)) or library_kind(national)
            assert parse(f"+90{national}", recipient=False).kind is expected, national


@given(st.integers(10**9, 10**10 - 1))
def test_any_ten_digits_are_judged_as_the_library_judges_them(number):
    national = str(number)
    expected = DIFFERENCES.get(national[:3]) or library_kind(national)
    assert parse(national, recipient=False).kind is expected


@given(st.integers(10**8, 10**9 - 1))
def test_an_azerbaijani_number_is_a_mobile_where_the_library_says_so(number):
    library = phonenumbers.number_type(
        phonenumbers.PhoneNumber(country_code=994, national_number=number)
    )
    ours = parse(f"+994{number}", "AZ", recipient=False).kind
    assert (ours is Kind.MOBILE) == (library == phonenumbers.PhoneNumberType.MOBILE)


def test_every_mobile_prefix_passes_the_fast_path_and_the_slow_one_alike():
    for area in range(500, 600):
        fast, slow = parse(f"+90{area}1234567"), parse(f"+90 {area} 123 45 67")
        assert (fast.e164, fast.kind, fast.warnings) == (slow.e164, slow.kind, slow.warnings)


@given(st.sampled_from(Country), st.one_of(st.text(), st.floats(), st.integers(), st.none()))
def test_no_value_makes_it_raise_and_every_code_has_a_text(country, raw):
    result = parse(raw, country)

    assert (result.e164 is None) == (result.problem is not None)
    assert all(result.texts)


@given(st.from_regex(r"5[0345][0-9]{8}", fullmatch=True), st.sampled_from(["", " ", "-", "."]))
def test_reading_what_we_show_gives_the_same_number(national, separator):
    e164 = f"+90{national}"

    assert parse(phone.format_national(e164).replace(" ", separator)).e164 == e164
    assert parse(phone.format_international(e164)).e164 == e164


def test_parse_many_keeps_the_order():
    assert [r.e164 for r in phone.parse_many([AYSE, "x", 5331234567.0])] == [
        AYSE,
        None,
        "+905331234567",
    ]


def test_numbers_are_shown_grouped():
    assert phone.format_national(AYSE) == "0532 123 45 67"
    assert phone.format_international(AYSE) == "+90 532 123 45 67"
    assert phone.format_national("+994501234567") == "050 123 45 67"
    assert phone.format_international("+994501234567") == "+994 50 123 45 67"
    assert phone.format_national("+904440123") == "444 0 123"
    assert phone.format_national("+4915123456789") == "+4915123456789"


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        (AYSE, "+90 532 *** ** 67"),
        ("+994501234567", "+994 50 *** ** 67"),
        ("+4915123456789", "+49 *** ** 89"),
        ("+904440123", "+90 *** ** 23"),
        ("0532", "***"),
        ("", "***"),
    ],
)
def test_a_masked_number_keeps_prefix_and_last_two_digits(number, masked):
    assert phone.mask(number) == masked
