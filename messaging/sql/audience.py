"""The audience of a campaign as one query: who, which text, how many parts, what verdict.

The same query answers the pre-flight (aggregated, nothing stored) and the preparation
(inserted as ``Message`` rows), so what was shown is what is done. It is nested in layers
fenced by ``OFFSET 0`` so that each expression is computed once a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from iys_consent import gate
from iys_consent.exemptions import within_sql
from messaging.models import MessageState, Subscriber, UsagePlace
from messaging.parameters import Piece
from messaging.sql.counting import coding_sql, parts_sql, shape_sql
from messaging.sql.rendering import text_sql
from messaging.verdicts import FIRST_BLOCK, Verdict
from turkcell_hub.lib.sms_parts import CountingProfile
from turkcell_hub.tenancy.models import Country

Sql = tuple[str, list[object]]

# The order in which a campaign is cut when credit is short: as they were recorded, bare numbers
# last in the order they came.
PLACE = "subscriber_id NULLS LAST, record"

# Numbers that an account of this country sends to.
_MOBILE = {
    Country.TURKIYE: "+905%%",
    Country.KKTC: "+905%%",
    Country.AZERBAYCAN: "+994%%",
}


# The chosen subscribers, once ``messaging.sql.chosen`` has put them there.
CHOSEN_TABLE = "audience_chosen"

# A text that comes out empty is not sent, so nothing is added to it.
WITH_SUFFIX = "CASE WHEN r.body = '' THEN '' ELSE r.body || %s END"


@dataclass(frozen=True)
class Audience:
    """What the query needs to know. ``code_ids`` None: the actor holds every Yetki Kodu.

    ``first_people``: of those who could get it only so many do, in ``PLACE`` order.
    ``filtered``: SQL that selects subscriber ids (the stored filter of "all that match").
    """

    firm_id: int
    campaign_id: int
    message_class: str
    pieces: Sequence[Piece]
    profile: CountingProfile
    country: str
    today: date
    brand_id: int | None = None
    dealer_id: int | None = None
    # How old the registry's answer on a person may be (dated rule of the firm).
    fresh_for: timedelta = gate.FRESH_FOR
    exempt_sender: str = ""  # it goes under this exemption (``iys_consent.exemptions``)
    code_ids: frozenset[int] | None = None
    filtered: Sql | None = None
    one_coding_per_batch: bool = False
    # A person who got so many commercial messages in seven days gets no more; None: no limit.
    weekly_cap: int | None = None
    cap_waits: bool = False
    first_people: int | None = None
    by_tckn: bool = False  # addressed by TCKN: the sealed value is copied, never opened here
    # Pairs of letters (from, to): what the service does not carry is written otherwise in the
    # people's own values; the text itself is refused for it before.
    plain: tuple[str, str] | None = None
    suffix: str = ""  # the operator adds it to each text: counted, not written into the row
    # The refusal (blacklist entry) that this very message confirms; it does not stop it.
    confirms_entry: int | None = None
    # Kullanım Yeri that a subscriber must carry to be reached from here (L-057).
    usage_place: str = UsagePlace.SMS.value
    rate: int = 1  # credits of one part (tariff of the message's kind)
    # An MMS is one part, and its text may be so long; None: counted in SMS lengths.
    mms_room: int | None = None
    is_gathered: bool = False  # the choices stand in ``CHOSEN_TABLE``


def chosen_sql(audience: Audience) -> Sql:
    """Every choice as (subscriber_id), with repetitions: people, groups, filter."""
    sql = (
        "SELECT subscriber_id FROM messaging_campaignrecipient"
        " WHERE campaign_id = %s AND subscriber_id IS NOT NULL"
        " UNION ALL SELECT gm.subscriber_id FROM messaging_groupmember gm"
        " JOIN messaging_campaign_groups cg ON cg.group_id = gm.group_id"
        " WHERE cg.campaign_id = %s"
    )
    params: list[object] = [audience.campaign_id, audience.campaign_id]
    if audience.filtered is not None:
        sql += f" UNION ALL ({audience.filtered[0]})"
        params += audience.filtered[1]
    return sql, params


def choices_sql(audience: Audience) -> Sql:
    """One number: how many times people that exist for the actor were chosen."""
    chosen, params = chosen_sql(audience)
    seen, seen_params = _seen_sql(audience)
    sql = (
        f"SELECT (SELECT count(*) FROM ({chosen}) c JOIN {Subscriber._meta.db_table} s"
        f" ON s.id = c.subscriber_id WHERE {seen}) + (SELECT count(*) FROM"
        " messaging_campaignrecipient WHERE campaign_id = %s AND subscriber_id IS NULL)"
    )
    return sql, [*params, *seen_params, audience.campaign_id]


def _seen_sql(audience: Audience) -> Sql:
    if audience.code_ids is None:
        return "s.firm_id = %s", [audience.firm_id]
    return (
        "s.firm_id = %s AND (s.authority_code_id IS NULL OR s.authority_code_id = ANY(%s))",
        [audience.firm_id, sorted(audience.code_ids)],
    )


def people_sql(audience: Audience) -> Sql:
    """Distinct people: subscribers that exist for the actor, and bare numbers."""
    chosen, params = chosen_sql(audience)
    if audience.is_gathered:
        chosen, params = f"SELECT subscriber_id FROM {CHOSEN_TABLE}", []
    seen, seen_params = _seen_sql(audience)
    params = [*params, *seen_params]
    sealed, address, bare = "NULL::text", "s.phone", "phone"
    if audience.by_tckn:
        sealed, address, bare = "NULLIF(s.tckn, '')", "s.tckn_mark", "''"
    sql = (
        "SELECT s.id AS subscriber_id, s.phone, s.first_name, s.last_name, s.special_code,"
        " s.fields, s.recipient_type, s.relation, s.is_active,"
        f" '{UsagePlace(audience.usage_place)}' = ANY(s.usage_places) AS for_sms,"
        f" s.id AS place, {sealed} AS sealed, {address} AS address"
        f" FROM {Subscriber._meta.db_table} s"
        f" WHERE s.id IN ({chosen}) AND {seen}"
        " UNION ALL SELECT NULL, phone, first_name, last_name, '', fields, recipient_type, '',"
        f" TRUE, TRUE, id, NULL::text, {bare}"
        " FROM messaging_campaignrecipient WHERE campaign_id = %s AND subscriber_id IS NULL"
    )
    return sql, [*params, audience.campaign_id]


def question_of(audience: Audience) -> gate.Question:
    """What the gate is asked about everybody of the audience."""
    return gate.Question(
        audience.message_class,
        audience.firm_id,
        audience.brand_id,
        exempt_when=within_sql(audience.exempt_sender) if audience.exempt_sender else "",
        exempt_sender=audience.exempt_sender,
        dealer_id=audience.dealer_id,
        fresh_for=audience.fresh_for,
    )


def reachable_sql(audience: Audience) -> Sql:
    """(phone, recipient_type) of people who could get the message if the gate lets them: of
    nobody else is the registry asked. Their own text is not looked at."""
    people, params = people_sql(audience)
    own = _MOBILE[Country(audience.country)].replace("%%", "%")
    sql = (
        f"SELECT p.phone, p.recipient_type FROM ({people}) p"
        " WHERE p.is_active AND p.for_sms AND p.phone LIKE %s AND NOT EXISTS (SELECT 1 FROM"
        " messaging_blacklistentry b WHERE b.firm_id = %s AND b.phone = p.phone)"
    )
    return sql, [*params, own, audience.firm_id]


def judged_sql(audience: Audience) -> Sql:
    """One row a person: subscriber_id, name, phone, text, parts, coding, recipient_type,
    verdict, evidence, seq.

    Verdicts are asked in the order of ``_verdict_sql``; of several people with one number
    the first who could get the message gets it.
    """
    people, people_params = people_sql(audience)
    text, text_params = text_sql(audience.pieces, audience.today)
    consent = gate.consent(question_of(audience))
    if audience.plain is not None:
        text = f"translate({text}, %s, %s)"
        text_params = [*text_params, *audience.plain]
    rendered = f"SELECT r.*, {text} AS body FROM ({people}) r OFFSET 0"
    paid, paid_params = "r.body", []
    if audience.suffix:
        paid, paid_params = "r.paid", [audience.suffix]
        rendered = f"SELECT r.*, {WITH_SUFFIX} AS paid FROM ({rendered}) r OFFSET 0"
    shaped = (
        f"SELECT r.*, {shape_sql(paid, audience.profile)} AS shape FROM ({rendered}) r OFFSET 0"
    )
    coding = "0"
    if audience.one_coding_per_batch:
        coding = coding_sql(paid, "r.shape", audience.profile)
    parts = parts_sql(paid, "r.shape", audience.profile)
    if audience.mms_room is not None:
        too_many = int(audience.profile.max_parts) + 1
        parts = (
            f"CASE WHEN {paid} = '' THEN 0 WHEN length({paid}) > {int(audience.mms_room)}"
            f" THEN {too_many} ELSE 1 END"
        )
    counted = f"SELECT r.*, {parts} AS parts, {coding} AS coding FROM ({shaped}) r OFFSET 0"
    gated = (
        f"SELECT r.*, {consent.verdict} AS gate, {consent.evidence} AS gate_evidence"
        f" FROM ({counted}) r {consent.joins} OFFSET 0"
    )
    verdict, verdict_params = _verdict_sql(audience)
    tired, tired_params = _tired_sql(audience)
    judged = (
        f"SELECT r.subscriber_id, r.place, r.phone, r.sealed, r.address, r.first_name,"
        f" r.last_name, r.body, r.parts,"
        f" r.coding, r.recipient_type, {verdict} AS verdict,"
        f" CASE WHEN b.id IS NOT NULL THEN jsonb_build_object('blacklist', b.id, 'reason',"
        f" b.reason, 'since', b.created_at) ELSE r.gate_evidence END AS evidence"
        f" FROM ({gated}) r LEFT JOIN messaging_blacklistentry b"
        f" ON b.firm_id = %s AND b.phone = r.phone AND b.id IS DISTINCT FROM %s"
        f" {tired} OFFSET 0"
    )
    params = [*verdict_params, *paid_params, *text_params, *people_params]
    params += [*consent.params, audience.firm_id, audience.confirms_entry, *tired_params]
    numbered = (
        "SELECT subscriber_id, btrim(first_name || ' ' || last_name) AS name, phone, sealed,"
        " body, parts, coding, recipient_type, evidence, place AS record,"
        f" CASE WHEN verdict < {FIRST_BLOCK} AND address = lag(address) OVER w"
        f" THEN {int(Verdict.DUPLICATE)} ELSE verdict END AS verdict,"
        " row_number() OVER w AS seq"
        f" FROM ({judged}) j WINDOW w AS (ORDER BY address, verdict >= {FIRST_BLOCK},"
        " subscriber_id NULLS LAST, place)"
    )
    if audience.first_people is None:
        return numbered, params
    cut = (
        "SELECT subscriber_id, name, phone, sealed, body, parts, coding, recipient_type, evidence,"
        " record,"
        f" CASE WHEN verdict < {FIRST_BLOCK} AND row_number() OVER (PARTITION BY"
        f" verdict < {FIRST_BLOCK} ORDER BY {PLACE}) > %s THEN {int(Verdict.LEFT_OUT)}"
        f" ELSE verdict END AS verdict, seq FROM ({numbered}) n"
    )
    return cut, [audience.first_people, *params]


def _tired_sql(audience: Audience) -> Sql:
    """Yorgunluk freni (idea 19): who has had his commercial messages of the last seven days, over
    all brands, groups and channels; those that failed or were stopped do not count. One pass
    over the week's messages, whatever the audience's size."""
    if not audience.weekly_cap:
        return "", []
    went = (MessageState.PENDING, MessageState.DELIVERED, MessageState.SENT_UNCONFIRMED)
    sql = (
        "LEFT JOIN (SELECT m.phone FROM messaging_campaign w"
        " JOIN messaging_message m ON m.campaign_id = w.id"
        " WHERE w.firm_id = %s AND w.message_class = 'TICARI'"
        " AND w.prepared_at > now() - interval '7 days' AND m.state = ANY(%s)"
        " GROUP BY m.phone HAVING count(*) >= %s) f ON f.phone = r.phone"
    )
    return sql, [audience.firm_id, [int(state) for state in went], audience.weekly_cap]


def _verdict_sql(audience: Audience) -> Sql:
    tired = Verdict.WEEKLY_CAP_WAITS if audience.cap_waits else Verdict.WEEKLY_CAP
    branches: list[tuple[str, Verdict | str]] = [
        ("NOT r.is_active", Verdict.INACTIVE),
        ("NOT r.for_sms", Verdict.NOT_FOR_SMS),
        *_address_branches(audience),
        ("b.source = 'ALICI'", Verdict.RECIPIENT_BLACKLIST),
        ("b.source = 'FIRMA'", Verdict.FIRM_BLACKLIST),
        (f"r.gate >= {FIRST_BLOCK}", "r.gate"),
        *([("f.phone IS NOT NULL", tired)] if audience.weekly_cap else []),
        ("r.parts = 0", Verdict.TEXT_EMPTY),
        ("r.parts < 0", Verdict.TEXT_NOT_EXPRESSIBLE),
        (f"r.parts > {int(audience.profile.max_parts)}", Verdict.TEXT_TOO_LONG),
    ]
    cases = " ".join(f"WHEN {condition} THEN {code!s}" for condition, code in branches)
    own = _MOBILE[Country(audience.country)].replace("%%", "%")
    others = sorted({one.replace("%%", "%") for one in _MOBILE.values()} - {own})
    confirms = audience.confirms_entry is not None
    goes = str(int(Verdict.REFUSAL_CONFIRMATION)) if confirms else "r.gate"
    return f"CASE {cases} ELSE {goes} END", [] if audience.by_tckn else [others, own]


def _address_branches(audience: Audience) -> list[tuple[str, Verdict | str]]:
    if audience.by_tckn:
        return [("r.sealed IS NULL", Verdict.NO_TCKN)]
    return [
        ("r.phone LIKE ANY(%s)", Verdict.OTHER_COUNTRY),
        ("r.phone NOT LIKE %s", Verdict.NOT_MOBILE),
    ]
