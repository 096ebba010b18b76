"""Turkish names of what the consent room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "iys.package.chosen": _("İLETİ paketi seçildi"),
    "iys.package.paid": _("İLETİ paketi ödendi"),
    "iys.package.approved": _("İLETİ paketi onaylandı, başladı"),
    "iys.package.rejected": _("İLETİ paketi reddedildi"),
    "iys.package.ended": _("İLETİ paketinin süresi doldu"),
    "iys.package.dropped": _("İLETİ paketinden vazgeçildi"),
    "iys.package_rules.added": _("Paket kuralı eklendi"),
    "iys.authorisation.given": _("Marka yetkisi verildi"),
    "iys.authorisation.ended": _("Marka yetkisi kaldırıldı"),
    "iys.authorisation.key": _("Marka yetkisine anahtar üretildi"),
    "iys.supplier.saved": _("İş ortağı kaydedildi"),
    "iys.login.saved": _("İYS giriş yetkilisi kaydedildi"),
    "iys.login.moved": _("İYS giriş yetkisinin adımı değişti"),
    "consent.added": _("İzin eklendi"),
    "consent.changed": _("İzin değiştirildi"),
    "consent.renamed": _("İzin kaydının adı değiştirildi"),
    "consent.uploaded": _("İzin listesi yüklendi, beyan verildi"),
    "consent.correction_accepted": _("İzin listesinde düzeltme türü kabul edildi"),
    "consent.correction_refused": _("İzin listesinde düzeltme türü reddedildi"),
    "consent.list_sent": _("İzin listesi gönderildi"),
    "iys.dealer.added": _("Bayi eklendi"),
    "iys.dealer.changed": _("Bayi değiştirildi"),
    "iys.dealer.read": _("Bayiler İYS'den alındı"),
    "iys.dealer.given": _("Bayiye izin açıldı"),
    "iys.dealer.taken": _("Bayiye izin kapatıldı"),
    "consent.list_deleted": _("İzin listesi silindi"),
}
