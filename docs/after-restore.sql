-- Run once after a restore, before any worker starts (docs/operations.md, "Restore").
-- Nothing that may have gone out since the backup is sent again without asking the operator.
BEGIN;
SET LOCAL lock_timeout = '5s';

-- 1. No lane hands over until a person opens it (Raporlar > Hat durumu > Hattı aç).
UPDATE outbox_lane
   SET paused = true, pause_reason = 'PERSON', pause_note = 'Yedekten dönüldü',
       paused_at = now(), paused_by = '', holder = NULL, lease_until = NULL, backoff_until = NULL;

-- 2. What waited or was on its way at the time of the backup may have been handed over since:
--    it is asked for by its reference (classes A and B) or waits for a person (class C).
--    What was held comes back held.
UPDATE outbox_batch
   SET halt = CASE WHEN state = 'HELD' THEN 'HOLD' ELSE halt END,
       state = 'UNKNOWN', claim_token = NULL, lease_until = NULL, not_found_count = 0,
       next_check_at = now(), handed_over_at = COALESCE(handed_over_at, created_at),
       error_code = 'RESTORED', error_text = ''
 WHERE state IN ('READY', 'HELD', 'CLAIMED', 'HANDING_OVER');

-- 3. Campaigns that were being prepared have no batches yet; prepared anew they would get other
--    references. A person looks at the operator's list first.
UPDATE messaging_campaign
   SET state = 'TASLAK', preflight = NULL, problem_code = 'restored',
       problem = 'Yedekten dönüldü; bu gönderim o arada gitmiş olabilir. Göndermeden önce operatörün listesine bakın.'
 WHERE state = 'HAZIRLANIYOR';

-- 4. Message numbers that the lost period gave out are known to the operator: a report of a lost
--    message must never be taken for one of a new message.
SELECT setval(pg_get_serial_sequence('messaging_message', 'id'),
              (SELECT COALESCE(max(id), 0) FROM messaging_message) + 10000000);

-- 5. What waited for the ERP may have been booked there since: it is searched for before it is
--    written, and no person cancels it before somebody has looked.
UPDATE erp_document
   SET state = 'READY', in_doubt = true, lease_until = NULL, attempts = GREATEST(attempts, 1)
 WHERE state IN ('READY', 'TAKEN');

-- 6. Transaction numbers begin anew here, so the change feed does too: readers start again.
UPDATE events_feedentry SET txid = 1;
UPDATE events_feedepoch SET epoch = gen_random_uuid();
COMMIT;
