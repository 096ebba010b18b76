"""E-mails to people. Each is sent by a task that carries ids alone; a lost one is asked for
again ("Parola bağlantısı gönder", "Parolamı unuttum")."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.models import Membership, User

log = structlog.get_logger(__name__)

SUBJECTS = {
    "welcome": _("Turkcell Hub hesabınız hazır"),
    "join": _("Bir firma sizi Turkcell Hub'a davet etti"),
    "reset": _("Turkcell Hub parolanızı yenileyin"),
    "password_changed": _("Turkcell Hub parolanız değişti"),
    "phone_changed": _("Turkcell Hub telefon numaranız değişti"),
    "factor_on": _("İki adımlı giriş açıldı"),
    "factor_off": _("İki adımlı giriş kapatıldı"),
}


def after_commit(kind: str, to: Membership | User) -> None:
    """Sends the mail ``kind`` of ``SUBJECTS`` once the transaction has held."""
    from turkcell_hub.tenancy.tasks import send

    user_id = to.user_id if isinstance(to, Membership) else to.pk
    firm_id = to.firm_id if isinstance(to, Membership) else None
    transaction.on_commit(partial(_ask, send, kind, user_id, firm_id))


def _ask(task: Any, kind: str, user_id: int, firm_id: int | None) -> None:
    try:
        task.apply_async(args=(kind, user_id, firm_id), queue="slow", retry=False)
    except Exception as error:  # the broker is away; the person's work is saved all the same
        log.warning("tenancy.mail_lost", kind=kind, user_id=user_id, error=type(error).__name__)


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
