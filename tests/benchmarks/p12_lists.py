"""P12: pages of the messages list over two million rows, against a stock DRF page with COUNT.

All sides are whole requests through Django's handler and the product's middleware, in this
process, 50 rows a page. Ours: ``/api/v1/messages/`` with a key (rate limits counted), the
portal's list as htmx turns its pages (the table's part), and its whole HTML page. The stock side
is a ``ListAPIView`` with ``ModelSerializer`` and ``PageNumberPagination`` over the same rows
behind the same key, without rights, rate limits or masking. The process is settled as the
served one is (``turkcell_hub.wsgi.settle``).
"""

from __future__ import annotations

import logging
import statistics
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.test import Client
from django.urls import path
from rest_framework import generics, pagination, renderers, serializers

from messaging.models import Campaign, Message
from tests.benchmarks.support.measure import (
    Side,
    at_least,
    at_most,
    clock,
    exit_code,
    in_turn,
    options,
    percentile,
    sql,
)
from tests.benchmarks.support.scene import Scene, make_scene
from tests.support.firms import client_for, make_key, make_member
from turkcell_hub import urls as routes
from turkcell_hub.tenancy.authentication import KeyAuthentication
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope

PAGE, CAMPAIGN_SIZE = 50, 100_000
_MESSAGES = """
INSERT INTO messaging_message (firm_id, campaign_id, seq, batch_no, name, phone, text, parts,
    credits, state, verdict, created_at, ended_at)
SELECT %s, %s, n, (n - 1) / 1000 + 1, 'Ayşe Yılmaz ' || n,
    '+9053' || lpad((n::bigint * 7919 %% 100000000)::text, 8, '0'),
    'Sayın Ayşe Yılmaz, siparişiniz hazır.', 1, 1, 10, 1, now(), now()
FROM generate_series(1, %s) n
"""
_BATCHES = """
INSERT INTO outbox_batch (firm_id, account_id, kind, subject_id, number, first, last, size,
    priority, turn, reference, state, halt, attempt, packet_id, operator_ids, error_code,
    error_text, vendor_code, not_found_count, resolution)
SELECT %s, %s, 'sms', %s, n, n, n, 1000, 5, n, md5(%s::text || '/' || n), 'ACCEPTED', '', 1, '',
    '{}', '', '', '', 0, ''
FROM generate_series(1, %s) n
"""
Get = Callable[..., Any]


class _Row(serializers.ModelSerializer):
    class Meta:
        model = Message
        fields = (
            "id", "campaign", "name", "phone", "text", "parts", "credits", "state", "verdict",
            "network_error", "vendor_status", "created_at", "ended_at",
        )  # fmt: skip


class _Pages(pagination.PageNumberPagination):
    page_size = PAGE


class StockList(generics.ListAPIView):
    """What a DRF tutorial ends with."""

    serializer_class = _Row
    pagination_class = _Pages
    renderer_classes = (renderers.JSONRenderer,)
    authentication_classes = (KeyAuthentication,)
    permission_classes = ()

    def get_queryset(self) -> Any:
        return Message.objects.order_by("-pk")


urlpatterns = [path("api/stock/", StockList.as_view()), *routes.urlpatterns]


