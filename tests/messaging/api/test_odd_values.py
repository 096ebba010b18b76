"""Values at the edge of what a database can hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Caller

pytestmark = pytest.mark.django_db
HUGE = 10**30
MOST = 2**64 - 1  # in JSON


@pytest.mark.parametrize(
    "path",
    [
        *(f"{noun}/?search=%00" for noun in (
            "subscribers", "groups", "templates", "campaigns", "messages", "blacklist",
            "inbound_messages",
        )),
        f"messages/?campaign={HUGE}",
        "messages/?campaign=1e400",
        "messages/?campaign=1.5",
        "messages/?campaign=NaN",
        "messages/?number=%00",
        "messages/?created_after=9999-12-31",
        "messages/?created_before=0001-01-01",
        f"subscribers/?group={HUGE}",
        "subscribers/?group=%00",
        "subscribers/?special_code=%00",
        f"subscribers/?authority_code={HUGE}",
        f"subscribers/{HUGE}/",
        f"campaigns/{HUGE}/",
        f"messages/{HUGE}/",
        f"imports/{HUGE}/",
        f"imports/{HUGE}/rows/",
        f"groups/{HUGE}/members/",
        "campaigns/?submitted_after=9999-12-31&submitted_before=0001-01-01",
    ],
)  # fmt: skip
def test_an_odd_question_is_answered_or_refused(call: Caller, path: str) -> None:
    assert call.get(path).status_code in (200, 400, 404)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("campaigns/", {"template": MOST}),
        ("campaigns/", {"sender": MOST}),
        ("campaigns/", {"sender": -1}),
        ("campaigns/", {"groups": [MOST]}),
        ("campaigns/", {"groups": [2**63]}),
        ("campaigns/", {"text": "a\x00b"}),
        ("campaigns/", {"sender": "a\x00b"}),
        ("campaigns/", {"recipients": [{"phone": "05321234501", "fields": {"a\x00": "x"}}]}),
        ("campaigns/", {"audience_filter": {"special_code": {"a": 1}}}),
        ("campaigns/", {"audience_filter": {"group": str(HUGE)}}),
        ("campaigns/", {"audience_filter": {"a\x00": "1"}}),
        ("campaigns/", {"validity_hours": MOST}),
        ("campaigns/", {"brand": MOST}),
        ("campaigns/", {"authority_code": MOST}),
        ("campaigns/", []),
        ("campaigns/", "x"),
        (
            "messages/",
            {
                "subscriber": MOST,
                "text": "x",
                "message_class": "BILGILENDIRME",
                "exemption": "BENZER",
            },
        ),
        ("subscribers/", {"phone": "0532\x001234501"}),
        ("subscribers/", {"phone": "05321234501", "fields": {"a\x00": "x"}}),
        ("subscribers/", {"phone": "05321234501", "usage_places": ["YOK"]}),
        ("subscribers/bulk/", {"rows": [{"phone": {"a": 1}}]}),
        ("subscribers/bulk/", {"rows": "x"}),
        ("subscribers/bulk/", [1]),
        ("fields/", {"label": "a\x00b"}),
        ("fields/", {"label": "!!!"}),
        ("templates/", {"code": "a", "name": "b", "text": "   "}),
        ("blacklist/", {"phone": "x" * 41, "reason": "x"}),
    ],
)
def test_an_odd_body_is_refused_and_nothing_is_kept(call: Caller, path: str, body: Any) -> None:
    answer = call.post(path, body)
    if path == "subscribers/bulk/" and answer.status_code == 200:
        assert [row["status"] for row in answer.json()["results"]] == [400]
    else:
        assert answer.status_code in (400, 404), answer.content
    assert call.get("campaigns/").json()["results"] == []


@pytest.mark.parametrize("limit", [-1, 1.5, "5", MOST, True])
def test_an_odd_limit_of_credits_is_refused(call: Caller, limit: object) -> None:
    body = {
        "text": "x",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "recipients": [{"phone": "05321234501"}],
    }
    pk = call.post("campaigns/", body).json()["id"]
    answer = call.post(f"campaigns/{pk}/submit/", {"max_credits": limit})
    assert (answer.status_code, answer.json()["field"]) == (400, "max_credits")
