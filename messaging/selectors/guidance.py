"""What a campaign still lacks by law, while it is written (S-012): the compose page's guide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from iys_consent.exemptions import ExemptSender
from iys_consent.services import accounts
from messaging.models import Campaign, MessageClass
from messaging.services import rules
from turkcell_hub.portal.links import to_if_routed
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import identities

Health = GatewayAccount.Health


@dataclass(frozen=True)
class Point:
    """One thing that must be there. ``url`` and ``label``: where it is mended."""

    done: bool
    text: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Guide:
    """``exempt``: the firm's exemption in words, "" where it has none."""

    points: list[Point]
    exempt: str = ""

    @property
    def missing(self) -> int:
        return sum(not point.done for point in self.points)


def of(campaign: Campaign) -> Guide:
    """In the order in which a person meets them."""
    kind = rules.in_force(campaign.firm_id).exempt_sender
    exempt = str(ExemptSender(kind).label) if kind else ""
    return Guide(list(_points(campaign)), exempt)


def _points(campaign: Campaign) -> Iterator[Point]:
    if not campaign.message_class:
        yield Point(False, _("Mesajın sınıfını seçin: bilgilendirme mi, ticari mi?"))
        return
    if campaign.message_class == MessageClass.INFORMATIONAL:
        yield _point(
            bool(campaign.exemption),
            _("Neden onay gerekmediği seçildi; seçeniyle birlikte saklanır."),
            _("Neden onay gerekmediğini seçin; seçeniyle birlikte saklanır."),
        )
        yield Point(True, _("Onay aranmaz; kara liste yine geçerlidir. Reklam eklemeyin."))
        return
    yield from _commercial(campaign)


def _point(done: bool, text: str, lacking: str, url: str = "", label: str = "") -> Point:
    return Point(done, text if done else lacking, url, label)


def _commercial(campaign: Campaign) -> Iterator[Point]:
    if campaign.exempt_sender:
        text = _("Muaf gönderici olarak, yalnız muafiyetin kapsadığı kişilere gider.")
        about = ExemptSender(campaign.exempt_sender).about
        yield Point(True, " ".join(filter(None, [text, about])))
    else:
        yield _point(
            campaign.brand_id is not None,
            _("Marka seçildi: yalnız bu markaya onay verenlere gider."),
            _("Marka seçin: onaylar İYS'de marka marka tutulur."),
        )
        yield from _registry(campaign)
    identity = identities.of_firm(campaign.firm_id)
    yield _point(
        bool(identity.refusal_number),
        _("Ret bildirim numarası tanımlı; alıcı aynı yoldan ve ücretsiz reddedebilir."),
        _("Ret bildirim numarası tanımlayın; alıcı aynı yoldan ve ücretsiz reddedebilmeli."),
        to_if_routed("sender-identity"),
        _("Firma kimliğine git"),
    )


def _registry(campaign: Campaign) -> Iterator[Point]:
    brand = campaign.brand
    account = accounts.to_ask(brand) if brand else accounts.of_firm()
    works = account is not None and account.health in (Health.OK, Health.UNTRIED)
    text = _("İYS bağlantısı çalışıyor: her alıcı gönderimden önce sorulur.")
    if account is None:
        text = _("İYS üyeliği ve bağlantısı: tanımlanmadan ticari mesaj gitmez (6563 s. Kanun).")
    elif not works:
        text = _("İYS bağlantısında sorun var: %(why)s") % {"why": account.health_note}
    yield Point(works, text, to_if_routed("gateway-accounts-list"), _("Hesaplara git"))
