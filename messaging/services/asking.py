"""Whom a commercial campaign must ask the registry about, and the asking (S-010, S-018).

Once before it is prepared (all its people), and again right before hand-over (those whose
answer has grown older than the firm allows). HTTP: no transaction may be open.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db import connection

from iys_consent import unasked
from iys_consent.gate import COMMERCIAL, Question
from iys_consent.models import ConsentRecord, RecipientType
from iys_consent.services import accounts, questions
from messaging.models import Campaign, CampaignState, Message, MessageState
from messaging.services import rules
from messaging.services.audiences import audience_of
from messaging.sql.audience import question_of, reachable_sql
from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.contract import IysGateway
from turkcell_hub.planner import MANY, plan_anew
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

Sql = tuple[str, list[object]]
# So many addresses are read at once; a larger audience is read again for the rest.
ROUND = 20_000
# How far ahead of the sending an answer is renewed: more would be old again when its turn comes.
AHEAD = 10_000


def account_for(campaign: Campaign) -> GatewayAccount | None:
    """The connection that must be asked; None where nothing has to be asked or there is none
    (then the gate stops what it cannot verify)."""
    hangs_on_it = campaign.message_class == COMMERCIAL and campaign.brand_id is not None
    if not hangs_on_it or campaign.exempt_sender or campaign.brand is None:
        return None
    return accounts.to_ask(campaign.brand)


def question_for(campaign: Campaign) -> Question:
    """The gate's question on a campaign as it stands, at hand-over."""
    held = rules.in_force(campaign.firm_id)
    return Question(
        campaign.message_class,
        campaign.firm_id,
        campaign.brand_id,
        exempt_when="TRUE" if campaign.exempt_sender else "",
        dealer_id=campaign.dealer_id,
        fresh_for=held.registry_fresh_for,
        recheck_after=held.registry_recheck_after,
    )


def ask_about_audience(
    actor: Actor, campaign: Campaign, alive: Callable[[], None] = lambda: None
) -> None:
    """Asks about everybody whom the campaign could reach and whose answer is too old or missing.
    Does nothing where nobody needs to be asked. Raises ``Invalid`` as ``audience_of`` does, and
    the ``gateways.errors`` family."""
    account = account_for(campaign)
    if account is None:
        return
    audience = audience_of(actor, campaign)
    people, params = reachable_sql(audience)
    _ask_all(account, campaign, (people, params), question_of(audience), alive)


def ask_about_messages(
    campaign: Campaign, batch_no: int, alive: Callable[[], None] = lambda: None
) -> None:
    """Asks anew about those whose message is still to be handed over, from this batch on."""
    account = account_for(campaign)
    if account is None:
        return
    waiting = _waiting(campaign.pk, batch_no, AHEAD)
    _ask_all(account, campaign, waiting, question_for(campaign), alive)


def is_stale(campaign: Campaign, batch_no: int) -> bool:
    """Whether somebody of this batch must be asked about again before it may go."""
    found = unasked.in_bulk(question_for(campaign))
    waiting, params = _waiting(campaign.pk, batch_no, only=True)
    sql = f"SELECT EXISTS (SELECT 1 FROM ({waiting}) r {found.joins} WHERE {found.condition})"
    with connection.cursor() as cursor:
        cursor.execute(sql, [*params, *found.params])
        return bool(cursor.fetchone()[0])


def first_waiting(campaign: Campaign) -> int | None:
    """The number of the first batch that is still to be handed over."""
    pending = Message.objects.filter(campaign=campaign, state=MessageState.PENDING)
    return pending.order_by("batch_no").values_list("batch_no", flat=True).first()


def draft_problem(actor: Actor, campaign: Campaign) -> str:
    """Asks before a pre-flight. Why it could not be asked (Turkish), "" when it was: then the
    pre-flight names those people as unasked, and sending waits for İYS."""
    try:
        ask_about_audience(actor, campaign)
    except GatewayError as error:
        account = account_for(campaign)
        if account is not None:
            account_health.note_failure(account, error)
        return account_health.explain(error)
    return ""


def _ask_all(
    account: GatewayAccount,
    campaign: Campaign,
    people: Sql,
    question: Question,
    alive: Callable[[], None],
) -> None:
    brand = Brand.objects.get(pk=campaign.brand_id)
    found = unasked.in_bulk(question)
    if not (keys := _keys(people, found)) and not _keys(people, unasked.one_by_one(question), 1):
        return
    with connections.registry(account) as gateway:
        before: list[tuple[str, str]] = []
        asked = 0
        while keys and keys != before:
            _ask(gateway, brand, keys, alive)
            before, asked = keys, asked + len(keys)
            keys = _keys(people, found) if len(keys) == ROUND else []
        if asked >= MANY:
            plan_anew(ConsentRecord)  # the campaign that asked joins them next
        _ask_merchants(gateway, brand, people, question, alive)
    account_health.note_success(account)


def _ask(
    gateway: IysGateway, brand: Brand, keys: list[tuple[str, str]], alive: Callable[[], None]
) -> None:
    by_type: dict[str, list[str]] = defaultdict(list)
    for phone, recipient_type in keys:
        by_type[recipient_type].append(phone)
    for recipient_type, phones in by_type.items():
        questions.ask(gateway, brand, recipient_type, phones, alive=alive)


def _ask_merchants(
    gateway: IysGateway, brand: Brand, people: Sql, question: Question, alive: Callable[[], None]
) -> None:
    left = questions.singles_left(rules.in_force(brand.firm_id).registry_singles_per_hour)
    if not left:
        return
    keys = _keys(people, unasked.one_by_one(question), left)
    merchants = [phone for phone, kind in keys if kind == RecipientType.MERCHANT]
    questions.ask_singly(gateway, brand, merchants, alive=alive)


def _keys(people: Sql, found: unasked.Unasked, most: int = ROUND) -> list[tuple[str, str]]:
    sql = (
        f"SELECT DISTINCT r.phone, r.recipient_type FROM ({people[0]}) r {found.joins}"
        f" WHERE {found.condition} LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*people[1], *found.params, most])
        rows: list[tuple[str, str]] = cursor.fetchall()
    return rows


def _waiting(campaign_id: int, batch_no: int, most: int | None = None, only: bool = False) -> Sql:
    """Messages that are still to be handed over: of one batch, or from it on."""
    sql = (
        f"SELECT m.phone, m.recipient_type FROM {Message._meta.db_table} m"
        f" WHERE m.campaign_id = %s AND m.batch_no {'=' if only else '>='} %s"
        f" AND m.state = {int(MessageState.PENDING)}"
    )
    params: list[Any] = [campaign_id, batch_no]
    if most is not None:
        sql += " ORDER BY m.batch_no, m.seq LIMIT %s"
        params.append(most)
    return sql, params


def is_open(campaign: Campaign) -> bool:
    return campaign.state in (CampaignState.PREPARING, CampaignState.SENDING)
