"""A problem says in English what it says in Turkish, with its values."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext as _

from turkcell_hub.api import problems
from turkcell_hub.api.sentences import in_english
from turkcell_hub.errors import Conflict


@pytest.mark.parametrize(
    ("turkish", "english"),
    [
        ("Kayıt bulunamadı.", "Record not found."),
        (
            "Gönderim “Taslak” durumunda; bu işlem yapılamaz.",
            "The campaign is in the status “Draft”; this cannot be done.",
        ),
        ("SMS kredisi yetersiz: 10 gerekiyor, bakiye 4, 6 eksik. Kredi yükleyin veya alıcı"
         " sayısını azaltın.",
         "Not enough SMS credit: 10 needed, balance 4, 6 missing. Load credit or reduce the"
         " recipients."),
        ("Böyle bir cümle hiçbir yerde söylenmedi.", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_found_by_the_text_it_was_made_of(turkish: str, english: str) -> None:
    assert in_english(turkish) == english


def test_a_problem_made_at_once_carries_both_languages() -> None:
    said = _("%(number)s numaralı belge “%(state)s” durumunda; bu işlem yapılamaz.")
    error = Conflict(said % {"number": "A-7", "state": "Denetlendi"})
    body = problems.describe(error, None)
    assert body["detail"] == "A-7 numaralı belge “Denetlendi” durumunda; bu işlem yapılamaz."
    assert body["detail_en"] == (
        "The document numbered A-7 is in the status “Checked”; this cannot be done."
    )
