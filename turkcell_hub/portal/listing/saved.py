"""Saved views of a list: each person's own, in each firm."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.portal.models import SavedView
from turkcell_hub.resources import Actor
from turkcell_hub.resources.matching import POSITION

MAX_VIEWS = 30
MAX_QUERY = 4000


def of(actor: Actor, slug: str) -> QuerySet[SavedView]:
    """The actor's views of one list; none for an actor that is no person."""
    if actor.user_id is None:
        return SavedView.objects.none()
    return SavedView.objects.filter(firm_id=actor.firm_id, user_id=actor.user_id, slug=slug)


def default_for(actor: Actor, slug: str) -> SavedView | None:
    return of(actor, slug).filter(is_default=True).first()


@transaction.atomic
def save(actor: Actor, slug: str, name: str, query: str, *, is_default: bool) -> SavedView:
    """Keeps ``query`` under ``name``; the same name again replaces it. Raises ``Invalid``."""
    name = " ".join(name.replace("\x00", " ").split())  # no column holds that character
    if not 1 <= len(name) <= 60:
        raise Invalid(_("Görünüme 1–60 karakterlik bir ad verin."), field="name")
    if actor.user_id is None:
        raise Invalid(_("Görünümleri yalnızca oturum açmış kişiler kaydedebilir."))
    views = of(actor, slug)
    if views.exclude(name=name).count() >= MAX_VIEWS:
        raise Invalid(_("En çok 30 görünüm kaydedilebilir; önce birini silin."), field="name")
    if is_default:
        views.update(is_default=False)
    view, _created = SavedView.objects.update_or_create(
        firm_id=actor.firm_id,
        user_id=actor.user_id,
        slug=slug,
        name=name,
        defaults={"query": _kept(query), "is_default": is_default},
    )
    return view


def delete(actor: Actor, slug: str, pk: int) -> SavedView:
    """Raises ``NotFound`` for a view that is not the actor's."""
    view = of(actor, slug).filter(pk=pk).first()
    if view is None:
        raise NotFound(_("Bu görünüm artık yok."))
    view.delete()
    return view


def _kept(query: str) -> str:
    params = QueryDict(query, mutable=True)
    for key in (*POSITION, "new", "view"):
        params.pop(key, None)
    kept = params.urlencode()
    if len(kept) > MAX_QUERY:
        raise Invalid(_("Bu süzgeç kaydedilemeyecek kadar uzun; birkaç ölçütü kaldırın."))
    return kept
