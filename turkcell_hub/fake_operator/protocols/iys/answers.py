"""How the registry answers."""

from __future__ import annotations

from typing import Any

import orjson
from aiohttp import web

from turkcell_hub.fake_operator.protocols.iys.codes import Refused, fault


def json(body: Any, status: int = 200) -> web.Response:
    return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")


def nothing() -> web.Response:
    """204: there is nothing to tell."""
    return web.Response(status=204)


def refusal(error: Refused, *, misspelt: bool = False) -> web.Response:
    """``misspelt``: some of the registry's 403 answers write the key ``code:``."""
    faults = [dict(one) for one in error.faults]
    if misspelt and error.status == 403:
        faults = [{"code:": one.pop("code"), **one} for one in faults]
    return json({"errors": faults}, error.status)


def scripted(code: Any) -> web.Response:
    """A script's ``refuse``: a code of the table."""
    return refusal(Refused(fault(str(code))))
