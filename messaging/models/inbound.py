"""Where inbound messages go: the firm's dated rules and keywords, and the shared numbers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import Firm, FirmModel, GatewayAccount


class InboundPolicy(FirmModel):
    """Ret kuralları from a day on (S-014, S-033): the one in force is the latest that has begun.

    ``refusal_words`` are compared without case, marks and punctuation; ``extra_words`` is how
    many ordinary words may follow one ("ret lütfen"); ``confirm_hours`` is how old a refusal may
    be and still be confirmed by SMS.
    """

    valid_from = models.DateField(_("geçerlilik başlangıcı"), default=timezone.localdate)
    refusal_words = ArrayField(models.CharField(max_length=20), verbose_name=_("ret sözcükleri"))
    extra_words = models.PositiveSmallIntegerField(_("izleyen sözcük"), default=2)
    confirms = models.BooleanField(_("ret onay mesajı"), default=True)
    confirm_text = models.CharField(_("onay metni"), max_length=155)
    confirm_hours = models.PositiveSmallIntegerField(_("onay süresi (saat)"), default=24)
    created_by = models.CharField(_("ekleyen"), max_length=120, editable=False)

    class Meta:
        verbose_name = _("ret kuralı")
        verbose_name_plural = _("ret kuralları")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "valid_from",
                name="inbound_policy_day_once",
                violation_error_message=_("Bu tarihten başlayan bir kural zaten var."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"


class InboundRule(FirmModel):
    """A keyword or a number, and who takes what comes with it (C-10). "" fits everything; the
    lowest ``priority`` is asked first. Refusals are taken before any rule."""

    number = models.CharField(_("aranan numara"), max_length=20, blank=True)
    keyword = models.CharField(_("anahtar kelime"), max_length=20, blank=True)
    handler = models.CharField(_("yönlendirme"), max_length=30)
    priority = models.PositiveSmallIntegerField(_("sıra"), default=100)
    label = models.CharField(_("konuşma etiketi"), max_length=8, blank=True)
    is_active = models.BooleanField(_("etkin"), default=True)

    class Meta:
        verbose_name = _("yönlendirme kuralı")
        verbose_name_plural = _("yönlendirme kuralları")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "number",
                "keyword",
                name="inbound_rule_once",
                violation_error_message=_("Bu numara ve kelime için bir kural zaten var."),
            ),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(keyword=""), name="inbound_rule_says_what"
            ),
        )

    def __str__(self) -> str:
        return " ".join(filter(None, (self.number, self.keyword)))


class SharedNumber(models.Model):
    """A number on which several firms write (such as 4605): all that comes to it is pushed to
    one carrying account. Entered by the operator of the hub alone, because it lets a push of one
    account reach other firms. Times are in the decision record 013."""

    number = models.CharField(max_length=20)
    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    reply_hours = models.PositiveSmallIntegerField(default=72)
    apart_hours = models.PositiveSmallIntegerField(default=24)
    refusal_days = models.PositiveSmallIntegerField(default=90)

    class Meta:
        verbose_name = _("ortak numara")
        verbose_name_plural = _("ortak numaralar")
        constraints = (
            models.UniqueConstraint("account", "number", name="shared_number_once_per_account"),
        )

    def __str__(self) -> str:
        return self.number


class SharedNumberUse(models.Model):
    """A firm that writes on a shared number; ``keyword`` (folded) is its own word there."""

    shared_number = models.ForeignKey(SharedNumber, on_delete=models.CASCADE, related_name="uses")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="+")
    keyword = models.CharField(max_length=20, blank=True)

    class Meta:
        verbose_name = _("ortak numarayı kullanan firma")
        verbose_name_plural = _("ortak numarayı kullanan firmalar")
        constraints = (
            models.UniqueConstraint("shared_number", "firm", name="shared_number_firm_once"),
            models.UniqueConstraint(
                fields=("shared_number", "keyword"),
                condition=~Q(keyword=""),
                name="shared_number_keyword_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.shared_number_id}: {self.firm_id}"


class RelayedInbound(models.Model):
    """A message that came to a shared number, kept before anybody knows whose it is. ``PARKED``
    ones wait for the operator of the hub; no firm sees them."""

    class State(models.TextChoices):
        OPEN = "ACIK", _("Bekliyor")
        ROUTED = "YONLENDI", _("Yönlendirildi")
        PARKED = "PARK", _("Park edildi")
        DISCARDED = "ATILDI", _("Atıldı")

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    operator_id = models.CharField(max_length=80)
    sender = models.CharField(max_length=20)
    recipient = models.CharField(max_length=20)
    keyword = models.CharField(max_length=40, blank=True)
    text = models.TextField()
    network = models.CharField(max_length=20, blank=True)
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=40, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # While it cannot be decided: how often that failed, and when it is tried again.
    tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("ortak numaraya gelen mesaj")
        verbose_name_plural = _("ortak numaraya gelen mesajlar")
        constraints = (
            models.UniqueConstraint("account", "operator_id", name="relayed_inbound_once"),
        )
        indexes = (
            models.Index(
                fields=("id",), condition=Q(state__in=("ACIK", "PARK")), name="relayed_inbound_open"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
