"""Sample subscribers, groups, templates and own fields."""

from __future__ import annotations

from random import Random

from messaging.models import (
    BlacklistEntry,
    CustomField,
    Group,
    GroupMember,
    MessageTemplate,
    Subscriber,
    SubscriberKind,
    TemplateCategory,
)
from turkcell_hub.demo.names import CITIES, FIRST, LAST, PREFIXES
from turkcell_hub.planner import plan_anew
from turkcell_hub.tenancy.models import AuthorityCode, Firm, Membership

COUNT = 3200
C = TemplateCategory
TEMPLATES = (
    ("SIPARIS", "Sipariş hazır", C.OTHER, "Sayın {ad_soyad|müşterimiz}, siparişiniz hazırlandı ve"
     " bugün kargoya verilecektir. Ege Tekstil 0232 444 00 11"),
    ("KARGO", "Kargo yola çıktı", C.OTHER, "Sayın {ad|müşterimiz}, {tarih} tarihli siparişiniz"
     " kargoya verildi. Takip: ege.example/kargo"),
    ("BAKIYE", "Bakiye hatırlatma", C.OTHER, "Sayın {ad_soyad|müşterimiz}, {tarih} itibarıyla"
     " bakiyeniz {bakiye|0,00} TL'dir. Bilgi: 0232 444 00 11"),
    ("TAHSILAT", "Vade hatırlatma", C.OTHER, "Sayın {ad_soyad|yetkili}, vadesi {vade|bu hafta}"
     " olan ödemenizi hatırlatırız. Ege Tekstil muhasebe"),
    ("BAYRAM", "Bayram kutlaması", C.CELEBRATION, "Sayın {ad_soyad|dostumuz}, bayramınızı en içten"
     " dileklerimizle kutlarız. Ege Tekstil"),
    ("INDIRIM", "Sezon indirimi", C.CAMPAIGN, "{ad|Merhaba}, {sehir|size en yakın} mağazamızda"
     " sezon sonu kampanyası başladı. ege.example"),
    ("TOPLANTI", "Personel toplantısı", C.ANNOUNCEMENT, "Sayın {ad|arkadaşımız}, haftalık toplantı"
     " yarın 09.30'da A salonundadır."),
    ("BAKIM", "Bakım duyurusu", C.ANNOUNCEMENT, "Bayi portalımız bu gece 01.00-03.00 arasında bakım"
     " nedeniyle kapalı olacaktır."),
)  # fmt: skip
GROUPS = (
    ("Bayiler", 0.18),
    ("Perakende müşteriler", 0.55),
    ("Toptan müşteriler", 0.12),
    ("Tedarikçiler", 0.05),
    ("Saha ekibi", 0.03),
    ("Fabrika personeli", 0.08),
    ("VIP", 0.02),
    ("Borç hatırlatma", 0.1),
)


def build(firm: Firm, random: Random) -> None:
    """Fills the firm in scope."""
    for code, label in (("bakiye", "Bakiye"), ("vade", "Vade"), ("sehir", "Şehir")):
        CustomField.objects.create(firm=firm, code=code, label=label)
    for code, name, category, text in TEMPLATES:
        MessageTemplate.objects.create(
            firm=firm, code=code, name=name, category=category, text=text
        )
    _subscribers(firm, random)
    _groups(firm, random)
    # A start that was interrupted leaves empty tables behind, and all is one transaction.
    plan_anew(Subscriber, GroupMember)
    phones = Subscriber.objects.order_by("pk").values_list("phone", flat=True)
    for phone in phones[40:52]:
        BlacklistEntry.objects.create(
            firm=firm, phone=phone, reason="Numara el değiştirdi", added_by="Derya Koç"
        )
    for phone in phones[60:75]:
        BlacklistEntry.objects.create(
            firm=firm,
            phone=phone,
            source=BlacklistEntry.Source.RECIPIENT,
            reason="Mesaj almak istemiyor",
            added_by="Derya Koç",
        )


def _subscribers(firm: Firm, random: Random) -> None:
    codes = list(AuthorityCode.objects.all())
    numbers = set()
    while len(numbers) < COUNT:
        numbers.add(f"+90{random.choice(PREFIXES)}{random.randrange(1_000_000, 10_000_000)}")
    rows = []
    for phone in sorted(numbers, key=lambda _phone: random.random()):
        row = Subscriber(
            firm=firm,
            phone=phone,
            first_name=random.choice(FIRST),
            last_name=random.choice(LAST),
            special_code=random.choice(("", "", "BAYI", "PERAKENDE", "TOPTAN")),
            tckn=_tckn(phone) if int(phone[-1]) < 4 else "",
            authority_code=random.choice(codes) if random.random() < 0.08 else None,
            is_active=random.random() > 0.02,
            fields={
                "bakiye": f"{random.randrange(0, 50_000)},{random.randrange(0, 100):02}",
                "sehir": random.choice(CITIES),
            },
        )
        row.set_keys()
        rows.append(row)
    Subscriber.objects.bulk_create(rows, batch_size=1000)
    for member in Membership.objects.exclude(phone=""):
        first, _space, last = member.full_name.rpartition(" ")
        Subscriber.objects.create(
            firm=firm,
            kind=SubscriberKind.SYSTEM_USER,
            member=member,
            first_name=first,
            last_name=last,
            phone=member.phone,
        )


def _groups(firm: Firm, random: Random) -> None:
    ids = list(Subscriber.objects.values_list("pk", flat=True))
    for name, share in GROUPS:
        group = Group.objects.create(firm=firm, name=name)
        GroupMember.objects.bulk_create(
            [
                GroupMember(firm=firm, group=group, subscriber_id=pk)
                for pk in random.sample(ids, int(len(ids) * share))
            ],
            batch_size=1000,
        )


def _tckn(phone: str) -> str:
    """An invented identity number with right check digits, always the same for a number."""
    digits = [1 + int(phone[-1]), *map(int, phone[-8:])]
    digits.append((7 * sum(digits[0:9:2]) - sum(digits[1:8:2])) % 10)
    return "".join(map(str, [*digits, sum(digits) % 10]))
