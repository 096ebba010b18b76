"""Brands, packages, integrators, and the lists of cities."""

from __future__ import annotations

from collections import Counter
from typing import Any

from aiohttp import web

from turkcell_hub.fake_operator.engine.registry.providers import Brand, Provider
from turkcell_hub.fake_operator.engine.registry.values import TYPES
from turkcell_hub.fake_operator.protocols.iys import places
from turkcell_hub.fake_operator.protocols.iys.answers import json, nothing
from turkcell_hub.fake_operator.protocols.iys.codes import refuse
from turkcell_hub.fake_operator.protocols.iys.doors import ANYBODY, Call, Doors
from turkcell_hub.fake_operator.protocols.iys.queries import page_of, pagination

_PARTNER = "/integrator/{integratorCode}"


class Providers:
    """What a user learns of itself."""

    def __init__(self, doors: Doors) -> None:
        self._guard = doors.guard
        self._world = doors.world

    def routes(self) -> list[web.RouteDef]:
        partner = self._partners_only
        ask = self._guard
        free: dict[str, Any] = {"unknown": "H251", "subscribed": False}
        return [
            web.get("/sps/{iysCode}/brands", ask("query", self._brands)),
            web.get("/sps/{iysCode}/subscription", ask("query", self._package, **free)),
            web.get(f"{_PARTNER}/sps", partner(self._firms)),
            web.get(f"{_PARTNER}/sps/{{iysCode}}", partner(self._firms)),
            web.get(f"{_PARTNER}/subscription", partner(self._own_package)),
            *[
                web.get(f"/info/{kind}{tail}", ask("query", work, roles=ANYBODY, **free))
                for kind in places.BY_KIND
                for tail, work in (("", _places), ("/", _no_code), ("/{code}", _place))
            ],
        ]

    async def _brands(self, call: Call) -> web.Response:
        return json([_brand(call, one) for one in call.firm.brands.values()])

    async def _package(self, call: Call) -> web.Response:
        package = call.firm.subscription
        if package is None:
            raise refuse("H437")
        return json(_package(call.firm, limits=call.desk.account.iys_role != "partner"))

    # --- partners ---------------------------------------------------------------------------

    def _partners_only(self, work: Any) -> Any:
        async def checked(call: Call) -> web.Response:
            wanted = call.request.match_info["integratorCode"]
            if not wanted.isdecimal():
                raise refuse("H245", "integratorCode", wanted)
            if call.desk.account.iys_role != "partner":
                raise refuse("H522" if call.request.path.endswith("/subscription") else "H363")
            if int(wanted) != call.desk.account.iys_code:
                raise refuse(self._why_not(call, int(wanted)), "integratorCode", int(wanted))
            return await work(call)

        return self._guard("query", checked, roles=ANYBODY, unknown="H251", subscribed=False)

    def _why_not(self, call: Call, integrator: int) -> str:
        """Another's number; one that brands name and no user has; one that nobody knows."""
        accounts = (desk.account for desk in self._world.desks.values())
        if any(one.iys_role == "partner" and one.iys_code == integrator for one in accounts):
            return "H353"
        brands = (
            brand for firm in call.registry.providers.values() for brand in firm.brands.values()
        )
        return "H268" if any(str(integrator) in one.partners for one in brands) else "H129"

    async def _firms(self, call: Call) -> web.Response:
        offset, limit = page_of(call.request.query)
        partner = str(call.desk.account.iys_code)
        rows = [
            _authorised(provider, brand, brand.partners[partner])
            for provider in call.registry.providers.values()
            if call.provider in (None, provider)
            for brand in provider.brands.values()
            if partner in brand.partners
        ]
        page = {name: str(value) for name, value in pagination(offset, limit, len(rows)).items()}
        return json({"pagination": page, "list": rows[offset : offset + limit]})

    async def _own_package(self, call: Call) -> web.Response:
        code = call.desk.account.iys_code or 0
        return json(_package(Provider(code, call.desk.account.name), limits=False))


def _brand(call: Call, brand: Brand) -> dict[str, Any]:
    book = call.registry.books[brand.code]
    states = Counter(record.last.status for record in book.records.values())
    return {
        "brandCode": brand.code,
        "name": brand.name,
        "master": brand.code == call.firm.code,
        "stats": {
            "consents": {
                "approval": states["ONAY"], "rejection": states["RET"], "total": states.total(),
            },
            "retailers": {"total": len(book.retailers)},
        },
    }  # fmt: skip


def _authorised(provider: Provider, brand: Brand, rights: dict[str, str]) -> dict[str, Any]:
    """Partners get their numbers as texts."""
    row = {
        "brandCode": str(brand.code),
        "name": brand.name,
        "master": brand.code == provider.code,
        "title": provider.title,
        "iysCode": str(provider.code),
        "agreementControl": True,
        "viaControl": False,
    }
    return {**row, **{type_: rights[type_] for type_ in TYPES if type_ in rights}}


def _package(provider: Provider, *, limits: bool) -> dict[str, Any]:
    package = provider.subscription
    if package is None:
        raise refuse("H437")
    facts: dict[str, Any] = {
        "subscriptionId": f"{provider.code}-1",
        "startDate": package.start,
        "expirationDate": package.expiration,
        "subscriptionPackageName": package.name,
        "status": package.status,
        "viaSubscription": {"credit": package.via_credits},
        "viaPassSubscription": {"credit": package.via_pass_credits},
    }
    if limits:
        facts |= {
            "consentLimit": package.consent_limit,
            "usedConsentLimit": provider.used(),
            "consentLimitExceed": provider.used() > package.consent_limit,
        }
    return facts


# --- info -----------------------------------------------------------------------------------


async def _places(call: Call) -> web.Response:
    return json(_of_path(call))


async def _no_code(call: Call) -> web.Response:
    raise refuse("H266", "code")


async def _place(call: Call) -> web.Response:
    rows = _of_path(call)
    code = call.request.match_info["code"]
    if not code.strip():
        raise refuse("H267", "code", code)
    found = next((row for row in rows if row["code"] == code), None)
    return nothing() if found is None else json(found)


def _of_path(call: Call) -> list[dict[str, Any]]:
    return places.BY_KIND[call.request.path.split("/")[2]]
