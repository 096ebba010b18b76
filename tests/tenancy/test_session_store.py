"""A session is read as Django reads it, by one prepared statement."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from tests.support.firms import make_user
from turkcell_hub.tenancy.backends import PersonBackend
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.session_store import SessionStore

pytestmark = pytest.mark.django_db


def test_a_session_is_what_it_was_and_nothing_after_its_end() -> None:
    kept = SessionStore()
    kept["firm_id"] = 7
    kept.save()
    again = SessionStore(kept.session_key)
    assert (again["firm_id"], again.session_key) == (7, kept.session_key)
    assert db.SessionStore(kept.session_key)["firm_id"] == 7
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    late = SessionStore(kept.session_key)
    assert late.load() == {}
    assert late.session_key is None


def test_a_session_is_its_persons_until_he_is_switched_off() -> None:
    person, backend = make_user(), PersonBackend()
    assert backend.get_user(person.pk) == person
    assert backend.get_user(999_999_999) is None
    User.objects.update(is_active=False)
    assert backend.get_user(person.pk) is None
