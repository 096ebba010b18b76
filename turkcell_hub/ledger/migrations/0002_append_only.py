"""Movements are kept as they were written: only ``refunded`` may grow."""

from __future__ import annotations

from django.db import migrations

GUARD = """
CREATE FUNCTION ledger_transfer_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE'
       AND to_jsonb(NEW) - 'refunded' = to_jsonb(OLD) - 'refunded'
       AND NEW.refunded >= OLD.refunded THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'ledger_transfer rows are kept as they were written';
END $$;
CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_transfer_guard();
"""
UNGUARD = """
DROP TRIGGER ledger_transfer_append_only ON ledger_transfer;
DROP FUNCTION ledger_transfer_guard();
"""


class Migration(migrations.Migration):
    dependencies = (("ledger", "0001_initial"),)
    operations = (migrations.RunSQL(GUARD, UNGUARD),)
