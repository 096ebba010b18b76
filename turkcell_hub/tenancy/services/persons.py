"""What a person does with his own account: password, name, phone, invitations."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.tenancy import followers, mails, scope
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Language, Membership, User
from turkcell_hub.tenancy.services import people

ADVICE_AFTER = timedelta(days=180)  # S-080: frequent change is advised, never forced
_RESET_PAUSE = 120  # seconds between two mails to one address


def change_password(user: User, password: str, *, by_link: bool = False) -> None:
    """Sets a new password; every other session of the person ends with it (S-080), because
    Django binds sessions to the password's hash. ``by_link``: of a mail to his address, which
    so is proven to be his. Raises ``Invalid``."""
    people.check_password_rules(password, user, field="new_password1")
    with transaction.atomic():
        user.set_password(password)
        user.password_changed_at = timezone.now()
        if by_link:
            user.email_proven_at = user.password_changed_at
        user.save(update_fields=["password", "password_changed_at", "email_proven_at"])
        mails.owe("password_changed", user)
        record(user, "tenancy.user.change_password")


def password_is_old(user: User) -> bool:
    """True when a change should be advised."""
    since = user.password_changed_at or user.date_joined
    return timezone.now() - since > ADVICE_AFTER


def ask_for_reset(email: str) -> None:
    """Mails a link when the address is known. Says nothing either way, and mails one address
    at most every two minutes."""
    email = email.strip().lower()
    mark = salted_hmac("tenancy.reset", email).hexdigest()
    if not cache.add(f"reset:{mark}", 1, _RESET_PAUSE):
        return
    user = User.objects.filter(email=email, is_active=True).first()
    if user is not None:
        mails.owe("reset", user)


def change_name(user: User, full_name: str) -> None:
    """The name that the person wants to be called; firms keep the names on their cards."""
    name = " ".join(full_name.split())
    if not 0 < len(name) <= 120:
        raise Invalid(_("Ad ve soyadınızı yazın."), field="full_name")
    User.objects.filter(pk=user.pk).update(full_name=name)


def change_language(user: User, language: str) -> None:
    """What the person reads from now on: pages, mails. Raises ``Invalid``."""
    if language not in Language.values:
        raise Invalid(_("Dili listeden seçin."), field="language")
    User.objects.filter(pk=user.pk).update(language=language)
    user.language = language


def change_phone(actor: Actor, phone: str) -> Membership:
    """The person's own number in this firm. The door has asked for his password (and code)
    again; a notice goes out, and approvals wait because of ``phone_changed_at`` (hole 10)."""
    with transaction.atomic():
        row = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("firm", "user")
            .get(pk=actor.membership_id)
        )
        before, row.phone = row.phone, people.usable_phone(phone, row.firm.country)
        if before != row.phone:
            row.phone_changed_at = timezone.now()
            row.save(update_fields=["phone", "phone_changed_at"])
            followers.card_changed(row)
            mails.owe("phone_changed", row)
            trail.record(actor, "tenancy.member.change_phone", row, {"phone": [before, row.phone]})
    return row


def invitations_of(user: User) -> list[Membership]:
    """Firms that wait for the person's yes."""
    with scope.every_firm():
        rows = Membership.objects.filter(
            user=user, awaits_consent=True, is_active=True, firm__is_active=True
        )
        return list(rows.select_related("firm", "user").order_by("firm__name"))


def answer_invitation(user: User, membership_id: int, *, accept: bool) -> Membership:
    """Joins the firm, or takes the place off its list. Raises ``NotFound``, and ``Conflict``
    (``email_unproven``) where some firm's Admin typed address and password of the account: who
    invites a person by his address must not get whoever opened an account in its name first."""
    if accept and user.email_proven_at is None:
        ask_for_reset(user.email)
        raise Conflict(
            _(
                "E-posta adresinizi doğrulayın: size gönderdiğimiz bağlantıyla parolanızı"
                " belirleyin, sonra giriş yapıp daveti kabul edin."
            ),
            code="email_unproven",
        )
    with scope.every_firm(), transaction.atomic():
        row = (
            Membership.objects.select_for_update(of=("self",))
            .select_related("firm", "user")
            .filter(pk=membership_id, user=user, awaits_consent=True)
            .first()
        )
        if row is None:
            raise NotFound(_("Davet bulunamadı; geri alınmış olabilir."))
        action = "tenancy.member.accept" if accept else "tenancy.member.decline"
        trail.record(of_membership(row), action, row)
        if accept:
            row.awaits_consent = False
            row.save(update_fields=["awaits_consent"])
        else:
            row.delete()
    return row


def note_login(actor: Actor) -> None:
    """ "Son giriş" of the person in this firm, and the trail's line of it."""
    with scope.firm_scope(actor.firm_id), transaction.atomic():
        rows = Membership.objects.filter(pk=actor.membership_id).select_related("user")
        rows.update(last_login_at=timezone.now())
        trail.record(actor, "tenancy.user.login", rows.first())


def record(user: User, action: str) -> None:
    """One line in the trail of each firm that the person works in."""
    with scope.every_firm():
        places = Membership.objects.filter(user=user, is_active=True, awaits_consent=False)
        for place in places.select_related("user").order_by("firm_id"):
            trail.record(of_membership(place), action, place)
