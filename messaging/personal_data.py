"""People, what was sent to them and what they wrote. Sums and credits stay; the person goes."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Subscriber
from messaging.models.people import tckn_mark
from turkcell_hub import personal_data
from turkcell_hub.personal_data import Held, Hold, Person, Way, declare, declare_free

_RECORD = Hold(
    _("Ticari ileti kaydı: Ticari İletişim Yönetmeliği md. 13."),
    Q(campaign__message_class="TICARI"), years="message_years", since="created_at",
)  # fmt: skip
_ON_ITS_WAY = Hold(
    _("Gönderim sürüyor; bitince ya da iptal edilince yeniden silin."),
    Q(campaign__finished_at=None),
)
_REFUSED = Hold(_("Ret ya da engel: silinirse kişiye yeniden mesaj gidebilir."))
_PROOF = Hold(
    _("Reddin kanıtıdır: Ticari İletişim Yönetmeliği md. 13."),
    years="consent_years", since="received_at",
)  # fmt: skip

declare(
    [
        Held(
            "messaging.ReportPush", _("Operatörün iletim bildirimleri"), ("received_at",),
            Way.DELETE, octets=("body",),
            holds=(Hold(_("Henüz işlenmedi; birkaç dakika sonra yeniden silin."),
                        Q(processed_at=None, set_aside_at=None)),
                   Hold(_("Anlaşılamadı, kenarda; portalı işleten yeniden deneyince silinir."),
                        Q(processed_at=None, set_aside_at__isnull=False)),),
        ),
        Held(
            "messaging.ReportMail", _("Adreslere giden raporlar"),
            ("run__schedule__name", "state", "sent_at"), Way.BLANK, email=("recipient__email",),
            blank={"recipient": None},
        ),
        Held(
            "messaging.ReportRecipient", _("Rapor giden adresler"), ("schedule__name", "email"),
            Way.DELETE, email=("email",),
        ),
        Held(
            "messaging.ThreadEntry", _("Konuşmaların satırları"), ("at", "kind", "text"),
            Way.BLANK, phone=("thread__phone",), blank={"text": ""},
        ),
        Held(
            "messaging.Thread", _("Konuşmalar"), ("phone", "last_text", "last_at"), Way.BLANK,
            phone=("phone",), blank={"last_text": ""},
        ),
        Held(
            "messaging.InboundMessage", _("Gelen mesajlar"),
            ("received_at", "sender", "recipient", "text"), Way.BLANK,
            phone=("sender",), within=("text", "note"), blank={"text": "", "note": ""},
            holds=(_PROOF,),
        ),
        Held(
            "messaging.RelayedInbound", _("Paylaşılan numaraya gelen mesajlar"),
            ("received_at", "sender", "text"), Way.BLANK,
            phone=("sender",), blank={"text": ""}, firm="account__firm_id", holds=(_PROOF,),
        ),
        Held(
            "messaging.BlacklistChange", _("Kara liste hareketleri"),
            ("at", "phone", "kind", "source", "reason"), Way.KEEP, phone=("phone",),
            holds=(_REFUSED,),
        ),
        Held(
            "messaging.BlacklistEntry", _("Kara liste"),
            ("phone", "source", "reason", "since"), Way.KEEP, phone=("phone",),
            holds=(_REFUSED,),
        ),
        Held(
            "messaging.BlacklistOrder", _("Operatöre iletilecek engeller"),
            ("phone", "ordered_at"), Way.KEEP, phone=("phone",), holds=(_REFUSED,),
        ),
        Held(
            "messaging.OperatorBlock", _("Operatörün engelleri"), ("phone", "since"), Way.KEEP,
            phone=("phone",), holds=(_REFUSED,),
        ),
        Held(
            "messaging.PastReport", _("Taşınan eski raporlar"),
            ("phone", "sender", "text", "sent_at", "state"), Way.DELETE,
            phone=("phone",), within=("text",),
        ),
        Held(
            "messaging.MediaFile", _("Gönderilen MMS dosyaları"),
            ("name", "content_type", "created_at"), Way.KEEP,
            phone=("campaign__messages__phone",),
            mark=("campaign__messages__subscriber__tckn_mark",), file="file",
            holds=(
                Hold(_("Herkese giden içeriktir, kişiyi taşımaz; gönderim kurallarındaki süre"
                       " bitince silinir.")),
            ),
        ),
        Held(
            "messaging.Message", _("Gönderilen mesajlar"),
            ("campaign__name", "name", "phone", "text", "created_at", "ended_at"), Way.BLANK,
            phone=("phone",), mark=("subscriber__tckn_mark",),
            blank={"name": "", "tckn": "", "text": "", "evidence": {},
                                     "subscriber": None},
            holds=(_ON_ITS_WAY, _RECORD),
        ),
        Held(
            "messaging.CampaignRecipient", _("Taslak gönderimlerin alıcıları"),
            ("campaign__name", "first_name", "last_name", "phone"), Way.DELETE,
            phone=("phone", "subscriber__phone"), mark=("subscriber__tckn_mark",),
        ),
        Held(
            "messaging.RegistryCheck", _("İYS sorgularının sözleri"), ("reason",), Way.BLANK,
            within=("reason",),
        ),
        Held(
            "messaging.Campaign", _("Gönderimlerin metinleri"), ("name", "text", "created_at"),
            Way.BLANK, within=("name", "text", "link", "audience_filter", "preflight", "problem"),
            holds=(
                Hold(
                    _("Gönderim sürüyor; bitince ya da iptal edilince yeniden silin."),
                    Q(finished_at=None, submitted_at__isnull=False),
                ),
            ),
        ),
        Held(
            "messaging.MessageTemplate", _("Şablonlar"), ("name", "text"), Way.BLANK,
            within=("text",),
        ),
        Held(
            "messaging.NumberChange", _("Numara düzeltmeleri"),
            ("correction__created_at", "fault", "phone_before", "phone_after"), Way.DELETE,
            phone=("phone_before", "phone_after"), mark=("subscriber__tckn_mark",),
        ),
        Held(
            "messaging.GroupMember", _("Grup üyelikleri"), ("group__name",), Way.DELETE,
            phone=("subscriber__phone",), mark=("subscriber__tckn_mark",),
        ),
        Held(
            "messaging.Subscriber", _("Mobil aboneler"),
            ("first_name", "last_name", "phone", "special_code", "relation", "recipient_type",
             "fields", "created_at"), Way.DELETE,
            phone=("phone",), mark=("tckn_mark",), email=("member__user__email",),
        ),
    ]
)  # fmt: skip
declare_free(
    "Kural, sayaç, sözlük ya da bağlantı; numara ve ad taşımaz.",
    "messaging.CampaignCount", "messaging.CampaignSpeed", "messaging.Campaign_groups",
    "messaging.ContentOverride", "messaging.ContentWords", "messaging.CustomField",
    "messaging.Group", "messaging.InboundPolicy", "messaging.InboundRule",
    "messaging.NumberCorrection",
    "messaging.OperatorSync", "messaging.RepeatRule", "messaging.RepeatRun",
    "messaging.ReportPoll", "messaging.ReportRun", "messaging.ReportSchedule",
    "messaging.ReportSchedule_members", "messaging.SendingRules", "messaging.SharedNumber",
    "messaging.SharedNumberUse",
)  # fmt: skip


def _numbers_of(firm_id: int, person: Person) -> Person:
    """The telephones of who carries the TCKN."""
    marks = personal_data.marks_of(person)
    if not marks:
        return Person()
    rows = Subscriber._base_manager.filter(firm_id=firm_id, tckn_mark__in=marks).exclude(phone="")
    return Person(phones=tuple(rows.values_list("phone", flat=True)))


personal_data.set_mark(tckn_mark)
personal_data.add_alias(_numbers_of)
