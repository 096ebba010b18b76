"""Where a person was, who looked, and that he agreed. Places go at once; his agreement stays."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_OF_PHONE = ("phone__phone",)
_AGREED = Hold(
    _("İzleme izninin ispatı: 6698 sayılı Kanun md. 5; konumları silinmiştir."),
    Q(answered_at__isnull=False), years="consent_years", since="answered_at",
)  # fmt: skip

declare(
    [
        Held("fieldteams.Position", _("Konum geçmişi"),
             ("at", "latitude", "longitude", "accuracy", "source"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.LatestPosition", _("Son konum"),
             ("at", "latitude", "longitude"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.ZoneVisit", _("Bölge girişleri"),
             ("zone__name", "entered_at", "left_at"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.ZoneCursor", _("Bölge izleme işareti"), ("at",), Way.DELETE,
             phone=_OF_PHONE),
        Held("fieldteams.DroppedPositions", _("Saklanmayan konumların sayısı"),
             ("day", "reason", "count"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.ViewLog", _("Kimler baktı"),
             ("viewer", "what", "day", "times"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.FenceEvent", _("Operatörün bildirdiği bölge geçişleri"),
             ("zone__name", "direction", "at"), Way.DELETE, phone=_OF_PHONE),
        Held("fieldteams.OperatorFence", _("Operatörün izlediği bölgeler"),
             ("zone__name", "direction", "state", "expires_at"), Way.BLANK, phone=_OF_PHONE,
             blank={"phone": None}),
        Held("fieldteams.JobOffer", _("Saha işi soruları"),
             ("job__number", "metres", "state", "asked_at", "answered_at"), Way.DELETE,
             phone=_OF_PHONE),
        Held("fieldteams.FieldJob", _("Aldığı saha işleri"),
             ("number", "text", "place", "taken_at", "ended_at"), Way.BLANK,
             phone=("taken_by__phone",), blank={"taken_by": None}),
        Held("fieldteams.CustomerPlace", _("Müşteri adresinin haritadaki yeri"),
             ("name", "latitude", "longitude", "precision"), Way.DELETE,
             phone=("account__phone",), email=("account__email",)),
        Held("fieldteams.TheftAgreement", _("Çalıntı modu onayları"),
             ("name", "receipt", "at"), Way.DELETE, phone=("watch__phone__phone",)),
        Held("fieldteams.TheftWatch", _("Çalıntı modu"),
             ("state", "reason", "hours", "asked_by", "opened_at", "ends_at", "closed_at"),
             Way.DELETE, phone=_OF_PHONE),
        Held(
            "fieldteams.TrackingRequest", _("İzleme talepleri"),
            ("state", "notice", "hours", "asked_by", "asked_at", "answered_at", "valid_until"),
            Way.DELETE, phone=_OF_PHONE, holds=(_AGREED,),
        ),
        Held(
            "fieldteams.Zone_alert_to", _("Bölge uyarısı alanlar"), ("zone__name",), Way.DELETE,
            phone=("subscriber__phone",), mark=("subscriber__tckn_mark",),
            firm="subscriber__firm_id",
        ),
        Held(
            "fieldteams.FieldPhone", _("Ekip Mobil numaraları"),
            ("phone", "description", "special_code", "state", "created_at"), Way.DELETE,
            phone=("phone",),
            holds=(Hold(_AGREED.why, Q(requests__answered_at__isnull=False)),),
        ),
    ]
)  # fmt: skip
declare_free("Bölge ve kural; kişi taşımaz.", "fieldteams.TrackingRules", "fieldteams.Zone")
