"""Idea 12: the nearest are asked, the first EVET gets the job, the others hear of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.html import escape

from fieldteams import tasks
from fieldteams.models import FieldJob, FieldPhone, JobOffer, Source
from fieldteams.selectors import nearest, reporting, tracks
from fieldteams.services import dispatch, intake
from messaging.models import Campaign, InboundMessage, Thread, ThreadEntry
from messaging.selectors import threads as reading
from messaging.services import preparing, routing, threads
from tests.support.firms import client_for, make_code
from turkcell_hub.errors import Conflict, HubError, Invalid
from turkcell_hub.tenancy.models import GatewayAccount

HERE = (38.42, 27.14)


@pytest.fixture
def team(ready, make_phone) -> list[FieldPhone]:
    """Five people, each a kilometre farther away."""
    made = [make_phone(n, accepted=True) for n in range(1, 6)]
    for n, phone in enumerate(made):
        put(phone, (HERE[0] + 0.01 * n, HERE[1]))
    return made


def put(phone: FieldPhone, point: tuple[float, float], minutes: float = 1) -> None:
    at = timezone.now() - dt.timedelta(minutes=minutes)
    intake.take(phone.firm_id, [intake.Reading(phone.pk, at, *point)], Source.DEVICE)


def ask(actor, **data) -> FieldJob:
    place = {"place": "Konak", "latitude": HERE[0], "longitude": HERE[1]}
    return dispatch.start(actor, {"text": "Pompa arızası", **place, **data})


def say(phone: FieldPhone, text: str) -> InboundMessage:
    number = InboundMessage.objects.count()
    message = InboundMessage.objects.create(
        firm_id=phone.firm_id, account=GatewayAccount.objects.get(), operator_id=str(number),
        sender=phone.phone, recipient="8555", text=text, received_at=timezone.now(),
    )  # fmt: skip
    assert routing.route(message.pk)
    message.refresh_from_db()
    return message


def states(job: FieldJob) -> list[str]:
    return list(job.offers.order_by("metres").values_list("state", flat=True))


def texts_to(phone: FieldPhone) -> list[str]:
    rows = Campaign.objects.filter(recipients__phone=phone.phone).order_by("pk")
    return list(rows.values_list("text", flat=True))


@pytest.mark.requirement("L-023", "L-041")
def test_who_is_on_leave_is_asked_in_no_round_unless_he_is_ticked(manager, member, team):
    today = timezone.localdate()
    for one in (team[0], team[2]):
        FieldPhone.objects.filter(pk=one.pk).update(
            off_days=[today - dt.timedelta(days=1), today], work_from=dt.time(), work_until="23:59"
        )
    job = ask(manager, at_once=2, rounds=2)
    asked = {team[1].pk, team[3].pk}
    assert set(job.offers.values_list("phone_id", flat=True)) == asked
    FieldJob.objects.update(next_at=timezone.now())
    assert dispatch.go_on(job.pk)
    assert set(job.offers.values_list("phone_id", flat=True)) == asked | {team[4].pk}
    page = client_for(member).get("/field-map/?near=38,42 27,14").content.decode()
    assert page.count("mesai dışında") == 2
    chosen = ask(manager, phones=[team[0]])
    assert chosen.offers.get().phone == team[0]


@pytest.mark.requirement("L-023", "L-024", "L-041")
def test_the_first_yes_gets_the_job_and_the_others_hear_that_it_is_taken(manager, team):
    job = ask(manager)
    assert states(job) == ["SORULDU"] * 3
    assert "EVET 101" in texts_to(team[0])[0]
    said = say(team[1], "Evet, geliyorum")
    late = say(team[0], f"EVET {job.number}")
    assert (said.route, said.note) == ("fieldjob", "101 numaralı iş: aldı")
    assert late.note.endswith("geç kaldı")
    job.refresh_from_db()
    assert (job.state, job.taken_by) == ("ALINDI", team[1])
    assert states(job) == ["GEC", "ALDI", "BIRAKILDI"]
    tasks.jobs()
    tasks.jobs()
    assert [len(texts_to(one)) for one in team[:3]] == [2, 2, 2]
    assert "sizin" in texts_to(team[1])[1]
    assert "gerek yok" in texts_to(team[2])[1]
    assert ThreadEntry.objects.filter(thread__phone=team[1].phone).count() == 1
    held = [one.job for one in nearest.to(manager, HERE) if one.job]
    assert held == [job]


@pytest.mark.requirement("L-024", "L-046")
def test_a_conversation_has_both_directions_of_its_person_and_the_report_counts_the_same(
    manager, member, team
):
    ask(manager, at_once=2)
    say(team[0], "Yoldayım, trafik var")
    say(team[1], "EVET")
    talks = [Thread.objects.get(phone=one.phone) for one in team[:2]]
    threads.answer(manager, talks[0], "Tamam, bekliyoruz")
    threads.note(manager, talks[0], "Aradım")
    campaigns = Campaign.objects.values_list("pk", flat=True)
    assert all(preparing.prepare(pk) for pk in campaigns)
    tasks.jobs()
    first, second = ([(one.kind, one.text) for one in reading.lines(manager, talk)]
                     for talk in talks)  # fmt: skip
    assert [kind for kind, _text in first] == ["GIDEN", "GELEN", "YANIT", "NOT"]
    assert first[1][1] == "Yoldayım, trafik var"
    assert ("GELEN", "EVET") in second
    assert ("GELEN", "EVET") not in first
    shown = client_for(member).get(f"/inbox/{talks[0].pk}/").content.decode()
    assert all(escape(text) in shown for _kind, text in first)
    day = tracks.Range(*(timezone.now() + dt.timedelta(hours=n) for n in (-1, 1)))
    for person, talk in zip(team, (first, second), strict=False):
        kinds = [kind for kind, _text in talk if kind != "NOT"]
        counted = reporting.messages(manager, [person], day)
        into = kinds.count("GELEN")
        assert counted.note == f"Giden {len(kinds) - into}, gelen {into} mesaj."
    both = reporting.messages(manager, team, day)
    assert both.note == "Giden 3, gelen 2 mesaj."


def test_the_next_round_is_asked_when_the_minutes_are_over_and_at_the_end_nobody_has_it(
    manager, team
):
    job = ask(manager, at_once=2, rounds=2)
    assert not dispatch.go_on(job.pk)
    FieldJob.objects.update(next_at=timezone.now())
    tasks.jobs()
    assert [one.phone for one in job.offers.filter(round=2).order_by("metres")] == team[2:4]
    FieldJob.objects.update(next_at=timezone.now())
    tasks.jobs()
    job.refresh_from_db()
    assert (job.state, job.next_at) == ("KIMSE", None)
    assert say(team[0], "EVET").note.endswith("geç kaldı")


def test_when_all_have_said_no_the_next_are_asked_at_once(manager, team):
    job = ask(manager, at_once=1)
    say(team[0], "hayır")
    tasks.job(job.firm_id, job.pk)
    assert [one.phone for one in job.offers.filter(round=2)] == [team[1]]


def test_whoever_is_asked_for_two_jobs_is_asked_which(manager, team):
    first, second = ask(manager, at_once=1), ask(manager, at_once=1)
    assert "numarası soruldu" in say(team[0], "evet").note
    assert texts_to(team[0])[-1].endswith("EVET 101, EVET 102")
    say(team[0], "EVET 102")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("SORULUYOR", "ALINDI")
    assert say(team[4], "EVET 101").route == "inbox"
    assert say(team[0], "EVET efendim 7").note.startswith("101")


def test_a_job_that_is_cancelled_is_told_and_one_that_is_done_frees_the_person(manager, team):
    job = ask(manager, at_once=1)
    say(team[0], "EVET")
    assert ask(manager, at_once=1).offers.get().phone == team[1]
    with pytest.raises(Conflict):
        dispatch.cancel(manager, dispatch.finish(manager, job))
    assert nearest.to(manager, HERE, 1)[0].job is None
    other = FieldJob.objects.get(number=102)
    dispatch.cancel(manager, other)
    tasks.jobs()
    assert "iptal edildi" in texts_to(team[1])[-1]


def test_a_word_that_could_not_go_is_not_sent_days_after_the_job_is_done(manager, team):
    """There was no credit when he took it; it came when the work was long over."""
    jobs = [ask(manager, at_once=1) for _job in range(2)]
    for phone, job in zip(team, jobs, strict=False):
        job.offers.update(phone=phone)
        say(phone, f"EVET {job.number}")
    dispatch.finish(manager, jobs[0])
    long_ago = timezone.now() - dt.timedelta(days=2)
    FieldJob.objects.update(taken_at=long_ago)
    FieldJob.objects.filter(pk=jobs[0].pk).update(ended_at=long_ago)
    before = [len(texts_to(phone)) for phone in team[:2]]
    tasks.jobs()
    assert [len(texts_to(phone)) for phone in team[:2]] == [before[0], before[1] + 1]
    assert "sizin" in texts_to(team[1])[-1]
    assert not JobOffer.objects.filter(owes_word=True).exists()


def test_nobody_is_asked_without_an_account_without_people_or_without_a_text(ready, manager, team):
    with pytest.raises(Invalid):
        ask(manager, text=" x ")
    with pytest.raises(Invalid):
        ask(manager, at_once=21)
    GatewayAccount.objects.update(is_active=False)
    with pytest.raises(HubError):
        ask(manager)
    GatewayAccount.objects.update(is_active=True)
    FieldPhone.objects.update(state="GERI_ALINDI")
    with pytest.raises(Conflict, match="kimse yok"):
        ask(manager)
    assert not FieldJob.objects.exists()
    assert not JobOffer.objects.exists()


def test_who_lacks_the_code_asks_nobody_behind_it_in_any_round(ready, manager, team):
    FieldPhone.objects.exclude(pk=team[0].pk).update(authority_code=make_code(ready, "GIZLI"))
    job = ask(manager, at_once=1)
    FieldJob.objects.update(next_at=timezone.now())
    tasks.jobs()
    job.refresh_from_db()
    assert [one.phone for one in job.offers.all()] == [team[0]]
    assert job.state == "KIMSE"


def test_the_map_asks_those_who_are_ticked(member, team):
    page = client_for(member).get("/field-map/?near=38,42 27,14").content.decode()
    assert "İlk EVET diyen alsın" in page
    sent = {"phone": [team[3].pk, team[4].pk], "text": "Vana değişecek", "place": "Konak",
            "latitude": "38.42", "longitude": "27.14"}  # fmt: skip
    answer = client_for(member).post("/field-map/ask/", sent)
    job = FieldJob.objects.get()
    assert answer.url == f"/field-jobs/{job.pk}/"
    assert {one.phone for one in job.offers.all()} == {team[3], team[4]}
    shown = client_for(member).get(answer.url).content.decode()
    assert "Kişi 4" in shown
    assert "Soruldu" in shown
    wrong = client_for(member).post("/field-map/ask/", {**sent, "latitude": "kuzey"})
    assert wrong.status_code == 302
    assert FieldJob.objects.count() == 1
