"""Gelen Kutusu: a list of conversations (L-060)."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from messaging import badges, inbox_actions
from messaging.filtersets import ThreadFilter
from messaging.models import BlacklistEntry, Thread
from messaging.selectors import threads
from turkcell_hub.lib import phone as phones
from turkcell_hub.resources import Action, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor


@register
class InboxResource(Resource):
    slug = "inbox"
    model = Thread
    title = _("Gelen Kutusu")
    singular = _("Konuşma")
    rights = "messaging.inbox"
    section = "operations"
    icon = "inbox"
    menu_order = 23
    hides_rows = True
    columns = (
        Column("person_name", _("Kişi"), value=lambda row: who(row), primary=True),
        Column("phone", _("Telefon numarası"), kind="phone"),
        Column("last_text", _("Son mesaj")),
        Column("unread", _("Okunmamış"), kind="number", order_by=("unread", "pk")),
        Column("label", _("Etiket")),
        Column("state", _("Durum"), kind="state", badge=badges.thread),
        Column("assigned_to.name", _("Atanan")),
        Column("possible_refusal", _("Ret olabilir"), kind="boolean", hidden=True),
        Column("last_at", _("Son hareket"), kind="datetime", order_by=("last_at", "pk")),
    )
    filterset = ThreadFilter
    ordering = ("-last_at", "-pk")
    actions = inbox_actions.THREADS
    shown_above: ClassVar[frozenset[str]] = frozenset({"assign", "label", "close", "reopen"})
    can_add = can_change = can_delete = False
    detail_template = "messaging/thread.html"
    empty_title = _("Gelen kutusu boş")
    empty_text = _(
        "Müşterileriniz ve personeliniz numaranıza SMS yazınca konuşma burada açılır. RET gibi"
        " ret mesajları buraya düşmez; numara kara listeye alınır."
    )
    search_placeholder = _("Kişi, numara veya mesaj ara")

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        return threads.visible(actor)

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return threads.search(queryset, text)

    def label_of(self, row: Thread) -> str:
        return who(row)

    def detail(self, actor: Actor, row: Thread) -> dict[str, Any]:  # type: ignore[override]
        return {
            "lines": threads.lines(actor, row),
            "key": uuid.uuid4(),
            "blocked": BlacklistEntry.objects.filter(phone=row.phone).first(),
            "badge_level": badges.thread(row.state),
            "may_answer": actor.can("messaging.inbox.answer"),
            "may_note": actor.can("messaging.inbox.manage"),
            "may_block": actor.can("messaging.blacklist.add"),
        }


def offer(*actions: Action) -> None:
    """A room above adds what it can do with the person of a conversation; once, from
    ``AppConfig.ready``. It stands in the list's menu and above the conversation."""
    known = {action.code for action in InboxResource.actions}
    new = tuple(action for action in actions if action.code not in known)
    InboxResource.actions = (*InboxResource.actions, *new)
    InboxResource.shown_above = InboxResource.shown_above | {action.code for action in new}


def who(row: Thread) -> str:
    """The subscriber's name, or the masked number of a stranger."""
    name = getattr(row, "person_name", "")
    return name or phones.mask(row.phone)
