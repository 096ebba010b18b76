"""Rules of what comes in, set by the firm's Yönetici; what they may not do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from messaging.models import InboundPolicy, InboundRule
from messaging.services import inbound_policy, inbound_rules
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.MANAGER))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"refusal_words": ["İPTAL"]}, "refusal_word_ret_missing"),
        ({"refusal_words": ["RET", "mesaj istemiyorum"]}, "refusal_words_invalid"),
        ({"refusal_words": []}, "refusal_words_invalid"),
        ({"refusal_words": ["RET"], "confirm_text": "{ad} merhaba"}, "confirm_text_parameter"),
        ({"refusal_words": ["RET"], "valid_from": -1}, "policy_in_the_past"),
    ],
)
def test_a_refusal_rule_that_cannot_hold_is_refused_in_words(
    manager: Actor, data: dict[str, Any], code: str
) -> None:
    if "valid_from" in data:
        data = {**data, "valid_from": timezone.localdate() - timedelta(days=1)}
    with pytest.raises(HubError) as caught:
        inbound_policy.add(manager, data)
    assert caught.value.code == code


@pytest.mark.requirement("S-014")
def test_the_words_change_on_their_day_and_not_before(manager: Actor) -> None:
    day = timezone.localdate() + timedelta(days=2)
    inbound_policy.add(manager, {"refusal_words": ["RET", "DUR"], "valid_from": day})
    assert not inbound_policy.at(timezone.now()).read("dur").refuses
    later = inbound_policy.at(timezone.now() + timedelta(days=2))
    assert later.read("dur").refuses
    assert not later.read("stop").refuses


def test_the_pages_take_rules_and_words(manager: Actor, in_firm: Firm) -> None:
    client = client_for(make_member(in_firm, Role.MANAGER))
    rule = {"keyword": "Şikâyet", "handler": "inbox", "label": "SIKAYET", "priority": 5,
            "is_active": "on"}  # fmt: skip
    assert client.post("/inbound-rules/add/", rule).status_code == 302
    assert InboundRule.objects.get().keyword == "sikayet"
    assert client.post("/inbound-rules/add/", rule).status_code == 422
    words = {"valid_from": f"{timezone.localdate():%d.%m.%Y}", "refusal_words": "RET, ÇIK",
             "extra_words": 1, "confirm_text": "Tamam {firma}", "confirm_hours": 5}  # fmt: skip
    assert client.post("/inbound-policies/add/", words).status_code == 302
    assert InboundPolicy.objects.get().refusal_words == ["RET", "ÇIK"]
    assert client.get("/inbound-rules/").status_code == 200
    assert client.get("/inbound-policies/").status_code == 200
    clerk = client_for(make_member(in_firm))
    assert clerk.get("/inbound-rules/").status_code == 403


def test_a_rule_names_a_handler_that_there_is(manager: Actor) -> None:
    with pytest.raises(HubError) as caught:
        inbound_rules.save(manager, None, {"keyword": "evet", "handler": "yok"})
    assert caught.value.code == "handler_unknown"
