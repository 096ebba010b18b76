"""Sessions in the database, read by a statement that is made once: every page reads one."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from turkcell_hub.statements import Given, Statement


class SessionStore(db.SessionStore):
    """Django's, in the same table; what it answers is the same."""

    def _get_session_from_db(self) -> Any:
        rows = _live().rows(key=self.session_key, now=timezone.now())
        if not rows:
            self._session_key = None
        return rows[0] if rows else None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session


@cache
def _live() -> Statement:
    key, ends = (Session._meta.get_field(name) for name in ("session_key", "expire_date"))
    return Statement(
        Session.objects.filter(session_key=Given("key", key), expire_date__gt=Given("now", ends))
    )
