"""Every address that a firm can type, found by walking models, forms, REST shapes and the adapters'
settings, and every spelling that leads inside through those that are ever called."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from typing import Any
from unittest.mock import patch

from django import forms
from django.apps import apps
from django.db import models, transaction
from django.test import override_settings
from django.urls import get_resolver
from rest_framework import serializers

from tests.faults.checker import Report
from tests.gateways.line import RawServer, answer
from tests.support.firms import actor_for, make_firm, make_member
from tests.support.inside_addresses import FORMS, NAMES, OTHER_SERVICES, REBINDING
from turkcell_hub.errors import HubError
from turkcell_hub.events import event_types
from turkcell_hub.events.models import Delivery, Endpoint
from turkcell_hub.events.services import endpoints, publishing, sending
from turkcell_hub.gateways.adapter_info import AdapterInfo
from turkcell_hub.tenancy import addresses
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import account_tries, accounts

_NAMED = re.compile(
    r"(?:^|_)(?:ur[li]s?|links?|web|hosts?|sites?|(?:web)?hooks?|endpoints?|address|adres)(?:_|$)"
)
_asked: defaultdict[str, int] = defaultdict(int)
# What is called, by whom it is tried below.
CALLED = {
    "tenancy.GatewayAccount.base_url": "account",
    "AccountForm.base_url": "account",
    "events.Endpoint.url": "webhook",
    "EndpointForm.url": "webhook",
}
# What nobody here calls, and why it looks as if.
NEVER_CALLED = {
    "erp.Account.address": "a street",
    "AccountShape.address": "a street",
    "membership.Dossier.address": "a street",
    "membership.MembershipRules.iys_address": "a street",
    "membership.MembershipRules.supplier_address": "a street",
    "PaymentForm.address": "a street",
    "RulesForm.iys_address": "a street",
    "RulesForm.supplier_address": "a street",
    "MembershipInput.address": "a street",
    "RegistrationInput.address": "a street",
    "iys_consent.ConsentAddress.address": "a person's number or mail",
    "ConsentForm.address": "a person's number or mail",
    "ViaForm.address": "a person's number or mail",
    "iys_consent.Supplier.web": "shown as a link",
    "SupplierForm.web": "shown as a link",
    "WebForm.embed_sites": "named in a header",
    "messaging.Campaign.address_type": "a kind",
    "MessageRow.address_type": "a kind",
    "MessageStory.address_type": "a kind",
    "messaging.Campaign.link": "sent as text",
    "CampaignForm.link": "sent as text",
    "ComposeForm.link": "sent as text",
    "CampaignInput.link": "sent as text",
    "CampaignShape.link": "sent as text",
    "fieldteams.TrackingRequest.operator_url": "told by the operator, opened by a person's browser",
    "SingleAnswer.campaign_url": "written by us",
    "SingleAnswer.messages_url": "written by us",
    "DeliveryShape.webhook_id": "a number",
}


def found() -> set[str]:
    """``app.Model.field``, ``Form.field``, ``Shape.field`` and ``adapter: field`` of every text
    that by its kind or its name could be an address."""
    names = set()
    get_resolver().url_patterns  # noqa: B018  imports every view, and with it every form and shape
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, (models.CharField, models.TextField)):
                text = isinstance(field, models.URLField) or _NAMED.search(field.name)
                names |= {f"{model._meta.label}.{field.name}"} if text else set()
    for form in _below(forms.BaseForm):
        for name, asked in getattr(form, "base_fields", {}).items():
            url = isinstance(asked, forms.URLField) or isinstance(asked.widget, forms.URLInput)
            if isinstance(asked, forms.CharField) and (url or _NAMED.search(name)):
                names.add(f"{form.__name__}.{name}")
    for shape in _below(serializers.BaseSerializer):
        for name, told in getattr(shape, "_declared_fields", {}).items():
            url = isinstance(told, serializers.URLField) or _NAMED.search(name)
            if isinstance(told, serializers.CharField) and not told.read_only and url:
                names.add(f"{shape.__name__}.{name}")
    for info in accounts.adapters():
        names |= {
            f"{info.code}: {asked.name}"
            for asked in info.fields
            if asked.kind == "text"
            and _NAMED.search(asked.name.removeprefix("extra."))
            and asked.name != "base_url"
        }
    return {name for name in names if not name.endswith(("Page.next", "Page.previous"))}


def _below(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def run(
    report: Report, *, spellings: Sequence[str] = FORMS, exempt: frozenset[int]
) -> Counter[str]:
    """``exempt``: ports of the harness's own servers."""
    names = found()
    unknown = names - set(CALLED) - set(NEVER_CALLED)
    report.rule("of every address it is said whether it is called", len(names), unknown)
    done: Counter[str] = Counter({"address fields": len(names)})
    firm = make_firm("Adres Deneyi")
    with firm_scope(firm.pk), _names(), _watched(exempt) as reached:
        actor = actor_for(make_member(firm, Role.ADMIN, phone="+905321234501"))
        for info in accounts.adapters():
            for url in spellings:
                _try(report, done, reached, f"account {info.code}", url, _Account(actor, info, url))
        for url in spellings:
            _try(report, done, reached, "webhook", url, _Webhook(actor, url))
    _redirects(report, done, firm.pk, exempt)
    return done


