"""The documents tell the truth: commands exist, queries run, links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.db import connection

from messaging.models import Campaign, CampaignState
from tests.support.messaging import make_account
from turkcell_hub.embedded.commands import _OWN
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.services import queue
from turkcell_hub.outbox.states import FINAL, State
from turkcell_hub.tenancy.models import Firm

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md"), *DOCS.glob("decisions/*.md")])
GUIDES = [ROOT / "README.md", DOCS / "operations.md"]
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUERY = re.compile(r"`(SELECT [^`]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def names(path: Path) -> set[str]:
    return set(COMMAND.findall(path.read_text(encoding="utf-8"))) - set(_OWN) - {"help"}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_each_command_that_a_guide_names_exists_and_explains_itself(path: Path) -> None:
    found = get_commands()
    assert names(path)
    for name in names(path):
        app = found[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        text = command.create_parser("manage.py", name).format_help()
        assert name in text


def anchors(path: Path) -> set[str]:
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    # "İ" becomes two characters in small letters; a page of GitHub keeps the dot as well.
    return {
        re.sub(r"[^\w\u0307\- ]", "", heading.lower()).replace(" ", "-") for heading in headings
    }


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_each_link_and_picture_of_the_documents_is_there(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target:
            continue
        file, _hash, anchor = target.partition("#")
        goal = (path.parent / file).resolve() if file else path
        assert goal.exists(), f"{path.name} -> {target}"
        if anchor and goal.suffix == ".md":
            assert anchor in anchors(goal), f"{path.name} -> {target}"


@pytest.mark.django_db
def test_each_query_of_the_operations_guide_runs() -> None:
    queries = QUERY.findall((DOCS / "operations.md").read_text(encoding="utf-8"))
    assert len(queries) >= 7
    for query in queries:
        with connection.cursor() as cursor:
            cursor.execute(query)


def test_after_a_restore_nothing_goes_again_before_the_operator_is_asked(in_firm: Firm) -> None:
    account = make_account(in_firm)
    ranges = [queue.Range(n, n * 10 + 1, n * 10 + 5, 5) for n, _state in enumerate(State)]
    queue.enqueue(account, "sms", 1, ranges)
    for number, state in enumerate(State):
        Batch.objects.filter(number=number).update(state=state)
    preparing = Campaign.objects.create(
        firm_id=account.firm_id,
        name="Yarım kalan",
        state=CampaignState.PREPARING,
        message_class="BILGILENDIRME",
    )
    script = (DOCS / "after-restore.sql").read_text(encoding="utf-8")
    script = script.replace("BEGIN;", "").replace("COMMIT;", "")  # the test's transaction
    with connection.cursor() as cursor:
        cursor.execute(script)
    after = {State(row.state) for row in Batch.objects.all()}
    assert after == FINAL | {State.UNKNOWN, State.NEEDS_PERSON}
    held = Batch.objects.get(number=list(State).index(State.HELD))
    assert (held.state, held.halt) == (State.UNKNOWN, "HOLD")
    assert Lane.objects.get(account=account).paused
    preparing.refresh_from_db()
    assert preparing.state == CampaignState.DRAFT
