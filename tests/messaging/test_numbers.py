"""Numara doğruluğu: what is surely wrong is found, what may be right is not; written and undone."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from messaging.models import GroupMember, MessageState, NumberCorrection, Subscriber
from messaging.number_rules import Fault
from messaging.selectors import numbers as found
from messaging.services import numbers, subscribers
from tests.messaging import numbers_world as w
from tests.support.firms import actor_for, make_code, make_key, make_member
from tests.support.messaging import make_draft
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import HubError, NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = pytest.mark.django_db
TCKN, OTHER_TCKN = "10000000146", "10000000078"
S = MessageState


@pytest.fixture
def scoped(firm: Firm) -> Iterator[Firm]:
    with firm_scope(firm.pk):
        yield firm


def landlines(cards: w.Cards) -> None:
    for n in range(40):
        cards.account(f"120.{n:03d}", f"Sabit {n}", w.landline(n), w.mobile(n), fault="SABIT_ONDE")
    cards.account("121.1", "Yalnız sabit", w.landline(900))
    cards.account("121.2", "Cep önde", w.mobile(901), w.landline(901))
    fax = {"number": w.mobile(902), "kind": "OTHER"}
    cards.account("121.3", "Cebi faks", {"number": w.landline(902), "kind": "LANDLINE"}, fax)
    cards.account("121.4", "Kapalı", w.landline(903), w.mobile(903), is_active=False)
    cards.account("121.5", "Tek cebi geçersiz", w.landline(904), w.mobile(904))
    cards.person("P121", "Sabit Öndeki", w.landline(905), w.mobile(905))  # his mobile is taken


def bounced(cards: w.Cards, firm: Firm) -> None:
    for n in range(1000, 1030):
        cards.person(f"P{n}", f"Geçersiz Kişi{n}", w.mobile(n), fault="GECERSIZ")
        w.ended(firm, w.e164(n), S.DELIVERED, w.GONE, w.GONE)
    histories: dict[int, tuple[S, ...]] = {
        1100: (w.GONE,),
        1101: (w.GONE, w.GONE, S.DELIVERED),
        1102: (w.GONE, w.GONE, S.DELIVERED, w.GONE),
        1103: (S.NOT_SUBSCRIBER, S.NOT_SUBSCRIBER, S.NOT_SUBSCRIBER),
        1104: (w.GONE, S.UNDELIVERED, w.GONE),
        1105: (w.GONE, w.GONE, S.SENT_UNCONFIRMED),
        1106: (w.GONE, w.GONE, S.EXPIRED),
        1107: (S.BLACKLISTED, S.REJECTED_BY_OPERATOR, S.NO_CREDIT),
    }
    for n, states in histories.items():
        cards.person(f"P{n}", f"Belki Geçerli{n}", w.mobile(n))
        w.ended(firm, w.e164(n), *states)
    cards.person("P1110", "Yazan Kişi", w.mobile(1110))
    w.ended(firm, w.e164(1110), w.GONE, w.GONE)
    w.wrote(firm, w.e164(1110))
    cards.person("P1111", "Kimliğe Giden", w.mobile(1111))
    w.ended(firm, w.e164(1111), w.GONE, w.GONE, tckn=TCKN)
    w.ended(firm, w.e164(904), w.GONE, w.GONE)


def doubles(cards: w.Cards) -> None:
    for n in range(2000, 2020):
        cards.person(f"P{n}", f"Çift Işık{n}", w.mobile(n))
        cards.person(f"P{n}B", f"ÇİFT IŞIK{n}", w.mobile(n), fault="MUKERRER")
        cards.contact(f"K{n}", f"Ilgili Öz{n}", w.mobile(n + 100), account="600.0001")
        cards.contact(
            f"K{n}B", f"Ilgili Öz{n}", w.mobile(n + 100), account="600.0001", fault="MUKERRER"
        )
        tax = {"tax_number": "1234567890"}
        cards.account(f"130.{n}", f"Çift Cari {n}", w.mobile(n + 200), **tax)
        cards.account(f"130.{n}B", f"Çift Cari {n}", w.mobile(n + 200), **tax, fault="MUKERRER")
    tax = {"tax_number": "9876543210"}
    for code, group in (("120.7", "a"), ("320.7", "a")):  # buyer and seller
        cards.account(code, "Alıcı Satıcı", w.mobile(2300), **tax, special_code=group)
    for n in (1, 2):
        cards.account(f"131.{n}", "Vergisiz", w.mobile(2301))
        cards.account(f"132.{n}", "Ortak Sabit", w.landline(2302), **tax)
        cards.account(f"133.{n}", "Aynı Ad", w.mobile(2303 + n), **tax)
        cards.person(f"P23{n}", f"Aynı Numara{n}", w.mobile(2306))
        cards.contact(f"K23{n}", "İki Firmada", w.mobile(2307), account=f"600.000{n}")


def own_people(cards: w.Cards, firm: Firm, actor: Actor) -> None:
    """Subscribers of kind Diğer, older than the cards."""
    for n in range(3000, 3015):
        w.other(actor, "Değişen", f"Kod{n}", n, special_code=f"P{n}")
        cards.person(f"P{n}", f"Değişen Kod{n}", w.mobile(n + 500))
    w.other(actor, "Değişen", "Kimlik", 3020, tckn=TCKN)
    cards.account("140.1", "Değişen Kimlik", w.mobile(3520), tax_number=TCKN)
    traps: dict[int, dict[str, Any]] = {
        3101: {}, 3102: {}, 3103: {"special_code": "P9999"}, 3104: {}, 3105: {}, 3106: {},
        3107: {}, 3108: {},
    }  # fmt: skip
    for n, more in traps.items():
        w.other(actor, "Şüpheli", f"Kod{n}", n, **{"special_code": f"P{n}", **more})
        name = "Başka Biri" if n == 3104 else f"Şüpheli Kod{n}"
        also = [w.mobile(n)] if n == 3101 else []  # his number still stands on the card
        cards.person(f"P{n}", name, w.mobile(n + 500), *also)
    w.wrote(firm, w.e164(3102), at=w.timezone.now() + w.timedelta(hours=1))
    w.other(actor, "Zaten", "Kayıtlı", 3605)  # the card's number is another subscriber's
    w.ended(firm, w.e164(3606), w.GONE, w.GONE)  # the card's number is the dead one
    cards.wrong.add(("GECERSIZ", "P3106"))
    cards.account("P3107", "Şüpheli Kod3107", w.mobile(3807))  # two cards fit
    w.other(actor, "Kimliği", "Başka", 3030, tckn=OTHER_TCKN)
    cards.account("140.2", "Kimliği Başka", w.mobile(3530), tax_number=TCKN)
    for n in range(4000, 4010):
        w.other(actor, "Geçersiz", f"Diğer{n}", n)
        w.ended(firm, w.e164(n), w.GONE, w.GONE)
    user = make_member(firm, Role.STAFF, name="Derya Kullanıcı", phone=w.e164(4120))
    subscribers.save(actor, None, {"kind": "SISTEM", "member": user})
    w.other(actor, "Derya", "Kullanıcı", 4120)
    for n in range(4100, 4115):
        cards.person(f"P{n}", f"Mükerrer Abone{n}", w.mobile(n))
        w.other(actor, "Mükerrer", f"Abone{n}", n)
    alike: dict[int, dict[str, Any]] = {
        4201: {"last_name": "Adı Başka"}, 4202: {"recipient_type": "TACIR"},
        4203: {"relation": "UYE"}, 4204: {"tckn": OTHER_TCKN}, 4205: {"special_code": "VIP"},
        4206: {"authority_code": make_code(firm, "YON")}, 4207: {"is_active": False}, 4208: {},
    }  # fmt: skip
    for n, more in alike.items():
        cards.person(f"P{n}", f"Benzer Abone{n}", w.mobile(n))
        row = w.other(actor, "Benzer", f"Abone{n}", n, **more)
        if n == 4208:
            make_draft(actor, "Merhaba", [row])


def of_subscribers() -> set[tuple[str, str]]:
    changed = {("DEGISMIS", f"Değişen Kod{n}") for n in range(3000, 3015)}
    dead = {("GECERSIZ", f"Geçersiz Diğer{n}") for n in range(4000, 4010)}
    double = {("MUKERRER", f"Mükerrer Abone{n}") for n in range(4100, 4115)}
    single = {("DEGISMIS", "Değişen Kimlik"), ("MUKERRER", "Derya Kullanıcı")}
    return changed | dead | double | single


@pytest.mark.requirement("L-048", "L-049", "L-050", "L-051", "L-052", "L-056")
def test_of_two_thousand_cards_every_planted_fault_is_found_and_nothing_else(
    scoped: Firm, actor: Actor
) -> None:
    cards = w.Cards()
    own_people(cards, scoped, actor)
    landlines(cards)
    bounced(cards, scoped)
    doubles(cards)
    cards.write(scoped)
    Subscriber.objects.filter(last_name="Kod3108").update(updated_at=w.timezone.now())
    w.followers(actor)
    assert sum(model.objects.count() for model in (w.Account, w.Person, w.Contact)) == w.SIZE
    with CaptureQueriesContext(
        connection,
    ) as asked:
        told = w.codes_of(found.findings(actor))
    wanted = cards.wrong | of_subscribers()
    assert len(told) == len(set(told))
    assert (set(told) - wanted, wanted - set(told)) == (set(), set())
    assert len(asked) < 20, [one["sql"][:80] for one in asked]
    proposed = {one.label: one.proposed for one in found.findings(actor)}
    assert proposed["Sabit 7"] == w.e164(7)
    assert proposed["Değişen Kod3003"] == w.e164(3503)
    assert proposed["ÇİFT IŞIK2001"] == "P2001"
    assert proposed["Geçersiz Kişi1001"] == proposed["Mükerrer Abone4100"] == ""


@pytest.fixture
def small(scoped: Firm, actor: Actor) -> Firm:
    """One fault of each kind; the double is in two groups, who is kept in one of them."""
    cards = w.Cards()
    w.other(actor, "Ada", "Koç", 1, special_code="P1")
    dead = w.other(actor, "Can", "Su", 2)
    double = w.other(actor, "Ege", "Ak", 3)
    w.ended(scoped, w.e164(2), w.GONE, w.GONE)
    cards.person("P1", "Ada Koç", w.mobile(11))
    cards.person("P3", "Ege Ak", w.mobile(3))
    cards.account("120.1", "Sabit A.Ş.", w.landline(1), w.mobile(4))
    for kind, rows in cards.rows.items():
        w.put(scoped, kind, *rows)
    w.followers(actor)
    w.in_group(scoped, "Bayiler", [double, dead])
    w.in_group(scoped, "Herkes", [double, Subscriber.objects.get(person__code="P3")])
    return scoped


def state() -> tuple[Any, ...]:
    people = Subscriber.objects.order_by("pk").values_list("pk", "phone", "is_active", "search_key")
    places = GroupMember.objects.order_by("group_id", "subscriber_id")
    return list(people), list(places.values_list("group__name", "subscriber_id"))


def write(actor: Actor, *labels: str) -> NumberCorrection:
    keys = {one.key for one in found.findings(actor) if one.label in labels} if labels else None
    return numbers.apply(actor, keys, numbers.digest(numbers.choose(actor, keys)))


def refusal(call: Any, *args: Any) -> str:
    with pytest.raises(HubError) as caught:
        call(*args)
    return caught.value.code


def test_all_is_written_in_one_go_and_undone_as_a_whole(small: Firm, actor: Actor) -> None:
    before = state()
    done = write(actor)
    assert done.size == 3
    ada, can, ege = (Subscriber.objects.get(kind="DIGER", last_name=n) for n in ("Koç", "Su", "Ak"))
    assert (ada.phone, ada.is_active, can.is_active, ege.is_active) == (
        w.e164(11),
        True,
        False,
        False,
    )
    assert w.mobile(11) in ada.search_key
    kept = Subscriber.objects.get(person__code="P3")
    assert {place.group.name for place in kept.group_places.all()} == {"Bayiler", "Herkes"}
    assert [one.fault for one in found.findings(actor)] == [Fault.LANDLINE_FIRST]
    numbers.undo(actor, done.pk)
    assert state() == before
    assert refusal(numbers.undo, actor, done.pk) == "already_undone"
    told = list(AuditEntry.objects.order_by("seq").values_list("action", "changes"))
    assert told[-2:] == [("numbers.corrected", {"count": 3}), ("numbers.undone", {"count": 3})]


def test_the_chosen_ones_alone_are_written(small: Firm, actor: Actor) -> None:
    assert write(actor, "Can Su").size == 1
    assert not Subscriber.objects.get(last_name="Su").is_active
    assert Subscriber.objects.get(kind="DIGER", last_name="Koç").phone == w.e164(1)


def test_what_is_no_longer_what_was_shown_is_not_written(small: Firm, actor: Actor) -> None:
    shown = numbers.digest(numbers.choose(actor, None))
    w.put(small, w.K.PERSON, {"code": "P1", "first_name": "Ada", "last_name": "Koç",
                              "phones": [w.mobile(12)]})  # fmt: skip
    before = state()
    assert refusal(numbers.apply, actor, None, shown) == "findings_changed"
    assert state() == before
    assert not NumberCorrection.objects.exists()


@pytest.mark.parametrize("what", ["number", "switched_on", "deleted", "left_group", "taken"])
def test_nothing_is_undone_once_anything_of_it_has_changed(
    small: Firm, actor: Actor, what: str
) -> None:
    done = write(actor)
    ada, can, ege = (Subscriber.objects.get(kind="DIGER", last_name=n) for n in ("Koç", "Su", "Ak"))
    if what == "number":
        subscribers.save(actor, ada, {"phone": w.mobile(77)})
    elif what == "switched_on":
        subscribers.save(actor, can, {"is_active": True})
    elif what == "deleted":
        subscribers.delete(actor, ege)
    elif what == "left_group":
        GroupMember.objects.filter(subscriber__person__code="P3", group__name="Bayiler").delete()
    else:
        w.other(actor, "Yeni", "Sahip", 1)
    before = state()
    code = "phone_taken" if what == "taken" else "changed_since"
    assert refusal(numbers.undo, actor, done.pk) == code
    assert state() == before, what


def test_a_group_that_is_joined_in_the_same_moment_stops_the_whole(
    small: Firm, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever joined him did it between our look and our write."""
    real = GroupMember.objects.bulk_create

    def late(rows: list[GroupMember], **options: Any) -> Any:
        GroupMember(
            firm=small, group_id=rows[0].group_id, subscriber_id=rows[0].subscriber_id
        ).save()
        return real(rows, **options)

    monkeypatch.setattr(GroupMember.objects, "bulk_create", late)
    before = state()
    assert refusal(write, actor) == "findings_changed"
    assert state() == before
    assert not NumberCorrection.objects.exists()


