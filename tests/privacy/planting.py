"""A row in every table of the register that names one person, planted past the product."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.utils import timezone

from turkcell_hub import personal_data
from turkcell_hub.personal_data import Held, Person
from turkcell_hub.tenancy.sealed import SealedJSONField, SealedTextField, seal

# What check constraints want to see together, by table.
FITTING: dict[str, dict[str, Any]] = {}


def plant(firm_id: int, person: Person, *, at: dt.datetime, **special: dict[str, Any]) -> None:
    """One row of each entry. Foreign keys lead to the planted row of their table (all have the
    same number), so that paths through them find it; triggers and keys are not asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    planted = set()
    for held in personal_data.every():
        for label in (held.model, *_parents(held)):
            if label in planted or label in ("tenancy.Firm", "tenancy.User"):
                continue
            planted.add(label)
            _insert(label, firm_id, person, at, special.get(label.replace(".", "__"), {}))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def pk_of(firm_id: int) -> int:
    return 7_000_000 + firm_id


def _parents(held: Held) -> list[str]:
    """Tables that the entry's paths and holds lead through."""
    model: Any = apps.get_model(held.model)
    paths = [*held.phone, *held.email, *held.address, *held.mark, held.firm, *held.shows]
    paths += [hold.since for hold in held.holds if hold.since]
    paths += [name for hold in held.holds for name in _names(hold.where)]
    found = []
    for path in paths:
        here = model
        for name in path.split("__"):
            try:
                field = here._meta.get_field(name)
            except Exception:  # a lookup such as "isnull"
                break
            related = field.related_model if field.is_relation else None
            if related is None:
                break
            here = related
            if not field.auto_created or field.concrete:
                found.append(here._meta.label)
    return found


def _names(where: models.Q) -> list[str]:
    found: list[str] = []
    for child in where.children:
        found += _names(child) if isinstance(child, models.Q) else [child[0]]
    return found


def _insert(
    label: str, firm_id: int, person: Person, at: dt.datetime, special: dict[str, Any]
) -> None:
    model = apps.get_model(label)
    named = {
        path
        for held in personal_data.every()
        if held.model == label
        for path in (*held.phone, *held.address, *held.within, *held.octets)
    }
    mailed = {p for h in personal_data.every() if h.model == label for p in h.email}
    values: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        given = special.get(field.name, FITTING.get(label, {}).get(field.name, _MISSING))
        if given is not _MISSING:
            values[field.column] = given
        elif field.primary_key and not field.is_relation:
            values[field.column] = pk_of(firm_id)
        elif field.name in ("firm", "firm_id"):
            values[field.column] = firm_id
        elif field.is_relation:
            values[field.column] = pk_of(firm_id)
        else:
            values[field.column] = _value(
                field, field.name in named, field.name in mailed, person, at
            )
    names = ", ".join(f'"{name}"' for name in values)
    holes = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({holes})',
            list(values.values()),
        )


_MISSING = object()


def _value(field: Any, is_named: bool, is_mailed: bool, person: Person, at: dt.datetime) -> Any:
    number = person.phones[0]
    national = f"0{person.digits[0]}"
    if isinstance(field, SealedTextField | SealedJSONField):
        return seal("{}")
    if isinstance(field, models.JSONField):
        held = {"telefon": national, "sayi": int(person.digits[0])} if is_named else {}
        return connection.ops.adapt_json_value(held, None)
    if isinstance(field, ArrayField):
        return [number] if is_named else []
    if isinstance(field, models.BinaryField):
        return f"tel={number}".encode() if is_named else b""
    if is_mailed:
        return person.emails[0]
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.GenericIPAddressField):
        return "203.0.113.1"
    if isinstance(field, models.CharField | models.TextField):
        exact = field.name in ("phone", "sender", "recipient", "address")
        if is_named:
            return number if exact else national
        return str(field.choices[0][0])[: field.max_length] if field.choices else ""
    if isinstance(field, models.DateTimeField):
        return at
    if isinstance(field, models.DateField):
        return at.date()
    if isinstance(field, models.TimeField):
        return dt.time(9)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.DecimalField | models.FloatField | models.IntegerField):
        return 1
    return None if field.null else timezone.now()


def traces(person: Person) -> dict[str, int]:
    """Table -> rows that show the person's number or address anywhere, read past the product."""
    found: dict[str, int] = {}
    needles = [*person.digits, *person.emails]
    hexes = [needle.encode().hex() for needle in needles]
    like = [f"%{needle}%" for needle in (*needles, *hexes)]
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if not model._meta.managed:
                continue
            table = model._meta.db_table
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY(%s)', [like])
            count = cursor.fetchone()[0]
            if count:
                found[model._meta.label] = count
    return found
