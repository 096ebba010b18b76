"""A firm with hundreds of thousands of subscribers, and the fake operator it sends through."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from messaging.models import Campaign, Group, Message, MessageClass, Subscriber
from messaging.services import campaigns, drafts, preflight, preparing
from tests.benchmarks.support.measure import sql
from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import make_brand, make_firm, make_member
from tests.support.messaging import load_credit, make_account, send_at_any_hour
from turkcell_hub import celery as _celery  # noqa: F401  (nudges go to the real broker)
from turkcell_hub.outbox.dispatch import run_lane
from turkcell_hub.outbox.models import Batch, Lane
from turkcell_hub.outbox.states import PASSING
from turkcell_hub.tenancy.actor import Actor, of_membership, system
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount, Role
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import identities

TEXT = "Sayın {ad_soyad|müşterimiz}, siparişiniz hazır. Mağazamızdan alabilirsiniz."
# What a commercial campaign's text must hold; its length in parts is that of TEXT.
ADVERT = (
    "{ad_soyad|Müşterimiz}, Kampanya: %20 indirim. Ege Tekstil A.Ş. Mersis 0123456789000015 Tel"
)
ADVERT += " 02324440011 Ret: RET yaz 4605"
USERNAME, PASSWORD = "5320000000", "dogru-sifre"
_names = itertools.count(1)

# One in fifty is on the blacklist, one in a hundred has left: some are stopped, as in life.
_SUBSCRIBERS = """
INSERT INTO messaging_subscriber (firm_id, kind, recipient_type, first_name, last_name, phone,
    tckn, tckn_mark, usage_places, special_code, fields, is_active, search_key, sort_key,
    created_at, updated_at)
SELECT %s, 'DIGER', 'BIREYSEL', (ARRAY['Ayşe','Mehmet','Zeynep','Can','Elif','Murat'])[1 + n %% 6],
    (ARRAY['Yılmaz','Kaya','Demir','Çelik','Şahin'])[1 + n %% 5] || n,
    '+9053' || lpad((n::bigint * 7919 %% 100000000)::text, 8, '0'), '', '', '{SMS,OTP}', '', '{}',
    n %% 100 <> 7, 'aranan ' || n, 'sira ' || n, now(), now()
FROM generate_series(1, %s) n
"""


# The registry's answers in place, as an asked campaign leaves them: one in twenty has not
# consented.
_ADDRESSES = """
INSERT INTO iys_consent_consentaddress (firm_id, brand_id, recipient_type, address, kind,
    first_name, last_name, search_key, sort_key, created_at)
SELECT firm_id, %s, 'BIREYSEL', phone, 'TELEFON', '', '', phone, '', now()
FROM messaging_subscriber WHERE firm_id = %s ON CONFLICT DO NOTHING
"""
_RECORDS = """
INSERT INTO iys_consent_consentrecord (firm_id, address_id, brand_id, recipient_type, channel,
    recipient, status, source, consented_at, effective_at, movement_seq, registry_status,
    registry_at, registry_ref, retailer_codes)
SELECT firm_id, id, brand_id, recipient_type, 'MESAJ', address, 'ONAY', 'HS_WEB', now(), now(), id,
    CASE WHEN id %% 20 = 7 THEN 'ONAYSIZ' ELSE 'ONAY' END, now(), 'istek', '{}'
