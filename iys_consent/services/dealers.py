"""The dealers of a brand as people keep them: added by hand, read from İYS, their contract's days
(S-055)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import Dealer, DealerState, DealerStatus
from iys_consent.permissions import DEALER_ADD, DEALER_CHANGE
from iys_consent.services import accounts, dealer_registry
from iys_consent.services.dealer_registry import LOOK, is_code
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.services import account_health, connections

OWN_FIELDS = ("alias", "contract_from", "contract_until")
_FACTS = ("title", "contact", "mersis", "tax_number", "mobile", *OWN_FIELDS)


def add(actor: Actor, brand: Brand, data: Mapping[str, Any]) -> Dealer:
    """A dealer by hand. ``data``: title, and where known alias, contact, mersis, tax_number,
    mobile, contract_from, contract_until, and ``code`` of a dealer that İYS knows already;
    without a code İYS is told and gives one. Raises ``Invalid`` and ``Conflict``."""
    actor.require(DEALER_ADD)
    given = {name: data.get(name) or "" for name in _FACTS if name not in OWN_FIELDS[1:]}
    row = Dealer(
        firm_id=actor.firm_id, brand=brand, added_by=actor.label[:120], **given,
        contract_from=data.get("contract_from"), contract_until=data.get("contract_until"),
        code=_code_of(data.get("code")),
    )  # fmt: skip
    _require_sense(row)
    if row.code is None and not can_list(brand):
        raise Conflict(
            _(
                "Bu markanın İYS bağlantısı bayi kaydetmiyor. Bayiyi İYS panelinde açıp sekiz"
                " haneli kodunu buraya yazın."
            ),
            code="dealers_not_supported",
            field="code",
        )
    row.state = DealerState.LISTED if row.code else DealerState.WAITING
    with transaction.atomic():
        _save(row)
        trail.record(actor, "iys.dealer.added", row, label=row.title)
        if row.code is None:
            nudges.after_commit(LOOK, actor.firm_id, row.pk, queue="slow")
    return row


def change(actor: Actor, dealer: Dealer, data: Mapping[str, Any]) -> Dealer:
    """What is ours of a dealer: short name and the contract's days; what İYS holds is changed
    there and read again. A dealer that İYS refused may be mended wholly, and is told anew.
    Raises ``Invalid`` for what cannot be changed here."""
    actor.require(DEALER_CHANGE)
    with transaction.atomic():
        row: Dealer = Dealer.objects.select_for_update().get(pk=dealer.pk)
        mendable = row.state == DealerState.FAILED
        _require_ours(row, data, mendable)
        names = [name for name in (_FACTS if mendable else OWN_FIELDS) if name in data]
        before = {name: getattr(row, name) for name in names}
        for name in names:
            empty = None if name.startswith("contract") else ""
            setattr(row, name, data[name] or empty)
        _require_sense(row)
        if mendable:
            row.state, row.error, row.tried_at = DealerState.WAITING, "", None
            nudges.after_commit(LOOK, actor.firm_id, row.pk, queue="slow")
        _save(row)
        changed = trail.changed(before, {name: getattr(row, name) for name in names})
        trail.record(actor, "iys.dealer.changed", row, changed, label=row.title)
    return row


def refresh(actor: Actor, brand: Brand) -> int:
    """Reads the brand's dealers from İYS now; returns how many it has. HTTP: no transaction may
    be open. Raises ``Conflict`` where there is no account that tells, ``Unavailable`` with
    the cause where it does not answer."""
    actor.require(DEALER_ADD)
    account = accounts.for_brand(brand)
    if account is None or not can_list(brand):
        raise Conflict(
            _("Bu markanın İYS bağlantısı bayi listesi vermiyor."), code="dealers_not_supported"
        )
    asked_at = timezone.now()
    try:
        with connections.registry(account) as gateway:
            found = dealer_registry.listed(gateway, brand)
    except GatewayError as error:
        account_health.note_failure(account, error)
        raise Unavailable(account_health.explain(error), code="registry_unreachable") from None
    return dealer_registry.take(brand, found, asked_at)


def can_list(brand: Brand) -> bool:
    account = accounts.for_brand(brand)
    return account is not None and connections.registry_capabilities(account).retailers


def in_force(brand_id: int) -> Any:
    """Dealers of a brand in whose name something may be sent today (the gate asks the same)."""
    today = date_there()
    return Dealer.objects.filter(
        Q(contract_from=None) | Q(contract_from__lte=today),
        Q(contract_until=None) | Q(contract_until__gte=today),
        brand=brand_id,
        state=DealerState.LISTED,
        status=DealerStatus.ACTIVE,
    )


def is_open(row: Dealer) -> bool:
    """The same of one dealer: whether something may be sent in its name today."""
    today = date_there()
    begun = row.contract_from is None or row.contract_from <= today
    over = row.contract_until is not None and row.contract_until < today
    listed = row.state == DealerState.LISTED and row.status == DealerStatus.ACTIVE
    return listed and begun and not over


def date_there() -> date:
    return timezone.now().astimezone(REGISTRY_ZONE).date()


def _code_of(given: Any) -> int | None:
    text = str(given or "").strip()
    if text and not is_code(text):
        raise Invalid(
            _("Bayi kodu İYS'nin verdiği sekiz haneli sayıdır."), code="code_invalid", field="code"
        )
    return int(text) if text else None


def _require_ours(row: Dealer, data: Mapping[str, Any], mendable: bool) -> None:
    theirs = [name for name in _FACTS if name in data and name not in OWN_FIELDS]
    changed = [name for name in theirs if (data[name] or "") != getattr(row, name)]
    if changed and not mendable:
        raise Invalid(
            _("Bu bilgi İYS'deki kayıttan gelir. Orada değiştirip “İYS'den al” ile okuyun."),
            code="dealer_fact_of_registry",
            field=changed[0],
        )


def _require_sense(row: Dealer) -> None:
    row.title = row.title.strip()
    if not row.title:
        raise Invalid(_("Bayinin unvanını yazın."), code="title_missing", field="title")
    for name, lengths, said in (
        ("mersis", (0, 16), _("MERSİS numarası 16 hanelidir.")),
        ("tax_number", (0, 10, 11), _("Vergi numarası 10 ya da 11 hanelidir.")),
    ):
        value = "".join(getattr(row, name).split())
        if len(value) not in lengths or not (value.isascii() and value.isdigit() or not value):
            raise Invalid(said, code=f"{name}_invalid", field=name)
        setattr(row, name, value)
    if row.mobile:
        found = phones.parse(row.mobile).e164
        if found is None or not found.startswith("+905"):
            raise Invalid(
                _("Cep telefonunu 0532 123 45 67 biçiminde yazın."),
                code="mobile_invalid", field="mobile",
            )  # fmt: skip
        row.mobile = found
    if row.contract_from and row.contract_until and row.contract_until < row.contract_from:
        raise Invalid(
            _("Sözleşme bitişi başlangıcından önce olamaz."),
            code="contract_days", field="contract_until",
        )  # fmt: skip


def _save(row: Dealer) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(
            _("Bu kodda bir bayi zaten var."), code="dealer_taken", field="code"
        ) from None
