"""A firm whose people approve things; what is approved is a plain record of these tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from otp import subjects
from otp.models import Workflow
from otp.services import workflows
from otp.subjects import Source, Subject, digest_of
from tests.otp.slips import Card, Slips
from tests.otp.world import Otp, set_up
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub import approvals
from turkcell_hub.approvals import Kind
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.scope import firm_scope


class Drawer:
    """Records that can be approved, changed and thrown away."""

    def __init__(self) -> None:
        self.contents: dict[int, dict[str, object]] = {}
        self.approved: list[int] = []

    def put(self, pk: int, **content: object) -> Subject:
        self.contents[pk] = {"amount": "1250.00", "party": "Ege Tekstil", **content}
        subject = self.current(pk)
        assert subject is not None
        return subject

    def current(self, pk: int) -> Subject | None:
        content = self.contents.get(pk)
        if content is None:
            return None
        text = f"Ödeme F-{pk}, {content['party']}, {content['amount']} TL"
        return Subject("drawer", pk, digest_of(content), text, str(content.get("method", "SMS")))


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    drawer = Drawer()
    source = Source(
        "drawer",
        "Çekmece",
        drawer.current,
        approved=lambda actor, receipt: drawer.approved.append(receipt.subject_id),
    )
    known = dict(subjects._sources)
    subjects.register(source)
    yield drawer
    subjects._sources.clear()
    subjects._sources.update(known)


@pytest.fixture
def firm(db: None) -> Iterator[Firm]:
    firm = make_firm()
    with firm_scope(firm.pk):
        yield firm


@pytest.fixture
def boss(firm: Firm) -> Membership:
    return make_member(firm, "YONETICI", name="Nermin Şahin", phone="+905321234501")


@pytest.fixture
def actor(boss: Membership) -> Actor:
    return actor_for(boss)


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("otp-operator")) as running:
        yield running


@pytest.fixture
def operator(running: FakeOperatorProcess, settings: Any) -> ControlClient:
    settings.FAKE_OPERATOR_URL = running.url
    return ControlClient(running.url)


@pytest.fixture
def otp(firm: Firm, boss: Membership, operator: ControlClient) -> Otp:
    """Set up for the boss, at the operator where we make the codes."""
    return set_up(firm, operator, people=(boss,))


@pytest.fixture
def slips() -> Iterator[Slips]:
    slips, known = Slips(), dict(approvals._kinds)
    approvals.register(
        Kind("slip", "Fiş", slips.current, slips.approve,
             lambda _actor, pk, note: slips.refused.append((pk, note)))
    )  # fmt: skip
    yield slips
    approvals._kinds.clear()
    approvals._kinds.update(known)


@pytest.fixture
def admin(firm: Firm) -> Membership:
    return make_member(firm, Role.ADMIN, name="Selin", phone="+905321110011")


@pytest.fixture
def clerk(firm: Firm) -> Membership:
    return make_member(firm, Role.STAFF, name="Derya", phone="+905321110001")


@pytest.fixture
def bosses(firm: Firm) -> list[Membership]:
    return [
        make_member(firm, Role.MANAGER, name=name, phone=f"+90532111002{n}")
        for n, name in enumerate(("Murat", "Nil", "Oya"))
    ]


@pytest.fixture
def own_prices(settings: Any) -> None:
    """Firms decide themselves about their money here."""
    settings.PRICES_SET_BY = "firm"


@pytest.fixture
def card(firm: Firm, admin: Membership, slips: Slips) -> Card:
    def make(*steps: dict[str, Any], **head: Any) -> Workflow:
        data = {"code": "FIS", "name": "Fiş onayı", "kind": "slip", **head}
        lines = [{"name": f"Adım {n}", "kind": "ONAY", **one} for n, one in enumerate(steps, 1)]
        return workflows.save(actor_for(admin), None, {**data, "steps": lines})

    return make
