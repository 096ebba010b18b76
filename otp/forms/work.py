"""Forms of workflow cards, tasks and substitutes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from messaging.forms import OfFirm, RecordForm
from messaging.forms.base import authority_code
from otp.flow_states import Channel, StepKind
from otp.forms.timed import OwnerField
from otp.models import Method
from turkcell_hub import approvals
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import AuthorityCode, Membership, Role


def kinds() -> list[tuple[str, Any]]:
    return approvals.choices()


class WorkflowForm(RecordForm):
    """The head of a card; its steps are written on a page of their own."""

    code = forms.CharField(label=_("Kod"), max_length=20)
    name = forms.CharField(label=_("İş akışı"), max_length=100)
    kind = forms.ChoiceField(label=_("Belge türü"), choices=kinds)
    from_amount = forms.DecimalField(
        label=_("Bu tutardan itibaren"), min_value=0, max_digits=18, decimal_places=2, initial=0,
        help_text=_("0: her tutar. Gönderimde tutar kredidir. Daha küçük belge onaysız geçer."),
    )  # fmt: skip
    authority_code = authority_code()
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["authority_code"].help_text = _(
            "Seçilirse kart yalnız bu yetki kodlu belgeler içindir ve ötekilerden önce gelir."
        )


class Members(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}" + ("" if obj.phone else f" ({_('kartında telefon yok')})")


def _members(label: Any) -> Members:
    from django.db.models import QuerySet

    return Members(
        QuerySet(Membership).none(), label=label, required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
    )  # fmt: skip


def _several(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=help_text,
    )  # fmt: skip


class StepForm(HubForm):
    """One line of a card. A line without a name is no step."""

    name = forms.CharField(label=_("Adım"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Görev tipi"), choices=StepKind.choices,
                             initial=StepKind.APPROVAL)  # fmt: skip
    position = forms.IntegerField(
        label=_("Sıra"), min_value=1, max_value=99, required=False,
        help_text=_("Aynı sıradaki adımlar birlikte yürür."),
    )  # fmt: skip
    from_amount = forms.DecimalField(
        label=_("Bu tutardan itibaren"), min_value=0, max_digits=18, decimal_places=2,
        required=False, help_text=_("Daha küçük belgede adım atlanır."),
    )  # fmt: skip
    members = _members(_("Kişiler"))
    roles = _several(_("Roller"), Role.choices)
    holder_code = OfFirm(
        AuthorityCode, label=_("Rollerden yalnız bu yetki koduna sahip olanlar"), required=False
    )
    code_method = forms.ChoiceField(
        label=_("Kodun en az yolu"), choices=Method.choices, initial=Method.SMS, required=False,
        help_text=_("OTP onayda: doğrulama uygulaması SMS'ten güçlüdür ve kredi harcamaz."),
    )  # fmt: skip
    quorum = forms.IntegerField(label=_("Kaç kişi onaylamalı"), min_value=1, max_value=50,
                                initial=1, required=False)  # fmt: skip
    deadline_hours = forms.IntegerField(
        label=_("Süre (saat)"), min_value=1, max_value=8760, required=False
    )
    escalate_members = _members(_("Süre dolunca kişiler"))
    escalate_roles = _several(_("Süre dolunca roller"), Role.choices)
    warns = _several(_("Uyarı tipi"), Channel.choices, _("Görevlilere, görev açılınca."))
    informs = _several(
        _("Bilgilendirme tipi"), Channel.choices, _("İsteyene ve aşağıdakilere, adım bitince.")
    )
    informed = _members(_("Bilgilendirilecekler"))
    allows_sms_reply = forms.BooleanField(
        label=_("SMS yanıtıyla onay (EVET numara)"), required=False
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is None:
            return
        people = Membership.objects.filter(is_active=True).select_related("user")
        for name in ("members", "escalate_members", "informed"):
            self.fields[name].queryset = people.order_by("full_name")  # type: ignore[attr-defined]
        self.fields["holder_code"].offer(actor)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["quorum"] = data.get("quorum") or 1
        data["code_method"] = data.get("code_method") or Method.SMS
        return data


class DocumentForm(RecordForm):
    """Onaya sun: a document that somebody brings by hand."""

    reference = forms.CharField(
        label=_("Belge no"), max_length=100,
        help_text=_("Aynı numarayla tek onay sürer; içerik değişirse süren onay geçersiz olur."),
    )  # fmt: skip
    title = forms.CharField(label=_("Konu"), max_length=90)
    party = forms.CharField(label=_("Taraf"), max_length=200, required=False)
    amount = forms.DecimalField(
        label=_("Tutar"), max_digits=18, decimal_places=2, min_value=0, required=False
    )
    currency = forms.ChoiceField(
        label=_("Para birimi"), required=False,
        choices=[(code, code) for code in ("TRY", "USD", "EUR", "GBP", "AZN")],
    )  # fmt: skip
    details = forms.CharField(
        label=_("Ayrıntı"), max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Onaylayan okur; onay buna da bağlıdır."),
    )  # fmt: skip
    authority_code = authority_code()
    approver = LookupField(
        "users", label=_("Onaylayacak kişi"), required=False,
        help_text=_("Seçilirse yalnız onun koduyla onaylanır; boşsa iş akışı kartı karar verir."),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("En az yöntem"), required=False,
        choices=[("", _("SMS kodu")), (Method.TOTP, Method.TOTP.label)],
        help_text=_("Onaylayacak kişi seçiliyse. Doğrulama uygulaması SMS'ten güçlüdür."),
    )  # fmt: skip
    due_at = forms.DateTimeField(
        label=_("Son zaman"), required=False,
        help_text=_("Bu zamana kadar karar verilmezse süresi dolar."),
    )  # fmt: skip


class NoteForm(HubForm):
    note = forms.CharField(
        label=_("Neden"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class SubstituteForm(HubForm):
    member = OwnerField(Membership, label=_("Asıl (kimin yerine)"))
    deputy = OwnerField(Membership, label=_("Vekil"))
    first_day = forms.DateField(label=_("İlk gün"))
    last_day = forms.DateField(label=_("Son gün"))
    max_amount = forms.DecimalField(
        label=_("En çok tutar"), min_value=0, max_digits=18, decimal_places=2, required=False,
        help_text=_("Boş: sınırsız. Üstündeki belgeler aslını bekler ya da yükselir."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is None:
            return
        from otp.services import substitutes

        limits = {} if actor.can(substitutes.ANYBODYS) else {"pk": actor.membership_id}
        for name, more in (("member", limits), ("deputy", {})):
            field: Any = self.fields[name]
            field.offer(actor, is_active=True, **more)
            field.queryset = field.queryset.select_related("user")
        self.fields["member"].initial = actor.membership_id
