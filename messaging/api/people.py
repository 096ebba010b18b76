"""Mobil aboneler, gruplar, ek alanlar ve şablonlar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import shapes
from messaging.api.words import told
from messaging.models import CustomField, Group, Subscriber, SubscriberKind
from messaging.resources import (
    CustomFieldResource,
    GroupResource,
    SubscriberResource,
    TemplateResource,
)
from messaging.services import audiences, groups, subscribers
from turkcell_hub.api import bulk
from turkcell_hub.api.pagination import CursorPagination
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.api.views.resource import BulkRows
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.tenancy.actor import Actor

GROUPS_TAG = str(GroupResource.title)


class _Reread:
    """Answers a written row as the list would show it."""

    queryset: Any

    def create(self, actor: Actor, data: Mapping[str, Any]) -> Any:
        row = super().create(actor, data)  # type: ignore[misc]
        return self.queryset(actor).get(pk=row.pk)

    def update(self, actor: Actor, row: Any, data: Mapping[str, Any]) -> Any:
        changed = super().update(actor, row, data)  # type: ignore[misc]
        return self.queryset(actor).get(pk=changed.pk)


class Subscribers(_Reread, SubscriberResource):  # type: ignore[misc]
    pass


class Groups(_Reread, GroupResource):  # type: ignore[misc]
    pass


class Fields(CustomFieldResource):
    slug = "fields"


class SubscriberViewSet(ResourceViewSet):
    resource = Subscribers()
    serializer_class = shapes.SubscriberShape
    with_bulk = True

    def bulk_create(self, request: Request) -> Response:
        """Adds or, where the number is known, changes: a list may be sent again and again."""
        body: Any = request.data
        bulk.refuse_too_many(body.get("rows") if isinstance(body, dict) else None)
        shape = BulkRows(data=body)
        shape.is_valid(raise_exception=True)
        rows = shape.validated_data["rows"]
        places, changed = iter(range(len(rows))), set()

        def one(row: Any) -> int:
            place = next(places)
            known = self._known(row)
            if known is not None:
                changed.add(place)
            return int(subscribers.save(self.actor, known, self.read_input(row, known)).pk)  # type: ignore[arg-type]

        answer = bulk.each(request, rows, one)
        for result in answer["results"]:
            if result["status"] == 201 and result["index"] in changed:
                result["status"] = 200
        return Response(answer)

    def _known(self, row: Any) -> Subscriber | None:
        phone = row.get("phone") if isinstance(row, dict) else None
        if not isinstance(phone, str) or "\x00" in phone:
            return None  # the shape says what is wrong with it
        e164 = subscribers.readable_phone(self.actor.firm_id, phone)
        return self.get_queryset().filter(kind=SubscriberKind.OTHER, phone=e164).first()


class GroupViewSet(ResourceViewSet):
    resource = Groups()
    serializer_class = shapes.GroupShape


class TemplateViewSet(ResourceViewSet):
    resource = TemplateResource()
    serializer_class = shapes.TemplateShape


class FieldViewSet(ResourceViewSet):
    resource = Fields()
    serializer_class = shapes.FieldShape

    def read_input(self, given: Any, row: Any | None = None) -> Mapping[str, Any]:
        found = super().read_input(given, row)
        if isinstance(row, CustomField) and found.get("code", row.code) != row.code:
            raise Invalid(
                _("Parametre adı sonradan değiştirilemez, çünkü metinlerde geçer."),
                code="read_only_field",
                field="code",
            )
        return found


class GroupMembersView(HubAPIView):
    """The people of one group."""

    rights = {"GET": "messaging.subscriber.view", "POST": "messaging.group.change"}
    query_parameters = ("cursor", "page_size", "count")
    pagination_class = CursorPagination
    count_limit = 10_000

    def page_ordering(self) -> tuple[str, ...]:
        return ("sort_key",)

    @told(
        "Grup üyeleri: liste",
        "messaging.subscriber.view",
        "messaging.group.view",
        tag=GROUPS_TAG,
        name="groups_members_list",
        responses=shapes.page_of(shapes.SubscriberShape),
        parameters=shapes.PAGING,
    )
    def get(self, request: Request, pk: int) -> Response:
        self.actor.require("messaging.group.view")
        group = group_of(self.actor, pk)
        rows = Subscribers().queryset(self.actor).filter(group_places__group=group)
        paginator = CursorPagination()
        page = paginator.paginate_queryset(rows, request, self)
        context = {"request": request}
        return paginator.get_paginated_response(
            shapes.SubscriberShape(page, many=True, context=context).data
        )

    @told(
        "Gruba ekle",
        "messaging.group.change",
        tag=GROUPS_TAG,
        text="Zaten üye olanlar değişmez. `subscribers` (en çok 500) ya da abone listesinin"
        " süzgeçleriyle `filter` gönderin.",
        name="groups_members_add",
        request=shapes.MembersInput,
        responses={200: shapes.MembersAnswer},
    )
    def post(self, request: Request, pk: int) -> Response:
        return _members(self, request, pk, groups.add)


class GroupMembersRemoveView(HubAPIView):
    """Takes people out of a group."""

    rights = {"POST": "messaging.group.change"}

    @told(
        "Gruptan çıkar",
        "messaging.group.change",
        tag=GROUPS_TAG,
        text="Kişiler abone olarak kalır.",
        name="groups_members_remove",
        request=shapes.MembersInput,
        responses={200: shapes.MembersAnswer},
    )
    def post(self, request: Request, pk: int) -> Response:
        return _members(self, request, pk, groups.remove)


def group_of(actor: Any, pk: int) -> Group:
    """Raises ``NotFound``, also for a group that the actor may not see."""
    group = actor.visible(Group.objects.filter(pk=pk)).first()
    if group is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return group


def _members(view: HubAPIView, request: Request, pk: int, move: Any) -> Response:
    group = group_of(view.actor, pk)
    shape = shapes.MembersInput(data=request.data, context={"request": request})
    shape.is_valid(raise_exception=True)
    given = shape.validated_data
    rows: QuerySet[Subscriber]
    if "filter" in given:
        rows = audiences.filtered_subscribers(view.actor, given["filter"])  # type: ignore[arg-type]
    else:
        rows = Subscriber.objects.filter(pk__in=[row.pk for row in given["subscribers"]])
    touched = move(view.actor, group, rows)
    fresh = Groups().queryset(view.actor).get(pk=group.pk)
    return Response({"touched": touched, "member_count": fresh.member_count})
