"""A step that the people there are cannot complete: nothing is lost, it is seen, and there is a
way on."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.translation import override

from otp import work_tasks as tasks
from otp.flow_states import ProcessState, TaskState
from otp.models import Decision, Notice, Process, Task
from otp.services import flows, places, stuck, substitutes
from tests.otp.slips import Card, Slips, ask, say, the_task
from tests.support.firms import actor_for, client_for, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.models import Firm, Language, Membership, Role

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


def test_why_it_waits_is_kept_in_turkish_and_read_in_the_readers_language(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat]}, {"members": [nil, admin], "quorum": 2})
    row = ask(clerk, slips.put(1))
    Membership.objects.filter(pk=nil.pk).update(is_active=False)
    with override("en"):  # whoever decides reads English
        say(murat, the_task(row))
    told = the_task(row).problem
    assert told == "“Adım 2” adımı 2 kişinin onayını ister, yapabilecek 1 kişi var."
    type(admin.user).objects.filter(pk=admin.user_id).update(language=Language.ENGLISH)
    browser = client_for(Membership.objects.select_related("user").get(pk=admin.pk))
    for address in (f"/approvals/{row.pk}/", "/"):
        page = browser.get(address).content.decode()
        assert told not in page, address


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


@pytest.fixture
def opened(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> tuple[Process, Membership]:
    """One step of one person, whom nobody can replace: there is no Admin."""
    card({"members": [bosses[0]]})
    row = ask(clerk, slips.put(1))
    Membership.objects.filter(role=Role.ADMIN).update(is_active=False)
    return row, bosses[0]


def lose_everyone(person: Membership) -> None:
    Membership.objects.filter(pk=person.pk).update(is_active=False)


def leave_the_portal(person: Membership) -> None:
    type(person.user).objects.filter(pk=person.user_id).update(is_active=False)


@pytest.mark.parametrize("lose", [lose_everyone, leave_the_portal])
def test_a_step_that_loses_its_people_after_it_opened_says_so(
    opened: tuple[Process, Membership], lose: object, bosses: list[Membership]
) -> None:
    row, person = opened
    tasks.run_workflows()
    assert the_task(row).problem == ""
    lose(person)  # type: ignore[operator]
    for _again in range(2):
        tasks.run_workflows()
    task = the_task(row)
    assert task.problem == "“Adım 1” adımı 1 kişinin onayını ister, yapabilecek 0 kişi var."
    assert AuditEntry.objects.filter(action="task.stuck").count() == 1
    lost = AuditEntry.objects.get(action="task.people_lost")
    assert lost.changes == {"people": 0, "joined": []}
    watching = client_for(bosses[1])
    assert "Onay ilerleyemiyor: Fiş 1" in watching.get("/").content.decode()
    assert task.problem in watching.get(f"/approvals/{row.pk}/").content.decode()


def test_who_comes_back_has_his_place_and_the_step_goes_on(
    opened: tuple[Process, Membership], slips: Slips
) -> None:
    row, person = opened
    lose_everyone(person)
    tasks.run_workflows()
    assert the_task(row).problem
    Membership.objects.filter(pk=person.pk).update(is_active=True)
    tasks.run_workflows()
    assert the_task(row).problem == ""
    say(person, the_task(row))
    assert slips.done == [1]


def test_where_an_admin_is_there_he_joins_in_the_place_of_who_has_gone(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": [bosses[0]], "warns": ["MESAJ"]})
    row = ask(clerk, slips.put(1))
    lose_everyone(bosses[0])
    tasks.run_workflows()
    assert the_task(row).problem == ""
    lost = AuditEntry.objects.get(action="task.people_lost")
    assert lost.changes == {"people": 0, "joined": [admin.name]}
    assert Notice.objects.filter(task=the_task(row), member=admin).exists()
    say(admin, the_task(row))
    assert slips.done == [1]


def test_who_has_lost_the_role_decides_no_more_and_the_step_sees_it(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, *others = bosses
    card({"roles": [Role.MANAGER]})
    Membership.objects.filter(pk__in=[one.pk for one in others]).update(is_active=False)
    row = ask(clerk, slips.put(1))
    Membership.objects.filter(role=Role.ADMIN).update(is_active=False)
    Membership.objects.filter(pk=murat.pk).update(role=Role.STAFF)
    with pytest.raises(NotAllowed) as lost:
        say(Membership.objects.get(pk=murat.pk), the_task(row))
    assert lost.value.code == "place_lost"
    tasks.run_workflows()
    assert the_task(row).problem
    assert not Decision.objects.exists()
    Membership.objects.filter(pk=murat.pk).update(role=Role.MANAGER)
    tasks.run_workflows()
    assert the_task(row).problem == ""
    say(Membership.objects.get(pk=murat.pk), the_task(row))
    assert slips.done == [1]


def test_a_substitute_keeps_the_place_of_who_has_gone(
    opened: tuple[Process, Membership], bosses: list[Membership], slips: Slips
) -> None:
    row, person = opened
    substitutes.save(
        actor_for(person), None,
        {"deputy": bosses[1], "first_day": timezone.localdate(),
         "last_day": timezone.localdate()},
    )  # fmt: skip
    lose_everyone(person)
    tasks.run_workflows()
    assert the_task(row).problem == ""
    say(bosses[1], the_task(row))
    assert slips.done == [1]


def test_who_has_lost_the_role_decides_not_through_a_substitute_either(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    """Whoever is a Yönetici no more cannot hand on what he may not do himself."""
    murat, nil, oya = bosses
    card({"roles": [Role.MANAGER]})
    Membership.objects.filter(pk=oya.pk).update(is_active=False)
    Membership.objects.filter(pk=nil.pk).update(role=Role.STAFF)
    row = ask(clerk, slips.put(1))
    Membership.objects.filter(role=Role.ADMIN).update(is_active=False)
    Membership.objects.filter(pk=murat.pk).update(role=Role.STAFF)
    today = timezone.localdate()
    substitutes.save(
        actor_for(Membership.objects.get(pk=murat.pk)), None,
        {"deputy": nil, "first_day": today, "last_day": today},
    )  # fmt: skip
    with pytest.raises(NotAllowed) as lost:
        say(Membership.objects.get(pk=nil.pk), the_task(row))
    assert lost.value.code == "place_lost"
    tasks.run_workflows()
    assert the_task(row).problem, "nobody may do the step"
    assert not Notice.objects.filter(task=the_task(row), member=nil).exists()
    Membership.objects.filter(pk=murat.pk).update(role=Role.MANAGER)
    say(Membership.objects.get(pk=nil.pk), the_task(row))
    assert slips.done == [1]


def test_what_was_agreed_counts_though_who_agreed_has_gone(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], slips: Slips
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat, nil], "quorum": 2})
    row = ask(clerk, slips.put(1))
    say(murat, the_task(row))
    lose_everyone(murat)
    assert not places.short().exists(), "nothing to look at again in every sweep"
    tasks.run_workflows()
    assert the_task(row).problem == ""
    assert not the_task(row).places.filter(member=admin).exists()
    say(nil, the_task(row))
    assert slips.done == [1]
