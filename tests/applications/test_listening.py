"""The operator's events: an occasion to ask him, and nothing that is believed (TMF622)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.applications.test_applications import given, states_of
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, make_member
from turkcell_hub.applications import tasks
from turkcell_hub.applications.models import Application
from turkcell_hub.applications.services import applying, delivery, listening
from turkcell_hub.applications.states import ItemState
from turkcell_hub.settings.environment import Orders
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db
NEEDS, DONE = "held", "completed"


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        ControlClient(running.url).open_order_key("anahtar")
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess, settings: Any) -> ControlClient:
    settings.ORDERS = Orders("tmf622", operator.url, "anahtar")
    return ControlClient(operator.url)


@pytest.fixture
def sent(control: ControlClient, in_firm: Firm) -> Application:
    """An application that the operator has and that was asked for a minute ago."""
    actor = actor_for(make_member(in_firm, Role.MANAGER))
    row = applying.apply(actor, given(services=["OTP"]))
    assert delivery.deliver(row.firm_id, row.pk)
    delivery.follow(row.firm_id, row.pk)
    ask_at = timezone.now() + timedelta(minutes=4)
    Application.objects.filter(pk=row.pk).update(ask_at=ask_at)
    row.refresh_from_db()
    return row


def tell(body: Any, path: str = "") -> int:
    url = path or f"/hooks/orders/{listening.token()}/listener/productOrderStateChangeEvent"
    raw = body if isinstance(body, bytes) else orjson.dumps(body)
    return Client().post(url, raw, content_type="application/json").status_code


def say(control: ControlClient, row: Application, state: str, note: str = "") -> dict[str, Any]:
    """The operator decides; the event that he tells."""
    control.say_of_order(row.operator_id, {str(row.items.get().pk): state}, note)
    return control.order_events()[-1]


def test_an_event_has_the_order_asked_for_at_once(
    control: ControlClient, sent: Application
) -> None:
    event = say(control, sent, NEEDS, "İmza sirküleri eksik")
    assert event["eventType"] == "ProductOrderInformationRequiredEvent"
    tasks.sweep()
    assert states_of(sent) == [ItemState.SENT], "its turn has not come"
    assert tell(event) == 201
    tasks.sweep()
    assert states_of(sent) == [ItemState.NEEDS_PAPERS]
    assert sent.items.get().events.last().note == "İmza sirküleri eksik"


def test_repeated_and_overtaken_events_change_nothing(
    control: ControlClient, sent: Application
) -> None:
    events = [say(control, sent, state) for state in (NEEDS, "inProgress", DONE)]
    for event in (events[2], *events, events[0]):
        assert tell(event) == 201
        Application.objects.filter(ask_at__isnull=False).update(ask_at=timezone.now())
        tasks.sweep()
    assert states_of(sent) == [ItemState.CREDENTIALS]
    assert sent.items.get().events.count() == 3, "queued, sent, done: each once"


def test_a_forged_event_moves_nothing(sent: Application) -> None:
    forged = {
        "eventType": "ProductOrderStateChangeEvent",
        "event": {"productOrder": {
            "id": sent.operator_id, "externalId": sent.reference, "state": DONE,
            "productOrderItem": [{"id": str(sent.items.get().pk), "state": DONE}],
        }},
    }  # fmt: skip
    assert tell(forged, "/hooks/orders/yanlis/") == 404
    assert tell(forged) == 201
    tasks.sweep()
    assert states_of(sent) == [ItemState.SENT], "the operator himself says otherwise"


def test_a_burst_of_events_asks_once_in_five_seconds(sent: Application) -> None:
    body = {"event": {"productOrder": {"id": sent.operator_id}}}
    asked = timezone.now()
    Application.objects.filter(pk=sent.pk).update(ask_at=asked + delivery.ASK_EVERY)
    for _again in range(3):
        assert tell(body) == 201
    sent.refresh_from_db()
    assert timedelta(seconds=4) < sent.ask_at - asked <= timedelta(seconds=6)


def test_an_order_whose_answer_was_lost_is_found_when_he_tells_of_it(
    control: ControlClient, in_firm: Firm
) -> None:
    row = applying.apply(actor_for(make_member(in_firm, Role.MANAGER)), given(services=["OTP"]))
    control.order_stumbles("lose")
    assert not delivery.deliver(row.firm_id, row.pk)
    assert tell({"event": {"productOrder": {"id": "1", "externalId": row.reference}}}) == 201
    tasks.sweep()
    row.refresh_from_db()
    assert row.sent_at is not None
    assert len([one for one in control.orders() if one["externalId"] == row.reference]) == 1


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400), (b"[]", 400), (b"{}", 400), ({"event": {"productOrder": {"id": 7}}}, 400),
        ({"event": {"productOrder": {"id": "x" * 65}}}, 400), (b"x" * 300_000, 413),
        ({"event": {"productOrder": {"id": "hic-yok"}}}, 201),
        ({"event": {"cancelProductOrder": {"productOrder": {"id": "hic-yok"}}}}, 201),
    ],
)  # fmt: skip
def test_what_is_no_event_of_ours_is_refused_or_passed_over(
    control: ControlClient, body: Any, status: int
) -> None:
    assert tell(body) == status


def test_our_address_is_registered_once(control: ControlClient, capsys: Any) -> None:
    for _again in range(2):
        call_command("orders_listener")
    assert capsys.readouterr().out.count(f"/hooks/orders/{listening.token()}\n") == 2
