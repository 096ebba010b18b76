"""The four steps of the set-up (L-089): which are done, and which one is missing for a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from otp.models import Connection, ConnectionUser, WebAccount
from turkcell_hub.errors import Conflict
from turkcell_hub.tenancy.models import GatewayAccount, Membership
from turkcell_hub.tenancy.services import account_choice

SERVICE = GatewayAccount.Service.OTP


@dataclass(frozen=True)
class Step:
    """``code`` is stable; ``problem`` is "" when the step is done."""

    number: int
    code: str
    name: str
    problem: str

    @property
    def done(self) -> bool:
        return not self.problem


@dataclass(frozen=True)
class Ready:
    """What a code for one person goes through."""

    connection: Connection
    account: GatewayAccount
    web_account: WebAccount


def steps(firm_id: int, member: Membership | None = None) -> list[Step]:
    """The four steps in their order; the last one for ``member``, or for anybody at all."""
    return [_account(), _web_account(), _connection(), _link(member)]


def ready(member: Membership) -> Ready:
    """The person's way to the operator. Raises ``Conflict`` (``otp_setup``, extra ``step``)
    that names the first step which is not done."""
    for step in steps(member.firm_id, member):
        if step.problem:
            raise Conflict(
                _("OTP kurulumu tamam değil. %(number)d. adım, %(name)s: %(problem)s")
                % {"number": step.number, "name": step.name, "problem": step.problem},
                code="otp_setup",
                extra={"step": step.code},
            )
    link = ConnectionUser.objects.select_related("connection__account").get(member=member)
    web_account = WebAccount.objects.get()
    return Ready(link.connection, link.connection.account, web_account)


def _account() -> Step:
    usable = GatewayAccount.objects.filter(service=SERVICE, is_active=True)
    problems = [account_choice.sendable_problem(one, SERVICE) for one in usable]
    problem = ""
    if not problems:
        problem = _(
            "OTP hesabı yok. Turkcell'in başvurudan sonra verdiği OTP kullanıcı adı ve şifresiyle"
            " bir hesap ekleyin."
        )
    elif all(problems):
        problem = str(problems[0])
    return Step(1, "account", _("OTP Ayarları"), problem)


def _web_account() -> Step:
    problem = ""
    if not WebAccount.objects.exists():
        problem = _("Kuruluşun web hesabı bilgileri girilmemiş.")
    return Step(2, "web_account", _("Web Hesabı Ayarları"), problem)


def _connection() -> Step:
    rows = list(Connection.objects.filter(is_active=True).select_related("account"))
    problem = ""
    if not rows:
        problem = _("Etkin bir web hizmeti bağlantısı yok; bağlantı tanımlayın.")
    elif not any(row.works for row in rows):
        failed = next((row for row in rows if row.works is False), None)
        problem = (
            _("“%(name)s” denendi, çalışmadı: %(note)s")
            % {"name": failed.name, "note": failed.note}
            if failed
            else _("Bağlantı henüz denenmedi; “Bağlantıyı dene” deyin.")
        )
    return Step(3, "connection", _("Web Hizmeti Bağlantıları"), problem)


def _link(member: Membership | None) -> Step:
    name = _("Kullanıcı bağlantısı")
    links = ConnectionUser.objects.select_related("connection__account")
    link = (links.filter(member=member) if member else links).first()
    problem = ""
    if link is None:
        problem = (
            _("%(who)s için bağlantı seçilmemiş; Kullanıcılar sayfasından bağlayın.")
            % {"who": member.name}
            if member
            else _("Hiçbir kullanıcıya bağlantı verilmemiş.")
        )
    elif member is not None:
        problem = _broken(link.connection)
    return Step(4, "link", name, problem)


def _broken(connection: Connection) -> str:
    if not connection.is_active:
        return _("“%(name)s” bağlantısı kapalı.") % {"name": connection.name}
    if connection.works is not True:
        return _("“%(name)s” bağlantısı denenmemiş ya da çalışmıyor.") % {"name": connection.name}
    return str(account_choice.sendable_problem(connection.account, SERVICE) or "")
