"""İş akışı kartları: which documents need approval, and by whom (L-079, L-084; idea 20)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from otp.flow_states import Channel, StepKind
from otp.models.challenge import Method
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
    """The steps as they were from a moment on; never changed, only followed by another. One
    without a card was written for a single document that named its approver."""

    workflow = models.ForeignKey(
        Workflow, on_delete=models.PROTECT, null=True, related_name="versions"
    )
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
        return f"{self.workflow} v{self.number}" if self.workflow_id else self.by_label


class WorkflowStep(FirmModel):
    """One line of a card. Whoever is named, holds one of the roles (with ``holder_code`` only
    those who hold that Yetki Kodu) may do it; ``quorum`` of them must. Below ``from_amount`` it is
    left out. After ``deadline_hours`` the escalation's people join. ``code_method``: the weakest
    way in which an OTP step takes its code."""

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
    code_method = models.CharField(
        _("en az yöntem"), max_length=4, choices=Method.choices, default=Method.SMS
    )
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
    def escalation(self) -> str:
        """Who joins when the time is up."""
        roles = [str(Role(role).label) for role in self.escalate_roles]
        return ", ".join([one.name for one in self.escalate_members.all()] + roles)

    @property
    def informed_names(self) -> str:
        return ", ".join(one.name for one in self.informed.all())

    @property
    def warn_labels(self) -> str:
        return ", ".join(str(Channel(one).label) for one in self.warns)

    @property
    def inform_labels(self) -> str:
        return ", ".join(str(Channel(one).label) for one in self.informs)
