"""How a card of each kind is read from what an ERP, a program or a file says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import (
    Account,
    Contact,
    MirrorRow,
    Person,
    Project,
    ServiceCard,
    Side,
    Workplace,
)
from turkcell_hub.erp.phones import KINDS as PHONE_KINDS
from turkcell_hub.errors import Invalid

MOST_PHONES = 10
Cleaner = Callable[[str, Any], Any]


@dataclass(frozen=True)
class CardKind:
    """``fields``: what may be said of a card, with its cleaner; ``required``: what must be.
    ``key``: the fields that tell two cards apart within the firm."""

    kind: MirrorKind
    model: type[MirrorRow]
    fields: Mapping[str, Cleaner]
    required: tuple[str, ...]
    key: tuple[str, ...] = ("code",)

    @property
    def has_phones(self) -> bool:
        return "phones" in self.fields

    def clean(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The values that ``given`` names. Raises ``Invalid`` with the first wrong field; what
        is null is not said at all."""
        for name in given:
            if name not in self.fields:
                raise Invalid(
                    _("Bilinmeyen alan: %(name)s. Bilinenler: %(known)s.")
                    % {"name": str(name)[:60], "known": ", ".join(self.fields)},
                    code="unknown_field",
                    field=str(name)[:60],
                )
        said = {name: value for name, value in given.items() if value is not None}
        values = {name: self.fields[name](name, value) for name, value in said.items()}
        for name in self.required:
            if values.get(name) in (None, ""):
                raise Invalid(_("Bu alan zorunlu."), code="required", field=name)
        return values


def text(most: int) -> Cleaner:
    def clean(field: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Invalid(_("Metin gönderin."), code="incorrect_type", field=field)
        found = " ".join(str(value).replace("\x00", " ").split())
        if len(found) > most:
            raise Invalid(
                _("En çok %(most)d karakter olabilir.") % {"most": most},
                code="max_length",
                field=field,
            )
        return found

    return clean


def _cut(most: int) -> Cleaner:
    """Nothing is decided by it, so that a card is not refused for its length."""
    return lambda field, value: str(text(10_000)(field, value))[:most].strip()


def _degrees(most: int) -> Cleaner:
    """ "" takes a place away that the ERP has no more."""

    def clean(field: str, value: Any) -> float | None:
        if value == "":
            return None
        try:
            if isinstance(value, bool):
                raise ValueError
            found = float(str(value).strip().replace(",", "."))
        except ValueError:
            found = float("nan")
        if not -most <= found <= most:
            raise Invalid(
                _("%(low)d ile %(high)d arasında bir derece gönderin.")
                % {"low": -most, "high": most},
                code="invalid",
                field=field,
            )
        return found

    return clean


def code(most: int) -> Cleaner:
    """A business key: the ERP tells keys apart by case and by inner blanks, so they stay."""

    def clean(field: str, value: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Invalid(_("Metin gönderin."), code="incorrect_type", field=field)
        found = str(value).strip()
        if len(found) > most or not found.isprintable():
            raise Invalid(
                _("En çok %(most)d yazılabilir karakter olabilir.") % {"most": most},
                code="max_length",
                field=field,
            )
        return found

    return clean


def _flag(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise Invalid(_("true veya false gönderin."), code="incorrect_type", field=field)
    return value


def _rate(field: str, value: Any) -> Decimal:
    """A percent with at most two decimals: 20, "20.00" and "20,00" are one."""
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        rate = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        raise _bad_rate(field) from None
    if not rate.is_finite() or not 0 <= rate <= 100 or rate != rate.quantize(Decimal("0.01")):
        raise _bad_rate(field)
    return rate.quantize(Decimal("0.01"))


def _bad_rate(field: str) -> Invalid:
    return Invalid(_("0 ile 100 arasında bir yüzde gönderin."), code="invalid", field=field)


def _email(field: str, value: Any) -> str:
    """A card may hold anything in its e-mail; what is no address is left out, not refused."""
    found = str(text(254)(field, value))
    try:
        validate_email(found)
    except ValidationError:
        return ""
    return found


def _tax_number(field: str, value: Any) -> str:
    digits = str(text(20)(field, value)).replace(" ", "")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) in (10, 11)):
        raise Invalid(
            _("Vergi numarası 10, TC kimlik numarası 11 rakamdır."), code="invalid", field=field
        )
    return digits


def _side(field: str, value: Any) -> str:
    if value not in Side.values:
        raise Invalid(
            _("Şunlardan biri olmalı: %(known)s.") % {"known": ", ".join(Side.values)},
            code="invalid_choice",
            field=field,
        )
    return str(value)


def _phones(field: str, value: Any) -> list[dict[str, str]]:
    """``[{"number", "kind"}]`` or plain texts, in the card's order."""
    if not isinstance(value, list):
        raise Invalid(_("Liste gönderin."), code="not_a_list", field=field)
    if len(value) > MOST_PHONES:
        raise Invalid(
            _("Bir kartta en çok %(most)d numara olabilir.") % {"most": MOST_PHONES},
            code="max_length",
            field=field,
        )
    return [_phone(f"{field}.{place}", entry) for place, entry in enumerate(value)]


def _phone(field: str, entry: Any) -> dict[str, str]:
    said = {"number": entry} if isinstance(entry, str) else entry
    if not isinstance(said, Mapping) or not set(said) <= {"number", "kind"}:
        raise Invalid(_("number ve kind gönderin."), code="incorrect_type", field=field)
    kind = said.get("kind") or ""
    if kind not in ("", *PHONE_KINDS):
        raise Invalid(
            _("kind şunlardan biri olmalı: %(known)s.") % {"known": ", ".join(PHONE_KINDS)},
            code="invalid_choice",
            field=f"{field}.kind",
        )
    return {"number": text(40)(f"{field}.number", said.get("number") or ""), "kind": kind}


_COMMON: dict[str, Cleaner] = {
    "code": code(64),
    "erp_ref": text(64),
    "special_code": text(30),
    "authority_code": text(20),
    "is_active": _flag,
}
_REACHED: dict[str, Cleaner] = {"phones": _phones, "email": _email}
_NAMED: dict[str, Cleaner] = {"first_name": text(60), "last_name": text(60), "duty": text(80)}

CARDS: dict[MirrorKind, CardKind] = {
    card.kind: card
    for card in (
        CardKind(
            MirrorKind.ACCOUNT,
            Account,
            {
                **_COMMON,
                "title": text(200),
                "tax_number": _tax_number,
                "tax_office": text(60),
                "address": _cut(250),
                "district": _cut(60),
                "postcode": _cut(10),
                "city": text(60),
                "latitude": _degrees(90),
                "longitude": _degrees(180),
                **_REACHED,
            },
            ("code", "title"),
        ),
        CardKind(
            MirrorKind.CONTACT,
            Contact,
            {**_COMMON, "account": code(64), **_NAMED, **_REACHED},
            ("code", "account"),
            ("account", "code"),
        ),
        CardKind(MirrorKind.PERSON, Person, {**_COMMON, **_NAMED, **_REACHED}, ("code",)),
        CardKind(
            MirrorKind.SERVICE_CARD,
            ServiceCard,
            {**_COMMON, "name": text(200), "side": _side, "vat_rate": _rate},
            ("code", "name", "side", "vat_rate"),
            ("side", "code"),
        ),
        CardKind(
            MirrorKind.PROJECT, Project, {**_COMMON, "name": text(200)}, ("code", "name")
        ),
        CardKind(
            MirrorKind.WORKPLACE, Workplace, {**_COMMON, "name": text(200)}, ("code", "name")
        ),
    )
}  # fmt: skip
