"""Turkish names of what the consent room writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "consent.added": _("İzin eklendi"),
    "consent.changed": _("İzin değiştirildi"),
    "consent.renamed": _("İzin kaydının adı değiştirildi"),
    "consent.uploaded": _("İzin listesi yüklendi, beyan verildi"),
    "consent.correction_accepted": _("İzin listesinde düzeltme türü kabul edildi"),
    "consent.correction_refused": _("İzin listesinde düzeltme türü reddedildi"),
    "consent.list_sent": _("İzin listesi gönderildi"),
    "consent.list_deleted": _("İzin listesi silindi"),
}
