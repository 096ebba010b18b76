"""An application for services, each service on its own way (L-127, L-129, L-130)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.applications.catalogue import KNOWN
from turkcell_hub.applications.states import ENDS, OPEN, ItemState
from turkcell_hub.tenancy.models import FirmModel, GatewayAccount


class PaymentType(models.TextChoices):
    POSTPAID = "FATURALI", _("Faturalı")
    PREPAID = "ON_ODEMELI", _("Ön ödemeli")


class Application(FirmModel):
    """One order at the operator. ``reference`` is what it is found by there, for ever.

    ``try_at``: when it is handed over next; None once it is there or will not go any more.
    ``ask_at``: when the operator is asked next; None while there is nothing to ask.
    """

    reference = models.CharField(_("başvuru no"), max_length=32, unique=True)
    payment_type = models.CharField(
        _("ödeme türü"), max_length=10, choices=PaymentType.choices, blank=True
    )
    tax_number = models.CharField(_("vergi / T.C. kimlik no"), max_length=11)
    contact = models.CharField(_("yetkili"), max_length=120)
    phone = models.CharField(_("telefon"), max_length=16)
    email = models.EmailField(_("e-posta"), max_length=254)
    note = models.CharField(_("not"), max_length=500, blank=True)
    by_label = models.CharField(_("başvuran"), max_length=150)
    operator_id = models.CharField(_("operatör no"), max_length=64, blank=True)
    problem = models.CharField(_("sorun"), max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    # A try whose end is unknown: the operator may have it although we were not told.
    in_doubt = models.BooleanField(default=False)
    try_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    # What is still to be told to the operator; "" once he has been asked to cancel.
    cancel_reason = models.CharField(_("vazgeçme nedeni"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("başvuru zamanı"), auto_now_add=True)
    sent_at = models.DateTimeField(_("iletim zamanı"), null=True)

    class Meta:
        verbose_name = _("başvuru")
        verbose_name_plural = _("başvurular")
        indexes = (
            models.Index(
                fields=("try_at",), condition=models.Q(try_at__isnull=False),
                name="application_to_send",
            ),
            models.Index(
                fields=("ask_at",), condition=models.Q(ask_at__isnull=False),
                name="application_to_ask",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        return any(item.state not in ENDS for item in self.items.all())

    @property
    def services(self) -> str:
        return ", ".join(str(item.name) for item in self.items.all())

    @property
    def states(self) -> str:
        """One state where all agree, else each service's."""
        items = list(self.items.all())
        if len({item.state for item in items}) == 1:
            return str(items[0].get_state_display())
        return ", ".join(f"{item.name}: {item.get_state_display()}" for item in items)


class ApplicationItem(FirmModel):
    """One service of an application. ``account``: where its credentials were entered.

    For a change of a service, ``subject_id`` is the record of the room that ordered it and
    ``wishes`` what is to be changed, as the operator names it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="items")
    service = models.CharField(_("hizmet"), max_length=20)
    state = models.CharField(
        _("durum"), max_length=14, choices=ItemState.choices, default=ItemState.QUEUED
    )
    account = models.ForeignKey(
        GatewayAccount, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    subject_id = models.BigIntegerField(null=True)
    wishes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("başvurulan hizmet")
        verbose_name_plural = _("başvurulan hizmetler")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("application", "service"), name="application_service_once"
            ),
            models.UniqueConstraint(
                fields=("firm", "service"),
                condition=models.Q(
                    state__in=[state.value for state in OPEN], subject_id__isnull=True
                ),
                name="one_open_application_for_it",
            ),
            models.UniqueConstraint(
                fields=("firm", "service", "subject_id"),
                condition=models.Q(subject_id__isnull=False),
                name="a_change_is_ordered_once",
            ),
        )

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> object:
        known = KNOWN.get(self.service)
        return known.name if known else self.service


class ApplicationEvent(FirmModel):
    """One move of a service: when, who or what moved it, and what was said."""

    item = models.ForeignKey(ApplicationItem, on_delete=models.CASCADE, related_name="events")
    state = models.CharField(_("durum"), max_length=14, choices=ItemState.choices)
    by_label = models.CharField(_("kim"), max_length=150)
    note = models.CharField(_("not"), max_length=300, blank=True)
    at = models.DateTimeField(_("zaman"), auto_now_add=True)

    class Meta:
        verbose_name = _("başvuru hareketi")
        verbose_name_plural = _("başvuru hareketleri")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.get_state_display())