def test_a_person_sees_and_writes_only_what_exists_for_him(small: Firm, actor: Actor) -> None:
    shut = make_code(small, "YON")
    Subscriber.objects.filter(last_name="Su").update(authority_code=shut)
    w.Person.objects.filter(code="P1").update(authority_code=shut)
    clerk = actor_for(make_member(small, Role.STAFF))
    assert {one.label for one in found.findings(clerk)} == {"Sabit A.Ş.", "Ege Ak"}
    done = write(actor)
    assert refusal(numbers.undo, clerk, done.pk) == "changed_since"
    customer = actor_for(make_member(small, Role.CUSTOMER))
    with pytest.raises(NotAllowed):
        numbers.undo(customer, done.pk)


def test_the_page_previews_applies_and_undoes(small: Firm, admin_client: Client) -> None:
    page = admin_client.get("/numbers/").content.decode()
    for text in ("Ada Koç", "Can Su", "Ege Ak", "Sabit A.Ş.", "0532 000 00 11"):
        assert text in page, text
    assert "Can Su" not in admin_client.get("/numbers/?kind=DEGISMIS").content.decode()
    shown = admin_client.post("/numbers/preview/", {"all": "1"})
    assert "Sabit A.Ş." not in shown.content.decode()  # the ERP's
    assert shown.context["count"] == 3
    digest = shown.context["digest"]
    assert admin_client.post("/numbers/apply/", {"all": "1", "digest": "x"}).status_code == 422
    assert admin_client.post("/numbers/apply/", {"all": "1", "digest": digest}).status_code == 302
    done = NumberCorrection.objects.get()
    assert "Geri al" in admin_client.get("/numbers/").content.decode()
    assert admin_client.post("/numbers/undo/", {"correction": done.pk}).status_code == 302
    again = admin_client.post("/numbers/undo/", {"correction": done.pk})
    assert again.status_code == 422
    assert "geri alınmış" in again.content.decode()
    assert admin_client.post("/numbers/preview/", {}).status_code == 422


