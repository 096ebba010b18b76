"""API keys against a served portal: revoked, rotated, out of scope, from elsewhere."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import requests

from tests.faults._portal import Portal
from tests.faults._time import until
from tests.faults.checker import Report
from tests.support.firms import actor_for, make_firm, make_key, make_member
from turkcell_hub.resources import registry
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys

SCOPE, PATH, SECONDS = "billing.price.view", "packages", 5.0


def run(report: Report, portal: Portal, count: int) -> Counter[str]:
    done: Counter[str] = Counter()
    until(lambda: _up(portal), 20)
    firm = make_firm("Anahtar Deneyi")
    actor = actor_for(make_member(firm, Role.ADMIN))
    longest = 0.0
    for _ in range(count):
        key, secret = make_key(firm, [SCOPE])
        works = ask(portal, secret)
        with firm_scope(firm.pk):
            keys.revoke(actor, key)
        begun = time.monotonic()
        dead = until(lambda s=secret: ask(portal, s) == 401, SECONDS)
        longest = max(longest, time.monotonic() - begun)
        report.rule("a key works until it is revoked", 1, [] if works == 200 else [works])
        report.rule("a revoked key is dead within five seconds", 1, [] if dead else ["alive"])
        done["keys revoked"] += 1
    done["longest life after revocation (ms)"] = int(longest * 1000)
    _rotation(report, portal, firm, actor, done)
    _scopes(report, portal, firm, done)
    _places(report, portal, firm, done)
    return done


def _rotation(report: Report, portal: Portal, firm: Firm, actor: Actor, done: Counter[str]) -> None:
    for overlap, wanted in ((timedelta(hours=1), (200, 200)), (timedelta(0), (401, 200))):
        key, old = make_key(firm, [SCOPE])
        with firm_scope(firm.pk):
            _row, new = keys.rotate(actor, key, overlap)
        got = (ask(portal, old), ask(portal, new))
        report.rule("a rotated key lives as long as was said", 1, [got][got == wanted :])
        done["keys rotated"] += 1


def _scopes(report: Report, portal: Portal, firm: Firm, done: Counter[str]) -> None:
    """Of all lists the key opens its own alone."""
    _key, secret = make_key(firm, [SCOPE])
    for resource in registry.registered():
        path = resource.slug.replace("-", "_")
        status = ask(portal, secret, path)
        wrong = [f"{path}: {status}"] if status < 400 and path != PATH else []
        report.rule("a key opens what its scope names alone", 1, wrong)
        done["lists tried without a scope"] += 1


def _places(report: Report, portal: Portal, firm: Firm, done: Counter[str]) -> None:
    liars = ({}, {"X-Forwarded-For": "10.0.0.1"}, {"X-Real-IP": "10.0.0.1"},
             {"Forwarded": "for=10.0.0.1"})  # fmt: skip
    _key, elsewhere = make_key(firm, [SCOPE], allowed_ips=["10.0.0.0/8"])
    _key, here = make_key(firm, [SCOPE], allowed_ips=["127.0.0.1"])
    for headers in liars:
        status = ask(portal, elsewhere, **headers)
        report.rule("a key works from its places alone", 1, [] if status == 403 else [status])
        done["calls from elsewhere"] += 1
    status = ask(portal, here)
    report.rule("a key works from its places", 1, [] if status == 200 else [status])


def ask(portal: Portal, secret: str, path: str = PATH, **headers: str) -> int:
    headers = {"Host": "localhost", "Authorization": f"Bearer {secret}", **headers}
    url = f"{portal.url}/api/v1/{path}/"
    answer = requests.get(url, headers=headers, timeout=20, allow_redirects=False)
    return answer.status_code


def _up(portal: Portal) -> bool:
    try:
        return ask(portal, "thub_") == 401
    except requests.RequestException:
        return False
