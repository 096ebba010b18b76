"""What stays of an approval: who approved exactly what, and where it stands in the trail."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from otp.models.challenge import TEXT, Challenge, Method
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel, Membership


class Receipt(FirmModel):
    """Append-only (a trigger holds it) but for ``executed_at``, which is set once: one approval
    decides at most one execution (I7). ``trail_seq`` and ``trail_hash`` are its place in the
    firm's hash chain. ``authority_code``: that of the document; who does not hold it does not see
    the receipt (C-01)."""

    number = models.UUIDField(_("makbuz no"), default=uuid.uuid4, unique=True, editable=False)
    challenge = models.OneToOneField(Challenge, on_delete=models.PROTECT, related_name="receipt")
    subject_kind = models.CharField(_("konu türü"), max_length=20)
    subject_id = models.BigIntegerField(_("konu"))
    subject_digest = models.CharField(_("içerik özeti"), max_length=64)
    subject_text = models.CharField(_("onaylanan"), max_length=TEXT)
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("onaylayan")
    )
    member_name = models.CharField(_("onaylayan"), max_length=120)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, related_name="+",
        verbose_name=_("yetki kodu"),
    )  # fmt: skip
    phone_masked = models.CharField(_("telefon"), max_length=30, blank=True)
    method = models.CharField(_("yöntem"), max_length=4, choices=Method.choices)
    approved_at = models.DateTimeField(_("onay zamanı"))
    trail_seq = models.BigIntegerField(_("zincirdeki sıra"))
    trail_hash = models.CharField(_("zincir özeti"), max_length=64)
    executed_at = models.DateTimeField(_("uygulama"), null=True)

    class Meta:
        verbose_name = _("onay makbuzu")
        verbose_name_plural = _("onay makbuzları")
        ordering = ("-id",)
        constraints = (models.UniqueConstraint("firm", "trail_seq", name="otp_receipt_place_once"),)
        indexes = (
            models.Index(fields=("firm", "subject_kind", "subject_id"), name="otp_receipt_subject"),
        )

    def __str__(self) -> str:
        return self.subject_text
