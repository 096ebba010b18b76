"""The ERP's cards as the portal last saw them. Nobody edits them here: the ERP is their master."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField

_RATE = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Freshness(FirmModel):
    """When the ERP last spoke of a kind of card. Writers of one kind queue up at this row, so
    that two refreshes at once end as one after the other."""

    kind = models.CharField(_("tür"), max_length=12, choices=MirrorKind.choices)
    refreshed_at = models.DateTimeField(_("son yenileme"), null=True)
    source = models.CharField(_("kaynak"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("ERP güncelliği")
        verbose_name_plural = _("ERP güncellikleri")
        constraints = (models.UniqueConstraint("firm", "kind", name="erp_freshness_once"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())


class MirrorRow(FirmModel):
    """One card. ``code`` is the ERP's business key and ``erp_ref`` its internal number, which
    outlives a change of the code. A card that is gone from the ERP is switched off, never
    deleted: bills and messages still point at it. ``refreshed_at``: when the ERP last named it;
    ``changed_at``: when something of it last differed."""

    code = models.CharField(_("kodu"), max_length=64)
    erp_ref = models.CharField(_("ERP kayıt no"), max_length=64, blank=True)
    special_code = models.CharField(_("özel kodu"), max_length=30, blank=True)
    authority_code = models.ForeignKey(
        AuthorityCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("yetki kodu"),
    )
    is_active = models.BooleanField(_("etkin"), default=True)
    refreshed_at = models.DateTimeField(_("son yenileme"))
    changed_at = models.DateTimeField(_("son değişiklik"))
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.code} {self.label}".strip()

    @property
    def label(self) -> str:
        """The card's name without its code."""
        return str(getattr(self, "name", ""))

    def words(self) -> tuple[str, ...]:
        """What quick search looks in."""
        return (self.code, self.label, self.special_code)

    def set_keys(self) -> None:
        """Fills the folded copies; writers of many rows call it themselves."""
        self.search_key = turkish.fold(" ".join(self.words()))
        self.sort_key = turkish.sort_key(self.label or self.code)[:250]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)


class WithPhones(MirrorRow):
    """``phones``: the card's numbers in the ERP's order, ``[{"number", "kind", "e164"}]``, with
    ``number`` as the ERP spells it. ``phone`` is the one that messages go to, E.164;
    ``phone_problem`` why it is missing or doubtful (a key of ``lib.phone.MESSAGES`` or
    ``missing``)."""

    phones = models.JSONField(_("telefonlar"), default=list, blank=True)
    phone = models.CharField(_("mesaj numarası"), max_length=16, blank=True)
    phone_problem = models.CharField(_("numara sorunu"), max_length=30, blank=True)
    email = models.CharField(_("e-posta"), max_length=254, blank=True)

    class Meta:
        abstract = True

    def words(self) -> tuple[str, ...]:
        spelled = [e164 for entry in self.phones if (e164 := entry.get("e164"))]
        national = ["0" + e164[3:] for e164 in spelled if e164.startswith("+90")]
        return (*super().words(), *spelled, *national)


def _once(*fields: str, name: str) -> tuple[models.BaseConstraint, ...]:
    return (models.UniqueConstraint("firm", *fields, name=name),)


def _found(prefix: str) -> tuple[models.Index, ...]:
    """A list in order of names, a search, and the card behind the ERP's own number."""
    return (
        models.Index(fields=("firm", "sort_key", "id"), name=f"{prefix}_by_name"),
        models.Index(fields=("firm", "erp_ref"), condition=~Q(erp_ref=""), name=f"{prefix}_by_ref"),
        GinIndex(fields=("search_key",), opclasses=("gin_trgm_ops",), name=f"{prefix}_search"),
    )


