"""The invoice login's life (L-115 … L-121), and the dated rules of this room."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, GatewayAccount, Membership


def first_warnings() -> list[int]:
    return [30, 14, 7, 1]


class InvoiceRules(FirmModel):
    """What holds from ``valid_from`` until the next row."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    password_days = models.PositiveSmallIntegerField(_("şifre ömrü (gün)"), default=120)
    warning_days = ArrayField(
        models.PositiveSmallIntegerField(), default=first_warnings, verbose_name=_("uyarı günleri")
    )
    wrong_tries = models.PositiveSmallIntegerField(_("yanlış deneme sınırı"), default=3)
    requests_a_day = models.PositiveSmallIntegerField(_("günde en çok şifre talebi"), default=3)
    jump_percent = models.PositiveSmallIntegerField(_("artış uyarısı (%)"), default=50)
    jump_least = models.DecimalField(
        _("artış uyarısı en az (TL)"), max_digits=10, decimal_places=2, default=Decimal(50)
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)

    class Meta:
        verbose_name = _("fatura kuralları")
        verbose_name_plural = _("fatura kuralları")
        constraints = (models.UniqueConstraint("firm", "valid_from", name="invoice_rules_a_day"),)

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"


class InvoiceLogin(FirmModel):
    """What is known of the password of one account.

    ``set_at``: when it was entered here. ``failures``: refusals of this password in a row; a
    machine makes no try after the first, a person makes the last one only after a confirmation.
    ``warned``: the warnings that this password has had, in days before its end.
    ``is_void``: a new one has been asked for, so this one is dead.
    ``trying_until``: one try at a time, on the database's clock.
    """

    account = models.OneToOneField(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    officer = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("Turkcell yetkilisi"),
    )  # fmt: skip
    mark = models.CharField(max_length=64, editable=False)
    set_at = models.DateTimeField(_("şifrenin girildiği an"))
    failures = models.PositiveSmallIntegerField(default=0)
    is_blocked = models.BooleanField(default=False)
    is_expired = models.BooleanField(default=False)
    is_void = models.BooleanField(default=False)
    warned = ArrayField(models.PositiveSmallIntegerField(), default=list)
    trying_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("fatura aktarım şifresi")
        verbose_name_plural = _("fatura aktarım şifreleri")

    def __str__(self) -> str:
        return str(self.account_id)


class PasswordRequest(FirmModel):
    """A new password asked of the operator. Written before the call, so that none is forgotten;
    ``UNKNOWN`` when no answer came: the officer may have got it. ``WAITING``: a program wishes for
    one; nothing is asked until a person confirms it or turns it down."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Bir kişinin onayını bekliyor")
        DENIED = "DENIED", _("Geri çevrildi")
        ASKED = "ASKED", _("Soruluyor")
        DONE = "DONE", _("SMS gönderildi")
        REFUSED = "REFUSED", _("Operatör kabul etmedi")
        UNKNOWN = "UNKNOWN", _("Yanıt gelmedi")

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(_("sonuç"), max_length=7, choices=State.choices, default=State.ASKED)
    officer_name = models.CharField(_("Turkcell yetkilisi"), max_length=120, blank=True)
    masked_phone = models.CharField(_("telefon"), max_length=20, blank=True)
    asked_by = models.CharField(_("isteyen"), max_length=120)
    decided_by = models.CharField(
        _("karar veren"), max_length=120, blank=True, default="", db_default=""
    )
    asked_at = models.DateTimeField(_("istek zamanı"), auto_now_add=True)

    class Meta:
        verbose_name = _("fatura şifre talebi")
        verbose_name_plural = _("fatura şifre talepleri")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "account"), condition=Q(state="WAITING"), name="password_one_waits"
            ),
        )
        indexes = (models.Index(fields=("firm", "account", "-asked_at"), name="password_asked"),)

    def __str__(self) -> str:
        return f"{timezone.localtime(self.asked_at):%d.%m.%Y %H:%M}"
