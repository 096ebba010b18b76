"""Everybody who may knock, and the two firms they knock at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.test import Client, RequestFactory
from django.utils.http import urlencode

from messaging.models import (
    Campaign,
)
from tests.isolation import inside
from tests.isolation.marks import NOW, marked, number
from tests.support.firms import actor_for, client_for, make_code, make_key, make_member
from turkcell_hub.jobs.models import Job
from turkcell_hub.tenancy.models import ApiKey, Firm, Membership, User
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import keys

# Asks a list for its table alone: the frame and the tools around it are drawn once, not each time.
INNER = {"hx-request": "true", "hx-target": "list"}
# Asks for a dialog or a refusal without the page around it.
DIALOG = {"hx-request": "true"}


@dataclass
class Identity:
    """Somebody who knocks: a browser, or a program with a key."""

    name: str
    client: Client
    secret: str | None = None
    member: Membership | None = None

    _found: dict[str, Any] | None = None

    def __post_init__(self) -> None:
        self.client.defaults["REMOTE_ADDR"] = _PLACE

    @property
    def is_program(self) -> bool:
        return self.secret is not None

    def __call__(
        self, method: str, path: str, data: Any = None, *, json: Any = None, **headers: str
    ) -> Any:
        return self._ask(self.client, method, path, data, json, headers)

    def inside(
        self,
        method: str,
        path: str,
        data: Any = None,
        *,
        json: Any = None,
        framed: bool = False,
        **headers: str,
    ) -> Any:
        """The same below the middleware (inside.py), as the person was when he first asked so.
        ``framed``: with the menu and the bell around the page."""
        factory = RequestFactory(REMOTE_ADDR=_PLACE)
        factory.cookies = self.client.cookies
        if self._found is None:
            self._found = inside.arrival(factory)
        request = self._ask(factory, method, path, data, json, headers)
        return inside.Door.answer(request, self._found, framed=framed)

    def _ask(
        self,
        by: RequestFactory,
        method: str,
        path: str,
        data: Any,
        json: Any,
        headers: dict[str, str],
    ) -> Any:
        if self.secret:
            headers["authorization"] = f"Bearer {self.secret}"
        options: dict[str, Any] = {"headers": headers}
        if json is not None:
            return by.generic(
                method, path, _dumps(json), content_type="application/json", **options
            )
        if method in ("GET", "HEAD"):
            return getattr(by, method.lower())(path, data, **options)
        if method == "POST":
            if any(hasattr(value, "read") for value in (data or {}).values()):
                return by.post(path, data, **options)
            return by.generic(
                method, path, urlencode(data or {}, doseq=True), content_type=_FORM, **options
            )
        return by.generic(method, path, b"{}", content_type="application/json", **options)


_PLACE = "203.0.113.9"
_FORM = "application/x-www-form-urlencoded"


def _dumps(value: Any) -> bytes:
    import orjson

    return orjson.dumps(value, default=str)


class Apart(NamedTuple):
    person: str
    program: str
    row: Any


@dataclass
class World:
    firm: Firm
    other: Firm
    rows: dict[str, Any] = field(default_factory=dict)  # slug -> an open record
    sealed: dict[str, Any] = field(default_factory=dict)  # slug -> one behind the code
    # slug -> one that is hidden by something else than the code: from which person and which
    # program ("": from none)
    apart: dict[str, Apart] = field(default_factory=dict)
    campaigns: dict[str, Campaign] = field(default_factory=dict)  # by state
    who: dict[str, Identity] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    key_row: ApiKey | None = None
    more: dict[str, Any] = field(default_factory=dict)


def every_scope() -> list[str]:
    return [code for code, right in every_right().items() if right.for_keys]


def people(world: World) -> None:
    firm, other = world.firm, world.other
    code = make_code(firm, "GIZLIKOD")
    world.more["code"] = code
    cast = {
        "admin": make_member(firm, "ADMIN", name=marked(False, "admin"), phone=number(False, 900)),
        "manager": make_member(firm, "YONETICI", codes=[code], name=marked(False, "yonetici")),
        "staff": make_member(firm, "PERSONEL", codes=[code], name=marked(False, "personel")),
        "customer": make_member(firm, "MUSTERI", codes=[code], name=marked(False, "musteri")),
        "without code": make_member(firm, "YONETICI", name=marked(False, "kodsuz")),
        "stranger": make_member(other, "ADMIN", name="Yaman Yabancı"),
    }
    for name, member in cast.items():
        world.who[name] = Identity(name, client_for(member), member=member)
    world.who["anonymous"] = Identity("anonymous", Client())


def programs(world: World) -> None:
    admin, stranger = world.who["admin"].member, world.who["stranger"].member
    assert admin is not None
    code = world.more["code"]
    full, secret = make_key(world.firm, every_scope(), by=admin, authority_codes=[code])
    world.rows["api-keys"] = world.key_row = full
    with firm_scope(world.firm.pk):
        ApiKey.objects.filter(pk=full.pk).update(name=marked(False, "anahtar"))
    _say(world, "full key", secret)
    _say(world, "key without code", make_key(world.firm, every_scope(), by=admin)[1])
    brand = world.more["brand"]
    _say(world, "key of one brand", make_key(world.firm, every_scope(), by=admin, brands=[brand],
                                             authority_codes=[code])[1])  # fmt: skip
    _say(world, "narrow key", make_key(world.firm, ["tenancy.brand.view"], by=admin)[1])
    row, revoked = make_key(world.firm, every_scope(), by=admin)
    with firm_scope(world.firm.pk):
        keys.revoke(actor_for(admin), row)
    _say(world, "revoked key", revoked)
    row, expired = make_key(world.firm, every_scope(), by=admin)
    with firm_scope(world.firm.pk):
        ApiKey.objects.filter(pk=row.pk).update(expires_at=NOW)
    _say(world, "expired key", expired)
    _say(world, "foreign key", make_key(world.other, every_scope(), by=stranger)[1])


def _say(world: World, name: str, secret: str) -> None:
    world.who[name] = Identity(name, Client(), secret=secret)


def someone_invited(world: World) -> Membership:
    """An existing person whom firm A has invited and who has not answered."""
    user = User.objects.create(email="davetli@example.com", full_name=marked(False, "davetli"))
    return make_member(world.firm, "PERSONEL", user=user, name=user.full_name, awaits_consent=True)
