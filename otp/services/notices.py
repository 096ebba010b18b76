"""Uyarı and bilgilendirme of workflow steps (L-079, L-080): the same people by every channel that
the step names. Rows are the queue; whom a channel does not reach is told on the step, and the
workflow goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging.models import Campaign
from messaging.services import notices as sms
from otp.flow_states import Channel, ProcessState, TaskState
from otp.models import Notice, Task
from otp.services import reply_numbers, resolving
from otp.services.places import for_substitutes
from turkcell_hub import nudges
from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.models import Firm, Membership

log = structlog.get_logger(__name__)
State, Event, Purpose = Notice.State, Notice.Event, Notice.Purpose
_CLOSED = {
    ProcessState.VOID: lambda: _("geçersiz oldu, belge değişti"),
    ProcessState.EXPIRED: lambda: _("için süre doldu, karar verilmedi"),
}
_PATIENCE, _WAIT, _MOST_TRIES = timedelta(minutes=10), timedelta(minutes=5), 50


def tell(task: Task, event: Notice.Event) -> None:
    """Notes whom to tell of what has happened, in the caller's transaction."""
    purpose = Purpose.INFORMATION if event == Event.DONE else Purpose.WARNING
    channels = task.step.informs if event == Event.DONE else task.step.warns
    _note(task, event, purpose, channels, recipients(task, event))


def _note(
    task: Task, event: str, purpose: str, channels: Sequence[str], people: Sequence[Membership]
) -> None:
    rows = [_row(task, event, purpose, channel, one) for channel in channels for one in people]
    if task.step.allows_sms_reply and purpose == Purpose.WARNING:
        placed = set(task.places.values_list("member_id", flat=True))
        for row in rows:
            if row.channel == Channel.SMS and row.member_id not in placed:
                row.reply_number = reply_numbers.number()
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if any(row.state == State.WAITING for row in rows):
        nudges.after_commit("otp.tell_people", task.firm_id, task.pk, queue="fast")


def tell_late(task: Task) -> None:
    """Whoever may decide about an open task by now and was never told of it: somebody who has
    joined, or a substitute who was named since."""
    known = task.notices.filter(purpose=Purpose.WARNING).values_list("member_id", flat=True)
    decided = task.decisions.values_list("by_member_id", "for_member_id")
    silent = {*known, *(by for by, _of in decided)}
    places = task.places.exclude(member__in={of for _by, of in decided})
    people = [place.member for place in places.select_related("member__user").order_by("pk")]
    new = [one for one in [*people, *_deputies(task, people)] if one.pk not in silent]
    _note(task, Event.OPENED, Purpose.WARNING, task.step.warns, new)


def recipients(task: Task, event: Notice.Event) -> list[Membership]:
    """The people of an event, whatever the channel (L-080): those of the task and, as long as
    they are away, those who stand in for them. Where the time is up and nobody else joins, those
    who have not decided are told once more."""
    if event == Event.DONE:
        return resolving.informed(task)
    places = task.places.select_related("member__user").order_by("pk")
    if event == Event.ESCALATED:
        joined = places.filter(by_escalation=True)
        decided = task.decisions.values("for_member")
        places = joined if joined.exists() else places.exclude(member__in=decided)
    people = [place.member for place in places]
    return [*people, *_deputies(task, people)]


def _deputies(task: Task, people: Sequence[Membership]) -> list[Membership]:
    held = for_substitutes(task)
    return resolving.deputies(task.approval, [one for one in people if one.pk in held])


def words(task: Task, event: str) -> str:
    """One sentence for every channel; the address of the task is added where one can click."""
    row = task.approval
    if event == Event.DONE:
        pattern = _("%(text)s: %(step)s %(state)s.")
    elif event == Event.ESCALATED and task.places.filter(by_escalation=True).exists():
        pattern = _("Süresi doldu, size yükseltildi: %(step)s, %(text)s.")
    elif event == Event.ESCALATED:
        pattern = _("Süresi doldu, kararınız bekleniyor: %(step)s, %(text)s.")
    else:
        pattern = _("Göreviniz var: %(step)s, %(text)s.")
    state = {
        TaskState.DONE: _("tamamlandı"),
        TaskState.REJECTED: _("reddedildi"),
    }.get(TaskState(task.state)) or _CLOSED.get(ProcessState(row.state), lambda: _("kapandı"))()
    return pattern % {"text": row.text, "step": task.step.name, "state": state}


def waiting() -> list[tuple[int, int]]:
    """(firm, notice) of what is to be sent; the caller has opened every firm."""
    rows = Notice.objects.filter(state=State.WAITING, try_at__lte=timezone.now())
    return list(rows.order_by("try_at").values_list("firm_id", "pk")[:500])


