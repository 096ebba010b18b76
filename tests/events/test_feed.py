"""The change feed: whoever follows it ends equal to the source."""

from __future__ import annotations

import threading
import time
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from invoices.models import Bill
from invoices.services import intake
from messaging.models import Campaign, CampaignCount, Group
from tests.api.conftest import Caller
from tests.erp.world import put
from tests.support import bills
from tests.support.firms import make_code, make_firm, make_key, make_member
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.errors import HubError
from turkcell_hub.events.selectors import feed
from turkcell_hub.events.services import epochs
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope

# Only what is committed is told, so these tests commit.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(db: None) -> Any:
    firm = make_firm("Ege Tekstil")
    with firm_scope(firm.pk):
        yield actors.system(firm.pk, "okuyan")


def settle() -> None:
    """Waits until all that was committed so far may be told.

    The horizon is the server's: it stands still while a test in another database of the
    same server holds a transaction open.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        [(mine,)] = cursor.fetchall()
        for _wait in range(6000):
            cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
            if cursor.fetchall()[0][0] > mine:
                return
            time.sleep(0.01)
    raise AssertionError("an older transaction stayed open for a minute")


def page(*asked: Any) -> feed.Page:
    settle()
    return feed.page(*asked)


def follow(reader: Any, copy: dict[int, bool], after: str, limit: int = 7) -> str:
    """Reads on as a consumer does, until there is no more."""
    while True:
        told = page(reader, after, limit, ["group"])
        for change in told.changes:
            copy.pop(change.object_id, None)
            if not change.deleted:
                copy[change.object_id] = True
        after = told.next
        if not told.has_more:
            return after


def test_a_reader_who_is_stopped_anywhere_ends_equal(reader: Any) -> None:
    random, copy, after = Random(11), {}, ""  # noqa: S311 - any order will do
    for step in range(60):
        ids = list(Group.objects.values_list("pk", flat=True))
        if ids and random.random() < 0.35:
            Group.objects.filter(pk=random.choice(ids)).delete()
        elif ids and random.random() < 0.5:
            Group.objects.filter(pk=random.choice(ids)).update(description=str(step))
        else:
            Group.objects.create(firm_id=reader.firm_id, name=f"Grup {step}")
        if random.random() < 0.3:
            after = follow(reader, copy, after)
    follow(reader, copy, after)
    assert set(copy) == set(Group.objects.values_list("pk", flat=True))
    fresh: dict[int, bool] = {}
    follow(reader, fresh, "")  # somebody who slept all the time
    assert fresh == copy


def test_nothing_is_told_before_an_older_change_has_been_decided(reader: Any) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        with firm_scope(reader.firm_id), transaction.atomic():
            Group.objects.create(firm_id=reader.firm_id, name="Yavaş")
            begun.set()
            go_on.wait(20)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert begun.wait(20)
    Group.objects.create(firm_id=reader.firm_id, name="Hızlı")
    early = feed.page(reader, "", 10, ["group"])
    go_on.set()
    thread.join(20)
    late = page(reader, early.next, 10, ["group"])
    assert (len(early.changes), len(late.changes)) == (0, 2)


def test_a_refresh_that_changes_nothing_is_no_change(reader: Any) -> None:
    firm = Firm.objects.get(pk=reader.firm_id)
    row = {"code": "P1", "name": "Saha"}
    put(firm, MirrorKind.PROJECT, row)
    first = page(reader, "", 10, ["erp_project"])
    put(firm, MirrorKind.PROJECT, row)
    assert page(reader, first.next, 10, ["erp_project"]).changes == ()
    put(firm, MirrorKind.PROJECT, {**row, "name": "Yeni saha"})
    assert len(page(reader, first.next, 10, ["erp_project"]).changes) == 1


def test_a_campaign_changes_with_its_counters_and_a_bill_with_its_state(reader: Any) -> None:
    campaign = Campaign.objects.create(firm_id=reader.firm_id, name="Kış", text="Merhaba")
    intake.from_file(reader, bills.printed("single"), "fatura.xml")
    kinds = ["bill", "campaign"]
    first = page(reader, "", 10, kinds)
    assert sorted(change.kind for change in first.changes) == kinds
    assert not any(change.deleted for change in first.changes)
    count = CampaignCount.objects.create(firm_id=reader.firm_id, campaign=campaign, state=10)
    counted = page(reader, first.next, 10, kinds)
    CampaignCount.objects.filter(pk=count.pk).update(messages=3)
    Bill.objects.update(state="ASIDE")
    moved = page(reader, counted.next, 10, kinds)
    assert [one.object_id for one in counted.changes] == [campaign.pk]
    assert [one.kind for one in moved.changes] == ["campaign", "bill"]
    Campaign.objects.filter(pk=campaign.pk).delete()
    [gone] = page(reader, moved.next, 10, kinds).changes
    assert (gone.kind, gone.deleted) == ("campaign", True)


def test_a_hidden_record_is_told_as_one_that_is_not_there(reader: Any) -> None:
    firm = Firm.objects.get(pk=reader.firm_id)
    Group.objects.create(firm=firm, name="Gizli", authority_code=make_code(firm, "YON"))
    key, _secret = make_key(firm, ["events.feed.view", "messaging.group.view"])
    [change] = page(actors.of_key(key)).changes
    assert change.deleted


def test_the_feed_by_rest_names_unknown_kinds_and_old_cursors(reader: Any, settings: Any) -> None:
    settings.API_RATE_LIMITS = {}
    firm = Firm.objects.get(pk=reader.firm_id)
    Group.objects.create(firm=firm, name="Bayiler")
    admin = make_member(firm, "ADMIN")
    scopes = ["events.feed.view", "messaging.group.view"]
    call = Caller(make_key(firm, scopes, by=admin)[1])
    settle()
    answer = call.get("changes/").json()
    assert [(row["type"], row["deleted"]) for row in answer["results"]] == [("group", False)]
    assert call.get(answer["results"][0]["url"]).status_code == 200
    assert call.get(f"changes/?after={answer['next']}").json()["results"] == []
    assert call.get("changes/?kind=erp_account").status_code == 403
    assert call.get("changes/?kind=x").json()["code"] == "unknown_kind"
    assert call.get("changes/?after=x").json()["code"] == "invalid_cursor"
    assert call.get("changes/?limit=0").status_code == 400
    epochs.begin_anew()
    gone = call.get(f"changes/?after={answer['next']}")
    assert (gone.status_code, gone.json()["code"]) == (410, "cursor_gone")
    with pytest.raises(HubError):
        page(reader, answer["next"])
