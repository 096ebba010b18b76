"""Excel lists of numbers to block (S-064, S-071): preview first, a second run changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import BlacklistEntry, BlacklistOrigin, BlacklistSource
from messaging.services import blacklist
from turkcell_hub.jobs.imports import ImportKind, Row
from turkcell_hub.jobs.models import ImportRow, RowVerdict
from turkcell_hub.lib.wording import said
from turkcell_hub.sheets import Column, cleaners
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

KIND = "blacklist.import"
_SOURCES = {
    BlacklistSource.FIRM.value: ("firma", "firma istemiyor", "panel", "yasaklı"),
    BlacklistSource.RECIPIENT.value: ("alıcı", "alıcı istemiyor", "ret", "müşteri", "web reject"),
}


def columns(actor: Actor, _params: Mapping[str, Any]) -> list[Column]:
    """The number is compulsory; reason and source may come from the upload page instead."""
    country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
    return [
        Column(
            "phone",
            said("Telefon Numarası"),
            cleaners.phone(country),
            (
                "telefon",
                "telefon no",
                "cep",
                "cep telefonu",
                "gsm",
                "gsm no",
                "numara",
                "msisdn",
                "phone",
            ),
            required=True,
        ),
        Column("reason", said("Neden"), cleaners.text(200), ("açıklama", "sebep", "not", "reason")),
        Column("source", said("Kaynak"), cleaners.choice(_SOURCES), ("tür", "source")),
        Column(
            "since", said("Tarih"), cleaners.date_only(), ("ret tarihi", "eklenme tarihi", "date")
        ),
    ]


def judge(_actor: Actor, params: Mapping[str, Any], rows: Sequence[Row]) -> None:
    """New, changed (the person's wish in place of the firm's) or the same, by number."""
    there = dict(
        BlacklistEntry.objects.filter(phone__in=[row.data["phone"] for row in rows]).values_list(
            "phone", "source"
        )
    )
    for row in rows:
        row.key = row.data["phone"]
        row.data = _values(row.data, params)
        row.verdict = _verdict(there.get(row.key), row.data["source"])
        if row.data["since"] and row.data["since"] > str(timezone.localdate()):
            row.refuse(
                str(_("Tarih")), "date_in_future", str(_("Tarih bugünden sonra olamaz; düzeltin."))
            )


def apply(actor: Actor, _params: Mapping[str, Any], rows: Sequence[ImportRow]) -> dict[str, int]:
    """Writes one chunk; entries that are there stay."""
    done = blacklist.block(
        actor,
        [
            blacklist.Block(
                row.key,
                row.data["source"],
                row.data["reason"],
                BlacklistOrigin.IMPORT,
                since=_moment(row.data["since"]),
            )
            for row in rows
        ],
    )
    return {"NEW": done.added, "CHANGED": done.raised, "SAME": len(rows) - done.added - done.raised}


def _verdict(there: str | None, wanted: str) -> str:
    if there is None:
        return RowVerdict.NEW
    raises = there == BlacklistSource.FIRM and wanted == BlacklistSource.RECIPIENT
    return RowVerdict.CHANGED if raises else RowVerdict.SAME


def _values(data: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, str]:
    since = data.get("since")
    return {
        "reason": data.get("reason") or str(params.get("reason") or _("Excel listesinden")),
        "source": data.get("source") or str(params.get("source") or BlacklistSource.FIRM),
        "since": str(since)[:10] if since else "",
    }


def _moment(day: str) -> datetime:
    if not day:
        return timezone.now()
    start = timezone.make_aware(datetime.combine(date.fromisoformat(day), time.min))
    return min(start, timezone.now())


BLACKLIST = ImportKind(
    kind=KIND,
    right="messaging.blacklist.import",
    title=_("Kara liste aktarımı"),
    columns=columns,
    judge=judge,
    apply=apply,
    upload_url="blacklist-import",
    list_url="blacklist-list",
    fills=(BlacklistEntry,),
)
