"""Consent by a public page: nothing ticked, a code to the number, evidence of the very words."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from iys_consent.models import (
    ConsentFormRequest,
    ConsentFormText,
    ConsentMovement,
    ConsentRecord,
    ConsentTask,
)
from iys_consent.services import form_mails, web_forms
from iys_consent.services.embed_sites import sites_of
from messaging.dispatch import SmsHandler
from messaging.models import Campaign, CampaignRecipient, Message
from messaging.services import preparing
from tests.support.firms import actor_for, make_member
from tests.support.mails import refusing
from tests.support.messaging import load_credit, make_account, send_at_any_hour
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.billing.notice_sender import CODE_PLACE
from turkcell_hub.errors import Invalid, NotAllowed, Unavailable
from turkcell_hub.outbox.models import Batch as OutboxRow

PHONE, TYPED = "+905321234567", "0532 123 45 67"
TEXT = "Ege Ev'in kampanya ve indirim duyurularını almayı onaylıyorum."


@pytest.fixture
def form(firm, brand):
    make_account(firm)
    load_credit(firm)
    manager = actor_for(make_member(firm, "YONETICI"))
    data = {"brand": brand, "title": "Kampanyalar", "text": TEXT, "channels": ["MESAJ", "ARAMA"]}
    return web_forms.save(manager, None, data)


def code_sent() -> str:
    return str(Campaign.objects.latest("pk").secret)


def older(by: timedelta = timedelta(minutes=2)) -> None:
    for row in ConsentFormRequest.objects.all():
        row.created_at -= by
        row.save()


def ask(form, **data):
    usual = {"phone": TYPED, "channels": ["MESAJ"], "first_name": "Işıl"}
    return web_forms.ask(form, usual | data, "203.0.113.7")[0]


@pytest.mark.requirement("S-039")
def test_a_consent_counts_when_the_code_has_come_back_and_carries_its_words(form, brand):
    visitor = Client()
    page = visitor.get(f"/f/{form.token}/")
    assert TEXT.replace("'", "&#x27;") in page.content.decode()
    assert "checked" not in page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]
    sent = visitor.post(f"/f/{form.token}/", {"phone": TYPED, "channels": ["MESAJ"]})
    assert (sent.status_code, ConsentMovement.objects.count()) == (302, 0)
    code = code_sent()
    assert CampaignRecipient.objects.get().phone == PHONE
    wrong = visitor.post(sent["Location"], {"code": "000000" if code != "000000" else "1"})
    assert (wrong.status_code, ConsentMovement.objects.count()) == (422, 0)
    done = visitor.post(sent["Location"], {"code": code})
    assert "Onayınız kaydedildi" in done.content.decode()
    movement = ConsentMovement.objects.get()
    assert (movement.channel, movement.source, movement.origin) == ("MESAJ", "HS_WEB", "WEB_FORMU")
    assert (movement.evidence.text, movement.evidence.details["version"]) == (TEXT, 1)
    assert ConsentRecord.objects.get().brand == brand
    assert ConsentTask.objects.get().movement == movement
    visitor.post(sent["Location"], {"code": code})
    assert ConsentMovement.objects.count() == 1


def test_the_code_is_kept_nowhere_in_the_request(form):
    row = ask(form)
    assert code_sent() not in str(ConsentFormRequest.objects.filter(pk=row.pk).values())


def stored(model) -> str:
    """Whole rows as the database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")
        return str(cursor.fetchall())


def test_the_code_stands_in_no_message_that_is_kept_and_in_the_one_that_goes_out(firm, form):
    send_at_any_hour(firm)
    ask(form)
    code, campaign = code_sent(), Campaign.objects.get()
    assert campaign.text.count(CODE_PLACE) == 1
    preparing.prepare(campaign.pk)
    assert all(code not in stored(model) for model in (Campaign, Message, OutboxRow, AuditEntry))
    (batch,) = OutboxRow.objects.all()
    (message,) = SmsHandler().load(batch).messages
    assert message.text == Message.objects.get().text.replace(CODE_PLACE, code)


