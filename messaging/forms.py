"""Forms of messaging's records and actions; they check spelling, services hold the rules."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.models import (
    AddressType,
    BlacklistEntry,
    CustomField,
    MessageClass,
    MessageKind,
    RepeatRule,
    SubscriberKind,
    TemplateCategory,
    UsagePlace,
)
from messaging.services import kinds, rules, schedules
from turkcell_hub.errors import Invalid
from turkcell_hub.portal.forms import HubForm, LookupField, LookupMultipleField, PhoneInput
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode, Brand, Membership, SenderTitle

_PERSONAL = "personal.view"


class OfFirm(forms.ModelChoiceField):
    """One of a short list of the firm's records, offered as far as the actor sees them."""

    def __init__(self, model: Any, **kwargs: Any) -> None:
        self.model = model
        super().__init__(queryset=QuerySet(model).none(), **kwargs)

    def offer(self, actor: Actor, **limits: Any) -> None:
        rows = self.model._default_manager.filter(**limits)
        self.queryset = rows.filter(pk__in=actor.code_ids) if self._limited(actor) else rows

    def _limited(self, actor: Actor) -> bool:
        return self.model is AuthorityCode and actor.code_ids is not None


def _authority_code() -> OfFirm:
    return OfFirm(
        AuthorityCode,
        label=_("Yetki kodu"),
        required=False,
        help_text=_("Kaydı yalnız bu koda sahip kullanıcılar görür. Boş bırakılırsa herkes görür."),
    )


class RecordForm(HubForm):
    """Offers the firm's Yetki Kodları to whoever holds them."""

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and "authority_code" in self.fields:
            self.fields["authority_code"].offer(actor)  # type: ignore[attr-defined]


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
    special_code = forms.CharField(label=_("Özel kodu"), max_length=30, required=False)
    authority_code = _authority_code()
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
        if actor is None:
            return
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
        if kind != SubscriberKind.SYSTEM_USER:
            data["member"] = None
        return data


class GroupForm(RecordForm):
    name = forms.CharField(label=_("Grup adı"), max_length=80)
    description = forms.CharField(label=_("Açıklama"), max_length=200, required=False)
    authority_code = _authority_code()


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