def main(argv: Sequence[str] = ()) -> int:
    chosen = options(argv, __doc__, rows=2_000_000, pages=100)
    settings.API_RATE_LIMITS = {"key": (10**6, 60), "firm": (10**6, 60)}
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.ROOT_URLCONF = __name__
    logging.disable(logging.INFO)
    scene = make_scene(100)
    with clock() as seconds:
        deep = _fill(scene, chosen.rows)
    print(f"P12 {chosen.rows:,} rows made in {seconds():.0f} s", flush=True)
    api, page = _api(scene), _page(scene)
    first_api, first_page = f"/api/v1/messages/?page_size={PAGE}", f"/messages/?per={PAGE}"
    from turkcell_hub.wsgi import settle  # only here: it loads the whole portal

    settle()
    rates = in_turn(
        "P12",
        chosen.rounds,
        Side("API page", lambda: _rate(api, first_api, chosen.pages)),
        Side("portal page turned", lambda: _rate(page, first_page, chosen.pages)),
        Side("portal page, whole", lambda: _rate(_whole(page), first_page, chosen.pages // 2)),
        Side("stock DRF page", lambda: _rate(api, "/api/stock/", max(5, chosen.pages // 10))),
        unit="pages",
    )
    stock = rates.median("stock DRF page")
    deep_api = _deep_cursor(api, first_api, deep)
    deep_page = f"{first_page}&after={deep}&start={chosen.rows // 4}"
    print(f"P12 whole portal page against stock: {rates.median('portal page, whole') / stock:.2f}")
    return exit_code(
        at_least("P12", "API against stock", rates.median("API page") / stock, 10),
        at_least("P12", "portal against stock", rates.median("portal page turned") / stock, 10),
        *_steady("API", api, first_api, deep_api, chosen.pages),
        *_steady("portal", page, first_page, deep_page, chosen.pages),
    )


def _fill(scene: Scene, rows: int) -> int:
    """Campaigns of at most 100,000 messages; returns the id of the row a quarter down."""
    for start in range(0, rows, CAMPAIGN_SIZE):
        make_campaign(scene.firm, scene.account, min(CAMPAIGN_SIZE, rows - start))
    sql("VACUUM ANALYZE")
    ((highest,),) = sql("SELECT max(id) FROM messaging_message")
    return int(str(highest)) - rows // 4


def make_campaign(firm: Firm, account: GatewayAccount, rows: int) -> None:
    """One that was sent: its messages, delivered, and their batches of 1,000."""
    with firm_scope(firm.pk):
        campaign = Campaign.objects.create(
            firm=firm, name="Gönderim", account=account, text="x",
            message_class="BILGILENDIRME", created_by_label="Ölçüm",
        )  # fmt: skip
        sql(_MESSAGES, firm.pk, campaign.pk, rows)
        sql(_BATCHES, firm.pk, account.pk, campaign.pk, campaign.pk, -(-rows // 1000))


def _api(scene: Scene) -> Get:
    scopes = [code for code, right in every_right().items() if right.for_keys]
    secret = make_key(scene.firm, scopes)[1]
    client = Client(headers={"authorization": f"Bearer {secret}"})
    return lambda url: _ok(client.get(url))


def _page(scene: Scene) -> Get:
    client = client_for(make_member(scene.firm, Role.ADMIN))
    turned = {"HX-Request": "true", "HX-Target": "list"}
    return lambda url, headers=turned: _ok(client.get(url, headers=headers))


def _whole(page: Get) -> Get:
    return lambda url: page(url, headers={})


def _ok(answer: Any) -> Any:
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.status_code} {answer.content[:300]!r}")
    return answer


def _rate(get: Get, url: str, pages: int) -> float:
    get(url)
    with clock() as seconds:
        for _ in range(pages):
            get(url)
    return pages / seconds()


def _deep_cursor(api: Get, first: str, deep: int) -> str:
    """The API's own cursor, set to the row that many pages down."""
    parts = urlsplit(api(first).json()["next"])
    query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    cursor = signing.loads(query["cursor"], salt="turkcell_hub.api.cursor")
    cursor["v"] = [deep]
    query["cursor"] = signing.dumps(cursor, salt="turkcell_hub.api.cursor", compress=True)
    return f"{parts.path}?{urlencode(query)}"


def _steady(name: str, get: Get, first: str, deep: str, pages: int) -> tuple[bool, bool]:
    """Deep pages against first ones, in turn, and how even the first ones are."""
    took: dict[str, list[float]] = {first: [], deep: []}
    for _ in range(pages * 3):
        for url, times in took.items():
            with clock() as seconds:
                get(url)
            times.append(seconds())
    p50 = statistics.median(took[first])
    print(
        f"P12 {name}: p50 {p50 * 1000:.1f} ms, deep {statistics.median(took[deep]) * 1000:.1f} ms"
    )
    return (
        at_most("P12", f"{name}: deep page / first", statistics.median(took[deep]) / p50, 1.5),
        at_most("P12", f"{name}: p99 / p50", percentile(took[first], 0.99) / p50, 2.5),
    )
