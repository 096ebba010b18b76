"""İzin Formları: the public pages on which people give their consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from iys_consent.models import Channel, ConsentForm
from iys_consent.models.web_forms import FORM_CHANNELS
from iys_consent.services import web_forms
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.resources import Column, Resource, register


class SitesField(forms.CharField):
    """One address a line; cleans to the lines."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return str(super().clean(value)).splitlines()


class WebForm(HubForm):
    brand = LookupField("brands", label=_("Marka"))
    title = forms.CharField(
        label=_("Başlık"), max_length=120, help_text=_("Örneğin: Kampanyalardan haberdar olun")
    )
    text = forms.CharField(
        label=_("Onay metni"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "Kişinin neye onay verdiğini yazın. Değişen her metin yeni bir sürümdür; her onay"
            " hangi sürüme verildiğini taşır."
        ),
    )
    channels = forms.MultipleChoiceField(
        label=_("Sorulacak izinler"),
        choices=[(one.value, one.label) for one in FORM_CHANNELS],
        widget=forms.CheckboxSelectMultiple,
    )
    embed_sites = SitesField(
        label=_("Gösterileceği siteler"),
        required=False,
        help_text=_(
            "Form bu sitelerin sayfaları içinde (iframe) açılabilir; her satıra bir site,"
            " örneğin https://www.ornek.com. Boşsa yalnız kendi adresinde açılır."
        ),
    )
    is_active = forms.BooleanField(label=_("Yayında"), required=False, initial=True)


@register
class ConsentFormResource(Resource):
    slug = "consent-forms"
    model = ConsentForm
    title = _("İzin Formları")
    singular = _("İzin Formu")
    rights = "iys.form"
    section = "settings"
    icon = "signature"
    menu_order = 65
    hides_rows = True
    ordering = ("title", "pk")
    form = WebForm
    can_delete = False
    columns = (
        Column("title", _("Başlık"), order_by="title", primary=True),
        Column("brand.name", _("Marka")),
        Column(
            "channels",
            _("Sorulan izinler"),
            value=lambda row: ", ".join(str(Channel(one).label) for one in row.channels),
        ),
        Column("address", _("Adres"), value=lambda row: address_of(row)),
        Column("version", _("Metin sürümü"), kind="number"),
        Column("confirmed", _("Alınan onay"), kind="number"),
        Column("is_active", _("Yayında"), kind="boolean"),
        Column("created_by", _("Ekleyen"), hidden=True),
    )
    empty_title = _("İzin formu yok")
    empty_text = _(
        "Sitenize bağlantısını koyacağınız bir sayfa açın: kişi numarasını SMS ile gelen kodla,"
        " e-posta adresini gelen bağlantıyla doğrular; onayı kanıtıyla kaydedilir ve İYS'ye gider."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        rows = actor.visible(ConsentForm.objects.select_related("brand"))
        return rows.annotate(
            version=Max("texts__version"),
            confirmed=Count(
                "requests", filter=Q(requests__confirmed_at__isnull=False), distinct=True
            ),
        )

    def initial_of(self, row: ConsentForm) -> dict[str, Any]:
        text = web_forms.text_of(row).text
        return {"brand": row.brand_id, "title": row.title, "text": text,
                "channels": row.channels, "is_active": row.is_active,
                "embed_sites": row.embed_sites}  # fmt: skip

    def create(self, actor: Any, data: Mapping[str, Any]) -> ConsentForm:
        return web_forms.save(actor, None, data)

    def update(self, actor: Any, row: ConsentForm, data: Mapping[str, Any]) -> ConsentForm:
        return web_forms.save(actor, row, data)


def address_of(row: ConsentForm) -> str:
    return settings.PUBLIC_URL + reverse("consent-form", args=[row.token])
