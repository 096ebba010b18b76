"""Everything that keeps a file from being sent, in sentences."""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub.membership import catalogue, checklist
from turkcell_hub.membership.models import Dossier, Registration
from turkcell_hub.membership.states import Programme

JOINT = "MUSTEREKEN"  # the question of the data file that asks for a second officer


def of(dossier: Dossier) -> list[str]:
    """Empty when the file may go."""
    if dossier.programme == Programme.IYS:
        return [*_said(dossier), *checklist.of(dossier).missing, *_mailed(dossier)]
    if not dossier.kind or not dossier.payment_type:
        return [_("Önce ödeme türünü ve kurum türünü seçin.")]
    return [*checklist.of(dossier).missing, *_parcel(dossier)]


def warnings(dossier: Dossier) -> list[str]:
    """What does not block, but İYS or the reader will ask about (S-026)."""
    found = checklist.of(dossier).warnings
    if dossier.programme != Programme.IYS:
        return found
    edition = catalogue.on(dossier.edition, dossier.programme)
    said: Registration = dossier.registration
    free = [one for one in (dossier.email, said.second_email) if one and edition.is_free_mail(one)]
    return [
        *(
            _("%(domain)s herkesin açabildiği bir posta hizmetidir; İYS kurumsal e-posta ister.")
            % {"domain": one.rpartition("@")[2]}
            for one in free
        ),
        *found,
    ]


def _parcel(dossier: Dossier) -> list[str]:
    found = []
    if not dossier.has_corporate_line:
        found.append(
            _("Faturalama için kurum adına kayıtlı bir kurumsal hat gerekir; numarasını yazın.")
        )
    if not dossier.courier or not dossier.tracking_number or dossier.shipped_on is None:
        found.append(_("Kargo firmasını, takip numarasını ve veriliş gününü yazın."))
    return found


def _said(dossier: Dossier) -> list[str]:
    said: Registration = dossier.registration
    is_abroad = abroad(dossier)
    wanted = [
        (said.mersis or is_abroad, _("MERSİS numarasını yazın.")),
        (dossier.officer, _("İmza yetkilisinin adını ve soyadını yazın.")),
        (said.officer_tckn or is_abroad, _("İmza yetkilisinin T.C. kimlik numarasını yazın.")),
        (dossier.phone, _("İmza yetkilisinin cep telefonunu yazın.")),
        (dossier.email, _("İmza yetkilisinin kurumsal e-posta adresini yazın.")),
        (said.signing, _("Sözleşmenin nasıl imzalandığını seçin: e-imza ya da ıslak imza.")),
    ]
    if dossier.answers.get(JOINT):
        wanted += [
            (said.second_officer, _("Müştereken temsilde ikinci yetkilinin adını yazın.")),
            (said.second_tckn or is_abroad, _("İkinci yetkilinin T.C. kimlik numarasını yazın.")),
            (said.second_phone, _("İkinci yetkilinin cep telefonunu yazın.")),
            (said.second_email, _("İkinci yetkilinin kurumsal e-posta adresini yazın.")),
        ]
    return [text for there, text in wanted if not there]


def abroad(dossier: Dossier) -> bool:
    kind = checklist.kind_of(dossier)
    return bool(kind and kind.abroad)


def _mailed(dossier: Dossier) -> list[str]:
    if abroad(dossier) and dossier.registration.emailed_on is None:
        return [_("Apostilli belgeleri İYS'ye e-postayla gönderin, gönderdiğiniz günü yazın.")]
    return []


def unposted(dossier: Dossier) -> bool:
    """Whether a firm abroad has still to tell of its second delivery, by post (S-058)."""
    return abroad(dossier) and (dossier.shipped_on is None or not dossier.tracking_number)
