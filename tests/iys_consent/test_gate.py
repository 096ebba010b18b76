"""The decision table, row by row, for every channel and both kinds of recipient."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from iys_consent.decision import COMMERCIAL, Verdict
from iys_consent.gate import Question
from iys_consent.selectors.verdicts import ask
from iys_consent.services.movements import NewMovement, record
from iys_consent.services.registry import RegistryAnswer, note
from messaging.verdicts import Verdict as MessagingVerdict
from tests.support.firms import make_brand, make_firm
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand
from turkcell_hub.tenancy.scope import firm_scope

CHANNELS = ("ARAMA", "MESAJ", "EPOSTA")
TYPES = ("BIREYSEL", "TACIR")
HOUR = timedelta(hours=1)


def address_for(channel: str) -> str:
    return "ayse@example.com" if channel == "EPOSTA" else "+905321234567"


def given(
    actor: Actor,
    brand: Brand,
    channel: str,
    kind: str,
    *,
    ours: str = "",
    registry: str = "",
    asked: timedelta = HOUR,
    retailer: int | None = None,
) -> None:
    """Our ledger says ``ours``; the registry, asked ``asked`` ago, said ``registry``."""
    now = timezone.now()
    address = address_for(channel)
    if ours:
        said = NewMovement(
            brand_id=brand.pk,
            recipient_type=kind,
            channel=channel,
            address=address,
            status=ours,
            origin="FORM",
            source="HS_WEB",
            consented_at=now - 5 * HOUR,
            retailer_code=retailer,
        )
        record(actor, [said])
    if registry:
        answers = [RegistryAnswer(address, registry, "istek-1")]
        note(actor.firm_id, brand.pk, channel, kind, answers, now - asked)


def verdict(actor: Actor, brand: Brand, channel: str, kind: str, **more: object) -> Verdict:
    fields = {"message_class": "TICARI", "firm_id": actor.firm_id, "brand_id": brand.pk, **more}
    return ask(Question(channel=channel, **fields), address_for(channel), kind).verdict


# (what we hold, what the registry said, verdict for an individual, verdict for a merchant)
TABLE = [
    ("ONAY", "ONAY", Verdict.CONSENTED, Verdict.MERCHANT),  # S-046
    ("", "YOK", Verdict.NO_RECORD, Verdict.MERCHANT),  # S-047, S-049
    ("", "RET", Verdict.REFUSED, Verdict.REFUSED),  # S-048, S-050
    ("RET", "ONAY", Verdict.REFUSED, Verdict.REFUSED),  # the refusal that is on its way
    ("ONAY", "", Verdict.NOT_VERIFIED, Verdict.NOT_VERIFIED),
    ("ONAY", "ONAYSIZ", Verdict.NOT_RECORDED, Verdict.NOT_VERIFIED),  # S-028, S-038
    ("", "", Verdict.NOT_VERIFIED, Verdict.NOT_VERIFIED),  # fails closed
    ("", "ONAY", Verdict.CONSENTED, Verdict.MERCHANT),  # given at the registry itself
]


@pytest.mark.requirement(
    "S-046", "S-047", "S-048", "S-049", "S-050", "S-013", "S-028", "S-038", "T7"
)
@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize(("ours", "registry", "individual", "merchant"), TABLE)
def test_the_table_decides_for_every_channel_and_recipient_type(
    actor: Actor,
    brand: Brand,
    channel: str,
    ours: str,
    registry: str,
    individual: Verdict,
    merchant: Verdict,
) -> None:
    for kind, expected in zip(TYPES, (individual, merchant), strict=True):
        given(actor, brand, channel, kind, ours=ours, registry=registry)
        assert verdict(actor, brand, channel, kind) is expected


@pytest.mark.requirement("S-001")
def test_a_consent_to_messages_is_not_used_for_calls(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY")
    given(actor, brand, "ARAMA", "BIREYSEL", registry="YOK")
    assert verdict(actor, brand, "MESAJ", "BIREYSEL") is Verdict.CONSENTED
    assert verdict(actor, brand, "ARAMA", "BIREYSEL") is Verdict.NO_RECORD


@pytest.mark.requirement("S-051", "S-023")
@pytest.mark.parametrize("kind", TYPES)
def test_an_informational_message_needs_no_consent(actor: Actor, brand: Brand, kind: str) -> None:
    given(actor, brand, "MESAJ", kind, ours="RET", registry="RET")
    found = verdict(actor, brand, "MESAJ", kind, message_class="BILGILENDIRME")
    assert found is Verdict.EXEMPT_CONTENT


@pytest.mark.requirement("S-052")
def test_an_exempt_sender_reaches_only_those_within_its_exemption(
    actor: Actor, brand: Brand
) -> None:
    within = verdict(actor, brand, "MESAJ", "BIREYSEL", exempt_when="r.phone LIKE '+90532%%'")
    outside = verdict(actor, brand, "MESAJ", "BIREYSEL", exempt_when="r.phone LIKE '+90533%%'")
    assert (within, outside) == (Verdict.EXEMPT_SENDER, Verdict.OUTSIDE_EXEMPTION)


@pytest.mark.requirement("S-018")
def test_an_old_answer_of_the_registry_is_no_answer(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY", asked=25 * HOUR)
    assert verdict(actor, brand, "MESAJ", "BIREYSEL") is Verdict.NOT_VERIFIED
    patient = verdict(actor, brand, "MESAJ", "BIREYSEL", fresh_for=timedelta(hours=26))
    assert patient is Verdict.CONSENTED


def test_a_refusal_is_believed_however_old_the_answer_is(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", registry="RET", asked=900 * HOUR)
    assert verdict(actor, brand, "MESAJ", "BIREYSEL") is Verdict.REFUSED


def test_an_older_answer_never_replaces_a_newer_one(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", registry="RET", asked=HOUR)
    given(actor, brand, "MESAJ", "BIREYSEL", registry="ONAY", asked=2 * HOUR)
    assert verdict(actor, brand, "MESAJ", "BIREYSEL") is Verdict.REFUSED


@pytest.mark.requirement("S-054", "S-056")
def test_a_consent_serves_no_other_brand_and_no_other_firm(
    actor: Actor, brand: Brand, other_brand: Brand
) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY")
    assert verdict(actor, other_brand, "MESAJ", "BIREYSEL") is Verdict.NOT_VERIFIED
    stranger = make_firm("Başka")
    with firm_scope(stranger.pk):
        theirs = make_brand(stranger, "100001")
        other = system(stranger.pk, "Deneme")
        assert verdict(other, theirs, "MESAJ", "BIREYSEL") is Verdict.NOT_VERIFIED
        borrowed = verdict(other, brand, "MESAJ", "BIREYSEL")
        assert borrowed is Verdict.NOT_VERIFIED


@pytest.mark.requirement("S-055")
def test_a_dealer_uses_only_the_consents_that_he_was_given(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY", retailer=20000001)
    own = verdict(actor, brand, "MESAJ", "BIREYSEL", retailer_code=20000001)
    other = verdict(actor, brand, "MESAJ", "BIREYSEL", retailer_code=20000002)
    assert (own, other) == (Verdict.CONSENTED, Verdict.NOT_FOR_DEALER)


def test_without_a_brand_no_commercial_message_goes(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY")
    assert verdict(actor, brand, "MESAJ", "BIREYSEL", brand_id=None) is Verdict.NO_BRAND


def test_the_answer_carries_what_was_known_at_that_minute(actor: Actor, brand: Brand) -> None:
    given(actor, brand, "MESAJ", "BIREYSEL", ours="ONAY", registry="ONAY")
    question = Question("TICARI", actor.firm_id, brand.pk)
    evidence = ask(question, address_for("MESAJ"), "BIREYSEL").evidence
    assert evidence is not None
    assert (evidence["status"], evidence["registry"]) == ("ONAY", "ONAY")
    assert (evidence["source"], evidence["movement"]) == ("HS_WEB", 1)
    assert evidence["registry_ref"] == "istek-1"


def test_an_unknown_class_is_a_programming_error(actor: Actor) -> None:
    with pytest.raises(ValueError, match="unknown message class"):
        ask(Question("REKLAM", actor.firm_id), "+905321234567", "BIREYSEL")


def test_every_row_of_the_table_names_its_rule_and_the_last_one_holds_always() -> None:
    assert all(row.rule for row in COMMERCIAL)
    assert COMMERCIAL[-1].when == "TRUE"
    assert not COMMERCIAL[-1].verdict.goes


def test_messaging_shows_the_gates_verdicts_under_the_same_codes_and_words() -> None:
    for one in Verdict:
        assert MessagingVerdict(one.value).label == one.label
