"""G20: keys, hooks that come in, addresses that are called.

Keys against a served portal: dead within five seconds after they were revoked, old and new side by
side for as long as was said, their scope alone, from their places alone. The payment service's
callbacks, thousands of them shuffled, three in ten doubled, one in ten forged, and all of them once
more at the end: what was paid is credited once. Our own webhooks as a receiver checks them: five
minutes either way, one body, one id. And sixty spellings of inside addresses through every address
that a firm can type, found by walking models, forms, REST shapes and adapters. (Delivery reports
that are forged, doubled, early and late: ``faults reports``.)

    python3 manage.py faults hooks --events 10000 --keys 20
    python3 manage.py faults hooks --events 300 --keys 2 --planted
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import logging
import random
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

from django.db import connection
from django.test import RequestFactory, override_settings
from django.utils import timezone

from tests.faults import _hooks_addresses, _hooks_keys
from tests.faults._portal import Portal
from tests.faults._world import World, world
from tests.faults.checker import Report
from tests.otp.burst import at_once
from tests.support.firms import make_firm
from tests.support.inside_addresses import FORMS
from turkcell_hub.billing.models import Order
from turkcell_hub.billing.webhooks import payment
from turkcell_hub.gateways import outside
from turkcell_hub.gateways.payment import hosted_page
from turkcell_hub.gateways.webhooks import standard
from turkcell_hub.settings.environment import Payment
from turkcell_hub.tenancy import authentication
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import keys as keys_of

SECRET, MERCHANT, CREDITS = "g" * 40, "DENEY", 1000
Said = tuple[bytes, str, bool]  # body, signature, whether it is genuine
_EACH = 4  # events of an order before they are doubled and forged


def run(
    stage: World, *, events: int, keys: int, hands: int = 16, spellings: Sequence[str] = FORMS
) -> tuple[Report, Counter[str]]:
    report, done = Report(), Counter[str]()
    done += _payments(report, events, hands)
    _our_own(report, done)
    ports = frozenset(urlsplit(one).port or 0 for one in (stage.broker.url(), stage.control.url))
    done += _hooks_addresses.run(report, spellings=spellings, exempt=ports)
    if keys:
        portal = Portal(stage.folder / "portal.log")
        portal.start()
        try:
            with override_settings(API_RATE_LIMITS={}):
                done += _hooks_keys.run(report, portal, keys)
        finally:
            portal.stop()
    return report, done


# --- the payment service's callbacks --------------------------------------------------------


def _payments(report: Report, events: int, hands: int) -> Counter[str]:
    dice, firm = random.Random(events), make_firm("Kanca Deneyi")
    with firm_scope(firm.pk):
        rows = Order.objects.bulk_create(
            Order(
                firm=firm, credits=CREDITS, net=100, vat_rate=20, vat=20, gross=120,
                price_from=timezone.localdate(), method="KART", by_label="Deney",
                expires_at=timezone.now() + timedelta(days=1),
            )
            for _ in range(max(2, events // _EACH * 10 // 14))
        )  # fmt: skip
    paid = rows[: len(rows) * 3 // 4]
    said = [word for row in rows for word in _words(row, paid=row in paid)]
    said += dice.sample(said, len(said) * 3 // 10)
    said += [_forged(dice, *dice.sample(said, 2)) for _ in range(len(said) // 10)]
    dice.shuffle(said)
    settings = Payment("hosted_page", "https://pay.example.com", MERCHANT, SECRET)
    with override_settings(PAYMENT=settings):
        for _ in range(2):  # all of it comes once more
            answers = at_once(_told, said, hands)
            strange = set(answers) - {"200 True", "401 False"}
            report.rule("a forged callback is refused, a real one taken", len(said), strange)
    _judge_payments(report, firm.pk, [row.pk for row in paid], len(rows))
    return Counter({"callbacks": 2 * len(said), "forged": 2 * sum(not one[2] for one in said)})


def _words(row: Order, *, paid: bool) -> list[Said]:
    """Two failed cards, and then the one that pays, or a third that fails."""
    wanted = ["failed", "failed", "paid" if paid else "failed"]
    return [
        _signed({"merchant": MERCHANT, "order": row.reference, "payment_id": f"{row.pk}-{place}",
                 "status": status, "amount": "120.00", "currency": "TRY"})
        for place, status in enumerate(wanted)
    ]  # fmt: skip


def _signed(values: dict[str, str]) -> Said:
    body = json.dumps(values).encode()
    return body, hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest(), True


def _forged(dice: random.Random, one: Said, other: Said) -> Said:
    """Unsigned, another's signature, an altered word, a guessed secret, a cut signature."""
    lie = one[0].replace(b'"failed"', b'"paid"').replace(b"120.00", b"120.0 ")
    guessed = hmac.new(b"guessed", lie, hashlib.sha256).hexdigest()
    signature = dice.choice(["", other[1], one[1], guessed, one[1][:63]])
    return lie, signature, False


