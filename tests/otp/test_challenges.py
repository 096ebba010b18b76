"""A code approves one exact content, for one person, once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django_otp.oath import totp

from otp.models import Challenge, Receipt
from otp.services import challenges
from otp.services.refusals import CodeRefused
from tests.otp.conftest import Drawer
from tests.support.firms import actor_for, make_firm, make_key, make_member
from turkcell_hub.errors import Conflict, Invalid, NotAllowed, NotFound
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor, of_key
from turkcell_hub.tenancy.models import Authenticator, Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope


@pytest.fixture
def app(boss: Membership) -> Authenticator:
    """The boss's authenticator app."""
    return Authenticator.objects.create(user=boss.user, name="uygulama", confirmed=True)


def shown(app: Authenticator, steps: int = 0) -> str:
    return f"{totp(bytes.fromhex(app.key), drift=steps):06d}"


def wrong(app: Authenticator) -> str:
    return f"{(int(shown(app)) + 500_000) % 1_000_000:06d}"


def rested(app: Authenticator) -> None:
    """As when the growing pause after a wrong code has passed."""
    Authenticator.objects.filter(pk=app.pk).update(
        throttling_failure_timestamp=None, throttling_failure_count=0
    )


def test_the_right_code_leaves_a_receipt_and_tells_the_record(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    subject = drawer.put(7, method="TOTP")
    challenge = challenges.start(actor, subject)
    receipt = challenges.verify(actor, challenge.pk, shown(app))
    assert receipt.subject_digest == subject.digest
    assert receipt.subject_text == "Ödeme F-7, Ege Tekstil, 1250.00 TL"
    assert receipt.trail_seq > 0
    assert drawer.approved == [7]
    assert challenges.holds(subject)


def test_an_approval_decides_one_execution(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    subject = drawer.put(7, method="TOTP")
    challenges.verify(actor, challenges.start(actor, subject).pk, shown(app))
    assert challenges.execute(actor, subject).executed_at is not None
    assert not challenges.holds(subject)
    with pytest.raises(Conflict):
        challenges.execute(actor, subject)


def test_a_code_does_not_approve_what_was_changed_after_it_was_asked_for(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    drawer.put(7, method="TOTP", amount="9250.00")
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, shown(app))
    assert refusal.value.code == "otp_void"
    assert not Receipt.objects.exists()


def test_what_was_changed_after_the_approval_is_not_executed(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    challenges.verify(actor, challenge.pk, shown(app))
    changed = drawer.put(7, method="TOTP", party="Başka Ltd")
    assert not challenges.holds(changed)
    with pytest.raises(Conflict):
        challenges.execute(actor, changed)


def test_the_code_of_one_record_or_person_is_none_of_another(
    actor: Actor, firm: Firm, app: Authenticator, drawer: Drawer
) -> None:
    mine = challenges.start(actor, drawer.put(7, method="TOTP"))
    other = actor_for(make_member(firm, "YONETICI", name="Ali Kaya"))
    with pytest.raises(NotFound):
        challenges.verify(other, mine.pk, shown(app))
    assert Challenge.objects.get().tries == 0, "nobody uses up another person's tries"
    stranger = make_member(make_firm("Rakip"), "ADMIN")
    with firm_scope(stranger.firm_id), pytest.raises(NotFound):
        challenges.verify(actor_for(stranger), mine.pk, shown(app))


def test_an_api_key_never_approves(firm: Firm, drawer: Drawer) -> None:
    key, _secret = make_key(firm, ["otp.receipt.view"])
    with pytest.raises(NotAllowed):
        challenges.start(of_key(key), drawer.put(7))


@pytest.mark.requirement("L-087")
def test_after_five_wrong_codes_the_right_one_is_refused(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    said = []
    for _ in range(5):
        with pytest.raises(CodeRefused) as refusal:
            challenges.verify(actor, challenge.pk, wrong(app))
        said.append((refusal.value.code, refusal.value.extra["tries_left"]))
        rested(app)
    assert said == [*[("otp_wrong", left) for left in (4, 3, 2, 1)], ("otp_locked", 0)]
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, shown(app))
    assert refusal.value.code == "otp_locked"
    assert Challenge.objects.get().tries == 5


@pytest.mark.requirement("L-086")
def test_the_right_code_is_refused_when_its_time_is_over(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    assert 175 < challenges.standing(actor, challenge.pk).seconds_left <= 180
    Challenge.objects.update(expires_at=NOW - timedelta(seconds=1))
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, shown(app))
    assert refusal.value.code == "otp_expired"
    assert Challenge.objects.get().tries == 0


def test_a_code_is_used_once(actor: Actor, app: Authenticator, drawer: Drawer) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    challenges.verify(actor, challenge.pk, shown(app))
    with pytest.raises(CodeRefused) as refusal:
        challenges.verify(actor, challenge.pk, shown(app))
    assert refusal.value.code == "otp_used"
    assert Receipt.objects.count() == 1


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12 345", "١٢٣٤٥٦", "12345a", " 123456"])
def test_what_is_no_code_costs_no_try(
    actor: Actor, app: Authenticator, drawer: Drawer, code: str
) -> None:
    challenge = challenges.start(actor, drawer.put(7, method="TOTP"))
    with pytest.raises(Invalid) as wrong_form:
        challenges.verify(actor, challenge.pk, code)
    assert wrong_form.value.code == "otp_form"
    assert Challenge.objects.get().tries == 0


@pytest.mark.requirement("L-085")
def test_asking_twice_gives_the_same_challenge(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    subject = drawer.put(7, method="TOTP")
    assert challenges.start(actor, subject).pk == challenges.start(actor, subject).pk
    changed = drawer.put(7, method="TOTP", amount="2.00")
    assert challenges.start(actor, changed).pk != challenges.start(actor, subject).pk
    assert Challenge.objects.filter(state="OPEN").count() == 1


def test_a_step_that_asks_for_the_app_is_not_answered_by_sms(
    actor: Actor, firm: Firm, drawer: Drawer
) -> None:
    with pytest.raises(Conflict) as refusal:
        challenges.start(actor, drawer.put(7, method="TOTP"), "SMS")
    assert refusal.value.code == "otp_no_authenticator"


@pytest.mark.requirement("L-089")
def test_without_the_set_up_the_missing_step_is_named(actor: Actor, drawer: Drawer) -> None:
    with pytest.raises(Conflict) as refusal:
        challenges.start(actor, drawer.put(7))
    assert refusal.value.extra["step"] == "account"
    assert "OTP Ayarları" in str(refusal.value.message)
    assert not Challenge.objects.exists(), "nothing is left of what could not begin"


def test_voiding_a_record_ends_its_open_codes(
    actor: Actor, app: Authenticator, drawer: Drawer
) -> None:
    challenges.start(actor, drawer.put(7, method="TOTP"))
    assert challenges.void("drawer", 7, "deleted") == 1
    assert challenges.void("drawer", 7, "deleted") == 0
    assert Challenge.objects.get().state == "VOID"
