import pytest
from hypothesis import given
from hypothesis import strategies as st

from turkcell_hub.lib.turkish import fold, lower, sort_key, title, upper

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"


@pytest.mark.requirement("L-034")
@pytest.mark.parametrize("typed", ["ışık", "IŞIK", "isik", "ISIK", "İŞİK", "Işik", "i\u0307şik"])
def test_a_search_finds_the_word_however_its_letters_are_typed(typed):
    assert fold(typed) == "isik"


@pytest.mark.requirement("L-034")
@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÇĞİÖŞÜ çğıöşü", "cgiosu cgiosu"),
        ("Kâmil", "kamil"),
        ("Məmməd", "memmed"),
        ("  Ali \u00a0 VELİ\t", "ali veli"),
        ("ﬁrma Straße", "firma strasse"),
        ("A.Ş. (Merkez)", "a.s. (merkez)"),
    ],
)
def test_a_search_key_has_no_case_and_no_marks(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="abcçgğıiIİöşü ABC"))
def test_turkish_upper_and_lower_case_have_one_search_key(text):
    assert fold(upper(text)) == fold(lower(text)) == fold(text)


@pytest.mark.requirement("C-08")
@pytest.mark.parametrize("code", ["BIREYSEL", "TACIR", "ARAMA", "MESAJ", "EPOSTA", "ONAY", "RET"])
def test_codes_survive_turkish_upper_and_lower_case(code):
    assert upper(lower(code)) == code
    assert fold(lower(code)).upper() == code


def test_case_follows_the_turkish_rules():
    assert lower("ILIK İĞNE ÇÖP") == "ılık iğne çöp"
    assert upper("ılık iğne çöp") == "ILIK İĞNE ÇÖP"
    assert title("IŞIL İNCİ'NİN ÖZ-yurt 5a") == "Işıl İnci'nin Öz-Yurt 5A"


def test_sorting_by_key_gives_the_turkish_alphabet():
    keys = [sort_key(letter) for letter in ALPHABET]
    assert keys == sorted(keys)
    assert len(set(keys)) == 32
    assert [sort_key(upper(letter)) for letter in ALPHABET] == keys


def test_names_are_listed_as_a_turkish_reader_expects():
    listed = ["-Ek", "10 Numara", "3 Yıldız", "Cem", "çınar", "Ilgaz", "İnci", " Şule", "Zeki"]
    assert sorted(set(listed), key=sort_key) == listed
    assert sort_key("Ali Veli") < sort_key("Alihan")
    assert sort_key("Kâmil") == sort_key("KAMİL")
    assert sort_key("Жанна") > sort_key("zzz")


@given(st.text(), st.text())
def test_byte_order_of_the_keys_is_their_order(one, other):
    one, other = sort_key(one), sort_key(other)
    if not any("\ud800" <= char <= "\udfff" for char in one + other):
        assert (one < other) == (one.encode() < other.encode())


@given(st.text(alphabet=ALPHABET), st.text(alphabet=ALPHABET))
def test_keys_order_words_letter_by_letter(one, other):
    def places(word):
        return [ALPHABET.index(letter) for letter in word]

    assert (sort_key(one) < sort_key(other)) == (places(one) < places(other))
