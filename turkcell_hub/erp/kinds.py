"""The kinds of card that the ERP shows us."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MirrorKind(TextChoices):
    ACCOUNT = "account", _("Cari Hesaplar")
    CONTACT = "contact", _("İlgili Kişiler")
    PERSON = "person", _("Personel")
    SERVICE_CARD = "service_card", _("Hizmet Kartları")
    PROJECT = "project", _("Projeler")
    WORKPLACE = "workplace", _("İşyerleri")
