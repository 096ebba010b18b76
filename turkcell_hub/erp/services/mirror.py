"""The mirror takes over what the ERP says: cards added, changed, switched off.

Set-based: a call of 500 rows is a handful of statements, whatever the mirror holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.erp import followers
from turkcell_hub.erp.cards import CARDS, CardKind
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, Freshness
from turkcell_hub.erp.services.merging import Merge, Outcome
from turkcell_hub.errors import HubError, Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode, Firm

RIGHT = "erp.mirror.write"
CREATED, CHANGED, SAME, REFUSED = "created", "changed", "same", "refused"


@dataclass(frozen=True)
class RowResult:
    """What became of one row. ``outcome``: created, changed, same or refused (then ``problem``
    says why and nothing of the row was taken)."""

    index: int
    outcome: str
    pk: int | None = None
    problem: HubError | None = None


def upsert(
    firm: Firm, kind: MirrorKind, rows: Sequence[Mapping[str, Any]], by: Actor, *, source: str = ""
) -> list[RowResult]:
    """Takes ``rows`` over, each answering for itself, in the order given.

    A row names the card by its code, or by ``erp_ref`` when the ERP has given it a new code.
    What a row leaves out stays as it is. A card that the ERP names again after it was gone is
    switched on. An unknown Yetki Kodu is made, so that the card is hidden rather than shown to
    everybody. The same rows twice change nothing but ``refreshed_at``.
    """
    by.require(RIGHT)
    if firm.pk != by.firm_id:
        raise NotFound(_("Firma bulunamadı."))
    card = CARDS[kind]
    with transaction.atomic():
        _refresh(firm, kind, source or by.label)
        cleaned, results = _cleaned(firm, card, rows, make_codes=True)
        _add(results, Merge(firm, card, cleaned).run())
        touched = [r.pk for r in results.values() if r.outcome in (CREATED, CHANGED) and r.pk]
        followers.tell(firm.pk, kind, touched)
        _note(by, kind, results.values())
    return [results[index] for index in range(len(rows))]


def forecast(
    firm: Firm, kind: MirrorKind, rows: Sequence[Mapping[str, Any]], by: Actor
) -> list[RowResult]:
    """What ``upsert`` would answer at this moment; nothing is written."""
    by.require(RIGHT)
    card = CARDS[kind]
    cleaned, results = _cleaned(firm, card, rows, make_codes=False)
    _add(results, Merge(firm, card, cleaned).compare())
    return [results[index] for index in range(len(rows))]


def retire(firm: Firm, kind: MirrorKind, ids: Iterable[int], by: Actor) -> int:
    """Cards that are gone from the ERP: switched off, never deleted. How many were on."""
    by.require(RIGHT)
    if firm.pk != by.firm_id:
        raise NotFound(_("Firma bulunamadı."))
    model: Any = CARDS[kind].model
    with transaction.atomic():
        _refresh(firm, kind, by.label)
        rows = model.objects.filter(pk__in=list(ids), is_active=True)
        gone = list(rows.order_by("pk").values_list("pk", flat=True))
        now = timezone.now()
        model.objects.filter(pk__in=gone).update(is_active=False, changed_at=now, refreshed_at=now)
        if gone:
            followers.tell(firm.pk, kind, gone)
            trail.record(by, "erp.mirror.retired", None, {"kind": str(kind), "count": len(gone)},
                         label=str(kind.label))  # fmt: skip
    return len(gone)


def retire_codes(firm: Firm, kind: MirrorKind, codes: Sequence[str], by: Actor) -> int:
    """Cards that the ERP says were deleted; how many were on."""
    by.require(RIGHT)
    model: Any = CARDS[kind].model
    rows = model.objects.filter(code__in=list(codes), is_active=True)
    gone = list(rows.values_list("pk", flat=True)) if codes else []
    return retire(firm, kind, gone, by) if gone else 0


def retire_unseen(firm: Firm, kind: MirrorKind, since: Any, by: Actor) -> int:
    """After a full refresh that began at ``since``: what the ERP did not name is gone.

    Raises ``Invalid`` ``erp_retires_most`` when that would switch off more than half of the
    cards: an ERP that answered with half a list must not empty the mirror.
    """
    by.require(RIGHT)
    model: Any = CARDS[kind].model
    active = model.objects.filter(is_active=True)
    gone = list(active.filter(refreshed_at__lt=since).values_list("pk", flat=True))
    if len(gone) > 10 and len(gone) * 2 > active.count():
        raise Invalid(
            _("Yenileme kartların yarısından çoğunu (%(count)d) kapatacaktı; ERP'nin listesi eksik"
              " görünüyor. Hiçbir kart kapatılmadı.") % {"count": len(gone)},
            code="erp_retires_most",
            extra={"count": len(gone)},
        )  # fmt: skip
    return retire(firm, kind, gone, by)


def _refresh(firm: Firm, kind: MirrorKind, source: str) -> None:
    """One writer of a kind at a time, until the transaction ends."""
    Freshness.objects.bulk_create([Freshness(firm=firm, kind=kind)], ignore_conflicts=True)
    row = Freshness.objects.select_for_update().get(kind=kind)
    row.refreshed_at, row.source = timezone.now(), source[:150]
    row.save(update_fields=["refreshed_at", "source"])


def _cleaned(
    firm: Firm, card: CardKind, rows: Sequence[Mapping[str, Any]], *, make_codes: bool
) -> tuple[dict[int, dict[str, Any]], dict[int, RowResult]]:
    """The usable rows by their places, and the answers to the others."""
    cleaned: dict[int, dict[str, Any]] = {}
    results: dict[int, RowResult] = {}
    for index, row in enumerate(rows):
        try:
            cleaned[index] = card.clean(row)
        except HubError as problem:
            results[index] = RowResult(index, REFUSED, problem=problem)
    _resolve(firm, cleaned, results, make_codes)
    _refuse_repeated(card, cleaned, results)
    return {i: values for i, values in cleaned.items() if i not in results}, results


def _add(results: dict[int, RowResult], outcomes: Mapping[int, Outcome]) -> None:
    for index, (outcome, found) in outcomes.items():
        if isinstance(found, HubError):
            results[index] = RowResult(index, REFUSED, problem=found)
        else:
            results[index] = RowResult(index, outcome, found.pk)


def _resolve(
    firm: Firm,
    cleaned: Mapping[int, dict[str, Any]],
    results: dict[int, RowResult],
    make_codes: bool,
) -> None:
    """Codes of other records become the records."""
    codes = sorted({code for v in cleaned.values() if (code := v.get("authority_code"))})
    made = [AuthorityCode(firm=firm, code=code, description=_("ERP'den geldi")) for code in codes]
    if make_codes:
        AuthorityCode.objects.bulk_create(made, ignore_conflicts=True)
    known = {row.code: row for row in AuthorityCode.objects.filter(code__in=codes)}
    named = {v["account"] for v in cleaned.values() if v.get("account")}
    accounts = {row.code: row for row in Account.objects.filter(code__in=named)} if named else {}
    for index, values in cleaned.items():
        if "authority_code" in values:
            code = values["authority_code"]
            values["authority_code"] = known.get(code) or (
                AuthorityCode(code=code) if code else None
            )
        if "account" in values:
            code, values["account"] = values["account"], accounts.get(values["account"])
            if values["account"] is None:
                results[index] = RowResult(index, REFUSED, problem=Invalid(
                    _("“%(code)s” kodlu cari hesap yok; önce carileri gönderin.") % {"code": code},
                    code="erp_account_unknown", field="account",
                ))  # fmt: skip


def _refuse_repeated(
    card: CardKind, cleaned: Mapping[int, dict[str, Any]], results: dict[int, RowResult]
) -> None:
    seen: set[tuple[Any, ...]] = set()
    for index, values in cleaned.items():
        key = tuple(values[name] for name in card.key)
        if key in seen and index not in results:
            results[index] = RowResult(index, REFUSED, problem=Invalid(
                _("Bu kart aynı çağrıda daha yukarıda da var."), code="repeated", field="code",
            ))  # fmt: skip
        seen.add(key)


def _note(by: Actor, kind: MirrorKind, results: Iterable[RowResult]) -> None:
    counts = Counter(result.outcome for result in results)
    if counts[CREATED] or counts[CHANGED]:
        trail.record(by, "erp.mirror.refreshed", None, {"kind": str(kind), **counts},
                     label=str(kind.label))  # fmt: skip
