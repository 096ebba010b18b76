"""L-037 … L-039: asking, answering, taking back, running out."""

from __future__ import annotations

import datetime as dt
import re
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from fieldteams import actions, request_job, tasks
from fieldteams.models import FieldPhone, TrackingRequest
from fieldteams.services import operator, phones, requests, rules
from messaging.models import Campaign, Thread
from tests.support.firms import client_for
from tests.support.messaging import make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, HubError, NotFound
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs


def state_of(phone: FieldPhone) -> str:
    return FieldPhone.objects.values_list("state", flat=True).get(pk=phone.pk)


def link_in(campaign: Campaign) -> str:
    return re.search(r"/t/[\w-]+/", campaign.text)[0]


@pytest.mark.requirement("L-037")
def test_asking_sends_the_link_by_sms_and_there_is_one_open_request(ready, manager, phone):
    asked = requests.send(manager, phone)
    sent = Campaign.objects.get(pk=asked.campaign_id)
    assert link_in(sent) == f"/t/{asked.token}/"
    assert sent.message_class == "BILGILENDIRME"
    assert state_of(phone) == "GONDERILDI"
    with pytest.raises(Conflict, match="zaten var"):
        requests.send(manager, phone)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrackingRequest.objects.create(
            firm=ready, phone=phone, notice="x", hours="x", asked_by="x", expires_at=timezone.now()
        )
    assert TrackingRequest.objects.count() == Campaign.objects.count() == 1


@pytest.mark.requirement("L-037")
def test_without_an_sms_account_nobody_is_asked(manager, phone):
    with pytest.raises(HubError):
        requests.send(manager, phone)
    assert state_of(phone) == "YOK"
    assert not TrackingRequest.objects.exists()


@pytest.mark.requirement("L-039")
@pytest.mark.parametrize(("answer", "state"), [("accept", "ONAYLANDI"), ("refuse", "REDDEDILDI")])
def test_the_person_reads_the_notice_and_answers_without_a_login(
    answer, state, ready, manager, phone
):
    asked = requests.send(manager, phone)
    visitor, url = Client(), f"/t/{asked.token}/"
    page = visitor.get(url)
    body = page.content.decode()
    assert "6698 sayılı" in body
    assert "her gün 7/24" in body
    assert "checked" not in body
    assert visitor.post(url, {"answer": "maybe"}).status_code == 422
    assert visitor.post(url, {"answer": answer}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, state_of(phone)) == (state, state)
    assert len(asked.proof["notice_sha256"]) == 64
    assert asked.proof["answered_from"] == "127.0.0.1"
    assert asked.seen_at
    assert visitor.post(url, {"answer": "accept"}).status_code == 422
    assert AuditEntry.objects.filter(action__startswith="tracking_request.").count() == 2


@pytest.mark.requirement("L-039")
def test_a_yes_can_be_taken_back_at_any_time_and_asked_for_anew(ready, manager, phone):
    asked = requests.send(manager, phone)
    requests.answer(asked, True, None)
    Client().post(f"/t/{asked.token}/", {"answer": "withdraw"})
    assert state_of(phone) == "GERI_ALINDI"
    with pytest.raises(Conflict):
        requests.withdraw(asked, None)
    phone.refresh_from_db()
    requests.send(manager, phone)
    assert state_of(phone) == "GONDERILDI"


@pytest.mark.requirement("L-037")
def test_a_yes_can_be_taken_back_while_the_operator_has_still_to_hear_it(ready, manager, phone):
    asked = requests.send(manager, phone)
    requests.heard(asked.pk, "REQUESTED", "https://operator.example/onay", None)
    asked.refresh_from_db()
    requests.answer(asked, True, None)
    visitor, url = Client(), f"/t/{asked.token}/"
    assert "Onayımı geri alıyorum" in visitor.get(url).content.decode()
    assert visitor.post(url, {"answer": "withdraw"}).status_code == 302
    requests.heard(asked.pk, "VALID", "", None)
    asked.refresh_from_db()
    assert (asked.state, state_of(phone)) == ("GERI_ALINDI", "GERI_ALINDI")
    assert asked.proof["withdrawn_at"]


WEEK = {"work_days": [1, 2, 3, 4, 5], "work_from": dt.time(9), "work_until": dt.time(18)}