class TemplateForm(RecordForm):
    code = forms.CharField(label=_("Kod"), max_length=20)
    name = forms.CharField(label=_("Şablon adı"), max_length=80)
    category = forms.ChoiceField(
        label=_("Tür"),
        choices=TemplateCategory.choices,
        initial=TemplateCategory.OTHER,
        help_text=_("Kampanya ve kutlama mesajları ticaridir; duyuru ve diğer bilgilendirmedir."),
    )
    authority_code = _authority_code()
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
    brand = OfFirm(
        Brand,
        label=_("Marka"),
        required=False,
        help_text=_("Ticari mesajda zorunlu: onaylar İYS'de marka marka tutulur."),
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
    authority_code = _authority_code()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None:
            senders = self.fields["sender"]
            senders.offer(actor, is_active=True, account__is_active=True)  # type: ignore[attr-defined]
            senders.queryset = senders.queryset.select_related("account")  # type: ignore[attr-defined]
            own = {} if actor.brand_ids is None else {"pk__in": actor.brand_ids}
            self.fields["brand"].offer(actor, is_active=True, **own)  # type: ignore[attr-defined]


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


class ScheduleForm(HubForm):
    """When a campaign goes: a quick choice or a day, and the hour on the firm's own clock
    (S-081). Cleans to ``at``, naive."""

    AHEAD = (
        ("week", _("1 hafta sonra")),
        ("month", _("1 ay sonra")),
        ("year", _("1 yıl sonra")),
        ("day", _("Gün seç")),
    )

    ahead = forms.ChoiceField(
        label=_("Ne zaman"), choices=AHEAD, initial="day", widget=forms.RadioSelect
    )
    day = forms.DateField(label=_("Gün"), required=False)
    hour = forms.TimeField(
        label=_("Saat"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Firmanızın saatiyle."),
    )
    max_credits = forms.IntegerField(
        label=_("En çok harcanacak kredi"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text=_("Alıcılar o güne kadar artar da tutar bunu aşarsa gönderilmez, size sorulur."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("ahead") == "day" and not data.get("day") and "day" not in self.errors:
            self.add_error("day", _("Günü gg.aa.yyyy olarak yazın."))
        if self.actor is not None and data.get("ahead") and data.get("hour") and not self.errors:
            data["at"] = schedules.ahead(
                self.actor.firm_id, data["ahead"], data["day"], data["hour"]
            )
        return data


class RepeatForm(HubForm):
    """How a draft repeats (S-081): from a first day on, until a last day or so many times."""

    every = forms.ChoiceField(
        label=_("Ne sıklıkla"),
        choices=RepeatRule.Every.choices,
        initial=RepeatRule.Every.MONTH,
        widget=forms.RadioSelect,
    )
    first_day = forms.DateField(
        label=_("İlk gün"),
        help_text=_("Sonrakiler bu güne göre hesaplanır: her yıl aynı gün, her hafta aynı gün. Ayın"
                    " 31'i, kısa aylarda ayın son günüdür."),
    )  # fmt: skip
    hour = forms.TimeField(
        label=_("Saat"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("Firmanızın saatiyle."),
    )
    most_runs = forms.IntegerField(
        label=_("Kaç kez"),
        min_value=1,
        max_value=520,
        required=False,
        help_text=_("Atlanan günler de sayılır."),
    )
    last_day = forms.DateField(
        label=_("Son gün"),
        required=False,
        help_text=_("İkisi de yazılırsa önce gelen bitirir."),
    )
    max_credits = forms.IntegerField(
        label=_("Her seferinde en çok kredi"),
        min_value=0,
        max_value=2_000_000_000,
        required=False,
        help_text=_("Alıcılar artar da tutar bunu aşarsa o gönderim gitmez, size sorulur."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ends = {"most_runs", "last_day"}
        if not ends & set(self.errors) and not any(data.get(name) for name in ends):
            self.add_error("most_runs", _("Ne zaman biteceğini yazın: kaç kez ya da son gün."))
        return data


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


WEEKDAYS = (
    (1, _("Pazartesi")), (2, _("Salı")), (3, _("Çarşamba")), (4, _("Perşembe")), (5, _("Cuma")),
    (6, _("Cumartesi")), (7, _("Pazar")),
)  # fmt: skip


def _days(label: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        choices=WEEKDAYS,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        initial=[1, 2, 3, 4, 5, 6, 7],
    )


def _hour(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class SendingRulesForm(HubForm):
    """Gönderim kuralları from a day on; starts with those in force."""

    valid_from = forms.DateField(label=_("Hangi günden başlayarak"))
    commercial_days = _days(_("Ticari mesaj günleri"))
    commercial_start = _hour(_("Ticari: başlangıç saati"))
    commercial_end = _hour(
        _("Ticari: bitiş saati"),
        _("Operatörler ticari mesajı 09.00–21.00 dışında almaz. İkisi de 00:00 ise bütün gün."),
    )
    commercial_holidays = forms.BooleanField(
        label=_("Ticari mesaj resmî tatillerde de gitsin"), required=False
    )
    informational_days = _days(_("Bilgilendirme günleri"))
    informational_start = _hour(_("Bilgilendirme: başlangıç saati"))
    informational_end = _hour(
        _("Bilgilendirme: bitiş saati"),
        _("İkisi de 00:00 ise bütün gün. Tek kişiye giden bilgilendirme hiç bekletilmez."),
    )
    informational_holidays = forms.BooleanField(
        label=_("Bilgilendirme resmî tatillerde de gitsin"), required=False
    )
    report_grace_hours = forms.IntegerField(
        label=_("Rapor için ek bekleme (saat)"),
        min_value=1,
        max_value=720,
        help_text=_("Geçerlilik süresi ve bu süre dolunca rapor gelmeyen mesaj “Gönderildi, rapor"
                    " gelmedi” olur."),
    )  # fmt: skip
    weekly_cap = forms.IntegerField(
        label=_("Bir kişiye haftada en çok ticari mesaj"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("Bütün markalar ve gruplar birlikte, son yedi günde. Boş: sınır yok."),
    )
    mms_credits = forms.IntegerField(
        label=_("Bir MMS kaç kredi"),
        min_value=1,
        max_value=1000,
        help_text=_("Operatörünüzün tarifesi; dosyanın ve metnin uzunluğundan bağımsızdır."),
    )
    link_credits = forms.IntegerField(
        label=_("Video/URL mesajının her SMS boyu kaç kredi"),
        min_value=1,
        max_value=1000,
        help_text=_("Bağlantı da metnin uzunluğuna katılır."),
    )
    media_kept_days = forms.IntegerField(
        label=_("MMS dosyası gönderimden sonra kaç gün saklansın"),
        min_value=1,
        max_value=3650,
    )

    registry_fresh_hours = forms.IntegerField(
        label=_("İYS yanıtı hazırlıkta en çok kaç saatlik olabilir"),
        min_value=1,
        max_value=168,
        help_text=_("Ticari gönderim hazırlanırken bundan eski yanıtlar İYS'ye yeniden sorulur."),
    )
    registry_recheck_minutes = forms.IntegerField(
        label=_("İYS yanıtı gönderirken en çok kaç dakikalık olabilir"),
        min_value=1,
        max_value=1440,
        help_text=_("Operatöre vermeden hemen önce bundan eski yanıtlar bir kez daha sorulur."),
    )
    registry_tell_minutes = forms.IntegerField(
        label=_("İYS kaç dakika yanıt vermezse haber verilsin"),
        min_value=1,
        max_value=1440,
        help_text=_("Ticari gönderim İYS yanıt verene kadar bekler; bilgilendirmeler gider."),
    )
    registry_singles_per_hour = forms.IntegerField(
        label=_("Saatte en çok kaç tacir tek tek sorulsun"),
        min_value=0,
        max_value=1000,
        help_text=_("İYS toplu yanıtta yalnız onaylıları söyler; adı geçmeyen tacirin reddi tek"
                    " tek sorulur. İYS bir sunucudan saatte en çok 1000 tek sorguya izin verir."),
    )  # fmt: skip
    schedule_margin_percent = forms.IntegerField(
        label=_("İleri tarihli gönderimde tutar payı (%)"),
        min_value=0,
        max_value=100,
        help_text=_("Alıcılar zamanı gelene kadar artabilir; önerilen üst sınır bugünkü tutarın bu"
                    " kadar üstüdür. Aşılırsa gönderilmez, size sorulur."),
    )  # fmt: skip
    schedule_late_hours = forms.IntegerField(
        label=_("İleri tarihli gönderimde en çok gecikme (saat)"),
        min_value=1,
        max_value=168,
        help_text=_("Sistem o saatte çalışmıyorduysa bundan geç kalan gönderim size sorulur."),
    )
    schedule_furthest_months = forms.IntegerField(
        label=_("En çok ileri zamanlama (ay)"), min_value=1, max_value=120
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None and not self.initial:
            in_force = rules.in_force(actor.firm_id)
            self.initial = {name: getattr(in_force, name) for name in rules.FIELDS}
            self.initial["valid_from"] = rules.today(actor.firm_id)


class BlacklistForm(HubForm):
    phone = forms.CharField(label=_("Telefon numarası"), max_length=40, widget=PhoneInput)
    source = forms.ChoiceField(
        label=_("Kaynak"),
        choices=BlacklistEntry.Source.choices,
        initial=BlacklistEntry.Source.FIRM,
    )
    reason = forms.CharField(label=_("Neden"), max_length=200)


class BlacklistReasonForm(HubForm):
    source = forms.ChoiceField(
        label=_("Kaynak"),
        choices=BlacklistEntry.Source.choices,
        initial=BlacklistEntry.Source.FIRM,
    )
    reason = forms.CharField(label=_("Neden"), max_length=200)


class BlacklistRemovalForm(HubForm):
    """The last two are for a person's own refusal alone (``blacklist.remove``)."""

    reason = forms.CharField(label=_("Neden"), max_length=200)
    proof = forms.CharField(
        label=_("Dayanak"),
        max_length=200,
        required=False,
        help_text=_(
            "Numarayı alıcı kendisi engellettiyse zorunlu: yeni isteğinin nerede olduğu"
            " (örneğin imzalı form 2026/118)."
        ),
    )
    wished_on = forms.DateField(
        label=_("Alıcının yeni isteğinin günü"),
        required=False,
        help_text=_("Ret gününden önce olamaz."),
    )


class GroupChoiceForm(HubForm):
    group = LookupField("groups", label=_("Grup"))


class GroupMembersForm(HubForm):
    subscribers = LookupMultipleField("subscribers", label=_("Kişiler"))
