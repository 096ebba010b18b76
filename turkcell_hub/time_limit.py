"""How long one statement of a web request may occupy the database.

A page that nobody waits for any more keeps its thread and a processor of the server, and who
reloads it takes the next: a handful of them is the whole portal. Jobs and commands have no limit.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import OperationalError, connections
from django.utils.translation import gettext_lazy as _

CODE = "took_too_long"
ADVICE = _(
    "Veritabanı bu isteği zamanında bitiremedi ve durdurdu. Daha dar bir tarih aralığı ya da"
    " süzgeç seçin. Bir kayıt yapıyorduysanız, yinelemeden önce yapılıp yapılmadığına bakın."
)
_QUERY_CANCELED = "57014"


def bound_web_statements() -> None:
    """For this process, before its first connection. What ``DATABASE_URL`` says itself wins."""
    if seconds := settings.DATABASE_STATEMENT_SECONDS:
        options: dict[str, Any] = connections.settings["default"].setdefault("OPTIONS", {})
        said = f"-c statement_timeout={seconds}s {options.get('options', '')}"
        options["options"] = said.strip()


def was_reached(error: BaseException | None) -> bool:
    """Whether ``error`` is the database's word that a statement took too long."""
    cause = getattr(error, "__cause__", None)
    return isinstance(error, OperationalError) and getattr(cause, "pgcode", "") == _QUERY_CANCELED
