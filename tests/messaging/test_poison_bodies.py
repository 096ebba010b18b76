"""Bodies that nobody can understand: behind the others, more and more seldom, then set aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from iys_consent import tasks as registry_tasks
from iys_consent.models import RegistryPush
from iys_consent.services import pushes as registry_pushes
from messaging import notifications, tasks
from messaging.models import ReportPush
from messaging.services import report_pushes
from tests.support.firms import actor_for, client_for, make_member
from tests.support.messaging import make_account
from turkcell_hub import resources
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import NotAllowed
from turkcell_hub.outbox.models import Lane
from turkcell_hub.outbox.services import unread
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.services import bodies, connections

pytestmark = pytest.mark.django_db
POISON, SOUND = b'["poison"]', b"[]"
MANY = 5  # as many as one sweep takes here


class Reader:
    def __enter__(self) -> Reader:
        return self

    def __exit__(self, *_failure: object) -> None: ...

    def parse_push(self, body: bytes, _headers: object) -> object:
        if body == POISON:
            raise ZeroDivisionError
        return iys_or_sms[type(self)]


class SmsReader(Reader): ...


class RegistryReader(Reader): ...


class Nothing:
    reports: tuple[object, ...] = ()
    inbound: tuple[object, ...] = ()
    unreadable = 0


iys_or_sms: dict[type, object] = {SmsReader: Nothing(), RegistryReader: ()}


@pytest.fixture(autouse=True)
def readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "push_reader", lambda _account: SmsReader())
    monkeypatch.setattr(connections, "registry_reader", lambda _account: RegistryReader())


@pytest.fixture
def account(in_firm: Firm) -> GatewayAccount:
    return make_account(in_firm)


Kind = type[ReportPush] | type[RegistryPush]
KINDS: list[tuple[Kind, Callable[[], None]]] = [
    (ReportPush, lambda: tasks.sweep()),
    (RegistryPush, lambda: registry_tasks.read()),
]


def came(model: Kind, account: GatewayAccount, body: bytes) -> int:
    if model is ReportPush:
        return report_pushes.receive(account, body, {}).pk
    return registry_pushes.receive(account, body).pk


def age(model: Kind, by: timedelta) -> None:
    """As much time goes by for what waits."""
    for row in model.objects.defer("body"):
        model.objects.filter(pk=row.pk).update(
            received_at=row.received_at - by, retry_at=row.retry_at and row.retry_at - by
        )


@pytest.mark.parametrize(("model", "sweep"), KINDS, ids=["reports", "registry"])
def test_as_many_poison_bodies_as_a_sweep_takes_hold_no_later_one(
    account: GatewayAccount,
    model: Kind,
    sweep: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place in (report_pushes, registry_pushes):
        monkeypatch.setattr(place, "waiting", partial(place.waiting, MANY))
    for _one in range(MANY):
        came(model, account, POISON)
    sound = came(model, account, SOUND)
    sweep()
    sweep()
    assert model.objects.get(pk=sound).processed_at is not None
    left = model.objects.filter(processed_at=None)
    assert set(left.values_list("tries", flat=True)) == {1}, "each waits for its turn"
    assert left.count() == MANY


@pytest.mark.parametrize(("model", "sweep"), KINDS, ids=["reports", "registry"])
def test_a_poison_body_is_tried_more_seldom_then_set_aside_told_and_tried_again_by_a_person(
    account: GatewayAccount, model: Kind, sweep: Callable[[], None], in_firm: Firm
) -> None:
    admin = actor_for(make_member(in_firm, Role.ADMIN))
    pk = came(model, account, POISON)
    pauses: list[timedelta] = []
    for _day in range(60):
        sweep()
        row = model.objects.get(pk=pk)
        if row.set_aside_at:
            break
        assert not list(notifications.of_bodies(admin))
        pauses.append(timedelta(seconds=round((row.retry_at - timezone.now()).total_seconds())))
        age(model, pauses[-1] + timedelta(seconds=1))
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (bodies.FIRST_PAUSE, bodies.LONGEST_PAUSE)
    assert (row.set_aside_at is None, row.processed_at, bytes(row.body)) == (False, None, POISON)
    assert timezone.now() - row.received_at >= timedelta(days=1)
    sweep()
    assert model.objects.get(pk=pk).tries == row.tries, "no machine tries it any more"
    told = list(notifications.of_bodies(admin))
    assert [str(one.title).endswith("1 bildirimi anlaşılamadı") for one in told] == [True]
    assert not list(notifications.of_bodies(actor_for(make_member(in_firm, Role.STAFF))))

    said = StringIO()
    call_command("unread_bodies", "list", stdout=said)
    kind = "report" if model is ReportPush else "iys"
    assert f"{kind} {pk} " in said.getvalue()
    assert "ZeroDivisionError" in said.getvalue()
    assert "poison" not in said.getvalue()
    call_command("unread_bodies", "retry", kind, str(pk), stdout=StringIO())
    sweep()
    assert model.objects.get(pk=pk).set_aside_at, "aside again at once, while the cause is there"
    model.objects.update(body=SOUND)
    call_command("unread_bodies", "retry", kind, stdout=StringIO())
    sweep()
    row = model.objects.get(pk=pk)
    assert (row.processed_at is None, row.error) == (False, "")
    assert not list(notifications.of_bodies(admin))


@pytest.mark.parametrize(("model", "sweep"), KINDS, ids=["reports", "registry"])
def test_whoever_runs_the_queue_has_them_tried_again_from_the_lanes_list(
    account: GatewayAccount, model: Kind, sweep: Callable[[], None], in_firm: Firm
) -> None:
    other = make_account(in_firm, name="İkinci hesap", is_default=False)
    Lane.objects.bulk_create(Lane(firm=in_firm, account=one) for one in (account, other))
    for one in (account, account, other):
        came(model, one, POISON)
    model.objects.update(set_aside_at=timezone.now(), tries=30)
    manager = make_member(in_firm, Role.ADMIN)
    rows = resources.get("outbox-lanes").queryset(actor_for(manager))
    assert dict(rows.values_list("account_id", "unread")) == {account.pk: 2, other.pk: 1}
    model.objects.update(body=SOUND)
    lane = Lane.objects.get(account=account)
    browser = client_for(manager)
    asked = browser.get(f"/outbox-lanes/actions/reread/?ids={lane.pk}").content.decode()
    assert "hiçbiri silinmez" in asked
    browser.post("/outbox-lanes/actions/reread/", {"ids": lane.pk, "_step": "run"})
    sweep()
    assert dict(rows.values_list("account_id", "unread")) == {account.pk: 0, other.pk: 1}
    assert AuditEntry.objects.latest("pk").changes == {"count": 2}
    told = browser.get("/outbox-lanes/menu/", {"ids": lane.pk}).content.decode()
    assert "anlaşılamayan bildirim yok" in told
    clerk = make_member(in_firm, Role.STAFF)
    asked_by_clerk = client_for(clerk).post("/outbox-lanes/actions/reread/", {"ids": lane.pk})
    assert asked_by_clerk.status_code == 403
    with pytest.raises(NotAllowed):
        unread.again(actor_for(clerk), account.pk)


def test_what_came_while_the_workers_stood_still_is_not_set_aside_at_its_first_failure(
    account: GatewayAccount,
) -> None:
    pk = came(ReportPush, account, POISON)
    age(ReportPush, timedelta(days=3))
    with pytest.raises(ZeroDivisionError):
        report_pushes.process(pk)
    row = ReportPush.objects.get(pk=pk)
    assert (row.tries, row.set_aside_at) == (1, None)
    assert row.retry_at - timezone.now() <= bodies.FIRST_PAUSE
