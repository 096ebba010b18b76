"""Mobil Aboneler and Mobil Abone Grupları (L-047 … L-057)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import Relation
from iys_consent.models import RecipientType
from turkcell_hub.erp.models import Account, Contact, Person
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel, Membership
from turkcell_hub.tenancy.sealed import SealedTextField


class SubscriberKind(models.TextChoices):
    """Kullanıcı Tipi (L-048 … L-052, L-054): whose card the subscriber follows."""

    SYSTEM_USER = "SISTEM", _("Sistem kullanıcısı")
    ACCOUNT = "CARI", _("Cari hesap")
    PERSON = "PERSONEL", _("Personel")
    CONTACT = "ILGILI", _("Müşterinin ilgili kişisi")
    OTHER = "DIGER", _("Diğer")


def _kind_fits_link() -> Q:
    """Each kind has its own link and no other."""
    links = {"SISTEM": "member", "CARI": "account", "PERSONEL": "person", "ILGILI": "contact"}
    fits = Q(kind="DIGER", **{f"{field}__isnull": True for field in links.values()})
    for kind, own in links.items():
        nulls = {f"{field}__isnull": field != own for field in links.values()}
        fits |= Q(kind=kind, **nulls)
    return fits


def _followed_once() -> tuple[models.UniqueConstraint, ...]:
    words = {
        "account": _("Bu cari hesap zaten mobil abone."),
        "person": _("Bu personel zaten mobil abone."),
        "contact": _("Bu ilgili kişi zaten mobil abone."),
    }
    return tuple(
        models.UniqueConstraint(
            fields=("firm", field),
            condition=Q(**{f"{field}__isnull": False}),
            name=f"subscriber_{field}_once",
            violation_error_message=text,
        )
        for field, text in words.items()
    )


class UsagePlace(models.TextChoices):
    """Kullanım Yeri (L-057): pickers of these places offer the subscriber."""

    SMS = "SMS", _("SMS")
    WORKFLOW = "IS_AKISI", _("İş akışı")
    TIMED_TASK = "ZAMANLANMIS_GOREV", _("Zamanlanmış görev")
    OTP = "OTP", _("OTP")


def every_usage_place() -> list[str]:
    return [place.value for place in UsagePlace]


class Subscriber(FirmModel):
    """A person who can get messages: employee, customer or partner (L-047).

    ``phone`` is E.164. ``fields`` holds the firm's own fields (``CustomField``) for merge
    parameters. ``search_key`` and ``sort_key`` are Turkish-folded copies in C order.
    """

    kind = models.CharField(
        _("kullanıcı tipi"),
        max_length=8,
        choices=SubscriberKind.choices,
        default=SubscriberKind.OTHER,
    )
    member = models.ForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("kullanıcı")
    )
    account = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("cari hesap"),
    )  # fmt: skip
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("personel kartı"),
    )  # fmt: skip
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("ilgili kişi"),
    )  # fmt: skip
    # Switched off because the card was: he comes back with it.
    off_with_card = models.BooleanField(default=False, db_default=False, editable=False)
    first_name = models.CharField(_("adı"), max_length=60, blank=True)
    last_name = models.CharField(_("soyadı"), max_length=60, blank=True)
    phone = models.CharField(_("telefon numarası"), max_length=16)
    tckn = SealedTextField(_("TC kimlik no"), blank=True)
    # A keyed mark of the TCKN: two cards of one person are known as one without opening them.
    tckn_mark = models.CharField(max_length=64, blank=True, default="", editable=False)
    usage_places = ArrayField(
        models.CharField(max_length=20, choices=UsagePlace.choices),
        default=every_usage_place,
        verbose_name=_("kullanım yeri"),
    )
    special_code = models.CharField(_("özel kodu"), max_length=30, blank=True)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    # What the registry knows the person as: a merchant needs no consent, but may refuse (T7).
    # What the person is to an exempt sender (S-060, S-061).
    relation = models.CharField(
        _("ilişki"), max_length=7, choices=Relation.choices, blank=True, default="", db_default=""
    )
    recipient_type = models.CharField(
        _("alıcı tipi"),
        max_length=8,
        choices=RecipientType.choices,
        default=RecipientType.INDIVIDUAL,
    )
    fields = models.JSONField(_("ek alanlar"), default=dict, blank=True)
    is_active = models.BooleanField(_("etkin"), default=True)
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    updated_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("mobil abone")
        verbose_name_plural = _("mobil aboneler")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone"),
                condition=Q(kind="DIGER"),
                name="subscriber_phone_once",
                violation_error_message=_("Bu telefon numarasıyla bir abone zaten var."),
            ),
            models.UniqueConstraint(
                fields=("firm", "member"),
                condition=Q(member__isnull=False),
                name="subscriber_member_once",
                violation_error_message=_("Bu kullanıcı zaten mobil abone."),
            ),
            *_followed_once(),
            models.CheckConstraint(condition=_kind_fits_link(), name="subscriber_kind_fits_link"),
        )
        indexes = (
            models.Index(fields=("firm", "sort_key", "id"), name="subscriber_by_name"),
            models.Index(fields=("firm", "phone"), name="subscriber_by_phone"),
            GinIndex(fields=("search_key",), opclasses=("gin_trgm_ops",), name="subscriber_search"),
        )

    def __str__(self) -> str:
        return self.full_name or phones.mask(self.phone)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def set_keys(self) -> None:
        """Fills the folded copies; ``save`` does it, bulk writers call it themselves."""
        self.search_key = search_key(self.first_name, self.last_name, self.phone, self.special_code)
        self.sort_key = sort_key(self.first_name, self.last_name)
        self.tckn_mark = tckn_mark(str(self.tckn or ""))

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_keys()
        super().save(*args, **kwargs)


def search_key(first_name: str, last_name: str, phone: str, special_code: str) -> str:
    """What quick search looks in; the number stands in E.164 and in national spelling."""
    national = "0" + phone[3:] if phone.startswith("+90") else ""
    words = f"{first_name} {last_name} {special_code}"
    return f"{turkish.fold(words)} {phone} {national}".strip()


def sort_key(first_name: str, last_name: str) -> str:
    return turkish.sort_key(f"{first_name} {last_name}".strip())[:250]


def tckn_mark(tckn: str) -> str:
    """The same for the same TCKN, and of no use without the server's key; "" for none."""
    if not tckn:
        return ""
    return salted_hmac("messaging.subscriber.tckn", tckn, algorithm="sha256").hexdigest()


