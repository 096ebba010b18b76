"""The consent ledger: what happened, in order, for ever (ideas 5; invariants I1, I11)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel, RecipientType, Status
from turkcell_hub.tenancy.models import Brand, FirmModel


class Origin(models.TextChoices):
    """The door through which a movement came."""

    FORM = "FORM", _("İzin Ekle formu")
    IMPORT = "AKTARIM", _("Dosyadan aktarım")
    API = "API", _("REST API")
    SHORT_NUMBER = "KISA_NUMARA", _("Kısa numaraya SMS")
    WEB_FORM = "WEB_FORMU", _("Web formu")
    PAPER = "KAGIT", _("Kâğıt form")
    VIA = "VIA", _("İYS ViA")
    REGISTRY = "IYS", _("İYS'den gelen hareket")
    RECONCILIATION = "MUTABAKAT", _("Mutabakat düzeltmesi")
    BLACKLIST = "KARA_LISTE", _("Kara liste")


class ConsentEvidence(FirmModel):
    """What can be shown to a judge: a scan, the version of a text, a message, a call note."""

    class Kind(models.TextChoices):
        SCAN = "TARAMA", _("Islak imzalı formun taraması")
        TEXT = "METIN", _("Onay metninin sürümü")
        INBOUND = "GELEN_SMS", _("Gelen SMS")
        WEB = "WEB", _("Web formu kaydı")
        NOTE = "NOT", _("Görüşme notu")
        REGISTRY = "IYS_DOSYASI", _("İYS dosyası")
        DECLARATION = "BEYAN", _("Toplu yükleme beyanı")

    kind = models.CharField(_("tür"), max_length=11, choices=Kind.choices)
    title = models.CharField(_("başlık"), max_length=200)
    text = models.TextField(_("metin"), blank=True)
    file = models.FileField(_("dosya"), upload_to="consent-evidence/%Y/%m", blank=True)
    # SHA-256 over the file, or over the text where there is none: in the movements' chain.
    sha256 = models.CharField(max_length=64, editable=False)
    details = models.JSONField(default=dict, blank=True)
    added_by = models.CharField(_("ekleyen"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tarih"), auto_now_add=True)

    class Meta:
        verbose_name = _("izin kanıtı")
        verbose_name_plural = _("izin kanıtları")
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.title


class ConsentMovement(FirmModel):
    """One consent or refusal. Rows are never changed or deleted: a trigger refuses it, and
    ``hash`` covers the predecessor's.

    ``consented_at``: when the person said it (may be missing for merchants). ``received_at``:
    when this portal learned of it. ``transaction_id``: the registry's, for what came from
    there. ``counts`` False: kept as evidence, without effect on the standing (the other side
    is the master, decisions.md).
    """

    seq = models.BigIntegerField(_("sıra"))
    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, db_index=False, verbose_name=_("marka")
    )
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    channel = models.CharField(_("izin türü"), max_length=6, choices=Channel.choices)
    recipient = models.CharField(_("alıcı"), max_length=265)
    status = models.CharField(_("durum"), max_length=4, choices=Status.choices)
    source = models.CharField(_("izin kaynağı"), max_length=24, blank=True)
    consented_at = models.DateTimeField(_("izin tarihi"), null=True)
    received_at = models.DateTimeField(_("öğrenilme"))
    origin = models.CharField(_("geldiği yer"), max_length=11, choices=Origin.choices)
    counts = models.BooleanField(default=True)
    transaction_id = models.CharField(_("İYS hareket no"), max_length=64, blank=True)
    registry_created_at = models.DateTimeField(_("İYS kayıt zamanı"), null=True)
    retailer_code = models.IntegerField(_("bayi kodu"), null=True)
    actor_label = models.CharField(_("kim"), max_length=120)
    evidence = models.ForeignKey(
        ConsentEvidence,
        on_delete=models.PROTECT,
        null=True,
        related_name="movements",
        verbose_name=_("kanıt"),
    )
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("izin hareketi")
        verbose_name_plural = _("izin hareketleri")
        ordering: ClassVar = ("seq",)
        constraints = (
            models.UniqueConstraint("firm", "seq", name="consent_movement_once_per_place"),
            models.UniqueConstraint(
                fields=(
                    "firm",
                    "brand",
                    "transaction_id",
                    "recipient",
                    "channel",
                    "recipient_type",
                    "status",
                ),
                condition=~models.Q(transaction_id=""),
                name="consent_movement_once_per_transaction",
            ),
        )
        indexes = (
            models.Index(
                fields=("firm", "brand", "recipient", "channel", "recipient_type", "seq"),
                name="consent_movement_by_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.status}"


class ConsentHead(models.Model):
    """The end of a firm's chain; its row lock puts the movements in one order."""

    firm = models.OneToOneField(
        "tenancy.Firm", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("izin zinciri başı")
        verbose_name_plural = _("izin zinciri başları")

    def __str__(self) -> str:
        return f"{self.firm_id}: {self.seq}"
