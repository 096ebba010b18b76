"""Case endings of Turkish names."""

from __future__ import annotations

import pytest

from turkcell_hub.lib.suffixes import Case, ending_of, with_case

ENDINGS = [
    # name, genitive, dative, accusative, locative, ablative
    ("Çeşme Belediyesi", "nin", "ne", "ni", "nde", "nden"),
    ("Kuşadası Belediyesi", "nin", "ne", "ni", "nde", "nden"),
    ("Ege Çevre Derneği", "nin", "ne", "ni", "nde", "nden"),
    ("Işık Eğitim Vakfı", "nın", "na", "nı", "nda", "ndan"),
    ("Mavi Konut Yapı Kooperatifi", "nin", "ne", "ni", "nde", "nden"),
    ("Yıldız Sitesi Yönetimi", "nin", "ne", "ni", "nde", "nden"),
    ("İzmir Ticaret Odası", "nın", "na", "nı", "nda", "ndan"),
    ("Özel Deniz Hastanesi", "nin", "ne", "ni", "nde", "nden"),
    ("Yalı Mahallesi Muhtarlığı", "nın", "na", "nı", "nda", "ndan"),
    ("Örnek Partisi", "nin", "ne", "ni", "nde", "nden"),
    ("Ege Üniversitesi", "nin", "ne", "ni", "nde", "nden"),
    ("Cumhuriyet İlkokulu", "nun", "na", "nu", "nda", "ndan"),
    ("Doğa Kulübü", "nün", "ne", "nü", "nde", "nden"),
    ("ÇEŞME BELEDİYESİ", "nin", "ne", "ni", "nde", "nden"),
    ("Ege Tekstil A.Ş.", "nin", "ye", "yi", "de", "den"),
    ("Marmara Lojistik Ltd. Şti.", "nin", "ne", "ni", "nde", "nden"),
    ("Ankara", "nın", "ya", "yı", "da", "dan"),
    ("Ayşe Yılmaz", "ın", "a", "ı", "da", "dan"),
    ("Mehmet Öztürk", "ün", "e", "ü", "te", "ten"),
    ("Murat Koç", "un", "a", "u", "ta", "tan"),
    ("Selin Ateş", "in", "e", "i", "te", "ten"),
    ("Ali", "nin", "ye", "yi", "de", "den"),
    ("Duru", "nun", "ya", "yu", "da", "dan"),
    ("Gül", "ün", "e", "ü", "de", "den"),
    ("Mustafa Kemal", "in", "e", "i", "de", "den"),
    ("Hilal", "in", "e", "i", "de", "den"),
    ("IŞIK", "ın", "a", "ı", "ta", "tan"),
    ("PTT", "nin", "ye", "yi", "de", "den"),
    ("TCDD", "nin", "ye", "yi", "de", "den"),
    ("TÜRKSAT", "ın", "a", "ı", "ta", "tan"),
    ("TEMA", "nın", "ya", "yı", "da", "dan"),
    ("Market 3", "ün", "e", "ü", "te", "ten"),
    ("Kafe 1920", "nin", "ye", "yi", "de", "den"),
    ("Depo 40", "ın", "a", "ı", "ta", "tan"),
    ("Salon 100", "ün", "e", "ü", "de", "den"),
]  # fmt: skip


@pytest.mark.parametrize("row", ENDINGS, ids=lambda row: row[0])
def test_a_name_takes_the_endings_that_it_is_spoken_with(row: tuple[str, ...]) -> None:
    assert tuple(ending_of(row[0], case) for case in Case) == row[1:]


def test_the_ending_follows_an_apostrophe() -> None:
    assert with_case("Çeşme  Belediyesi", Case.GENITIVE) == "Çeşme Belediyesi'nin"
    assert with_case("Ege Çevre Derneği (İzmir)", Case.DATIVE) == "Ege Çevre Derneği (İzmir)'e"


@pytest.mark.parametrize("name", ["", "   ", "...", "№", "“”", "Bürk", "123456789012345678"])
def test_nothing_to_go_by_is_no_error(name: str) -> None:
    for case in Case:
        assert isinstance(with_case(name, case), str)
