"""Rights: each room declares its own, with the roles that hold them (K-073, C-01).

A right is a dotted code such as ``messaging.campaign.send``. Roles hold rights by the
table below; an API key holds the rights in its scopes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import Role

ADMINS = frozenset({Role.ADMIN})
MANAGERS = ADMINS | {Role.MANAGER}
STAFF = MANAGERS | {Role.STAFF}
EVERYBODY = STAFF | {Role.CUSTOMER}


@dataclass(frozen=True)
class Right:
    """``for_keys``: an API key may hold it. ``platform``: what the people who run the portal
    (İşletmeci) have of it in any firm: "sees", or "decides" – then it is no firm's own where
    the deployment says so (``PRICES_SET_BY``)."""

    code: str
    label: object
    roles: frozenset[Role]
    for_keys: bool = True
    platform: Literal["", "sees", "decides"] = ""


_rights: dict[str, Right] = {}


def declare(rights: Iterable[Right]) -> None:
    """Adds rights to the table. A room calls it once from its ``AppConfig.ready``."""
    for right in rights:
        known = _rights.get(right.code)
        if known is not None and known != right:
            raise ValueError(f"right {right.code} is declared twice")
        _rights[right.code] = right


def every_right() -> dict[str, Right]:
    return dict(_rights)


def rights_of(role: Role) -> frozenset[str]:
    """What the role holds here: a hosted firm does not decide what it pays itself."""
    hosted = is_hosted()
    return frozenset(
        code
        for code, right in _rights.items()
        if role in right.roles and not (hosted and right.platform == "decides")
    )


def platform_rights() -> frozenset[str]:
    """What an İşletmeci holds in the firm that he has entered; nothing where firms set their
    own prices."""
    if not is_hosted():
        return frozenset()
    return frozenset(code for code, right in _rights.items() if right.platform)


def is_hosted() -> bool:
    return bool(settings.PRICES_SET_BY == "operator")


def is_right(code: str) -> bool:
    return code in _rights


declare(
    [
        Right("tenancy.user.view", _("Kullanıcıları görme"), MANAGERS, for_keys=False),
        Right("tenancy.user.change", _("Kullanıcı ekleme ve değiştirme"), ADMINS, for_keys=False),
        Right("tenancy.brand.view", _("Markaları görme"), STAFF),
        Right("tenancy.brand.change", _("Marka ekleme ve değiştirme"), ADMINS, for_keys=False),
        Right("tenancy.code.view", _("Yetki kodlarını görme"), STAFF),
        Right("tenancy.code.change", _("Yetki kodu tanımlama"), ADMINS, for_keys=False),
        Right("tenancy.key.view", _("API anahtarlarını görme"), ADMINS, for_keys=False),
        Right("tenancy.key.change", _("API anahtarı üretme ve iptal"), ADMINS, for_keys=False),
        Right("tenancy.account.view", _("Operatör hesaplarını görme"), MANAGERS),
        Right("tenancy.account.change", _("Operatör hesabı ayarlama"), ADMINS, for_keys=False),
        Right("tenancy.sender.view", _("Gönderici adlarını görme"), EVERYBODY),
        Right("tenancy.firm.change", _("Firma ayarları"), ADMINS, for_keys=False),
        Right("audit.view", _("İşlem geçmişini görme"), MANAGERS, for_keys=False),
        Right("personal.view", _("Numaraları açık görme"), STAFF),
    ]
)
