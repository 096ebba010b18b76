"""What İYS has still to be told: one row a change, and the lists in which they go.

The row is the queue (decision 9): a task is written with its movement, in one transaction, and
only a transaction id of the registry makes it ``STORED``.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel, RecipientType, Status
from iys_consent.models.movements import ConsentMovement
from turkcell_hub.tenancy.models import Brand, FirmModel, GatewayAccount


class TaskState(models.TextChoices):
    """LATE: the registry takes its date no more; nothing is sent until a person decides.
    DROPPED: there is nothing (more) to tell the registry."""

    WAITING = "WAITING", _("Bekliyor")
    HELD = "HELD", _("Durduruldu")
    SENT = "SENT", _("Sonuç bekleniyor")
    STORED = "STORED", _("İYS'ye kaydedildi")
    FAILED = "FAILED", _("İYS'ye kaydedilemedi")
    LATE = "LATE", _("Süresi geçti")
    DROPPED = "DROPPED", _("Gönderilmeyecek")


# A later change of the same key waits for these.
OPEN_STATES = (TaskState.WAITING, TaskState.HELD, TaskState.SENT)
# These a person may send again or give up.
STUCK_STATES = (TaskState.HELD, TaskState.FAILED)


class TaskList(FirmModel):
    """Changes of one brand that go to the registry in one call. Its members never change once
    it may be there, so that a repeat is the very same list."""

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="+", verbose_name=_("İYS hesabı")
    )
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    size = models.IntegerField(_("izin sayısı"))
    spend_id = models.BigIntegerField(null=True, editable=False)
    request_id = models.CharField(_("İYS istek no"), max_length=64, blank=True)
    submitted_at = models.DateTimeField(_("gönderilme"), null=True)
    ask_at = models.DateTimeField(_("sonraki sorgu"), null=True)
    asked = models.IntegerField(_("sorgu sayısı"), default=0)
    done_at = models.DateTimeField(_("tamamlanma"), null=True)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("İYS gönderim listesi")
        verbose_name_plural = _("İYS gönderim listeleri")
        indexes = (
            models.Index(
                fields=("ask_at",),
                condition=Q(done_at=None) & ~Q(request_id=""),
                name="consent_list_asked",
            ),
        )

    def __str__(self) -> str:
        return f"{self.brand} / {self.size}"


class ConsentTask(FirmModel):
    """One movement on its way to the registry.

    Before ``due_at`` the registry must hold it (three business days, K-027, S-040); from
    ``warn_at`` on it is yellow, from ``red_at`` on red. ``told`` is the highest level of which
    people were told (2: Yönetici, 3: Admin). ``code`` and ``text`` say why it stands where it
    stands: the registry's code, or ours. The key's columns are the movement's, for the order.
    """

    movement = models.OneToOneField(
        ConsentMovement, on_delete=models.PROTECT, related_name="task", verbose_name=_("hareket")
    )
    seq = models.BigIntegerField(editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    channel = models.CharField(_("izin türü"), max_length=6, choices=Channel.choices)
    recipient = models.CharField(_("alıcı"), max_length=265)
    status = models.CharField(_("izin"), max_length=4, choices=Status.choices)
    state = models.CharField(
        _("durum"), max_length=7, choices=TaskState.choices, default=TaskState.WAITING
    )
    code = models.CharField(_("kod"), max_length=40, blank=True)
    text = models.CharField(_("açıklama"), max_length=300, blank=True)
    attempts = models.SmallIntegerField(_("deneme"), default=0)
    not_before = models.DateTimeField(null=True, editable=False)
    sent_in = models.ForeignKey(
        TaskList, on_delete=models.PROTECT, null=True, related_name="tasks", verbose_name=_("liste")
    )
    place = models.IntegerField(null=True, editable=False)
    warn_at = models.DateTimeField(_("sarı"))
    red_at = models.DateTimeField(_("kırmızı"))
    due_at = models.DateTimeField(_("son an"))
    told = models.SmallIntegerField(default=0, editable=False)
    settled_at = models.DateTimeField(_("sonuçlanma"), null=True)
    decided_by = models.CharField(_("karar veren"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("İYS'ye gidecek izin")
        verbose_name_plural = _("İYS'ye gidecek izinler")
        constraints = (
            models.UniqueConstraint("firm", "movement", name="consent_task_once_per_movement"),
            models.UniqueConstraint(
                fields=("firm", "brand", "channel", "recipient_type", "recipient"),
                condition=Q(state=TaskState.SENT) | Q(sent_in__isnull=False, state="WAITING"),
                name="consent_task_one_a_key_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state=TaskState.SENT) | Q(sent_in__isnull=False),
                name="consent_task_sent_in_a_list",
            ),
        )
        indexes = (
            models.Index(
                fields=("firm", "brand", "due_at"),
                condition=Q(state=TaskState.WAITING, sent_in=None),
                name="consent_task_waiting",
            ),
            models.Index(
                fields=("firm", "brand", "recipient", "channel", "recipient_type", "seq"),
                name="consent_task_by_key",
            ),
            models.Index(
                fields=("due_at",),
                condition=Q(state__in=(TaskState.WAITING, TaskState.HELD, TaskState.SENT)),
                name="consent_task_clock",
            ),
            models.Index(fields=("firm", "state", "-id"), name="consent_task_newest"),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_status_display()}"


class ConsentReceipt(FirmModel):
    """The registry's word that it holds a movement. Append-only, as the movements are."""

    movement = models.OneToOneField(
        ConsentMovement, on_delete=models.PROTECT, related_name="receipt", verbose_name=_("hareket")
    )
    transaction_id = models.CharField(_("İYS hareket no"), max_length=64)
    registry_created_at = models.DateTimeField(_("İYS kayıt zamanı"), null=True)
    request_id = models.CharField(_("İYS istek no"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("alınma"), auto_now_add=True)

    class Meta:
        verbose_name = _("İYS alındısı")
        verbose_name_plural = _("İYS alındıları")
        constraints = (
            models.UniqueConstraint("firm", "movement", name="consent_receipt_once_per_movement"),
        )

    def __str__(self) -> str:
        return self.transaction_id
