"""Rights of the consent room (K-010, K-058, K-073, Y-030)."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare

VIEW, ADD, CHANGE = "iys.consent.view", "iys.consent.add", "iys.consent.change"
IMPORT, INVENT, CHECK = "iys.consent.import", "iys.consent.invent", "iys.consent.check"
PACKAGES = "iys.package.view"
PARTNERS, AUTHORISE = "iys.partner.view", "iys.partner.add"
DEALER_VIEW, DEALER_ADD = "iys.dealer.view", "iys.dealer.add"
DEALER_CHANGE, DEALER_ACCESS = "iys.dealer.change", "iys.dealer.access"

declare(
    [
        Right(VIEW, _("İYS izinlerini görme"), STAFF),
        Right(ADD, _("İzin ekleme"), STAFF),
        Right(CHANGE, _("İzin değiştirme"), STAFF),
        Right(IMPORT, _("Dosyadan izin aktarma"), STAFF),
        # Whoever fills an empty channel or date says that a consent was given (T2).
        Right(INVENT, _("Boş kanal ve tarihi doldurmayı onaylama"), MANAGERS, for_keys=False),
        Right(DEALER_VIEW, _("Bayileri görme"), STAFF),
        Right(DEALER_ADD, _("Bayi ekleme ve İYS'den alma"), MANAGERS),
        Right(DEALER_CHANGE, _("Bayi sözleşmesini değiştirme"), MANAGERS),
        Right(DEALER_ACCESS, _("Bayiye izin açma ve kapatma"), MANAGERS),
        # A key with this scope alone is an AHS's: it may ask whether one address may be written
        # to, and nothing else (Y-030).
        Right(PACKAGES, _("İLETİ paketlerini görme"), STAFF),
        Right("iys.package.add", _("İLETİ paketi satın alma"), MANAGERS),
        # K-064: a bought package waits for Admin's approval.
        Right("iys.package.approve", _("İLETİ paketi onaylama"), ADMINS, for_keys=False),
        Right("iys.package_rules.view", _("Paket kurallarını görme"), MANAGERS, platform="sees"),
        Right(
            "iys.package_rules.add",
            _("Paket kuralı ekleme"),
            ADMINS,
            for_keys=False,
            platform="decides",
        ),
        Right(PARTNERS, _("İş ortağı ve AHS yetkilerini görme"), STAFF),
        Right(AUTHORISE, _("İş ortağı ve AHS yetkilendirme"), ADMINS, for_keys=False),
        Right("iys.supplier.view", _("İş ortağı listesini görme"), STAFF),
        Right("iys.supplier.add", _("İş ortağı ekleme"), ADMINS, for_keys=False),
        Right("iys.supplier.change", _("İş ortağı değiştirme"), ADMINS, for_keys=False),
        Right("iys.login.view", _("İYS giriş yetkililerini görme"), MANAGERS, for_keys=False),
        Right("iys.login.add", _("İYS giriş yetkilisi ekleme"), MANAGERS, for_keys=False),
        Right("iys.login.change", _("İYS giriş yetkilisi değiştirme"), MANAGERS, for_keys=False),
        Right(CHECK, _("Tekil izin sorgulama (AHS anahtarında yalnız bu olur)"), STAFF),
    ]
)
