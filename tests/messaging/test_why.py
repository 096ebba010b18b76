"""Why a message went or did not: one sentence, frozen with what held at that minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging import why
from messaging.models import Message, MessageState
from messaging.services import campaigns, preflight, preparing
from messaging.verdicts import Verdict
from tests.support.firms import make_brand, make_member
from tests.support.messaging import load_credit, make_account, make_draft, make_subscriber
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

pytestmark = pytest.mark.django_db
AYSE, BORA = "+905321234501", "+905321234502"
TEXT = (
    "Kampanya: %20 indirim. Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11"
    " Ret: RET yaz 4605"
)
ASKED = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
KNOWN = {
    "status": "ONAY",
    "source": "HS_WEB",
    "consented_at": "2025-01-02T10:00:00+03:00",
    "registry": "ONAY",
    "registry_at": ASKED.isoformat(),
    "registry_ref": "istek-7",
}
REACHED, BLOCKED = MessageState.DELIVERED, MessageState.BLOCKED

TOLD = [
    (
        Verdict.CONSENTED, REACHED, KNOWN,
        "Gitti: “Ege Ev” markası için onayı vardı (HS Web, 02.01.2025); İYS yanıtı"
        " (20.11.2026 09:30, yanıt no istek-7): ONAY.",
    ),
    (
        Verdict.CONSENT_REFUSED, BLOCKED, {**KNOWN, "status": "RET"},
        "Gitmedi: “Ege Ev” markası için ticari ileti istemediğini bildirmişti"
        " (HS Web, 02.01.2025).",
    ),
    (
        Verdict.CONSENT_REFUSED, BLOCKED, {**KNOWN, "registry": "RET"},
        "Gitmedi: “Ege Ev” markası için İYS'de RET kaydı vardı; İYS yanıtı"
        " (20.11.2026 09:30, yanıt no istek-7): RET.",
    ),
    (
        Verdict.NO_CONSENT, BLOCKED, {"registry_at": ASKED.isoformat()},
        "Gitmedi: İYS'de “Ege Ev” markası için onayı yoktu; İYS yanıtı (20.11.2026 09:30):"
        " onaylılar arasında değil.",
    ),
    (
        Verdict.MERCHANT, REACHED, {"registry": "YOK", "registry_at": ASKED.isoformat()},
        "Gitti: tacir veya esnaf, önceden onay gerekmez; İYS yanıtı (20.11.2026 09:30):"
        " ret kaydı yok.",
    ),
    (
        Verdict.EXEMPT_SENDER, REACHED, {"exempt_sender": "EGITIM"},
        "Gitti: muaf gönderici (Vakıf üniversitesi veya özel öğretim kurumu), alıcı muafiyetin"
        " kapsamında.",
    ),
    (
        Verdict.CONSENT_NOT_VERIFIED, BLOCKED, {},
        "Gitmedi: onayı İYS'ye sorulamadığı için doğrulanamadı.",
    ),
    (
        Verdict.RECIPIENT_BLACKLIST, BLOCKED, {"since": ASKED.isoformat(), "reason": "RET yazdı"},
        "Gitmedi: alıcı istemediği için 20.11.2026 tarihinden beri kara listede (RET yazdı).",
    ),
    (Verdict.LEFT_OUT, BLOCKED, {}, "Gitmedi: kredi yetmediği için bilerek dışarıda bırakıldı."),
]  # fmt: skip


@pytest.mark.requirement("S-018")
@pytest.mark.parametrize(("verdict", "state", "evidence", "expected"), TOLD)
def test_the_evidence_becomes_one_sentence(
    verdict: int, state: int, evidence: dict[str, str], expected: str
) -> None:
    assert why.sentence(why.Facts(verdict, state, evidence, brand="Ege Ev")) == expected


@pytest.mark.requirement("S-023", "S-041")
def test_the_reason_of_an_exemption_and_who_chose_it_are_told() -> None:
    facts = why.Facts(Verdict.EXEMPT_CONTENT, REACHED, {}, exemption="BORC", chosen_by="Pelin")
    assert why.sentence(facts) == (
        "Gitti: bilgilendirme, onay gerekmez (Borç hatırlatma; seçen: Pelin)."
    )


def test_every_verdict_has_a_sentence() -> None:
    for verdict in Verdict:
        state = REACHED if verdict.goes else BLOCKED
        said = why.sentence(why.Facts(verdict, state, {}))
        assert said.startswith("Gitti: " if verdict.goes else "Gitmedi: ")


@pytest.fixture
def brand(firm: Firm) -> Iterator[Brand]:
    with firm_scope(firm.pk):
        yield make_brand(firm, "100001", "Ege Ev")


@pytest.fixture
def clerk(firm: Firm) -> Actor:
    with firm_scope(firm.pk):
        return of_membership(make_member(firm, Role.STAFF))


def prepared(firm: Firm, clerk: Actor, brand: Brand) -> None:
    """Ayşe has consented, Bora has not."""
    make_account(firm)
    load_credit(firm, 10)
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    identities.change(
        system(firm.pk, "Deneme"),
        {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
    )
    answers = [RegistryAnswer(AYSE, "ONAY", "istek-7"), RegistryAnswer(BORA, "ONAYSIZ", "istek-7")]
    note(firm.pk, brand.pk, "MESAJ", "BIREYSEL", answers, timezone.now())
    people = [make_subscriber(firm, AYSE), make_subscriber(firm, BORA)]
    draft = make_draft(clerk, TEXT, people, message_class="TICARI", brand=brand)
    preflight.run(clerk, draft)
    preparing.prepare(campaigns.submit(clerk, draft).pk)


@pytest.mark.requirement("S-010")
def test_a_number_finds_every_message_to_it_and_the_old_reason_outlives_a_new_refusal(
    firm: Firm, clerk: Actor, brand: Brand, staff_client: Client
) -> None:
    prepared(firm, clerk, brand)
    before = why.of_message(Message.objects.get(phone=AYSE))
    said = staff_client.get("/why/", {"number": "0532 123 45 01"}).content.decode()
    assert "Gönderilebilir: “Ege Ev” markası için onayı vardı" in said
    assert "0 kredi" in staff_client.get("/why/", {"number": BORA}).content.decode()
    refusal = NewMovement(brand.pk, "BIREYSEL", "MESAJ", AYSE, "RET", "KISA_NUMARA", "HS_MESAJ")
    record(system(firm.pk, "Deneme"), [refusal])
    said = staff_client.get("/why/", {"number": AYSE}).content.decode()
    assert why.of_message(Message.objects.get(phone=AYSE)) == before
    assert "Gönderilebilir: “Ege Ev” markası için onayı vardı" in said
    assert "Alıcı ticari ileti istemiyor (RET)" in said  # how it stands now


def test_a_number_that_cannot_be_read_is_told(staff_client: Client) -> None:
    answer = staff_client.get("/why/", {"number": "123"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_an_empty_number_is_told_and_the_first_look_is_not_called_wrong(
    staff_client: Client,
) -> None:
    assert "aria-invalid" not in staff_client.get("/why/").content.decode()
    answer = staff_client.get("/why/", {"number": " "})
    assert answer.status_code == 422
    assert "Telefon numarası boş; bir numara yazın." in answer.content.decode()
