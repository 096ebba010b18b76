"""What the firms' own people leave here, and the tables of the frame."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.personal_data import Held, Hold, Way, declare, declare_free

_IN_USE = Hold(
    _("Kişi portalın kullanıcısı: hesabı sürdükçe gereklidir. Kullanıcılar sayfasından çıkarılır.")
)

declare(
    [
        Held(
            "tenancy.User", _("Kullanıcı hesabı"), ("full_name", "email", "date_joined"), Way.KEEP,
            email=("email",), holds=(_IN_USE,), firm="memberships__firm_id",
        ),
        Held(
            "tenancy.Membership", _("Kullanıcı kartı"),
            ("full_name", "phone", "role", "created_at", "last_login_at"), Way.KEEP,
            phone=("phone",), email=("user__email",), holds=(_IN_USE,),
        ),
        Held(
            "tenancy.SenderIdentity", _("Gönderen kimliği"),
            ("person_name", "phone", "fax", "email"), Way.KEEP,
            email=("email",), within=("phone", "fax"), sealed=("tckn",),
            holds=(Hold(_("Firmanın kendi kimliği; ticari mesajda bulunması zorunludur.")),),
        ),
        Held(
            "tenancy.Firm", _("Firma bilgileri"), ("name",), Way.KEEP,
            within=("name", "legal_name"), firm="id",
            holds=(Hold(_("Firmanın kendi adı."), Q()),),
        ),
    ]
)  # fmt: skip

declare_free(
    "Kişi tanıtmaz: ayar, hak ya da bağlantı tablosudur.",
    "tenancy.ApiKey", "tenancy.ApiKey_authority_codes", "tenancy.ApiKey_brands",
    "tenancy.AuthorityCode", "tenancy.Brand",
    "tenancy.GatewayAccount", "tenancy.Membership_authority_codes", "tenancy.Membership_brands",
    "tenancy.RegistrySession", "tenancy.SenderTitle", "tenancy.SigningKey",
    "auth.Group", "auth.Group_permissions",
    "auth.Permission", "contenttypes.ContentType", "audit.AuditHead",
)  # fmt: skip
declare_free(
    "Kullanıcının kendi giriş güvenliği; hesabıyla silinir, firmaya ait değildir.",
    "tenancy.AccountMail", "tenancy.Authenticator", "tenancy.RecoveryCodes", "sessions.Session",
    "axes.AccessAttempt", "axes.AccessAttemptExpiration", "axes.AccessFailureLog", "axes.AccessLog",
)  # fmt: skip
declare_free(
    "Numara, TCKN ve adres yazılırken maskelenir; yalnız kullanıcıların adı durur.",
    "audit.AuditEntry",
)
declare_free("Kullanıcının kendi liste ayarı.", "portal.SavedView")
