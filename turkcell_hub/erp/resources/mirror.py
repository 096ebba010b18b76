"""The lists of the ERP's cards: accounts, contacts, personnel, service cards, places."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from turkcell_hub.erp import filtersets
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import (
    Account,
    Contact,
    MirrorRow,
    Person,
    Project,
    ServiceCard,
    Workplace,
)
from turkcell_hub.erp.phones import MISSING
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib import turkish
from turkcell_hub.resources import Action, ActionKind, Column, Resource, register
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor


def number_note(row: Any) -> str:
    """Why the number of messages is missing or doubtful, in words; "" when it is fine."""
    if not row.phone_problem:
        return ""
    if row.phone_problem == MISSING:
        return _("Kartta mobil numara yok.")
    return shown(phones.MESSAGES.get(row.phone_problem, row.phone_problem))


_CODE = Column("code", __("Kodu"), order_by=("code", "pk"))
_NUMBER = (
    Column("phone", __("Mesaj numarası"), kind="phone", order_by=("phone", "sort_key")),
    Column("phone_note", __("Numara notu"), value=number_note),
    Column("email", __("E-posta"), kind="email", hidden=True),
)
_REST = (
    Column("special_code", __("Özel kodu"), order_by=("special_code", "sort_key")),
    Column("authority_code", __("Yetki kodu"), hidden=True),
    Column("is_active", __("Etkin"), kind="boolean"),
    Column("erp_ref", __("ERP kayıt no"), hidden=True),
    Column("refreshed_at", __("Son yenileme"), kind="datetime", order_by="refreshed_at"),
    Column("changed_at", __("Son değişiklik"), kind="datetime", order_by="changed_at", hidden=True),
)


def _import(kind: MirrorKind) -> Action:
    return Action("import", __("Dosyadan aktar"), "erp.mirror.write", ActionKind.LIST,
                  icon="file-import", rest=False,
                  url=lambda _row: reverse("erp-import", args=[kind.value]))  # fmt: skip


class MirrorResource(Resource):
    """Base: the portal shows the ERP's cards and changes none of them."""

    kind: ClassVar[MirrorKind]
    rights = "erp.mirror"
    section = "records"
    hides_rows = True
    ordering = ("sort_key",)
    can_add = can_change = can_delete = False
    detail_template = "erp/card.html"
    search_placeholder = __("Kod, ad veya numara ara")
    empty_text = __(
        "Kartlar ERP'nizden gelir: ERP'yi REST ile bağlayın ya da Excel listesinden aktarın."
    )

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return actor.visible(self.model._default_manager.select_related("authority_code"))

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        for word in turkish.fold(text).split():
            queryset = queryset.filter(search_key__contains=word)
        return queryset

    def label_of(self, row: MirrorRow) -> str:
        return str(row)


@register
class AccountResource(MirrorResource):
    kind = MirrorKind.ACCOUNT
    slug = "erp-accounts"
    model = Account
    title = __("Cari Hesaplar")
    singular = __("Cari Hesap")
    icon = "building"
    menu_order = 20
    columns = (
        Column("title", __("Unvan"), order_by="sort_key", primary=True),
        _CODE,
        *_NUMBER,
        Column("tax_number", __("Vergi no"), order_by=("tax_number", "sort_key")),
        Column("tax_office", __("Vergi dairesi"), hidden=True),
        Column("city", __("İl"), order_by=("city", "sort_key")),
        Column("district", __("İlçe"), order_by=("city", "district", "sort_key"), hidden=True),
        Column("address", __("Adres"), hidden=True),
        Column("postcode", __("Posta kodu"), hidden=True),
        *_REST,
    )
    filterset = filtersets.of(Account)
    actions = (_import(MirrorKind.ACCOUNT),)
    empty_title = __("Henüz cari hesap yok")
    in_global_search = True

    def detail(self, actor: Actor, row: Account) -> dict[str, Any]:  # type: ignore[override]
        contacts = actor.visible(Contact.objects.filter(account=row)).order_by("sort_key")
        return {"numbers": row.phones, "contacts": contacts[:50]}


