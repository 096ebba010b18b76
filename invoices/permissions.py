"""Rights of the bills' room."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare

VIEW, TAKE, DECIDE = "invoices.bill.view", "invoices.bill.add", "invoices.bill.change"
TABLE_VIEW, TABLE_CHANGE = "invoices.table.view", "invoices.table.change"
TRANSFER, UNDO = "invoices.transfer.add", "invoices.transfer.undo"
LINE_ASK = "invoices.line_question.add"
LOGIN_VIEW, LOGIN_WISH = "invoices.login.view", "invoices.login.wish"
LOGIN, RULES_VIEW, RULES_ADD = "invoices.login.change", "invoices.rules.view", "invoices.rules.add"

declare(
    [
        Right(VIEW, _("Operatör faturalarını görme"), STAFF),
        Right(TAKE, _("Operatör faturası alma"), STAFF),
        Right(DECIDE, _("Faturada karar verme"), MANAGERS),
        Right(TABLE_VIEW, _("Fatura eşleştirme tablolarını görme"), STAFF),
        Right(TABLE_CHANGE, _("Fatura eşleştirme tablosu değiştirme"), STAFF),
        Right("invoices.transfer.view", _("Fatura aktarımlarını görme"), STAFF),
        Right(TRANSFER, _("Fatura aktarma"), STAFF),
        Right(UNDO, _("Fatura aktarımını geri alma"), MANAGERS),
        Right(LINE_ASK, _("Hattın kullanıcısına SMS ile sorma"), MANAGERS),
        Right(LOGIN, _("Fatura aktarım şifresi isteme ve girme"), ADMINS, for_keys=False),
        Right(LOGIN_VIEW, _("Fatura aktarım şifresinin durumunu görme"), MANAGERS),
        Right(LOGIN_WISH, _("Yeni fatura şifresi isteme (bir kişi onaylar)"), ADMINS),
        Right(RULES_VIEW, _("Fatura kurallarını görme"), MANAGERS),
        Right(RULES_ADD, _("Fatura kuralı ekleme"), ADMINS, for_keys=False),
    ]
)
