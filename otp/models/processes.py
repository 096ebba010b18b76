"""What runs by the cards: a document on its way, and the tasks of the people (L-083, L-084)."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otp.flow_states import ProcessState, StepKind, TaskState, Verdict
from otp.models.cards import WorkflowStep, WorkflowVersion
from otp.models.receipt import Receipt
from turkcell_hub.approvals import is_foreign
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel, Membership


class Process(FirmModel):
    """One document on its way through a card. ``digest`` covers the document and everything that
    it refers to; whatever changes makes the approval void. ``facts``: [label, value] pairs that
    the approver reads. ``subject_key`` names the document; one approval of it runs at a time.
    After ``due_at`` nobody can agree any more."""

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
    due_at = models.DateTimeField(_("son zaman"), null=True, blank=True)
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
            models.Index(
                fields=("due_at",), condition=Q(state="SURUYOR", due_at__isnull=False),
                name="process_due",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def limited_amount(self) -> Decimal | None:
        """What is held against limits in lira; None where there is none, as for other money."""
        return None if is_foreign(self.currency) else self.amount


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
    # Why it cannot be completed by the people it has; "" while they are enough.
    problem = models.CharField(_("sorun"), max_length=300, blank=True)
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
            models.Index(
                fields=("firm",), condition=Q(state="ACIK") & ~Q(problem=""), name="task_stuck"
            ),
        )

    def __str__(self) -> str:
        return f"{self.step.name}: {self.approval.title}"


class TaskAssignee(FirmModel):
    """Somebody whose decision the task takes."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="places")
    member = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="task_places")
    by_escalation = models.BooleanField(default=False)
    # An Admin has named him for a step that had too few.
    by_person = models.BooleanField(default=False, db_default=False)
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