class _PeopleResource(MirrorResource):
    def detail(self, actor: Actor, row: Any) -> dict[str, Any]:  # type: ignore[override]
        return {"numbers": row.phones}


_NAME = Column("name", __("Adı ve soyadı"), value=lambda row: row.label or row.code,
               order_by="sort_key", primary=True)  # fmt: skip
_DUTY = Column("duty", __("Görevi"))


@register
class ContactResource(_PeopleResource):
    kind = MirrorKind.CONTACT
    slug = "erp-contacts"
    model = Contact
    title = __("İlgili Kişiler")
    singular = __("İlgili Kişi")
    icon = "address-book"
    menu_order = 21
    columns = (_NAME, Column("account.title", __("Cari hesap")), _CODE, _DUTY, *_NUMBER, *_REST)
    filterset = filtersets.of(Contact)
    actions = (_import(MirrorKind.CONTACT),)
    empty_title = __("Henüz ilgili kişi yok")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        """Who may not see the account does not see its people either."""
        rows = super().queryset(actor).select_related("account")
        return rows.filter(account__in=actor.visible(Account.objects.all()))


@register
class PersonResource(_PeopleResource):
    kind = MirrorKind.PERSON
    slug = "erp-personnel"
    model = Person
    title = __("Personel")
    singular = __("Personel Kartı")
    icon = "id"
    menu_order = 22
    columns = (_NAME, Column("code", __("Sicil no"), order_by=("code", "pk")), _DUTY, *_NUMBER,
               *_REST)  # fmt: skip
    filterset = filtersets.of(Person)
    actions = (_import(MirrorKind.PERSON),)
    empty_title = __("Henüz personel yok")


@register
class ServiceCardResource(MirrorResource):
    kind = MirrorKind.SERVICE_CARD
    slug = "erp-service-cards"
    model = ServiceCard
    title = __("Hizmet Kartları")
    singular = __("Hizmet Kartı")
    icon = "receipt"
    menu_order = 23
    columns = (
        Column("name", __("Açıklama"), order_by="sort_key", primary=True),
        _CODE,
        Column("side", __("Tür")),
        Column("vat_rate", __("KDV oranı"), kind="percent", order_by=("vat_rate", "sort_key")),
        *_REST,
    )
    filterset = filtersets.of(ServiceCard)
    actions = (_import(MirrorKind.SERVICE_CARD),)
    empty_title = __("Henüz hizmet kartı yok")


@register
class ProjectResource(MirrorResource):
    kind = MirrorKind.PROJECT
    slug = "erp-projects"
    model = Project
    title = __("Projeler")
    singular = __("Proje")
    icon = "briefcase"
    menu_order = 24
    columns = (Column("name", __("Proje"), order_by="sort_key", primary=True), _CODE, *_REST)
    filterset = filtersets.of(Project)
    actions = (_import(MirrorKind.PROJECT),)
    empty_title = __("Henüz proje yok")


@register
class WorkplaceResource(MirrorResource):
    kind = MirrorKind.WORKPLACE
    slug = "erp-workplaces"
    model = Workplace
    title = __("İşyerleri")
    singular = __("İşyeri")
    icon = "building-store"
    menu_order = 25
    columns = (Column("name", __("İşyeri"), order_by="sort_key", primary=True), _CODE, *_REST)
    filterset = filtersets.of(Workplace)
    actions = (_import(MirrorKind.WORKPLACE),)
    empty_title = __("Henüz işyeri yok")


def offer(kind: MirrorKind, actions: tuple[Action, ...]) -> None:
    """A room above adds what it can do with cards of a kind; once, from ``AppConfig.ready``."""
    declared = next(each for each in RESOURCES if each.kind is kind)
    known = {action.code for action in declared.actions}
    new = tuple(action for action in actions if action.code not in known)
    declared.actions = (*new, *declared.actions)


RESOURCES: tuple[type[MirrorResource], ...] = (
    AccountResource,
    ContactResource,
    PersonResource,
    ServiceCardResource,
    ProjectResource,
    WorkplaceResource,
)
