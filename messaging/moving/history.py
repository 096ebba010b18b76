"""Past delivery reports of another panel (S-064): taken as a memory, marked as such."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import PastReport
from messaging.moving import past_states
from messaging.moving.subjects import Subject, register, tolerant
from messaging.services import past_reports
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib import local_time
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of
from turkcell_hub.tenancy.models import Firm

KIND = "past_reports.import"
LONGEST_TEXT = 2000
_FIRST = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)


def columns(actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    """Number and time of sending are compulsory: without them a report says nothing."""
    country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
    return [
        Column("phone", said("Telefon Numarası"), cleaners.phone(country),
               ("telefon", "cep", "gsm", "gsm no", "numara", "alıcı", "alıcı no", "alıcı numara",
                "msisdn", "phone", "mobile", "recipient", "to"), required=True),
        Column("sent_at", said("Gönderim Zamanı"), cleaners.date_time(),
               ("gönderim tarihi", "gönderilme tarihi", "gönderme tarihi", "tarih", "gönderim",
                "mesaj tarihi", "sms tarihi", "sent at", "sent", "send date", "date"),
               required=True),
        Column("state", said("Durum"), tolerant(cleaners.text(80)),
               ("iletim durumu", "rapor", "rapor durumu", "sonuç", "mesaj durumu", "status",
                "state", "delivery status")),
        Column("delivered_at", said("İletim Zamanı"), tolerant(cleaners.date_time()),
               ("iletim tarihi", "iletilme tarihi", "ulaşma tarihi", "teslim tarihi",
                "rapor tarihi", "delivered at", "delivery date", "done date")),
        Column("sender", said("Gönderici"), tolerant(cleaners.text(40)),
               ("başlık", "gönderici adı", "gönderen", "originator", "sender", "from", "header")),
        Column("text", said("Mesaj"), cleaners.text(LONGEST_TEXT, one_line=False),
               ("mesaj metni", "mesaj içeriği", "metin", "içerik", "sms metni", "message", "text",
                "content")),
    ]  # fmt: skip


def judge(actor: Actor, _params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """New, changed (a word on the end that was missing before) or the same."""
    zone, now = zone_of(actor.firm_id), timezone.now()
    for row in rows:
        _understand(row, zone, now)
    good = [row for row in rows if row.verdict != RowVerdict.ERROR]
    there = past_reports.ends_of([row.key for row in good])
    for row in good:
        known = there.get(row.key)
        if known is None:
            row.verdict = RowVerdict.NEW
        else:
            changes = past_reports.is_news(known, row.data["state"], row.data["delivered_at"])
            row.verdict = RowVerdict.CHANGED if changes else RowVerdict.SAME


def apply(actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    done = past_reports.keep(actor, rows[0].job_id, [(row.key, row.data) for row in rows])
    return dict(Counter(str(verdict) for verdict in done))


def _understand(row: Row, zone: str, now: dt.datetime) -> None:
    """Turns what the file says into what is kept; its clock is the firm's."""
    sent = _instant(row.data["sent_at"], zone)
    if not _FIRST <= sent <= now + dt.timedelta(days=1):
        row.refuse(
            str(_("Gönderim Zamanı")),
            "time_out_of_range",
            str(_("Gönderim zamanı geçmişte olmalı; tarihi kontrol edin.")),
        )
        return
    written = row.data.get("delivered_at")
    delivered = _instant(written, zone) if written else None
    if delivered is not None and delivered < sent.replace(second=0):
        delivered = None
        text = str(_("Alınmadı. İletim, gönderimden önce görünüyor."))
        note = {"column": str(_("İletim Zamanı")), "code": "delivered_before_sent"}
        row.notes.append({**note, "text": text, "severity": "warning"})
    reported = row.data.get("state") or ""
    state = past_states.read(reported)
    if not reported and delivered is not None:
        state = PastReport.State.DELIVERED.value
    text = (row.data.get("text") or "").replace("\r\n", "\n")
    row.data = {
        "phone": row.data["phone"],
        "sender": row.data.get("sender") or "",
        "text": text,
        "sent_at": sent.isoformat(),
        "delivered_at": delivered.isoformat() if delivered else None,
        "state": str(state),
        "reported": reported,
    }
    row.key = _key(row.data["phone"], sent, text)


def _instant(written: dt.datetime, zone: str) -> dt.datetime:
    return local_time.resolve(written, zone).instant


def _key(phone: str, sent: dt.datetime, text: str) -> str:
    """Other panels give minutes in one export and seconds in the next: the minute counts."""
    minute = sent.astimezone(dt.UTC).strftime("%Y%m%d%H%M")
    return sha256("\n".join((phone, minute, text)).encode()).hexdigest()


HISTORY = register(
    Subject(
        code="history",
        label=_("Geçmiş raporlar"),
        hint=_("Eski panelin iletim raporu; kredi düşmez, faturaya girmez, ayrı görünür."),
        right="messaging.past_report.import",
        columns=columns,
        judge=judge,
        apply=apply,
        list_url="past-reports-list",
        shapes={
            "phone": "phone",
            "sent_at": "date",
            "state": "state",
            "delivered_at": "date",
            "text": "text",
        },
    )
)
PAST_REPORTS = ImportKind(
    kind=KIND,
    right="messaging.past_report.import",
    title=_("Geçmiş rapor aktarımı"),
    columns=columns,
    judge=judge,
    apply=apply,
    list_url="past-reports-list",
    fills=(PastReport,),
)
