"""Support in the sample: contacts and a guide, one answered ticket, one person to call; and a
person who asked what is held about him."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from messaging.models import Subscriber
from turkcell_hub.help.models import HelpEntry
from turkcell_hub.help.services import desk, entries, tickets
from turkcell_hub.privacy.services import requests
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Membership, Role, User

_SUPPLIER = "Örnek Çözüm Ortağı"
# (kind, whose, title, value, text): made-up places, on names that nobody can register.
CONTACTS = (
    ("TELEFON", _SUPPLIER, "Müşteri hizmetleri", "0850 000 00 11", "7 gün 24 saat"),
    ("WHATSAPP", _SUPPLIER, "WhatsApp", "0532 000 00 11", ""),
    ("EPOSTA", _SUPPLIER, "E-posta", "destek@cozum-ortagi.example", ""),
    ("WEB", _SUPPLIER, "Web sitesi", "https://cozum-ortagi.example", ""),
    ("KILAVUZ", _SUPPLIER, "İYS'de iş ortağı yetkilendirme",
     "https://cozum-ortagi.example/iys-yetkilendirme", "Adım adım, ekran görüntüleriyle"),
    ("KILAVUZ", _SUPPLIER, "Başvuru evrakı listesi",
     "https://cozum-ortagi.example/evrak.pdf", "PDF"),
)  # fmt: skip


def build(runs_it: User) -> None:
    """Fills the firm in scope and the installation's contacts."""
    for place, (kind, supplier, title, value, text) in enumerate(CONTACTS):
        entries.save(
            runs_it,
            None,
            {
                "kind": HelpEntry.Kind(kind),
                "supplier": supplier,
                "title": title,
                "value": value,
                "text": text,
                "position": 10 * place,
            },
        )
    manager = of_membership(Membership.objects.filter(role=Role.MANAGER).earliest("pk"))
    clerk = of_membership(Membership.objects.filter(role=Role.STAFF).earliest("pk"))
    asked = tickets.open_(
        manager,
        {
            "subject": "Gönderici adımız ne zaman onaylanır?",
            "text": "EGETEKSTIL başlığı için evrakı yükledik; onay kaç gün sürer?",
        },
    )
    desk.answer(runs_it, asked, "Operatör genellikle iki iş gününde yanıtlıyor; size yazacağız.")
    tickets.open_(
        clerk,
        {
            "subject": "İzin dosyası aktarımı",
            "text": "Excel'deki bazı satırlar reddedildi; birlikte bakabilir miyiz?",
            "phone": "0533 111 00 01",
            "call_day": timezone.localdate() + dt.timedelta(days=1),
            "call_from": dt.time(14),
            "call_until": dt.time(16),
        },
    )
    boss = of_membership(Membership.objects.filter(role=Role.ADMIN).earliest("pk"))
    person = Subscriber.objects.exclude(phone="").earliest("pk")
    requests.open_(
        boss,
        {
            "phone": person.phone,
            "applicant": "KENDISI",
            "reason": "E-postayla sordu; kimliği telefonundan arayarak doğrulandı.",
        },
    )
