"""Workflow cards: who decides, in which order, once, about exactly what was shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import totp

from messaging.models import Campaign, CampaignState, InboundMessage, InboundRule
from messaging.services import campaigns, drafts, preparing, routing
from otp import work_tasks as tasks
from otp.flow_states import ProcessState, TaskState, may_move, next_position, outcome
from otp.models import Challenge, Decision, Notice, Process, Substitute, Task, Workflow
from otp.services import challenges, decisions, external, flows, notices, substitutes, workflows
from tests.erp import world as erp
from tests.support.firms import actor_for, client_for, make_key, make_member, make_user
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.billing import order_gate
from turkcell_hub.billing.models import BillingProfile, Order
from turkcell_hub.billing.models.plans import PaymentType
from turkcell_hub.billing.services import limit_requests, orders
from turkcell_hub.erp.services import documents
from turkcell_hub.errors import Conflict, HubError, Invalid, NotAllowed, NotFound
from turkcell_hub.tenancy.actor import Actor, of_platform
from turkcell_hub.tenancy.models import Authenticator, Firm, Membership, Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("yes", "no", "quorum", "state"),
    [(0, 0, 1, "ACIK"), (1, 0, 1, "TAMAM"), (1, 0, 2, "ACIK"), (2, 0, 2, "TAMAM"),
     (0, 1, 1, "RED"), (1, 1, 2, "RED"), (2, 1, 2, "RED"), (3, 0, 2, "TAMAM")],
)  # fmt: skip
def test_one_refusal_ends_a_task_and_the_quorum_completes_it(
    yes: int, no: int, quorum: int, state: str
) -> None:
    assert outcome(yes, no, quorum) == state


@pytest.mark.parametrize("state", [*ProcessState.values, *TaskState.values])
def test_only_open_states_lead_on(state: str) -> None:
    others = ProcessState.values if state in ProcessState.values else TaskState.values
    leads = {after for after in others if may_move(state, after)}
    is_open = state in (ProcessState.RUNNING, TaskState.OPEN)
    assert leads == ({one for one in others if one != state} if is_open else set())


@pytest.mark.parametrize(
    ("places", "done", "found"),
    [([1, 2], set(), 1), ([2, 1, 1], {1}, 2), ([1], {1}, None), ([], set(), None)],
)
def test_steps_follow_their_places(places: list[int], done: set[int], found: int | None) -> None:
    assert next_position(places, done) == found


D = Decimal
RULES = [(1, 2, D(100)), (2, 3, None), (4, 2, None), (5, 6, D(50)), (5, 7, D(500))]


@pytest.mark.parametrize(
    ("deputy", "amount", "found"),
    [(2, D(100), {1, 4}), (2, D(101), {4}), (2, None, {4}), (3, D(100), {1, 2, 4}),
     (3, D(101), {2, 4}), (1, D(1), set()), (6, D(51), set()), (7, D(51), {5})],
)  # fmt: skip
def test_a_substitute_stands_in_up_to_the_smallest_limit_on_the_way(
    deputy: int, amount: Decimal | None, found: set[int]
) -> None:
    assert substitutes.stands_in_for(RULES, deputy, amount) == found


@pytest.mark.parametrize(
    ("member", "deputy", "loops"), [(1, 1, True), (3, 1, True), (2, 1, True), (1, 9, False)]
)
def test_nobody_becomes_his_own_substitute(member: int, deputy: int, loops: bool) -> None:
    assert substitutes.makes_a_loop(RULES, member, deputy) is loops


class Drawer:
    """Slips that want a signature."""

    def __init__(self) -> None:
        self.slips: dict[int, dict[str, Any]] = {}
        self.done: list[int] = []
        self.refused: list[tuple[int, str]] = []
        self.problem: HubError | None = None

    def put(self, pk: int, amount: int = 1000, **more: Any) -> Matter:
        self.slips[pk] = {"amount": amount, **more}
        found = self.current(pk)
        assert found is not None
        return found

    def current(self, pk: int) -> Matter | None:
        slip = self.slips.get(pk)
        if slip is None:
            return None
        return Matter(
            "slip", pk, f"Fiş {pk}", f"Ödeme F-{pk}, {slip['amount']} TL", {"slip": slip},
            amount=Decimal(slip["amount"]), facts=[("Tutar", str(slip["amount"]))],
            authority_code_id=slip.get("code"),
        )  # fmt: skip

    def approve(self, _actor: Actor, pk: int) -> None:
        if self.problem:
            raise self.problem
        self.done.append(pk)


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    drawer, known = Drawer(), dict(approvals._kinds)
    approvals.register(
        Kind("slip", "Fiş", drawer.current, drawer.approve,
             lambda _actor, pk, note: drawer.refused.append((pk, note)))
    )  # fmt: skip
    yield drawer
    approvals._kinds.clear()
    approvals._kinds.update(known)


@pytest.fixture
def admin(firm: Firm) -> Membership:
    return make_member(firm, Role.ADMIN, name="Selin", phone="+905321110011")


@pytest.fixture
def clerk(firm: Firm) -> Membership:
    return make_member(firm, Role.STAFF, name="Derya", phone="+905321110001")


@pytest.fixture
def bosses(firm: Firm) -> list[Membership]:
    return [
        make_member(firm, Role.MANAGER, name=name, phone=f"+90532111002{n}")
        for n, name in enumerate(("Murat", "Nil", "Oya"))
    ]


@pytest.fixture
def own_prices(settings: Any) -> None:
    """Firms decide themselves about their money here."""
    settings.PRICES_SET_BY = "firm"


Card = Callable[..., Workflow]


@pytest.fixture
def card(firm: Firm, admin: Membership, drawer: Drawer) -> Card:
    def make(*steps: dict[str, Any], **head: Any) -> Workflow:
        data = {"code": "FIS", "name": "Fiş onayı", "kind": "slip", **head}
        lines = [{"name": f"Adım {n}", "kind": "ONAY", **one} for n, one in enumerate(steps, 1)]
        return workflows.save(actor_for(admin), None, {**data, "steps": lines})

    return make


def ask(clerk: Membership, matter: Matter) -> Process:
    return flows.begin(actor_for(clerk), matter)


def the_task(approval: Process) -> Task:
    return approval.tasks.get(state=TaskState.OPEN)


def say(member: Membership, task: Task, verdict: str = "ONAY", note: str = "olmaz") -> Task:
    return decisions.decide(actor_for(member), task, verdict, note)


def test_steps_run_in_order_side_by_side_and_only_from_their_amount(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat], "position": 1}, {"members": [nil], "position": 1},
         {"roles": ["ADMIN"], "position": 2, "from_amount": 5000})  # fmt: skip
    small = ask(clerk, drawer.put(1, 1000))
    assert [task.step.name for task in small.tasks.order_by("pk")] == ["Adım 1", "Adım 2"]
    for boss, task in zip((murat, nil), small.tasks.order_by("pk"), strict=True):
        say(boss, task)
    small.refresh_from_db()
    assert (small.state, drawer.done) == (ProcessState.APPROVED, [1])
    large = ask(clerk, drawer.put(2, 5000))
    for boss, task in zip((murat, nil), large.tasks.order_by("pk"), strict=True):
        say(boss, task)
    assert the_task(large).step.name == "Adım 3"
    say(admin, the_task(large))
    assert drawer.done == [1, 2]


def test_two_of_three_and_nobody_twice(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"roles": ["YONETICI"], "quorum": 2})
    task = the_task(ask(clerk, drawer.put(1)))
    say(bosses[0], task)
    with pytest.raises(Conflict) as twice:
        say(bosses[0], task)
    assert twice.value.code == "already_decided"
    assert drawer.done == []
    say(bosses[1], task)
    assert drawer.done == [1]
    with pytest.raises(Conflict) as late:
        say(bosses[2], task)
    assert late.value.code == "task_over"


def test_a_refusal_needs_its_reason_and_ends_everything(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1]}, {"members": bosses[1:2]})
    approval = ask(clerk, drawer.put(1))
    with pytest.raises(Invalid):
        say(bosses[0], the_task(approval), "RED", " ")
    say(bosses[0], the_task(approval), "RED", "Bütçe yok")
    approval.refresh_from_db()
    assert (approval.state, approval.end_note) == (ProcessState.REJECTED, "Bütçe yok")
    assert drawer.refused == [(1, "Bütçe yok")]
    assert not approval.tasks.filter(state=TaskState.OPEN).exists()


def test_nobody_approves_his_own_request_also_not_through_a_substitute(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, drawer: Drawer
) -> None:
    murat, nil, _oya = bosses
    card({"members": [murat, nil]})
    task = the_task(ask(murat, drawer.put(1)))
    assert [place.member for place in task.places.all()] == [nil]
    with pytest.raises(NotAllowed):
        say(murat, task)
    days = {"first_day": timezone.localdate(), "last_day": timezone.localdate()}
    substitutes.save(actor_for(nil), None, {**days, "deputy": murat})
    with pytest.raises(NotAllowed):
        say(murat, task)


def test_a_substitute_decides_on_his_days_up_to_his_amount(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    murat, nil, oya = bosses
    card({"members": [murat]})
    today = timezone.localdate()
    row = substitutes.save(
        actor_for(murat), None,
        {"deputy": nil, "first_day": today, "last_day": today, "max_amount": Decimal(1000)},
    )  # fmt: skip
    above = the_task(ask(clerk, drawer.put(1, 1001)))
    with pytest.raises(NotFound):
        say(nil, above)
    within = the_task(ask(clerk, drawer.put(2, 1000)))
    with pytest.raises(NotFound):
        say(oya, within)
    say(nil, within)
    decision = Decision.objects.get(task=within)
    assert (decision.by_member, decision.for_member) == (nil, murat)
    Substitute.objects.filter(pk=row.pk).update(
        first_day=today - timedelta(days=9), last_day=today - timedelta(days=1)
    )
    with pytest.raises(NotFound):
        say(nil, the_task(ask(clerk, drawer.put(3, 10))))


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


def test_when_the_time_is_up_others_join_once_and_are_told(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1], "deadline_hours": 2, "escalate_roles": ["ADMIN"],
          "warns": ["MESAJ"]})  # fmt: skip
    task = the_task(ask(clerk, drawer.put(1)))
    with pytest.raises(NotFound):
        say(admin, task)
    Task.objects.filter(pk=task.pk).update(deadline_at=timezone.now() - timedelta(minutes=1))
    tasks.run_workflows()
    tasks.run_workflows()
    assert Notice.objects.filter(event="YUKSELDI").count() == 1
    say(admin, task)
    assert drawer.done == [1]


@pytest.mark.requirement("L-079", "L-080")
def test_the_same_people_are_told_by_every_channel_and_a_missing_phone_does_not_stop_it(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    Membership.objects.filter(pk=bosses[2].pk).update(phone="")
    every = ["MESAJ", "EPOSTA", "SMS"]
    card({"roles": ["YONETICI"], "warns": every, "informs": every, "informed": bosses[1:2]})
    task = the_task(ask(clerk, drawer.put(1)))
    told = Notice.objects.filter(task=task, event="ACILDI")
    for channel in every:
        assert set(told.filter(channel=channel).values_list("member", flat=True)) == {
            boss.pk for boss in bosses
        }
    missed = told.get(channel="SMS", member=bosses[2])
    assert (missed.state, missed.problem) == (
        "ILETILEMEDI", "Kullanıcının kartında telefon numarası yok.",
    )  # fmt: skip
    tasks.run_workflows()
    tasks.run_workflows()
    assert len(mail.outbox) == 3
    sent = Campaign.objects.filter(source="AKIS")
    assert sent.count() == 2
    assert sent[0].text == "Göreviniz var: Adım 1, Ödeme F-1, 1000 TL."
    page = client_for(bosses[0]).get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Kullanıcının kartında telefon numarası yok." in page
    say(bosses[0], task)
    ended = Notice.objects.filter(task=task, event="BITTI")
    for channel in every:
        assert set(ended.filter(channel=channel).values_list("member", flat=True)) == {
            clerk.pk, bosses[1].pk,
        }  # fmt: skip
    assert drawer.done == [1]


def test_a_mail_whose_worker_died_is_not_sent_again(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1], "warns": ["EPOSTA"]})
    ask(clerk, drawer.put(1))
    Notice.objects.update(state="GIDIYOR", try_at=timezone.now() - timedelta(minutes=11))
    tasks.run_workflows()
    assert (Notice.objects.get().state, mail.outbox) == ("BILINMIYOR", [])


def test_what_runs_keeps_the_version_it_began_with(
    card: Card, clerk: Membership, admin: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    made = card({"members": bosses[:1]}, {"members": bosses[1:2]})
    running = ask(clerk, drawer.put(1))
    version = workflows.set_steps(
        actor_for(admin), made, [{"name": "Tek", "kind": "ONAY", "roles": ["ADMIN"]}]
    )
    assert version.number == 2
    say(bosses[0], the_task(running))
    assert the_task(running).step.name == "Adım 2"
    assert the_task(ask(clerk, drawer.put(2))).step.name == "Tek"


def test_a_document_that_changes_makes_the_approval_void(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1]})
    approval = ask(clerk, drawer.put(1, 1000))
    drawer.put(1, 1001)
    with pytest.raises(Conflict) as changed:
        say(bosses[0], the_task(approval))
    assert changed.value.code == "document_changed"
    approval.refresh_from_db()
    assert (approval.state, drawer.done) == (ProcessState.VOID, [])
    assert drawer.refused[0][0] == 1


def test_what_the_room_refuses_to_carry_out_is_shown_and_told(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1]})
    drawer.problem = Conflict("Dönem kapalı.")
    approval = ask(clerk, drawer.put(1))
    say(bosses[0], the_task(approval))
    approval.refresh_from_db()
    assert (approval.state, approval.problem) == (ProcessState.APPROVED, "Dönem kapalı.")
    assert "Dönem kapalı." in client_for(bosses[0]).get("/").content.decode()


def test_the_card_that_says_most_is_used_and_small_ones_go_free(
    card: Card, firm: Firm, clerk: Membership, admin: Membership, drawer: Drawer
) -> None:
    step = {"roles": ["ADMIN"]}
    card(step, from_amount=100)
    high = card(step, code="BUYUK", from_amount=1000)
    card(step, code="KAPALI", from_amount=2000, is_active=False)
    assert not approvals.required(drawer.put(1, 99))
    assert workflows.card_for(drawer.put(2, 5000)) == high
    with pytest.raises(Conflict):
        ask(clerk, drawer.put(3, 5))


def test_only_holders_of_the_documents_code_decide(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    holder = make_member(firm, Role.MANAGER, name="Pınar", codes=["SATIS"])
    card({"roles": ["YONETICI"]})
    code = holder.authority_codes.get()
    task = the_task(ask(clerk, drawer.put(1, code=code.pk)))
    assert [place.member for place in task.places.all()] == [holder]
    assert client_for(bosses[0]).get(f"/my-tasks/{task.pk}/").status_code == 404


@pytest.mark.requirement("L-083", "L-084")
def test_an_otp_step_is_done_by_its_code_alone(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1], "kind": "OTP_ONAY"})
    boss, actor = bosses[0], actor_for(bosses[0])
    app = Authenticator.objects.create(user=boss.user, name="uygulama", confirmed=True)
    task = the_task(ask(clerk, drawer.put(1)))
    assert task.kind == "OTP_ONAY"
    with pytest.raises(Invalid) as needed:
        say(boss, task)
    assert needed.value.code == "otp_needed"
    challenge = decisions.start(actor, task, "TOTP")
    assert decisions.start(actor, task, "TOTP").pk == challenge.pk
    challenges.verify(actor, challenge.pk, f"{totp(bytes.fromhex(app.key)):06d}")
    assert drawer.done == [1]
    decision = Decision.objects.get(task=task)
    assert decision.receipt is not None
    assert decision.receipt.subject_text == "Ödeme F-1, 1000 TL"


def test_a_code_dies_with_the_change_of_the_document_and_with_the_task(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:2], "kind": "OTP_ONAY"})
    app = Authenticator.objects.create(user=bosses[0].user, name="uygulama", confirmed=True)
    approval = ask(clerk, drawer.put(1))
    challenge = decisions.start(actor_for(bosses[0]), the_task(approval), "TOTP")
    drawer.put(1, 1001)
    code = f"{totp(bytes.fromhex(app.key)):06d}"
    with pytest.raises(HubError):
        challenges.verify(actor_for(bosses[0]), challenge.pk, code)
    drawer.put(1, 1000)
    fresh = decisions.start(actor_for(bosses[0]), the_task(approval), "TOTP")
    say(bosses[1], the_task(approval), "RED", "Yanlış hesap")
    assert Challenge.objects.get(pk=fresh.pk).state == "VOID"
    assert drawer.done == []


def test_the_pages_lead_from_the_bell_to_the_decision(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1], "warns": ["MESAJ"]})
    task = the_task(ask(clerk, drawer.put(1)))
    browser = client_for(bosses[0])
    home = browser.get("/").content.decode()
    assert "Göreviniz var: Adım 1" in home
    assert "Kararınızı bekleyen görev" in home
    assert "Fiş 1" in browser.get("/my-tasks/?view=").content.decode()
    page = browser.get(f"/my-tasks/{task.pk}/").content.decode()
    assert "Ödeme F-1, 1000 TL" in page
    assert "Göreviniz var" not in browser.get("/").content.decode()
    without = browser.post(f"/my-tasks/{task.pk}/decide/", {"verdict": "RED", "note": ""})
    assert "Ret nedenini yazın" in browser.get(without["Location"]).content.decode()
    assert browser.post(f"/my-tasks/{task.pk}/decide/", {"verdict": "ONAY"}).status_code == 302
    assert drawer.done == [1]
    assert client_for(bosses[1]).get(f"/my-tasks/{task.pk}/").status_code == 404
    assert browser.get(f"/approvals/{task.approval_id}/").status_code == 200


def test_several_tasks_are_approved_from_the_list_at_once(
    card: Card, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    card({"members": bosses[:1]})
    rows = [the_task(ask(clerk, drawer.put(n))).pk for n in (1, 2)]
    done = client_for(bosses[0]).post("/my-tasks/actions/approve/", {"ids": rows, "confirmed": "1"})
    assert done.status_code == 302
    assert drawer.done == [1, 2]


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
    version = workflows.current(made)
    assert version is not None
    assert [step.name for step in version.steps.all()] == ["Müdür"]
    assert "Müdür" in browser.get(f"/workflows/{made.pk}/").content.decode()


def test_an_erp_brings_a_document_by_rest_and_reads_the_outcome(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership
) -> None:
    card({"members": bosses[:1]}, kind="external")
    _key, secret = make_key(firm, ["otp.process.add", "otp.process.view"], by=admin)
    browser = client_for(admin)

    def call(method: str, path: str, body: Any = None) -> Any:
        given = () if body is None else (body, "application/json")
        headers = {"authorization": f"Bearer {secret}"}
        return getattr(browser, method)(f"/api/v1/approvals/{path}", *given, headers=headers)

    body = {"reference": "SIP-7", "title": "Satınalma siparişi", "party": "Demir Ambalaj",
            "amount": "84500.00", "content": {"lines": ["Koli"]}}  # fmt: skip
    first = call("post", "", body)
    assert first.status_code == 201, first.content
    assert first.json()["text"] == "Satınalma siparişi, SIP-7, Demir Ambalaj, 84.500,00 TL"
    assert call("post", "", body).json()["id"] == first.json()["id"]
    changed = call("post", "", {**body, "amount": "84501.00"}).json()
    assert changed["id"] != first.json()["id"]
    assert call("get", f"{first.json()['id']}/").json()["state"] == "GECERSIZ"
    fraction = call("post", "", {**body, "content": {"x": 0.1}})
    assert (fraction.status_code, fraction.json()["errors"][0]["field"]) == (400, "content")
    say(bosses[0], the_task(Process.objects.get(pk=changed["id"])))
    seen = call("get", f"{changed['id']}/").json()
    assert seen["state"] == "ONAYLANDI"
    assert seen["decisions"][0]["by"] == "Murat"
    again = call("post", "", {**body, "reference": "SIP-8"}).json()
    assert call("post", f"{again['id']}/withdraw/", {}).json()["state"] == "GERI_CEKILDI"


def test_a_reply_by_sms_agrees_where_the_step_allows_it_and_the_number_is_his(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership], drawer: Drawer
) -> None:
    account = make_account(firm)
    load_credit(firm, 10)
    card({"members": bosses[:1], "warns": ["SMS"], "allows_sms_reply": True})
    task = the_task(ask(clerk, drawer.put(1)))
    tasks.run_workflows()
    figure = task.places.get().reply_number
    assert f"EVET {figure}" in Campaign.objects.get(source="AKIS").text
    InboundRule.objects.create(firm=firm, keyword="evet", handler="workflow")

    def receive(sender: str, text: str) -> InboundMessage:
        kept = InboundMessage.objects.create(
            firm=firm, account=account, operator_id=f"{sender}{text}", sender=sender,
            recipient="8505550000", text=text, received_at=timezone.now(),
        )  # fmt: skip
        assert routing.route(kept.pk)
        kept.refresh_from_db()
        return kept

    assert receive(bosses[1].phone, f"EVET {figure}").route == "inbox"
    assert receive(bosses[0].phone, "Evet 000").route == "inbox"
    assert drawer.done == []
    taken = receive(bosses[0].phone, f"evet {figure}")
    assert (taken.route, taken.note) == ("workflow", "Ödeme F-1, 1000 TL: onaylandı")
    assert (drawer.done, Decision.objects.get(task=task).door) == ([1], "SMS")


@pytest.mark.requirement("C-05")
def test_a_limit_increase_with_an_otp_step_needs_the_code(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None
) -> None:
    card({"roles": ["ADMIN"], "kind": "OTP_ONAY"}, kind="limit")
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    task, actor = the_task(Process.objects.get(kind="limit")), actor_for(admin)
    app = Authenticator.objects.create(user=admin.user, name="uygulama", confirmed=True)
    with pytest.raises(Invalid):
        say(admin, task)
    decisions.start(actor, task, "TOTP")
    browser = client_for(admin)
    session = browser.session
    session[DEVICE_ID_SESSION_KEY] = app.persistent_id  # logged in with the second factor
    session.save()
    page = browser.get(f"/my-tasks/{task.pk}/code/").content.decode()
    for shown in ("data-countdown=", "Kalan OTP kredisi: 0", "2.000 olsun", "Kalan deneme"):
        assert shown in page
    wrong = browser.post(f"/my-tasks/{task.pk}/verify/", {"code": "12"})
    assert wrong.status_code == 422
    assert BillingProfile.objects.get(firm=firm).sms_limit == 500
    code = f"{totp(bytes.fromhex(app.key)):06d}"
    assert browser.post(f"/my-tasks/{task.pk}/verify/", {"code": code}).status_code == 302
    assert BillingProfile.objects.get(firm=firm).sms_limit == 2000


@pytest.mark.requirement("C-05")
@pytest.mark.parametrize(("verdict", "state"), [("ONAY", "BEKLIYOR"), ("RED", "IPTAL")])
def test_a_package_is_not_paid_before_people_have_agreed(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None,
    verdict: str, state: str,
) -> None:  # fmt: skip
    card({"roles": ["ADMIN"]}, kind="order")
    order = Order.objects.create(
        firm=firm, credits=1000, net=100, vat_rate=20, vat=20, gross=120, by_label="Murat",
        by_user=bosses[0].user_id, price_from=date(2026, 1, 1), method="HAVALE",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    order.refresh_from_db()
    order_gate.ask(actor_for(bosses[0]), order)
    with pytest.raises(Conflict) as runs:
        orders.approve(actor_for(admin), order, "D-1")
    assert runs.value.code == "approval_runs"
    say(admin, the_task(Process.objects.get(kind="order")), verdict)
    order.refresh_from_db()
    assert order.state == state
    if verdict == "ONAY":
        assert orders.approve(actor_for(admin), order, "D-1").state == "ODENDI"


def test_a_hosted_firms_request_waits_for_the_operator_after_its_own_people(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, settings: Any
) -> None:
    settings.PRICES_SET_BY = "operator"
    card({"roles": ["ADMIN"]}, kind="limit")
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    request = limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    operator = of_platform(make_user("Kerem", is_platform_staff=True), firm.pk)
    with pytest.raises(Conflict):
        limit_requests.approve(operator, request)
    say(admin, the_task(Process.objects.get()))
    assert BillingProfile.objects.get(firm=firm).sms_limit == 500
    assert limit_requests.approve(operator, request).state == "ONAYLANDI"


@pytest.mark.requirement("L-126")
def test_a_limit_request_goes_by_the_card_and_by_no_other_door(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, own_prices: None
) -> None:
    card({"roles": ["ADMIN"]}, kind="limit", from_amount=1000)
    BillingProfile.objects.update_or_create(
        firm=firm, defaults={"payment_type": PaymentType.POSTPAID, "sms_limit": 500}
    )
    request = limit_requests.ask(actor_for(bosses[0]), 2000, "Sezon")
    with pytest.raises(Conflict) as runs:
        limit_requests.approve(actor_for(bosses[1]), request)
    assert runs.value.code == "approval_runs"
    say(admin, the_task(Process.objects.get(kind="limit")))
    request.refresh_from_db()
    assert request.state == "ONAYLANDI"
    assert BillingProfile.objects.get(firm=firm).sms_limit == 2000
    second = limit_requests.ask(actor_for(bosses[0]), 3000, "Sezon")
    say(admin, the_task(Process.objects.get(state="SURUYOR")), "RED", "Yeter")
    second.refresh_from_db()
    assert (second.state, second.decision_note) == ("REDDEDILDI", "Yeter")


def test_an_erp_document_above_the_limit_is_not_offered_before_people_have_agreed(
    card: Card, firm: Firm, clerk: Membership, bosses: list[Membership]
) -> None:
    erp.cards(firm)
    actor = actor_for(clerk)
    card({"members": bosses[:1]}, kind="erp_document", from_amount=131)
    small = documents.release(documents.draft(firm, erp.bill(), actor), actor)
    assert small.state == "READY"
    spec = erp.bill("TCL2026000000002", erp.line(net="200.00", vat="40.00"))
    large = documents.release(documents.draft(firm, spec, actor), actor)
    assert large.state == "CHECKED"
    with pytest.raises(Conflict) as runs:
        documents.release(large, actor)
    assert runs.value.code == "approval_runs"
    approval = Process.objects.get()
    assert approval.text == "TCL2026000000002, Turkcell İletişim A.Ş., 240,00 TL"
    say(bosses[0], the_task(approval))
    large.refresh_from_db()
    assert large.state == "READY"


@pytest.mark.parametrize(("verdict", "state"), [("ONAY", "HAZIRLANIYOR"), ("RED", "TASLAK")])
def test_a_campaign_above_the_limit_waits_for_people(
    card: Card, firm: Firm, bosses: list[Membership], admin: Membership, verdict: str, state: str
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    card({"roles": ["ADMIN"]}, kind="campaign", from_amount=2)
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    actor = actor_for(bosses[0])
    small = make_draft(actor, "Merhaba", people[:1])
    assert campaigns.submit(actor, small, fresh=True).state == CampaignState.PREPARING
    large = campaigns.submit(actor, make_draft(actor, "Merhaba", people), fresh=True)
    assert large.state == CampaignState.AWAITING
    assert not preparing.prepare(large.pk)
    with pytest.raises(Conflict):
        drafts.change(actor, large, {"text": "Başka"})
    say(admin, the_task(Process.objects.get()), verdict, "Pahalı")
    large.refresh_from_db()
    assert large.state == state
    assert ("Pahalı" in large.problem) is (verdict == "RED")


def test_a_campaign_that_is_taken_back_takes_its_approval_with_it(
    card: Card, firm: Firm, bosses: list[Membership]
) -> None:
    make_account(firm)
    load_credit(firm, 10)
    card({"roles": ["ADMIN"]}, kind="campaign")
    people = [make_subscriber(firm, f"+90532123450{n}") for n in (1, 2)]
    actor = actor_for(bosses[0])
    large = campaigns.submit(actor, make_draft(actor, "Merhaba", people), fresh=True)
    campaigns.cancel(actor, large)
    assert Process.objects.get().state == ProcessState.WITHDRAWN
    large.refresh_from_db()
    assert large.state == CampaignState.DRAFT


def test_the_document_of_a_program_is_what_the_approval_keeps(firm: Firm) -> None:
    assert external.current(999_999) is None
    assert notices.waiting() == []
