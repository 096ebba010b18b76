"""Turkish names of what this room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "invoices.bills.taken": _("Operatör faturaları alındı"),
    "invoices.bill.confirmed": _("Faturanın incelemesi tamamlandı"),
    "invoices.bill.aside": _("Fatura ayrıldı"),
    "invoices.bill.replaced": _("Faturanın yerine düzeltilmişi alındı"),
    "invoices.bill.taken_instead": _("Fatura öncekinin yerine alındı"),
    "invoices.bill.back": _("Fatura geri alındı"),
    "invoices.table.add": _("Eşleştirme tablosu eklendi"),
    "invoices.table.change": _("Eşleştirme tablosu değiştirildi"),
    "invoices.table.delete": _("Eşleştirme tablosu silindi"),
    "invoices.line.add": _("Eşleştirme satırı eklendi"),
    "invoices.line.change": _("Eşleştirme satırı değiştirildi"),
    "invoices.line.delete": _("Eşleştirme satırı silindi"),
    "invoices.lines.pasted": _("Eşleştirme satırları yapıştırıldı"),
    "invoices.transfer.started": _("Fatura aktarımı başlatıldı"),
    "invoices.transfer.done": _("Fatura aktarımı tamamlandı"),
    "invoices.transfer.undone": _("Fatura aktarımı geri alındı"),
    "invoices.login.set": _("Fatura aktarım şifresi girildi"),
    "invoices.login.refused": _("Fatura aktarım şifresi reddedildi"),
    "invoices.login.wished": _("Bir program yeni fatura aktarım şifresi istedi"),
    "invoices.login.denied": _("Programın şifre isteği geri çevrildi"),
    "invoices.login.asked": _("Yeni fatura aktarım şifresi istendi"),
    "invoices.line_question.asked": _("Hatların kullanıcılarına soruldu"),
    "invoices.line_question.answered": _("Hattın kullanıcısı yanıt verdi"),
    "invoices.rules.added": _("Fatura kuralı eklendi"),
}
