"""What the applicant writes: payment type and kind, the company's data, the parcel (A-001 …)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.applications.checks import tax_number_of
from turkcell_hub.audit.services import trail
from turkcell_hub.billing.models import PaymentType
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.membership import catalogue, permissions
from turkcell_hub.membership.catalogue import Kind
from turkcell_hub.membership.models import Dossier, DossierEvent
from turkcell_hub.membership.services import discarding, lacking, moves, reading
from turkcell_hub.membership.states import BEING_FILLED, WITH_APPLICANT, Programme, State
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, User
from turkcell_hub.tenancy.services import keys

# Letters and digits that are not mistaken for each other on paper.
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_PREFIXES = {Programme.SMS: "UYE-", Programme.IYS: "IYS-"}
_TEXTS = {
    "legal_name": 200, "tax_office": 80, "address": 300, "officer": 120, "officer_title": 80,
}  # fmt: skip
_NEEDED = {
    "legal_name": __("Kurumun tam adını yazın."),
    "address": __("Adresi yazın; sözleşmede yer alır."),
    "officer": __("İmza yetkilisinin adını ve soyadını yazın."),
}


def live(programme: str = Programme.SMS) -> Dossier | None:
    """The programme's file of the firm in scope that was not rejected."""
    rows = Dossier.objects.filter(programme=programme).exclude(state=State.REJECTED)
    found: Dossier | None = rows.first()
    return found


def begin(actor: Actor, programme: str = Programme.SMS) -> Dossier:
    """A new, empty file. Raises ``Conflict`` (``membership_open``) while there is one."""
    actor.require(permissions.ADD)
    firm = Firm.objects.get(pk=actor.firm_id)
    user = User.objects.filter(pk=actor.user_id).first() if actor.user_id else None
    with transaction.atomic():
        try:
            with transaction.atomic():
                row = Dossier.objects.create(
                    firm_id=actor.firm_id,
                    programme=programme,
                    reference=_PREFIXES[programme]
                    + "".join(secrets.choice(_LETTERS) for _sign in range(8)),
                    legal_name=firm.legal_name,
                    email=user.email if user else "",
                    by_user=actor.user_id or keys.maker_of(actor.api_key_id),
                    by_label=actor.label[:150],
                )
        except IntegrityError:
            raise Conflict(
                _("Firmanızın bir üyelik dosyası var; onunla devam edin."), code="membership_open"
            ) from None
        DossierEvent.objects.create(
            firm_id=row.firm_id, dossier=row, state=row.state, by_label=row.by_label
        )
        trail.record(actor, "membership.dossier.add", row)
    return row


def fill(actor: Actor, dossier: Dossier, data: Mapping[str, Any]) -> Dossier:
    """Step 1: what is named in ``data`` is written, what is not stays. ``payment_type``, ``kind``,
    ``answers`` (question code -> yes/no or number), the company's data, ``paper_day``. Raises
    ``Invalid`` at the field, ``Conflict`` once the file was sent."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.of_programme(dossier.pk, Programme.SMS)
        moves.require(row, BEING_FILLED)
        before = _said(row)
        kind = _kind(str(data.get("kind", row.kind)))
        row.kind, row.edition = kind.code, None
        row.payment_type = _payment(str(data.get("payment_type", row.payment_type)))
        row.answers = reading.answers(kind, {**row.answers, **(data.get("answers") or {})})
        for name, most in _TEXTS.items():
            given = " ".join(str(data.get(name, getattr(row, name)) or "").split())
            if not given and name in _NEEDED:
                raise Invalid(str(_NEEDED[name]), field=name)
            setattr(row, name, given[:most])
        row.tax_number = tax_number_of(str(data.get("tax_number", row.tax_number) or ""))
        row.phone = reading.phone(str(data.get("phone", row.phone) or ""), "phone")
        row.email = reading.email(str(data.get("email", row.email) or ""))
        row.paper_day = reading.paper_day(data.get("paper_day", row.paper_day), kind)
        row.step = max(row.step, 2)
        moves.settle(row)
        trail.record(actor, "membership.dossier.change", row, trail.changed(before, _said(row)))
    return row


def ship(actor: Actor, dossier: Dossier, data: Mapping[str, Any]) -> Dossier:
    """Step 3: the corporate line (A-045) and the parcel. ``has_corporate_line``,
    ``corporate_line``, ``courier``, ``tracking_number``, ``shipped_on``. Raises ``Invalid``,
    ``Conflict``."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.of_programme(dossier.pk, Programme.SMS)
        moves.require(row, WITH_APPLICANT)
        has_line = data.get("has_corporate_line", row.has_corporate_line)
        row.has_corporate_line = has_line
        given = str(data.get("corporate_line", row.corporate_line) or "")
        row.corporate_line = reading.phone(given, "corporate_line") if has_line else ""
        row.courier = str(data.get("courier", row.courier) or "").strip()[:60]
        row.tracking_number = str(data.get("tracking_number", row.tracking_number) or "")
        row.tracking_number = "".join(row.tracking_number.split())[:40]
        row.shipped_on = reading.past_day(data.get("shipped_on", row.shipped_on), "shipped_on")
        row.step = max(row.step, 3) if row.step > 1 else row.step
        moves.settle(row)
        changes = {"has_corporate_line": has_line, "courier": row.courier}
        trail.record(actor, "membership.dossier.change", row, changes)
    return row


def reach(actor: Actor, dossier: Dossier, step: int) -> None:
    """Remembers how far the applicant has come, so that he comes back to it (A-001)."""
    if actor.can(permissions.CHANGE) and dossier.step < step and dossier.state in BEING_FILLED:
        with transaction.atomic():
            row = moves.locked(dossier.pk)
            row.step = max(row.step, step)
            moves.settle(row)


def submit(actor: Actor, dossier: Dossier) -> Dossier:
    """Gives the file to the reviewer: for the first time, or after files were given back. Raises
    ``Conflict`` (``membership_incomplete``; ``extra["missing"]``: what lacks)."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.locked(dossier.pk)
        moves.require(row, WITH_APPLICANT)
        missing = lacking.of(row)
        if missing:
            raise Conflict(
                _("Dosya eksik, gönderilemez: %(what)s") % {"what": " ".join(missing)},
                code="membership_incomplete",
                extra={"missing": missing},
            )
        if row.edition is None:
            row.edition = catalogue.on(programme=row.programme).valid_from
            discarding.drop_unasked(row)
        row.sent_at = timezone.now()
        row.step = 3
        if row.state == State.INCOMPLETE:
            row.state = State.DRAFT
        moves.move(row, State.SENT, actor.label)
        trail.record(actor, "membership.dossier.sent", row, {"courier": row.courier})
    return row


def _said(row: Dossier) -> dict[str, Any]:
    """What the trail may say of the data: choices, and which texts changed hands."""
    return {"payment_type": row.payment_type, "kind": row.kind, "legal_name": row.legal_name}


def _kind(code: str) -> Kind:
    found = catalogue.kind_of(code)
    if found is None:
        raise Invalid(_("Kurum türünü seçin."), field="kind")
    return found


def _payment(given: str) -> str:
    if given not in PaymentType.values:
        raise Invalid(_("Faturalı mı, ön ödemeli mi? Birini seçin."), field="payment_type")
    return given
