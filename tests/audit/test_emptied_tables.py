"""What a committing test leaves is gone before the next one; rights and triggers stay."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection

from tests.support import emptying
from tests.support.firms import make_firm
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.services.trail import record
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Firm, Membership


def _full() -> set[str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        tables &= set(connection.introspection.table_names(cursor))
        texts = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables)
        cursor.execute(" UNION ALL ".join(texts))
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_all_rows_go_but_the_rights_and_the_trail_refuses_as_before(
    firm: Firm, admin: Membership
) -> None:
    record(system(firm.pk, "gece işi"), "test.thing.change", firm, {})
    trail = AuditEntry._meta.db_table
    assert {"tenancy_firm", "tenancy_membership", trail} <= _full()
    rights = Permission.objects.count()
    emptying.empty(connection)
    assert _full() == {"django_content_type", "auth_permission"}
    assert Permission.objects.count() == rights
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)
    record(system(make_firm("Bursa Lojistik").pk, "gece işi"), "test.thing.change", None, {})
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEntry.objects.all().delete()
