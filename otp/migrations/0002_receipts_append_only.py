from django.db import migrations

# One column may be filled, once: when the approval was used. The test database may be emptied.
GUARD = """
CREATE FUNCTION otp_receipt_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' THEN
        RETURN NULL;
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.executed_at IS NULL AND NEW.executed_at IS NOT NULL
       AND to_jsonb(OLD) - 'executed_at' = to_jsonb(NEW) - 'executed_at' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'approval receipts are append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER otp_receipt_final BEFORE UPDATE OR DELETE ON otp_receipt
    FOR EACH ROW EXECUTE FUNCTION otp_receipt_is_final();
CREATE TRIGGER otp_receipt_kept BEFORE TRUNCATE ON otp_receipt
    FOR EACH STATEMENT EXECUTE FUNCTION otp_receipt_is_final();
"""
UNGUARD = """
DROP TRIGGER otp_receipt_final ON otp_receipt;
DROP TRIGGER otp_receipt_kept ON otp_receipt;
DROP FUNCTION otp_receipt_is_final();
"""


class Migration(migrations.Migration):
    dependencies = [("otp", "0001_challenges")]

    operations = [migrations.RunSQL(GUARD, UNGUARD)]
