"""Why a campaign came back, in few words: its trail keeps the code, which holds no number of
anybody's, and the campaign itself the whole sentence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "approval_refused": _("Onay reddedildi"),
    "audience_empty": _("Alıcı yok"),
    "brand_inactive": _("Marka etkin değil"),
    "brand_missing": _("Marka seçilmemiş"),
    "brand_not_yours": _("Marka gönderene açık değil"),
    "cancelled": _("İptal edildi"),
    "class_missing": _("Mesaj sınıfı seçilmemiş"),
    "content_missing": _("Metinde eksik var"),
    "cost_grew": _("Bedeli arttı"),
    "dealer_closed": _("Bayi kapalı"),
    "dealer_not_of_brand": _("Bayi markanın değil"),
    "exemption_missing": _("Neden onay gerekmediği seçilmemiş"),
    "exemption_not_for_dealer": _("Muafiyet bayi adına kullanılamaz"),
    "insufficient_credit": _("Kredi yetmedi"),
    "schedule_missed": _("Zamanı kaçtı"),
    "sender_inactive": _("Gönderici etkin değil"),
    "sender_missing": _("Gönderici seçilmemiş"),
    "submitter_gone": _("Gönderen artık firmada değil"),
}
