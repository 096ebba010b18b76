"""A portal user who is a subscriber is reached at the number of his card."""

from __future__ import annotations

import pytest

from messaging.models import Subscriber
from messaging.services import subscribers
from tests.support.firms import actor_for
from turkcell_hub.errors import Invalid
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import people


@pytest.fixture
def colleague(admin: Membership, staff: Membership):
    with firm_scope(admin.firm_id):
        people.change(actor_for(admin), staff, {"phone": "+905321234567"})
        staff.refresh_from_db()
        yield staff


@pytest.mark.requirement("L-048", "L-056")
def test_the_number_follows_the_users_card(admin: Membership, colleague: Membership) -> None:
    actor = actor_for(admin)
    row = subscribers.save(actor, None, {"kind": "SISTEM", "member": colleague})
    assert (row.phone, row.full_name) == ("+905321234567", "Pelin Personel")
    changed = {"phone": "+905337654321", "full_name": "Pelin Aksoy"}
    people.change(actor, colleague, changed)
    row.refresh_from_db()
    assert (row.phone, row.full_name) == ("+905337654321", "Pelin Aksoy")
    assert "aksoy" in row.search_key


@pytest.mark.requirement("L-048")
def test_a_user_without_a_number_cannot_become_a_subscriber(
    admin: Membership, staff: Membership
) -> None:
    with firm_scope(admin.firm_id), pytest.raises(Invalid) as refusal:
        subscribers.save(actor_for(admin), None, {"kind": "SISTEM", "member": staff})
    assert refusal.value.code == "member_without_phone"


def test_a_user_who_was_switched_off_gets_no_message(
    admin: Membership, colleague: Membership
) -> None:
    actor = actor_for(admin)
    row = subscribers.save(actor, None, {"kind": "SISTEM", "member": colleague})
    people.change(actor, colleague, {"is_active": False})
    assert not Subscriber.objects.get(pk=row.pk).is_active