@pytest.mark.requirement("L-037")
@pytest.mark.parametrize("answered", [False, True])
def test_hours_shrink_under_a_consent_and_never_grow_beyond_what_was_asked(
    answered, ready, manager, phone
):
    phones.save(manager, phone, WEEK)
    asked = requests.send(manager, phone)
    assert "çalışma saatlerinizde" in Campaign.objects.get(pk=asked.campaign_id).text
    if answered:
        requests.answer(asked, True, None)
    for wider in (
        {"work_from": None, "work_until": None},
        {"work_until": dt.time(18, 1)},
        {"work_from": dt.time(22), "work_until": dt.time(6)},
        {"work_days": [1, 2, 3, 4, 5, 6]},
    ):
        with pytest.raises(Conflict, match=r"Pzt–Cum 09\.00–18\.00"):
            phones.save(manager, FieldPhone.objects.get(), wider)
    phones.save(manager, FieldPhone.objects.get(), {"work_days": [2], "work_until": dt.time(12)})
    phones.save(manager, FieldPhone.objects.get(), WEEK)
    requests.cancel(manager, phone)
    phones.save(manager, FieldPhone.objects.get(), {"work_from": None, "work_until": None})
    phone.refresh_from_db()
    again = requests.send(manager, phone)
    assert "günün her saati" in Campaign.objects.get(pk=again.campaign_id).text


def test_a_card_that_is_saved_does_not_bring_back_a_consent_that_was_taken_back(
    ready, manager, phone
):
    asked = requests.send(manager, phone)
    requests.answer(asked, True, None)
    opened = FieldPhone.objects.get()
    requests.withdraw(asked, None)
    phones.save(manager, opened, {"description": "Ali V."})
    assert state_of(phone) == "GERI_ALINDI"


def test_an_address_that_nobody_was_given_is_absent(ready):
    assert Client().get(f"/t/{'x' * 24}/").status_code == 404
    with pytest.raises(NotFound):
        requests.at_address("x" * 24)


@pytest.mark.requirement("L-038", "L-039")
def test_requests_and_consents_run_out_and_a_query_stamps_every_number(
    ready, manager, member, phone, make_phone
):
    other, third = make_phone(2), make_phone(3)
    silent, given = requests.send(manager, phone), requests.send(manager, other)
    requests.answer(given, True, None)
    past = timezone.now() - dt.timedelta(minutes=1)
    TrackingRequest.objects.filter(pk=silent.pk).update(expires_at=past)
    TrackingRequest.objects.filter(pk=given.pk).update(valid_until=past)
    pressed = client_for(member).post("/field-phones/actions/check/")
    job = Job.objects.get()
    assert f"/jobs/{job.pk}/" in (pressed.headers.get("HX-Redirect") or pressed.url)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("DONE", 3, 3)
    assert "Süresi doldu: 2" in job.result["lines"]
    assert [state_of(one) for one in (phone, other, third)] == ["SURESI_DOLDU"] * 2 + ["YOK"]
    assert not FieldPhone.objects.filter(checked_at=None).exists()


def test_one_request_that_cannot_be_ended_stops_nothing_behind_it(
    ready, manager, phone, make_phone
):
    other = make_phone(2)
    broken, whole = requests.send(manager, phone), requests.send(manager, other)
    past = timezone.now() - dt.timedelta(minutes=1)
    TrackingRequest.objects.filter(pk__in=[broken.pk, whole.pk]).update(expires_at=past)
    real, asked = requests.lock, []

    def lock(phone_id):
        if phone_id == phone.pk:
            raise RuntimeError("trouble of one row")
        return real(phone_id)

    with (
        patch.object(requests, "lock", lock),
        patch.object(operator, "to_ask", lambda: [(ready.pk, 7)]),
        patch.object(operator, "ask", asked.append),
    ):
        tasks.sweep()
    assert (state_of(phone), state_of(other)) == ("GONDERILDI", "SURESI_DOLDU")
    assert asked == [7]


def test_a_late_answer_is_refused(ready, manager, phone):
    asked = requests.send(manager, phone)
    TrackingRequest.objects.filter(pk=asked.pk).update(expires_at=timezone.now())
    asked.refresh_from_db()
    with pytest.raises(Conflict, match="süresi doldu"):
        requests.answer(asked, True, None)


