"""A firm that is set up for codes at a real operator over HTTP."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from otp.models import Connection, ConnectionUser, WebAccount
from tests.support import leaks
from tests.support.fake_operator import ControlClient
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox import dispatch
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership

_numbers = itertools.count(1)
_CODE = re.compile(r"\d{6}")


@dataclass
class Otp:
    """The account, and what arrives on the phones."""

    account: GatewayAccount
    connection: Connection
    control: ControlClient

    def hand_over(self) -> int:
        return dispatch.run_lane(self.account.pk, budget_seconds=5)

    def texts(self) -> list[str]:
        rows = self.control.truth(self.account.username)["messages"]
        return [row["text"] for row in rows]

    def code(self) -> str:
        """The newest code on the phone."""
        found = _CODE.search(self.texts()[-1])
        assert found is not None
        return leaks.code(found[0])

    def script(self, **step: object) -> None:
        self.control.script(self.account.username, step)


def set_up(
    firm: Firm,
    control: ControlClient,
    adapter: str = "netgsm_otp",
    people: tuple[Membership, ...] = (),
    credit: int = 20,
    **settings: object,
) -> Otp:
    """All four steps, in the firm's open scope."""
    protocol = {"netgsm_otp": "netgsm", "camara_otp": "camara_otp"}[adapter]
    username = f"85{next(_numbers):08}"
    wanted: dict[str, object] = {"report_delay": [0, 0], "queries_per_minute": None, **settings}
    control.create_account(username, protocol, services=["otp"], **wanted)
    account = GatewayAccount.objects.create(
        firm=firm,
        name=f"OTP {username}",
        service="otp",
        adapter=adapter,
        base_url=control.url,
        username=username,
        password="dogru-sifre",
        is_default=True,
        health=GatewayAccount.Health.OK,
    )
    WebAccount.objects.create(
        firm=firm, account_code="EGE", sender_name="EGE TEKSTIL", title="TURKCELLHUB"
    )
    connection = Connection.objects.create(firm=firm, name="Ana", account=account, works=True)
    for person in people:
        ConnectionUser.objects.create(firm=firm, member=person, connection=connection)
    if credit:
        system = actors.system(firm.pk, "Test")
        credits.load(firm.pk, "OTP", credit, f"otp-{username}", Reason.OPENING, system)
    return Otp(account, connection, control)
