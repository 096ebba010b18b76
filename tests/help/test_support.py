"""Support: contacts as data, tickets from question to answer, and who may read what."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from tests.support.deaths import truths
from tests.support.firms import actor_for, client_for, make_key, make_member, make_user
from tests.support.mails import refusing
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.help import selectors
from turkcell_hub.help.models import HelpEntry, Ticket, TicketEntry, TicketState
from turkcell_hub.help.services import desk, entries, telling, tickets
from turkcell_hub.portal import cells, notifications
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role, User
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 kimlik"


@pytest.fixture
def member(firm: Firm) -> Membership:
    return make_member(firm, Role.STAFF, name="Derya Koç", email="derya@ege.test")


@pytest.fixture
def asker(in_firm: Firm, member: Membership) -> Actor:
    return actor_for(member)


@pytest.fixture
def staff(db: None) -> User:
    return make_user("Kerem Aydın", "kerem@isletmeci.test", is_platform_staff=True)


def tomorrow() -> dt.date:
    return timezone.localdate() + dt.timedelta(days=1)


def call(**more: Any) -> dict[str, Any]:
    return {
        "subject": "Rapor açılmıyor", "text": "Yardım edin", "phone": "0532 123 45 67",
        "call_day": tomorrow(), "call_from": dt.time(10), "call_until": dt.time(12), **more,
    }  # fmt: skip


def test_a_death_before_any_statement_leaves_a_whole_ticket_or_none(asker: Actor) -> None:
    def truth() -> tuple[int, int, int]:
        told = AuditEntry.objects.filter(action="help.ticket.opened").count()
        return Ticket.objects.count(), TicketEntry.objects.count(), told

    seen = truths(lambda: tickets.open_(asker, call()), truth)
    assert (set(seen[:-1]), seen[-1]) == ({(0, 0, 0)}, (1, 1, 1))


@pytest.mark.requirement("S-075")
def test_a_wish_to_be_called_is_kept_in_the_firms_own_time(asker: Actor, in_firm: Firm) -> None:
    Firm.objects.filter(pk=in_firm.pk).update(time_zone="Asia/Baku")
    row = tickets.open_(asker, call())
    assert row.phone == "+905321234567"
    assert row.call_from.utcoffset() == dt.timedelta(hours=4)
    row.refresh_from_db()
    assert (row.call_from.hour, row.call_until - row.call_from) == (6, dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"phone": ""}, "phone"),
        ({"phone": "12"}, "phone"),
        ({"call_until": dt.time(10, 5)}, "call_until"),
        ({"call_day": dt.date(2020, 1, 1)}, "call_day"),
        ({"call_day": None}, "call_day"),
        ({"subject": "  "}, "subject"),
        ({"text": ""}, "text"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ bir program")}, "file"),
    ],
)
def test_a_ticket_that_nobody_could_work_with_is_refused_at_its_field(
    asker: Actor, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        tickets.open_(asker, call(**more))
    assert refused.value.field == field
    assert not Ticket.objects.exists()


@pytest.mark.requirement("S-075")
def test_question_answer_and_end_are_told_by_mail_and_bell(
    asker: Actor, in_firm: Firm, staff: User, admin: Membership
) -> None:
    row = tickets.open_(asker, {"subject": "Rapor", "text": "Neden boş?"})
    assert telling.tell(TicketEntry.objects.get().pk)
    assert not telling.tell(TicketEntry.objects.get().pk), "told once"
    desk.answer(staff, row, "Tarih aralığını genişletin.")
    assert telling.tell(TicketEntry.objects.latest("pk").pk)
    assert [message.to for message in mail.outbox] == [[staff.email], ["derya@ege.test"]]
    assert "Tarih aralığını" in mail.outbox[1].body
    assert [note.text for note in notifications.for_actor(asker)] == ["Rapor"]
    assert notifications.for_actor(actor_for(admin)) == []
    row.refresh_from_db()
    assert row.state == TicketState.ANSWERED
    tickets.mark_seen(asker, row)
    assert notifications.for_actor(asker) == []
    tickets.write(asker, row, "Oldu, sağ olun.")
    row.refresh_from_db()
    assert row.state == TicketState.OPEN
    desk.answer(staff, row, "Rica ederiz.", closes=True)
    with pytest.raises(Conflict):
        tickets.write(asker, row, "Bir şey daha")


def test_an_absent_mail_server_is_asked_again(asker: Actor, staff: User, settings: Any) -> None:
    tickets.open_(asker, {"subject": "Rapor", "text": "Neden boş?"})
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    entry = TicketEntry.objects.get()
    assert not telling.tell(entry.pk)
    entry.refresh_from_db()
    assert entry.notify_at > timezone.now()


def test_a_refused_address_of_the_desk_has_the_others_told_once(asker: Actor, staff: User) -> None:
    make_user("Ali", "ali@isletmeci.test", is_platform_staff=True)
    make_user("Zeki", "zeki@isletmeci.test", is_platform_staff=True)
    tickets.open_(asker, call())
    entry = TicketEntry.objects.get()
    with refusing("ali@isletmeci.test") as tried:
        for _turn in range(2):
            TicketEntry.objects.filter(notify_at__isnull=False).update(notify_at=timezone.now())
            telling.tell(entry.pk)
    assert len(tried) == len(set(tried)) == 3, "each is tried once"
    assert {one.to[0] for one in mail.outbox} == {"kerem@isletmeci.test", "zeki@isletmeci.test"}


def test_a_person_sees_his_own_tickets_and_a_manager_all(
    asker: Actor, in_firm: Firm, member: Membership
) -> None:
    own = tickets.open_(asker, {"subject": "Benimki", "text": "x"})
    manager = make_member(in_firm, Role.MANAGER)
    other = tickets.open_(actor_for(manager), {"subject": "Müdürünki", "text": "x"})
    browser = client_for(member)
    assert browser.get(reverse("tickets-detail", args=[own.pk])).status_code == 200
    assert browser.get(reverse("tickets-detail", args=[other.pk])).status_code == 404
    assert "Müdürünki" not in browser.get(reverse("help")).content.decode()
    assert "Benimki" in client_for(manager).get(reverse("tickets-list")).content.decode()


@pytest.mark.requirement("C-09")
def test_an_attachment_is_sealed_and_each_reading_is_written_down(
    asker: Actor, in_firm: Firm, member: Membership, staff: User
) -> None:
    file = SimpleUploadedFile("kimlik ön yüz.pdf", PDF)
    row = tickets.open_(asker, {"subject": "Evrak", "text": "Ekte", "file": file})
    entry = TicketEntry.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM help_ticketfile")
        assert "JVBERi" not in cursor.fetchone()[0]
    answer = client_for(member).get(reverse("ticket-file", args=[row.pk, entry.key]))
    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    taken = client_for(staff).get(reverse("platform-ticket-file", args=[row.pk, entry.key]))
    assert taken.content == PDF
    readers = AuditEntry.objects.filter(action="help.file.read").order_by("seq")
    assert [one.actor_label for one in readers] == ["Derya Koç", "İşletmeci: Kerem Aydın"]


@pytest.mark.requirement("S-075")
def test_staff_see_every_firms_tickets_and_answer_them_nobody_else_does(
    asker: Actor, in_firm: Firm, other_firm: Firm, staff: User, admin: Membership
) -> None:
    row = tickets.open_(asker, call())
    with firm_scope(other_firm.pk):
        tickets.open_(actor_for(make_member(other_firm)), {"subject": "Bursa'dan", "text": "x"})
    browser = client_for(staff)
    listed = browser.get(reverse("platform-tickets")).content.decode()
    assert "Rapor açılmıyor" in listed
    assert "Bursa&#x27;dan" in listed
    assert f"{cells.moment(row.call_from)} – 12:00" in listed  # when to call
    url = reverse("platform-ticket", args=[row.pk])
    assert browser.post(url, {"text": ""}).status_code == 422
    assert browser.post(url, {"text": "Aradık, çözüldü.", "closes": "on"}).status_code == 302
    row.refresh_from_db()
    assert row.state == TicketState.CLOSED
    for page in ("platform-tickets", "platform-help"):
        assert client_for(admin).get(reverse(page)).status_code == 404
    with pytest.raises(NotAllowed):
        desk.answer(admin.user, row, "Ben de yanıtlarım")


@pytest.mark.requirement("S-075")
def test_a_wish_to_be_called_and_a_reply_are_written_on_the_page(
    in_firm: Firm, member: Membership, staff: User
) -> None:
    browser = client_for(member)
    wish = {"subject": "Rapor açılmıyor", "text": "Yardım edin", "phone": "0532 123 45 67",
            "call_day": f"{tomorrow():%d.%m.%Y}", "call_from": "10:00"}  # fmt: skip
    assert browser.post(reverse("tickets-add"), wish).status_code == 422  # until when?
    assert browser.post(reverse("tickets-add"), {**wish, "call_until": "12:00"}).status_code == 302
    row = Ticket.objects.get()
    url = reverse("tickets-detail", args=[row.pk])
    assert f"{cells.moment(row.call_from)} – 12:00" in browser.get(url).content.decode()
    desk.answer(staff, row, "Hangi rapor?")
    reply = reverse("ticket-reply", args=[row.pk])
    assert browser.post(reply, {"text": ""}).status_code == 422
    assert browser.post(reply, {"text": "Günlük olan"})["Location"] == url
    assert "Günlük olan" in browser.get(url).content.decode()
    row.refresh_from_db()
    assert row.state == TicketState.OPEN
    desk.close(staff, row)
    late = browser.post(reply, {"text": "Bir şey daha"})
    assert (late.status_code, "yeni bir talep açın" in late.content.decode()) == (422, True)


@pytest.mark.requirement("Y-032", "K-076", "S-016")
def test_contacts_and_guides_are_data_that_staff_edit(staff: User, member: Membership) -> None:
    browser = client_for(staff)
    for kind, value, title in (
        ("TELEFON", "0212 555 44 33", "Müşteri hizmetleri"),
        ("WHATSAPP", "0532 555 44 33", "Yazın"),
        ("EPOSTA", "destek@ortak.test", "E-posta"),
        ("KILAVUZ", "https://ortak.test/kilavuz.pdf", "Yetkilendirme kılavuzu"),
    ):
        given = {"kind": kind, "value": value, "title": title, "supplier": "Ortak A.Ş.",
                 "position": "10", "is_active": "on"}  # fmt: skip
        assert browser.post(reverse("platform-help-add"), given).status_code == 302
    page = client_for(member).get(reverse("help")).content.decode()
    for link in ("tel:+902125554433", "https://wa.me/905325554433", "mailto:destek@ortak.test",
                 "https://ortak.test/kilavuz.pdf"):  # fmt: skip
        assert f'href="{link}"' in page
    row = HelpEntry.objects.get(kind="KILAVUZ")
    edited = browser.post(
        reverse("platform-help-edit", args=[row.pk]),
        {"kind": "KILAVUZ", "value": "javascript:alert(1)", "title": "x", "supplier": "y",
         "position": "1"},
    )  # fmt: skip
    assert edited.status_code == 422
    new = {"kind": "KILAVUZ", "value": "https://ortak.test/yeni.pdf", "title": "Kılavuz",
           "supplier": "Ortak A.Ş.", "position": "1", "is_active": "on"}  # fmt: skip
    assert browser.post(reverse("platform-help-edit", args=[row.pk]), new).status_code == 302
    page = client_for(member).get(reverse("help")).content.decode()
    assert ("yeni.pdf" in page, "kilavuz.pdf" in page) == (True, False)
    browser.post(reverse("platform-help-delete", args=[row.pk]))
    assert "yeni.pdf" not in client_for(member).get(reverse("help")).content.decode()
    with pytest.raises(NotAllowed):
        entries.save(member.user, None, {})


def test_a_program_opens_a_ticket_and_reads_its_answer(
    firm: Firm, staff: User, client: Any
) -> None:
    _key, secret = make_key(firm, ["help.ticket.view", "help.ticket.add"])
    header = {"authorization": f"Bearer {secret}"}
    made = client.post(
        "/api/v1/tickets/", {"subject": "Entegrasyon", "text": "409 alıyoruz"},
        content_type="application/json", headers=header,
    )  # fmt: skip
    assert made.status_code == 201, made.content
    desk.answer(staff, desk.find(staff, made.json()["id"]), "Anahtarı yenileyin.")
    read = client.get(f"/api/v1/tickets/{made.json()['id']}/", headers=header).json()
    assert read["state"] == "YANITLANDI"
    assert [one["text"] for one in read["entries"]] == ["409 alıyoruz", "Anahtarı yenileyin."]


def opened(asker: Actor, subject: str) -> Ticket:
    return tickets.open_(asker, {"subject": subject, "text": "Bakar mısınız?"})


def test_the_desk_finds_a_ticket_by_number_person_and_turkish_letters(
    asker: Actor, in_firm: Firm, staff: User
) -> None:
    row = opened(asker, "İYS KODU ışığı")
    opened(asker, "Başka bir şey")
    for words in ("iys kodu", "IŞIĞI", row.number, row.number.lower(), str(row.pk)):
        assert [one.pk for one in selectors.for_staff(search=words)] == [row.pk], words
    assert {one.subject for one in selectors.for_staff(search="derya KOÇ")} == {
        row.subject, "Başka bir şey",
    }  # fmt: skip
    desk.close(staff, row)
    assert selectors.for_staff(search="iys") == []
    for found in (
        selectors.for_staff(search="iys", state=selectors.EVERY),
        selectors.for_staff(search=row.number),
    ):
        assert [one.pk for one in found] == [row.pk]
    page = client_for(staff).get(reverse("platform-tickets"), {"q": "iys"}).content.decode()
    assert f"?state={selectors.EVERY}&amp;q=iys" in page


def test_who_waits_stands_first_however_many_were_answered(
    asker: Actor, in_firm: Firm, staff: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selectors, "MOST", 3)
    rows = [opened(asker, f"Soru {number}") for number in range(5)]
    for row in rows[:3]:
        desk.answer(staff, row, "Yanıt")
    shown = [one.subject for one in selectors.for_staff()]
    assert shown == ["Soru 3", "Soru 4", "Soru 2"], "the waiting ones, then the newest answer"


def test_an_answer_written_beside_a_newer_text_is_kept_back_and_nothing_is_sent_twice(
    asker: Actor, in_firm: Firm, staff: User
) -> None:
    row = opened(asker, "Rapor")
    browser, url = client_for(staff), reverse("platform-ticket", args=[row.pk])
    seen = str(TicketEntry.objects.latest("pk").pk)
    assert f'name="seen" value="{seen}"' in browser.get(url).content.decode()
    assert browser.post(url, {"text": "Yanıt", "seen": seen}).status_code == 302
    again = browser.post(url, {"text": "Yanıt", "seen": seen})
    assert again.status_code == 422, "pressed twice"
    bent = browser.post(url, {"text": "", "seen": "9" * 5000})
    assert bent.status_code == 422, "a form that was bent is refused for what it lacks"
    assert TicketEntry.objects.filter(by_staff=True).count() == 1
    page = again.content.decode()
    newest = TicketEntry.objects.latest("pk").pk
    assert f'name="seen" value="{newest}"' in page, "what is sent now was read"
    assert ">\nYanıt</textarea>" in page, "what was typed stays"
    assert browser.post(url, {"end": "1", "text": "", "seen": seen}).status_code == 422
    row.refresh_from_db()
    assert row.state == TicketState.ANSWERED


def test_closing_without_an_answer_never_drops_one_that_was_typed(
    asker: Actor, in_firm: Firm, staff: User
) -> None:
    row = opened(asker, "Rapor")
    browser, url = client_for(staff), reverse("platform-ticket", args=[row.pk])
    refused = browser.post(url, {"end": "1", "text": "Uzun bir yanıt"})
    assert refused.status_code == 422
    assert "Uzun bir yanıt</textarea>" in refused.content.decode()
    assert browser.post(url, {"end": "1", "text": "  "}).status_code == 302
    late = browser.post(url, {"text": "Geç kaldım", "closes": ""})
    assert late.status_code == 422
    page = late.content.decode()
    assert "Bu talep kapandı." in page
    assert "Geç kaldım</textarea>" in page, "the text of who was late is not lost"
    assert 'name="end"' not in page


def test_deleting_what_every_firm_sees_asks_first(staff: User) -> None:
    row = entries.save(
        staff, None,
        {"kind": "EPOSTA", "supplier": "Ortak", "title": "Yazın", "value": "a@ortak.test",
         "position": 1, "is_active": True},
    )  # fmt: skip
    browser, url = client_for(staff), reverse("platform-help-delete", args=[row.pk])
    listed = browser.get(reverse("platform-help")).content.decode()
    assert f'href="{url}"' in listed
    assert f'action="{url}"' not in listed
    assert "a@ortak.test" in browser.get(url).content.decode()
    assert HelpEntry.objects.filter(pk=row.pk).exists()
    assert browser.post(url).status_code == 302
    assert browser.get(url).status_code == 404


def test_the_desks_tabs_count_what_waits_and_leave_out_what_this_installation_lacks(
    asker: Actor, in_firm: Firm, staff: User, settings: Any
) -> None:
    opened(asker, "Rapor")
    page = client_for(staff).get(reverse("platform-tickets")).content.decode()
    tabs = page[page.index("hub-desk-tabs") : page.index("</nav>", page.index("hub-desk-tabs"))]
    for name in ("platform", "membership-desk", "platform-tickets", "platform-help"):
        assert f'href="{reverse(name)}"' in tabs, name
    assert '1<span class="visually-hidden"> bekliyor' in tabs
    settings.PRICES_SET_BY = "firm"
    page = client_for(staff).get(reverse("platform-tickets")).content.decode()
    assert reverse("platform-help") in page
    for name in ("platform", "membership-desk"):
        assert f'href="{reverse(name)}"' not in page, f"{name}: there is no such page here"


def test_who_wants_to_be_called_types_neither_subject_nor_own_number(firm: Firm) -> None:
    member = make_member(firm, Role.ADMIN, phone="+905321110011")
    browser = client_for(member)
    page = browser.get("/help/").content.decode()
    link = re.search(r'href="(/tickets/add/\?[^"#]+)#id_phone"', page)
    assert link is not None
    form = browser.get(link[1].replace("&amp;", "&")).content.decode()
    assert re.search(r'name="subject" value="Beni arayın"', form)
    assert re.search(r'value="\+90 ?532 ?111 ?00 ?11"', form)
