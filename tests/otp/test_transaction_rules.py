"""OWASP's rules for authorizing a transaction, sentence by sentence, where no other test says them
(what you see is what you sign: test_documents; tries and life: test_challenges, test_sending)."""

from __future__ import annotations

import pytest
from django_otp.oath import totp

from otp.models import Challenge, Receipt
from otp.services import challenges, decisions
from otp.services.refusals import CodeRefused
from tests.otp.conftest import Drawer
from tests.otp.slips import Card, Slips, ask, the_task
from tests.otp.world import Otp
from tests.support.firms import client_for
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Authenticator, Membership
from turkcell_hub.tenancy.services import second_factor

pytestmark = pytest.mark.django_db


@pytest.fixture
def app(boss: Membership) -> Authenticator:
    return Authenticator.objects.create(user=boss.user, name="uygulama", confirmed=True)


def shown(app: Authenticator) -> str:
    return f"{totp(bytes.fromhex(app.key)):06d}"


def test_what_is_signed_and_how_is_the_servers_word_and_not_the_browsers(
    card: Card, clerk: Membership, boss: Membership, otp: Otp, slips: Slips
) -> None:
    card({"members": [boss], "kind": "OTP_ONAY"})
    task = the_task(ask(clerk, slips.put(1, 98_000)))
    sent = {
        "method": "", "subject_text": "Ödeme F-1, 1 TL", "text": "1 TL", "amount": "1",
        "subject_digest": "0" * 64, "digest": "0" * 64, "phone": "+905320000000",
        "subject_id": "999", "member": clerk.pk, "expires_at": "2099-01-01", "tries": "-100",
    }  # fmt: skip
    client_for(boss).post(f"/my-tasks/{task.pk}/start/", sent)
    challenge = Challenge.objects.get()
    assert "98000 TL" in challenge.subject_text
    assert (challenge.phone, challenge.member, challenge.tries) == (boss.phone, boss, 0)
    browser = client_for(boss)
    forged = {**sent, "code": "000000", "state": "VERIFIED", "challenge": "1"}
    browser.post(f"/otp/codes/{challenge.pk}/", forged)
    challenge.refresh_from_db()
    assert (challenge.state, "98000 TL" in challenge.subject_text) == ("OPEN", True)


def test_a_code_that_opened_the_door_signs_nothing(
    actor: Actor, boss: Membership, app: Authenticator, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    code = shown(app)
    assert second_factor.verify(boss.user, code) is not None, "the login"
    with pytest.raises(CodeRefused):
        challenges.verify(actor, challenge.pk, code)
    assert not Receipt.objects.exists()


def test_the_states_come_in_their_order_and_none_is_left_out(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    subject = drawer.put(7, method="TOTP")
    with pytest.raises(Conflict) as unasked:
        challenges.execute(actor, subject)
    with pytest.raises(NotFound):
        challenges.verify(actor, 999_999, shown(app))
    challenge = challenges.start(actor, subject)
    with pytest.raises(Conflict) as unsigned:
        challenges.execute(actor, subject)
    assert (unasked.value.code, unsigned.value.code) == ("otp_not_approved", "otp_not_approved")
    challenges.verify(actor, challenge.pk, shown(app))
    with pytest.raises(Conflict):
        challenges.resend(actor, challenge.pk)
    challenges.execute(actor, subject)
    with pytest.raises(Conflict):
        challenges.execute(actor, subject)


def test_a_task_that_is_decided_takes_no_code_any_more(
    card: Card, actor: Actor, clerk: Membership, boss: Membership, app: Authenticator,
    slips: Slips, admin: Membership,
) -> None:  # fmt: skip
    card({"members": [boss, admin], "kind": "OTP_ONAY"})
    task = the_task(ask(clerk, slips.put(1)))
    challenge = decisions.start(actor, task, "TOTP")
    client_for(admin).post(f"/my-tasks/{task.pk}/decide/", {"verdict": "RED", "note": "Yanlış"})
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, shown(app))
    assert (refusal.value.code, slips.done) == ("otp_void", [])
    with pytest.raises(Conflict):
        decisions.start(actor, task, "TOTP")
