"""What a batch needs right before its hand-over, and what is noted right after (one row of each
statement a batch, written out because the ORM would build them anew for every batch)."""

from __future__ import annotations

from messaging.models import (
    BlacklistEntry,
    Campaign,
    Message,
    MessageState,
    ReportPoll,
    SendingRules,
)
from messaging.verdicts import Verdict
from turkcell_hub.tenancy.models import Brand, Firm, SenderTitle

_MESSAGE, _BLACKLIST = Message._meta.db_table, BlacklistEntry._meta.db_table


def _default(rule: str) -> int:
    """What holds while the firm has set no rules."""
    return int(SendingRules._meta.get_field(rule).default)


# (message_class, validity in minutes, sender's title or NULL, brand_id, brand's code, kind of
# message, file, link, sealed code of the text, exemption, dealer, hours that an answer of İYS
# holds, and what ``windows.until`` takes: kind, time zone, and the firm's rules of today or NULLs)
# of a campaign.
FACTS = f"""
SELECT c.message_class, c.validity_hours * 60 + c.validity_minutes, s.title, c.brand_id, b.code,
       c.message_kind, c.media_id, c.link, c.secret,
       c.exempt_sender, c.dealer_id,
       COALESCE(w.registry_fresh_hours, {_default("registry_fresh_hours")}),
       c.kind, f.time_zone,
       CASE c.message_class WHEN 'TICARI' THEN w.commercial_days ELSE w.informational_days END,
       CASE c.message_class WHEN 'TICARI' THEN w.commercial_start ELSE w.informational_start END,
       CASE c.message_class WHEN 'TICARI' THEN w.commercial_end ELSE w.informational_end END,
       CASE c.message_class WHEN 'TICARI' THEN w.commercial_holidays
                            ELSE w.informational_holidays END
  FROM {Campaign._meta.db_table} c
  JOIN {Firm._meta.db_table} f ON f.id = c.firm_id
  LEFT JOIN {SenderTitle._meta.db_table} s ON s.id = c.sender_id
  LEFT JOIN {Brand._meta.db_table} b ON b.id = c.brand_id
  LEFT JOIN LATERAL (
       SELECT * FROM {SendingRules._meta.db_table} r
        WHERE r.firm_id = c.firm_id AND r.valid_from <= (now() AT TIME ZONE f.time_zone)::date
        ORDER BY r.valid_from DESC LIMIT 1) w ON TRUE
 WHERE c.id = %s AND c.firm_id = %s
"""

# The gate's question; the holes take its verdict, evidence, joins and condition. Asked for every
# batch and hardly ever with an answer, so it is a question to a few index pages; the update names
# its rows. The entry that a refusal's one confirmation names does not stop it.
STOPPED = f"""
SELECT r.id, CASE WHEN b.id IS NULL THEN %s
                  WHEN b.source = 'ALICI' THEN {int(Verdict.RECIPIENT_BLACKLIST)}
                  ELSE {int(Verdict.FIRM_BLACKLIST)} END,
       (CASE WHEN b.id IS NULL THEN %s ELSE jsonb_build_object(
           'blacklist', b.id, 'reason', b.reason, 'since', b.created_at) END)::text
  FROM {_MESSAGE} r
  LEFT JOIN {_BLACKLIST} b ON b.firm_id = r.firm_id AND b.phone = r.phone
   AND b.id IS DISTINCT FROM (SELECT c.confirms_entry FROM {Campaign._meta.db_table} c
                               WHERE c.id = r.campaign_id) %s
 WHERE r.campaign_id = %%s AND r.batch_no = %%s
   AND r.state = {int(MessageState.PENDING)} AND (b.id IS NOT NULL OR NOT (%s))
"""

BLOCK = f"""
UPDATE {_MESSAGE} m
   SET state = {int(MessageState.BLOCKED)}, ended_at = now(), verdict = s.verdict,
       evidence = COALESCE(s.evidence, m.evidence)
  FROM unnest(%s::bigint[], %s::smallint[], %s::jsonb[]) AS s(id, verdict, evidence)
 WHERE m.id = s.id AND m.state = {int(MessageState.PENDING)}
RETURNING m.id, m.campaign_id, m.state, m.verdict, m.parts, m.credits
"""

_TO_SEND = f"""
SELECT id::text, phone, text, recipient_type, tckn FROM {_MESSAGE}
 WHERE campaign_id = %s AND batch_no = %s AND state %s ORDER BY seq
"""
# (reference, phone, text, recipient_type, sealed TCKN or NULL) of each message that goes: the
# TCKN, where there is one, is where it goes.
TO_SEND = _TO_SEND % ("%s", "%s", f"= {int(MessageState.PENDING)}")
# A repeat is of the same content, also where an early report has ended a message: an
# idempotency key with another body would be refused.
TO_REPEAT = _TO_SEND % ("%s", "%s", f"<> {int(MessageState.BLOCKED)}")

END = f"""
UPDATE {_MESSAGE} SET state = %s, ended_at = now(), vendor_status = NULLIF(%s, '')
 WHERE campaign_id = %s AND batch_no = %s AND state = {int(MessageState.PENDING)}
RETURNING id, campaign_id, state, 0, parts, credits
"""

# Reports are awaited from now on.
AWAIT_REPORTS = f"""
INSERT INTO {ReportPoll._meta.db_table} (firm_id, batch_id, next_at, tries)
VALUES (%s, %s, now() + %s, 0) ON CONFLICT DO NOTHING
"""
