"""Mobil Aboneler, Mobil Abone Grupları, Ek Alanlar (L-047 … L-057)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from messaging import actions
from messaging.filtersets import GroupFilter, SubscriberFilter
from messaging.forms import CustomFieldForm, GroupForm, SubscriberForm
from messaging.models import CustomField, Group, GroupMember, Subscriber, UsagePlace
from messaging.search import search_folded, search_subscribers
from messaging.services import groups, subscribers, templates
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.actor import Actor

_GROUPS_SHOWN = 3


def _group_names(row: Subscriber) -> str:
    names = [place.group.name for place in row.group_places.all()]
    more = f" +{len(names) - _GROUPS_SHOWN}" if len(names) > _GROUPS_SHOWN else ""
    return ", ".join(names[:_GROUPS_SHOWN]) + more


def _places(row: Subscriber) -> str:
    return ", ".join(str(UsagePlace(place).label) for place in row.usage_places)


def _masked_tckn(row: Subscriber) -> str:
    return f"*********{row.tckn[-2:]}" if row.tckn else ""


@register
class SubscriberResource(Resource):
    slug = "subscribers"
    model = Subscriber
    title = _("Mobil Aboneler")
    singular = _("Mobil Abone")
    rights = "messaging.subscriber"
    section = "records"
    icon = "address-book"
    menu_order = 10
    hides_rows = True
    columns = (
        Column("name", _("Adı ve soyadı"), value=str, order_by="sort_key", primary=True),
        Column("phone", _("Telefon numarası"), kind="phone", order_by="phone"),
        Column("kind", _("Kullanıcı tipi")),
        Column("recipient_type", _("Alıcı tipi")),
        Column("groups", _("Gruplar"), value=_group_names),
        Column("usage_places", _("Kullanım yeri"), value=_places, hidden=True),
        Column("special_code", _("Özel kodu"), order_by=("special_code", "sort_key")),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("relation", _("İlişki"), hidden=True),
        Column("tckn", _("TC kimlik no"), value=_masked_tckn, hidden=True),
        Column("is_active", _("Etkin"), kind="boolean"),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk", hidden=True),
    )
    filterset = SubscriberFilter
    ordering = ("sort_key",)
    form = SubscriberForm
    actions = actions.SUBSCRIBERS
    detail_template = "messaging/subscriber.html"
    empty_title = _("İlk abonenizi ekleyin")
    empty_text = _(
        "Mesaj göndereceğiniz çalışan, müşteri ve iş ortakları burada durur. Tek tek ekleyin"
        " ya da Excel listesinden aktarın."
    )
    search_placeholder = _("Ad, numara veya özel kod ara")
    in_global_search = True

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        places = GroupMember.objects.select_related("group").order_by("group__sort_key")
        if actor.code_ids is not None:
            places = places.filter(group__in=actor.visible(Group.objects.all()))
        rows = Subscriber.objects.select_related("authority_code")
        return actor.visible(rows).prefetch_related(Prefetch("group_places", queryset=places))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_subscribers(queryset, text)

    def label_of(self, row: Subscriber) -> str:
        return row.full_name or phones.mask(row.phone)

    def initial_of(self, row: Subscriber) -> dict[str, Any]:
        own = {f"field_{code}": value for code, value in row.fields.items()}
        names = ("kind", "member", "account", "person", "contact", "first_name", "last_name",
                 "tckn", "usage_places",
                 "special_code", "authority_code", "is_active", "recipient_type",
                 "relation")  # fmt: skip
        known = {name: getattr(row, name) for name in names}
        groups_of_row = [place.group_id for place in row.group_places.all()]
        return {
            **known,
            "phone": phones.format_national(row.phone),
            "groups": groups_of_row,
            **own,
        }

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Subscriber:  # type: ignore[override]
        return subscribers.save(actor, None, data)

    def update(self, actor: Actor, row: Subscriber, data: Mapping[str, Any]) -> Subscriber:  # type: ignore[override]
        return subscribers.save(actor, row, data)

    def delete(self, actor: Actor, row: Subscriber) -> None:  # type: ignore[override]
        subscribers.delete(actor, row)

    def detail(self, actor: Actor, row: Subscriber) -> dict[str, Any]:  # type: ignore[override]
        from messaging.selectors import people

        return people.subscriber_page(actor, row)


@register
class GroupResource(Resource):
    slug = "groups"
    model = Group
    title = _("Mobil Abone Grupları")
    singular = _("Mobil Abone Grubu")
    rights = "messaging.group"
    section = "records"
    icon = "users-group"
    menu_order = 11
    hides_rows = True
    columns = (
        Column("name", _("Grup adı"), order_by="sort_key", primary=True),
        Column("description", _("Açıklama")),
        Column("member_count", _("Üye sayısı"), kind="number"),
        Column("authority_code", _("Yetki kodu"), hidden=True),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk"),
    )
    filterset = GroupFilter
    ordering = ("sort_key",)
    form = GroupForm
    actions = actions.GROUPS
    detail_template = "messaging/group.html"
    empty_title = _("İlk grubunuzu oluşturun")
    empty_text = _(
        "Aynı kişilere sık yazıyorsanız grup kurun: bayiler, çalışanlar, VIP müşteriler."
    )
    search_placeholder = _("Grup adı veya açıklama ara")
    in_global_search = True

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        places = GroupMember.objects.filter(group=OuterRef("pk"))
        if actor.code_ids is not None:
            places = places.filter(subscriber__in=actor.visible(Subscriber.objects.all()))
        members = places.order_by().values("group").annotate(n=Count("pk")).values("n")
        counted = Coalesce(Subquery(members, output_field=IntegerField()), 0)
        rows = Group.objects.select_related("authority_code")
        return actor.visible(rows).annotate(member_count=counted)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_folded(queryset, text)

    def initial_of(self, row: Group) -> dict[str, Any]:
        return {name: getattr(row, name) for name in ("name", "description", "authority_code")}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Group:  # type: ignore[override]
        return groups.save(actor, None, data)

    def update(self, actor: Actor, row: Group, data: Mapping[str, Any]) -> Group:  # type: ignore[override]
        return groups.save(actor, row, data)

    def delete(self, actor: Actor, row: Group) -> None:  # type: ignore[override]
        groups.delete(actor, row)

    def detail(self, actor: Actor, row: Group) -> dict[str, Any]:  # type: ignore[override]
        from messaging.selectors import people

        return people.group_page(actor, row)


@register
class CustomFieldResource(Resource):
    slug = "custom-fields"
    model = CustomField
    title = _("Ek Alanlar")
    singular = _("Ek Alan")
    rights = "messaging.field"
    section = "records"
    icon = "tags"
    menu_order = 13
    columns = (
        Column("label", _("Alan adı"), order_by="label", primary=True),
        Column("parameter", _("Mesajdaki yazılışı"), value=lambda row: "{" + row.code + "|…}"),
        Column("code", _("Parametre"), order_by="code"),
    )
    ordering = ("label",)
    form = CustomFieldForm
    empty_title = _("Henüz ek alan yok")
    empty_text = _(
        "Abonelerde bakiye, bayi kodu gibi kendi bilgilerinizi tutmak için alan tanımlayın;"
        " mesajlarda parametre olarak kullanılır."
    )

    def initial_of(self, row: CustomField) -> dict[str, Any]:
        return {"label": row.label, "code": row.code}

    def create(self, actor: Actor, data: Mapping[str, Any]) -> CustomField:  # type: ignore[override]
        return templates.save_field(actor, None, data)

    def update(self, actor: Actor, row: CustomField, data: Mapping[str, Any]) -> CustomField:  # type: ignore[override]
        return templates.save_field(actor, row, data)

    def delete(self, actor: Actor, row: CustomField) -> None:  # type: ignore[override]
        templates.delete_field(actor, row)
