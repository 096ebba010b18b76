"""Turkish names of what messaging writes into the audit trail."""

from django.utils.translation import gettext_lazy as _

LABELS = {
    "campaign.created": _("Gönderim taslağı oluşturuldu"),
    "campaign.submitted": _("Gönderildi (onaylandı)"),
    "campaign.cut": _("Alıcılar krediye göre kısaltıldı"),
    "campaign.prepared": _("Mesajlar hazırlandı, kredi düşüldü"),
    "campaign.came_back": _("Taslağa geri döndü"),
    "campaign.paused": _("Duraklatıldı"),
    "campaign.resumed": _("Devam ettirildi"),
    "campaign.cancelled": _("İptal edildi"),
    "campaign.deleted": _("Gönderim taslağı silindi"),
    "content.overridden": _("Metin denetimindeki eksik üstlenildi"),
    "content.words_changed": _("Metin denetimi kelimeleri değiştirildi"),
    "subscriber.added": _("Abone eklendi"),
    "subscriber.changed": _("Abone değiştirildi"),
    "subscriber.deleted": _("Abone silindi"),
    "subscriber.imported": _("Excel'den abone aktarıldı"),
    "group.added": _("Grup eklendi"),
    "group.changed": _("Grup değiştirildi"),
    "group.deleted": _("Grup silindi"),
    "group.joined": _("Gruba kişi eklendi"),
    "group.left": _("Gruptan kişi çıkarıldı"),
    "template.added": _("Şablon eklendi"),
    "template.changed": _("Şablon değiştirildi"),
    "template.deleted": _("Şablon silindi"),
    "field.added": _("Ek alan eklendi"),
    "field.changed": _("Ek alan değiştirildi"),
    "field.deleted": _("Ek alan silindi"),
    "blacklist.added": _("Kara listeye eklendi"),
    "blacklist.removed": _("Kara listeden çıkarıldı"),
}
