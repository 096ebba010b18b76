"""Webhooks: signed, kept, tried again, stopped, never inside."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import logging
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from tests.api.conftest import Caller
from tests.events.conftest import Receiver
from tests.support.firms import make_key
from turkcell_hub.errors import HubError
from turkcell_hub.events.models import Delivery, DeliveryProblem, Endpoint, Event
from turkcell_hub.events.services import endpoints, publishing, sending
from turkcell_hub.gateways.webhooks import standard
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db
TYPE = "erp.document.posted"


@pytest.fixture
def hook(scoped: Firm, actor: Actor, receiver: Receiver) -> tuple[Endpoint, str]:
    return endpoints.add(actor, receiver.url, [TYPE])


def again() -> int:
    """The next attempt, without waiting for its time."""
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(seconds=1))
    return sending.run()


def test_an_event_is_signed_over_id_time_and_body(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    assert publishing.publish(scoped.pk, TYPE, {"document": 7}) == 1
    assert publishing.publish(scoped.pk, "campaign.finished", {}) == 0  # not asked for
    assert sending.run() == 1
    [(headers, body)] = receiver.got
    seed = base64.b64decode(hook[1].removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    expected = base64.b64encode(hmac.new(seed, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert json.loads(body)["data"] == {"document": 7}
    assert Delivery.objects.get().state == "DELIVERED"


def test_the_id_stays_in_every_attempt_and_a_redirect_is_no_delivery(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    receiver.answers = [500, 302]
    publishing.publish(scoped.pk, TYPE, {"document": 7})
    sending.run()
    row = Delivery.objects.get()
    assert (row.state, row.status, row.attempts) == ("WAITING", 500, 1)
    assert row.due_at > timezone.now()
    assert sending.run() == 0  # its time has not come
    again()
    again()
    assert Delivery.objects.get().state == "DELIVERED"
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len(receiver.got) == 3


def test_what_waits_behind_a_slow_receiver_is_left_to_who_took_it_meanwhile(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    for number in range(3):
        publishing.publish(scoped.pk, TYPE, {"document": number})
    real, held = sending._attempt, []

    def slow(job: sending.Job) -> standard.Outcome:
        """The first attempt outlasts the leases of the others; a second worker comes."""
        if not held:
            held.append(job.delivery_id)
            past = timezone.now() - dt.timedelta(seconds=1)
            Delivery.objects.exclude(pk=job.delivery_id).update(lease_until=past)
            assert sending.run() == 2
        return real(job)

    with patch.object(sending, "_attempt", slow):
        assert sending.run() == 1
    told = sorted(json.loads(body)["data"]["document"] for _headers, body in receiver.got)
    assert told == [0, 1, 2], "each once"
    ends = Delivery.objects.order_by("pk").values_list("state", "attempts")
    assert list(ends) == [("DELIVERED", 1), ("DELIVERED", 2), ("DELIVERED", 2)]


@pytest.mark.parametrize(
    ("broken", "problem"),
    [({"url": "https://[::1/"}, "BAD_ADDRESS"), ({"secret": "whsec_a"}, "UNEXPECTED")],
)
def test_an_address_that_nothing_can_be_sent_to_holds_up_no_other(
    scoped: Firm,
    actor: Actor,
    hook: tuple[Endpoint, str],
    receiver: Receiver,
    admin_client: Client,
    broken: dict[str, str],
    problem: str,
) -> None:
    bad = endpoints.add(actor, receiver.url + "2", [TYPE])[0]
    Endpoint.objects.filter(pk=bad.pk).update(**broken)
    publishing.publish(scoped.pk, TYPE, {"document": 7})
    sending.run()
    assert dict(Delivery.objects.values_list("endpoint_id", "state")) == {
        bad.pk: "WAITING",
        hook[0].pk: "DELIVERED",
    }
    row = Delivery.objects.get(endpoint=bad)
    assert row.problem == problem
    said = str(DeliveryProblem(problem).label)
    assert said in admin_client.get("/webhook-deliveries/").content.decode()
    assert said in admin_client.get(f"/webhook-deliveries/{row.pk}/").content.decode()


@pytest.mark.parametrize("path", ["", "/", "/hook", "/hook/", "/a/b/"])
def test_an_address_is_called_as_it_was_typed(receiver: Receiver, path: str) -> None:
    url = receiver.url.removesuffix("/hook") + path
    secret = "whsec_" + base64.b64encode(b"x" * 32).decode()
    assert standard.deliver(url, [secret], "id", 1, "{}", only_outside=False).delivered
    assert receiver.paths == [path or "/"]


def test_an_address_that_does_not_want_it_or_fails_for_days_is_stopped(
    scoped: Firm, actor: Actor, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    receiver.answers = [410, 500]
    publishing.publish(scoped.pk, TYPE, {})
    sending.run()
    assert Endpoint.objects.get().stop_reason == "GONE"
    assert again() == 0
    assert publishing.publish(scoped.pk, TYPE, {}) == 0
    endpoints.resume(actor, hook[0])
    long_ago = timezone.now() - sending.STOP_AFTER
    Endpoint.objects.update(failing_since=long_ago)
    again()
    assert Endpoint.objects.get().stop_reason == "FAILING"


def test_a_new_secret_signs_beside_the_old_one_for_a_day(
    scoped: Firm, actor: Actor, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    assert endpoints.rotate(actor, hook[0]) != hook[1]
    publishing.publish(scoped.pk, TYPE, {})
    sending.run()
    assert receiver.got[0][0]["webhook-signature"].count("v1,") == 2
    Endpoint.objects.update(old_secret_until=timezone.now())
    publishing.publish(scoped.pk, TYPE, {})
    sending.run()
    assert receiver.got[1][0]["webhook-signature"].count("v1,") == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hub.example.com/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/latest",
        "https://user@example.com/",
        "https://localhost:6379/",
        "ftp://example.com/",
    ],
)
def test_an_address_that_leads_inside_is_not_kept(scoped: Firm, actor: Actor, url: str) -> None:
    with pytest.raises(HubError) as refusal:
        endpoints.add(actor, url, [])
    assert refusal.value.field == "url"


def test_an_address_that_leads_inside_later_is_not_connected_to(receiver: Receiver) -> None:
    """As a name does that answered with a public address while it was being saved."""
    secret = "whsec_" + base64.b64encode(b"x" * 32).decode()
    outcome = standard.deliver(receiver.url, [secret], "id", 1, "{}", only_outside=True)
    assert (outcome.status, receiver.got) == (None, [])


def test_what_was_told_is_told_again_by_a_person_and_by_command(
    scoped: Firm, admin_client: Client, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    publishing.publish(scoped.pk, TYPE, {"document": 7})
    sending.run()
    row = Delivery.objects.get()
    admin_client.post("/webhook-deliveries/actions/replay/", {"ids": row.pk, "count": 1})
    sending.run()
    day = (timezone.now() - dt.timedelta(days=1)).isoformat()
    call_command("replay_webhooks", scoped.slug, since=day)
    sending.run()
    assert len(receiver.got) == 3
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert "document" in admin_client.get(f"/webhook-deliveries/{row.pk}/").content.decode()


def test_a_key_with_the_scope_for_it_tells_again_and_another_does_not(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    publishing.publish(scoped.pk, TYPE, {"document": 7})
    sending.run()
    wanted = {"ids": [Delivery.objects.get().pk]}
    path = "webhook_deliveries/actions/replay/"
    reader = Caller(make_key(scoped, ["events.delivery.view"])[1])
    assert reader.post(path, wanted).status_code == 403
    call = Caller(make_key(scoped, ["events.delivery.view", "events.delivery.replay"])[1])
    answer = call.post(path, wanted)
    assert answer.status_code == 200, answer.content
    sending.run()
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1
    assert len(receiver.got) == 2


def test_the_secret_is_shown_once_and_never_logged(
    scoped: Firm,
    admin_client: Client,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    shown = admin_client.post("/webhooks/add/", {"url": receiver.url, "types": [TYPE]})
    row = Endpoint.objects.get()
    assert row.secret in shown.content.decode()
    for path in (f"/webhooks/{row.pk}/", "/webhooks/", f"/webhooks/{row.pk}/edit/"):
        assert row.secret not in admin_client.get(path).content.decode()
    publishing.publish(scoped.pk, TYPE, {})
    sending.run()
    assert row.secret not in caplog.text


def test_old_events_are_forgotten(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    publishing.publish(scoped.pk, TYPE, {})
    assert sending.clean() == 0
    Event.objects.update(created_at=timezone.now() - sending.KEEP - dt.timedelta(hours=1))
    assert sending.clean() == 1
    assert not Delivery.objects.exists()


def test_two_workers_do_not_send_the_same(
    scoped: Firm, hook: tuple[Endpoint, str], receiver: Receiver
) -> None:
    publishing.publish(scoped.pk, TYPE, {})
    taken: Any = sending._claim(10)
    assert len(taken) == 1
    assert sending.run() == 0  # held by a lease, though nothing has been settled
