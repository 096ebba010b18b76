"""The stage of ``consent``: a firm with two brands at a slow account and at İYS, two campaigns, and
refusals of days on which İYS could not be reached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings

from iys_consent import tasks as consent_tasks
from iys_consent.services import push_places
from iys_consent.services.movements import NewMovement, record
from messaging.models import Campaign, Subscriber
from messaging.services import drafts, inbound_policy, preflight
from tests.faults._consent_truth import TURKEY
from tests.faults._refusing import Network
from tests.faults._world import Place, World, people
from tests.support import registry_answers
from tests.support.firms import make_brand
from tests.support.messaging import send_at_any_hour
from tests.support.registry import load_quota
from turkcell_hub.tenancy.actor import system
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import identities

TEXT = "Kampanya: %20 indirim. Ege Tekstil A.Ş. Mersis 0123456789000015 Tel 0232 444 00 11"
# Said around Ramazan and Kurban bayramı, 28 October and new year.
FEASTS = (
    "2026-03-17 10:00", "2026-03-19 12:59", "2026-03-20 09:00", "2026-05-21 10:00",
    "2026-05-26 14:00", "2025-12-30 23:50", "2025-12-31 18:00", "2026-10-27 10:00",
)  # fmt: skip
_codes = iter(range(710_001, 800_000))


def place_of(stage: World, batch: int) -> tuple[Place, list[str]]:
    """The firm with its slow account, and the codes of its two brands."""
    codes = [str(next(_codes)), str(next(_codes))]
    return stage.place(
        "B", batch=batch, brand_codes=codes, commercial_hours=None, etk_line=""
    ), codes


@contextmanager
def network_up() -> Iterator[Network]:
    network, kept = Network(), settings.PUBLIC_URL
    settings.PUBLIC_URL = network.url
    try:
        yield network
    finally:
        settings.PUBLIC_URL = kept
        network.close()


def prepared(
    stage: World, place: Place, codes: Sequence[str], network: Network, pace: int
) -> tuple[list[Brand], GatewayAccount]:
    """Firm, brands and connections; İYS pushes the first brand's movements alone."""
    place.firm.legal_name = "Ege Tekstil A.Ş."
    place.firm.save()
    facts = {"mersis": "0123-4567-8900-0015", "phone": "0232 444 00 11", "refusal_number": "4605"}
    identities.change(system(place.firm.pk, "Deney"), facts)
    send_at_any_hour(place.firm)
    inbound_policy.add(place.actor, {"refusal_words": ["RET"], "confirms": False})
    GatewayAccount.objects.filter(pk=place.account.pk).update(pace_per_second=pace)
    push_url = f"{network.url}/hooks/sms/{place.account.push_token}/"
    stage.control.change_account(place.username, push_url=push_url)
    brands = [make_brand(place.firm, code, f"Marka {code}") for code in codes]
    account = registry_answers.connect(stage.control, place.firm, brands[0])
    account.options = {**account.options, "push_type": "CONSENT"}
    account.save()
    listed = [{"code": int(one.code), "name": one.name} for one in brands]
    stage.control.put_provider(int(codes[0]), title=place.firm.name, brands=listed)
    stage.control.change_registry(processing_delay=0, changes_lag=0, push_https_only=False)
    load_quota(place.firm, 100_000)
    push_places.look(push_places.turn_on(place.actor, brands[0]).pk)
    return brands, account


def campaign(stage: World, place: Place, brand: Brand, messages: int) -> tuple[Campaign, list[str]]:
    group = people(place, messages)
    rows = Subscriber.objects.filter(group_places__group=group).order_by("pk")
    phones = list(rows.values_list("phone", flat=True))
    registry_answers.holds(stage.control, brand, "ONAY", *phones)
    data = {
        "text": f"{TEXT} Ret: RET yaz 4605", "message_class": "TICARI", "brand": brand,
        "groups": [group],
    }  # fmt: skip
    made = drafts.create(place.actor, data)
    preflight.run(place.actor, made)
    return made, phones


def outage(stage: World, place: Place, brand: Brand) -> dict[str, datetime]:
    """Refusals that were heard while İYS could not be reached; then the clock looks at them."""
    now = datetime.now(TURKEY).replace(microsecond=0)
    said = [now - timedelta(days=days, minutes=5) for days in range(10)]
    said += [datetime.fromisoformat(text).replace(tzinfo=TURKEY) for text in FEASTS]
    phones = [
        f"+9053{stage.seed % 10}{place.firm.pk % 100_000:05d}{n:02d}" for n in range(len(said))
    ]
    registry_answers.holds(stage.control, brand, "ONAY", *phones)
    changes = [
        NewMovement(
            brand.pk, "BIREYSEL", "MESAJ", phone, "RET", "FORM", "HS_CAGRI_MERKEZI",
            consented_at=at, received_at=at,
        )
        for phone, at in zip(phones, said, strict=True)
    ]  # fmt: skip
    record(system(place.firm.pk, "Deney"), changes)
    consent_tasks.clock()
    return dict(zip(phones, said, strict=True))
