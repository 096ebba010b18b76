"""Consents of the brand that "one brand" may see and of the other, and what waits for İYS."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from iys_consent.models import (
    ConsentAddress,
    ConsentForm,
    ConsentFormText,
    ConsentTask,
    Dealer,
    PushPlace,
    RegistryCursor,
    RegistryDay,
    SyncRules,
    ViaConsent,
)
from iys_consent.services import movements
from iys_consent.services.movements import NewMovement
from tests.isolation.cast import Apart, World
from tests.isolation.marks import NOW, OPEN, OPEN_BLOCK, marked, number
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Brand

# These records are made of the brand that "one brand" may not see.
_OF_THE_OTHER = (
    "consent-tasks", "late-consents", "via-consents", "push-places", "registry-feeds",
    "registry-days", "consent-forms", "dealers",
)  # fmt: skip


def of_other_brand(world: World, slug: str, row: Any) -> None:
    world.apart[slug] = Apart("one brand", "key of one brand", row)


def consents(world: World) -> None:
    """One phone and one e-mail of the brand that "one brand" may see, and a phone of the other."""
    actor = system(world.firm.pk, marked(False, "izin"))
    channels = (("MESAJ", number(False, 700)), ("EPOSTA", f"{OPEN}-izin@example.com"))
    for channel, address in channels:
        _consent(actor, world.more["brand"], channel, address)
    _consent(actor, world.more["away"], "MESAJ", number(False, 701))
    _consent(actor, world.more["away"], "EPOSTA", f"{OPEN}-uzak@example.com")
    rows = ConsentAddress.objects
    world.rows["consents"] = rows.get(address=channels[0][1])
    world.rows["email-consents"] = rows.get(address=channels[1][1])
    of_other_brand(world, "consents", rows.get(address=number(False, 701)))
    of_other_brand(world, "email-consents", rows.get(address=f"{OPEN}-uzak@example.com"))


def _consent(actor: Actor, brand: Brand, channel: str, address: str) -> None:
    given = NewMovement(
        brand.pk, "BIREYSEL", channel, address, "ONAY", "FORM", "HS_WEB",
        consented_at=NOW, first_name=marked(False, "ad"),
    )  # fmt: skip
    movements.record(actor, [given])


def registry_queue(world: World) -> None:
    """A change that waits for İYS, and the rules of keeping the two equal."""
    made = movements.record(
        system(world.firm.pk, OPEN),
        [
            NewMovement(
                brand_id=world.more["away"].pk, recipient_type="BIREYSEL", channel="MESAJ",
                address=f"+{OPEN_BLOCK}701", status="ONAY", origin="FORM", source="HS_WEB",
                consented_at=timezone.now(), first_name=marked(False, "izin"),
            )
        ],
    )  # fmt: skip
    task = ConsentTask.objects.get(movement=made.movements[0])
    ConsentTask.objects.filter(pk=task.pk).update(state="HELD", text=marked(False, "neden"))
    world.rows["consent-tasks"] = task
    late = movements.record(
        system(world.firm.pk, OPEN),
        [
            NewMovement(
                brand_id=world.more["away"].pk, recipient_type="BIREYSEL", channel="MESAJ",
                address=f"+{OPEN_BLOCK}704", status="ONAY", origin="FORM", source="HS_WEB",
                consented_at=timezone.now() - dt.timedelta(days=20),
                first_name=marked(False, "geciken"),
            )
        ],
    )  # fmt: skip
    world.rows["late-consents"] = ConsentTask.objects.get(movement=late.movements[0])
    ConsentTask.objects.filter(pk=world.rows["late-consents"].pk).update(
        state="LATE", text=marked(False, "gec")
    )
    actor = system(world.firm.pk, OPEN)
    credits.load(world.firm.pk, "IYS", 10, "isolation-quota", Reason.OPENING, actor)
    world.rows["consent-usage"] = credits.spend(
        world.firm.pk, "IYS", 1, "isolation-list", Reason.CONSENT, actor
    )
    world.rows["via-consents"] = ViaConsent.objects.create(
        firm=world.firm, brand=world.more["away"], recipient=f"+{OPEN_BLOCK}703",
        recipient_type="BIREYSEL", channels=["MESAJ"], state="EXPIRED",
        text=marked(False, "via"), started_by=OPEN,
    )  # fmt: skip
    world.rows["push-places"] = PushPlace.objects.create(
        firm=world.firm, brand=world.more["away"], state="FAILED",
        note=marked(False, "bildirim"), asked_by=OPEN,
    )  # fmt: skip
    world.rows["registry-feeds"] = RegistryCursor.objects.create(
        firm=world.firm, brand=world.more["away"], from_registry=True, error=marked(False, "alma")
    )
    world.rows["registry-days"] = RegistryDay.objects.create(
        firm=world.firm, brand=world.more["away"], day=NOW.date(), note=marked(False, "gun")
    )
    world.rows["consent-forms"] = page = ConsentForm.objects.create(
        firm=world.firm, brand=world.more["away"], title=marked(False, "form"), channels=["MESAJ"]
    )
    ConsentFormText.objects.create(
        firm=world.firm, form=page, version=1, text=marked(False, "onay metni")
    )
    world.rows["dealers"] = Dealer.objects.create(
        firm=world.firm, brand=world.more["away"], title=marked(False, "bayi"), added_by=OPEN,
        code=60_000_000 + world.firm.pk % 1_000_000, state="KAYITLI",
    )  # fmt: skip
    for slug in _OF_THE_OTHER:
        of_other_brand(world, slug, world.rows[slug])
    world.rows["sync-rules"] = SyncRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )
