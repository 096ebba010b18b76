"""A wrong value of a closed list is answered with the values that may be sent."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from rest_framework import serializers

from tests.api.conftest import Caller
from turkcell_hub.api import choices
from turkcell_hub.api.serializers import StrictSerializer

WAYS = [("SMS", "Kısa mesaj"), ("MAIL", "E-posta")]


class Order(StrictSerializer):
    way = serializers.ChoiceField(choices=WAYS)
    size = serializers.ChoiceField(choices=[1000, 5000], required=False)
    note = serializers.ChoiceField(choices=WAYS, allow_blank=True, allow_null=True, required=False)
    others = serializers.ListField(child=serializers.ChoiceField(choices=WAYS), required=False)


@pytest.mark.parametrize(
    ("body", "field", "allowed"),
    [
        ({"way": "FAX"}, "way", "SMS, MAIL"),
        ({"way": 5}, "way", "SMS, MAIL"),
        ({"way": ["SMS"]}, "way", "SMS, MAIL"),
        ({"way": ""}, "way", "SMS, MAIL"),
        ({"way": "sms"}, "way", "SMS, MAIL"),
        ({"way": "SMS", "size": "1000"}, "size", "1000, 5000"),
        ({"way": "SMS", "size": True}, "size", "1000, 5000"),
        ({"way": "SMS", "note": "FAX"}, "note", "SMS, MAIL"),
        (QueryDict("way=FAX"), "way", "SMS, MAIL"),
    ],
)
def test_a_body_is_told_the_allowed_values(body: Any, field: str, allowed: str) -> None:
    order = Order(data=body)
    assert not order.is_valid()
    detail = order.errors[field][0]
    assert (detail, detail.code) == (
        f"Geçerli bir seçenek gönderin: {allowed}.",
        "invalid_choice",
    )


def test_a_list_is_told_which_of_its_values_and_what_is_allowed() -> None:
    order = Order(data={"way": "SMS", "others": ["MAIL", "FAX"]})
    assert not order.is_valid()
    assert list(order.errors["others"]) == ["1"]
    assert "SMS, MAIL" in order.errors["others"]["1"][0]


def test_what_is_allowed_is_taken() -> None:
    for body in ({"way": "SMS", "size": 1000, "note": ""}, {"way": "MAIL", "note": None}):
        assert Order(data=body).is_valid(), body


@pytest.mark.parametrize("field", [forms.ChoiceField, forms.MultipleChoiceField])
def test_a_form_that_judges_rest_tells_them_too(field: Any) -> None:
    offered = [("", "Seçin"), ("Kısa", WAYS[:1]), *WAYS[1:]]
    form = type("F", (forms.Form,), {"way": field(choices=offered)})({"way": ["FAX"]})
    assert choices.of_form(form)["way"] == ["Geçerli bir seçenek gönderin: SMS, MAIL."]


def test_a_long_list_is_named_in_part() -> None:
    assert choices.refusal(range(500)).endswith("58, 59, ….")


def test_a_filter_is_told_the_allowed_values(call: Caller) -> None:
    answer = call.get("brands/?first=M7")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"], error["code"]) == (400, "first", "invalid_choice")
    assert error["detail"] == "Geçerli bir seçenek gönderin: M0, M1."
    assert error["detail_en"] == "Send a valid choice: M0, M1."
