"""E-mails to persons about their accounts. The row is the queue: a notice that a password, a
number or the second factor changed must not be lost with a broker or a worker."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from turkcell_hub import nudges
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.models import AccountMail, Membership, User

log = structlog.get_logger(__name__)
_PAUSES = tuple(timedelta(minutes=pause) for pause in (5, 10, 30, 60, 120, 360, 720))

SUBJECTS = {
    "welcome": _("Turkcell Hub hesabınız hazır"),
    "join": _("Bir firma sizi Turkcell Hub'a davet etti"),
    "reset": _("Turkcell Hub parolanızı yenileyin"),
    "password_changed": _("Turkcell Hub parolanız değişti"),
    "phone_changed": _("Turkcell Hub telefon numaranız değişti"),
    "factor_on": _("İki adımlı giriş açıldı"),
    "factor_off": _("İki adımlı giriş kapatıldı"),
}


def owe(kind: str, to: Membership | User) -> None:
    """Has the mail ``kind`` of ``SUBJECTS`` sent once the caller's transaction has held."""
    if isinstance(to, Membership):
        mail = AccountMail(kind=kind, user_id=to.user_id, firm_name=to.firm.name)
    else:
        mail = AccountMail(kind=kind, user=to)
    mail.save()
    nudges.after_commit("tenancy.send_mail", mail.pk, queue="slow")


def owed() -> list[int]:
    """Mails whose time has come: what a lost nudge, a dead worker or an absent server left."""
    rows = AccountMail.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    return list(rows.values_list("pk", flat=True)[:200])


def send(mail_id: int) -> bool:
    """Sends one mail; False when it is not due, is another's, or could not go and waits again.

    A worker that dies after the server took it has it sent twice rather than never. After
    ``len(_PAUSES)`` pauses in vain it is given up, and the log says so. Whatever else goes wrong
    is raised; the try counts.
    """
    mail = _claimed(mail_id)
    if mail is None:
        return False
    if mail.tries > len(_PAUSES):
        log.error("tenancy.mail_given_up", kind=mail.kind, user_id=mail.user_id)
        mail.delete()
        return False
    try:
        if mail.user.is_active:
            deliver(mail.kind, mail.user, mail.firm_name)
    except OSError as error:
        log.warning(
            "tenancy.mail_failed", kind=mail.kind, user_id=mail.user_id, error=type(error).__name__
        )
        return False
    mail.delete()
    return True


def _claimed(mail_id: int) -> AccountMail | None:
    now = timezone.now()
    with transaction.atomic():
        rows = AccountMail.objects.select_for_update(skip_locked=True, of=("self",))
        mail = rows.select_related("user").filter(pk=mail_id, due_at__lte=now).first()
        if mail is not None:
            mail.due_at = now + _PAUSES[min(mail.tries, len(_PAUSES) - 1)]
            mail.tries += 1
            mail.save(update_fields=["due_at", "tries"])
        return mail


def deliver(kind: str, user: User, firm_name: str = "") -> None:
    """Writes and sends one mail now, in the reader's language. Raises ``OSError`` when the mail
    server is away."""
    context = {
        "user": user,
        "firm_name": firm_name,
        "portal_url": settings.PUBLIC_URL,
        "link": set_password_link(user) if kind in ("welcome", "reset") else "",
        "has_password": user.has_usable_password(),
    }
    with languages.of_reader(user):
        body = render_to_string(f"tenancy/mail/{kind}.txt", context)
        subject = str(SUBJECTS[kind])
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])


def set_password_link(user: User) -> str:
    """An address that sets a password; it dies with its use, a login or the time-out."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    token = default_token_generator.make_token(user)
    return settings.PUBLIC_URL + reverse("password-set", args=[uid, token])
