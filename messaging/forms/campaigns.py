"""Forms of templates and campaigns."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptReason
from iys_consent.models import Dealer, DealerState
from messaging.forms.base import OfFirm, RecordForm, authority_code
from messaging.models import AddressType, MessageClass, MessageKind, TemplateCategory
from messaging.services import kinds
from turkcell_hub.errors import Invalid
from turkcell_hub.portal.forms import LookupField, LookupMultipleField
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, SenderTitle


class TemplateForm(RecordForm):
    code = forms.CharField(label=_("Kod"), max_length=20)
    name = forms.CharField(label=_("Şablon adı"), max_length=80)
    category = forms.ChoiceField(
        label=_("Tür"),
        choices=TemplateCategory.choices,
        initial=TemplateCategory.OTHER,
        help_text=_("Kampanya ve kutlama mesajları ticaridir; duyuru ve diğer bilgilendirmedir."),
    )
    authority_code = authority_code()
    text = forms.CharField(
        label=_("Mesaj"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "data-message": ""}),
    )


class SenderField(OfFirm):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.title} ({obj.account.name})"


class CampaignForm(RecordForm):
    """What a clerk fills in on "Toplu Mesaj Gönder"; a draft may be incomplete."""

    name = forms.CharField(label=_("Gönderim adı"), max_length=120, required=False)
    sender = SenderField(SenderTitle, label=_("Gönderici kısa tanımı"), required=False)
    address_type = forms.ChoiceField(
        label=_("Hizmet numaraları"),
        choices=AddressType.choices,
        required=False,
        initial=AddressType.PHONE,
        help_text=_("TCKN ile gönderim ayrı bir SMS hesabı ve gönderici adı ister."),
    )
    message_class = forms.ChoiceField(
        label=_("Mesaj sınıfı"),
        choices=MessageClass.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    exemption = forms.ChoiceField(
        label=_("Neden onay gerekmez?"),
        choices=[("", _("Seçin")), *ExemptReason.choices],
        required=False,
        help_text=_("Bilgilendirmede zorunlu: kimin seçtiğiyle birlikte saklanır."),
    )
    exempt_sender = forms.BooleanField(
        label=_("Muaf gönderici olarak gönder (İYS'ye sorulmaz)"), required=False
    )
    brand = OfFirm(
        Brand,
        label=_("Marka"),
        required=False,
        help_text=_("Ticari mesajda zorunlu: onaylar İYS'de marka marka tutulur."),
    )
    dealer = OfFirm(
        Dealer,
        label=_("Bayi adına"),
        required=False,
        help_text=_("Seçilirse yalnız bu bayiye açılmış onaylara gider."),
    )
    message_kind = forms.ChoiceField(
        label=_("Mesaj türü"), choices=MessageKind.choices, required=False, initial=MessageKind.SMS
    )
    link = forms.CharField(
        label=_("Bağlantı (https)"),
        max_length=kinds.LONGEST_LINK,
        required=False,
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text=_("Metnin sonuna eklenir ve uzunluğuna katılır."),
    )
    template = LookupField("templates", label=_("SMS şablonu"), required=False)
    text = forms.CharField(
        label=_("Gönderilecek mesaj"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-message": "", "maxlength": 1500}),
    )
    authority_code = authority_code()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None:
            senders = self.fields["sender"]
            senders.offer(actor, is_active=True, account__is_active=True)  # type: ignore[attr-defined]
            senders.queryset = senders.queryset.select_related("account")  # type: ignore[attr-defined]
            own = {} if actor.brand_ids is None else {"pk__in": actor.brand_ids}
            self.fields["brand"].offer(actor, is_active=True, **own)  # type: ignore[attr-defined]
            listed: dict[str, Any] = {"state": DealerState.LISTED, "brand__is_active": True}
            if actor.brand_ids is not None:
                listed["brand__in"] = actor.brand_ids
            self.fields["dealer"].offer(actor, **listed)  # type: ignore[attr-defined]


CAP_WAITS = (
    (0, _("Gönderilmesin")),
    (3, _("Sırası gelince gitsin, en çok 3 gün beklesin")),
    (8, _("Sırası gelince gitsin, en çok 8 gün beklesin")),
    (15, _("Sırası gelince gitsin, en çok 15 gün beklesin")),
)


class ComposeForm(CampaignForm):
    """The compose page: the same with the groups, which are chosen on the same page."""

    groups = LookupMultipleField("groups", label=_("Grup ekle"), required=False)
    validity_hours = forms.IntegerField(
        label=_("Saat"), min_value=0, max_value=48, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    validity_minutes = forms.IntegerField(
        label=_("Dakika"), min_value=0, max_value=59, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip

    cap_wait_days = forms.TypedChoiceField(
        label=_("Haftalık sınırı dolanlar"),
        choices=CAP_WAITS,
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Sınır Gönderim Kuralları'ndadır. Bekleyenler ayrı, ileri tarihli bir gönderim"
                    " olur; gidene kadar kredi harcamaz."),
    )  # fmt: skip

    def clean_link(self) -> str:
        link = str(self.cleaned_data["link"] or "")
        try:
            return kinds.checked_link(link) if link.strip() else ""
        except Invalid as refused:
            raise forms.ValidationError(str(refused.message)) from None

    def __init__(self, *args: Any, service: str = "", **kwargs: Any) -> None:
        """``service``: only sender names of this channel are offered (L-070)."""
        super().__init__(*args, **kwargs)
        if service:
            senders = self.fields["sender"]
            senders.queryset = senders.queryset.filter(account__service=service)  # type: ignore[attr-defined]