# --- e-mail -----------------------------------------------------------------------------------


@pytest.fixture
def both(firm, form):
    manager = actor_for(make_member(firm, "YONETICI"))
    return web_forms.save(manager, form, {"channels": ["MESAJ", "EPOSTA"]})


def link_of_mail() -> str:
    return re.search(r"/f/\S+", mail.outbox[-1].body)[0]


def asked_by_mail(form, **data):
    row = ask(form, channels=["EPOSTA"], email="Ayse@Ornek.com.tr", **data)
    form_mails.mail(row.pk)
    return row


@pytest.mark.requirement("S-039")
def test_an_email_counts_when_the_button_behind_its_link_is_pressed(both):
    visitor = Client()
    typed = {"phone": TYPED, "email": "Ayse@Ornek.com.tr", "channels": ["MESAJ", "EPOSTA"]}
    sent = visitor.post(f"/f/{both.token}/", typed)
    assert "bağlantısı gönderdik" in visitor.get(sent["Location"]).content.decode()
    assert [form_mails.mail(pk) for _firm, pk in _unmailed()] == [True]
    assert (mail.outbox[0].to, len(mail.outbox)) == (["ayse@ornek.com.tr"], 1)
    assert TEXT in mail.outbox[0].body
    link = link_of_mail()
    assert "Onaylıyorum" in visitor.get(link).content.decode()
    assert not ConsentMovement.objects.exists()
    for _again in range(2):
        assert visitor.post(link, {"do": "confirm"}).status_code == 200
    movement = ConsentMovement.objects.get()
    assert (movement.channel, movement.recipient) == ("EPOSTA", "ayse@ornek.com.tr")
    assert movement.evidence.details["confirmed_by"] == "E-posta bağlantısı"


def _unmailed() -> list[tuple[int, int]]:
    older()
    return form_mails.waiting()


def test_an_address_that_the_mail_server_refuses_is_not_tried_for_ever(both):
    row = ask(both, channels=["EPOSTA"], email="yok@ornek.com.tr")
    with refusing("yok@ornek.com.tr") as tried:
        assert [form_mails.mail(pk) for _firm, pk in _unmailed()] == [False]
        assert _unmailed() == []
    row.refresh_from_db()
    assert (len(tried), row.confirmed_at) == (1, None)


@pytest.mark.requirement("S-033")
def test_the_same_link_takes_the_consent_back(both):
    asked_by_mail(both)
    visitor, link = Client(), link_of_mail()
    assert visitor.post(link, {"do": "withdraw"}).status_code == 422
    visitor.post(link, {"do": "confirm"})
    assert "geri alındı" in visitor.post(link, {"do": "withdraw"}).content.decode()
    visitor.post(link, {"do": "withdraw"})
    assert list(ConsentMovement.objects.values_list("status", flat=True)) == ["ONAY", "RET"]


def test_a_link_is_kept_nowhere_lives_a_set_time_and_cannot_be_guessed(both):
    row = asked_by_mail(both)
    link = link_of_mail()
    secret = link.rstrip("/").rsplit("/", 1)[1]
    assert secret not in str(list(ConsentFormRequest.objects.values()))
    assert row.expires_at - row.created_at > timedelta(hours=23)
    for guess in ("x" * 43, "ş", "%00"):
        assert Client().post(link.replace(secret, guess)).status_code == 404, guess
    ConsentFormRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = Client().post(link, {"do": "confirm"})
    assert (late.status_code, "süresi doldu" in late.content.decode()) == (422, True)
    assert not ConsentMovement.objects.exists()


def test_an_address_that_is_none_is_said_at_its_field(both):
    with pytest.raises(Invalid) as raised:
        ask(both, channels=["EPOSTA"], email="ayşe@örnek")
    assert raised.value.field == "email"
    assert not ConsentFormRequest.objects.exists()


