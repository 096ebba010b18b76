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


class Language(models.TextChoices):
    """What a person reads."""

    TURKISH = "tr", "Türkçe"
    ENGLISH = "en", "English"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):  # type: ignore[django-manager-missing]
    """A person who logs in by e-mail. Rights come from memberships, one per firm.

    The phone number is no part of it: each firm keeps the number it trusts on its own
    membership, so no firm can redirect another firm's one-time codes.
    """

    email = models.EmailField(_("e-posta"), max_length=254, unique=True)
    full_name = models.CharField(_("ad ve soyad"), max_length=120)
    language = models.CharField(_("dil"), max_length=5, choices=Language, default=Language.TURKISH)
    is_active = models.BooleanField(_("etkin"), default=True)
    # One of those who run this portal: sets what firms pay, where the deployment says so.
    is_platform_staff = models.BooleanField(_("işletmeci"), default=False, editable=False)
    date_joined = models.DateTimeField(_("kayıt tarihi"), default=timezone.now)
    password_changed_at = models.DateTimeField(_("parola tarihi"), null=True, blank=True)
    # When the password was last set by a link that was mailed to the address, or by whoever runs
    # the portal. None: a firm's Admin typed address and password, and may know both.
    email_proven_at = models.DateTimeField(_("e-posta doğrulaması"), null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("kullanıcı")
        verbose_name_plural = _("kullanıcılar")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"
            ),
        )

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

    ``full_name`` and ``phone`` (E.164) are the firm's own card of the person (K-071, L-048).
    ``awaits_consent``: the person had an account before this firm invited him; the place
    gives no access until he accepts it.
    """

    firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, related_name="memberships", editable=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    full_name = models.CharField(_("ad ve soyad"), max_length=120, blank=True)
    phone = models.CharField(_("telefon numarası"), max_length=16, blank=True)
    phone_changed_at = models.DateTimeField(_("telefon tarihi"), null=True, editable=False)
    role = models.CharField(_("rol"), max_length=10, choices=Role.choices)
    all_brands = models.BooleanField(_("tüm markalar"), default=True)
    brands = models.ManyToManyField(Brand, blank=True, verbose_name=_("markalar"))
    authority_codes = models.ManyToManyField(
        AuthorityCode, blank=True, verbose_name=_("yetki kodları")
    )
    is_active = models.BooleanField(_("etkin"), default=True)
    awaits_consent = models.BooleanField(_("onay bekliyor"), default=False, editable=False)
    last_login_at = models.DateTimeField(_("son giriş"), null=True, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("üyelik")
        verbose_name_plural = _("üyelikler")
        constraints = (models.UniqueConstraint("firm", "user", name="membership_once_per_firm"),)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The person's name on this firm's card; his own where the firm wrote none."""
        return self.full_name or str(self.user)
