"""Görevlerim and the cards' pages."""

from __future__ import annotations

import pytest

from otp.models import Task
from otp.resources.work import MyTaskResource
from otp.services import workflows
from tests.otp.slips import Card, Slips, ask, the_task
from tests.support.firms import actor_for, client_for
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db


def test_the_pages_lead_from_the_bell_to_the_decision(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1], "warns": ["MESAJ"]})
    task = the_task(ask(clerk, slips.put(1, currency="EUR")))
    browser = client_for(bosses[0])
    home = browser.get("/").content.decode()
    assert "Göreviniz var: Adım 1" in home
    assert "Kararınızı bekleyen görev" in home
    listed = browser.get("/my-tasks/?view=").content.decode()
    assert "Fiş 1" in listed
    assert "1.000,00 EUR" in listed
    page = browser.get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Ödeme F-1, 1000 TL" in page
    assert "Göreviniz var" not in browser.get("/").content.decode()
    without = browser.post(f"/my-tasks/{task.pk}/decide/", {"verdict": "RED", "note": ""})
    assert "Ret nedenini yazın" in browser.get(without["Location"]).content.decode()
    assert browser.post(f"/my-tasks/{task.pk}/decide/", {"verdict": "ONAY"}).status_code == 302
    assert slips.done == [1]
    assert client_for(bosses[1]).get(f"/my-tasks/{task.pk}/").status_code == 404
    assert browser.get(f"/approvals/{task.approval_id}/").status_code == 200


def test_several_tasks_are_approved_from_the_list_at_once(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    rows = [the_task(ask(clerk, slips.put(n))).pk for n in (1, 2)]
    done = client_for(bosses[0]).post("/my-tasks/actions/approve/", {"ids": rows, "confirmed": "1"})
    assert done.status_code == 302
    assert sorted(slips.done) == [1, 2]


def test_what_several_tasks_release_is_released_in_the_order_in_which_it_was_asked_for(
    card: Card, clerk: Membership, bosses: list[Membership], slips: Slips
) -> None:
    card({"members": bosses[:1]})
    rows = [the_task(ask(clerk, slips.put(n))).pk for n in (1, 2, 3)]
    approve = next(one for one in MyTaskResource.actions if one.code == "approve")
    assert approve.run is not None
    with firm_scope(clerk.firm_id):
        approve.run(actor_for(bosses[0]), Task.objects.filter(pk__in=rows).order_by("-pk"), {})
    assert slips.done == [1, 2, 3]


def test_steps_are_written_on_their_page_and_wrong_ones_say_what_is_missing(
    card: Card, admin: Membership, bosses: list[Membership]
) -> None:
    made = card({"roles": ["ADMIN"]})
    browser = client_for(admin)
    assert browser.get(f"/workflows/{made.pk}/steps/").status_code == 200
    form = {"steps-TOTAL_FORMS": "2", "steps-INITIAL_FORMS": "0", "steps-0-name": "Müdür",
            "steps-0-kind": "ONAY", "steps-0-quorum": "1", "steps-1-name": "",
            "steps-1-kind": "ONAY", "steps-1-quorum": "1"}  # fmt: skip
    wrong = browser.post(f"/workflows/{made.pk}/steps/", form)
    assert wrong.status_code == 422
    assert "1. adım: kişi ya da rol seçin." in wrong.content.decode()
    form["steps-0-members"] = str(bosses[0].pk)
    assert browser.post(f"/workflows/{made.pk}/steps/", form).status_code == 302
    form |= {"steps-0-deadline_hours": "8", "steps-0-escalate_members": str(bosses[1].pk),
             "steps-0-escalate_roles": "ADMIN", "steps-0-allows_sms_reply": "on",
             "steps-0-informs": "MESAJ", "steps-0-informed": str(bosses[2].pk)}  # fmt: skip
    assert browser.post(f"/workflows/{made.pk}/steps/", form).status_code == 302
    said = " ".join(browser.get(f"/workflows/{made.pk}/").content.decode().split())
    for part in ("süre dolunca: Nil, Admin", "SMS yanıtıyla onay", "(isteyen, Oya)"):
        assert part in said
    version = workflows.current(made)
    assert version is not None
    assert [step.name for step in version.steps.all()] == ["Müdür"]
    assert "Müdür" in browser.get(f"/workflows/{made.pk}/").content.decode()
