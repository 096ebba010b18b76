"""İş akışı kartları and what runs by them (L-079, L-080, L-083, L-084; idea 20)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Campaign
from otp.flow_states import Channel, ProcessState, StepKind, TaskState, Verdict
from otp.models.receipt import Receipt
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel, Membership, Role


def _roles(label: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=10, choices=Role.choices),
        default=list,
        blank=True,
        verbose_name=label,
    )


def _channels(label: Any) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=6, choices=Channel.choices),
        default=list,
        blank=True,
        verbose_name=label,
    )


class Workflow(FirmModel):
    """İş akışı kartı: which documents need approval. It holds for documents of its ``kind`` from
    ``from_amount`` on and, with a Yetki Kodu, for documents that carry it; of several the one that
    says most. The steps stand in versions: what runs keeps the version it began with."""

    code = models.CharField(_("kod"), max_length=20)
    name = models.CharField(_("iş akışı"), max_length=100)
    kind = models.CharField(_("belge türü"), max_length=20)
    from_amount = models.DecimalField(
        _("bu tutardan itibaren"), max_digits=18, decimal_places=2, default=0
    )
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    is_active = models.BooleanField(_("etkin"), default=True)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("iş akışı kartı")
        verbose_name_plural = _("iş akışı kartları")
        constraints = (models.UniqueConstraint("firm", "code", name="workflow_code_once"),)
        indexes = (
            models.Index(
                fields=("firm", "kind"), condition=Q(is_active=True), name="workflow_by_kind"
            ),
        )

    def __str__(self) -> str:
        return self.name


class WorkflowVersion(FirmModel):
    """The steps as they were from a moment on; never changed, only followed by another."""

    workflow = models.ForeignKey(Workflow, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("sürüm"))
    by_label = models.CharField(_("kaydeden"), max_length=120)
    created_at = models.DateTimeField(_("kaydetme"), auto_now_add=True)

    class Meta:
        verbose_name = _("iş akışı sürümü")
        verbose_name_plural = _("iş akışı sürümleri")
        constraints = (
            models.UniqueConstraint("firm", "workflow", "number", name="workflow_version_once"),
        )

    def __str__(self) -> str:
        return f"{self.workflow} v{self.number}"


class WorkflowStep(FirmModel):
    """One line of a card. Whoever is named, holds one of the roles (with ``holder_code`` only
    those who hold that Yetki Kodu) may do it; ``quorum`` of them must. Below ``from_amount`` it is
    left out. After ``deadline_hours`` the escalation's people join."""

    version = models.ForeignKey(WorkflowVersion, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("sıra"))
    name = models.CharField(_("adım"), max_length=80)
    kind = models.CharField(_("görev tipi"), max_length=8, choices=StepKind.choices)
    from_amount = models.DecimalField(
        _("bu tutardan itibaren"), max_digits=18, decimal_places=2, default=0
    )
    members: ClassVar = models.ManyToManyField(
        Membership, related_name="+", blank=True, verbose_name=_("kişiler")
    )
    roles = _roles(_("roller"))
    holder_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("bu yetki koduna sahip olanlar"),
    )  # fmt: skip
    quorum = models.PositiveSmallIntegerField(_("kaç kişi"), default=1)
    deadline_hours = models.PositiveSmallIntegerField(_("süre (saat)"), null=True, blank=True)
    escalate_members: ClassVar = models.ManyToManyField(
        Membership, related_name="+", blank=True, verbose_name=_("süre dolunca kişiler")
    )
    escalate_roles = _roles(_("süre dolunca roller"))
    warns = _channels(_("uyarı tipi"))
    informs = _channels(_("bilgilendirme tipi"))
    informed: ClassVar = models.ManyToManyField(
        Membership, related_name="+", blank=True, verbose_name=_("bilgilendirilecekler")
    )
    allows_sms_reply = models.BooleanField(_("SMS yanıtıyla onay"), default=False)

    class Meta:
        verbose_name = _("iş akışı adımı")
        verbose_name_plural = _("iş akışı adımları")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(quorum__gt=0), name="workflow_step_quorum"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def role_labels(self) -> list[str]:
        return [str(Role(role).label) for role in self.roles]

    @property
    def warn_labels(self) -> str:
        return ", ".join(str(Channel(one).label) for one in self.warns)

    @property
    def inform_labels(self) -> str:
        return ", ".join(str(Channel(one).label) for one in self.informs)


