"""Foreign placeholders, by a table, and templates with their fallbacks."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from messaging.models import MessageTemplate
from messaging.moving import moves
from messaging.moving.placeholders import Answer, found_in, meaning, translate
from tests.messaging.moving.test_moves import clerk, export, taken, work  # noqa: F401
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.actor import Actor

ANSWERS = {"ad": Answer("ad", "müşterimiz"), "isim": Answer("ad", "üye"), "not": Answer("")}


@pytest.mark.requirement("S-064")
@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("Sayın [AD],", "Sayın {ad|müşterimiz},"),
        ("Sayın {{ isim }}!", "Sayın {ad|üye}!"),
        ("#ad# %ad% $ad$ @ad@ <Ad> {AD}", " ".join(["{ad|müşterimiz}"] * 6)),
        ("[not] önemli", "[not] önemli"),
        ("%20 indirim, kod {5}", "%20 indirim, kod {{5}}"),
        ("{ad|dostumuz}", "{ad|dostumuz}"),
    ],
)
def test_a_foreign_placeholder_becomes_ours(text: str, ours: str) -> None:
    assert translate(text, ANSWERS).text == ours


def test_a_placeholder_without_an_answer_is_told() -> None:
    assert translate("[AD] [BAKIYE]", ANSWERS).unanswered == ("[BAKIYE]",)


def test_the_likely_meaning_is_known_by_the_usual_words() -> None:
    found = found_in(["[AD SOYAD] {{isim}} #gsm# %Puan%"])
    assert [meaning(name, ["puan"]) for name in found] == ["ad_soyad", "ad", "telefon", "puan"]


@pytest.mark.django_db
@pytest.mark.requirement("S-064")
def test_templates_come_with_fallbacks_and_only_once(clerk: Actor) -> None:  # noqa: F811
    for run in (1, 2):
        file = ContentFile(export("sablonlar.csv"), name="sablonlar.csv")
        job = work(moves.begin(clerk, [file], "")[0])
        rows = moves.start_of(job)
        subject = moves.likely(clerk, job, rows)
        assert subject.code == "templates"
        guess, _columns = moves.guess_for(clerk, subject, rows)
        asked = moves.questions_of(clerk, subject, rows, guess)
        answers = {one.known_as: [one.name, one.fallback] for one in asked}
        place = (clerk, job, "templates", guess.header_row, guess.places)
        with pytest.raises(Invalid, match="boş kalınca"):
            moves.place(*place, {"answers": {**answers, "ad": ["ad", ""]}})
        job = work(moves.place(*place, {"answers": answers}))
        assert job.result["counts"] == ({"NEW": 3} if run == 1 else {"SAME": 3})
        taken(clerk, job)
    texts = dict(MessageTemplate.objects.values_list("name", "text"))
    assert texts["Doğum günü"] == "Sayın {ad_soyad|müşterimiz}, doğum gününüz kutlu olsun."
    assert "{ad|müşterimiz} hanım/bey, {tarih} günkü" in texts["Randevu"]
    assert texts["Bakiye"].endswith("[BAKIYE] TL'dir.")
