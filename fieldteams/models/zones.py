"""Bölgeler: circles and polygons, and who was in them when (L-030, L-031)."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone, every_day
from fieldteams.shifts import Shift
from messaging.models import Subscriber
from turkcell_hub.erp.models import Account
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import AuthorityCode, FirmModel


class Zone(FirmModel):
    """A circle (``latitude``, ``longitude``, ``radius`` m) or a polygon: ``rings`` as in GeoJSON,
    the border first, then the holes, each a closed list of [longitude, latitude]. A point on the
    border is inside; one on a hole's border too.

    Outside its hours nobody is inside. ``team``: the Özel Kodu of the phones that it is for, ""
    for all. ``account``: the customer whose place it is; stops inside are visits (L-028).
    """

    class Shape(models.TextChoices):
        CIRCLE = "DAIRE", _("Daire")
        POLYGON = "POLIGON", _("Çokgen")

    name = models.CharField(_("bölge adı"), max_length=80)
    shape = models.CharField(_("biçim"), max_length=7, choices=Shape.choices)
    latitude = models.FloatField(_("enlem"))
    longitude = models.FloatField(_("boylam"))
    radius = models.FloatField(_("yarıçap (m)"), null=True, blank=True)
    rings = models.JSONField(_("köşeler"), default=list, blank=True)
    team = models.CharField(_("ekip (özel kodu)"), max_length=30, blank=True)
    authority_code = models.ForeignKey(
        AuthorityCode, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("yetki kodu")
    )
    account = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("müşteri"),
    )
    active_days = ArrayField(
        models.SmallIntegerField(), default=every_day, verbose_name=_("etkin günler")
    )
    active_from = models.TimeField(_("etkin başlangıç"), null=True, blank=True)
    active_until = models.TimeField(_("etkin bitiş"), null=True, blank=True)
    alert_enter = models.BooleanField(_("girişte SMS"), default=False)
    alert_leave = models.BooleanField(_("çıkışta SMS"), default=False)
    alert_to = models.ManyToManyField(
        Subscriber, blank=True, related_name="+", verbose_name=_("SMS alacaklar")
    )
    operator_watch = models.BooleanField(_("operatör de izlesin"), default=False)
    is_active = models.BooleanField(_("etkin"), default=True)
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("bölge")
        verbose_name_plural = _("bölgeler")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "name",
                name="zone_name_once",
                violation_error_message=_("Bu adla bir bölge zaten var."),
            ),
            models.CheckConstraint(
                condition=Q(shape="DAIRE", radius__gt=0) | Q(shape="POLIGON", radius__isnull=True),
                name="zone_shape_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(active_from__isnull=True, active_until__isnull=True)
                | Q(active_from__isnull=False, active_until__isnull=False),
                name="zone_whole_hours",
            ),
            models.CheckConstraint(
                condition=Q(operator_watch=False) | Q(shape="DAIRE"),
                name="zone_operators_watch_circles",
            ),
        )
        indexes = (models.Index(fields=("firm", "sort_key", "id"), name="zone_by_name"),)

    def __str__(self) -> str:
        return self.name

    @property
    def hours(self) -> Shift:
        return Shift(tuple(self.active_days), self.active_from, self.active_until)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = turkish.fold(f"{self.name} {self.team}")
        self.sort_key = turkish.sort_key(self.name)[:250]
        super().save(*args, **kwargs)


class ZoneVisit(FirmModel):
    """A stay: from the first point inside to the first point outside (``left_at``; none while it
    lasts). Visits are a function of the positions: a late point may change them, an alert is
    sent once for each entry and each exit all the same."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="visits")
    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="visits")
    entered_at = models.DateTimeField(_("giriş"))
    last_at = models.DateTimeField(_("içeride son görülme"))
    left_at = models.DateTimeField(_("çıkış"), null=True)
    told_enter = models.BooleanField(default=False)
    told_leave = models.BooleanField(default=False)
    # Whether the firm's programs (webhooks) have heard of it.
    said_enter = models.BooleanField(default=False)
    said_leave = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("bölge giriş/çıkış")
        verbose_name_plural = _("bölge giriş/çıkışları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "zone", "phone", "entered_at"), name="zone_visit_once"
            ),
            models.UniqueConstraint(
                fields=("firm", "zone", "phone"),
                condition=Q(left_at__isnull=True),
                name="zone_visit_one_open",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "phone", "entered_at"), name="zone_visit_by_phone"),
            models.Index(fields=("firm", "-entered_at", "-id"), name="zone_visit_by_time"),
            models.Index(
                fields=("id",),
                condition=Q(told_enter=False) | Q(told_leave=False, left_at__isnull=False),
                name="zone_visit_to_tell",
            ),
        )

    def __str__(self) -> str:
        return f"{self.zone} {self.phone}"


class ZoneCursor(FirmModel):
    """Up to which point a phone's way has been looked at. A late point sets it back."""

    phone = models.OneToOneField(
        FieldPhone, on_delete=models.CASCADE, primary_key=True, related_name="zone_cursor"
    )
    at = models.DateTimeField()
    is_behind = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("bölge değerlendirme yeri")
        verbose_name_plural = _("bölge değerlendirme yerleri")
        indexes = (
            models.Index(fields=("phone",), condition=Q(is_behind=True), name="zone_cursor_behind"),
        )

    def __str__(self) -> str:
        return str(self.phone_id)