FROM iys_consent_consentaddress WHERE firm_id = %s ON CONFLICT DO NOTHING
"""


@dataclass
class Scene:
    """A firm, one who may send, its account, and a group of all its subscribers. ``brand``: its
    campaigns are commercial."""

    firm: Firm
    actor: Actor
    account: GatewayAccount
    group: Group
    rows: int
    brand: Brand | None = None
    operator_pid: int | None = None

    def draft(self, text: str = TEXT) -> Campaign:
        """A campaign for the whole group with its forecast made, ready to be sent."""
        what: dict[str, object] = {
            "message_class": MessageClass.INFORMATIONAL, "exemption": "BENZER"
        }  # fmt: skip
        if self.brand is not None:
            what = {"message_class": MessageClass.COMMERCIAL, "brand": self.brand}
            text = ADVERT if text == TEXT else text
        with firm_scope(self.firm.pk):
            draft = drafts.create(
                self.actor,
                {
                    "text": text,
                    "groups": [self.group],
                    **what,
                },
            )
            preflight.run(self.actor, draft)
        return draft

    def prepare(self, draft: Campaign) -> Campaign:
        """Submits and prepares, as the worker does."""
        with firm_scope(self.firm.pk):
            campaigns.submit(self.actor, draft)
            preparing.prepare(draft.pk)
            prepared = Campaign.objects.get(pk=draft.pk)
        if not prepared.sendable:
            raise RuntimeError(f"nothing was prepared: {prepared.problem}")
        return prepared

    def dispatch(self) -> None:
        """Runs the lane until nothing is left to hand over."""
        while self.open_batches():
            run_lane(self.account.pk)

    def open_batches(self) -> int:
        with firm_scope(self.firm.pk):
            return Batch.objects.filter(state__in=[state.value for state in PASSING]).count()

    def set_account(self, **fields: object) -> None:
        with firm_scope(self.firm.pk):
            for name, value in fields.items():
                setattr(self.account, name, value)
            self.account.save()


def make_scene(
    rows: int, operator: FakeOperator | None = None, *, commercial: int = 0, **account: object
) -> Scene:
    """``rows`` subscribers in one group, 2 % of them on the blacklist, 1 % inactive.
    ``commercial``: campaigns are commercial, İYS has been asked about everybody."""
    firm = make_firm("Ege Tekstil")
    actor = of_membership(make_member(firm, Role.ADMIN))
    url = operator.process.url + "/api/api/integration" if operator else "http://127.0.0.1:9"
    made = make_account(firm, base_url=url, username=USERNAME, password=PASSWORD, **account)
    load_credit(firm, 2_000_000_000)
    group = make_people(firm, rows)
    with firm_scope(firm.pk):
        rows = Subscriber.objects.count()
        brand = _consents(firm) if commercial else None
    sql("VACUUM ANALYZE")
    pid = operator.process.pid if operator else None
    return Scene(firm, actor, made, group, rows, brand, pid)


def _consents(firm: Firm) -> Brand:
    """A brand for which nineteen of twenty have consented, and what commercial texts need."""
    firm.legal_name = "Ege Tekstil A.Ş."
    firm.save()
    portal = system(firm.pk, "Ölçüm")
    identities.change(
        portal,
        {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"},
    )
    send_at_any_hour(firm)
    brand = make_brand(firm, "100001")
    sql(_ADDRESSES, brand.pk, firm.pk)
    sql(_RECORDS, firm.pk)
    return brand


def make_people(firm: Firm, rows: int) -> Group:
    """``rows`` subscribers, and the group of them all."""
    with firm_scope(firm.pk):
        sql(_SUBSCRIBERS, firm.pk, rows)
        group = Group.objects.create(firm=firm, name=f"Herkes {next(_names)}")
        sql(
            "INSERT INTO messaging_groupmember (firm_id, group_id, subscriber_id)"
            " SELECT firm_id, %s, id FROM messaging_subscriber WHERE firm_id = %s",
            group.pk, firm.pk,
        )  # fmt: skip
        sql(
            "INSERT INTO messaging_blacklistentry (firm_id, phone, source, origin, reason,"
            " added_by, created_at)"
            " SELECT firm_id, phone, 'FIRMA', '', 'istemiyor', 'Ölçüm', now()"
            " FROM messaging_subscriber WHERE firm_id = %s AND id %% 50 = 3",
            firm.pk,
        )  # fmt: skip
    return group


def forget_messages() -> None:
    """Empties what a round has written, so that each begins with the same tables."""
    tables = f"{Message._meta.db_table}, {Batch._meta.db_table}"
    sql(f"TRUNCATE {tables} CASCADE")
    sql(f"DELETE FROM {Lane._meta.db_table}")
    sql("CHECKPOINT")


@dataclass
class FakeOperator:
    """The fake operator as a process of its own, with one Mesaj Üssü account."""

    process: FakeOperatorProcess
    control: ControlClient


@contextmanager
def fake_operator(**settings_of_account: object) -> Iterator[FakeOperator]:
    """Runs it; reports never come by themselves unless ``report_delay`` is given."""
    folder = Path(tempfile.mkdtemp(prefix="bench-operator-"))
    wanted = {
        "senders": ["EGETEKSTIL"],
        "balance": 2_000_000_000,
        "report_delay": [86_400, 86_400],
        "commercial_hours": None,  # measured at night, too
        **settings_of_account,
    }
    try:
        with FakeOperatorProcess(folder) as process:
            settings.FAKE_OPERATOR_URL = os.environ["FAKE_OPERATOR_URL"] = process.url
            control = ControlClient(process.url)
            control.create_account(USERNAME, "mesajussu", PASSWORD, **wanted)
            yield FakeOperator(process, control)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