def test_an_empty_list_says_so(firm: Firm, admin_client: Client) -> None:
    assert "Yanlış numara bulunmadı" in admin_client.get("/numbers/").content.decode()


def test_the_erp_gets_a_list_and_reads_it_by_program(small: Firm, admin_client: Client) -> None:
    content = b"".join(admin_client.get("/numbers/export/").streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert rows[1][:6] == ["Cari hesap", "120.1", "Sabit A.Ş.", "1. telefon",
                           "0232 400 00 01", "0532 000 00 04"]  # fmt: skip
    assert len(rows) == 2
    scopes = ["messaging.subscriber.view", "erp.mirror.view", "messaging.message.view"]
    _key, secret = make_key(small, scopes)
    client = Client(headers={"authorization": f"Bearer {secret}"})
    told = client.get("/api/v1/number_findings/?owner=ERP").json()
    assert "results" in told, told
    (one,) = told["results"]
    assert (told["count"], told["next_page"]) == (1, None)
    assert (one["kind"], one["code"], one["now"], one["proposed"]) == (
        "SABIT_ONDE", "120.1", "+902324000001", w.e164(4),
    )  # fmt: skip
    paged = client.get("/api/v1/number_findings/?page_size=3").json()
    assert (paged["count"], len(paged["results"]), paged["next_page"]) == (4, 3, 2)
    wrong = client.get("/api/v1/number_findings/?kind=X")
    assert wrong.status_code == 400
    _key, bare = make_key(small, scopes[:1])
    bare_client = Client(headers={"authorization": f"Bearer {bare}"})
    seen = bare_client.get("/api/v1/number_findings/").json()["results"]
    assert {row["kind"] for row in seen} == {"MUKERRER"}