def give_up_lost() -> int:
    """Mails whose worker died while it sent; the caller has opened every firm."""
    lost = Notice.objects.filter(state=State.SENDING, try_at__lt=timezone.now() - _PATIENCE)
    return lost.update(
        state=State.UNKNOWN, problem=_("Gönderim yarıda kesildi; iki kez gitmesin diye bırakıldı.")
    )


def send(notice_id: int) -> None:
    """Sends one; the caller has opened the firm's scope."""
    notice = (
        Notice.objects.select_related("task__approval", "task__step", "member__user")
        .filter(pk=notice_id, state=State.WAITING)
        .first()
    )
    if notice is None:
        return
    if notice.channel == Channel.SMS:
        _send_sms(notice)
    else:
        _send_mail(notice)


def mark_read(member_id: int, task: Task) -> None:
    """The person has seen the task's page; the bell forgets it."""
    rows = Notice.objects.filter(task=task, member_id=member_id, channel=Channel.PORTAL)
    rows.filter(read_at=None).update(read_at=timezone.now())


def _row(task: Task, event: str, purpose: str, channel: str, member: Membership) -> Notice:
    row = Notice(
        firm_id=task.firm_id, task=task, event=event, purpose=purpose, channel=channel,
        member=member,
    )  # fmt: skip
    if channel == Channel.PORTAL:
        row.state = State.SENT  # the row itself is the message
    elif channel == Channel.SMS and not member.phone:
        row.state = State.FAILED
        row.problem = _("Kullanıcının kartında telefon numarası yok.")
    return row


def _send_sms(notice: Notice) -> None:
    """The message and the notice's mark are one transaction; nothing goes out before its commit."""
    with transaction.atomic():
        if not _move(notice, State.WAITING, state=State.SENT):
            return
        try:
            with transaction.atomic():
                text = (words(notice.task, notice.event) + _reply(notice)).replace("{", "{{")
                made = sms.send(
                    notice.firm_id, notice.member.phone, text.replace("}", "}}"),
                    _("İş akışı bildirimi"),
                    source=Campaign.Source.WORKFLOW,
                )  # fmt: skip
        except HubError as error:
            _move(notice, State.SENT, state=State.FAILED, problem=str(error.message)[:300])
        else:
            _move(notice, State.SENT, campaign_id=made)


def _reply(notice: Notice) -> str:
    if notice.purpose != Purpose.WARNING:
        return ""
    place = notice.task.places.filter(member_id=notice.member_id).first()
    return reply_numbers.invitation(place or notice)


def _send_mail(notice: Notice) -> None:
    connection = get_connection()
    try:
        connection.open()
    except OSError:
        _later(notice)
        return
    try:
        if _move(notice, State.WAITING, state=State.SENDING, try_at=timezone.now()):
            _hand_over(notice, connection)
    finally:
        connection.close()


def _hand_over(notice: Notice, connection: object) -> None:
    message = _written(notice)
    message.connection = connection
    try:
        message.send()
    except OSError as error:
        log.warning("otp.notice_unknown", notice_id=notice.pk, error=type(error).__name__)
        _move(notice, State.SENDING, state=State.UNKNOWN,
              problem=_("E-posta sunucusu yanıt vermeden kapandı."))  # fmt: skip
    else:
        _move(notice, State.SENDING, state=State.SENT)


def _later(notice: Notice) -> None:
    if notice.tries >= _MOST_TRIES:
        _move(notice, State.WAITING, state=State.FAILED,
              problem=_("E-posta sunucusuna ulaşılamadı."))  # fmt: skip
        return
    _move(notice, State.WAITING, tries=notice.tries + 1, try_at=timezone.now() + _WAIT)


def _written(notice: Notice) -> EmailMessage:
    said = words(notice.task, notice.event)
    firm = Firm.objects.get(pk=notice.firm_id)
    page = "my-tasks-detail" if notice.purpose == Purpose.WARNING else "approvals-detail"
    row = notice.task if notice.purpose == Purpose.WARNING else notice.task.approval
    link = settings.PUBLIC_URL + reverse(page, args=[row.pk])
    body = _("Merhaba %(name)s,\n\n%(said)s\n\n%(link)s\n\n%(firm)s · Turkcell Hub\n") % {
        "name": notice.member.name, "said": said, "link": link, "firm": firm.name,
    }  # fmt: skip
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    return EmailMessage(
        said[:150].replace("\n", " "),
        body,
        settings.DEFAULT_FROM_EMAIL,
        [notice.member.user.email],
        headers={"Message-ID": f"<notice-{notice.firm_id}-{notice.pk}@{host}>"},
    )


def _move(notice: Notice, before: str, **values: object) -> bool:
    """Moves the row out of ``before``; False when another worker already has."""
    return Notice.objects.filter(pk=notice.pk, state=before).update(**values) == 1
