"""What people wrote to the sample firm: made by the product's own router."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from messaging.models import InboundMessage, InboundRule, Subscriber, Thread
from messaging.services import inbound, routing, threads
from turkcell_hub.gateways.sms.contract import InboundMessage as Incoming
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import GatewayAccount, Membership

NUMBER = "4605"
# (who, hours ago, text)
SAID = (
    (0, 50.0, "Merhaba, 3 gün önce verdiğim sipariş hâlâ gelmedi, kargo takip no alabilir miyim?"),
    (1, 31.0, "Perdelerin rengi katalogdakinden farklı geldi, değişim istiyorum."),
    (2, 28.0, "RET"),
    (3, 26.5, "Bayi toplantısı saat kaçta başlıyor?"),
    (0, 20.0, "Takip numarasını göremedim, tekrar yazar mısınız"),
    (4, 9.0, "iptal ettiğim siparişin parası ne zaman hesabıma geçer"),
    (5, 3.0, "Toptan fiyat listenizi rica ederim."),
    (1, 1.2, "Fotoğrafları e-posta ile gönderdim, dönüş bekliyorum."),
    (6, 0.4, "Teşekkürler, paket elime ulaştı."),
)


def build(actor: Actor) -> None:
    """Fills the firm in scope."""
    account = GatewayAccount.objects.get(is_default=True, service=GatewayAccount.Service.SMS)
    InboundRule.objects.create(
        firm_id=actor.firm_id, keyword="sikayet", handler="inbox", label="SIKAYET", priority=10
    )
    people = list(
        Subscriber.objects.filter(authority_code=None, is_active=True, member=None)
        .order_by("pk")
        .values_list("phone", flat=True)[200:207]
    )
    now = timezone.now()
    told = [
        Incoming(f"ornek-{place}", people[who], NUMBER, text, now - timedelta(hours=hours))
        for place, (who, hours, text) in enumerate(SAID)
    ]
    inbound.keep(account, told)
    for pk in InboundMessage.objects.order_by("pk").values_list("pk", flat=True):
        routing.route(pk)
    _look_after(actor, people)


def _look_after(actor: Actor, people: list[str]) -> None:
    clerk = Membership.objects.filter(role="PERSONEL").first()
    by_phone = {thread.phone: thread for thread in Thread.objects.all()}
    threads.label(actor, by_phone[people[0]], Thread.Label.REQUEST)
    threads.label(actor, by_phone[people[1]], Thread.Label.COMPLAINT)
    threads.label(actor, by_phone[people[3]], Thread.Label.QUESTION)
    threads.assign(actor, by_phone[people[1]], clerk)
    threads.note(actor, by_phone[people[1]], "Renk farkı için depo fotoğraf istedi.")
    threads.set_state(actor, by_phone[people[6]], Thread.State.CLOSED)
    Thread.objects.filter(phone__in=(people[3], people[6])).update(unread=0)