@pytest.mark.requirement("L-039")
def test_what_the_operator_says_counts_beside_the_persons_yes(ready, manager, phone):
    asked = requests.send(manager, phone)
    requests.heard(asked.pk, "REQUESTED", "https://operator.example/onay", None)
    asked.refresh_from_db()
    requests.answer(asked, True, None)
    assert state_of(phone) == "GONDERILDI"
    requests.heard(asked.pk, "VALID", "", None)
    assert state_of(phone) == "ONAYLANDI"
    requests.heard(asked.pk, "WITHDRAWN", "", None)
    assert state_of(phone) == "GERI_ALINDI"
    for said, state in (("DENIED", "REDDEDILDI"), ("EXPIRED", "SURESI_DOLDU")):
        phone.refresh_from_db()
        again = requests.send(manager, phone)
        if said == "EXPIRED":
            requests.answer(again, True, None)
        requests.heard(again.pk, said, "", None)
        assert state_of(phone) == state


@pytest.mark.requirement("L-039")
def test_a_number_that_the_operator_does_not_know_is_an_error_and_may_be_asked_again(
    ready, member, manager, phone
):
    asked = requests.send(manager, phone)
    requests.heard(asked.pk, "UNKNOWN_NUMBER", "", None)
    asked.refresh_from_db()
    assert (asked.state, state_of(phone), asked.note) == ("HATA", "HATA", "UNKNOWN_NUMBER")
    client = client_for(member)
    assert ">Hata<" in client.get("/field-phones/").content.decode()
    said = {"tr": "Operatör bu numarayı tanımıyor.", "en": "The operator does not know this"}
    for language, words in said.items():
        member.user.language = language
        member.user.save()
        for url in (f"/field-phones/{phone.pk}/", f"/tracking-requests/{asked.pk}/"):
            assert words in client.get(url).content.decode(), (url, language)
    assert AuditEntry.objects.filter(action="tracking_request.failed").count() == 1
    phone.refresh_from_db()
    requests.send(manager, phone)
    assert state_of(phone) == "GONDERILDI"


def test_the_firm_may_stop_and_the_words_of_a_request_stay_as_they_were(ready, actor, phone):
    asked = requests.send(actor, phone)
    words = asked.notice
    rules.add(actor, {"notice": "Yeni metin. " * 20})
    requests.cancel(actor, phone)
    asked.refresh_from_db()
    assert (asked.state, asked.notice, state_of(phone)) == ("IPTAL", words, "YOK")
    with pytest.raises(Conflict):
        requests.cancel(actor, phone)
    phone.refresh_from_db()
    assert requests.send(actor, phone).notice.startswith("Yeni metin.")


@pytest.mark.requirement("L-037", "L-041")
def test_the_list_asks_and_writes_to_chosen_rows(ready, member, phone, make_phone):
    person = make_subscriber(ready, "+905322000005", "Usta", "Beş")
    second = make_phone(5, subscriber=person)
    client = client_for(member)
    chosen = {"ids": [phone.pk, second.pk]}
    assert client.post("/field-phones/actions/request/", chosen).status_code in (200, 204, 302)
    assert TrackingRequest.objects.count() == 2
    wrote = client.post("/field-phones/actions/message/", {"ids": [phone.pk]})
    draft = Campaign.objects.latest("pk")
    assert f"/compose/{draft.pk}/" in (wrote.headers.get("HX-Redirect") or wrote.url)
    assert draft.recipients.get().phone == phone.phone
    client.post("/field-phones/actions/message/", {"ids": [second.pk]})
    assert Campaign.objects.latest("pk").recipients.get().subscriber == person
    client.post("/field-phones/actions/stop/", {"ids": [second.pk]})
    assert [state_of(one) for one in (phone, second)] == ["GONDERILDI", "YOK"]
    talk = Thread.objects.create(firm=ready, phone=phone.phone, last_at=timezone.now())
    opened = client.post("/field-phones/actions/thread/", {"ids": [phone.pk]})
    assert (opened.headers.get("HX-Redirect") or opened.url) == f"/inbox/{talk.pk}/"


@pytest.mark.requirement("L-037")
def test_many_are_asked_in_a_job_and_nobody_twice(ready, manager, member, make_phone):
    people = [make_phone(n) for n in range(actions.AT_ONCE + 1)]
    chosen = {"ids": [one.pk for one in people]}
    assert client_for(member).post("/field-phones/actions/request/", chosen).status_code == 302
    request_job.start(manager, FieldPhone.objects.all())  # as when both were pressed together
    for job, asked in zip(Job.objects.order_by("pk"), (len(people), 0), strict=True):
        jobs.run(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done) == ("DONE", len(people))
        assert job.result["lines"] == [
            f"Talep gönderilen numara: {asked}",
            f"Talep gerekmeyen numara: {len(people) - asked}",
        ]
        assert TrackingRequest.objects.count() == Campaign.objects.count() == len(people)
