"""Positions: a history made for tens of millions of rows, the latest of each phone, what was
dropped, and who looked (L-029, L-040; reliability I11, G19)."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex, GistIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone
from turkcell_hub.tenancy.models import Firm, FirmModel


class Source(models.TextChoices):
    OPERATOR = "OPERATOR", _("Operatör")
    DEVICE = "CIHAZ", _("Cihaz")
    REST = "REST", _("REST API")


def _located(prefix: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
        name=f"{prefix}_on_earth",
    )


class Fix(models.Model):
    """Where a phone was. Both coordinates empty: it could not be found at that moment.
    ``accuracy`` in metres, ``speed`` in km/h, ``heading`` in degrees; empty where not told."""

    at = models.DateTimeField(_("zaman"))
    latitude = models.FloatField(_("enlem"), null=True)
    longitude = models.FloatField(_("boylam"), null=True)
    accuracy = models.FloatField(_("yanılma (m)"), null=True)
    speed = models.FloatField(_("hız (km/sa)"), null=True)
    heading = models.FloatField(_("yön"), null=True)
    source = models.CharField(_("kaynak"), max_length=8, choices=Source.choices)
    stored_at = models.DateTimeField(_("kayıt"), auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def is_located(self) -> bool:
        return self.latitude is not None


class Position(Fix, FirmModel):
    """One point of a phone's way. (firm, phone, at) is both the key that takes a point once and
    the index that every reading uses. It carries what a way is drawn from: a phone's points lie
    scattered among everybody's, and a month of them would be ten thousand blocks of the table
    (P8). The block ranges of ``at`` serve retention."""

    firm = models.ForeignKey(
        Firm, on_delete=models.PROTECT, related_name="+", editable=False, db_index=False
    )
    phone = models.ForeignKey(
        FieldPhone, on_delete=models.CASCADE, related_name="positions", db_index=False
    )

    class Meta:
        verbose_name = _("konum")
        verbose_name_plural = _("konumlar")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone", "at"),
                include=("latitude", "longitude", "accuracy", "speed", "heading", "source"),
                name="position_once",
            ),
            _located("position"),
        )
        indexes = (BrinIndex(fields=("at",), name="position_by_day", autosummarize=True),)

    def __str__(self) -> str:
        return f"{self.phone_id} {timezone.localtime(self.at):%d.%m.%Y %H:%M}"


class LatestPosition(Fix, FirmModel):
    """The newest point at which the phone was found; ``asked_at`` when it was last asked for,
    ``missed_at`` when it could last not be found."""

    phone = models.OneToOneField(
        FieldPhone, on_delete=models.CASCADE, primary_key=True, related_name="latest"
    )
    missed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("son konum")
        verbose_name_plural = _("son konumlar")
        constraints = (_located("latest_position"),)
        # The nearest of a firm are read in the order of their distance (btree_gist).
        indexes = (
            GistIndex(
                F("firm"),
                Func("longitude", "latitude", function="point", output_field=models.TextField()),
                name="latest_nearest",
            ),
        )

    def __str__(self) -> str:
        return f"{self.phone_id} {timezone.localtime(self.at):%d.%m.%Y %H:%M}"


class DropReason(models.TextChoices):
    """Why a position was not stored."""

    OFF_SHIFT = "MESAI_DISI", _("Mesai dışı")
    NO_CONSENT = "ONAY_YOK", _("Geçerli onay yok")
    TOO_OLD = "GEC", _("Çok geç geldi")
    FUTURE = "GELECEK", _("Saati ileri")
    BROKEN = "BOZUK", _("Okunamayan konum")


class DroppedPositions(FirmModel):
    """How many positions of a phone were dropped on a day, and why. The points themselves are
    kept nowhere."""

    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="dropped")
    day = models.DateField(_("gün"))
    reason = models.CharField(_("neden"), max_length=10, choices=DropReason.choices)
    count = models.PositiveIntegerField(_("adet"), default=0)

    class Meta:
        verbose_name = _("saklanmayan konumlar")
        verbose_name_plural = _("saklanmayan konumlar")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone", "day", "reason"), name="dropped_positions_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.phone_id} {self.day:%d.%m.%Y} {self.reason}"


class ViewLog(FirmModel):
    """Who looked at a person's positions, in what way, on which day; the person reads it."""

    class What(models.TextChoices):
        MAP = "HARITA", _("Harita")
        ADDRESS = "ADRES", _("Anlık adres")
        NEAREST = "EN_YAKIN", _("En yakın arama")
        REPORT = "RAPOR", _("Rapor")
        EXPORT = "DOSYA", _("Dosyaya aktarma")
        MAIL = "EPOSTA", _("E-postayla rapor")
        API = "API", _("Bağlı program")

    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="views")
    viewer = models.CharField(_("bakan"), max_length=120)
    what = models.CharField(_("nasıl"), max_length=8, choices=What.choices)
    day = models.DateField(_("gün"))
    first_at = models.DateTimeField(_("ilk"))
    last_at = models.DateTimeField(_("son"))
    times = models.PositiveIntegerField(_("kez"), default=1)

    class Meta:
        verbose_name = _("konuma bakma")
        verbose_name_plural = _("konuma bakmalar")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone", "viewer", "what", "day"), name="view_log_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.viewer} {self.day:%d.%m.%Y}"
