"""A firm's own registration at İYS: its data, two officers, two deliveries, İYS' answer (S-024 …
S-027, S-058). Papers, ticks and giving back are those of every membership file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub import personal_data
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import identity
from turkcell_hub.membership import catalogue, permissions
from turkcell_hub.membership.models import Dossier, PaperFile, Registration, Signing
from turkcell_hub.membership.services import dossiers, lacking, moves, reading
from turkcell_hub.membership.states import (
    BEING_FILLED,
    WITH_APPLICANT,
    WITH_REVIEWER,
    FileState,
    Programme,
    State,
)
from turkcell_hub.personal_data import Person
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Country, Firm

_TEXTS = {"legal_name": 200, "address": 300, "officer": 120, "officer_title": 80}
_OPEN = WITH_APPLICANT | WITH_REVIEWER


def begin(actor: Actor) -> Dossier:
    """A new file; of the kind that the firm's country suggests. Raises ``Conflict``
    (``membership_open``) while there is one."""
    with transaction.atomic():
        row = dossiers.begin(actor, Programme.IYS)
        country = Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id)
        kinds = catalogue.on(programme=Programme.IYS).kinds.values()
        fits = (kind for kind in kinds if kind.abroad == (country != Country.TURKIYE))
        kind = next(fits, next(iter(kinds)))
        row.kind, row.answers = kind.code, reading.answers(kind, {})
        Registration.objects.create(firm_id=row.firm_id, dossier=row)
        moves.settle(row)
    return row


def fill(actor: Actor, dossier: Dossier, data: Mapping[str, Any]) -> Dossier:
    """What is named in ``data`` is written, what is not stays; an empty field is allowed until
    the file is sent. ``kind``, ``answers``, ``legal_name``, ``address``, ``mersis``, ``signing``,
    ``officer``, ``officer_title``, ``officer_tckn``, ``phone``, ``email`` and the second
    officer's ``second_…``. Raises ``Invalid`` at the field, ``Conflict`` once it was sent."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.of_programme(dossier.pk, Programme.IYS)
        moves.require(row, BEING_FILLED)
        said: Registration = row.registration
        before = _said(row)
        kind = catalogue.kind_of(str(data.get("kind", row.kind)), programme=Programme.IYS)
        if kind is None:
            raise Invalid(_("Firmanın nerede yerleşik olduğunu seçin."), field="kind")
        row.kind, row.edition = kind.code, None
        row.answers = reading.answers(kind, {**row.answers, **(data.get("answers") or {})})
        for name, most in _TEXTS.items():
            setattr(row, name, " ".join(str(data.get(name, getattr(row, name))).split())[:most])
        row.phone = _phone(data, "phone", row.phone)
        row.email = _email(data, "email", row.email)
        _fill_rest(said, data)
        if not row.answers.get(lacking.JOINT):
            said.second_officer = said.second_tckn = said.second_mark = ""
            said.second_phone = said.second_email = ""
        said.save()
        row.step = 2
        moves.settle(row)
        trail.record(actor, "membership.dossier.change", row, trail.changed(before, _said(row)))
    return row


def deliver(actor: Actor, dossier: Dossier, data: Mapping[str, Any]) -> Dossier:
    """The deliveries of a firm abroad: ``emailed_on``, then ``courier``, ``tracking_number``,
    ``shipped_on`` by post; the second one may follow while İYS looks. Raises ``Invalid`` for a
    post before the e-mail, ``Conflict``."""
    actor.require(permissions.CHANGE)
    with transaction.atomic():
        row = moves.of_programme(dossier.pk, Programme.IYS)
        moves.require(row, _OPEN)
        said: Registration = row.registration
        emailed = reading.past_day(data.get("emailed_on", said.emailed_on), "emailed_on")
        shipped = reading.past_day(data.get("shipped_on", row.shipped_on), "shipped_on")
        if shipped is not None and (emailed is None or shipped < emailed):
            raise Invalid(
                _("Belgeler önce e-postayla, sonra postayla gider; günleri denetleyin."),
                field="shipped_on",
                code="post_before_email",
            )
        said.emailed_on, row.shipped_on = emailed, shipped
        row.courier = str(data.get("courier", row.courier) or "").strip()[:60]
        number = str(data.get("tracking_number", row.tracking_number) or "")
        row.tracking_number = "".join(number.split())[:40]
        said.save(update_fields=["emailed_on"])
        moves.settle(row)
        changes = {"emailed_on": emailed, "shipped_on": shipped, "courier": row.courier}
        trail.record(actor, "membership.dossier.delivered", row, changes)
    return row


