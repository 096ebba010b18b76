"""Nobody decides for himself; others stand in on their days, up to their amount."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from otp.models import Decision, Substitute
from otp.selectors import my_tasks
from otp.services import external, flows, substitutes
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, make_key
from turkcell_hub.errors import Invalid, NotAllowed, NotFound
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm, Membership

pytestmark = pytest.mark.django_db


def test_nobody_approves_his_own_request_also_not_through_a_substitute(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, slips: Slips
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat, nil]})
    task = the_task(ask(murat, slips.put(1)))
    assert [place.member for place in task.places.all()] == [nil]
    with pytest.raises(NotAllowed):
        say(murat, task)
    days = {"first_day": timezone.localdate(), "last_day": timezone.localdate()}
    substitutes.save(actor_for(nil), None, {**days, "deputy": murat})
    with pytest.raises(NotAllowed):
        say(murat, task)


def test_who_asks_passes_his_own_request_on_to_nobody(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    """He stands in for the approver, and has named a deputy of his own choice."""
    murat, nil, oya = bosses
    today = timezone.localdate()
    days = {"first_day": today, "last_day": today}
    substitutes.save(actor_for(murat), None, {**days, "deputy": nil})
    substitutes.save(actor_for(nil), None, {**days, "deputy": oya})
    card({"members": [murat]})
    task = the_task(ask(nil, slips.put(1)))
    with pytest.raises(NotFound):
        say(oya, task)
    assert not my_tasks.mine(actor_for(oya)).exists()
    others = the_task(ask(clerk, slips.put(2)))
    assert my_tasks.mine(actor_for(oya)).get() == others
    say(oya, others)
    assert slips.done == [2]


def test_a_substitute_decides_on_his_days_up_to_his_amount(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, oya = bosses
    card({"members": [murat]})
    today = timezone.localdate()
    row = substitutes.save(
        actor_for(murat), None,
        {"deputy": nil, "first_day": today, "last_day": today, "max_amount": Decimal(1000)},
    )  # fmt: skip
    above = the_task(ask(clerk, slips.put(1, 1001)))
    with pytest.raises(NotFound):
        say(nil, above)
    within = the_task(ask(clerk, slips.put(2, 1000)))
    with pytest.raises(NotFound):
        say(oya, within)
    say(nil, within)
    decision = Decision.objects.get(task=within)
    assert (decision.by_member, decision.for_member) == (nil, murat)
    Substitute.objects.filter(pk=row.pk).update(
        first_day=today - timedelta(days=9), last_day=today - timedelta(days=1)
    )
    with pytest.raises(NotFound):
        say(nil, the_task(ask(clerk, slips.put(3, 10))))


def test_a_loop_of_substitutes_is_refused(bosses: list[Membership]) -> None:
    murat, nil, oya = bosses
    days = {"first_day": date(2027, 1, 1), "last_day": date(2027, 1, 9)}
    substitutes.save(actor_for(murat), None, {**days, "deputy": nil})
    substitutes.save(actor_for(nil), None, {**days, "deputy": oya})
    with pytest.raises(Invalid) as loop:
        substitutes.save(actor_for(oya), None, {**days, "deputy": murat})
    assert loop.value.code == "substitute_loop"
    later = {"first_day": date(2027, 1, 10), "last_day": date(2027, 1, 12)}
    substitutes.save(actor_for(oya), None, {**later, "deputy": murat})
    with pytest.raises(NotAllowed):
        substitutes.save(actor_for(oya), None, {**later, "member": nil, "deputy": murat})


def test_whoever_made_a_key_does_not_approve_what_it_asks_for(
    card: Card, firm: Firm, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    nil, oya = bosses[1:]
    key = make_key(firm, ["otp.process.add", "otp.process.view"], by=admin)[0]
    card({"members": [admin, nil]})
    task = the_task(flows.begin(actors.of_key(key), slips.put(1)))
    assert [place.member for place in task.places.all()] == [nil]
    assert not my_tasks.mine(actor_for(admin)).exists()
    with pytest.raises(NotAllowed) as own:
        say(admin, task)
    assert own.value.code == "own_request"
    assert "API anahtarı" in str(own.value.message)
    days = {"first_day": timezone.localdate(), "last_day": timezone.localdate()}
    substitutes.save(actor_for(nil), None, {**days, "deputy": admin})
    substitutes.save(actor_for(admin), None, {**days, "deputy": oya})
    for person, refusal in ((admin, NotAllowed), (oya, NotFound)):
        with pytest.raises(refusal):
            say(person, task)
    say(nil, task)
    assert slips.done == [1]
    with pytest.raises(Invalid) as named:
        external.ask(actors.of_key(key), {"reference": "F-1", "title": "Ödeme", "approver": admin})
    assert (named.value.code, named.value.field) == ("otp_own_request", "approver")
