"""What is asked below the middleware is answered as through all of it."""

from __future__ import annotations

import re
from itertools import zip_longest

import pytest
from django.conf import settings

from tests.isolation import inside
from tests.isolation.cast import DIALOG, INNER, World

# Every request has its own.
_ITS_OWN = re.compile(rb'csrfmiddlewaretoken" value="\w+|X-CSRFToken": "\w+|"instance":"[^"]+')
PROGRAMS = ("anonymous", "stranger", "foreign key", "narrow key", "revoked key", "full key")
SOME = {"/groups/": INNER, "/groups/{groups}/edit/": {}, "/account/": {}}
PAGES = {
    **SOME, "/": {}, "/groups/?view=": {}, "/groups/{groups}/": DIALOG, "/groups/add/": {},
    "/groups/menu/?ids={groups}": DIALOG, "/groups/export/?format=csv": {},
    "/groups/actions/compose/?ids={groups}": DIALOG, "/campaigns/{campaigns}/": {},
    "/lookup/groups/?q=nergis": {}, "/subscribers/x/": {},
}  # fmt: skip
PEOPLE = {"without code": PAGES, "anonymous": SOME, "stranger": SOME, "customer": SOME,
          "one brand": SOME}  # fmt: skip
CALLS = ("groups/", "groups/{groups}/", "subscribers/?count=true", "balance/", "no/such/")


Said = tuple[int, list[str], dict[str, str]]


def said(answer: object) -> Said:
    headers = {name: answer.get(name, "") for name in ("Location", "HX-Redirect", "Vary")}  # type: ignore[attr-defined]
    body = answer.getvalue() if hasattr(answer, "getvalue") else b"".join(answer)  # type: ignore[call-overload]
    headers["Vary"] = "HX-Request" if "HX-Request" in headers["Vary"] else ""
    lines = _ITS_OWN.sub(b"", body).decode("utf-8", "replace").splitlines()
    return answer.status_code, lines, headers  # type: ignore[attr-defined]


def same(below: Said, whole: Said, path: str) -> None:
    other = [pair for pair in zip_longest(below[1], whole[1]) if pair[0] != pair[1]]
    assert (below[0], other[:3], below[2]) == (whole[0], [], whole[2]), path


@pytest.mark.parametrize("name", PEOPLE)
def test_a_page_is_the_same_below_the_middleware(name: str, world: World) -> None:
    who, ids = world.who[name], {slug: row.pk for slug, row in world.rows.items()}
    for pattern, headers in PEOPLE[name].items():
        path = pattern.format(**ids)
        same(
            said(who.inside("GET", path, framed=True, **headers)),
            said(who("GET", path, **headers)),
            path,
        )
    sent = ("POST", "/groups/add/", {"name": ""})
    same(said(who.inside(*sent, framed=True)), said(who(*sent)), "/groups/add/")


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_call_is_the_same_below_the_middleware(name: str, world: World) -> None:
    who, ids = world.who[name], {slug: row.pk for slug, row in world.rows.items()}
    given = {"x-request-id": "ayni-istek"}
    for pattern in CALLS:
        path = f"/api/v1/{pattern.format(**ids)}"
        for method, body in (("GET", None), ("PATCH", {"firm": 1})):
            sent = {"json": body, **given}
            same(said(who.inside(method, path, **sent)), said(who(method, path, **sent)), path)


def test_nothing_in_the_stack_looks_at_the_page(world: World) -> None:
    """Whatever is asked for, the stack finds the same person; what is left out below adds headers,
    counts, or looks for a form's token (test_side_doors)."""
    left_out = [name for name in settings.MIDDLEWARE if name not in inside._BELOW]
    assert left_out == LEFT_OUT


LEFT_OUT = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "turkcell_hub.tenancy.middleware.FirmScopeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]
