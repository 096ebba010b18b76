"""Rights of the consent room (K-010, K-058, K-073, Y-030)."""

from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.permissions import MANAGERS, STAFF, Right, declare

VIEW, ADD, CHANGE = "iys.consent.view", "iys.consent.add", "iys.consent.change"
IMPORT, INVENT, CHECK = "iys.consent.import", "iys.consent.invent", "iys.consent.check"

declare(
    [
        Right(VIEW, _("İYS izinlerini görme"), STAFF),
        Right(ADD, _("İzin ekleme"), STAFF),
        Right(CHANGE, _("İzin değiştirme"), STAFF),
        Right(IMPORT, _("Dosyadan izin aktarma"), STAFF),
        # Whoever fills an empty channel or date says that a consent was given (T2).
        Right(INVENT, _("Boş kanal ve tarihi doldurmayı onaylama"), MANAGERS, for_keys=False),
        # A key with this scope alone is an AHS's: it may ask whether one address may be written
        # to, and nothing else (Y-030).
        Right(CHECK, _("Tekil izin sorgulama (AHS anahtarında yalnız bu olur)"), STAFF),
    ]
)
