"""Onaylar, Gösterge Ekranı, Markalar: what the person sees is what the ledger holds."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.urls import reverse

from iys_consent import registry_codes
from iys_consent.models import ConsentAddress, ConsentTask
from iys_consent.selectors import totals
from iys_consent.selectors.validity import Validity
from iys_consent.services.registry import RegistryAnswer, note
from tests.iys_consent.panel import MAIL, OTHER, PHONE, consent, hours_ago, member_of, text_of
from turkcell_hub.fake_operator.protocols.iys.codes import TABLE
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm


@pytest.fixture
def some(actor: Actor, brand: Brand, other_brand: Brand) -> None:
    named = {"first_name": "IŞIK", "last_name": "Öz"}
    consent(actor, brand, **named)
    consent(actor, brand, channel="ARAMA", status="RET", **named)
    consent(actor, other_brand, address=OTHER, recipient_type="TACIR", source="HS_2015")
    consent(actor, brand, channel="EPOSTA", address=MAIL)


def phones(response: object) -> list[str]:
    return [row.address for row in response.context["rows"]]  # type: ignore[attr-defined]


def test_a_period_is_two_dates_with_names_and_a_search_alone_leaves_the_filters_shut(
    firm: Firm, some: None
) -> None:
    _member, client = member_of(firm)
    page = client.get("/consents/?consented_after=2026-11-01").content.decode()
    inputs = re.findall(r'<input type="text" name="consented_[^>]*>', page)
    assert len(inputs) == 2
    for drawn, name in zip(inputs, ("Tarih, en erken", "Tarih, en geç"), strict=True):
        for part in (f'aria-label="{name}"', 'data-date="date"', 'placeholder="gg.aa.yyyy"'):
            assert part in drawn, (part, drawn)
    assert 'value="01.11.2026"' in inputs[0]
    assert '<div class="hub-filters" id="list-filters" >' in page
    assert '<label class="form-label" for="">' not in page
    wrong = client.get("/consents/?consented_after=31.02.2026").content.decode()
    assert 'value="31.02.2026"' in wrong
    assert 'aria-describedby="id_consented_error"' in wrong
    searched = client.get("/consents/?q=0532").content.decode()
    assert '<div class="hub-filters" id="list-filters" hidden>' in searched
    assert '<span class="hub-count">' not in searched


@pytest.mark.requirement("K-005", "K-018", "K-020")
def test_each_tab_has_its_own_addresses_and_channels_side_by_side(firm: Firm, some: None) -> None:
    _member, client = member_of(firm)
    page = client.get("/consents/?view=")
    assert set(phones(page)) == {PHONE, OTHER}
    words = text_of(page)
    for label in (
        "Kişi Adı Soyadı",
        "Alıcı",
        "Arama İzni",
        "Mesaj İzni",
        "İzin Geçmişi",
        "Düzenle",
    ):
        assert label in words, label
    head = page.content.decode().split("<thead")[1].split("</thead>")[0]
    assert "Marka" in head  # one address stands once for each brand
    row = ConsentAddress.objects.get(address=PHONE)
    for url in (reverse("consent-history", args=[row.pk]), "/consents/import/"):
        assert url in page.content.decode()  # history and upload start from here too
    assert [(tab["count"].number, tab["is_on"]) for tab in page.context["tabs"]] == [
        (2, True),
        (1, False),
    ]
    mails = client.get("/email-consents/?view=")
    assert phones(mails) == [MAIL]
    assert "E-Posta İzni" in text_of(mails)


@pytest.mark.requirement("K-012")
@pytest.mark.parametrize("text", ["ışık", "isik öz", "0532 123", "+90 532 123 45 67", "905321"])
def test_search_knows_turkish_letters_and_spellings_of_a_number(
    firm: Firm, some: None, text: str
) -> None:
    _member, client = member_of(firm)
    assert phones(client.get("/consents/", {"q": text})) == [PHONE]


@pytest.mark.requirement("K-013", "K-014", "K-015", "K-016", "K-017")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"channel": "ARAMA", "status": "RET"}, [PHONE]),
        ({"channel": "MESAJ", "status": "RET"}, []),
        ({"recipient_type": "TACIR"}, [OTHER]),
        ({"source": "HS_2015"}, [OTHER]),
        ({"consented_before": "01.01.2020"}, []),
        ({"consented_after": "01.01.2020", "source": "HS_2015"}, [OTHER]),
        ({"consented_after": "31.12.2090"}, []),
        ({"status": "ONAY", "channel": "MESAJ", "recipient_type": "BIREYSEL"}, [PHONE]),
    ],
)
def test_filters_are_asked_of_one_record_and_stay_in_the_address(
    firm: Firm, some: None, asked: dict[str, str], found: list[str]
) -> None:
    _member, client = member_of(firm)
    page = client.get("/consents/", asked)
    assert phones(page) == found
    assert all(name in page.context["query"] for name in asked)


@pytest.mark.requirement("K-024")
def test_the_footer_counts_what_the_filter_shows(firm: Firm, some: None) -> None:
    _member, client = member_of(firm)
    everything = client.get("/consents/?view=").context["totals"]
    assert (everything.approved, everything.refused) == (2, 1)
    calls = client.get("/consents/totals/", {"channel": "ARAMA"}).context["totals"]
    assert (calls.approved, calls.refused) == (0, 1)


@pytest.mark.requirement("K-019", "K-066")
def test_the_quota_line_is_the_ledgers_and_always_adds_up(firm: Firm, actor: Actor) -> None:
    credits.load(firm.pk, Kind.IYS, 60_000, "paket", "PURCHASE", actor)
    credits.spend(firm.pk, Kind.IYS, 946, "harcama", "CONSENT", actor)
    _member, client = member_of(firm)
    page = client.get("/consents/?view=")
    quota = page.context["quota"]
    assert (quota.total, quota.spent, quota.remaining) == (60_000, 946, 59_054)
    line = "Toplam İzin Miktarı 60.000 Harcanan İzin Miktarı 946 Kalan İzin Miktarı 59.054"
    assert line in text_of(page)


@pytest.mark.requirement("K-022")
def test_the_history_drawer_shows_every_movement_by_its_own_time(
    firm: Firm, actor: Actor, brand: Brand
) -> None:
    consent(actor, brand, consented_at=hours_ago(2), status="RET")
    consent(actor, brand, consented_at=hours_ago(5))
    consent(actor, brand, consented_at=hours_ago(9), channel="ARAMA")
    _member, client = member_of(firm)
    row = ConsentAddress.objects.get()
    drawer = client.get(reverse("consent-history", args=[row.pk]))
    lines = drawer.context["lines"]
    assert [(line.movement.channel, line.movement.status, line.stands) for line in lines] == [
        ("MESAJ", "RET", Validity.VALID),
        ("MESAJ", "ONAY", None),
        ("ARAMA", "ONAY", Validity.WAITING),
    ]
    assert "HS Web" in text_of(drawer)
    assert "Deneme" in text_of(drawer)


@pytest.mark.requirement("S-028")
@pytest.mark.parametrize(
    ("said", "days", "held", "listed", "drawn"),
    [
        ({}, 9, "ONAY", "Onay", "Geçerli"),
        ({}, 0, "", "Onay (İYS'de henüz yok)", "İYS'de henüz yok"),
        ({}, 9, "", "Onay (geçersiz: İYS'de yok)", "Geçersiz: İYS'de kaydı yok"),
        ({}, 9, "ONAYSIZ", "Onay (geçersiz: İYS'de yok)", "Geçersiz: İYS'de kaydı yok"),
        ({"source": "HS_2015"}, 9, "", "Onay (İYS'de henüz yok)", "İYS'de henüz yok"),
        ({"recipient_type": "TACIR"}, 9, "", "Onay", "Geçerli"),
        ({"status": "RET"}, 9, "", "Ret", "Geçerli"),
    ],
)
def test_an_approval_that_iys_does_not_hold_when_its_days_are_over_is_shown_as_void(
    firm: Firm, actor: Actor, brand: Brand, said: dict[str, str], days: int, held: str,
    listed: str, drawn: str,
) -> None:  # fmt: skip
    consent(actor, brand, **said, consented_at=hours_ago(24 * days + 1))
    if held:
        note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", [RegistryAnswer(PHONE, held)], hours_ago(0))
    _member, client = member_of(firm)
    page = unescape(client.get("/consents/?view=").content.decode())
    assert re.findall(r'<span class="state[^>]*>((?:Onay|Ret)[^<]*)<', page) == [listed]
    row = ConsentAddress.objects.get()
    drawer = unescape(client.get(reverse("consent-history", args=[row.pk])).content.decode())
    badges = [word.strip() for word in re.findall(r'<span class="state[^>]*>([^<]+)<', drawer)]
    assert badges == [listed.split(" (")[0], drawn]


@pytest.mark.requirement("K-002")
def test_each_figure_of_the_dashboard_is_what_its_list_shows(firm: Firm, some: None) -> None:
    member, client = member_of(firm)
    page = client.get("/iys/")
    assert [card["channel"] for card in page.context["cards"]] == ["MESAJ", "ARAMA", "EPOSTA"]
    assert "Mesaj 2 Onay 2 Ret 0" in text_of(page)
    assert "Toplam 4 Onay 3 Ret 1" in text_of(page)
    for card in page.context["cards"]:
        for url, number in (
            (card["approved_url"], card["pair"].approved),
            (card["refused_url"], card["pair"].refused),
        ):
            shown = client.get(url).context["totals"]
            assert shown.approved + shown.refused == number, url
    assert page.context["total"].all == 4


@pytest.mark.requirement("K-003", "K-004")
def test_the_brands_table_counts_by_its_definitions(firm: Firm, some: None) -> None:
    _member, client = member_of(firm)
    page = client.get("/iys/brands/", {"channel": "MESAJ"})
    shown = {
        line.brand.code: (line.every_approval, line.merchants, line.approved, line.refused)
        for line in page.context["lines"]
    }
    assert shown == {"100001": (2, 0, 1, 0), "100002": (1, 1, 0, 0)}
    heads = "İYS Numarası Marka Numarası Marka Toplam Onay Toplam Tacir Onay Ret"
    assert heads in text_of(page)
    assert 'title="Bütün izin türlerinde, bireysel ve tacir birlikte' in page.content.decode()
    assert 'title="Mesaj için bireysel ONAY kayıtları"' in page.content.decode()


def test_a_member_of_one_brand_sees_that_brands_consents_alone(
    firm: Firm, brand: Brand, some: None
) -> None:
    _member, client = member_of(firm, brands=[brand])
    assert phones(client.get("/consents/?view=")) == [PHONE]
    hidden = ConsentAddress.objects.get(address=OTHER)
    assert client.get(reverse("consent-history", args=[hidden.pk])).status_code == 404
    assert client.get("/iys/").context["total"].all == 3


def test_a_number_is_masked_without_the_right_to_see_it(firm: Firm, some: None) -> None:
    _member, client = member_of(firm, "MUSTERI")
    assert client.get("/consents/?view=").status_code == 403


def test_addresses_that_were_only_asked_about_are_no_consents(
    firm: Firm, actor: Actor, brand: Brand
) -> None:
    from iys_consent.services.registry import RegistryAnswer, note

    note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", [RegistryAnswer(PHONE, "YOK")], hours_ago(0))
    _member, client = member_of(firm)
    assert phones(client.get("/consents/?view=")) == []
    assert totals.dashboard(actor).total.all == 0


@pytest.mark.requirement("K-006")
def test_the_report_opens_with_the_lists_own_filter(firm: Firm, some: None) -> None:
    _member, client = member_of(firm)
    listed = client.get("/consents/", {"channel": "ARAMA", "status": "RET"}).content.decode()
    (link,) = re.findall(r'href="(/consents/report/[^"]*)"', listed)
    page = client.get(unescape(link))
    channels = page.context["parts"][0].lines
    assert [(label, pair.approved, pair.refused) for label, pair in channels] == [("Arama", 0, 1)]


@pytest.mark.requirement("K-007")
def test_a_record_that_the_registry_refused_appears_with_its_code_and_what_to_do(
    firm: Firm, some: None
) -> None:
    task = ConsentTask.objects.order_by("pk").first()
    ConsentTask.objects.filter(pk=task.pk).update(
        state="FAILED", code="H178", text="İzin tarihi, kayıtlı olandan eski."
    )
    _member, client = member_of(firm)
    assert b"/consent-tasks/?state=FAILED" in client.get("/consents/?view=").content
    page = client.get("/consent-tasks/?state=FAILED")
    assert [row.pk for row in page.context["rows"]] == [task.pk]
    assert "kayıtlı olandan eski" in text_of(page)
    assert b"/iys/codes/?q=H178" in page.content
    explained = client.get("/iys/codes/?q=H178").context["lines"]
    assert [one.codes for one in explained] == ["H178"]


@pytest.mark.parametrize(
    ("code", "line"),
    [("H174", "H174"), ("H105", "H100-H107"), ("H1107", "H1107"), ("H1099", "H1000-H1113"),
     ("OTP-ERROR-007", "OTP-ERROR-001-OTP-ERROR-012"), ("H999", "H999")],
)  # fmt: skip
def test_a_code_is_explained_by_the_first_line_that_it_falls_into(code: str, line: str) -> None:
    assert registry_codes.explain(code).codes == line


def test_every_code_of_the_registry_is_explained_in_turkish() -> None:
    unknown = str(registry_codes.explain("H999").meaning)
    for code in TABLE.keys() - {"H532"}:  # the sandbox's own: the document names none for it
        found = registry_codes.explain(code)
        assert str(found.meaning).strip() not in ("", unknown), code
        assert str(found.advice).strip(), code
