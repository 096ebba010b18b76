"""A row in every table of the register that names one person, planted past the product."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from turkcell_hub import personal_data
from turkcell_hub.personal_data import Person
from turkcell_hub.tenancy.sealed import SealedJSONField, SealedTextField, seal


def plant(firm_id: int, person: Person, *, at: dt.datetime) -> None:
    """One row of each entry. Foreign keys lead to the planted row of their table (all have the
    same number), so that paths through them find it; triggers and keys are not asked."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    planted, waiting = {"tenancy.Firm"}, [held.model for held in personal_data.every()]
    while waiting:
        label = waiting.pop()
        if label not in planted:
            planted.add(label)
            waiting += _parents(label)
            _insert(label, firm_id, person, at)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def pk_of(firm_id: int) -> int:
    return 7_000_000 + firm_id


def _parents(label: str) -> list[str]:
    """Tables that the table's keys lead to."""
    keys = (field for field in apps.get_model(label)._meta.local_fields if field.is_relation)
    return [field.related_model._meta.label for field in keys]


def _insert(label: str, firm_id: int, person: Person, at: dt.datetime) -> None:
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
        if field.primary_key and not field.is_relation:
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
    insert = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({holes})'
    while not _inserted(model._meta.db_table, insert, list(values.values())):
        pass


def _inserted(table: str, insert: str, values: list[Any]) -> bool:
    """False after a rule that the made-up values do not fit was taken away: it comes back with
    the end of the test's transaction."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, values)
    except IntegrityError as error:
        rule = error.__cause__.diag.constraint_name  # type: ignore[union-attr]
        with connection.cursor() as cursor:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{rule}"')
        return False
    return True


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
        exact = field.name in (
            "phone", "phone_before", "phone_after", "sender", "recipient", "address",
            "corporate_line",
        )  # fmt: skip
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
