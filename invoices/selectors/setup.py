"""The way to the first transferred bill, step by step, in its order (L-020)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from invoices import permissions
from invoices.models import Bill, MatchingTable, Transfer, TransferState
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account, ServiceCard
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice

_SERVICE = GatewayAccount.Service.INVOICE
_ACCOUNT_RIGHT, _CARDS_RIGHT = "tenancy.account.change", "erp.mirror.write"


@dataclass(frozen=True)
class SetupStep:
    """``url``: its screen, empty for who may not work there. ``is_next``: its turn has come; a
    step behind that one has to wait."""

    title: str
    why: str
    done: bool
    url: str
    is_next: bool = False


def steps(actor: Actor) -> list[SetupStep]:
    """Login, cards of the ERP, matching table, first transfer; without the operator's login for
    a firm that brings its bills as files. Who has transferred a bill is through: a login that
    fails later is no set-up."""
    found = [*_login(actor), _cards(actor), _table(actor), _transfer(actor)]
    if found[-1].done:
        return [replace(step, done=True) for step in found]
    turn = next((place for place, step in enumerate(found) if not step.done), None)
    return [replace(step, is_next=place == turn) for place, step in enumerate(found)]


def has_begun(actor: Actor) -> bool:
    """Whether the firm has anything to do with operators' bills."""
    rows = GatewayAccount.objects.filter(firm_id=actor.firm_id, service=_SERVICE)
    return rows.exists() or MatchingTable.objects.exists() or Bill.objects.exists()


def _login(actor: Actor) -> list[SetupStep]:
    rows = GatewayAccount.objects.filter(firm_id=actor.firm_id, service=_SERVICE)
    account = account_choice.default_account(actor.firm_id, _SERVICE) or rows.order_by("pk").first()
    if account is None and Bill.objects.exists():
        return []
    given = account is not None and not account.secrets_missing()
    edit = (
        reverse("gateway-accounts-edit", args=[account.pk])
        if account is not None
        else f"{reverse('gateway-accounts-add')}?adapter=esirket&service=invoice"
    )
    return [
        SetupStep(
            _("Kullanıcı Kodu, Şifre ve Firma Kodunu girin"),
            _("Başvurudan sonra SMS ile gelir. SMS'te Firma Kodu yoksa boş bırakın: Kullanıcı Kodu"
              " ile aynıdır."),
            given,
            edit if actor.can(_ACCOUNT_RIGHT) else "",
        ),
        SetupStep(
            _("Bağlantıyı deneyin"),
            _("Operatöre bir kez girilir; giriş tutarsa hizmet kullanıma hazırdır."),
            given and account is not None and account.health == GatewayAccount.Health.OK,
            reverse("invoice-password") if actor.can(permissions.LOGIN) else "",
        ),
    ]  # fmt: skip


def _cards(actor: Actor) -> SetupStep:
    has_accounts = Account.objects.filter(is_active=True).exists()
    has_cards = ServiceCard.objects.filter(is_active=True).exists()
    kind = MirrorKind.SERVICE_CARD if has_accounts else MirrorKind.ACCOUNT
    return SetupStep(
        _("ERP'deki cari hesap ve hizmet kartlarını alın"),
        _("Eşleştirme tablosu, faturayı hangi cariye ve hangi hizmet kartına işleyeceğini bu"
          " kartlardan seçer."),
        has_accounts and has_cards,
        reverse("erp-import", args=[kind]) if actor.can(_CARDS_RIGHT) else "",
    )  # fmt: skip


def _table(actor: Actor) -> SetupStep:
    """Done by a table that has a row: an empty one books nothing."""
    tables = MatchingTable.objects.filter(is_active=True)
    empty = tables.filter(lines=None).order_by("pk").first()
    done = tables.exclude(lines=None).exists()
    url = reverse("matching-tables-add")
    if done:
        url = reverse("matching-tables-list")
    elif empty is not None:
        url = reverse("matching-tables-detail", args=[empty.pk])
    return SetupStep(
        _("Fatura eşleştirme tablosu tanımlayın")
        if done or empty is None
        else _("Eşleştirme tablosuna satır ekleyin: %(table)s") % {"table": empty},
        _("Aktarımın şablonu: faturanın carisi, hatların ve vergilerin hizmet kartları."),
        done,
        url if actor.can(permissions.TABLE_CHANGE) else "",
    )


def _transfer(actor: Actor) -> SetupStep:
    return SetupStep(
        _("İlk faturanızı aktarın"),
        _("Ön izlemede dört yolun sonucunu yan yana görür, sonra aktarırsınız."),
        Transfer.objects.filter(state=TransferState.DONE).exists(),
        reverse("invoice-transfer") if actor.can(permissions.TRANSFER) else "",
    )
