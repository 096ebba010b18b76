from django.db import migrations

# The test database alone may be emptied: a runner truncates all tables between tests.
GUARD = """
CREATE FUNCTION consent_movement_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'consent movements are append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER consent_movement_final BEFORE UPDATE OR DELETE ON iys_consent_consentmovement
    FOR EACH ROW EXECUTE FUNCTION consent_movement_is_final();
CREATE TRIGGER consent_movement_kept BEFORE TRUNCATE ON iys_consent_consentmovement
    FOR EACH STATEMENT EXECUTE FUNCTION consent_movement_is_final();
"""
RECEIPTS_GUARD = """
CREATE FUNCTION consent_receipt_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'consent receipts are append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER consent_receipt_final BEFORE UPDATE OR DELETE ON iys_consent_consentreceipt
    FOR EACH ROW EXECUTE FUNCTION consent_receipt_is_final();
CREATE TRIGGER consent_receipt_kept BEFORE TRUNCATE ON iys_consent_consentreceipt
    FOR EACH STATEMENT EXECUTE FUNCTION consent_receipt_is_final();
"""
UNGUARD = """
DROP TRIGGER consent_movement_final ON iys_consent_consentmovement;
DROP TRIGGER consent_movement_kept ON iys_consent_consentmovement;
DROP FUNCTION consent_movement_is_final();
"""
RECEIPTS_UNGUARD = """
DROP TRIGGER consent_receipt_final ON iys_consent_consentreceipt;
DROP TRIGGER consent_receipt_kept ON iys_consent_consentreceipt;
DROP FUNCTION consent_receipt_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("iys_consent", "0001_consent_ledger")]

    operations = [
        migrations.RunSQL(GUARD, UNGUARD),
        migrations.RunSQL(RECEIPTS_GUARD, RECEIPTS_UNGUARD),
    ]