class Account(WithPhones):
    """Cari hesap. ``tax_number`` is a company's VKN; a person's TCKN is sealed in
    ``national_id`` and found only for the person's own request (law 6698). ``latitude`` and
    ``longitude``: where the ERP itself says that it lies, both or neither."""

    title = models.CharField(_("unvan"), max_length=200)
    tax_number = models.CharField(_("vergi no"), max_length=10, blank=True)
    national_id = SealedTextField(_("TC kimlik no"), blank=True)
    tax_office = models.CharField(_("vergi dairesi"), max_length=60, blank=True)
    address = models.CharField(_("adres"), max_length=250, blank=True)
    district = models.CharField(_("ilçe"), max_length=60, blank=True)
    postcode = models.CharField(_("posta kodu"), max_length=10, blank=True)
    city = models.CharField(_("il"), max_length=60, blank=True)
    latitude = models.FloatField(_("enlem"), null=True, blank=True)
    longitude = models.FloatField(_("boylam"), null=True, blank=True)

    class Meta:
        verbose_name = _("cari hesap")
        verbose_name_plural = _("cari hesaplar")
        constraints = _once("code", name="erp_account_once")
        indexes = (
            *_found("erp_account"),
            models.Index(
                fields=("firm", "tax_number"),
                condition=~Q(tax_number=""),
                name="erp_account_by_tax",
            ),
        )

    @property
    def label(self) -> str:
        return self.title

    def words(self) -> tuple[str, ...]:
        return (*super().words(), self.tax_number, self.city)


class _Named(WithPhones):
    first_name = models.CharField(_("adı"), max_length=60, blank=True)
    last_name = models.CharField(_("soyadı"), max_length=60, blank=True)

    class Meta:
        abstract = True

    @property
    def label(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Contact(_Named):
    """Müşterinin ilgili kişisi: somebody at an account (L-051)."""

    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("cari hesap")
    )
    duty = models.CharField(_("görevi"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("ilgili kişi")
        verbose_name_plural = _("ilgili kişiler")
        constraints = _once("account", "code", name="erp_contact_once")
        indexes = _found("erp_contact")


class Person(_Named):
    """Personel: a member of the firm's staff (L-050). ``code`` is the sicil number."""

    duty = models.CharField(_("görevi"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("personel")
        verbose_name_plural = _("personel")
        constraints = _once("code", name="erp_person_once")
        indexes = _found("erp_person")


class Side(models.TextChoices):
    """Which tab of the matching table a service card belongs to."""

    RECEIVED = "RECEIVED", _("Alınan hizmet")
    ISSUED = "ISSUED", _("Verilen hizmet")


class ServiceCard(MirrorRow):
    """Hizmet kartı. Its ``vat_rate`` (percent) is what a booked line must have."""

    name = models.CharField(_("açıklama"), max_length=200)
    side = models.CharField(_("tür"), max_length=8, choices=Side.choices, default=Side.RECEIVED)
    vat_rate = models.DecimalField(
        _("KDV oranı (%)"), max_digits=5, decimal_places=2, validators=_RATE
    )

    class Meta:
        verbose_name = _("hizmet kartı")
        verbose_name_plural = _("hizmet kartları")
        constraints = (
            *_once("side", "code", name="erp_card_once"),
            models.CheckConstraint(
                condition=Q(vat_rate__gte=0, vat_rate__lte=100), name="erp_card_vat_is_a_percent"
            ),
        )
        indexes = _found("erp_card")


class Project(MirrorRow):
    name = models.CharField(_("proje"), max_length=200)

    class Meta:
        verbose_name = _("proje")
        verbose_name_plural = _("projeler")
        constraints = _once("code", name="erp_project_once")
        indexes = _found("erp_project")


class Workplace(MirrorRow):
    """İşyeri; Logo's division number is its ``code``."""

    name = models.CharField(_("işyeri"), max_length=200)

    class Meta:
        verbose_name = _("işyeri")
        verbose_name_plural = _("işyerleri")
        constraints = _once("code", name="erp_workplace_once")
        indexes = _found("erp_workplace")
