"""Whose eyes a job's file was written for."""

from __future__ import annotations

import pytest

from tests.support.firms import actor_for, make_member
from turkcell_hub.errors import NotAllowed
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import reading
from turkcell_hub.tenancy.models import Firm, Membership, Role

ROLES = (Role.CUSTOMER, Role.STAFF, Role.MANAGER, Role.ADMIN)


@pytest.mark.django_db
@pytest.mark.parametrize("now", ROLES)
@pytest.mark.parametrize("then", ROLES)
def test_a_lowered_role_closes_the_older_files_and_a_raised_one_does_not(
    in_firm: Firm, then: Role, now: Role
) -> None:
    member = make_member(in_firm, then)
    job = Job(
        firm=in_firm, owner_user=member.user_id, params={"seen": reading.seen_by(actor_for(member))}
    )
    Membership.objects.filter(pk=member.pk).update(role=now)
    reader = actor_for(Membership.objects.get(pk=member.pk))
    if ROLES.index(now) >= ROLES.index(then):
        reading.require(reader, job)
        return
    with pytest.raises(NotAllowed, match="yetkileriniz değişti"):
        reading.require(reader, job)