def _try(
    report: Report, done: Counter[str], reached: list[str], name: str, url: str, door: Any
) -> None:
    """Saving it is refused; what is stored all the same is not called, nor when the check of the
    name was fooled: the connection looks for itself."""
    done["spellings tried"] += 1
    if url not in REBINDING:
        report.rule("what leads inside is not kept", 1, _kept(door.save, f"{name} {url!r}"))
    for fooled in (False, True):
        _asked.clear()
        reached.clear()
        doing = (
            patch.object(addresses, "check", lambda *_a, **_k: None) if fooled else nullcontext()
        )
        with doing, _undone():
            door.call()
        inside = [place for place in reached if not ipaddress.ip_address(place).is_global]
        wrong = [f"{name} {url!r} fooled={fooled}: {inside}"] if inside else []
        report.rule("nothing inside is connected to", 1, wrong)
        if not fooled and url not in OTHER_SERVICES:
            done["called"] += 1


class _Account:
    def __init__(self, actor: Actor, info: AdapterInfo, url: str) -> None:
        self.actor, self.info = actor, info
        self.url = url.replace("https:", "smpps:", 1) if info.line else url
        self.values: dict[str, Any] = {
            "name": "Deneme", "service": info.services[0], "adapter": info.code, "country": "TR",
            "username": "kullanici", "password": "sifre",
            "options": {asked.name.removeprefix("extra."): _given(asked)
                        for asked in info.fields if asked.name.startswith("extra.")},
        }  # fmt: skip

    def save(self) -> None:
        accounts.save(self.actor, None, {**self.values, "base_url": self.url or "x"})

    def call(self) -> None:
        row = GatewayAccount(firm_id=self.actor.firm_id, base_url=self.url[:300])
        for name, value in self.values.items():
            setattr(row, name, value)
        with suppress(HubError):
            row.save()
            account_tries.try_connection(self.actor, row)


def _given(asked: Any) -> Any:
    if asked.choices:
        return asked.choices[0][0]
    return asked.default if asked.default is not None else (1 if asked.kind == "int" else "1")


class _Webhook:
    def __init__(self, actor: Actor, url: str) -> None:
        self.actor, self.url = actor, url

    def save(self) -> None:
        endpoints.add(self.actor, self.url, [])

    def call(self) -> None:
        row = Endpoint(firm_id=self.actor.firm_id, url=self.url[:500], secret="whsec_eHh4")
        row.save()
        event = publishing.keep(self.actor.firm_id, event_types.TEST, {})
        Delivery.objects.create(firm_id=self.actor.firm_id, endpoint=row, event=event)
        sending.run()


def _kept(save: Callable[[], object], what: str) -> list[str]:
    try:
        with _undone():
            save()
    except HubError:
        return []
    return [what]


@contextmanager
def _undone() -> Iterator[None]:
    """What is done inside is not there afterwards."""
    with suppress(_Undo), transaction.atomic():
        yield
        raise _Undo


class _Undo(Exception):
    pass


def _redirects(report: Report, done: Counter[str], firm_id: int, exempt: frozenset[int]) -> None:
    """An address outside that sends its caller inside is not followed."""
    away = answer(307, Location="http://127.0.0.1:1/inside")
    with RawServer(away) as server:
        port = int(server.url.rsplit(":", 1)[1])
        named = override_settings(GATEWAY_ALLOWED_HOSTS=[f"127.0.0.1:{port}"])
        with named, firm_scope(firm_id), _watched(exempt | {port}) as reached:
            actor = actor_for(make_member(Firm.objects.get(pk=firm_id), Role.ADMIN))
            doors = [_Account(actor, info, server.url) for info in accounts.adapters()
                     if not info.line]  # fmt: skip
            for door in [*doors, _Webhook(actor, server.url)]:
                with _undone():
                    door.call()
                done["redirects"] += 1
        report.rule("no redirect is followed", done["redirects"], reached)


@contextmanager
def _watched(exempt: frozenset[int]) -> Iterator[list[str]]:
    """Where this process would have connected to; it never does, but to the harness's own."""
    reached: list[str] = []
    real = socket.socket.connect

    def connect(line: socket.socket, place: Any) -> None:
        if line.family not in (socket.AF_INET, socket.AF_INET6) or place[1] in exempt:
            real(line, place)
            return
        reached.append(place[0].split("%")[0])
        raise ConnectionRefusedError

    with patch.object(socket.socket, "connect", connect):
        yield reached


@contextmanager
def _names() -> Iterator[None]:
    """The names of the table answer as it says; every other name is nobody's."""
    real = socket.getaddrinfo

    def answered(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        if host not in NAMES:
            return real(host, port, *rest, **more)
        answers = NAMES[host]
        told = answers[min(_asked[host], len(answers) - 1)]
        _asked[host] += 1
        return [row for address in told for row in real(address, port, *rest, **more)]

    with patch.object(socket, "getaddrinfo", answered):
        yield
