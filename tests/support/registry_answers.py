"""A firm's connection to the consent registry, played by the fake operator over HTTP."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope

PASSWORD = "dogru-sifre"
_users = itertools.count(1)


@contextmanager
def running(place: Path) -> Iterator[ControlClient]:
    """The fake operator, without the registry's pace of ten calls a second."""
    with FakeOperatorProcess(place) as process:
        control = ControlClient(process.url)
        yield control


def connect(control: ControlClient, firm: Firm, brand: Brand) -> GatewayAccount:
    """A registry of this firm's own, with its brand and without any consent."""
    user, code = f"api{next(_users)}@ege.com.tr", int(brand.code)
    control.reset_registry()
    control.change_registry(requests_per_second=None, token_limit=None)
    control.create_account(user, "iys", iys_code=code)
    control.put_provider(code, title=firm.name, brands=[{"code": code, "name": brand.name}])
    with firm_scope(firm.pk):
        return GatewayAccount.objects.create(
            firm=firm,
            name="İYS",
            adapter="iys",
            service=GatewayAccount.Service.IYS,
            base_url=control.url,
            username=user,
            password=PASSWORD,
            is_default=True,
            health=GatewayAccount.Health.OK,
            options={"iys_code": str(code), "max_requests_per_second": 1000},
        )


def holds(control: ControlClient, brand: Brand, status: str, *phones: str, kind: str = "BIREYSEL"):  # type: ignore[no-untyped-def]
    """The registry holds these records, whatever its rules."""
    rows = [
        {
            "recipient": phone,
            "recipientType": kind,
            "type": "MESAJ",
            "status": status,
            "source": "HS_WEB",
            "consentDate": "2025-01-02 10:00:00",
        }
        for phone in phones
    ]
    control.fill_consents(int(brand.code), *rows)
