"""MMS and Video/URL: what they cost, what they carry, who may see the file (L-059)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from messaging.dispatch import SmsHandler
from messaging.models import Campaign, MediaFile, Message, MessageKind, SendingRules
from messaging.services import campaigns, drafts, kinds, media, preflight, preparing
from tests.api.conftest import Caller
from tests.support.firms import make_key, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.words import details_of
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-059")]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)
LINK = "https://ornek.com.tr/film"


@pytest.fixture(autouse=True)
def _own_files(settings: Any, tmp_path: Any) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def clerk(firm: Firm):
    member = make_member(firm, Role.STAFF)
    with firm_scope(firm.pk):
        yield of_membership(member)


def picture(content: bytes = PNG) -> ContentFile:
    return ContentFile(content, name="kampanya.png")


def went(draft: Campaign) -> tuple[int, Any]:
    """(credits of the messages, what is handed over)."""
    assert preparing.prepare(draft.pk)
    booked = Message.objects.filter(campaign=draft).aggregate(n=Sum("credits"))["n"]
    return booked, SmsHandler().load(Batch.objects.get(subject_id=draft.pk))


def test_an_mms_costs_its_tariff_and_carries_the_file(clerk: Actor, firm: Firm) -> None:
    make_account(firm)
    load_credit(firm, 100)
    SendingRules.objects.create(firm=firm, valid_from=timezone.localdate(), mms_credits=7)
    people = [make_subscriber(firm, f"+90532123450{n}", "Ayşe") for n in (1, 2)]
    draft = make_draft(clerk, "ş" * 400, people, message_kind="MMS")
    with pytest.raises(Invalid, match="dosya yükleyin"):
        preflight.run(clerk, draft)
    media.attach(clerk, draft, picture())
    draft.refresh_from_db()
    forecast = preflight.run(clerk, draft)
    assert (forecast.parts, forecast.credits) == ({1: 2}, 14)
    campaigns.submit(clerk, draft)
    booked, request = went(draft)
    assert (booked, credits.balance(firm.pk, "SMS")) == (14, 86)
    assert (request.media.content, request.media.content_type) == (PNG, "image/png")
    too_long = make_draft(clerk, "a" * 1001, people, message_kind="MMS", media=draft.media)
    assert preflight.run(clerk, too_long).sendable == 0
    draft.media.file.delete()
    assert SmsHandler().load(Batch.objects.get(subject_id=draft.pk)).media.content == b""


def test_a_link_is_counted_in_the_text_and_paid_by_its_tariff(clerk: Actor, firm: Firm) -> None:
    make_account(firm)
    load_credit(firm, 100)
    person = make_subscriber(firm, "+905321234501", "Ayşe")
    text = "a" * (160 - len(LINK) - 1)
    draft = make_draft(clerk, text, [person], message_kind="VIDEO_URL")
    with pytest.raises(Invalid, match="bağlantısını yazın"):
        preflight.run(clerk, draft)
    drafts.change(clerk, draft, {"link": LINK})
    draft.refresh_from_db()
    assert preflight.run(clerk, draft).credits == 2
    drafts.change(clerk, draft, {"text": text + "a"})
    draft.refresh_from_db()
    assert preflight.run(clerk, draft).credits == 4
    campaigns.submit(clerk, draft)
    booked, request = went(draft)
    assert (booked, request.link, request.media) == (4, LINK, None)
    assert request.messages[0].text == f"{text}a {LINK}"


@pytest.mark.parametrize(
    "link", ["http://a.com", "https://a b.com", "javascript:alert(1)", "https://u:p@a.com", "a"]
)
def test_a_link_that_is_no_plain_https_address_is_refused(link: str) -> None:
    with pytest.raises(Invalid, match="https://"):
        kinds.checked_link(link)


def test_a_file_is_what_its_content_is(clerk: Actor, firm: Firm) -> None:
    make_account(firm, options={"mms_max_kb": 1})
    draft = make_draft(clerk, "Merhaba", [], message_kind="MMS")
    for content, code in (
        (b"<svg onload=alert(1)>", "media_type"),
        (b"MZ" + PNG, "media_type"),
        (PNG + bytes(1000), "media_too_large"),
        (b"", "media_empty"),
    ):
        with pytest.raises(Invalid) as refused:
            media.attach(clerk, draft, picture(content))
        assert refused.value.code == code
    assert not MediaFile.objects.exists()


def test_an_operator_of_sms_alone_offers_nothing_else(
    clerk: Actor, firm: Firm, staff_client: Client
) -> None:
    make_account(firm, "netgsm")
    draft = make_draft(clerk, "Merhaba", [])
    assert [bool(choice.why_not) for choice in kinds.choices(draft)] == [False, True, True]
    with pytest.raises(Conflict):
        drafts.change(clerk, draft, {"message_kind": "MMS"})
    said = staff_client.get(f"/compose/{draft.pk}/").content.decode()
    assert re.search(r'value="MMS"\s+disabled', said)
    assert "operatör hesabı MMS taşımıyor" in said


def test_a_file_goes_when_its_time_is_over(clerk: Actor, firm: Firm) -> None:
    make_account(firm)
    draft = make_draft(clerk, "Merhaba", [], message_kind="MMS")
    media.attach(clerk, draft, picture())
    MediaFile.objects.update(created_at=timezone.now() - timedelta(days=200))
    assert media.clean() == 0  # a draft's file stays
    Campaign.objects.filter(pk=draft.pk).update(
        state="TAMAMLANDI", message_class="BILGILENDIRME", finished_at=timezone.now()
    )
    assert media.clean() == 0
    Campaign.objects.update(finished_at=timezone.now() - timedelta(days=91))
    assert media.clean() == 1
    draft.refresh_from_db()
    with pytest.raises(NotFound):
        media.opened(draft)


def test_the_page_takes_the_file_and_shows_it_by_right(
    clerk: Actor, firm: Firm, staff_client: Client, client: Client
) -> None:
    make_account(firm)
    draft = make_draft(clerk, "Sayın {ad|müşterimiz}", [], message_kind="MMS")
    page, htmx = f"/compose/{draft.pk}/media/", {"HX-Request": "true"}
    said = staff_client.post(page, {"media": SimpleUploadedFile("a.png", b"no")}, headers=htmx)
    assert "Bu dosya MMS ile gönderilemez" in said.content.decode()
    said = staff_client.post(page, {"media": SimpleUploadedFile("a.png", PNG)}, headers=htmx)
    assert f"/campaigns/{draft.pk}/media/" in said.content.decode()
    assert "Sayın Ayşe" in said.content.decode()  # the phone beside it, as on the page itself
    assert "{ad|" not in said.content.decode()
    answer = staff_client.get(f"/campaigns/{draft.pk}/media/")
    assert b"".join(answer.streaming_content) == PNG  # type: ignore[attr-defined]
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert client.get(f"/campaigns/{draft.pk}/media/").status_code == 302


def test_the_trail_tells_a_file_in_words_and_in_units_that_people_read(
    clerk: Actor, firm: Firm, admin_client: Client
) -> None:
    make_account(firm)
    draft = make_draft(clerk, "Merhaba", [], message_kind="MMS")
    media.attach(clerk, draft, picture(b"\xff\xd8\xff" + bytes(10_834)))
    entry = AuditEntry.objects.get(action="campaign.media_attached")
    told = details_of(entry.changes, entry.subject_type)
    assert {name: str(after) for name, _before, after in told} == {
        "MMS dosyası": "kampanya.png", "Dosya türü": "JPEG resim", "Boyut": "10,6\xa0KB"
    }  # fmt: skip
    page = admin_client.get(f"/campaigns/{draft.pk}/").content.decode()
    assert ("JPEG resim" in page, "image/jpeg" in page) == (True, False)


def test_a_program_sends_an_mms(firm: Firm) -> None:
    make_account(firm)
    load_credit(firm, 100)
    scopes = ["messaging.campaign.add", "messaging.campaign.change", "messaging.campaign.view"]
    call = Caller(make_key(firm, scopes)[1])
    body = {
        "text": "Merhaba",
        "message_class": "BILGILENDIRME",
        "exemption": "BENZER",
        "message_kind": MessageKind.MMS,
        "recipients": [{"phone": "0532 123 45 01"}],
    }
    made = call.post("campaigns/", body).json()
    path = f"campaigns/{made['id']}/"
    assert call.get(f"{path}media/").status_code == 404
    lacking = call.post(f"{path}preview/", {})
    assert (lacking.status_code, lacking.json()["code"]) == (400, "media_missing")
    sent = {"file": SimpleUploadedFile("kampanya.gif", PNG)}
    brought = call.client.post(f"/api/v1/{path}media/", sent, headers=call.headers)
    assert brought.json()["media"] == {
        "name": "kampanya.gif", "content_type": "image/png", "size": len(PNG)
    }  # fmt: skip
    assert call.get(path).json()["media"]["content_type"] == "image/png"
    assert call.post(f"{path}preview/", {}).json()["credits"] == 4
