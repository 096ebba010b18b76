"""One SMS to one person."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from iys_consent.models import RecipientType
from messaging.models.campaigns import Campaign
from messaging.models.people import Subscriber
from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class MessageState(models.IntegerChoices):
    """What a message row itself knows. While ``PENDING`` its progress is its batch's
    (waiting, handing over, accepted, unknown, needs a person): rows are written once when
    prepared and once when they end."""

    PENDING = 0, _("Bekliyor")
    BLOCKED = 1, _("Gönderilmedi")
    CANCELLED = 2, _("İptal edildi")
    DELIVERED = 10, _("İletildi")
    SENT_UNCONFIRMED = 11, _("Gönderildi, rapor gelmedi")
    UNDELIVERED = 20, _("İletilemedi")
    EXPIRED = 21, _("Süresi doldu")
    INVALID_NUMBER = 22, _("Geçersiz numara")
    REJECTED_BY_OPERATOR = 23, _("Operatör reddetti")
    DUPLICATE = 24, _("Mükerrer")
    BLACKLISTED = 25, _("Operatörün kara listesinde")
    IYS_REJECTED = 26, _("İYS reddetti")
    IYS_CHECK_FAILED = 27, _("İYS sorgulanamadı")
    NO_CREDIT = 28, _("Operatörde kredi yok")
    NOT_COVERED = 29, _("Kapsam dışı")
    NOT_SUBSCRIBER = 30, _("Turkcell abonesi değil")
    REFUSED = 31, _("Gönderim reddedildi")


class Message(FirmModel):
    """One recipient of one campaign, with the text, the verdict and the outcome.

    ``batch_no`` is the number of the outbox batch that carries it, ``seq`` its place in
    the campaign. ``verdict`` and ``evidence`` are frozen when the message is
    prepared (or stopped at the last moment) and never change afterwards.
    References are without database constraints because rows come by the hundred thousand
    in one statement and their parents are never deleted once a campaign is submitted.
    """

    firm = models.ForeignKey(
        "tenancy.Firm",
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.PROTECT,
        related_name="messages",
        db_constraint=False,
        db_index=False,
        verbose_name=_("gönderim"),
    )
    seq = models.IntegerField()
    batch_no = models.IntegerField()
    subscriber = models.ForeignKey(
        Subscriber,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
        db_index=False,
        null=True,
    )
    name = models.CharField(_("alıcı"), max_length=121, blank=True)
    phone = models.CharField(_("telefon numarası"), max_length=16)
    # Where it goes instead, in a TCKN campaign; the number beside it is the card's and is only
    # for the blacklist. Copied sealed, never opened but to be handed over.
    tckn = SealedTextField(_("TC kimlik no"), null=True)
    recipient_type = models.CharField(
        _("alıcı tipi"),
        max_length=8,
        choices=RecipientType.choices,
        default=RecipientType.INDIVIDUAL,
        db_default=RecipientType.INDIVIDUAL.value,
    )
    text = models.TextField(_("mesaj"))
    parts = models.SmallIntegerField(_("SMS sayısı"))
    credits = models.SmallIntegerField(_("kredi"))
    state = models.SmallIntegerField(
        _("durum"), choices=MessageState.choices, default=MessageState.PENDING
    )
    verdict = models.SmallIntegerField()
    evidence = models.JSONField(null=True)
    network_error = models.IntegerField(null=True)
    vendor_status = models.CharField(max_length=40, null=True)  # noqa: DJ001
    operator_credits = models.SmallIntegerField(null=True)
    report_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(_("hazırlanma"))
    ended_at = models.DateTimeField(_("sonuç zamanı"), null=True)

    class Meta:
        verbose_name = _("mesaj")
        verbose_name_plural = _("mesajlar")
        constraints = (
            models.UniqueConstraint("campaign", "batch_no", "seq", name="message_place_once"),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="message_by_firm"),
            models.Index(fields=("firm", "phone", "-id"), name="message_by_phone"),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.seq}"

    @property
    def masked_tckn(self) -> str:
        return f"*********{str(self.tckn)[-2:]}" if self.tckn else ""