def _told(said: Said) -> str:
    request = RequestFactory().post(
        "/hooks/payment/", said[0], content_type="application/json",
        headers={"X-Payment-Signature": said[1]},
    )  # fmt: skip
    return f"{payment(request).status_code} {said[2]}"


def _judge_payments(report: Report, firm: int, paid: list[int], orders_made: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM billing_order WHERE firm_id = %s AND state = 'ODENDI'", [firm]
        )
        wrong = set(paid) ^ {row[0] for row in cursor.fetchall()}
        report.rule("what was paid is paid, and nothing else", orders_made, wrong)
        cursor.execute(
            "SELECT subject_id, count(*), SUM(amount) FROM ledger_transfer"
            " WHERE firm_id = %s AND subject_type = 'order' GROUP BY subject_id",
            [firm],
        )
        rows = cursor.fetchall()
    wrong_rows = [row for row in rows if row[1:] != (1, CREDITS)]
    if {int(row[0]) for row in rows} != set(paid):
        wrong_rows.append((f"{len(rows)} of {len(paid)} orders",))
    report.rule("I2 each paid order is credited once", len(paid), wrong_rows)


# --- our webhooks, as a receiver sees them --------------------------------------------------


def _our_own(report: Report, done: Counter[str]) -> None:
    secret = "whsec_" + base64.b64encode(b"d" * 32).decode()
    body, key, now = '{"type":"webhook.test"}', "0123456789abcdef", 1_800_000_000
    sent = standard.signature(secret, key, now, body)
    other = "whsec_" + base64.b64encode(b"e" * 32).decode()
    cases = [
        (secret, key, now, body, now, True),
        (secret, key, now, body, now + 299, True),
        (secret, key, now, body, now - 299, True),
        (secret, key, now, body, now + 301, False),  # caught and sent again later
        (secret, key, now, body, now - 301, False),
        (secret, key, now + 600, body, now + 600, False),  # its time made young again
        (secret, "f" + key[1:], now, body, now, False),
        (secret, key, now, body.replace("test", "tost"), now, False),
        (other, key, now, body, now, False),
    ]
    for told, told_key, told_time, told_body, clock, good in cases:
        taken = _accepts(told, told_key, told_time, told_body, sent, clock)
        report.rule("a receiver can tell our webhooks from others", 1, [] if taken == good else [
            f"{told_time - now} {clock - now}"])  # fmt: skip
    done["webhooks looked at"] += len(cases)


def _accepts(secret: str, key: str, told: int, body: str, signature: str, clock: int) -> bool:
    """What the standard asks of a receiver, in words of its own."""
    if abs(clock - told) > 300:
        return False
    seed = base64.b64decode(secret[6:])
    digest = hmac.new(seed, f"{key}.{told}.{body}".encode(), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}" in signature.split(" ")


# --- planted bugs ---------------------------------------------------------------------------


def _any_key(token: str) -> Any:
    """The key's end is not looked at."""
    with every_firm():
        return next(iter(authentication._keys().rows(prefix=keys_of.prefix_of(token) or "")), None)


BUGS: dict[str, tuple[Any, str, Any]] = {
    "signature_unread": (hosted_page.signing, "matches", lambda _told, _right: True),
    "connection_unlooked": (outside, "is_public", lambda _address: True),
    "key_never_dies": (authentication, "_live_key", _any_key),
}


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """The product with this bug; "" for the product as it is."""
    if not bug:
        yield
        return
    where, name, wrong = BUGS[bug]
    with patch.object(where, name, wrong):
        yield


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="faults hooks")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--planted", action="store_true", help="with each bug; all must be found")
    told = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)  # each forged callback is told in the log
    bad = 0
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as stage:
        for bug in ("", *(BUGS if told.planted else ())):
            with planted(bug):
                report, done = run(stage, events=told.events, keys=told.keys)
            bad += bool(bug) is report.ok
            print(f"{bug or 'no bug'}: {dict(done)}", flush=True)
            report.print()
    print(f"{bad} runs went wrong")
    return 1 if bad else 0
