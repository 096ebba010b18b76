"""A firm for trials beside the real one: accounts at the sandbox, credit, a key of its own."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.errors import GatewayError, Refused
from turkcell_hub.gateways.sandbox.control import SandboxControl
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import (
    ApiKey,
    Brand,
    Firm,
    GatewayAccount,
    Membership,
    Role,
    SenderTitle,
)
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import account_choice, accounts, keys, sandboxes

Service = GatewayAccount.Service
SENDER = "DENEME"
CREDIT = {"SMS": 10_000, "OTP": 1_000, "IYS": 10_000}
OPEN = "tenancy.account.change"
_OFFICER = "905320000001"
_FIRST_CODE = 700_000  # İYS codes of firms for trials


@dataclass(frozen=True)
class Line:
    """One account at the sandbox; ``wanted``: what the sandbox is told of it."""

    service: GatewayAccount.Service
    adapter: str
    protocol: str
    path: str
    label: str
    wanted: dict[str, Any] = field(default_factory=dict)


LINES = (
    Line(Service.SMS, "mesajussu", "mesajussu", "/api/api/integration", "Mesaj Üssü (deneme)",
         {"balance": CREDIT["SMS"], "senders": [SENDER], "report_delay": [0, 1],
          "duplicate_hours": 0}),
    Line(Service.OTP, "camara_otp", "camara_otp", "", "OTP (deneme)", {"balance": CREDIT["OTP"]}),
    Line(Service.INVOICE, "esirket", "esirket", "/esirket", "e-Şirket (deneme)",
         {"officer_phone": _OFFICER}),
    Line(Service.IYS, "iys", "iys", "", "İYS (deneme)", {"iys_role": "provider"}),
)  # fmt: skip
SERVICES = tuple(line.service for line in LINES)


def is_offered() -> bool:
    """Whether the installation has a sandbox operator."""
    return bool(settings.FAKE_OPERATOR_URL)


def username(firm_id: int, service: str) -> str:
    """The firm's account at the sandbox. By the firm alone: nobody drives another one's."""
    return f"deneme-{service}-{firm_id}"


def iys_code(firm_id: int) -> int:
    return _FIRST_CODE + firm_id


@contextmanager
def control() -> Iterator[SandboxControl]:
    """The sandbox's control. Raises ``Conflict`` ``no_sandbox`` where there is none,
    ``Invalid`` with its words for what it does not take, ``Unavailable`` while it is away."""
    if not is_offered():
        raise Conflict(
            _("Bu kurulumda deneme operatörü yok; portalı işletenden isteyin."), code="no_sandbox"
        )
    opened = SandboxControl(settings.FAKE_OPERATOR_URL)
    try:
        yield opened
    except Refused as refused:
        raise Invalid(refused.answer.text, code="sandbox_refused") from None
    except GatewayError:
        raise Unavailable(
            _("Deneme operatörü şu anda yanıt vermiyor; birazdan yeniden deneyin."),
            code="sandbox_away",
        ) from None
    finally:
        opened.close()


def make_key(
    actor: Actor,
    name: str,
    scopes: Sequence[str],
    allowed_ips: Iterable[str] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """A key of the firm's own firm for trials, which is opened when it is first asked for. Its
    maker becomes an Admin there. Raises as ``keys.create`` and ``control``."""
    actor.require("tenancy.key.change")
    for scope in scopes:
        actor.require(scope)
    own = _opened(actor)
    with firm_scope(own.firm_id):
        return keys.create(own, name, scopes, allowed_ips, expires_at)


def open_firm(actor: Actor) -> int:
    """The firm for trials of the actor's firm, opened and finished where it is not; he is an Admin
    there. Raises as ``control``."""
    actor.require(OPEN)
    return _opened(actor).firm_id


def has_sent(firm_id: int, has_any: Callable[[], bool]) -> bool:
    """``has_any`` asked in the firm for trials of ``firm_id``; False where there is none."""
    firm = Firm.objects.filter(sandbox_of_id=firm_id).first()
    if firm is None:
        return False
    with firm_scope(firm.pk):
        return has_any()


def _opened(actor: Actor) -> Actor:
    """The actor in his firm for trials, with its accounts and credit."""
    with control() as sandbox:
        firm, member = _firm(actor)
        with firm_scope(firm.pk):
            own = actors.of_membership(member)
            for line in LINES:
                _open(sandbox, own, firm, line)
            for kind, amount in CREDIT.items():
                credits.load(firm.pk, kind, amount, f"sandbox-{kind}", Reason.OPENING, own)
    return own


@transaction.atomic
def _firm(actor: Actor) -> tuple[Firm, Membership]:
    real = Firm.objects.select_for_update().get(pk=actor.firm_id)
    firm = real if real.sandbox_of_id else Firm.objects.filter(sandbox_of=real).first()
    if firm is None:
        name = _("%(name)s (deneme)") % {"name": real.name[:100]}
        firm = Firm.objects.create(
            name=name, slug=f"{real.slug[:40]}-deneme-{real.pk}", country=real.country,
            time_zone=real.time_zone, sandbox_of=real,
        )  # fmt: skip
        trail.record(actor, "sandbox.opened", firm)
    with firm_scope(real.pk):
        card: Membership = Membership.objects.get(pk=actor.membership_id)
    with firm_scope(firm.pk):
        member, _made = Membership.objects.get_or_create(
            user_id=card.user_id,
            firm=firm,
            defaults={"full_name": card.full_name, "phone": card.phone, "role": Role.ADMIN},
        )
    if firm.pk != real.pk:  # one who had left the real firm and is back
        sandboxes.follow(card, actor.label)
        member.refresh_from_db()
    return firm, member


@transaction.atomic
def _open(sandbox: SandboxControl, own: Actor, firm: Firm, line: Line) -> None:
    """The account on both sides. What a broken attempt left at the sandbox is finished by the
    next one, because ours is committed last; two at once wait for each other at the firm."""
    Firm.objects.select_for_update().get(pk=firm.pk)
    name = username(firm.pk, line.service)
    if GatewayAccount.objects.filter(username=name, service=line.service).exists():
        return
    password = secrets.token_urlsafe(12)
    code = iys_code(firm.pk)
    brand, _made = Brand.objects.get_or_create(
        firm=firm, code=str(code), defaults={"name": firm.name}
    )
    wanted = {**line.wanted, "password": password}
    options: dict[str, Any] = {}
    if line.service == Service.IYS:
        sandbox.open_registry(code, brand.name)
        wanted["iys_code"], options = code, {"iys_code": str(code), "push_type": ""}
    if line.service == Service.SMS:
        wanted["brand_codes"] = [str(code)]
    sandbox.open_account(name, line.protocol, wanted)
    account = accounts.save(
        own, None,
        {"name": line.label, "service": line.service, "adapter": line.adapter,
         "country": "TR", "base_url": settings.FAKE_OPERATOR_URL + line.path,
         "username": name, "password": password, "options": options, "is_default": True},
    )  # fmt: skip
    if line.service == Service.SMS:
        SenderTitle.objects.create(firm=firm, account=account, title=SENDER, is_default=True)
        sandbox.change(name, {"push_url": account_choice.push_address(account)})


def require_sandbox(actor: Actor) -> None:
    """Raises ``Conflict`` ``not_sandbox`` for a key of a real firm."""
    if not sandboxes.is_sandbox(actor.firm_id):
        raise Conflict(
            _("Bu anahtar gerçek firmanındır; deneme operatörünü yalnız deneme anahtarı yönetir."),
            code="not_sandbox",
        )
