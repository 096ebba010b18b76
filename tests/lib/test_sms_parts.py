import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib import sms_parts
from turkcell_hub.lib.sms_parts import CountingProfile, count, split

PUBLISHED = CountingProfile()
SINGLE = CountingProfile(turkish_shift="single", turkish_letter_weight=2)
PLAIN = CountingProfile(turkish_shift="none")

profiles = st.builds(
    CountingProfile,
    turkish_shift=st.sampled_from(["none", "single", "locking"]),
    turkish_letter_weight=st.sampled_from([1, 2]),
    ucs2_allowed=st.booleans(),
    max_parts=st.integers(1, 10),
    ref_bits=st.sampled_from([8, 16]),
)
texts = st.lists(
    st.sampled_from(["a", "€", "^", "ş", "ğ", "Ö", "😀", "漢", "\n", "a" * 60, "ş" * 60, "€" * 70])
).map("".join)


def sized(text, profile=PUBLISHED):
    size = count(text, profile)
    return size.coding, size.units, size.parts, size.remaining


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize(
    ("letter", "length", "expected"),
    [
        ("a", 160, ("gsm7", 160, 1, 0)),
        ("a", 161, ("gsm7", 161, 2, 145)),
        ("a", 306, ("gsm7", 306, 2, 0)),
        ("a", 307, ("gsm7", 307, 3, 152)),
        ("a", 459, ("gsm7", 459, 3, 0)),
        ("a", 1071, ("gsm7", 1071, 7, 0)),
        ("ş", 155, ("gsm7_tr", 155, 1, 0)),
        ("ş", 156, ("gsm7_tr", 156, 2, 142)),
        ("ş", 298, ("gsm7_tr", 298, 2, 0)),
        ("ş", 299, ("gsm7_tr", 299, 3, 148)),
        ("ş", 447, ("gsm7_tr", 447, 3, 0)),
        ("ş", 1043, ("gsm7_tr", 1043, 7, 0)),
        ("漢", 70, ("ucs2", 70, 1, 0)),
        ("漢", 71, ("ucs2", 71, 2, 63)),
        ("漢", 134, ("ucs2", 134, 2, 0)),
        ("漢", 135, ("ucs2", 135, 3, 66)),
        ("漢", 201, ("ucs2", 201, 3, 0)),
        ("漢", 469, ("ucs2", 469, 7, 0)),
    ],
)
def test_the_published_sizes_hold_at_their_edges(letter, length, expected):
    assert sized(letter * length) == expected


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize("letter", "ÖöÜüÇéñàäÄß£¥§Ωi I")
def test_letters_of_the_plain_alphabet_do_not_switch_the_table(letter):
    assert count(letter, PUBLISHED).coding == "gsm7"


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize("letter", "ŞşĞğİıç")
def test_one_of_the_seven_turkish_letters_switches_the_table_and_is_named(letter):
    size = count("ab" + letter, PUBLISHED)

    assert (size.coding, size.switched_by) == ("gsm7_tr", ((2, letter),))
    assert count(letter, PLAIN).coding == "ucs2"


@pytest.mark.parametrize("letter", "âîû“’–…₺\u00a0\tÂ😀")
def test_typography_forces_unicode_and_is_named(letter):
    size = count("ş" + letter, PUBLISHED)

    assert (size.coding, size.switched_by) == ("ucs2", ((1, letter),))


@pytest.mark.requirement("L-074")
@pytest.mark.parametrize("letter", "€^~{}[]|\\\f")
def test_extension_characters_count_double_in_both_tables(letter):
    assert count(letter, PUBLISHED).units == 2
    assert count("ş" + letter, PUBLISHED).units == 3
    assert count("漢" + letter, PUBLISHED).units == 2


def test_a_turkish_letter_costs_what_the_profile_says():
    assert count("ş" * 77, SINGLE).parts == 1
    assert count("ş" * 78, SINGLE).parts == 2
    assert count("ş" * 78, PUBLISHED).parts == 1


def test_an_escaped_letter_at_the_cut_moves_whole_into_the_next_part():
    text = "ğ" + "a" * 146 + "ğ" + "a" * 20

    first, second = split(text, SINGLE)

    assert first == "ğ" + "a" * 146
    assert second.startswith("ğ")
    assert count(text, SINGLE).remaining == 149 - 22


def test_parts_full_of_doubles_hold_one_less_than_their_size():
    assert count("€" * 80, PUBLISHED).parts == 1
    assert count("€" * 81, PUBLISHED).parts == 2
    assert count("€" * 152, PUBLISHED).parts == 2
    assert count("€" * 153, PUBLISHED).parts == 3


def test_an_emoji_at_the_cut_moves_whole_into_the_next_part():
    text = "漢" * 66 + "😀" + "漢" * 10

    assert split(text, PUBLISHED) == ["漢" * 66, "😀" + "漢" * 10]
    assert sized(text) == ("ucs2", 78, 2, 67 - 12)


def test_the_16_bit_reference_takes_one_more_unit_from_each_part():
    wide = CountingProfile(ref_bits=16)
    sizes = [(letter, n) for letter, n in (("a", 152), ("ş", 148), ("漢", 66))]
    for letter, size in sizes:
        assert count(letter * size * 3, wide).parts == 3
        assert count(letter * (size * 3 + 1), wide).parts == 4


def test_the_locking_shift_cannot_write_the_letters_it_displaced():
    assert count("è", PUBLISHED).coding == "gsm7"
    assert count("èş", PUBLISHED).coding == "ucs2"
    assert count("èş", PUBLISHED).switched_by == ((0, "è"),)
    assert count("èş", SINGLE).coding == "gsm7_tr"


