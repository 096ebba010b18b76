"""The queue itself: batches, and one lane for each gateway account."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from turkcell_hub.outbox.states import Halt, State
from turkcell_hub.tenancy.models import FirmModel, GatewayAccount

URGENT, BULK = 0, 5


def new_reference() -> str:
    return uuid.uuid4().hex


class Batch(FirmModel):
    """A range of a subject's rows that is handed over in one gateway call.

    ``kind`` names the room's handler; ``subject_id`` the room's record (campaign 17);
    ``first``…``last`` the rows' numbers in it. The rows themselves are not touched between
    preparing and the final report: their passing state is this batch's state.
    ``handed_over_at`` is set from the commit before the call until it is proven that the
    operator did not take the batch; while set, a repeat must be of the same content.
    ``put_off_since``: when the operator first did not take it; kept once he has.
    ``turn`` orders subjects of one priority fairly (see ``outbox.services.queue``).
    """

    late: bool  # told by claims.upcoming: the validity is over

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(_("tür"), max_length=20)
    subject_id = models.BigIntegerField(_("kayıt"))
    number = models.IntegerField(_("sıra"), default=1)
    first = models.IntegerField(_("ilk satır"), default=1)
    last = models.IntegerField(_("son satır"), default=1)
    size = models.IntegerField(_("mesaj sayısı"))
    priority = models.SmallIntegerField(_("öncelik"), default=BULK)
    turn = models.BigIntegerField(default=0)
    reference = models.CharField(_("referans"), max_length=32, default=new_reference, unique=True)
    state = models.CharField(_("durum"), max_length=12, choices=State.choices, default=State.READY)
    halt = models.CharField(max_length=6, choices=Halt.choices, blank=True, default="")
    due_at = models.DateTimeField(_("gönderim zamanı"), db_default=Now())
    expires_at = models.DateTimeField(_("geçerlilik sonu"), null=True)
    attempt = models.IntegerField(_("deneme"), default=0)
    claim_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(_("operatöre verilme"), null=True)
    accepted_at = models.DateTimeField(_("kabul zamanı"), null=True)
    packet_id = models.CharField(_("operatör paket no"), max_length=100, blank=True)
    operator_ids = ArrayField(models.TextField(), default=list)
    error_code = models.CharField(_("hata kodu"), max_length=60, blank=True)
    error_text = models.CharField(_("hata"), max_length=300, blank=True)
    vendor_code = models.CharField(_("operatör kodu"), max_length=40, blank=True)
    put_off_since = models.DateTimeField(null=True)
    not_found_count = models.SmallIntegerField(default=0)
    next_check_at = models.DateTimeField(_("sonraki sorgu"), null=True)
    resolution = models.CharField(_("karar notu"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("oluşturulma"), db_default=Now())

    class Meta:
        verbose_name = _("gönderim paketi")
        verbose_name_plural = _("gönderim paketleri")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                "firm", "kind", "subject_id", "number", name="outbox_batch_number_once"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, last__gte=models.F("first")), name="outbox_batch_range"
            ),
        )
        indexes = (
            models.Index(
                fields=("account", "priority", "turn", "id"),
                condition=Q(state=State.READY),
                name="outbox_batch_due",
            ),
            models.Index(
                fields=("lease_until",),
                condition=Q(state__in=(State.CLAIMED, State.HANDING_OVER)),
                name="outbox_batch_leased",
            ),
            models.Index(
                fields=("next_check_at",),
                condition=Q(state=State.UNKNOWN),
                name="outbox_batch_unknown",
            ),
            models.Index(
                fields=("expires_at",),
                condition=Q(state__in=(State.READY, State.HELD)),
                name="outbox_batch_expiring",
            ),
            models.Index(
                fields=("firm", "state", "id"),
                condition=~Q(state=State.ACCEPTED),
                name="outbox_batch_open",
            ),
            models.Index(
                fields=("account", "packet_id"),
                condition=~Q(packet_id=""),
                name="outbox_batch_packet",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id} / {self.number}"

    @property
    def may_be_with_operator(self) -> bool:
        """A repeat must be of exactly the same content (idempotency key, class A)."""
        return self.handed_over_at is not None


class PauseReason(models.TextChoices):
    """Why a lane stands still, and what a person does about it."""

    NONE = "", _("Çalışıyor")
    PERSON = "PERSON", _("Elle durduruldu")
    BAD_CREDENTIALS = (
        "BAD_CREDENTIALS",
        _("Kullanıcı adı veya şifre yanlış: hesabı düzeltip hattı açın"),
    )
    OUT_OF_FUNDS = "OUT_OF_FUNDS", _("Operatörde bakiye yetersiz: bakiye yükleyip hattı açın")
    UNREACHABLE = "UNREACHABLE", _("Operatöre ulaşılamıyor: kendiliğinden yeniden denenecek")
    UNANSWERED = "UNANSWERED", _("Operatör yanıt vermiyor: durumu sorup hattı açın")
    FAULT = "FAULT", _("Bağlantı ayarı kullanılamıyor: hesabı düzeltip hattı açın")


class Lane(FirmModel):
    """The one dispatcher's lease on an account, its pace and its pause.

    All times are the database's. ``window`` holds the hand-overs of the last second as
    ``[[start, messages], …]`` (epoch seconds), ``turn`` the turn of the newest claim.
    ``line_holder`` is who keeps the operator's connection open (``outbox.lines``), also while
    nothing is handed over.
    """

    account = models.OneToOneField(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    paused = models.BooleanField(_("durduruldu"), default=False)
    pause_reason = models.CharField(
        _("neden"), max_length=20, choices=PauseReason.choices, blank=True, default=""
    )
    pause_note = models.CharField(_("açıklama"), max_length=300, blank=True)
    paused_at = models.DateTimeField(_("durdurulma"), null=True)
    paused_by = models.CharField(_("durduran"), max_length=150, blank=True)
    consecutive_failures = models.IntegerField(_("art arda hata"), default=0)
    backoff_until = models.DateTimeField(_("ara verme sonu"), null=True)
    next_slot_at = models.DateTimeField(null=True)
    window = models.JSONField(default=list)
    turn = models.BigIntegerField(default=0)
    line_holder = models.UUIDField(null=True)
    line_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("gönderim hattı")
        verbose_name_plural = _("gönderim hatları")
        constraints = (models.UniqueConstraint("firm", "account", name="outbox_lane_once"),)

    def __str__(self) -> str:
        return str(self.account)
