"""Settings of what comes in: routing rules and the dated refusal rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import inbound_handlers
from messaging.models import InboundPolicy, InboundRule, Thread
from messaging.services import inbound_policy, inbound_rules
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


class InboundRuleForm(HubForm):
    keyword = forms.CharField(
        label=_("Anahtar kelime"),
        max_length=20,
        required=False,
        help_text=_("Mesajın ilk kelimesi; büyük küçük harf ve Türkçe harf fark etmez."),
    )
    number = forms.CharField(
        label=_("Aranan numara"),
        max_length=20,
        required=False,
        help_text=_("Boş bırakılırsa her numara. Örneğin 4605."),
    )
    handler = forms.ChoiceField(label=_("Yönlendirme"), choices=inbound_handlers.choices)
    label = forms.ChoiceField(
        label=_("Konuşma etiketi"), choices=[("", "-"), *Thread.Label.choices], required=False
    )
    priority = forms.IntegerField(
        label=_("Sıra"),
        min_value=0,
        max_value=999,
        initial=100,
        help_text=_("Küçük olan önce denenir."),
    )
    is_active = forms.BooleanField(label=_("Etkin"), required=False, initial=True)


@register
class InboundRuleResource(Resource):
    slug = "inbound-rules"
    model = InboundRule
    title = _("Gelen Mesaj Yönlendirme")
    singular = _("Yönlendirme Kuralı")
    rights = "messaging.routing"
    section = "settings"
    icon = "filter"
    menu_order = 62
    columns = (
        Column("keyword", _("Anahtar kelime"), value=lambda row: row.keyword or "*", primary=True),
        Column("number", _("Aranan numara"), value=lambda row: row.number or "*"),
        Column(
            "handler", _("Yönlendirme"), value=lambda row: inbound_handlers.label_of(row.handler)
        ),
        Column("label", _("Konuşma etiketi"), value=lambda row: _label(row.label)),
        Column("priority", _("Sıra"), kind="number", order_by=("priority", "pk")),
        Column("is_active", _("Etkin"), kind="boolean"),
    )
    ordering = ("priority", "pk")
    form = InboundRuleForm
    empty_title = _("Kural yok: her mesaj gelen kutusuna düşer")
    empty_text = _(
        "Bir kelimeyi ya da numarayı başka yere yönlendirmek için kural ekleyin. Ret sözcükleri"
        " kurallardan önce gelir."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(InboundRule.objects.all())

    def create(self, actor: Actor, data: Mapping[str, Any]) -> InboundRule:  # type: ignore[override]
        return inbound_rules.save(actor, None, data)

    def update(self, actor: Actor, row: InboundRule, data: Mapping[str, Any]) -> InboundRule:  # type: ignore[override]
        return inbound_rules.save(actor, row, data)

    def delete(self, actor: Actor, row: InboundRule) -> None:  # type: ignore[override]
        inbound_rules.delete(actor, row)


class InboundPolicyForm(HubForm):
    valid_from = forms.DateField(label=_("Geçerlilik başlangıcı"))
    refusal_words = forms.CharField(
        label=_("Ret sözcükleri"),
        initial=", ".join(inbound_policy.FIRST_WORDS),
        help_text=_("Virgülle ayırın. RET her zaman listede olmalı."),
    )
    extra_words = forms.IntegerField(
        label=_("İzleyebilecek sözcük"),
        min_value=0,
        max_value=10,
        initial=2,
        help_text=_("“ret lütfen” gibi: daha uzun metin gelen kutusuna “ret olabilir” diye düşer."),
    )
    confirms = forms.BooleanField(label=_("Ret onayı SMS'i gönder"), required=False, initial=True)
    confirm_text = forms.CharField(
        label=_("Onay metni"),
        max_length=155,
        initial=inbound_policy.FIRST_TEXT,
        help_text=_("{firma} yerine firma adı gelir."),
    )
    confirm_hours = forms.IntegerField(
        label=_("Onay süresi (saat)"),
        min_value=1,
        max_value=168,
        initial=24,
        help_text=_("Bundan eski retler onaylanmaz, yalnız engellenir."),
    )

    def clean_refusal_words(self) -> list[str]:
        return str(self.cleaned_data["refusal_words"]).replace("\n", ",").split(",")


@register
class InboundPolicyResource(Resource):
    slug = "inbound-policies"
    model = InboundPolicy
    title = _("Ret Kuralları")
    singular = _("Ret Kuralı")
    rights = "messaging.routing"
    section = "settings"
    icon = "forbid"
    menu_order = 63
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("refusal_words", _("Ret sözcükleri"),
               value=lambda row: ", ".join(row.refusal_words)),
        Column("extra_words", _("İzleyen sözcük"), kind="number"),
        Column("confirms", _("Onay SMS'i"), kind="boolean"),
        Column("confirm_text", _("Onay metni")),
        Column("confirm_hours", _("Onay süresi (saat)"), kind="number", hidden=True),
        Column("created_by", _("Ekleyen")),
    )  # fmt: skip
    ordering = ("-valid_from", "-pk")
    form = InboundPolicyForm
    can_change = can_delete = False
    empty_title = _("Başlangıç kuralı geçerli")
    empty_text = _(
        "RET, RED, İPTAL ve STOP sözcükleri numarayı engeller, kişiye bir kez onay SMS'i gider."
        " Başka bir kural için geçerlilik tarihiyle ekleyin."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(InboundPolicy.objects.all())

    def create(self, actor: Actor, data: Mapping[str, Any]) -> InboundPolicy:  # type: ignore[override]
        return inbound_policy.add(actor, data)


def _label(value: str) -> Any:
    return Thread.Label(value).label if value in Thread.Label.values else "-"


def _handler(code: str) -> Any:
    return inbound_handlers.label_of(code)
