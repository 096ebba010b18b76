"""The trail: append-only, one hash chain per firm (docs/reliability.md, G21, I9)."""

from __future__ import annotations

from typing import ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEntry(models.Model):
    """One thing that somebody did. The database refuses to change or delete it.

    ``hash`` covers every other column and ``previous_hash`` (``chain.hash_of``). ``changes``
    is ``{field: [old, new]}`` or any small JSON; numbers and secrets in it are masked, because
    nothing can be erased here.
    """

    class ActorKind(models.TextChoices):
        MEMBER = "member", _("Kullanıcı")
        API_KEY = "api_key", _("API anahtarı")
        SYSTEM = "system", _("Sistem")

    firm = models.ForeignKey(
        "tenancy.Firm", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    seq = models.BigIntegerField(_("sıra"))
    at = models.DateTimeField(_("zaman"))
    actor_kind = models.CharField(_("kim (tür)"), max_length=10, choices=ActorKind.choices)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("kim"), max_length=200)
    action = models.CharField(_("işlem"), max_length=80)
    subject_type = models.CharField(_("kayıt türü"), max_length=80, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject_label = models.CharField(_("kayıt"), max_length=200, blank=True)
    changes = models.JSONField(
        _("değişiklikler"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    request_id = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("işlem kaydı")
        verbose_name_plural = _("işlem geçmişi")
        ordering: ClassVar = ("-seq",)
        constraints: ClassVar = (
            models.UniqueConstraint("firm", "seq", name="audit_entry_once_per_place"),
        )
        indexes: ClassVar = (
            models.Index(fields=("firm", "-at"), name="audit_by_time"),
            models.Index(fields=("firm", "subject_type", "subject_id"), name="audit_by_subject"),
            models.Index(fields=("firm", "action", "-at"), name="audit_by_action"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """The end of a firm's chain; its row lock puts the entries in one order."""

    firm = models.OneToOneField(
        "tenancy.Firm", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("zincir başı")
        verbose_name_plural = _("zincir başları")

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.seq}"
