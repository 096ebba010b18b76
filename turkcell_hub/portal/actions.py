"""The one action menu of a list (L-007): which entries, enabled or why not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from turkcell_hub.portal import links
from turkcell_hub.resources import Action, ActionKind, Actor, Resource


@dataclass(frozen=True)
class MenuEntry:
    """``method``: link (go there), ask (a dialog first) or do (at once)."""

    label: Any
    url: str
    method: str
    icon: str = ""
    refusal: str = ""
    danger: bool = False
    group: int = 0
    code: str = ""
    shortcut: str = ""


def menu_for(
    resource: Resource, actor: Actor, rows: Sequence[Any], *, all_matching: bool = False
) -> list[MenuEntry]:
    """The entries for the selected ``rows`` (with ``all_matching`` they are not looked at).
    Actions without their right are left out; those that the selection does not allow say why."""
    entries = [*_built_in(resource, actor, rows, all_matching)]
    for action in resource.actions:
        if actor.can(action.right):
            entries.append(_entry(resource, actor, action, rows, all_matching))
    return entries


def way_in(resource: Resource, actor: Actor) -> MenuEntry | None:
    """Of a list to which nothing is added by a form: the first action of the list itself that
    leads to a page, such as an upload. It stands where others have "Ekle"."""
    if resource.can_add and resource.form is not None:
        return None
    for action in resource.actions:
        leads = action.kind is ActionKind.LIST and action.url is not None
        if leads and actor.can(action.right):
            return _entry(resource, actor, action, [], all_matching=False)
    return None


def refusals(actor: Actor, action: Action, rows: Sequence[Any]) -> list[tuple[Any, str]]:
    """(row, reason) of those that cannot take the action."""
    if action.refusal is None:
        return []
    found = ((row, action.refusal(actor, row)) for row in rows)
    return [(row, str(reason)) for row, reason in found if reason]


def asks_first(action: Action) -> bool:
    return action.danger or action.form is not None or action.confirm is not None


def _entry(
    resource: Resource, actor: Actor, action: Action, rows: Sequence[Any], all_matching: bool
) -> MenuEntry:
    refusal = _wrong_count(action.kind, len(rows), all_matching)
    if not refusal and rows and not all_matching:
        refused = refusals(actor, action, rows)
        refusal = refused[0][1] if len(refused) == len(rows) else ""
    url = links.to(resource, "action", action.code)
    method = "ask" if asks_first(action) else "do"
    if action.url is not None:
        method = "link"
        url = action.url(rows[0] if rows else None) if not refusal else ""
    return MenuEntry(action.label, url, method, action.icon, refusal, action.danger, 2, action.code)


def _wrong_count(kind: ActionKind, count: int, all_matching: bool) -> str:
    if kind is ActionKind.LIST:
        return ""
    if kind is ActionKind.ROW and (all_matching or count > 1):
        return _("Tek bir kayıt seçin.")
    if count == 0 and not all_matching:
        return _("Önce kayıt seçin.")
    return ""


def _built_in(
    resource: Resource, actor: Actor, rows: Sequence[Any], all_matching: bool
) -> Iterator[MenuEntry]:
    one = rows[0] if len(rows) == 1 and not all_matching else None
    why = "" if one is not None else _wrong_count(ActionKind.ROW, len(rows), all_matching)

    def url(page: str) -> str:
        return links.to(resource, page, one.pk) if one is not None else ""

    has_form = resource.form is not None
    if resource.can_add and has_form and actor.can(resource.right("add")):
        yield MenuEntry(_("Ekle"), links.to(resource, "add"), "link", "plus", shortcut="Ins")
    if actor.can(resource.right("view")):
        yield MenuEntry(_("İncele"), url("detail"), "link", "eye", why, shortcut="Enter")
    if resource.can_change and has_form and actor.can(resource.right("change")):
        yield MenuEntry(_("Değiştir"), url("edit"), "link", "pencil", why)
    if resource.can_delete and actor.can(resource.right("delete")):
        yield MenuEntry(_("Sil"), url("delete"), "ask", "trash", why, True, shortcut="Del")
