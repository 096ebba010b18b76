"""Raporlama over two million messages of a year, in campaigns and in single messages.

Reports read the campaigns' counters, so what counts is the number of campaigns: by default 400
campaigns share the messages with 20,000 single ones. Whole requests through Django's handler,
for the usual range (30 days) and the widest one (366 days), the file of the days, and REST.
"""

from __future__ import annotations

import logging
import statistics
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.test import Client

from messaging.models import Campaign
from tests.benchmarks.support.measure import at_most, clock, exit_code, options, percentile, sql
from tests.benchmarks.support.scene import Scene, make_scene
from tests.support.firms import client_for, make_key, make_member
from turkcell_hub.tenancy.models import Role
from turkcell_hub.tenancy.scope import firm_scope

GOAL_USUAL, GOAL_WIDEST = 1.0, 3.0
# Spread over the last year; every fiftieth of the last month's share fails.
_CAMPAIGNS = """
INSERT INTO messaging_campaign (firm_id, name, account_id, text, message_class, state, kind, source,
    address_type, message_kind, link, class_chosen_by, created_by_label, submitted_by_label,
    validity_hours, validity_minutes, batch_size, cap_wait_days, problem, problem_code, total,
    sendable, credits, scheduled_local, scheduled_zone, created_at, submitted_at, prepared_at,
    finished_at)
SELECT firm_id, 'Gönderim ' || n, account_id, text, message_class, 'TAMAMLANDI', %s, source,
    address_type, message_kind, link, class_chosen_by, created_by_label,
    'Kişi ' || n %% 7, validity_hours, validity_minutes, batch_size, cap_wait_days, '', '', %s,
    %s, %s, '', '', at, at, at, at
FROM messaging_campaign, LATERAL (SELECT n, now() - (n::float / %s * 365) * interval '1 day' AS at
    FROM generate_series(1, %s) n) days WHERE id = %s
"""
_MESSAGES = """
INSERT INTO messaging_message (firm_id, campaign_id, seq, batch_no, name, phone, text, parts,
    credits, state, verdict, created_at, ended_at)
SELECT c.firm_id, c.id, n, 1, 'Ayşe Yılmaz', '+9053' || lpad((n * 7919 %% 100000000)::text, 8, '0'),
    'Sayın Ayşe Yılmaz, siparişiniz hazır.', 1, 1, CASE WHEN n %% 50 = 0 THEN 20 ELSE 10 END, 1,
    c.prepared_at, c.prepared_at + random() * interval '90 seconds'
FROM messaging_campaign c, generate_series(1, c.total) n WHERE c.firm_id = %s AND c.total > 0
"""
_COUNTS = """
INSERT INTO messaging_campaigncount (firm_id, campaign_id, state, reason, messages, parts, credits)
SELECT firm_id, campaign_id, state, CASE WHEN state = 20 THEN 27 ELSE 0 END, count(*), count(*),
    count(*) FROM messaging_message WHERE firm_id = %s GROUP BY 1, 2, 3, 4
"""
_SPEEDS = """
INSERT INTO messaging_campaignspeed (firm_id, campaign_id, bucket, messages)
SELECT firm_id, campaign_id, floor(20 * ln(1 + extract(epoch FROM ended_at - created_at))),
    count(*) FROM messaging_message WHERE firm_id = %s AND state = 10 GROUP BY 1, 2, 3
"""
Get = Callable[[str], Any]


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=2_000_000, campaigns=400, singles=20_000, pages=5)
    settings.API_RATE_LIMITS = {"key": (10**6, 60), "firm": (10**6, 60)}
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    logging.disable(logging.INFO)
    scene = make_scene(10)
    with clock() as seconds:
        _fill(scene, chosen.rows, chosen.campaigns, chosen.singles)
    print(f"Raporlama {chosen.rows:,} messages made in {seconds():.0f} s", flush=True)
    page, api = _page(scene), _api(scene)
    from turkcell_hub.wsgi import settle  # only here: it loads the whole portal

    settle()
    report = "/reports/sending/"
    usual = _times("page, 30 days", page, f"{report}?period=last_30", chosen.pages)
    widest = _times("page, 365 days", page, f"{report}{_YEAR}", chosen.pages)
    _times("page by sender, 365 days", page, f"{report}{_YEAR}&by=sender", chosen.pages)
    _times("speed alone by REST, 365 days", api, f"/api/v1/reports/speed/{_YEAR}", chosen.pages)
    _times("daily by REST, 365 days", api, f"/api/v1/reports/daily/{_YEAR}", chosen.pages)
    file = f"{report}export/{_YEAR}&part=daily"
    _times("days as Excel, 365 days", page, file, chosen.pages)
    return exit_code(
        at_most("Raporlama", "page of 30 days, seconds", usual, GOAL_USUAL),
        at_most("Raporlama", "page of a year, seconds", widest, GOAL_WIDEST),
    )


def _year() -> str:
    from django.utils import timezone

    last = timezone.localdate()
    first = last.replace(year=last.year - 1) if (last.month, last.day) != (2, 29) else last
    return f"?from={first}&to={last}"


_YEAR = _year()


def _fill(scene: Scene, rows: int, campaigns: int, singles: int) -> None:
    each = max(1, (rows - singles) // campaigns)
    with firm_scope(scene.firm.pk):
        made = Campaign.objects.create(
            firm=scene.firm, name="Kalıp", account=scene.account, text="x",
            message_class="BILGILENDIRME", created_by_label="Ölçüm",
        )  # fmt: skip
        sql(_CAMPAIGNS, "TOPLU", each, each, each, campaigns, campaigns, made.pk)
        sql(_CAMPAIGNS, "TEKIL", 1, 1, 1, singles, singles, made.pk)
    for statement in (_MESSAGES, _COUNTS, _SPEEDS):
        sql(statement, scene.firm.pk)
    sql("VACUUM ANALYZE")


def _page(scene: Scene) -> Get:
    client = client_for(make_member(scene.firm, Role.ADMIN))
    return lambda url: _ok(client.get(url))


def _api(scene: Scene) -> Get:
    client = Client(
        headers={"authorization": f"Bearer {make_key(scene.firm, ['messaging.campaign.view'])[1]}"}
    )
    return lambda url: _ok(client.get(url))


def _ok(answer: Any) -> Any:
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")
    return answer


def _times(name: str, get: Get, url: str, pages: int) -> float:
    """The median of so many pages, after one that warms up."""
    get(url)
    took = []
    for _ in range(pages):
        with clock() as seconds:
            get(url)
        took.append(seconds())
    median = statistics.median(took)
    print(f"Raporlama {name:<32} {median * 1000:>8.0f} ms (most {percentile(took, 1) * 1000:.0f})")
    return median
