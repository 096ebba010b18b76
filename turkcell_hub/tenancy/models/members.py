"""People: users, and what each may do in which firm."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models.firms import AuthorityCode, Brand, Firm, FirmModel


class Role(models.TextChoices):
    """Roller (K-073): exactly four."""

    ADMIN = "ADMIN", _("Admin")
    MANAGER = "YONETICI", _("Yönetici")
    STAFF = "PERSONEL", _("Personel")
    CUSTOMER = "MUSTERI", _("Müşteri")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who logs in by e-mail. Rights come from memberships, one per firm."""

    email = models.EmailField(_("e-posta"), max_length=254)
    full_name = models.CharField(_("ad ve soyad"), max_length=120)
    phone = models.CharField(_("telefon numarası"), max_length=16, blank=True)
    is_active = models.BooleanField(_("etkin"), default=True)
    date_joined = models.DateTimeField(_("kayıt tarihi"), default=timezone.now)
    password_changed_at = models.DateTimeField(_("parola tarihi"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("kullanıcı")
        verbose_name_plural = _("kullanıcılar")
        constraints = (models.UniqueConstraint(Lower("email"), name="user_email_once"),)

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]


class Membership(FirmModel):
    """What a user may do in one firm: role, brands and Yetki Kodları (C-01).

    Empty ``brands`` with ``all_brands`` off means no brand at all; a record without a
    Yetki Kodu is seen by everybody whose role allows it.
    """

    firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, related_name="memberships", editable=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices)
    all_brands = models.BooleanField(_("tüm markalar"), default=True)
    brands = models.ManyToManyField(Brand, blank=True, verbose_name=_("markalar"))
    authority_codes = models.ManyToManyField(
        AuthorityCode, blank=True, verbose_name=_("yetki kodları")
    )
    is_active = models.BooleanField(_("etkin"), default=True)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("üyelik")
        verbose_name_plural = _("üyelikler")
        constraints = (models.UniqueConstraint("firm", "user", name="membership_once_per_firm"),)

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
