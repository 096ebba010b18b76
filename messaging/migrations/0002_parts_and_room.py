"""What Django's schema cannot say: the packing function, and room for one update a row."""

from django.db import migrations

PARTS = """
CREATE OR REPLACE FUNCTION messaging_sms_parts(
    body text, plain text, turkish text, doubles text,
    plain_single int, plain_part int, turkish_single int, turkish_part int,
    ucs2_single int, ucs2_part int, ucs2_allowed boolean
) RETURNS int LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    single int; part int; units int := 0; used int := 0; parts int := 1;
    weight int; letter text; is_ucs2 boolean := false;
BEGIN
    IF body = '' THEN RETURN 0; END IF;
    IF body ~ plain THEN
        single := plain_single; part := plain_part;
    ELSIF turkish IS NOT NULL AND body ~ turkish THEN
        single := turkish_single; part := turkish_part;
    ELSIF ucs2_allowed THEN
        single := ucs2_single; part := ucs2_part; is_ucs2 := true;
    ELSE
        RETURN -1;
    END IF;
    FOREACH letter IN ARRAY string_to_array(body, NULL) LOOP
        weight := CASE WHEN is_ucs2 THEN CASE WHEN ascii(letter) > 65535 THEN 2 ELSE 1 END
                       WHEN letter ~ doubles THEN 2 ELSE 1 END;
        units := units + weight;
        IF used + weight > part THEN
            parts := parts + 1; used := weight;
        ELSE
            used := used + weight;
        END IF;
    END LOOP;
    RETURN CASE WHEN units <= single THEN 1 ELSE parts END;
END $$;
"""

# A message row is updated once, when its report comes: leave its new version room on the
# same page (HOT), so that no index is touched.
ROOM = "ALTER TABLE messaging_message SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05)"


class Migration(migrations.Migration):
    dependencies = [("messaging", "0001_initial")]

    operations = [
        migrations.RunSQL(
            PARTS,
            "DROP FUNCTION IF EXISTS messaging_sms_parts(text, text, text, text,"
            " int, int, int, int, int, int, boolean)",
        ),
        migrations.RunSQL(ROOM, "ALTER TABLE messaging_message RESET (fillfactor)"),
    ]
