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
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging import mailed_reports
from messaging.mailed_reports import Mailed, Source
from messaging.models import ReportMail
from messaging.services import report_schedules
from turkcell_hub.errors import HubError
from turkcell_hub.portal.exports import FORMATS
from turkcell_hub.sheets import write_csv, write_xlsx
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

log = structlog.get_logger(__name__)
State = ReportMail.State
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
    """Sends one waiting mail with the rights that its reader has now (an address: whoever
    scheduled it); the caller has opened the firm's scope. That it went is written where the
    report's people can read it, in the transaction after which it may have gone."""
    mail = (
        ReportMail.objects.select_related("run__schedule", "member__user", "recipient")
        .filter(pk=mail_id, state=State.WAITING)
        .first()
    )
    if mail is None:
        return
    actor, source = _reads(mail), mailed_reports.every().get(mail.run.schedule.part)
    why = _refusal(mail, actor, source)
    if why or actor is None or source is None:
        _move(mail, State.WAITING, state=State.SKIPPED, note=why)
        return
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        _later(mail)
        return
    try:
        _make_and_hand_over(mail, actor, source, connection)
    finally:
        connection.close()


def _make_and_hand_over(mail: ReportMail, actor: Actor, source: Source, connection: object) -> None:
    try:
        made, message = _written(mail, actor, source)
    except HubError as refused:
        _move(mail, State.WAITING, state=State.SKIPPED, note=str(refused.message)[:200])
        return
    with transaction.atomic():
        ours = _move(mail, State.WAITING, state=State.SENDING, try_at=timezone.now())
        if ours and source.seen:
            source.seen(actor, made.people, "" if mail.member_id else mail.reader)
    if ours:
        _hand_over(mail, message, connection)


def _reads(mail: ReportMail) -> Actor | None:
    """With whose rights the report is made."""
    schedule = mail.run.schedule
    if mail.member_id is not None:
        return actors.resume(mail.firm_id, mail.member_id, None)
    return actors.resume(mail.firm_id, schedule.owner_id, schedule.owner_key_id)


def _refusal(mail: ReportMail, actor: Actor | None, source: Source | None) -> str:
    of_member = mail.member_id is not None
    wanted = mail.run.schedule.members.filter(pk=mail.member_id).exists() if of_member else (
        mail.recipient_id is not None
    )  # fmt: skip
    if not wanted:
        return _("Alıcı, bu raporu artık istemiyor.")
    if actor is None:
        return (
            _("Alıcının üyeliği sona ermiş.") if of_member
            else _("Raporu zamanlayanın üyeliği ya da anahtarı sona ermiş; yeniden kaydedin.")
        )  # fmt: skip
    if source is not None and actor.can(source.right):
        return ""
    return (
        _("Alıcının raporları görme yetkisi yok.") if of_member
        else _("Raporu zamanlayanın bu raporu görme yetkisi kalmamış.")
    )  # fmt: skip


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


def _written(mail: ReportMail, actor: Actor, source: Source) -> tuple[Mailed, EmailMessage]:
    """The report in the language of the one who reads it, or of who scheduled it."""
    owner = mail.run.schedule.owner
    user = mail.member.user if mail.member else owner.user if owner else None
    with languages.of_reader(user) if user else languages.of_messages():
        return _in_their_words(mail, actor, source)


def _in_their_words(mail: ReportMail, actor: Actor, source: Source) -> tuple[Mailed, EmailMessage]:
    run, schedule = mail.run, mail.run.schedule
    made = source.make(actor, run.first, run.last, mailed_reports.read(schedule.filters))
    stop = settings.PUBLIC_URL + reverse("report-stop", args=[report_schedules.stop_token(mail)])
    context = {
        "name": mail.member.name if mail.member else "",
        "firm": Firm.objects.get(pk=mail.firm_id),
        "schedule": schedule,
        "run": run,
        "made": made,
        "link": settings.PUBLIC_URL + made.link,
        "stop": stop,
    }
    message = EmailMessage(
        f"{schedule.name}: {run.days}",
        render_to_string("messaging/mail/report.txt", context),
        settings.DEFAULT_FROM_EMAIL,
        [mail.member.user.email if mail.member else mail.reader],
        headers={"Message-ID": _message_id(mail), "List-Unsubscribe": f"<{stop}>"},
    )
    kind = schedule.file_format
    name = f"rapor-{schedule.part}-{run.first:%Y-%m-%d}-{run.last:%Y-%m-%d}.{kind}"
    message.attach(name, _file(made, kind), FORMATS[kind].split(";")[0])
    return made, message


def _file(made: Mailed, kind: str) -> bytes:
    target = io.BytesIO()
    if kind == "csv":
        write_csv(target, made.headers, made.rows)  # type: ignore[arg-type]
    else:
        write_xlsx(target, made.headers, made.rows, sheet_name=made.title, notes=made.notes)  # type: ignore[arg-type]
    return target.getvalue()


def _message_id(mail: ReportMail) -> str:
    """The same for the same mail: a server that sees it twice can tell."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return f"<report-{mail.firm_id}-{mail.pk}@{host}>"
