"""Turkish names of the registry's codes (C-08); S-039's three ways of taking consent."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.gateways.iys.values import SOURCE_GROUPS, RegistrySource, Source

SOURCES = {
    Source.PHYSICAL: _("HS Fiziksel Ortam"),
    Source.SIGNED_FORM: _("HS Islak İmza"),
    Source.EVENT: _("HS Etkinlik"),
    Source.ATM: _("HS ATM"),
    Source.ELECTRONIC: _("HS Elektronik Ortam"),
    Source.WEB: _("HS Web"),
    Source.MOBILE_APP: _("HS Mobil"),
    Source.SMS: _("HS Mesaj"),
    Source.EMAIL: _("HS E-posta"),
    Source.CALL_CENTRE: _("HS Çağrı Merkezi"),
    Source.SOCIAL_MEDIA: _("HS Sosyal Medya"),
    Source.BEFORE_2015: _("HS 2015 (1 Mayıs 2015 öncesi)"),
    Source.DECISION: _("HS Karar (yalnız RET)"),
}
REGISTRY_SOURCES = {
    RegistrySource.SHORT_NUMBER: _("İYS kısa mesaj (3338)"),
    RegistrySource.CALL_CENTRE: _("İYS çağrı merkezi"),
    RegistrySource.WEB: _("İYS web"),
    RegistrySource.WEB_NEW: _("İYS web (yeni marka)"),
    RegistrySource.MOBILE_APP: _("İYS mobil"),
    RegistrySource.EMAIL: _("İYS e-posta"),
    RegistrySource.LINE_CLOSED: _("AHS: hat kapatma"),
    RegistrySource.FRAME_EMAIL: _("İYS Frame e-posta"),
    RegistrySource.FRAME_SMS: _("İYS Frame SMS"),
}
_GROUPS = {
    "physical": _("Fiziksel ortam"),
    "electronic": _("Elektronik ortam"),
    "declared": _("Beyan"),
}
# What a person may choose, in the groups that the registry has.
GROUPED_SOURCES = [
    (_GROUPS[group], [(s.value, SOURCES[s]) for s in members])
    for group, members in SOURCE_GROUPS.items()
]
SOURCE_CHOICES = [
    (code.value, label) for code, label in (*SOURCES.items(), *REGISTRY_SOURCES.items())
]
_LABELS = dict(SOURCE_CHOICES)


def source_label(code: str) -> str:
    """The Turkish name; a source that İYS invents later is shown as it is written."""
    return str(_LABELS.get(code, code))
