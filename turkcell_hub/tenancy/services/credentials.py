"""Şifre sağlığı (idea 15): every credential of an operator on one list, with its age, what is left
of its life and of its tries. It judges nothing anew: what a connection's health says, and what the
room says whose contract knows a life (the bill password), is put side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import accounts

VIEW = "tenancy.account.view"
Health = GatewayAccount.Health
_GOOD, _WARNING, _DANGER, _UNKNOWN = "success", "warning", "danger", "secondary"
_ORDER = (_DANGER, _WARNING, _UNKNOWN, _GOOD)


@dataclass(frozen=True)
class Life:
    """What a room knows of an account's password. ``warnings``: the days before its end at which
    it is told; ``days_left`` None where the contract knows no life."""

    is_good: bool
    text: str
    set_at: dt.datetime | None
    days_left: int | None
    tries_left: int
    warnings: tuple[int, ...] = ()
    url_name: str = ""


@dataclass(frozen=True)
class Credential:
    """One line of the list. ``age_days`` is the most that it can be where ``is_exact`` is False:
    it was entered before that was written down. ``tries_left`` None: the operator tells no limit.
    """

    account: GatewayAccount
    level: str
    text: str
    set_at: dt.datetime | None
    age_days: int | None
    is_exact: bool
    days_left: int | None
    tries_left: int | None
    next_warning: int | None
    url: str


_lives: dict[str, Callable[[GatewayAccount], Life]] = {}


def register(service: str, life: Callable[[GatewayAccount], Life]) -> None:
    """A room that counts the life of its accounts' passwords tells it; from ``AppConfig.ready``."""
    _lives[service] = life


def of_firm(actor: Actor) -> list[Credential]:
    """The firm's, those that need a person first."""
    actor.require(VIEW)
    rows = actor.visible(GatewayAccount.objects.filter(is_active=True).order_by("name", "pk"))
    return sorted(
        (_of_account(account) for account in rows), key=lambda one: _ORDER.index(one.level)
    )


def _of_account(account: GatewayAccount) -> Credential:
    page = reverse("gateway-accounts-detail", args=[account.pk])
    told = _lives.get(account.service)
    if account.secrets_missing():
        text = _("Kullanıcı adı ve şifre girilmemiş.")
        return Credential(account, _DANGER, text, None, None, True, None, None, None, page)
    if told is not None:
        life = told(account)
        coming = [day for day in life.warnings if life.days_left is not None]
        passed = [day for day in coming if (life.days_left or 0) < day]
        level = _DANGER if not life.is_good else _WARNING if passed else _GOOD
        ahead = max((day for day in coming if day not in passed), default=None)
        url = reverse(life.url_name) if life.url_name else page
        age = _age(life.set_at)
        return Credential(account, level, life.text, life.set_at, age, True, life.days_left,
                          life.tries_left, ahead, url)  # fmt: skip
    level, text = _told(account)
    set_at, is_exact = account.login_set_at or account.created_at, account.login_set_at is not None
    return Credential(account, level, text, set_at, _age(set_at), is_exact, None,
                      tries_left(account), None, page)  # fmt: skip


def tries_left(account: GatewayAccount) -> int | None:
    """Wrong passwords until the operator locks the account, where his documents tell how many."""
    limit = accounts.adapter_info(account.adapter).wrong_tries
    return None if limit is None else max(0, limit - account.refusals)


def _told(account: GatewayAccount) -> tuple[str, str]:
    note = str(shown(account.health_note)) if account.health_note else ""
    if account.health == Health.OK:
        return _GOOD, _("Operatör bu şifreyi kabul ediyor.")
    if account.health == Health.UNTRIED:
        return _UNKNOWN, _("Henüz denenmedi; hesabın menüsünden “Bağlantıyı dene” deyin.")
    if account.health == Health.BAD_CREDENTIALS:
        return _DANGER, note or _("Operatör bu şifreyi reddetti.")
    return _WARNING, note or _("Bağlantı sorunlu; şifrenin kendisi reddedilmedi.")


def _age(since: dt.datetime | None) -> int | None:
    return None if since is None else max(0, (timezone.now() - since).days)
