"""Who is told of a task, and whether it reached him (L-079, L-080)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign
from otp.flow_states import Channel
from otp.models.processes import Task
from turkcell_hub.tenancy.models import FirmModel, Membership


class Notice(FirmModel):
    """One telling of one person by one channel. ``SENDING`` is committed before a mail server is
    spoken to; what is found there later is never sent again by itself."""

    class Purpose(models.TextChoices):
        WARNING = "UYARI", _("Uyarı")
        INFORMATION = "BILGI", _("Bilgilendirme")

    class Event(models.TextChoices):
        OPENED = "ACILDI", _("Görev açıldı")
        ESCALATED = "YUKSELDI", _("Süre doldu")
        DONE = "BITTI", _("Görev sonuçlandı")

    class State(models.TextChoices):
        WAITING = "BEKLIYOR", _("Bekliyor")
        SENDING = "GIDIYOR", _("Gönderiliyor")
        SENT = "GITTI", _("Gönderildi")
        FAILED = "ILETILEMEDI", _("İletilemedi")
        UNKNOWN = "BILINMIYOR", _("Gidip gitmediği bilinmiyor")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="notices")
    purpose = models.CharField(_("amaç"), max_length=5, choices=Purpose.choices)
    event = models.CharField(_("olay"), max_length=8, choices=Event.choices)
    channel = models.CharField(_("yol"), max_length=6, choices=Channel.choices)
    member = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(
        _("durum"), max_length=11, choices=State.choices, default=State.WAITING
    )
    problem = models.CharField(_("neden"), max_length=300, blank=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.SET_NULL, null=True, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    # By which a substitute, who has no place of his own, answers by SMS (``services.replies``).
    reply_number = models.CharField(
        max_length=6, blank=True, default="", db_default="", editable=False
    )
    created_at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("iş akışı bildirimi")
        verbose_name_plural = _("iş akışı bildirimleri")
        constraints = (
            models.UniqueConstraint(
                "firm", "task", "event", "purpose", "channel", "member", name="notice_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("try_at",),
                condition=Q(state__in=("BEKLIYOR", "GIDIYOR")),
                name="notice_open",
            ),
            models.Index(
                fields=("firm", "member", "-id"),
                condition=Q(channel="MESAJ", read_at=None),
                name="notice_unread",
            ),
            models.Index(
                fields=("firm", "reply_number"), condition=~Q(reply_number=""), name="notice_reply"
            ),
        )

    def __str__(self) -> str:
        return f"{self.task_id}/{self.channel}/{self.member_id}"
