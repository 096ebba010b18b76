"""OTP Onay: a step that takes its code and nothing else."""

from __future__ import annotations

import pytest
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp

from otp.models import Challenge, Decision, Process
from otp.services import challenges, decisions
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for
from turkcell_hub.billing.models import BillingProfile
from turkcell_hub.billing.models.plans import PaymentType
from turkcell_hub.billing.services import limit_requests
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.tenancy.models import Authenticator, Firm, Membership

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("L-083", "L-084")
def test_an_otp_step_is_done_by_its_code_alone(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "kind": "OTP_ONAY"})
    boss, actor = bosses[0], actor_for(bosses[0])
    app = Authenticator.objects.create(user=boss.user, name="uygulama", confirmed=True)
    task = the_task(ask(clerk, slips.put(1)))
    assert task.kind == "OTP_ONAY"
    with pytest.raises(Invalid) as needed:
        say(boss, task)
    assert needed.value.code == "otp_needed"
    challenge = decisions.start(actor, task, "TOTP")
    assert decisions.start(actor, task, "TOTP").pk == challenge.pk
    challenges.verify(actor, challenge.pk, f"{totp(bytes.fromhex(app.key)):06d}")
    assert slips.done == [1]
    decision = Decision.objects.get(task=task)
    assert decision.receipt is not None
    assert decision.receipt.subject_text == "Ödeme F-1, 1000 TL"


def test_a_code_dies_with_the_change_of_the_document_and_with_the_task(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:2], "kind": "OTP_ONAY"})
    app = Authenticator.objects.create(user=bosses[0].user, name="uygulama", confirmed=True)
    approval = ask(clerk, slips.put(1))
    challenge = decisions.start(actor_for(bosses[0]), the_task(approval), "TOTP")
    slips.put(1, 1001)
    code = f"{totp(bytes.fromhex(app.key)):06d}"
    with pytest.raises(HubError):
        challenges.verify(actor_for(bosses[0]), challenge.pk, code)
    slips.put(1, 1000)
    fresh = decisions.start(actor_for(bosses[0]), the_task(approval), "TOTP")
    say(bosses[1], the_task(approval), "RED", "Yanlış hesap")
    assert Challenge.objects.get(pk=fresh.pk).state == "VOID"
    assert slips.done == []


@pytest.mark.requirement("C-05")
def test_a_limit_increase_with_an_otp_step_needs_the_code(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None
) -> None:
    card({"roles": ["ADMIN"], "kind": "OTP_ONAY"}, kind="limit")
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    task = the_task(Process.objects.get(kind="limit"))
    without = client_for(admin).get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Görevi Gerçekle" in without
    assert "Doğrulama uygulamasıyla gerçekle" not in without, "a button that can only refuse"
    app = Authenticator.objects.create(user=admin.user, name="uygulama", confirmed=True)
    with pytest.raises(Invalid):
        say(admin, task)
    browser = client_for(admin)
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = app.persistent_id  # logged in with the second factor
    session.save()
    page = browser.get(f"/my-tasks/{task.pk}/").content.decode()
    for shown in ("Görevi Gerçekle", "Doğrulama uygulamasıyla gerçekle", "Kalan OTP kredisi: 0"):
        assert shown in page
    begun = browser.post(f"/my-tasks/{task.pk}/start/", {"method": "TOTP"})
    page = browser.get(begun["Location"]).content.decode()
    for shown in ("data-countdown=", "Kalan OTP kredisi", "2.000 olsun", "Kalan deneme"):
        assert shown in page
    wrong = browser.post(begun["Location"], {"code": "12"})
    assert wrong.status_code == 422
    assert BillingProfile.objects.get(firm=firm).sms_limit == 500
    code = f"{totp(bytes.fromhex(app.key)):06d}"
    done = browser.post(begun["Location"], {"code": code})
    assert done["Location"] == f"/my-tasks/{task.pk}/"
    assert BillingProfile.objects.get(firm=firm).sms_limit == 2000


def test_a_step_that_wants_the_app_sends_no_sms(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "kind": "OTP_ONAY", "code_method": "TOTP"})
    task = the_task(ask(clerk, slips.put(1)))
    with pytest.raises(Conflict) as none:
        decisions.start(actor_for(bosses[0]), task)
    assert none.value.code == "otp_no_authenticator"
    page = client_for(bosses[0]).get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Bu adım doğrulama uygulamanızın kodunu ister" in page
    Authenticator.objects.create(user=bosses[0].user, name="uygulama", confirmed=True)
    assert decisions.start(actor_for(bosses[0]), task, "SMS").method == "TOTP"


def test_only_an_otp_step_names_the_way_of_its_code(card: Card) -> None:
    with pytest.raises(Invalid) as wrong:
        card({"roles": ["ADMIN"], "code_method": "TOTP"})
    assert wrong.value.field == "steps.0.code_method"
