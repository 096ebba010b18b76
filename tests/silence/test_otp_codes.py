"""A one-time code stands nowhere but on the phone (I10, G6 vii)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from otp import subjects
from otp.models import Challenge
from otp.subjects import Source, Subject, digest_of
from tests.otp.world import set_up
from tests.silence.conftest import Ears
from tests.support import stores
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import client_for, make_firm, make_member
from turkcell_hub.tenancy.scope import firm_scope

SUBJECT = Subject("silence", 1, digest_of({"n": 1}), "Sessiz onay")


@pytest.fixture
def control(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[ControlClient]:
    known = dict(subjects._sources)
    subjects.register(Source("silence", "Sessiz", lambda _pk: SUBJECT))
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        settings.FAKE_OPERATOR_URL = running.url
        yield ControlClient(running.url)
    subjects._sources.clear()
    subjects._sources.update(known)


def tables() -> str:
    """Every row of the room and of the queue, as text."""
    rooms = (apps.get_app_config(name) for name in ("otp", "outbox"))
    return stores.tables(model for room in rooms for model in room.get_models())


@pytest.mark.parametrize("adapter", ["netgsm_otp", "camara_otp"])
def test_a_code_is_found_nowhere(ears: Ears, control: ControlClient, adapter: str) -> None:
    from otp.services import challenges
    from tests.support.firms import actor_for

    firm = make_firm()
    with firm_scope(firm.pk):
        boss = make_member(firm, "YONETICI", phone="+905321234501")
        otp = set_up(firm, control, adapter, (boss,))
        challenge = challenges.start(actor_for(boss), SUBJECT)
        otp.hand_over()
        code = otp.code()
        browser = client_for(boss)
        for typed in ("12", code[::-1], code):
            page = browser.post(f"/otp/codes/{challenge.pk}/", {"code": typed})
            if typed != code:  # what was typed comes back into its own field alone
                ears.pages.append(page.content.decode().replace(f'value="{typed}"', ""))
        assert Challenge.objects.get().state in ("VERIFIED", "OPEN")
        assert code not in tables()
    assert ears.heard(code) == {}