def test_the_operators_closing_line_is_counted_with_the_text():
    assert count("a" * 150, PUBLISHED, suffix=" B021 RET").parts == 1
    assert count("a" * 155, PUBLISHED, suffix=" B021 RET").parts == 2
    assert count("ab", PUBLISHED, suffix="ş").switched_by == ((2, "ş"),)


def test_a_text_of_more_parts_than_allowed_is_too_long():
    assert count("a" * 1071, PUBLISHED).problem is None
    assert count("a" * 1072, PUBLISHED).problem == "too_long"
    assert count("ş" * 156, CountingProfile(max_parts=1)).problem == "too_long"


def test_what_an_account_without_unicode_cannot_send_is_named():
    size = count("Fiyat 10 ₺", CountingProfile(ucs2_allowed=False))

    assert (size.problem, size.switched_by) == ("not_expressible", ((9, "₺"),))
    assert set(sms_parts.MESSAGES) == {"too_long", "not_expressible"}


def test_half_a_surrogate_pair_can_be_sent_by_nobody():
    assert count("a\ud83d", PUBLISHED).problem == "not_expressible"
    assert split("a\ud83d", PUBLISHED) == ["a\ufffd"]


def test_an_empty_text_has_no_part():
    assert sized("") == ("gsm7", 0, 0, 160)
    assert split("", PUBLISHED) == []


@given(st.one_of(texts, st.text()), profiles)
def test_counting_and_cutting_agree(text, profile):
    size, parts = count(text, profile), split(text, profile)

    assert size.parts == len(parts)
    if size.problem != "not_expressible":
        assert "".join(parts) == text
    assert size.remaining >= 0
    assert size.units + size.remaining <= size.capacity


@given(texts, profiles)
def test_each_part_fits_and_is_cut_no_earlier_than_needed(text, profile):
    size, parts = count(text, profile), split(text, profile)
    if len(parts) < 2:
        return
    classes = sms_parts.character_classes(profile)
    doubles = classes.extension + (classes.turkish if profile.turkish_letter_weight == 2 else "")

    def units(part):
        if size.coding == "ucs2":
            return len(part.encode("utf-16-be")) // 2
        return len(part) + sum(letter in doubles for letter in part)

    capacity = profile.part_capacity(size.coding)
    assert sum(map(units, parts)) == size.units
    assert size.remaining == capacity - units(parts[-1])
    for part, following in zip(parts, parts[1:], strict=False):
        assert capacity - units(following[0]) < units(part) <= capacity


@given(texts, profiles)
def test_whoever_counts_by_the_published_classes_gets_the_same_units(text, profile):
    basic, extension, turkish, displaced = sms_parts.character_classes(profile)
    letters = set(text)
    has_turkish = bool(letters & set(turkish))
    foreign = letters - set(basic) - set(extension) - set(turkish)
    if foreign or (has_turkish and letters & set(displaced)):
        expected = "ucs2", len(text) + sum(ord(c) > 0xFFFF for c in text)
    else:
        extra = sum(c in extension for c in text)
        extra += (profile.turkish_letter_weight - 1) * sum(c in turkish for c in text)
        expected = "gsm7_tr" if has_turkish else "gsm7", len(text) + extra

    size = count(text, profile)
    assert (size.coding, size.units) == expected


@given(texts)
def test_a_longer_text_never_takes_fewer_parts(text):
    assert count(text + "a", PUBLISHED).parts >= count(text, PUBLISHED).parts


@pytest.mark.requirement("S-079")
def test_two_merged_texts_of_one_size_cost_the_same():
    ayse, ozge = "Sayın Ayşe Yılmaz, bekleriz.", "Sayın Özge Işılar, bekleriz."
    assert len(ayse) == len(ozge)
    assert sized(ayse) == sized(ozge)


def test_the_plain_alphabet_has_its_127_characters():
    classes = sms_parts.character_classes(PUBLISHED)
    assert len(set(classes.basic)) == 127
    assert len(set(classes.extension)) == 10
    assert not set(classes.basic) & set(classes.extension + classes.turkish)
    assert set(classes.displaced) < set(classes.basic)


def test_simplified_typography_fits_the_turkish_table():
    text = "“Kârlı” alışveriş… 100₺ – yalnız\u00a0bugün’"

    assert sms_parts.simplify(text) == '"Karlı" alışveriş... 100TL - yalnız bugün\''
    assert count(sms_parts.simplify(text), PUBLISHED).coding == "gsm7_tr"


def test_decomposed_letters_are_composed_before_anything_else():
    assert sms_parts.simplify("s\u0327") == "ş"
    assert sms_parts.without_turkish_letters("s\u0327g\u0306") == "sg"


@given(st.text(alphabet="aşiİ“”’–…₺âîûÎ\u00a0\u200b\t\n😀"))
def test_simplifying_twice_changes_nothing_more(text):
    once = sms_parts.simplify(text)
    assert sms_parts.simplify(once) == once


def test_turkish_letters_give_way_to_their_plain_forms_only():
    assert (
        sms_parts.without_turkish_letters("Şişli'de ığdır ÇĞİÖÜ çöğü €5")
        == "Sisli'de igdir CGIOU cogu €5"
    )


@pytest.mark.parametrize(
    "wrong",
    [{"turkish_shift": "both"}, {"turkish_letter_weight": 3}, {"ref_bits": 7}, {"max_parts": 0}],
)
def test_a_profile_that_no_operator_can_have_is_refused(wrong):
    with pytest.raises(ValueError, match="turkish|max_parts"):
        CountingProfile(**wrong)
