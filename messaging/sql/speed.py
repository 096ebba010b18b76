"""How long messages took, in buckets that grow: each is 5 % wide, so a median or a 95th
percentile that is read from them is at most that wrong, and a report over two million messages
reads a few thousand counters.

The SQL and ``bucket_of``/``seconds_of`` are one rule written twice (a test holds them together).
"""

from __future__ import annotations

import math

from messaging.models import CampaignSpeed, MessageState

STEPS = 20
# The operator's taking is the beginning; where his answer never came, our handing over.
# ``extract`` gives a numeric, and the logarithm of one costs as much as all else of a report.
BUCKET = (
    f"CASE WHEN m.state = {int(MessageState.DELIVERED)} THEN"
    f" floor({STEPS} * ln(1 + GREATEST(0, date_part('epoch',"
    " m.ended_at - COALESCE(b.accepted_at, b.handed_over_at)))))::smallint END"
)
# In the order of the unique key, so that two workers that count one campaign lock alike.
COUNT = f"""measured AS (
INSERT INTO {CampaignSpeed._meta.db_table} AS s (firm_id, campaign_id, bucket, messages)
SELECT firm_id, campaign_id, bucket, count(*) FROM moved WHERE bucket IS NOT NULL
 GROUP BY firm_id, campaign_id, bucket ORDER BY campaign_id, bucket
    ON CONFLICT (campaign_id, bucket) DO UPDATE SET messages = s.messages + excluded.messages
)"""


def bucket_of(seconds: float) -> int:
    return math.floor(STEPS * math.log1p(max(0.0, seconds)))


def seconds_of(bucket: int) -> float:
    """The middle of a bucket, in seconds."""
    return math.expm1((bucket + 0.5) / STEPS)
