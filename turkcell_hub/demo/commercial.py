"""A commercial campaign of the sample firm: İYS' answers in place, most have consented."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.utils import timezone

from iys_consent.services.registry import RegistryAnswer, note
from messaging.models import Campaign, Group, MessageClass, Subscriber
from messaging.services import drafts
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

AUDIENCE, NAME = "Perakende müşteriler", "Hafta sonu indirimi"
TEXT = (
    "Kampanya: {ad|değerli müşterimiz}, hafta sonu tüm nevresimlerde %20 indirim: ege.example/k"
    " Ege Tekstil Sanayi ve Ticaret A.Ş. Mersis 0123456789000015 Tel 02324440011"
    " Ret icin RET yazip 4605'e gonderin"
)


def answers(actor: Actor, random: Random) -> None:
    """What İYS said of the audience for both brands: consented, refused, or no record."""
    groups = Group.objects.get(name=AUDIENCE)
    people = Subscriber.objects.filter(group_places__group=groups).order_by("pk")
    _make_merchants(people)
    for brand in Brand.objects.filter(code__in=("100001", "100002")):
        said: dict[str, list[RegistryAnswer]] = {"BIREYSEL": [], "TACIR": []}
        for person in people:
            chance = random.random()
            status = "ONAY" if chance < 0.78 else "RET" if chance < 0.84 else "ONAYSIZ"
            if person.recipient_type == "TACIR" and status == "ONAYSIZ":
                status = "YOK"
            found = RegistryAnswer(person.phone, status, f"3f1c{brand.pk:04d}-7a20")
            said[person.recipient_type].append(found)
        for kind, found_of_kind in said.items():
            asked_at = timezone.now() - timedelta(minutes=45)
            note(actor.firm_id, brand.pk, "MESAJ", kind, found_of_kind, asked_at)


def draft(actor: Actor) -> Campaign:
    return drafts.create(
        actor,
        {
            "name": NAME,
            "text": TEXT,
            "message_class": MessageClass.COMMERCIAL,
            "brand": Brand.objects.get(code="100001"),
            "groups": [Group.objects.get(name=AUDIENCE)],
        },
    )


def _make_merchants(people: object) -> None:
    ids = list(people.values_list("pk", flat=True)[::9])  # type: ignore[attr-defined]
    Subscriber.objects.filter(pk__in=ids).update(recipient_type="TACIR")
