"""What this room's actions are called in İşlem geçmişi."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions, words
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.services.opening import adapters


def _rights() -> dict[str, object]:
    return {code: right.label for code, right in every_right().items()}


def _adapters() -> dict[str, object]:
    return {info.code: shown(info.label) for info in adapters()}


def declare_names() -> None:
    words.declare(values={"scopes": _rights, "adapter": _adapters})
    actions.declare(
        {
            "tenancy.account.add": _("Operatör hesabı ekleme"),
            "tenancy.account.change": _("Operatör hesabı değiştirme"),
            "tenancy.account.delete": _("Operatör hesabı silme"),
            "tenancy.account.renew_push_address": _("Rapor adresi yenileme"),
            "tenancy.account.try": _("Bağlantı denemesi"),
            "tenancy.brand.add": _("Marka ekleme"),
            "tenancy.brand.change": _("Marka değiştirme"),
            "tenancy.brand.delete": _("Marka silme"),
            "tenancy.code.add": _("Yetki kodu ekleme"),
            "tenancy.code.change": _("Yetki kodu değiştirme"),
            "tenancy.code.delete": _("Yetki kodu silme"),
            "tenancy.firm.add": _("Firma açma"),
            "tenancy.firm.change": _("Firma bilgilerini değiştirme"),
            "tenancy.identity.change": _("Gönderen kimliğini değiştirme"),
            "tenancy.key.create": _("API anahtarı üretme"),
            "tenancy.key.revoke": _("API anahtarı iptali"),
            "tenancy.key.rotate": _("API anahtarı yenileme"),
            "tenancy.member.accept": _("Daveti kabul"),
            "tenancy.member.add": _("Kullanıcı ekleme"),
            "tenancy.member.change": _("Kullanıcı değiştirme"),
            "tenancy.member.change_phone": _("Kendi telefonunu değiştirme"),
            "tenancy.member.decline": _("Daveti ret"),
            "tenancy.member.delete": _("Kullanıcı silme"),
            "tenancy.member.send_link": _("Parola bağlantısı gönderme"),
            "tenancy.sender.add": _("Gönderici adı ekleme"),
            "tenancy.sender.delete": _("Gönderici adı silme"),
            "tenancy.sender.fetch": _("Gönderici adlarını operatörden alma"),
            "tenancy.sender.make_default": _("Varsayılan gönderici seçme"),
            "tenancy.user.change_password": _("Parola değiştirme"),
            "tenancy.user.factor_off": _("İki adımlı girişi kapatma"),
            "tenancy.user.factor_on": _("İki adımlı girişi açma"),
            "tenancy.user.login": _("Giriş"),
            "tenancy.platform.entered": _("İşletmeci firmaya girdi"),
            "tenancy.user.renew_recovery_codes": _("Kurtarma kodu üretme"),
        }
    )