def registered(actor: Actor, dossier: Dossier, code: str) -> Dossier:
    """İYS took the papers and gave ``code``: the end. Repeated with the same code it changes
    nothing. Raises ``Invalid`` for no number, ``Conflict`` before the file was sent or while the
    post of a firm abroad is not told (``not_posted``)."""
    actor.require(permissions.CHANGE)
    read = "".join(code.split())
    if not (read.isascii() and read.isdigit() and 3 <= len(read) <= 20):
        raise Invalid(_("İYS'nin verdiği kodu yazın; yalnız rakamlardan oluşur."), field="iys_code")
    with transaction.atomic():
        row = moves.of_programme(dossier.pk, Programme.IYS)
        if row.state == State.APPROVED and row.registration.iys_code == read:
            return row
        moves.require(row, WITH_REVIEWER)
        if lacking.unposted(row):
            raise Conflict(
                _("Aynı belgeler postayla da gider: gönderi takip numarasını ve gününü yazın."),
                code="not_posted",
            )
        if row.state == State.SENT:
            moves.move(row, State.IN_REVIEW, actor.label)
        files = PaperFile.objects.filter(paper__dossier=row, erased_at=None)
        files.update(state=FileState.GOOD, reason="")
        row.registration.iys_code = read
        row.registration.save(update_fields=["iys_code"])
        moves.move(row, State.APPROVED, actor.label)
        trail.record(actor, "membership.dossier.registered", row, {"iys_code": read})
    return row


def _fill_rest(said: Registration, data: Mapping[str, Any]) -> None:
    said.mersis = _mersis(data, said.mersis)
    signing = str(data.get("signing", said.signing) or "")
    if signing and signing not in Signing.values:
        raise Invalid(_("E-imza ya da ıslak imza seçin."), field="signing")
    said.signing = signing
    said.officer_tckn = _tckn(data, "officer_tckn", said.officer_tckn)
    said.officer_mark = _mark(said.officer_tckn)
    name = str(data.get("second_officer", said.second_officer) or "")
    said.second_officer = " ".join(name.split())[:120]
    said.second_tckn = _tckn(data, "second_tckn", said.second_tckn)
    said.second_mark = _mark(said.second_tckn)
    if said.second_tckn and said.second_tckn == said.officer_tckn:
        raise Invalid(
            _("İkinci imza başka bir yetkilinindir; iki kimlik numarası aynı olamaz."),
            field="second_tckn",
            code="same_officer",
        )
    said.second_phone = _phone(data, "second_phone", said.second_phone)
    said.second_email = _email(data, "second_email", said.second_email)


def _said(row: Dossier) -> dict[str, Any]:
    """What the trail may say: choices, and no person's data."""
    answers = {name: row.answers.get(name) for name in sorted(row.answers)}
    return {"kind": row.kind, "signing": row.registration.signing, **answers}


def _given(data: Mapping[str, Any], name: str, kept: str) -> str:
    return str(data.get(name, kept) or "").strip()


def _mersis(data: Mapping[str, Any], kept: str) -> str:
    read = "".join(_given(data, "mersis", kept).replace("-", "").split())
    if read and not identity.is_mersis(read):
        raise Invalid(
            _("MERSİS numarası 16 hanedir ve vergi ya da T.C. kimlik numarasını içerir."),
            field="mersis",
        )
    return read


def _tckn(data: Mapping[str, Any], name: str, kept: str) -> str:
    read = "".join(_given(data, name, kept).split())
    if read and not identity.is_tckn(read):
        raise Invalid(_("T.C. kimlik numarası doğru değil; 11 haneyi yazın."), field=name)
    return read


def _phone(data: Mapping[str, Any], name: str, kept: str) -> str:
    given = _given(data, name, kept)
    return reading.phone(given, name) if given else ""


def _email(data: Mapping[str, Any], name: str, kept: str) -> str:
    given = _given(data, name, kept)
    return reading.email(given, name) if given else ""


def _mark(tckn: str) -> str:
    person = Person(tckns=(tckn,)) if tckn else Person()
    return next(iter(personal_data.marks_of(person)), "")
