"""Firms, and the base of every row that belongs to one."""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any, ClassVar

from django.db import models
from django.db.models.sql import Query
from django.utils.translation import gettext_lazy as _

from turkcell_hub import statements
from turkcell_hub.tenancy.scope import scoped_firm_id


class Country(models.TextChoices):
    """Ülke Türü (L-011): decides number rules and the gateway account."""

    TURKIYE = "TR", _("Türkiye")
    AZERBAYCAN = "AZ", _("Azerbaycan")
    KKTC = "KKTC", _("KKTC")


class Firm(models.Model):
    """A company that uses the portal; the wall between tenants stands here."""

    name = models.CharField(_("firma adı"), max_length=120)
    legal_name = models.CharField(_("ticari unvan"), max_length=200, blank=True)
    slug = models.SlugField(_("kısa ad"), max_length=60, unique=True)
    country = models.CharField(
        _("ülke türü"), max_length=4, choices=Country.choices, default=Country.TURKIYE
    )
    time_zone = models.CharField(_("saat dilimi"), max_length=40, default="Europe/Istanbul")
    is_active = models.BooleanField(_("etkin"), default=True)
    # Whose trials this firm is for: its accounts are the sandbox operator's, and nobody else's.
    sandbox_of = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="sandbox",
        verbose_name=_("deneme firması"),
    )
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("firma")
        verbose_name_plural = _("firmalar")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class FirmManager(models.Manager[Any]):
    """Sees only the firm in scope; raises ``NoFirmScope`` where there is none."""

    def get_queryset(self) -> models.QuerySet[Any]:
        firm_id = scoped_firm_id()
        if firm_id is None:
            return super().get_queryset()
        return self._queryset_class(  # type: ignore[attr-defined,no-any-return]
            model=self.model,
            query=_rows_of(self.model, firm_id),
            using=self._db,
            hints=self._hints,  # type: ignore[attr-defined]
        )


def _rows_of(model: type[models.Model], firm_id: int) -> Query:
    """What ``filter(firm_id=firm_id)`` makes, from one that was made before: every query of every
    page begins with it."""
    query = _rows_of_a_firm(model).clone()
    (made,) = query.where.children
    lookup = copy(made)
    lookup.__dict__.pop("identity", None)
    lookup.rhs = firm_id
    query.where.children = [lookup]
    return query


@cache
def _rows_of_a_firm(model: type[models.Model]) -> Query:
    return models.QuerySet(model).filter(firm_id=0).query


class FirmModel(models.Model):
    """Base of every domain row. ``objects`` is scoped; unique constraints start with firm."""

    firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, related_name="+", editable=False, verbose_name=_("firma")
    )

    objects: ClassVar[FirmManager] = FirmManager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.firm_id is None:
            firm_id = scoped_firm_id()
            if firm_id is None:
                raise ValueError("a new row needs its firm")
            self.firm_id = firm_id
        super().save(*args, **kwargs)

    def _do_insert(
        self, manager: Any, using: str, fields: Any, returning_fields: Any, raw: bool
    ) -> list[tuple[Any, ...]]:
        """As Django does it, by a text that is made once."""
        done = None
        if not raw:
            done = statements.insert(manager.model, self, using, fields, returning_fields)
        if done is None:
            done = super()._do_insert(  # type: ignore[misc]
                manager, using, fields, returning_fields, raw
            )
        return done


class Brand(FirmModel):
    """Marka: members and consents are limited to brands (K-072, S-056)."""

    code = models.CharField(_("marka kodu"), max_length=20)
    name = models.CharField(_("marka"), max_length=120)
    is_active = models.BooleanField(_("etkin"), default=True)

    class Meta:
        verbose_name = _("marka")
        verbose_name_plural = _("markalar")
        ordering = ("name",)
        constraints = (models.UniqueConstraint("firm", "code", name="brand_code_once_per_firm"),)

    def __str__(self) -> str:
        return self.name


class AuthorityCode(FirmModel):
    """Yetki Kodu (L-036, C-01): a row that carries one exists only for members who hold it."""

    code = models.CharField(_("yetki kodu"), max_length=20)
    description = models.CharField(_("açıklama"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("yetki kodu")
        verbose_name_plural = _("yetki kodları")
        ordering = ("code",)
        constraints = (
            models.UniqueConstraint("firm", "code", name="authority_code_once_per_firm"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.description}".strip()