class CustomField(FirmModel):
    """A field of the firm's own on its subscribers; a merge parameter by its code."""

    code = models.CharField(_("parametre"), max_length=30)
    label = models.CharField(_("alan adı"), max_length=60)

    class Meta:
        verbose_name = _("ek alan")
        verbose_name_plural = _("ek alanlar")
        ordering = ("label",)
        constraints = (models.UniqueConstraint("firm", "code", name="custom_field_code_once"),)

    def __str__(self) -> str:
        return self.label


class Group(FirmModel):
    """Mobil Abone Grubu (L-053). As many as wanted (S-073)."""

    name = models.CharField(_("grup adı"), max_length=80)
    description = models.CharField(_("açıklama"), max_length=200, blank=True)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("mobil abone grubu")
        verbose_name_plural = _("mobil abone grupları")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "name",
                name="group_name_once",
                violation_error_message=_("Bu adla bir grup zaten var."),
            ),
        )
        indexes = (models.Index(fields=("firm", "sort_key", "id"), name="group_by_name"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = turkish.fold(f"{self.name} {self.description}")
        self.sort_key = turkish.sort_key(self.name)[:250]
        super().save(*args, **kwargs)


class GroupMember(FirmModel):
    """A subscriber's place in a group; a second one has no effect (L-053)."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="members")
    subscriber = models.ForeignKey(
        Subscriber, on_delete=models.CASCADE, related_name="group_places"
    )

    class Meta:
        verbose_name = _("grup üyesi")
        verbose_name_plural = _("grup üyeleri")
        constraints = (models.UniqueConstraint("group", "subscriber", name="group_member_once"),)

    def __str__(self) -> str:
        return f"{self.group_id}: {self.subscriber_id}"
