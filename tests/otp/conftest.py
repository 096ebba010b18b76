"""A firm whose people approve things; what is approved is a plain record of these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from otp import subjects
from otp.subjects import Source, Subject, digest_of
from tests.support.firms import actor_for, make_firm, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership
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
