"""Mails about a membership's moves. The event's row is the queue; the mail names no person and no
paper, what is wrong stands in the portal."""

from __future__ import annotations

from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.membership.models import DossierEvent
from turkcell_hub.membership.states import State
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.models import User

log = structlog.get_logger(__name__)
_AGAIN, _MOST_TRIES = timedelta(minutes=10), 12


def waiting() -> list[tuple[int, int]]:
    """(firm, event) of what is to be told; the caller has opened every firm."""
    rows = DossierEvent.objects.filter(tell_at__lte=timezone.now()).order_by("tell_at")
    return list(rows.values_list("firm_id", "pk")[:200])


def tell(event_id: int) -> None:
    """Sends one mail; the caller is in the firm's scope. Killed after the server took it, it goes
    once more ten minutes later: better twice than never."""
    now = timezone.now()
    due = DossierEvent.objects.filter(pk=event_id, tell_at__lte=now)
    if not due.update(tell_at=now + _AGAIN, tries=F("tries") + 1):
        return
    event = DossierEvent.objects.select_related("dossier").get(pk=event_id)
    try:
        if event.dossier.email:
            _send(event)
    except OSError as error:
        log.warning("membership.mail_failed", id=event_id, error=type(error).__name__)
        if event.tries < _MOST_TRIES:
            return
    DossierEvent.objects.filter(pk=event_id).update(tell_at=None)


def words(event: DossierEvent) -> str:
    """One sentence for the mail and the bell."""
    match State(event.state):
        case State.IN_REVIEW:
            said = _("%(no)s no'lu üyelik dosyanız incelemeye alındı.")
        case State.RETURNED:
            said = _("%(no)s no'lu üyelik dosyanızda yenilenmesi gereken belgeler var.")
        case State.APPROVED:
            said = _("%(no)s no'lu üyeliğiniz onaylandı.")
        case State.REJECTED:
            said = _("%(no)s no'lu üyelik dosyanız reddedildi.")
        case _other:
            said = _("%(no)s no'lu üyelik dosyanızın durumu değişti.")
    return said % {"no": event.dossier.reference}


def _send(event: DossierEvent) -> None:
    reader = User.objects.filter(email=event.dossier.email).first()
    with languages.of_reader(reader) if reader else languages.of_messages():
        subject = words(event)
        link = settings.PUBLIC_URL + reverse("membership")
        body = "\n\n".join([subject, _("Ayrıntılar ve yapılacaklar: %(link)s") % {"link": link}])
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [event.dossier.email])
