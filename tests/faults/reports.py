"""Delivery reports: late, double, forged, early, out of order, never, and refused by us.

The fake operator pushes by HTTP to the portal's own door (a process of its own), and its
pushes are repeated by a forger to other doors and with other words. Whatever comes, each
message ends once, with the operator's own first word, by its own account's report.

    python3 manage.py faults reports --rounds 20
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import orjson
import requests as web

from messaging import tasks
from messaging.models import Message, ReportPush
from tests.faults import _processes
from tests.faults._portal import Portal
from tests.faults._time import drain, travel, until
from tests.faults._world import Place, World, submit, world
from tests.faults.checker import Report, check
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.tenancy.scope import every_firm, firm_scope

HOST = {"Host": "localhost"}
MODES = (
    {"do": "reports", "mode": "duplicate", "times": 3},
    {"do": "late", "seconds": 0.6},  # its reports come before its answer: early
    {"do": "reports", "mode": "late", "seconds": 900},
    {"do": "reports", "mode": "out_of_order"},
    {"do": "reports", "mode": "never"},
)


def run(stage: World, *, batch: int = 4) -> tuple[Report, Counter[str]]:
    """A firm and a stranger; one batch for each mode, then one while the portal is away."""
    portal = Portal(stage.folder / "portal.log")
    place, stranger = stage.place("B", batch=batch), stage.place("B")
    seen: Counter[str] = Counter()
    for one in (place, stranger):
        with firm_scope(one.firm.pk):
            one.account.options = {**one.account.options, "pushes_reports": True, "connections": 1}
            one.account.save()
        stage.control.change_account(one.username, push_url=portal.url + _path(one))
    report = Report()
    portal.start()
    try:
        stage.control.script(place.username, *({**mode, "on": "send"} for mode in MODES))
        submit(place, batch * len(MODES))
        _hand_over(stage, place, seen)
        _forge(portal, place, stranger, seen, report)
        portal.stop()  # pushes are refused from now on: they must be asked for
        submit(place, batch)
        _hand_over(stage, place, seen)
        travel(stage, 1000)
        portal.start()
        drain(stage, step=1200, rounds=8)
    finally:
        portal.stop()
    found = check(stage.control, [place, stranger])
    found.checked.update(report.checked)
    found.broken.update(report.broken)
    with every_firm():
        pushes = ReportPush.objects.filter(firm=place.firm)
        unread = ReportPush.objects.filter(firm__in=[place.firm, stranger.firm], processed_at=None)
        found.rule("every push is read", pushes.count(), unread.values_list("pk", flat=True))
        seen["pushes taken"] = pushes.count()
        seen["reports applied"] = sum(pushes.values_list("applied", flat=True))
        seen["reports ignored"] = sum(pushes.values_list("ignored", flat=True))
    return found, seen


def _path(place: Place) -> str:
    return f"/hooks/sms/{place.account.push_token}/"


def _hand_over(stage: World, place: Place, seen: Counter[str]) -> None:
    """A dispatcher in a process of its own; pushes are read while it still calls."""

    tasks.sweep()  # prepares

    def work() -> None:
        run_lane(place.account.pk, budget_seconds=15)

    log = stage.folder / "dispatcher.log"
    pid = _processes.fork(work, log)
    until(lambda: _early(place) > 0, 3, every=0.02)
    seen["messages ended before the answer"] += _early(place)
    end = _processes.wait(pid)
    if end:
        raise RuntimeError(f"the dispatcher ended with {end}: {log.read_text()[-2000:]}")
    stage.control.settle()
    tasks.sweep()


def _early(place: Place) -> int:
    tasks.sweep()
    with every_firm():
        rows = Message.objects.raw(
            "SELECT m.id FROM messaging_message m JOIN outbox_batch b ON b.kind = 'sms'"
            " AND b.subject_id = m.campaign_id AND b.number = m.batch_no"
            " WHERE m.firm_id = %s AND m.state >= 10 AND b.state = 'HANDING_OVER'",
            [place.firm.pk],
        )
        return len(list(rows))


def _forge(
    portal: Portal, place: Place, stranger: Place, seen: Counter[str], report: Report
) -> None:
    """What a forger may try who has seen a push and knows a door of his own."""
    with firm_scope(place.firm.pk):
        waiting = list(Message.objects.filter(state=0).values_list("pk", flat=True))
        body = _with_an_end(bytes(push.body) for push in ReportPush.objects.order_by("-pk"))
    forged = body.replace(b'"DELIVERED"', b'"NOT_DELIVERED"')
    sample = next(one for one in orjson.loads(body) if one["status"] == "DELIVERED")
    on_waiting = [{**sample, "messageCustomId": str(pk)} for pk in waiting]
    seen["waiting messages that were lied about"] += len(on_waiting)
    unknown = [{**sample, "messageCustomId": str(10**15 + n), "packetId": "9", "messageId": "9"}
               for n in range(3)]  # fmt: skip
    tries = {
        "wrong token": ("/hooks/sms/" + "x" * 43 + "/", body, 404),
        "other firm's door": (_path(stranger), body, 200),
        "other firm's door, waiting messages": (_path(stranger), orjson.dumps(on_waiting), 200),
        "other word, own door": (_path(place), forged, 200),
        "unknown references": (_path(place), orjson.dumps(unknown), 200),
        "garbage": (_path(place), b'{"\xff', 200),
        "not a list": (_path(place), b'{"a": [1, {"b": null}]}', 200),
    }
    for name, (path, content, wanted) in tries.items():
        status = web.post(portal.url + path, data=content, headers=HOST, timeout=10).status_code
        report.rule(f"door: {name} answers {wanted}", 1, [] if status == wanted else [status])
        seen["forged pushes"] += 1
    tasks.sweep()


def _with_an_end(bodies: Iterable[bytes]) -> bytes:
    """A push that ends a message: an operator also pushes that something still waits, and a
    forgery made of such a one would lie about nothing."""
    return next(body for body in bodies if b'"DELIVERED"' in body)


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults reports")
    parser.add_argument("--rounds", type=int, default=20, help="one seed each")
    parser.add_argument("--batch", type=int, default=20)
    options = parser.parse_args(argv)
    bad, total = 0, Counter[str]()
    for seed in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder, world(Path(folder), seed) as stage:
            report, seen = run(stage, batch=options.batch)
        bad += not report.ok
        total += seen
        if not report.ok:
            report.print()
    print(f"{options.rounds} rounds, {bad} broke a rule: "
          + ", ".join(f"{n} {what}" for what, n in total.items()))  # fmt: skip
    return 1 if bad else 0
