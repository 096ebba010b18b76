"""Forms of people, their groups and the firm's own fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import Relation
from iys_consent.models import RecipientType
from messaging.forms.base import OfFirm, RecordForm, authority_code
from messaging.models import CustomField, SubscriberKind, UsagePlace
from messaging.services import mirrored
from turkcell_hub.portal.forms import HubForm, LookupField, LookupMultipleField, PhoneInput
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

_PERSONAL = "personal.view"
# The field that chooses a card, and the Kullanıcı Tipi that it belongs to.
_CARDS = {
    "account": SubscriberKind.ACCOUNT.value,
    "person": SubscriberKind.PERSON.value,
    "contact": SubscriberKind.CONTACT.value,
}


class MemberField(OfFirm):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}" + ("" if obj.phone else f" ({_('kartında telefon yok')})")


class SubscriberForm(RecordForm):
    """Kullanıcı Tipi drives the next field (L-054, L-055): a system user's name and number
    follow his card, "Diğer" is typed."""

    kind = forms.ChoiceField(
        label=_("Kullanıcı tipi"),
        choices=SubscriberKind.choices,
        initial=SubscriberKind.OTHER,
        widget=forms.Select(attrs={"data-shows": "kind"}),
    )
    member = MemberField(
        Membership,
        label=_("Kullanıcı"),
        required=False,
        help_text=_("Ad ve telefon numarası kullanıcının kartından gelir ve kartla değişir."),
        widget=forms.Select(attrs={"data-shown-for": "kind=SISTEM"}),
    )
    account = LookupField(
        "erp-accounts",
        label=_("Cari hesap"),
        required=False,
        help_text=_("Karttaki ilk telefon mesaj numarası olur ve ERP'deki kartla değişir."),
    )
    person = LookupField(
        "erp-personnel",
        label=_("Personel kartı"),
        required=False,
        help_text=_("Sicil kartındaki ilk cep telefonu kullanılır ve kartla değişir."),
    )
    contact = LookupField(
        "erp-contacts",
        label=_("İlgili kişi"),
        required=False,
        help_text=_("Kişinin cep telefonu kullanılır ve ERP'deki kartla değişir."),
    )
    first_name = forms.CharField(
        label=_("Adı"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"data-shown-for": "kind=DIGER"}),
    )
    last_name = forms.CharField(
        label=_("Soyadı"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"data-shown-for": "kind=DIGER"}),
    )
    phone = forms.CharField(
        label=_("Telefon numarası"),
        max_length=40,
        required=False,
        widget=PhoneInput(attrs={"data-shown-for": "kind=DIGER"}),
    )
    groups = LookupMultipleField("groups", label=_("Gruplar"), required=False)
    usage_places = forms.MultipleChoiceField(
        label=_("Kullanım yeri"),
        choices=UsagePlace.choices,
        required=False,
        initial=[place.value for place in UsagePlace],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Abone yalnız işaretli yerlerde seçilebilir."),
    )
    recipient_type = forms.ChoiceField(
        label=_("Alıcı tipi"),
        choices=RecipientType.choices,
        initial=RecipientType.INDIVIDUAL,
        required=False,
        help_text=_(
            "Tacir ve esnafa ticari mesaj için önceden onay gerekmez; reddi yine geçerlidir."
        ),
    )
    relation = forms.ChoiceField(
        label=_("İlişki"),
        choices=[("", _("Yok")), *Relation.choices],
        required=False,
        help_text=_("Yalnız muaf göndericiler için: muafiyet bu kişilere gönderimde geçerlidir."),
    )
    special_code = forms.CharField(label=_("Özel kodu"), max_length=30, required=False)
    authority_code = authority_code()
    tckn = forms.CharField(
        label=_("TC kimlik no"),
        max_length=11,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.own: list[str] = []
        for name, kind in _CARDS.items():
            self.fields[name].widget.attrs["data-shown-for"] = f"kind={kind}"
        if actor is None:
            return
        if not mirrored.hr_linked(actor.firm_id) and self.initial.get("kind") != "PERSONEL":
            del self.fields["person"]
            choices = [pair for pair in SubscriberKind.choices if pair[0] != SubscriberKind.PERSON]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        self.fields["member"].offer(actor, is_active=True)  # type: ignore[attr-defined]
        self.fields["member"].queryset = self.fields["member"].queryset.select_related("user")  # type: ignore[attr-defined]
        if not actor.can(_PERSONAL):
            del self.fields["tckn"]
        for own in CustomField.objects.order_by("label"):
            name = f"field_{own.code}"
            self.own.append(name)
            self.fields[name] = forms.CharField(label=own.label, max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["fields"] = {
            name.removeprefix("field_"): data.pop(name) for name in self.own if name in data
        }
        kind = data.get("kind")
        if kind == SubscriberKind.OTHER and not data.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Telefon numarasını yazın."))
        if kind == SubscriberKind.SYSTEM_USER and not data.get("member"):
            self.add_error("member", _("Sistem kullanıcısını seçin."))
        return data


class GroupForm(RecordForm):
    name = forms.CharField(label=_("Grup adı"), max_length=80)
    description = forms.CharField(label=_("Açıklama"), max_length=200, required=False)
    authority_code = authority_code()


class CustomFieldForm(HubForm):
    """The parameter's name is fixed once it exists, because texts use it."""

    label = forms.CharField(label=_("Alan adı"), max_length=60)
    code = forms.CharField(
        label=_("Parametre"),
        max_length=30,
        required=False,
        help_text=_("Mesajda {parametre|boşsa} diye yazılır. Boş bırakılırsa alan adından"
                    " üretilir; sonradan değişmez."),
    )  # fmt: skip


class PeopleForm(HubForm):
    """Looking for people to choose; only those whose Kullanım Yeri is SMS are offered (L-057)."""

    q = forms.CharField(label=_("Ad veya numara"), max_length=100, required=False)
    group = LookupField("groups", label=_("Grup"), required=False)
    kind = forms.ChoiceField(
        label=_("Kullanıcı tipi"),
        choices=[("", _("Hepsi")), *SubscriberKind.choices],
        required=False,
    )
    special_code = forms.CharField(label=_("Özel kodu"), max_length=30, required=False)


class GroupChoiceForm(HubForm):
    group = LookupField("groups", label=_("Grup"))


class GroupMembersForm(HubForm):
    subscribers = LookupMultipleField("subscribers", label=_("Kişiler"))
