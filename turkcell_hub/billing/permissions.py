"""Rights on packages, orders and what is billed, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare


def declare_all() -> None:
    """Called once, from ``BillingConfig.ready``. Money is decided by people: prices, approvals
    and the like are for no API key."""
    declare(
        [
            Right("billing.price.view", _("Paket fiyatlarını görme"), STAFF, platform="sees"),
            Right(
                "billing.price.change",
                _("Paket fiyatı tanımlama"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right("billing.order.view", _("Siparişleri görme"), MANAGERS, platform="sees"),
            Right("billing.order.add", _("Kredi satın alma"), MANAGERS),
            Right(
                "billing.order.approve",
                _("Havale onaylama"),
                MANAGERS,
                for_keys=False,
                platform="decides",
            ),
            Right(
                "billing.plan.change",
                _("Ödeme türü ve SMS limiti"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right("billing.tariff.view", _("Tarifeyi görme"), MANAGERS, platform="sees"),
            Right(
                "billing.tariff.change",
                _("Tarife tanımlama"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right("billing.statement.view", _("Aylık ekstreleri görme"), MANAGERS, platform="sees"),
            Right("billing.refund.view", _("Kredi iade tablosunu görme"), STAFF, platform="sees"),
            Right(
                "billing.refund.change",
                _("Kredi iade kuralı tanımlama"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right("billing.bank.view", _("Banka hesaplarını görme"), STAFF, platform="sees"),
            Right(
                "billing.bank.add",
                _("Banka hesabı tanımlama"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right(
                "billing.bank.change",
                _("Banka hesabı değiştirme"),
                ADMINS,
                for_keys=False,
                platform="decides",
            ),
            Right(
                "billing.incoming.view",
                _("Gelen havaleleri görme"),
                MANAGERS,
                for_keys=False,
                platform="decides",
            ),
            Right("billing.reminder.view", _("Kredi hatırlatmalarını görme"), MANAGERS),
            Right(
                "billing.reminder.change",
                _("Kredi hatırlatması tanımlama"),
                MANAGERS,
            ),
            Right("billing.status.view", _("Durum bilgisini görme"), STAFF, platform="sees"),
            Right("billing.limit.view", _("Limit taleplerini görme"), MANAGERS, platform="sees"),
            Right("billing.limit.add", _("Limit artırımı isteme"), MANAGERS),
            Right(
                "billing.limit.approve",
                _("Limit artırımı onaylama"),
                MANAGERS,
                for_keys=False,
                platform="decides",
            ),
        ]
    )
    actions.declare(
        {
            "billing.price.add": _("Paket fiyatı tanımlandı"),
            "billing.price.change": _("Paket fiyatı değiştirildi"),
            "billing.price.delete": _("Paket fiyatı silindi"),
            "billing.order.add": _("Sipariş verildi"),
            "billing.order.paid": _("Sipariş ödendi"),
            "billing.order.approved": _("Ödeme onaylandı"),
            "billing.order.cancelled": _("Sipariş iptal edildi"),
            "billing.order.expired": _("Siparişin süresi doldu"),
            "billing.bank.saved": _("Banka hesabı kaydedildi"),
            "billing.incoming.matched": _("Havale siparişiyle eşleşti"),
            "billing.incoming.assigned": _("Havale siparişe bağlandı"),
            "billing.incoming.unrelated": _("Havale siparişle ilgisiz sayıldı"),
            "billing.incoming.given_back": _("Havale iade edildi"),
            "billing.order.money_back": _("Para iade edildi, sipariş kapatıldı"),
            "billing.plan.change": _("Ödeme türü değiştirildi"),
            "billing.tariff.add": _("Tarife tanımlandı"),
            "billing.tariff.change": _("Tarife değiştirildi"),
            "billing.tariff.delete": _("Tarife silindi"),
            "billing.month.closed": _("Ay kapatıldı"),
            "billing.refund.add": _("İade kuralı tanımlandı"),
            "billing.refund.delete": _("İade kuralı silindi"),
            "billing.operator_differs": _("Operatörün SMS sayısı farklı"),
            "billing.reminder.saved": _("Kredi hatırlatması kaydedildi"),
            "billing.reminder.deleted": _("Kredi hatırlatması silindi"),
            "billing.limit.asked": _("Limit artırımı istendi"),
            "billing.limit.approved": _("Limit artırıldı"),
            "billing.limit.rejected": _("Limit artırımı reddedildi"),
            "billing.limit.withdrawn": _("Limit talebi geri çekildi"),
            "billing.limit.handed_on": _("Limit talebi operatöre iletildi"),
            "billing.order.supplied": _("Operatör paketi verdi"),
            "billing.order.turned_down": _("Operatör paketi vermedi"),
            "billing.payment.given_back": _("Fazla ödeme iade edildi"),
            "billing.order.given_back": _("Fazla ödeme iade edildi"),
            "billing.order.refused_payment": _("Ödeme siparişe uymadı"),
        }
    )
