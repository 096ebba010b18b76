"""A step that the people there are cannot complete: nothing is lost, it is seen, and there is a
way on."""

from __future__ import annotations

import pytest

from otp import work_tasks as tasks
from otp.flow_states import ProcessState, TaskState
from otp.models import Decision, Notice, Process, Task
from otp.services import flows, stuck
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.models import Firm, Membership, Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def stuck_one(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> Process:
    """The second step wants two; all who could were there when it began, one has gone since."""
    murat, nil, _oya = bosses
    card({"members": [murat]}, {"members": [nil, admin], "quorum": 2, "warns": ["MESAJ"]})
    row = ask(clerk, slips.put(1))
    Membership.objects.filter(pk=nil.pk).update(is_active=False)
    say(murat, the_task(row))
    row.refresh_from_db()
    return row


def test_the_decision_before_stays_and_the_step_says_why_it_waits(
    stuck_one: Process, admin: Membership, bosses: list[Membership]
) -> None:
    assert stuck_one.state == ProcessState.RUNNING
    assert Decision.objects.get().by_member == bosses[0]
    task = the_task(stuck_one)
    assert task.problem == "“Adım 2” adımı 2 kişinin onayını ister, yapabilecek 1 kişi var."
    browser = client_for(admin)
    page = browser.get(f"/approvals/{stuck_one.pk}/").content.decode()
    assert "Onay ilerleyemiyor" in page
    assert task.problem in page
    assert "Onay ilerleyemiyor: Fiş 1" in browser.get("/").content.decode()
    assert AuditEntry.objects.filter(action="task.stuck").count() == 1
    say(admin, task)
    stuck_one.refresh_from_db()
    assert stuck_one.state == ProcessState.RUNNING, "one of two is not enough"


def test_it_goes_on_by_itself_once_somebody_may_do_it(
    stuck_one: Process, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    tasks.run_workflows()
    assert the_task(stuck_one).problem
    Membership.objects.filter(pk=bosses[1].pk).update(is_active=True)
    tasks.run_workflows()
    tasks.run_workflows()
    task = the_task(stuck_one)
    assert task.problem == ""
    assert Notice.objects.filter(task=task, member=bosses[1], event="ACILDI").count() == 1
    say(admin, task)
    say(bosses[1], task)
    assert slips.done == [1]


def test_an_admin_names_one_more_person(
    stuck_one: Process, firm: Firm, admin: Membership, clerk: Membership, bosses: list[Membership],
    slips: Slips,
) -> None:  # fmt: skip
    task, oya = the_task(stuck_one), bosses[2]
    browser = client_for(admin)
    page = browser.get(f"/approvals/{stuck_one.pk}/").content.decode()
    assert f'<option value="{oya.pk}"' in page
    assert f'<option value="{clerk.pk}"' not in page, "whoever asked does not decide"
    plain = client_for(bosses[0]).get(f"/approvals/{stuck_one.pk}/").content.decode()
    assert "Kişiyi ekle" not in plain
    where = f"/approvals/{stuck_one.pk}/person/"
    given = {"task": task.pk, "member": oya.pk}
    assert client_for(bosses[0]).post(where, given).status_code == 403
    assert browser.post(where, {**given, "member": clerk.pk}).status_code == 302
    assert not task.places.filter(member=clerk).exists()
    browser.post(where, given)
    task.refresh_from_db()
    assert (task.problem, task.places.filter(member=oya).count()) == ("", 1)
    assert Notice.objects.filter(task=task, member=oya).exists()
    with pytest.raises(Conflict) as enough:
        stuck.add_person(actor_for(admin), task, bosses[0].pk)
    assert enough.value.code == "step_not_stuck"
    say(admin, task)
    say(oya, task)
    assert slips.done == [1]


def test_who_asked_does_not_choose_who_decides_and_outsiders_are_no_choice(
    card: Card, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, oya = bosses
    card({"members": [murat]}, {"members": [nil, oya], "quorum": 2})
    row = ask(admin, slips.put(1))
    Membership.objects.filter(pk=oya.pk).update(is_active=False)
    say(murat, the_task(row))
    task = the_task(row)
    with pytest.raises(NotAllowed) as own:
        stuck.add_person(actor_for(admin), task, murat.pk)
    assert own.value.code == "own_request"
    other = make_member(row.firm, Role.ADMIN, name="İkinci Yönetici")
    with pytest.raises(Invalid) as gone:
        stuck.add_person(actor_for(other), task, oya.pk)
    assert gone.value.code == "step_person"


def test_whoever_asked_may_take_a_stuck_request_back(
    stuck_one: Process, clerk: Membership, slips: Slips
) -> None:
    assert "İsteği geri çek" in client_for(clerk).get(f"/approvals/{stuck_one.pk}/").text
    done = flows.withdraw(actor_for(clerk), stuck_one)
    assert done.state == ProcessState.WITHDRAWN
    assert not Task.objects.filter(state=TaskState.OPEN).exists()
    assert not stuck.tasks().exists()


def test_a_first_step_without_people_is_refused_before_anything_begins(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:2], "quorum": 2})
    Membership.objects.exclude(pk=clerk.pk).update(is_active=False)
    with pytest.raises(Invalid) as nobody:
        ask(clerk, slips.put(1))
    assert (nobody.value.code, Process.objects.count()) == ("workflow_nobody", 0)
