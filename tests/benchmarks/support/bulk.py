"""One bulk send from the submit to the last acceptance, our way and the naive way."""

from __future__ import annotations

import time

from messaging.models import Campaign, CampaignState, Message
from tests.benchmarks.support import naive
from tests.benchmarks.support.cpu import spent
from tests.benchmarks.support.measure import clock, sql
from tests.benchmarks.support.scene import Scene, forget_messages
from turkcell_hub.outbox.models import Batch
from turkcell_hub.tenancy.scope import firm_scope


def send_in_bulk(scene: Scene) -> float:
    """Recipients a second: submit, verdicts, texts, credit, batches, hand-over to the fake
    operator, and the operator's ids stored. Nothing is sampled: all of it is done."""
    forget_messages()
    draft = scene.draft()
    with clock() as seconds, spent(scene.operator_pid) as cpu:
        campaign = scene.prepare(draft)
        prepared = seconds()
        scene.dispatch()
    print(f"prepared in {prepared:.1f} s of {seconds():.1f}; {cpu.per_message(scene.rows)}")
    _check(scene, campaign)
    return scene.rows / seconds()


def send_naively(scene: Scene, recipients: int) -> float:
    """Recipients a second of one Celery task each, from the first ``delay`` to the last end.

    The worker runs already. Its rate does not depend on the length of the campaign, so a
    short one stands for a long one.
    """
    forget_messages()
    draft = scene.draft()
    with firm_scope(scene.firm.pk):
        Campaign.objects.filter(pk=draft.pk).update(state=CampaignState.SENDING)
        people = [
            row[0]
            for row in sql(
                "SELECT subscriber_id FROM messaging_groupmember WHERE group_id = %s"
                " ORDER BY subscriber_id LIMIT %s",
                scene.group.pk, recipients,
            )
        ]  # fmt: skip
        with clock() as seconds:
            for seq, person in enumerate(people, 1):
                naive.send_one.apply_async(
                    (scene.firm.pk, draft.pk, person, seq), queue=naive.QUEUE
                )
            _wait_for_naive(draft, len(people), 60 + recipients / 10)
    return len(people) / seconds()


def _wait_for_naive(campaign: Campaign, recipients: int, longest: float) -> None:
    ends = time.monotonic() + longest
    while time.monotonic() < ends:
        rows = Message.objects.filter(campaign=campaign)
        done = rows.filter(vendor_status__isnull=False).count() + rows.filter(credits=0).count()
        if done >= recipients:
            return
        time.sleep(0.05)
    raise RuntimeError("the naive sender did not finish")


def _check(scene: Scene, campaign: Campaign) -> None:
    """A figure counts only if everybody who should have got a message was handed over."""
    with firm_scope(scene.firm.pk):
        taken = Batch.objects.filter(subject_id=campaign.pk, state="ACCEPTED")
        handed = sum(taken.values_list("size", flat=True))
        named = sum(len(ids) for ids in taken.values_list("operator_ids", flat=True))
    if not (handed == named == campaign.sendable == campaign.credits > 0):
        raise RuntimeError(f"{handed} handed over, {named} ids, {campaign.sendable} sendable")
