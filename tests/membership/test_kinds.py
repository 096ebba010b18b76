"""The list of papers of every kind of organisation, exactly (A-009 … A-043)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from turkcell_hub.membership import catalogue

R, V = "required", "optional"
SEAL = ("MUHUR", "KASE", "IMZA")
SOLE = [
    ("SOZLESME", R, ()), ("IMZA_BEYANNAMESI", R, ()), ("VERGI_LEVHASI", R, ()),
    ("KIMLIK", R, ()), ("YETKI_BELGESI", R, ()),
]  # fmt: skip
DECIDED = [("SMS_KARARI", R, ("KASE",)), ("KARAR_DEFTERI", R, ()), ("KIMLIK", R, ())]
SIGNED = ("SOZLESME_IMZA", R, ("YETKILI_IMZASI",))
LISTS: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {
    "SAHIS": SOLE,
    "LIMITED_ANONIM": SOLE,
    "BELEDIYE": [
        ("ENCUMEN_KARARI", R, ("SMS_KAPSAR",)), ("SMS_YAZISI", R, SEAL), ("KIMLIK", R, ()),
        ("IMZA_BEYANNAMESI", V, ()), ("BASKANLIK_BELGESI", R, ()),
    ],
    "DERNEK": [*DECIDED, SIGNED, ("IMZA_BEYANNAMESI", V, ())],
    "HASTANE": [
        *DECIDED, SIGNED, ("IMZA_BEYANNAMESI", V, ()), ("VERGI_LEVHASI", "OZEL_HASTANE", ()),
    ],
    "MUHTARLIK": [
        ("SMS_KARARI", R, ("KASE",)), ("KARAR_DEFTERI", "KARAR_DEFTERI_VAR", ()),
        ("KIMLIK", R, ()), ("SOZLESME_IMZA", R, ("MUHTAR_IMZASI",)),
        ("IMZA_BEYANNAMESI", V, ()), ("MAZBATA", R, ()),
    ],
    "ODA": [
        ("ENCUMEN_KARARI", R, ("SMS_KAPSAR",)), ("SMS_YAZISI", R, SEAL), ("KIMLIK", R, ()),
        ("IMZA_BEYANNAMESI", R, ()), ("BASKANLIK_BELGESI", R, ()),
    ],
    "SIYASI_PARTI": [
        ("SMS_YAZISI", R, SEAL), ("KARAR_DEFTERI", R, ()), ("KIMLIK", R, ()),
        ("IMZA_BEYANNAMESI", V, ()), ("BASKANLIK_BELGESI", R, ()),
    ],
    "EGITIM": [
        ("SMS_YAZISI", R, ("IMZA", "MUHUR", "KASE")), ("KIMLIK", R, ()),
        ("EGITIM_YETKI_BELGESI", R, ("IMZA", "MUHUR", "KASE")),
    ],
}  # fmt: skip


@pytest.mark.requirement(
    "A-009", "A-011", "A-012", "A-013", "A-014", "A-015", "A-016", "A-017", "A-018", "A-019",
    "A-020", "A-022", "A-023", "A-024", "A-025", "A-026", "A-027", "A-029", "A-030", "A-031",
    "A-033", "A-034", "A-035", "A-037", "A-038", "A-040", "A-042",
)  # fmt: skip
@pytest.mark.parametrize("code", LISTS)
def test_a_kind_asks_for_exactly_its_papers(code: str) -> None:
    kind = catalogue.on().kinds[code]
    found = [(item.code, item.need, tuple(tick.code for tick in item.ticks)) for item in kind.items]
    assert found == LISTS[code]


def test_no_kind_is_forgotten_and_identities_are_marked() -> None:
    kinds = catalogue.on().kinds
    assert list(kinds) == list(LISTS)
    private = {item.code for kind in kinds.values() for item in kind.items if item.identity}
    assert private == {"KIMLIK", "IMZA_BEYANNAMESI"}


@pytest.mark.parametrize(
    ("code", "answers", "paper", "asked", "least"),
    [
        ("HASTANE", {}, "VERGI_LEVHASI", False, 1),
        ("HASTANE", {"OZEL_HASTANE": True}, "VERGI_LEVHASI", True, 1),
        ("MUHTARLIK", {"KARAR_DEFTERI_VAR": False}, "KARAR_DEFTERI", False, 1),
        ("MUHTARLIK", {"KARAR_DEFTERI_VAR": True}, "KARAR_DEFTERI", True, 1),
        ("EGITIM", {"YETKILI_SAYISI": 2}, "KIMLIK", True, 2),
        ("EGITIM", {}, "KIMLIK", True, 1),
        ("BELEDIYE", {}, "IMZA_BEYANNAMESI", True, 0),
        ("ODA", {}, "IMZA_BEYANNAMESI", True, 1),
        ("DERNEK", {}, "SOZLESME_IMZA", True, 0),
    ],
)
def test_a_question_decides_whether_and_how_many(
    code: str, answers: dict[str, Any], paper: str, asked: bool, least: int
) -> None:
    item = catalogue.on().kinds[code].item(paper)
    assert item is not None
    assert (item.is_asked(answers), item.least(answers)) == (asked, least)


@pytest.mark.requirement("A-010")
def test_changing_the_data_changes_the_list_without_a_release(
    settings: Any, tmp_path: Path
) -> None:
    own = tmp_path / "papers.toml"
    text = catalogue.SHIPPED.read_text(encoding="utf-8")
    asked = 'same_as = "SAHIS"'
    assert text.count(asked) == 1
    own.write_text(text.replace(asked, 'items = [{ paper = "VERGI_LEVHASI" }]'), encoding="utf-8")
    settings.MEMBERSHIP_CATALOGUE = str(own)
    kinds = catalogue.on().kinds
    assert [item.code for item in kinds["LIMITED_ANONIM"].items] == ["VERGI_LEVHASI"]
    assert len(kinds["SAHIS"].items) == 5
    own.write_text("this is no list", encoding="utf-8")
    assert [item.code for item in catalogue.on().kinds["LIMITED_ANONIM"].items] == ["VERGI_LEVHASI"]


def test_a_later_edition_begins_on_its_day(settings: Any, tmp_path: Path) -> None:
    own = tmp_path / "papers.toml"
    text = catalogue.SHIPPED.read_text(encoding="utf-8")
    later = text.replace("valid_from = 2020-01-01", "valid_from = 2030-01-01")
    own.write_text(text + later.replace("Şahıs şirketi", "Tek kişilik şirket"), encoding="utf-8")
    settings.MEMBERSHIP_CATALOGUE = str(own)
    names = [str(catalogue.on(dt.date(year, 6, 1)).kinds["SAHIS"]) for year in (2026, 2030)]
    assert names == ["Şahıs şirketi", "Tek kişilik şirket"]


@pytest.mark.parametrize(
    "text",
    [
        "", "[[edition]]\nvalid_from = 2020-01-01\n", "edition = 5\n",
        '[[edition]]\nvalid_from = "x"\n[edition.kinds.A]\nname = "A"\nitems = []\n',
    ],
)  # fmt: skip
def test_a_list_that_cannot_be_used_is_told_at_the_start(
    text: str, settings: Any, tmp_path: Path
) -> None:
    from turkcell_hub.membership.checks import catalogue_is_readable

    own = tmp_path / "papers.toml"
    own.write_text(text, encoding="utf-8")
    settings.MEMBERSHIP_CATALOGUE = str(own)
    assert [found.id for found in catalogue_is_readable()] == ["membership.E001"]
