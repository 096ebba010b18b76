"""From what a room says to a draft's rows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from turkcell_hub.erp.models import Account, Document, DocumentLine, Project, ServiceCard, Workplace
from turkcell_hub.erp.specs import DocumentSpec, LineSpec
from turkcell_hub.erp.states import DocumentKind
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor

_KURUS = Decimal("0.01")
_MOST = Decimal(10) ** 15


def build(spec: DocumentSpec, by: Actor) -> Document:
    """Writes the draft and its lines in the caller's transaction."""
    refuse_unusable(spec)
    account = by.visible(Account.objects.filter(pk=spec.account_id)).first()
    if account is None:
        raise NotFound(_("Cari hesap bulunamadı."), code="erp_account_unknown", field="account_id")
    _refuse_unknown_rows(spec, by)
    document = unsaved(spec, account, by)
    try:
        with transaction.atomic():
            document.save()
    except IntegrityError as error:
        raise _taken(error, spec) from None
    DocumentLine.objects.bulk_create(lines_of(document, spec), batch_size=1000)
    return document


def unsaved(spec: DocumentSpec, account: Account, by: Actor) -> Document:
    return Document(
        firm_id=by.firm_id,
        kind=spec.kind,
        source_key=spec.source_key,
        account=account,
        authority_code_id=account.authority_code_id,
        number=spec.number or spec.document_number,
        document_number=spec.document_number,
        date=spec.date,
        document_date=spec.document_date,
        note=spec.note[:300],
        currency=spec.currency,
        total=spec.total,
        created_by=by.label[:150],
    )


def lines_of(document: Document, spec: DocumentSpec) -> list[DocumentLine]:
    return [_line(document, place, line) for place, line in enumerate(spec.lines, start=1)]


def _line(document: Document, place: int, line: LineSpec) -> DocumentLine:
    return DocumentLine(
        firm_id=document.firm_id,
        document=document,
        position=place,
        service_card_id=line.service_card_id,
        description=line.description[:250],
        quantity=line.quantity,
        net=line.net,
        vat_rate=line.vat_rate,
        vat=line.vat,
        vat_difference=line.vat_difference,
        project_id=line.project_id,
        workplace_id=line.workplace_id,
        special_code=line.special_code,
        number=line.number,
    )


def refuse_unusable(spec: DocumentSpec) -> None:
    """Raises ``Invalid`` for what no ERP could store."""
    if spec.kind not in DocumentKind.values:
        raise Invalid(_("Bilinmeyen belge türü."), code="erp_kind_unknown", field="kind")
    if not spec.source_key or len(spec.source_key) > 200:
        raise Invalid(
            _("Belgenin neyi işlediği 1–200 karakterle yazılmalı."),
            code="erp_source_unusable",
            field="source_key",
        )
    if not spec.document_number or len(spec.document_number) > 31:
        raise Invalid(
            _("Fatura numarası 1–31 karakter olmalı."),
            code="erp_number_unusable",
            field="document_number",
        )
    if len(spec.number or spec.document_number) > 16:
        raise Invalid(
            _("ERP fiş numarası en çok 16 karakter olabilir; kısa bir numara verin."),
            code="erp_number_unusable",
            field="number",
        )
    if not spec.lines:
        raise Invalid(_("Belgede satır yok."), code="erp_no_lines", field="lines")
    if len(spec.currency) != 3:
        raise Invalid(_("Para birimi üç harfli olmalı."), code="erp_currency", field="currency")
    _refuse_odd_amounts(spec)


def _refuse_odd_amounts(spec: DocumentSpec) -> None:
    """More than two decimals would be rounded by the database, unseen."""
    _amount(spec.total, "total", least=Decimal(0))
    for place, line in enumerate(spec.lines):
        _amount(line.net, f"lines.{place}.net", least=Decimal(0))
        _amount(line.vat, f"lines.{place}.vat", least=Decimal(0))
        _amount(line.vat_difference, f"lines.{place}.vat_difference", least=-_MOST)
        _amount(line.vat_rate, f"lines.{place}.vat_rate", least=Decimal(0), most=Decimal(100))
        if not line.quantity.is_finite() or not 0 < line.quantity < 10**9:
            raise Invalid(
                _("Miktar sıfırdan büyük olmalı."),
                code="erp_amount",
                field=f"lines.{place}.quantity",
            )


def _amount(value: Decimal, field: str, *, least: Decimal, most: Decimal = _MOST) -> None:
    fits = value.is_finite() and least <= value <= most and value == value.quantize(_KURUS)
    if not fits:
        raise Invalid(
            _("Tutar kuruşlu ve beklenen aralıkta olmalı: %(value)s.") % {"value": value},
            code="erp_amount",
            field=field,
        )


def _refuse_unknown_rows(spec: DocumentSpec, by: Actor) -> None:
    wanted: tuple[tuple[str, Any, set[int]], ...] = (
        ("service_card_id", ServiceCard, {line.service_card_id for line in spec.lines}),
        ("project_id", Project, _named(line.project_id for line in spec.lines)),
        ("workplace_id", Workplace, _named(line.workplace_id for line in spec.lines)),
    )
    for field, model, ids in wanted:
        missing = ids - _existing(model, ids, by)
        if missing:
            raise NotFound(
                _("%(name)s bulunamadı.") % {"name": str(model._meta.verbose_name).capitalize()},
                code="erp_row_unknown",
                field=f"lines.{field}",
                extra={"ids": sorted(missing)},
            )


def _named(ids: Iterable[int | None]) -> set[int]:
    return {pk for pk in ids if pk is not None}


def _existing(model: type[Model], ids: set[int], by: Actor) -> set[int]:
    if not ids:
        return set()
    rows = model._default_manager.filter(pk__in=ids)
    return set(by.visible(rows).values_list("pk", flat=True))


def _taken(error: IntegrityError, spec: DocumentSpec) -> Conflict:
    return number_taken(spec) if "erp_document_number_once" in str(error) else source_taken()


def number_taken(spec: DocumentSpec) -> Conflict:
    return Conflict(
        _("Bu cari için %(number)s numaralı bir belge zaten var.")
        % {"number": spec.number or spec.document_number},
        code="erp_number_taken",
        field="number",
    )


def source_taken() -> Conflict:
    return Conflict(
        _("Bu fatura için zaten bir ERP belgesi var; ikinci kez işlenemez."),
        code="erp_source_taken",
        field="source_key",
    )