def test_a_sixth_try_is_refused_even_with_the_right_code(form):
    row = ask(form)
    code = code_sent()
    for _try in range(5):
        with pytest.raises(Invalid):
            web_forms.confirm(form, row.key, "x")
    with pytest.raises(Invalid, match="çok kez"):
        web_forms.confirm(form, row.key, code)
    assert not ConsentMovement.objects.exists()


def test_an_old_code_is_worth_nothing(form):
    row = ask(form)
    ConsentFormRequest.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(Invalid, match="süresi"):
        web_forms.confirm(form, row.key, code_sent())


def test_what_nobody_confirmed_is_forgotten_after_a_day(form):
    ask(form)
    older(timedelta(days=2))
    assert (web_forms.forget(), ConsentFormRequest.objects.count()) == (1, 0)


def test_codes_are_not_sent_faster_than_a_person_needs_them(form):
    ask(form)
    with pytest.raises(Unavailable):
        ask(form)
    for _more in range(2):
        older()
        ask(form)
    older()
    with pytest.raises(Unavailable):
        ask(form)
    assert Campaign.objects.count() == 3


@pytest.mark.parametrize(
    ("data", "field"),
    [({"phone": "12"}, "phone"), ({"channels": []}, "channels"), ({"channels": ["X"]}, "channels")],
)
def test_what_cannot_be_used_is_said_at_its_field(form, data, field):
    with pytest.raises(Invalid) as raised:
        ask(form, **data)
    assert raised.value.field == field


def test_another_text_is_another_version_and_old_ones_stay(firm, form):
    manager = actor_for(make_member(firm, "YONETICI"))
    web_forms.save(manager, form, {"text": TEXT + " Dilediğimde vazgeçerim."})
    web_forms.save(manager, form, {"title": "Fırsatlar"})
    assert list(ConsentFormText.objects.values_list("version", flat=True)) == [2, 1]
    with pytest.raises(NotAllowed):
        web_forms.save(actor_for(make_member(firm, "PERSONEL")), form, {"title": "x"})


def test_a_form_that_is_not_published_does_not_exist(firm, form):
    assert Client().get("/f/yok/").status_code == 404
    web_forms.save(actor_for(make_member(firm, "YONETICI")), form, {"is_active": False})
    assert Client().get(f"/f/{form.token}/").status_code == 404


def test_a_form_stands_in_the_frames_of_its_sites_and_takes_posts_of_its_own_page_alone(form):
    form.embed_sites = ["https://www.egeev.example"]
    form.save()
    visitor = Client(enforce_csrf_checks=True)
    page = visitor.get(f"/f/{form.token}/")
    assert "frame-ancestors https://www.egeev.example" in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    sent = {"phone": TYPED, "channels": ["MESAJ"]}
    for origin in ({}, {"origin": "https://evil.example"}):
        assert visitor.post(f"/f/{form.token}/", sent, headers=origin).status_code == 403
    own = {"origin": "http://testserver"}
    assert visitor.post(f"/f/{form.token}/", sent, headers=own).status_code == 302


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.egeev.example", ["https://www.egeev.example"]),
        ("https://EGEEV.example:8443/sayfa?x=1", ["https://egeev.example:8443"]),
        ("  \nhttps://a.example\na.example", ["https://a.example"]),
        ("http://a.example", None),
        ("https://*.a.example", None),
        ("https://a.example; script-src *", None),
        ("https://u@a.example", None),
        ("localhost", None),
    ],
)
def test_sites_are_kept_as_origins_and_nothing_else_is_one(typed, kept):
    if kept is None:
        with pytest.raises(Invalid) as refused:
            sites_of(typed.splitlines())
        assert refused.value.field == "embed_sites"
    else:
        assert sites_of(typed.splitlines()) == kept
