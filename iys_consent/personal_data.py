"""Consents: their proof stays for the years that the law wants; names go at once.

Regulation on commercial communication, Art. 13: the consent's record is kept for three years from
its end, other records for three years from their date.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_LAW = _("Onay ve ret kaydı: Ticari İletişim Yönetmeliği md. 13. Adı silinir, numarası kalır.")
_STANDING = Hold(_("Reddin ve onayın hatırlanması için: silinirse kişiye yeniden yazılabilir."))


def _for_years(since: str, where: Q | None = None) -> Hold:
    return Hold(_LAW, where or Q(), years="consent_years", since=since)


declare(
    [
        Held(
            "iys_consent.UploadRow", _("İzin listelerinin satırları"),
            ("number", "first_name", "last_name", "phone", "email", "source", "consented_at"),
            Way.BLANK, within=("phone", "email", "raw", "notes"),
            blank={"first_name": "", "last_name": ""},
        ),
        Held(
            "iys_consent.ConsentFormRequest", _("Web formu kayıtları"),
            ("first_name", "last_name", "phone", "email", "channels", "address", "created_at",
             "confirmed_at"), Way.DELETE,
            phone=("phone",), email=("email",),
            holds=(_for_years("confirmed_at", Q(confirmed_at__isnull=False)),),
        ),
        Held(
            "iys_consent.ViaConsent", _("İYS'nin sorduğu onaylar"),
            ("recipient", "first_name", "last_name", "channels", "state", "created_at"), Way.DELETE,
            address=("recipient",), holds=(_for_years("created_at"),),
        ),
        Held(
            "iys_consent.Dealer", _("Bayilerin yetkilileri"),
            ("title", "contact", "mobile", "created_at"), Way.BLANK,
            within=("mobile", "contact"), blank={"contact": "", "mobile": ""},
        ),
        Held(
            "iys_consent.RegistryPush", _("İYS'den gelen bildirimler"), ("received_at",),
            Way.DELETE, octets=("body",),
            holds=(Hold(_("Henüz işlenmedi; birkaç dakika sonra yeniden silin."),
                        Q(processed_at=None, set_aside_at=None)),
                   Hold(_("Anlaşılamadı, kenarda; portalı işleten yeniden deneyince silinir."),
                        Q(processed_at=None, set_aside_at__isnull=False)),),
        ),
        Held(
            "iys_consent.ConsentEvidence", _("İzin kanıtları"),
            ("kind", "title", "text", "details", "created_at"), Way.KEEP,
            address=("movements__recipient",), within=("title", "text", "details"),
            file="file", alone="movements__recipient",
            holds=(_for_years("created_at"),
                   Hold(_("Kanıt, izin zincirinin parçasıdır; zincir bozulmadan silinemez."))),
        ),
        Held(
            "iys_consent.ConsentTask", _("İYS'ye bildirimler"),
            ("recipient", "channel", "status", "state", "created_at"), Way.KEEP,
            address=("recipient",), holds=(_for_years("created_at"), _STANDING),
        ),
        Held(
            "iys_consent.ConsentMovement", _("İzin hareketleri"),
            ("brand__name", "channel", "recipient", "status", "source", "consented_at",
             "received_at", "origin"), Way.KEEP,
            address=("recipient",),
            holds=(_for_years("received_at"),
                   Hold(_("İzin zinciri ispattır; halkası çıkarılamaz."))),
        ),
        Held(
            "iys_consent.ConsentRecord", _("İzin durumları"),
            ("brand__name", "channel", "recipient", "status", "effective_at"), Way.KEEP,
            address=("recipient",), holds=(_STANDING,),
        ),
        Held(
            "iys_consent.RegistryLogin", _("İYS'ye girebilen kişiler"),
            ("full_name", "duty", "email", "state", "note", "created_at"), Way.DELETE,
            email=("email",), within=("note",),
        ),
        Held(
            "iys_consent.Supplier", _("İş ortağı ve AHS'lerin iletişim bilgileri"),
            ("name", "phone", "whatsapp", "email"), Way.BLANK,
            email=("email",), within=("phone", "whatsapp"),
            blank={"phone": "", "whatsapp": ""},
        ),
        Held(
            "iys_consent.ConsentAddress", _("İzinli numara ve adreslerin kişileri"),
            ("address", "first_name", "last_name", "created_at"), Way.BLANK,
            address=("address",), blank={"first_name": "", "last_name": ""},
            holds=(),
        ),
    ]
)  # fmt: skip
declare_free(
    "Kural, sayaç, bağlantı ya da özet; numara ve ad taşımaz.",
    "iys_consent.AccessList", "iys_consent.DealerAccess",
    "iys_consent.ConsentForm", "iys_consent.ConsentFormText", "iys_consent.ConsentHead",
    "iys_consent.ConsentReceipt", "iys_consent.ConsentUpload", "iys_consent.PushPlace",
    "iys_consent.BrandAuthorisation", "iys_consent.Package", "iys_consent.PackageNotice",
    "iys_consent.PackageRules", "iys_consent.RegistryCursor", "iys_consent.RegistryDay",
    "iys_consent.RegistryQuestion",
    "iys_consent.SyncRules", "iys_consent.TaskList",
)  # fmt: skip
