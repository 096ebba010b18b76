"""A firm's membership in the bulk SMS service: its data, papers and way (A-001 … A-049)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing.models import PaymentType
from turkcell_hub.membership.states import ENDS, FileState, State
from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class Dossier(FirmModel):
    """One membership file. ``step``: the furthest that the applicant has reached, 1 to 3.

    ``edition``: the day of the catalogue whose list it was sent by; None while it is filled in
    (then today's list holds). ``answers``: question code -> yes/no or number. ``ended_on`` starts
    the retention of identity papers.
    """

    reference = models.CharField(_("üyelik no"), max_length=20, unique=True)
    state = models.CharField(
        _("durum"), max_length=14, choices=State.choices, default=State.DRAFT, db_index=True
    )
    step = models.PositiveSmallIntegerField(default=1)
    payment_type = models.CharField(
        _("ödeme türü"), max_length=10, choices=PaymentType.choices, blank=True
    )
    kind = models.CharField(_("kurum türü"), max_length=30, blank=True)
    edition = models.DateField(null=True)
    answers = models.JSONField(default=dict)
    legal_name = models.CharField(_("kurumun tam adı"), max_length=200, blank=True)
    tax_number = SealedTextField(_("vergi / T.C. kimlik no"), blank=True)
    tax_office = models.CharField(_("vergi dairesi"), max_length=80, blank=True)
    address = models.CharField(_("adres"), max_length=300, blank=True)
    officer = models.CharField(_("yetkili"), max_length=120, blank=True)
    officer_title = models.CharField(_("görevi"), max_length=80, blank=True)
    phone = models.CharField(_("telefon"), max_length=16, blank=True)
    email = models.EmailField(_("e-posta"), max_length=254, blank=True)
    paper_day = models.DateField(_("karar / sözleşme tarihi"), null=True)
    has_corporate_line = models.BooleanField(_("kurumsal hat var"), null=True)
    corporate_line = models.CharField(_("kurumsal hat"), max_length=16, blank=True)
    courier = models.CharField(_("kargo firması"), max_length=60, blank=True)
    tracking_number = models.CharField(_("gönderi takip no"), max_length=40, blank=True)
    shipped_on = models.DateField(_("kargoya veriliş"), null=True)
    by_user = models.BigIntegerField(null=True)
    by_label = models.CharField(_("başlatan"), max_length=150)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)
    sent_at = models.DateTimeField(_("gönderilme"), null=True)
    ended_at = models.DateTimeField(_("sonuçlanma"), null=True)

    class Meta:
        verbose_name = _("üyelik dosyası")
        verbose_name_plural = _("üyelik dosyaları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm",), condition=~Q(state=State.REJECTED), name="one_live_membership"
            ),
            models.CheckConstraint(
                condition=Q(step__gte=1, step__lte=3), name="membership_has_three_steps"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return self.state not in ENDS


class Paper(FirmModel):
    """What was said of one line of the checklist: its ticks, and "bizde yok" of a "varsa" paper
    is simply no file."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="papers")
    code = models.CharField(_("belge"), max_length=40)
    ticks = models.JSONField(default=list)

    class Meta:
        verbose_name = _("üyelik belgesi")
        verbose_name_plural = _("üyelik belgeleri")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint("firm", "dossier", "code", name="membership_paper_once"),
        )

    def __str__(self) -> str:
        return self.code


class PaperFile(FirmModel):
    """One scan, encrypted in the private storage under its own key (``tenancy.vault``).

    ``erased_at``: content and key are gone; the row stays as the proof that it was.
    ``identity`` is the catalogue's word on the day of the upload: it never becomes less private.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("dosya"), max_length=140)
    content_type = models.CharField(_("tür"), max_length=20)
    size = models.PositiveIntegerField(_("boyut"))
    sha256 = models.CharField(_("özet"), max_length=64)
    stored = models.CharField(max_length=120, blank=True)
    secret = SealedTextField(blank=True)
    identity = models.BooleanField(default=False)
    state = models.CharField(
        _("durum"), max_length=12, choices=FileState.choices, default=FileState.WAITING
    )
    reason = models.CharField(_("neden"), max_length=300, blank=True)
    by_label = models.CharField(_("yükleyen"), max_length=150)
    uploaded_at = models.DateTimeField(_("yükleme"), auto_now_add=True)
    erased_at = models.DateTimeField(_("silinme"), null=True)

    class Meta:
        verbose_name = _("taranmış belge")
        verbose_name_plural = _("taranmış belgeler")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("uploaded_at",), condition=Q(erased_at=None, identity=True),
                name="membership_identity_kept",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.name


class DossierEvent(FirmModel):
    """One move: when, who, what was said. ``tell_at``: the mail about it is still to go."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(_("durum"), max_length=14, choices=State.choices)
    by_label = models.CharField(_("kim"), max_length=150)
    note = models.CharField(_("not"), max_length=500, blank=True)
    at = models.DateTimeField(_("zaman"), auto_now_add=True)
    tell_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("üyelik hareketi")
        verbose_name_plural = _("üyelik hareketleri")
        ordering = ("pk",)
        indexes = (
            models.Index(
                fields=("tell_at",), condition=Q(tell_at__isnull=False),
                name="membership_to_tell",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.get_state_display())


class MembershipRules(FirmModel):
    """Dated: where papers go, what is taken, and how long copies of identities are kept."""

    valid_from = models.DateField(_("geçerlilik başlangıcı"))
    supplier = models.CharField(
        _("tedarikçi"),
        max_length=200,
        default="Asist Bilgi Teknolojileri ve Elektronik Haberleşme Ltd. Şti.",
    )
    supplier_address = models.CharField(
        _("evrak adresi"),
        max_length=300,
        default=(
            "Teknopark İstanbul Teknoloji Geliştirme Bölgesi, Sanayi Mah. Havaalanı İç Yolu Cad."
            " No: 3 Kat 1 / 107, Pendik – İstanbul"
        ),
    )
    most_megabytes = models.PositiveSmallIntegerField(
        _("dosya sınırı (MB)"),
        default=8,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
    )
    most_megapixels = models.PositiveSmallIntegerField(
        _("resim sınırı (megapiksel)"),
        default=40,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    most_files = models.PositiveSmallIntegerField(
        _("belge başına dosya"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
    )
    identity_days = models.PositiveSmallIntegerField(
        _("kimlik belgesi saklama (gün)"),
        default=90,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    draft_days = models.PositiveSmallIntegerField(
        _("bırakılan dosyada kimlik saklama (gün)"),
        default=180,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    by_label = models.CharField(_("tanımlayan"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("üyelik kuralı")
        verbose_name_plural = _("üyelik kuralları")
        constraints = (
            models.UniqueConstraint("firm", "valid_from", name="membership_rules_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.valid_from:%d.%m.%Y}"
