"""In which language somebody reads: his card's, else what his browser asks for."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_from_request, override

from turkcell_hub.tenancy.models import User

# Programs knock here: REST works in Turkish, because its answers carry what people read in both
# languages; and what programs and operators bring is stored in the firm's.
_PROGRAMS = ("/api/", "/hooks/")


def of_request(request: HttpRequest) -> str:
    """The language of the signed-in person; a stranger's by the cookie of the language switch,
    then by ``Accept-Language``, else Turkish. Programs' addresses work in Turkish."""
    if request.path.startswith(_PROGRAMS):
        return settings.LANGUAGE_CODE
    if is_asked(request):
        return get_language_from_request(request)
    return cast(User, request.user).language


def is_asked(request: HttpRequest) -> bool:
    """Whether the request itself says the language: nobody is known who has chosen one."""
    return not request.path.startswith(_PROGRAMS) and not request.user.is_authenticated


def of_caller(request: HttpRequest) -> str:
    """What a program asks for (``Accept-Language``), for the few answers of REST that carry a
    kept sentence without its English beside it; else Turkish."""
    return get_language_from_request(request)


def of_reader(user: User) -> AbstractContextManager[None]:
    """What is written inside is in the reader's language: for mails and other work that runs
    where nobody looks."""
    return override(user.language)


def of_reader_id(user_id: int | None) -> AbstractContextManager[None]:
    """The same by the person's number; Turkish for None (an API key, the portal itself)."""
    found = User.objects.filter(pk=user_id).values_list("language", flat=True).first()
    return override(found or settings.LANGUAGE_CODE)


def of_messages() -> AbstractContextManager[None]:
    """For every text that goes to a telephone: it is the firm's, and stays Turkish whatever
    language the clerk's screen speaks."""
    return override(settings.LANGUAGE_CODE)
