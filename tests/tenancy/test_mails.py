"""Mails about accounts: none is lost, whoever dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from turkcell_hub.celery import app
from turkcell_hub.tenancy import mails, tasks
from turkcell_hub.tenancy.models import AccountMail, Membership
from turkcell_hub.tenancy.services import persons

pytestmark = pytest.mark.django_db


def _time_goes_by(minutes: int) -> None:
    for row in AccountMail.objects.all():
        row.due_at -= timedelta(minutes=minutes)
        row.save()


@pytest.fixture
def no_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """The mail server is away, until what this answers is called."""

    def away(*_anything: Any) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr(EmailBackend, "send_messages", away)
        yield patched.undo


def test_a_notice_whose_nudge_was_lost_goes_with_the_next_sweep_and_once(admin: Membership) -> None:
    persons.change_password(admin.user, "Yeni-Mavi-Kayik-19")  # no worker hears of it
    assert not outbox.outbox
    tasks.sweep()
    tasks.sweep()
    assert [sent.to for sent in outbox.outbox] == [[admin.user.email]]
    assert not AccountMail.objects.exists()
    assert app.conf.beat_schedule["tenancy-sweep"]["task"] == "tenancy.sweep"


def test_a_change_that_did_not_hold_tells_nobody(admin: Membership) -> None:
    with transaction.atomic():
        mails.owe("password_changed", admin.user)
        transaction.set_rollback(True)
    tasks.sweep()
    assert not outbox.outbox


def test_the_worker_is_told_after_the_commit_with_the_rows_id_alone(
    admin: Membership,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("turkcell_hub.nudges._send", lambda *what: told.append(what))
    with django_capture_on_commit_callbacks(execute=True):
        mails.owe("password_changed", admin.user)
        assert not told
    assert told == [("tenancy.send_mail", (AccountMail.objects.get().pk,), "slow")]


def test_a_worker_that_dies_while_it_sends_leaves_the_mail_to_the_next(
    admin: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    mails.owe("password_changed", admin.user)
    with monkeypatch.context() as dying:
        dying.setattr(mails, "deliver", lambda *_what: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            tasks.sweep()
    tasks.sweep()
    assert not outbox.outbox  # it may be on its way
    _time_goes_by(5)
    tasks.sweep()
    assert len(outbox.outbox) == 1


def test_an_absent_mail_server_is_asked_again_later_and_given_up_after_a_day(
    admin: Membership, no_server: Callable[[], None]
) -> None:
    mails.owe("phone_changed", admin)
    began = timezone.now()
    waits = []
    while AccountMail.objects.exists():
        tasks.sweep()
        for row in AccountMail.objects.all():
            waits.append(round((row.due_at - timezone.now()).total_seconds() / 60))
            _time_goes_by(waits[-1])
    assert waits == [5, 10, 30, 60, 120, 360, 720]
    assert timezone.now() - began < timedelta(minutes=1)

    mails.owe("phone_changed", admin)
    tasks.sweep()
    no_server()
    tasks.sweep()
    assert not outbox.outbox
    _time_goes_by(5)
    tasks.sweep()
    assert [sent.to for sent in outbox.outbox] == [[admin.user.email]]


def test_one_mail_that_cannot_be_written_holds_up_no_other(
    admin: Membership, staff: Membership
) -> None:
    AccountMail.objects.create(user=admin.user, kind="unheard-of")
    mails.owe("factor_off", staff.user)
    tasks.sweep()
    assert [sent.to for sent in outbox.outbox] == [[staff.user.email]]
    assert AccountMail.objects.get().tries == 1


def test_who_is_gone_gets_no_mail(admin: Membership) -> None:
    mails.owe("factor_off", admin.user)
    admin.user.is_active = False
    admin.user.save()
    tasks.sweep()
    assert not outbox.outbox
    assert not AccountMail.objects.exists()
