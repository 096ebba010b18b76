"""What the portal wants booked in the ERP: rows that an ERP takes, books and answers."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.models.mirror import Account, Project, ServiceCard, Workplace
from turkcell_hub.erp.states import DocumentKind, DocumentState
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel


def new_key() -> uuid.UUID:
    return uuid.uuid4()


class Document(FirmModel):
    """One slip for the ERP, with lines.

    ``source_key`` names what it books (an operator's bill, or one number of it); while the
    document is not cancelled no second one of the firm may have it. ``number`` is the ERP's own
    slip number, ``document_number`` the operator's bill number. ``key`` is stable over every
    attempt. ``in_doubt``: an attempt ended without an answer, so the ERP may have it; only an
    answer, or a person who has looked there, says which. ``lease_until`` is on the database's
    clock. ``total`` = Σ ``net`` + Σ ``vat`` of the lines, in ``currency``.
    """

    key = models.UUIDField(default=new_key, unique=True, editable=False)
    kind = models.CharField(_("tür"), max_length=20, choices=DocumentKind.choices)
    state = models.CharField(
        _("durum"), max_length=9, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    source_key = models.CharField(_("kaynak"), max_length=200)
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="+", verbose_name=_("cari hesap")
    )
    # The account's, so that who may not see the account does not see what is booked on it.
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, related_name="+"
    )
    number = models.CharField(_("fiş no"), max_length=16)
    document_number = models.CharField(_("fatura no"), max_length=31)
    date = models.DateField(_("işlem tarihi"))
    document_date = models.DateField(_("fatura tarihi"))
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    currency = models.CharField(_("para birimi"), max_length=3, default="TRY")
    total = models.DecimalField(_("toplam"), max_digits=18, decimal_places=2)
    taken_by = models.CharField(_("alan"), max_length=150, blank=True)
    lease_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    in_doubt = models.BooleanField(_("sonucu belirsiz"), default=False)
    erp_ref = models.CharField(_("ERP kayıt no"), max_length=64, blank=True)
    # Every text of the ERP's refusal: the first one alone often hides the cause.
    errors = models.JSONField(_("ERP'nin yanıtı"), default=list, blank=True)
    reason = models.CharField(_("iptal nedeni"), max_length=300, blank=True)
    created_by = models.CharField(_("hazırlayan"), max_length=150)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    settled_at = models.DateTimeField(_("sonuçlanma"), null=True)

    class Meta:
        verbose_name = _("ERP belgesi")
        verbose_name_plural = _("ERP belgeleri")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "source_key",
                condition=~Q(state=DocumentState.CANCELLED),
                name="erp_document_source_once",
            ),
            models.UniqueConstraint(
                "firm",
                "kind",
                "account",
                "number",
                condition=~Q(state=DocumentState.CANCELLED),
                name="erp_document_number_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.TAKEN) | Q(lease_until__isnull=False),
                name="erp_document_taken_by_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state=DocumentState.POSTED) | ~Q(erp_ref=""),
                name="erp_document_posted_with_ref",
            ),
        )
        indexes = (
            models.Index(
                fields=("firm", "id"),
                condition=Q(state=DocumentState.READY),
                name="erp_document_ready",
            ),
            models.Index(
                fields=("lease_until",),
                condition=Q(state=DocumentState.TAKEN),
                name="erp_document_leased",
            ),
            models.Index(fields=("firm", "state", "-id"), name="erp_document_by_state"),
        )

    def __str__(self) -> str:
        return f"{self.document_number} {self.account.title}".strip()


class DocumentLine(FirmModel):
    """``vat`` = ``net`` × ``vat_rate`` rounded to the kuruş + ``vat_difference`` (KDV farkı).
    ``number`` is the service number (GSM) that the line is for, "" for a common one."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(_("sıra"))
    service_card = models.ForeignKey(
        ServiceCard, on_delete=models.PROTECT, related_name="+", verbose_name=_("hizmet kartı")
    )
    description = models.CharField(_("açıklama"), max_length=250, blank=True)
    quantity = models.DecimalField(_("miktar"), max_digits=14, decimal_places=4, default=1)
    net = models.DecimalField(_("KDV hariç"), max_digits=18, decimal_places=2)
    vat_rate = models.DecimalField(_("KDV oranı (%)"), max_digits=5, decimal_places=2)
    vat = models.DecimalField(_("KDV"), max_digits=18, decimal_places=2)
    vat_difference = models.DecimalField(
        _("KDV farkı"), max_digits=10, decimal_places=2, default=Decimal(0)
    )
    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("proje")
    )
    workplace = models.ForeignKey(
        Workplace, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("işyeri")
    )
    special_code = models.CharField(_("özel kodu"), max_length=30, blank=True)
    number = models.CharField(_("hizmet numarası"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("ERP belge satırı")
        verbose_name_plural = _("ERP belge satırları")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint("firm", "document", "position", name="erp_line_once"),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, net__gte=0, vat_rate__gte=0, vat_rate__lte=100),
                name="erp_line_amounts_make_sense",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}/{self.position}"

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat
