"""What is said and kept in Turkish reaches an English reader in English, with its values."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
import pytest
from django.utils.translation import gettext as _
from django.utils.translation import override, trans_real

from messaging import reasons
from messaging.models import MessageState
from turkcell_hub import sentences
from turkcell_hub.api import problems
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.jobs import preview
from turkcell_hub.jobs.models import ImportRow, Job, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.outbox.words import trouble
from turkcell_hub.sentences import in_english, kept, shown
from turkcell_hub.sheets import SheetProblem


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


def test_every_text_is_looked_up_by_how_what_it_says_begins_or_ends() -> None:
    with override("en"):
        catalogue = trans_real.catalog()
        patterns = sentences._patterns(catalogue)
    for pattern in sentences._read(catalogue):
        assert pattern in patterns.like(sentences._HOLE.sub("7", pattern.text)), pattern.text


def test_a_problem_made_at_once_carries_both_languages() -> None:
    text = _("%(number)s numaralı belge “%(state)s” durumunda; bu işlem yapılamaz.")
    error = Conflict(text % {"number": "A-7", "state": "Denetlendi"})
    body = problems.describe(error, None)
    assert body["detail"] == "A-7 numaralı belge “Denetlendi” durumunda; bu işlem yapılamaz."
    assert body["detail_en"] == (
        "The document numbered A-7 is in the status “Checked”; this cannot be done."
    )


_OFF = "Telefon kapalı veya kapsama alanı dışında. Daha sonra yeniden gönderebilirsiniz."


@pytest.fixture
def english(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A catalogue of its own, so that the words here do not hang on the product's."""
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    for turkish, text in (
        ("Telefon kapalı veya kapsama alanı dışında.", "The phone is off or out of coverage."),
        ("Daha sonra yeniden gönderebilirsiniz.", "You can send it again later."),
        ("Telefon", "Phone"),
        ("Fatura dosyası: %(name)s", "Bill file: %(name)s"),
        ("%(reason)s (şebeke kodu %(code)s)", "%(reason)s (network code %(code)s)"),
        ("Dosyada “%(name)s” adlı sayfa yok. Sayfa adını kontrol edin.",
         "The file has no sheet “%(name)s”. Check its name."),
        ("Operatör kullanıcı adını veya şifreyi kabul etmedi.", "The operator refused the login."),
    ):  # fmt: skip
        catalogue.append(polib.POEntry(msgid=turkish, msgstr=text))
    catalogue.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    with override("en"):
        yield


@pytest.mark.usefixtures("english")
def test_an_english_reader_reads_why_a_message_did_not_arrive() -> None:
    assert reasons.text_of(MessageState.UNDELIVERED, 27) == (
        "The phone is off or out of coverage. You can send it again later."
    )
    with kept():
        assert reasons.text_of(MessageState.UNDELIVERED, 27) == _OFF


@pytest.mark.usefixtures("english")
def test_what_was_kept_in_turkish_is_shown_in_english_with_its_values() -> None:
    assert shown(f"{_OFF} (şebeke kodu 99)") == (
        "The phone is off or out of coverage. You can send it again later. (network code 99)"
    )
    note = {"column": "Telefon", "code": "x", "text": _OFF, "severity": "error"}
    row = ImportRow(number=2, verdict=RowVerdict.ERROR, raw=["1"], notes=[note])
    assert preview.row_shown(row, 1)["notes"][0]["said"].startswith("Phone: The phone is off")


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("title", "file", "name"),
    [
        (said("Fatura dosyası: %(name)s", name="ekim.zip"), "ekim.zip", "Bill file: ekim.zip"),
        (said("Telefon"), "liste.xlsx", "Phone: liste.xlsx"),
        (said("Telefon"), "", "Phone"),
        ("Abone aktarımı: eski.xlsx", "eski.xlsx", "Abone aktarımı: eski.xlsx"),
    ],
)
def test_work_is_called_in_the_readers_language_with_its_file(
    title: str, file: str, name: str
) -> None:
    assert Job(title=title, file_name=file).name == name


@pytest.mark.usefixtures("english")
def test_a_refusal_that_began_in_a_sheet_is_read_in_english() -> None:
    error = Invalid(SheetProblem("no_such_sheet", name="Ocak").text)
    assert error.message == "The file has no sheet “Ocak”. Check its name."


@pytest.mark.usefixtures("english")
def test_half_a_translation_is_none() -> None:
    """The advice of this refusal stands in no catalogue here."""
    assert trouble("AUTH_FAILED", "401").startswith("Operatör kullanıcı adını")
    assert trouble("AUTH_FAILED", "401").endswith("hesabı kilitler. (401)")
    said = trouble("SOMETHING_ELSE", "", "their words")
    assert said == "Karşı taraf isteği kabul etmedi. (their words)"
