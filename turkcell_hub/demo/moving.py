"""What the sample firm brought from its former panel: done by the product's own moving-in."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone

from messaging.models import Subscriber
from messaging.moving import moves
from turkcell_hub.jobs import imports
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor

_TEXTS = (
    "Siparisiniz kargoya verildi. Ege Tekstil",
    "Sayin musterimiz, bakiyeniz icin 0232 444 00 11. Ege Tekstil",
    "Yeni sezon kataloglarimiz bayilerimizde. Ege Tekstil",
)
_ENDS = (("İletildi", 0.93), ("Abone kapalı", 0.04), ("Zaman aşımı", 0.02), ("Beklemede", 0.01))
_HEADS = "Numara;Mesaj Metni;Başlık;Gönderim Tarihi;İletim Tarihi;Rapor"


def build(actor: Actor, random: Random) -> None:
    """Fills the firm in scope: last months' reports, and a file whose columns are to be said."""
    people = list(Subscriber.objects.filter(authority_code=None).order_by("pk")[300:420])
    lines = [_line(random, person.phone) for person in people for _again in range(3)]
    _bring(actor, "eski-panel-raporlari.csv", [_HEADS, *lines, "12;Kısa numara;EGE;;;İletildi"])
    waiting = ["Telefon;Ad Soyad;Grup", "0532 555 40 10;Ceren Aydın;Bayiler"]
    job = moves.begin(actor, [_file("bayi-listesi.csv", waiting)], "")[0]
    jobs.run(job.pk)


def _bring(actor: Actor, name: str, lines: list[str]) -> None:
    job = moves.begin(actor, [_file(name, lines)], "history")[0]
    jobs.run(job.pk)
    job.refresh_from_db()
    rows = moves.start_of(job)
    subject = moves.likely(actor, job, rows)
    guess, _columns = moves.guess_for(actor, subject, rows)
    job = moves.place(actor, job, subject.code, guess.header_row, guess.places, {})
    jobs.run(job.pk)
    job.refresh_from_db()
    job = jobs.confirm(actor, job, imports.APPLY, {})
    jobs.run(job.pk)


def _line(random: Random, phone: str) -> str:
    at = timezone.localtime() - timedelta(days=random.uniform(60, 240))
    at = at.replace(hour=random.randrange(9, 18))
    end = random.choices([word for word, _share in _ENDS], [share for _word, share in _ENDS])[0]
    done = at + timedelta(seconds=random.randrange(5, 120))
    delivered = f"{done:%d.%m.%Y %H:%M:%S}" if end == "İletildi" else ""
    text = random.choice(_TEXTS)
    return f"{phone};{text};EGETEKSTIL;{at:%d.%m.%Y %H:%M:%S};{delivered};{end}"


def _file(name: str, lines: list[str]) -> ContentFile[bytes]:
    return ContentFile("\n".join(lines).encode(), name=name)
