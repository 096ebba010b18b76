"""The first steps of a new firm on the home page's checklist."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.portal import checklist, menu
from turkcell_hub.portal.checklist import Step
from turkcell_hub.tenancy.models import Firm, SenderTitle
from turkcell_hub.tenancy.services import account_choice, identities

CHANGE = "tenancy.account.change"


def firm_step(actor: Any) -> Step | None:
    if not actor.can("tenancy.firm.change"):
        return None
    done = Firm.objects.filter(pk=actor.firm_id).exclude(legal_name="").exists()
    return Step(
        _("Firma bilgilerini tamamlayın"),
        done,
        _("Ticari unvan ve ülke türü, numara kurallarını ve yazışmaları belirler."),
        reverse("firm-settings"),
    )


def account_step(actor: Any) -> Step | None:
    if not actor.can(CHANGE):
        return None
    account = account_choice.default_account(actor.firm_id)
    return Step(
        _("SMS hesabını bağlayın"),
        account_choice.sendable_problem(account) is None,
        _("Operatörden gelen kullanıcı adı ve şifre olmadan SMS gönderilemez."),
        reverse("service-centre"),
    )


def sender_step(actor: Any) -> Step | None:
    if not actor.can(CHANGE):
        return None
    return Step(
        _("Gönderici adını tanımlayın"),
        SenderTitle.objects.filter(is_active=True).exists(),
        _("Alıcının telefonunda görünecek, operatörce onaylı başlık."),
        reverse("sender-titles-list"),
    )


def identity_step(actor: Any) -> Step | None:
    if not actor.can("tenancy.firm.change"):
        return None
    return Step(
        _("Gönderen kimliğini girin"),
        not identities.missing(identities.of_firm(actor.firm_id)),
        _("MERSİS, iletişim ve ret numarası; ticari mesajın metninde bulunmaları zorunludur."),
        reverse("sender-identity"),
    )


def register() -> None:
    checklist.add_step(firm_step, 10)
    checklist.add_step(identity_step, 15)
    checklist.add_step(account_step, 20)
    checklist.add_step(sender_step, 30)
    menu.add(
        "settings", __("Firma Bilgileri"), "firm-settings", "tenancy.firm.change", "building", 5
    )
    menu.add("settings", __("Gönderen Kimliği"), "sender-identity", "tenancy.firm.change", "id", 6)
    menu.add("settings", __("Turkcell Hizmet Merkezi"), "service-centre", CHANGE, "server", 10)
    menu.add("settings", __("Şifre Sağlığı"), "credentials", "tenancy.account.view", "key", 51)