class Process(FirmModel):
    """One document on its way through a card. ``digest`` covers the document and everything that
    it refers to; whatever changes makes the approval void. ``facts``: [label, value] pairs that
    the approver reads. ``subject_key`` names the document; one approval of it runs at a time."""

    version = models.ForeignKey(WorkflowVersion, on_delete=models.PROTECT, related_name="approvals")
    kind = models.CharField(_("belge türü"), max_length=20)
    subject_id = models.BigIntegerField(null=True, editable=False)
    subject_key = models.CharField(_("belge"), max_length=100)
    title = models.CharField(_("konu"), max_length=200)
    text = models.CharField(_("onay metni"), max_length=110)
    amount = models.DecimalField(_("tutar"), max_digits=18, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("para birimi"), max_length=3, blank=True)
    facts = models.JSONField(_("bilgiler"), default=list)
    content = models.JSONField(default=dict, editable=False)
    digest = models.CharField(_("içerik özeti"), max_length=64)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    state = models.CharField(
        _("durum"), max_length=12, choices=ProcessState.choices, default=ProcessState.RUNNING
    )
    asked_by = models.CharField(_("isteyen"), max_length=150)
    asked_member = models.BigIntegerField(null=True, editable=False)
    asked_key = models.BigIntegerField(null=True, editable=False)
    problem = models.CharField(_("sorun"), max_length=300, blank=True)
    end_note = models.CharField(_("sonuç notu"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("istek"), auto_now_add=True)
    ended_at = models.DateTimeField(_("sonuç"), null=True)

    class Meta:
        verbose_name = _("onay süreci")
        verbose_name_plural = _("onay süreçleri")
        constraints = (
            models.UniqueConstraint(
                "firm", "kind", "subject_key", condition=Q(state="SURUYOR"),
                name="process_runs_once",
            ),
        )  # fmt: skip
        indexes = (
            models.Index(fields=("firm", "-id"), name="process_by_firm"),
            models.Index(fields=("firm", "kind", "subject_key", "-id"), name="process_of_subject"),
            models.Index(
                fields=("firm", "-ended_at"), condition=~Q(problem=""), name="process_stuck"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Task(FirmModel):
    """A step of an approval whose turn has come."""

    approval = models.ForeignKey(Process, on_delete=models.CASCADE, related_name="tasks")
    step = models.ForeignKey(WorkflowStep, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("görev tipi"), max_length=8, choices=StepKind.choices)
    state = models.CharField(
        _("durum"), max_length=6, choices=TaskState.choices, default=TaskState.OPEN
    )
    opened_at = models.DateTimeField(_("açılma"), auto_now_add=True)
    deadline_at = models.DateTimeField(_("son zaman"), null=True)
    escalated_at = models.DateTimeField(_("yükseltme"), null=True)
    ended_at = models.DateTimeField(_("bitiş"), null=True)
    assignees: ClassVar = models.ManyToManyField(
        Membership, through="TaskAssignee", related_name="+"
    )

    class Meta:
        verbose_name = _("görev")
        verbose_name_plural = _("görevler")
        constraints = (models.UniqueConstraint("firm", "approval", "step", name="task_step_once"),)
        indexes = (
            models.Index(
                fields=("deadline_at",),
                condition=Q(state="ACIK", escalated_at=None),
                name="task_late",
            ),
            models.Index(fields=("firm", "-id"), condition=Q(state="ACIK"), name="task_open"),
        )

    def __str__(self) -> str:
        return f"{self.step.name}: {self.approval.title}"


class TaskAssignee(FirmModel):
    """Somebody whose decision the task takes."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="task_places")
    by_escalation = models.BooleanField(default=False)
    # What he writes behind EVET to agree by SMS, where the step allows it; "" elsewhere.
    reply_number = models.CharField(max_length=6, blank=True, editable=False)

    class Meta:
        verbose_name = _("görevli")
        verbose_name_plural = _("görevliler")
        constraints = (
            models.UniqueConstraint("firm", "task", "member", name="task_assignee_once"),
        )
        indexes = (
            models.Index(
                fields=("firm", "reply_number"), condition=~Q(reply_number=""), name="task_reply"
            ),
        )

    def __str__(self) -> str:
        return str(self.member_id)


class Decision(FirmModel):
    """What one person said, for himself or for whom he stands in. A person decides once a task,
    and once is decided for a person: two clicks in one instant make one row."""

    class Door(models.TextChoices):
        PORTAL = "PORTAL", _("Portal")
        API = "API", _("REST")
        SMS = "SMS", _("SMS yanıtı")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="decisions")
    by_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    for_member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("karar"), max_length=4, choices=Verdict.choices)
    note = models.CharField(_("not"), max_length=300, blank=True)
    door = models.CharField(_("nereden"), max_length=6, choices=Door.choices)
    digest = models.CharField(_("içerik özeti"), max_length=64)
    receipt = models.OneToOneField(
        Receipt, on_delete=models.PROTECT, null=True, related_name="decision"
    )
    at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("karar")
        verbose_name_plural = _("kararlar")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint("firm", "task", "by_member", name="decision_once_a_person"),
            models.UniqueConstraint("firm", "task", "for_member", name="decision_once_a_place"),
        )

    def __str__(self) -> str:
        return f"{self.by_member_id}: {self.verdict}"


class Substitute(FirmModel):
    """Vekil: ``deputy`` acts for ``member`` on these days, up to ``max_amount`` (None: any)."""

    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("asıl")
    )
    deputy = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="+", verbose_name=_("vekil")
    )
    first_day = models.DateField(_("ilk gün"))
    last_day = models.DateField(_("son gün"))
    max_amount = models.DecimalField(
        _("en çok tutar"), max_digits=18, decimal_places=2, null=True, blank=True
    )
    by_label = models.CharField(_("tanımlayan"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tanımlanma"), auto_now_add=True)

    class Meta:
        verbose_name = _("vekil")
        verbose_name_plural = _("vekiller")
        constraints = (
            models.CheckConstraint(condition=~Q(member=F("deputy")), name="substitute_is_another"),
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")), name="substitute_days_in_order"
            ),
        )
        indexes = (models.Index(fields=("firm", "last_day"), name="substitute_by_day"),)

    def __str__(self) -> str:
        return f"{self.member} → {self.deputy}"


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
        )

    def __str__(self) -> str:
        return f"{self.task_id}/{self.channel}/{self.member_id}"
