"""Gönderimler: one campaign record for a message to one or to many (L-065)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptReason, ExemptSender
from iys_consent.models import Dealer, RecipientType
from messaging.models.media import MediaFile
from messaging.models.people import Group, Subscriber
from messaging.models.templates import MessageTemplate
from turkcell_hub.tenancy.models import AuthorityCode, Brand, FirmModel, GatewayAccount, SenderTitle
from turkcell_hub.tenancy.sealed import SealedTextField


class MessageClass(models.TextChoices):
    """Legal class (S-022, S-023); chosen by a named person for each campaign (S-053)."""

    COMMERCIAL = "TICARI", _("Ticari")
    INFORMATIONAL = "BILGILENDIRME", _("Bilgilendirme")


class AddressType(models.TextChoices):
    """Hizmet Numaraları (L-068): where a campaign's messages go. Each is a service of its own at
    the operator, with its own account and sender names (L-069, L-070)."""

    PHONE = "TELEFON", _("Telefon numarası")
    TCKN = "TCKN", _("T.C. kimlik numarası")


class MessageKind(models.TextChoices):
    """What goes to the phone (L-059); each is a verb of its own at the operator."""

    SMS = "SMS", _("SMS")
    MMS = "MMS", _("MMS")
    VIDEO = "VIDEO_URL", _("Video/URL")


class CampaignState(models.TextChoices):
    """States that are set. "Finished" is computed from the rows (``finished_at``)."""

    DRAFT = "TASLAK", _("Taslak")
    SCHEDULED = "ZAMANLANDI", _("Zamanlandı")
    REPEATING = "TEKRARLI", _("Tekrarlanıyor")
    NEEDS_PERSON = "KARAR_BEKLER", _("Kararınızı bekliyor")
    AWAITING = "ONAY_BEKLER", _("Onay bekliyor")
    PREPARING = "HAZIRLANIYOR", _("Hazırlanıyor")
    SENDING = "GONDERILIYOR", _("Gönderiliyor")
    PAUSED = "DURAKLATILDI", _("Duraklatıldı")
    CANCELLED = "IPTAL", _("İptal edildi")
    DONE = "TAMAMLANDI", _("Tamamlandı")


# A person may change these: nothing of them has gone, and nothing goes by itself.
EDITABLE = (CampaignState.DRAFT, CampaignState.NEEDS_PERSON)
# What these name (people, groups, templates, fields) is still needed.
UNSENT = (
    *EDITABLE,
    CampaignState.SCHEDULED,
    CampaignState.REPEATING,
    CampaignState.AWAITING,
)


class Campaign(FirmModel):
    """A text, its audience, and what became of it.

    Until ``PREPARING`` the audience is a description (people, groups, a filter); preparing
    turns it into ``Message`` rows, books the credit and makes the batches, in one
    transaction. ``problem`` says why a submitted campaign came back to ``DRAFT``.

    ``scheduled_local`` ("2027-01-31T09:00") is the wall-clock time that the person chose, in
    ``scheduled_zone``; ``scheduled_for`` is the instant that it means (S-081). When the hour
    comes the campaign goes on as if it were submitted; what stops it then makes it
    ``NEEDS_PERSON`` with the ``problem``. One of a repeat rule is ``REPEATING``: it does not go
    itself, its runs do, as campaigns of their own.
    """

    class Source(models.TextChoices):
        PORTAL = "PORTAL", _("Portal")
        API = "API", _("REST API")
        SYSTEM = "SISTEM", _("Kendiliğinden")
        TIMED_TASK = "GOREV", _("Zamanlanmış görev")
        WORKFLOW = "AKIS", _("İş akışı")

    class Kind(models.TextChoices):
        CAMPAIGN = "TOPLU", _("Toplu mesaj")
        SINGLE = "TEKIL", _("Tekil mesaj")
        TRIAL = "DENEME", _("Deneme")

    name = models.CharField(_("gönderim adı"), max_length=120)
    kind = models.CharField(_("tür"), max_length=6, choices=Kind.choices, default=Kind.CAMPAIGN)
    source = models.CharField(
        _("kaynak"), max_length=6, choices=Source.choices, default=Source.PORTAL
    )
    state = models.CharField(
        _("durum"), max_length=12, choices=CampaignState.choices, default=CampaignState.DRAFT
    )
    address_type = models.CharField(
        _("hizmet numarası"),
        max_length=8,
        choices=AddressType.choices,
        default=AddressType.PHONE,
    )
    message_kind = models.CharField(
        _("mesaj türü"), max_length=9, choices=MessageKind.choices, default=MessageKind.SMS
    )
    # The https address of a Video/URL message; it goes at the end of the text.
    link = models.CharField(_("bağlantı"), max_length=500, blank=True, default="")
    # What stands in the text's ``CODE_PLACE`` when it is handed over, and nowhere else.
    secret = SealedTextField(null=True, editable=False)
    media = models.ForeignKey(
        MediaFile, on_delete=models.SET_NULL, null=True, blank=True, verbose_name=_("MMS dosyası")
    )
    account = models.ForeignKey(
        GatewayAccount,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("operatör hesabı"),
    )
    sender = models.ForeignKey(
        SenderTitle,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("gönderici kısa tanımı"),
    )
    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("marka")
    )
    # In whose name it goes (S-055): then only consents count that this dealer may use.
    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("bayi")
    )
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    template = models.ForeignKey(
        MessageTemplate,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("SMS şablonu"),
    )
    text = models.TextField(_("gönderilecek mesaj"), blank=True)
    message_class = models.CharField(
        _("mesaj sınıfı"), max_length=14, choices=MessageClass.choices, blank=True
    )
    class_chosen_by = models.CharField(max_length=120, blank=True, editable=False)
    class_chosen_at = models.DateTimeField(null=True, editable=False)
    # Why an informational message needs no consent, and under which exemption of the sender a
    # commercial one goes without İYS; who said so, and when.
    exemption = models.CharField(
        _("onay gerekmeme nedeni"), max_length=12, choices=ExemptReason.choices, blank=True,
        default="", db_default="",
    )  # fmt: skip
    exempt_sender = models.CharField(
        _("muaf gönderici"),
        max_length=10,
        choices=ExemptSender.choices,
        blank=True,
        default="",
        db_default="",
    )
    exemption_chosen_by = models.CharField(
        max_length=120, blank=True, default="", db_default="", editable=False
    )
    exemption_chosen_at = models.DateTimeField(null=True, editable=False)
    groups = models.ManyToManyField(Group, blank=True, verbose_name=_("gruplar"))
    # Query parameters of the subscriber list ("all that match"), None: no filter is used.
    audience_filter = models.JSONField(null=True, blank=True)
    resend_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="resends"
    )
    # The refusal (blacklist entry) that this message confirms, once; the entry does not stop it.
    confirms_entry = models.BigIntegerField(null=True, unique=True, editable=False)
    # The draft that this one message was sent to oneself for.
    trial_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="trials",
        editable=False,
    )  # fmt: skip
    validity_hours = models.PositiveSmallIntegerField(_("geçerlilik (saat)"), default=24)
    validity_minutes = models.PositiveSmallIntegerField(_("geçerlilik (dakika)"), default=0)
    # Days that one at the weekly cap may wait for his turn; 0: he is left out. Those who wait are
    # a scheduled campaign of their own, which names the first one and until when it is worth it.
    cap_wait_days = models.PositiveSmallIntegerField(_("haftalık sınırda bekleme (gün)"), default=0)
    waited_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="waiting",
        editable=False,
    )  # fmt: skip
    cap_deadline = models.DateTimeField(null=True, editable=False)
    batch_size = models.PositiveIntegerField(default=500, editable=False)
    # Credit is short and the clerk sends knowingly to the first so many of those who could get
    # it, in the order in which subscribers were recorded. None: to everybody.
    first_people = models.PositiveIntegerField(null=True, blank=True, editable=False)
    # What the person saw and agreed to; preparing never spends more than this.
    confirmed_credits = models.PositiveIntegerField(null=True, editable=False)
    preflight = models.JSONField(null=True, editable=False)
    problem = models.TextField(blank=True, editable=False)
    problem_code = models.CharField(max_length=40, blank=True, editable=False)
    total = models.PositiveIntegerField(default=0, editable=False)
    sendable = models.PositiveIntegerField(default=0, editable=False)
    credits = models.PositiveIntegerField(default=0, editable=False)
    # The ledger's spend that every refund of this campaign points at.
    spend_id = models.BigIntegerField(null=True, editable=False)
    created_by_label = models.CharField(_("oluşturan"), max_length=120, editable=False)
    created_by_member = models.BigIntegerField(null=True, editable=False)
    created_by_key = models.BigIntegerField(null=True, editable=False)
    submitted_by_label = models.CharField(_("gönderen"), max_length=120, blank=True, editable=False)
    submitted_by_member = models.BigIntegerField(null=True, editable=False)
    submitted_by_key = models.BigIntegerField(null=True, editable=False)
    scheduled_for = models.DateTimeField(_("planlanan zaman"), null=True, editable=False)
    scheduled_local = models.CharField(max_length=16, blank=True, default="", editable=False)
    scheduled_zone = models.CharField(max_length=40, blank=True, default="", editable=False)
    prepare_lease = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("gönderim zamanı"), null=True, editable=False)
    prepared_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(_("bitiş"), null=True, editable=False)

    class Meta:
        verbose_name = _("gönderim")
        verbose_name_plural = _("gönderimler")
        constraints = (
            models.CheckConstraint(
                condition=Q(state="TASLAK") | ~Q(message_class=""),
                name="campaign_has_a_class_before_it_goes",
            ),
            models.CheckConstraint(
                condition=~Q(state="ZAMANLANDI")
                | (Q(scheduled_for__isnull=False) & ~Q(scheduled_local="")),
                name="campaign_scheduled_has_its_time",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="campaign_by_firm"),
            models.Index(
                fields=("state",),
                condition=Q(state__in=("HAZIRLANIYOR", "GONDERILIYOR")),
                name="campaign_open",
            ),
            models.Index(
                fields=("scheduled_for",),
                condition=Q(state="ZAMANLANDI"),
                name="campaign_scheduled",
            ),
            models.Index(
                fields=("firm",), condition=Q(state="KARAR_BEKLER"), name="campaign_needs_person"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def validity(self) -> timedelta:
        """How long the message is worth delivering, from its hand-over on."""
        return timedelta(hours=self.validity_hours, minutes=self.validity_minutes)

    @property
    def scheduled_wall(self) -> datetime | None:
        """The chosen wall-clock time, naive; None when the campaign is not scheduled."""
        return datetime.fromisoformat(self.scheduled_local) if self.scheduled_local else None


# The portal's own notices to the firm's own people: nobody's rights are asked for them.
OWN_SOURCES = (Campaign.Source.SYSTEM.value, Campaign.Source.WORKFLOW.value)


class CampaignRecipient(FirmModel):
    """One chosen person: a subscriber, or a bare number that came by REST."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, null=True)
    phone = models.CharField(max_length=16, blank=True)
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    recipient_type = models.CharField(
        max_length=8, choices=RecipientType.choices, default=RecipientType.INDIVIDUAL
    )
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("alıcı")
        verbose_name_plural = _("alıcılar")
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "subscriber"),
                condition=Q(subscriber__isnull=False),
                name="campaign_subscriber_once",
            ),
            models.CheckConstraint(
                condition=Q(subscriber__isnull=False) | ~Q(phone=""),
                name="campaign_recipient_has_an_address",
            ),
        )
        indexes = (models.Index(fields=("campaign", "id"), name="recipient_by_campaign"),)

    def __str__(self) -> str:
        return str(self.pk)


class CampaignCount(FirmModel):
    """How many messages of a campaign ended how: moved in the same transaction as the
    messages, so it equals a count over them (a test holds it)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="counts")
    state = models.SmallIntegerField()
    # Verdict code of a blocked message, network error of a failed one, else 0.
    reason = models.IntegerField(default=0)
    messages = models.PositiveIntegerField(default=0)
    parts = models.PositiveIntegerField(default=0)
    credits = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("gönderim sayacı")
        verbose_name_plural = _("gönderim sayaçları")
        constraints = (
            models.UniqueConstraint("campaign", "state", "reason", name="campaign_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.state}/{self.reason}: {self.messages}"


class CampaignSpeed(FirmModel):
    """How many messages of a campaign took how long from the operator's taking them to the
    phone: counted by the statement that marks them delivered. ``bucket``: ``sql.speed``."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="speeds")
    bucket = models.SmallIntegerField()
    messages = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("iletim hızı sayacı")
        verbose_name_plural = _("iletim hızı sayaçları")
        constraints = (models.UniqueConstraint("campaign", "bucket", name="campaign_speed_once"),)

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.bucket}: {self.messages}"
