"""Sending the mails of scheduled reports: each at most once, whatever dies between two lines.

The connection is opened first (a server that is away costs nothing), then ``SENDING`` is
committed, then the mail is handed over. A worker that dies after that leaves a mail of which
nobody knows whether it went: it is shown as such and not sent again by itself.
"""

from __future__ import annotations

import io
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import ReportMail
from messaging.selectors.reporting import figures, tables
from messaging.selectors.reporting.question import ask, form_of
from messaging.services import report_schedules
from turkcell_hub.portal.exports import FORMATS
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

log = structlog.get_logger(__name__)
State = ReportMail.State
RIGHT = "messaging.campaign.view"
_PATIENCE = timedelta(minutes=10)
_WAIT = timedelta(minutes=5)
_MOST_TRIES = 50


def waiting() -> list[tuple[int, int]]:
    """(firm, mail) pairs to send; the caller has opened ``every_firm``."""
    rows = ReportMail.objects.filter(state=State.WAITING, try_at__lte=timezone.now())
    return list(rows.order_by("try_at").values_list("firm_id", "pk")[:200])


def give_up_lost() -> int:
    """Mails whose worker died while it sent; the caller has opened ``every_firm``."""
    lost = ReportMail.objects.filter(state=State.SENDING, try_at__lt=timezone.now() - _PATIENCE)
    return lost.update(
        state=State.UNKNOWN, note=_("Gönderim yarıda kesildi; iki kez gitmesin diye yinelenmedi.")
    )


def send(mail_id: int) -> None:
    """Sends one waiting mail with the rights that its reader has now; the caller has opened the
    firm's scope."""
    mail = (
        ReportMail.objects.select_related("run__schedule", "member__user")
        .filter(pk=mail_id, state=State.WAITING)
        .first()
    )
    if mail is None:
        return
    actor = actors.resume(mail.firm_id, mail.member_id, None)
    why = _refusal(mail, actor)
    if why or actor is None:
        _move(mail, State.WAITING, state=State.SKIPPED, note=why)
        return
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        _later(mail)
        return
    try:
        message = _written(mail, actor)
        if _move(mail, State.WAITING, state=State.SENDING, try_at=timezone.now()):
            _hand_over(mail, message, connection)
    finally:
        connection.close()


def _refusal(mail: ReportMail, actor: Actor | None) -> str:
    if not mail.run.schedule.members.filter(pk=mail.member_id).exists():
        return _("Alıcı, bu raporu artık istemiyor.")
    if actor is None:
        return _("Alıcının üyeliği sona ermiş.")
    return "" if actor.can(RIGHT) else _("Alıcının raporları görme yetkisi yok.")


def _hand_over(mail: ReportMail, message: EmailMessage, connection: object) -> None:
    message.connection = connection
    try:
        message.send()
    except (SMTPRecipientsRefused, SMTPResponseException):
        _move(
            mail, State.SENDING, state=State.FAILED, note=_("Adresi ve sunucu ayarını denetleyin.")
        )
    except OSError as error:
        log.warning("messaging.report_mail_unknown", mail_id=mail.pk, error=type(error).__name__)
        _move(mail, State.SENDING, state=State.UNKNOWN, note=_("Sunucu yanıt vermeden kapandı."))
    else:
        _move(mail, State.SENDING, state=State.SENT, sent_at=timezone.now(), note="")


def _later(mail: ReportMail) -> None:
    if mail.tries >= _MOST_TRIES:
        _move(mail, State.WAITING, state=State.FAILED, note=_("E-posta sunucusuna ulaşılamadı."))
        return
    again = timezone.now() + _WAIT
    _move(mail, State.WAITING, tries=mail.tries + 1, try_at=again,
          note=_("E-posta sunucusuna ulaşılamıyor; yeniden denenecek."))  # fmt: skip


def _move(mail: ReportMail, before: str, **values: object) -> bool:
    """Moves the row out of ``before``; False when another worker already has."""
    return ReportMail.objects.filter(pk=mail.pk, state=before).update(**values) == 1


def _written(mail: ReportMail, actor: Actor) -> EmailMessage:
    """The report in the language of the one who reads it."""
    with languages.of_reader(mail.member.user):
        return _in_their_words(mail, actor)


def _in_their_words(mail: ReportMail, actor: Actor) -> EmailMessage:
    run, schedule = mail.run, mail.run.schedule
    edges = {"from": f"{run.first:%Y-%m-%d}", "to": f"{run.last:%Y-%m-%d}"}
    question = ask(actor, form_of(actor, edges))
    found = tables.table(question, schedule.part)
    file = io.BytesIO()
    tables.write(found, schedule.file_format, file)
    token = report_schedules.stop_token(mail)
    stop = settings.PUBLIC_URL + reverse("report-stop", args=[token])
    page = reverse("sending-report")
    context = {
        "name": mail.member.name,
        "firm": Firm.objects.get(pk=mail.firm_id),
        "schedule": schedule,
        "run": run,
        "total": figures.daily(question).total,
        "link": f"{settings.PUBLIC_URL}{page}?from={edges['from']}&to={edges['to']}",
        "stop": stop,
    }
    message = EmailMessage(
        f"{schedule.name}: {run.first:%d.%m.%Y} – {run.last:%d.%m.%Y}",
        render_to_string("messaging/mail/report.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [mail.member.user.email],
        headers={"Message-ID": _message_id(mail), "List-Unsubscribe": f"<{stop}>"},
    )
    name = tables.file_name(found, run.first, run.last, schedule.file_format)
    message.attach(name, file.getvalue(), FORMATS[schedule.file_format].split(";")[0])
    return message


def _message_id(mail: ReportMail) -> str:
    """The same for the same mail: a server that sees it twice can tell."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<report-{mail.firm_id}-{mail.pk}@{host}>"
