""" "Bu hat sizde mi?" (idea 10): whom it goes to, what it costs, what comes back."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from fieldteams.models import FieldPhone
from invoices.models import LineQuestion, MatchingTable
from invoices.selectors import audit
from invoices.services import intake, line_replies, pasting, questions
from messaging.models import Campaign, CampaignState, InboundMessage, Message, MessageState
from messaging.services import blacklist, drafts, preparing, routing
from tests.api.conftest import Caller
from tests.erp.world import put
from tests.support import bills
from tests.support.firms import actor_for, client_for, make_code, make_key, make_member
from tests.support.messaging import load_credit, make_account
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Side
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership

AYSE, ALI, LEFT, NOBODY, MACHINE, BLOCKED = (f"532100000{place}" for place in range(1, 7))
LINES = (AYSE, ALI, LEFT, NOBODY, MACHINE, BLOCKED)
MONTH = dt.date(2026, 10, 1)
WHY_NOT = {
    LEFT: "Kullanıcısı ayrılmış.",
    NOBODY: "Personel ve Ekip Mobil listelerinde yok.",
    MACHINE: "Hat bir cihazda.",
    BLOCKED: "Kara listede.",
    "5329999999": "Bu ayın faturasında yok.",
}


@pytest.fixture
def bill(actor: Actor, firm: Firm, table: MatchingTable) -> None:
    """Two months; in the second every line is five times as dear. Ayşe and Ali are there, one has
    left, one is nobody's, one is a till's, one is on the blacklist."""
    make_account(firm)
    load_credit(firm)
    for place, net in (("09", "100.00"), ("10", "500.00")):
        issued = dt.date(2026, int(place) + 1, 1)
        usage = {number: {"net": net} for number in LINES}
        printed = bills.printed("plain_bulk", f"TCL2026{place}0000042", numbers=LINES, usage=usage,
                                issue_date=issued)  # fmt: skip
        intake.from_file(actor, printed, "x.xml")
    put(
        firm, MirrorKind.PERSON,
        {"code": "1", "first_name": "Ayşe", "last_name": "Işık", "phones": ["0532 100 00 01"]},
        {"code": "2", "first_name": "Can", "last_name": "Kaya", "phones": ["0532 100 00 03"],
         "is_active": False},
        {"code": "3", "first_name": "Ece", "last_name": "Al", "phones": ["0532 100 00 06"]},
    )  # fmt: skip
    FieldPhone.objects.create(firm=firm, phone=f"+90{ALI}", description="Ali Veli")
    pasting.paste(actor, table, Side.RECEIVED, f"{MACHINE}\t760.02\t\t\t\t\tPOS, Alsancak")
    block = blacklist.Block(f"+90{BLOCKED}", "FIRMA", "istemedi")
    blacklist.block(actor, [block])


def ask(actor: Actor, *numbers: str, **more: object) -> Campaign:
    return questions.send(actor, questions.plan(actor, MONTH, numbers or LINES), **more)


def browser_of(actor: Actor) -> Client:
    return client_for(Membership.objects.select_related("user").get(pk=actor.membership_id))


def say(number: str, text: str) -> InboundMessage:
    message = InboundMessage.objects.create(
        firm_id=FieldPhone.objects.get().firm_id, account=GatewayAccount.objects.get(service="sms"),
        operator_id=str(InboundMessage.objects.count()), sender=f"+90{number}", recipient="8555",
        text=text, received_at=timezone.now(),
    )  # fmt: skip
    assert routing.route(message.pk)
    message.refresh_from_db()
    return message


def test_only_lines_of_people_who_are_there_are_asked_and_each_other_is_told_why(
    actor: Actor, bill: None
) -> None:
    chosen = questions.plan(actor, MONTH, (*LINES, "5329999999"))
    assert [(one.number, one.name) for one in chosen.asked] == [
        (AYSE, "Ayşe Işık"), (ALI, "Ali Veli"),
    ]  # fmt: skip
    assert {one.number: one.why_not for one in chosen.left_out} == WHY_NOT
    everything = questions.plan(actor, MONTH)
    assert [one.number for one in everything.asked] == [AYSE, ALI]


def test_a_machines_line_is_known_and_not_nobodys(actor: Actor, bill: None) -> None:
    found = {one.number for one in audit.of_month(actor, MONTH) if one.kind == "NOBODY"}
    assert found == {NOBODY}
    page = browser_of(actor).get("/line-audit/?month=2026-10").content.decode()
    assert "POS, Alsancak" in page


def test_machines_alone_are_no_staff_list(actor: Actor, bill: None, firm: Firm) -> None:
    FieldPhone.objects.all().delete()
    put(firm, MirrorKind.PERSON, *({"code": str(n), "phones": []} for n in (1, 2, 3)))
    assert [one for one in audit.of_month(actor, MONTH) if one.kind in ("NOBODY", "LEFT")] == []


def test_nothing_goes_before_count_and_credit_were_seen(actor: Actor, bill: None) -> None:
    browser = browser_of(actor)
    audited = browser.get("/line-audit/?month=2026-10").content.decode()
    boxes = set(re.findall(r'name="number" value="(\d+)"', audited))
    assert boxes == {AYSE, ALI}
    asked = {"month": "2026-10", "number": [AYSE, ALI, BLOCKED]}
    seen = browser.post("/line-audit/ask/", asked)
    page = seen.content.decode()
    assert seen.status_code == 200
    assert not Campaign.objects.exists()
    assert not LineQuestion.objects.exists()
    cost = int(re.search(r'name="credits" value="(\d+)"', page)[1])  # type: ignore[index]
    assert cost == questions.forecast(actor, questions.plan(actor, MONTH)).credits > 0
    assert "Kara listede" in page
    assert f"{cost} krediyle gönder" in page
    less = browser.post("/line-audit/ask/", {**asked, "confirmed": "1", "credits": str(cost - 1)})
    assert less.status_code == 422
    assert not LineQuestion.objects.exists()
    before = credits.balance(actor.firm_id, "SMS")
    done = browser.post("/line-audit/ask/", {**asked, "confirmed": "1", "credits": str(cost)})
    campaign = Campaign.objects.get()
    assert done["Location"] == f"/campaigns/{campaign.pk}/"
    assert (campaign.message_class, campaign.source) == ("BILGILENDIRME", "PORTAL")
    preparing.prepare(campaign.pk)
    assert before - credits.balance(actor.firm_id, "SMS") == cost
    texts = dict(Message.objects.values_list("phone", "text"))
    assert set(texts) == {f"+90{AYSE}", f"+90{ALI}"}
    for question in LineQuestion.objects.all():
        assert texts[question.phone].endswith(questions.address_of(question)), question.phone
    assert "0532 100 00 01 numaralı hat sizde mi?" in texts[f"+90{AYSE}"]


def test_a_line_is_asked_once_a_month_and_again_where_nobody_was_reached(
    actor: Actor, bill: None
) -> None:
    first = ask(actor)
    with pytest.raises(Conflict) as nobody:
        ask(actor)
    assert nobody.value.code == "nobody_to_ask"
    assert LineQuestion.objects.count() == 2
    preparing.prepare(first.pk)
    Message.objects.filter(phone=f"+90{ALI}").update(state=MessageState.UNDELIVERED)
    again = questions.plan(actor, MONTH, LINES)
    assert [one.number for one in again.asked] == [ALI]
    second = questions.send(actor, again)
    assert LineQuestion.objects.get(phone=f"+90{ALI}").campaign == second
    assert LineQuestion.objects.count() == 2


def test_a_draft_that_came_back_keeps_its_questions_until_it_is_deleted(
    actor: Actor, bill: None
) -> None:
    campaign = ask(actor)
    Campaign.objects.update(state=CampaignState.DRAFT)
    assert questions.plan(actor, MONTH, LINES).asked == ()
    assert say(AYSE, "EVET").route != "line"  # nobody has got the question
    drafts.delete(actor, campaign)
    assert len(questions.plan(actor, MONTH, LINES).asked) == 2


def test_without_the_right_or_the_credit_nobody_is_asked(
    actor: Actor, firm: Firm, bill: None
) -> None:
    staff = actor_for(make_member(firm, "PERSONEL"))
    with pytest.raises(HubError) as refused:
        questions.plan(staff, MONTH, LINES)
    assert refused.value.code == "not_allowed"
    page = browser_of(staff).get("/line-audit/?month=2026-10").content.decode()
    assert "line-ask" not in page
    credits.adjust(firm.pk, "SMS", -credits.balance(firm.pk, "SMS"), "leer", "ADJUSTMENT", actor)
    with pytest.raises(HubError) as short:
        ask(actor)
    assert short.value.code == "insufficient_credit"
    assert not LineQuestion.objects.exists()
    assert not Campaign.objects.exists()


def test_evet_and_hayir_by_sms_are_kept_with_time_and_proof(actor: Actor, bill: None) -> None:
    ask(actor)
    yes = say(AYSE, "Evet benim")
    no = say(ALI, "HAYIR")
    assert (yes.route, yes.note) == ("line", "Hat sorusu 10.2026: Evet")
    assert no.note == "Hat sorusu 10.2026: Hayır"
    found = LineQuestion.objects.get(phone=f"+90{AYSE}")
    assert (found.answer, found.door) == ("EVET", "SMS")
    assert found.proof[0]["source"] == f"SMS {yes.pk}"
    assert say(AYSE, "EVET").route == "inbox"  # the question is answered
    page = browser_of(actor).get("/line-audit/?month=2026-10").content.decode()
    assert "2 hattın kullanıcısına soruldu: 1 evet, 1 hayır." in page
    assert f"SMS {yes.pk}" in page


def test_a_late_or_strange_word_answers_nothing(actor: Actor, bill: None) -> None:
    ask(actor)
    assert say(AYSE, "Peki").route == "inbox"
    assert say(NOBODY, "EVET").route == "inbox"
    assert say(AYSE, "EVET 123456").route == "inbox", "the figure of an approval, mistyped or over"
    old = timezone.now() - line_replies.AGE - dt.timedelta(minutes=1)
    LineQuestion.objects.update(asked_at=old)
    assert say(AYSE, "EVET").route == "inbox"
    assert not LineQuestion.objects.exclude(answer="").exists()


def test_a_job_that_is_asked_for_comes_before_the_line(actor: Actor, bill: None) -> None:
    from messaging import inbound_handlers

    order = inbound_handlers.unasked()
    assert order[-1] == line_replies.HANDLER.code
    assert "fieldjob" in order[:-1]
    assert "workflow" in order[:-1]


def test_the_answer_page_takes_a_word_and_its_correction(actor: Actor, bill: None) -> None:
    ask(actor)
    question = LineQuestion.objects.get(phone=f"+90{AYSE}")
    stranger, address = Client(), f"/h/{question.token}/"
    page = stranger.get(address).content.decode()
    assert "Ege Tekstil soruyor" in page
    assert AYSE not in page.replace(" ", "")
    assert stranger.post(address, {"answer": "BELKI"}).status_code == 422
    assert stranger.post(address, {"answer": "EVET"}).status_code == 302
    assert stranger.post(address, {"answer": "HAYIR", "note": "Yeni stajyer"}).status_code == 302
    question.refresh_from_db()
    assert (question.answer, question.door, question.note) == ("HAYIR", "BAGLANTI", "Yeni stajyer")
    assert [one["answer"] for one in question.proof] == ["EVET", "HAYIR"]
    assert question.proof[0]["source"] == "127.0.0.1"
    assert question.seen_at is not None
    assert "Yeni stajyer" in browser_of(actor).get("/line-audit/?month=2026-10").content.decode()
    LineQuestion.objects.update(expires_at=timezone.now())
    assert stranger.post(address, {"answer": "EVET"}).status_code == 422
    assert stranger.get("/h/yok-boyle-bir-adres/").status_code == 404


def test_who_does_not_see_the_card_sees_no_answer(actor: Actor, firm: Firm, bill: None) -> None:
    ask(actor)
    say(AYSE, "HAYIR")
    put(firm, MirrorKind.PERSON, {"code": "1", "authority_code": "YON"})
    other = make_member(firm, "YONETICI", codes=[make_code(firm, "BASKA").code])
    page = browser_of(actor_for(other)).get("/line-audit/?month=2026-10").content.decode()
    assert "1 hattın kullanıcısına soruldu: 0 evet, 0 hayır." in page
    assert "Ayşe Işık" not in page


def test_asking_by_program_shows_the_cost_first_and_the_answers_stand_in_the_audit(
    actor: Actor, firm: Firm, bill: None
) -> None:
    scopes = ["invoices.line_question.add", "messaging.campaign.add", "messaging.campaign.send",
              "invoices.bill.view", "personal.view"]  # fmt: skip
    caller = Caller(make_key(firm, scopes)[1])
    seen = caller.post("line_questions/preview/", {"month": "2026-10"}).json()
    assert (seen["asked"], seen["month"]) == ([AYSE, ALI], "2026-10")
    assert not Campaign.objects.exists()
    wrong = caller.post("line_questions/", {"month": "2026-10", "max_credits": 0})
    assert wrong.json()["code"] == "max_credits_exceeded"
    done = caller.post("line_questions/", {"month": "2026-10", "max_credits": seen["credits"]})
    assert (done.status_code, done.json()["asked"]) == (202, 2)
    say(AYSE, "EVET")
    rows = caller.get("line_audit/?month=2026-10").json()["results"]
    told = {row["number"]: row for row in rows}
    assert told[AYSE]["question"]["answer"] == "EVET"
    assert told[ALI]["question"]["answer"] == ""
    assert told[MACHINE]["is_machine"] is True
    assert told[NOBODY]["question"] is None
