"""A filtered list of consents by everything that people ask about (K-006)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from iys_consent.models import Channel, ConsentAddress, ConsentRecord, RecipientType
from iys_consent.selectors.totals import Pair
from iys_consent.words import source_label


@dataclass(frozen=True)
class Part:
    """One breakdown; its lines sum up to the list's own totals."""

    title: str
    lines: list[tuple[str, Pair]]


def of_list(addresses: QuerySet[ConsentAddress], asked: Q) -> list[Part]:
    """The records of ``addresses`` that fulfil ``asked``, counted four ways."""
    rows = ConsentRecord.objects.filter(asked, address__in=addresses.order_by().values("pk"))
    rows = rows.exclude(status="")
    return [
        Part(_("İzin türü"), _by(rows, "channel", lambda c: str(Channel(c).label))),
        Part(_("Alıcı tipi"), _by(rows, "recipient_type", lambda t: str(RecipientType(t).label))),
        Part(_("İzin kaynağı"), _by(rows, "source", lambda s: source_label(s) or _("Verilmemiş"))),
        Part(_("Marka"), _by(rows, "brand__name", str)),
        Part(_("Ay"), _by(rows.annotate(month=TruncMonth("consented_at")), "month", _month)),
    ]


def _by(rows: QuerySet[Any], name: str, label: Callable[[Any], str]) -> list[tuple[str, Pair]]:
    pairs: dict[Any, Pair] = {}
    counted = rows.order_by(name).values_list(name, "status").annotate(n=Count("pk"))
    for value, status, n in counted:
        pairs.setdefault(value, Pair()).add(status, n)
    return [(label(value), pair) for value, pair in pairs.items()]


def _month(at: Any) -> str:
    return date_format(at, "F Y") if at else _("Tarihsiz")
