"""Cards in firms for trials become what the people are in the real firms: a person who was lowered
or switched off there was an Admin here still. An Admin who is no member of the real firm (any more)
is switched off; the firm's Admin switches an outside programmer on again."""

from django.db import migrations

FOLLOW = """
UPDATE tenancy_membership AS card
   SET role = real.role, is_active = real.is_active
  FROM tenancy_firm AS firm, tenancy_membership AS real
 WHERE firm.id = card.firm_id AND real.firm_id = firm.sandbox_of_id
   AND real.user_id = card.user_id
   AND (card.role, card.is_active) IS DISTINCT FROM (real.role, real.is_active)
"""
GONE = """
UPDATE tenancy_membership AS card
   SET is_active = false
  FROM tenancy_firm AS firm
 WHERE firm.id = card.firm_id AND firm.sandbox_of_id IS NOT NULL
   AND card.role = 'ADMIN' AND card.is_active
   AND NOT EXISTS (SELECT 1 FROM tenancy_membership AS real
                    WHERE real.firm_id = firm.sandbox_of_id AND real.user_id = card.user_id)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0005_sandbox_firms"),
    ]

    operations = [
        migrations.RunSQL([FOLLOW, GONE], migrations.RunSQL.noop),
    ]
