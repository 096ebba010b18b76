"""Who approves, and how he may prove himself."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import Method, OtpRules
from turkcell_hub.errors import Conflict, NotAllowed
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.services import second_factor


def locked(actor: Actor) -> Membership:
    """The acting person's card, locked: two clicks at once stand in one line. Raises
    ``NotAllowed`` for a key or the system: only a person approves."""
    rows = Membership.objects.select_for_update(of=("self",)).select_related("user", "firm")
    member = rows.filter(pk=actor.membership_id, firm_id=actor.firm_id, is_active=True).first()
    if member is None:
        raise NotAllowed(_("Onayı yalnız kişinin kendisi verebilir."), code="otp_person_only")
    return member


def has_app(membership_id: int) -> bool:
    """Whether the person's authenticator can stand in for the SMS."""
    member = Membership.objects.select_related("user").filter(pk=membership_id).first()
    return member is not None and second_factor.is_on(member.user)


def method_for(member: Membership, least: str, wanted: str) -> str:
    """The way that is used: what the step demands, or TOTP where the person wants the stronger."""
    method = Method.TOTP if Method.TOTP in (least, wanted) else Method.SMS
    if method == Method.TOTP and not second_factor.is_on(member.user):
        raise Conflict(
            _(
                "Bu onay doğrulama uygulaması ister. Hesabım / İki adımlı giriş sayfasından"
                " uygulamayı bağlayıp yeniden deneyin."
            ),
            code="otp_no_authenticator",
        )
    return method


def require_settled_phone(member: Membership, rules: OtpRules) -> None:
    """A number that was changed a short while ago gets no codes: whoever takes over an account
    would change the number first (reliability.md, hole 10). Raises ``Conflict``."""
    if not member.phone:
        raise Conflict(
            _(
                "Kullanıcı kartınızda cep telefonu yok. Firma yöneticiniz Kullanıcılar sayfasından"
                " numaranızı yazsın."
            ),
            code="otp_no_phone",
        )
    changed = member.phone_changed_at
    if changed is None or not rules.phone_hold_hours:
        return
    until = changed + timedelta(hours=rules.phone_hold_hours)
    if until > timezone.now():
        moment = local_time.at(until, member.firm.time_zone)
        raise Conflict(
            _(
                "Telefon numaranız yeni değişti; güvenlik için SMS koduyla onay %(until)s'e kadar"
                " kapalı. O zamana dek doğrulama uygulamasını kullanabilirsiniz."
            )
            % {"until": f"{moment:%d.%m.%Y %H:%M}"},
            code="otp_phone_hold",
            extra={"until": until.isoformat()},
        )
