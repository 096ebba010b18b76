"""The queue's and the lanes' lists, and what their actions refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.outbox.conftest import state_of
from tests.outbox.scripted import Operator, Room
from turkcell_hub import resources
from turkcell_hub.gateways.errors import OutOfFunds
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.words import OWN, trouble
from turkcell_hub.resources import Action
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount

Put = Callable[..., list[Batch]]
ROOT = Path(__file__).resolve().parents[2]


def action(slug: str, code: str) -> Action:
    return next(a for a in resources.get(slug).actions if a.code == code)


def cells(slug: str, actor: Actor) -> list[dict[str, object]]:
    resource = resources.get(slug)
    rows = resource.queryset(actor).order_by(*resource.ordering)
    return [{column.name: column.raw(row) for column in resource.columns} for row in rows]


def test_the_queue_shows_what_waits_and_why(
    put: Put, operator: Operator, account: GatewayAccount, actor: Actor
) -> None:
    put(size=7)
    operator.script.append(OutOfFunds("NO_BALANCE"))
    run_lane(account.pk)
    (row,) = cells("outbox-batches", actor)
    assert (row["state"], row["size"], row["error"]) == ("READY", 7, OWN["NO_BALANCE"])
    (lane,) = cells("outbox-lanes", actor)
    assert "bakiye yükleyip hattı açın" in str(lane["pause_reason"])
    assert (lane["waiting"], lane["doubtful"]) == (1, 0)


def test_a_waiting_batch_is_cancelled_from_the_list(put: Put, room: Room, actor: Actor) -> None:
    (batch,) = put()
    cancel = action("outbox-batches", "cancel")
    assert cancel.refusal is not None
    assert cancel.refusal(actor, batch) is None
    assert cancel.run is not None
    result = cancel.run(actor, Batch.objects.all(), {})
    assert result.touched == 1
    assert state_of(batch) == "CANCELLED"
    assert room.told == [("cancelled", batch.pk)]
    assert "işi bitti" in str(cancel.refusal(actor, batch))


def test_a_batch_in_doubt_can_only_be_decided(
    put: Put, operator: Operator, account: GatewayAccount, actor: Actor
) -> None:
    (batch,) = put()
    operator.script.append(ValueError("x"))
    run_lane(account.pk)
    batch.refresh_from_db()
    refusals = {
        a.code: a.refusal(actor, batch) if a.refusal else None
        for a in resources.get("outbox-batches").actions
    }
    assert refusals["resolve"] is None
    assert refusals["retry"]
    assert refusals["cancel"]
    resolve = action("outbox-batches", "resolve")
    assert resolve.run is not None
    resolve.run(actor, Batch.objects.all(), {"verdict": "not_sent_retry", "note": "soruldu"})
    assert state_of(batch) == "READY"


def test_a_lane_is_paused_and_opened_from_its_list(put: Put, actor: Actor) -> None:
    put()
    pause, resume = action("outbox-lanes", "pause"), action("outbox-lanes", "resume")
    assert pause.run is not None
    assert resume.run is not None
    pause.run(actor, Lane.objects.all(), {"note": "bakım"})
    lane = Lane.objects.get()
    assert (lane.paused, lane.pause_note) == (True, "bakım")
    assert pause.refusal is not None
    assert pause.refusal(actor, lane)
    resume.run(actor, Lane.objects.all(), {})
    assert not Lane.objects.get().paused


@pytest.mark.requirement("C-02", "S-065")
def test_credit_movements_are_listed_with_their_effect(in_firm: object, actor: Actor) -> None:
    credits.load(actor.firm_id, Kind.SMS, 100, "load", Reason.PURCHASE, actor)
    spent = credits.spend(actor.firm_id, Kind.SMS, 40, "spend", Reason.CAMPAIGN, actor)
    credits.refund(actor.firm_id, spent.pk, 10, "back", Reason.UNDELIVERED)
    credits.adjust(actor.firm_id, Kind.SMS, -5, "fix", Reason.OPERATOR_FIGURE, actor)
    rows = cells("credit-transfers", actor)
    assert [row["change"] for row in rows] == [-5, 10, -40, 100]
    assert [str(row["reason"]) for row in rows][1:3] == ["İletilemedi", "Toplu gönderim"]
    assert rows[1]["of_id"] == spent.pk


# Written down by nobody who hands over: questions, forms and other doors say these.
ELSEWHERE = {
    "GEOCODER_REFUSED", "LOGIN_REFUSED_BEFORE", "NOT_OFFERED", "NO_ANSWER", "NO_CONSENT",
    "REFUSED", "SANDBOX_REFUSED", "UNKNOWN_NUMBER", "UNREACHABLE", "BAD_CREDENTIALS",
}  # fmt: skip
_RAISED = re.compile(
    r"(?:Refused|SlipRefused|NotAccepted|Busy|BadCredentials|OutOfFunds|Unknown|Broken|Unreachable)"
    r"\(\s*\"([A-Z_]+)\""
)
_WRITTEN = re.compile(r"\"?error_code\"?\s*[=:]\s*\"([A-Z_]+)\"")


@pytest.mark.requirement("S-068")
def test_every_reason_that_can_stand_in_the_queue_has_a_sentence() -> None:
    """Its code alone would tell nobody what happened or what to do."""
    codes = set()
    for room in ("turkcell_hub/gateways", "turkcell_hub/outbox", "turkcell_hub/erp",
                 "messaging", "iys_consent", "otp"):  # fmt: skip
        for path in (ROOT / room).rglob("*.py"):
            source = path.read_text()
            codes |= {*_RAISED.findall(source), *_WRITTEN.findall(source)}
    assert len(codes) > 40
    mute = {code for code in codes - ELSEWHERE if code in trouble(code)}
    assert mute == set()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("WORKER_LOST",), "yarıda kesildi"),
        (("REGISTRY_REFUSED", "H122", "Numara kullanımda değil"), "(H122 Numara kullanımda"),
        (("MERCHANT_UPDATE", "H462", "Tacir"), "Karşı taraf isteği kabul etmedi. (H462 Tacir)"),
        (("OperationalError", "", "server closed"), "beklenmeyen bir hata oluştu: Operational"),
        (("SOMETHING_NEW",), "hata oluştu (SOMETHING_NEW)."),
        (("", "17", "Kabul"), "17 Kabul"),
        (("",), ""),
    ],
)
def test_what_a_person_reads_of_a_hand_over_that_went_wrong(
    told: tuple[str, ...], said: str
) -> None:
    assert said in trouble(*told)
    assert not said or trouble(*told)[0] not in "("
