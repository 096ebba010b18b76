"""A firm's file for joining a programme: its data, papers and way (A-001 … A-049, S-024)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications.models import Application
from turkcell_hub.billing.models import PaymentType
from turkcell_hub.membership.states import ENDS, FileState, Programme, State
from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class Dossier(FirmModel):
    """One membership file: for bulk SMS, or the firm's own registration at İYS.

    ``step``: the furthest that the applicant has reached, 1 to 3.
    ``application``: what its approval ordered at the operator.
    ``edition``: the day of the catalogue whose list it was sent by; None while it is filled in
    (then today's list holds). ``answers``: question code -> yes/no or number. ``ended_on`` starts
    the retention of identity papers.
    """

    reference = models.CharField(_("üyelik no"), max_length=20, unique=True)
    programme = models.CharField(
        _("dosya"), max_length=9, choices=Programme.choices, default=Programme.SMS
    )
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
    application = models.ForeignKey(
        Application, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
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
                fields=("firm", "programme"),
                condition=~Q(state=State.REJECTED),
                name="one_live_membership_each",
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
    ``signed``: a PDF that carries an electronic signature; whose it is, is not checked here.
    ``doubt``: why it may not be readable (``lib.paper_looks``). ``issued_on``: the paper's own day.
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
    signed = models.BooleanField(_("e-imzalı"), default=False)
    pages = models.PositiveIntegerField(_("sayfa"), default=1)
    doubt = models.CharField(_("okunurluk"), max_length=8, blank=True)
    issued_on = models.DateField(_("belgenin tarihi"), null=True)
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
