"""SMS from the lists of the ERP's cards (L-076 … L-078)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import Subscriber
from messaging.services import compose, mirrored
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.resources.mirror import offer
from turkcell_hub.errors import Invalid
from turkcell_hub.resources import Action, ActionKind, ActionResult
from turkcell_hub.tenancy.actor import Actor

Rows = QuerySet[Any]
Data = Mapping[str, Any]


def _compose(kind: MirrorKind) -> Any:
    def run(actor: Actor, rows: Rows, _data: Data) -> ActionResult:
        followed = _followed(actor, kind, rows)
        draft = compose.for_subscribers(actor, Subscriber.objects.filter(pk__in=followed.ids))
        said = _("%(count)d kişilik taslak hazır: metni yazın, ön uçuşu yapın.")
        return ActionResult(
            said % {"count": len(followed.ids)} + _left_out(followed),
            url=reverse("compose", args=[draft.pk]),
            touched=len(followed.ids),
            data={"campaign": draft.pk},
        )

    return run


def _subscribe(kind: MirrorKind) -> Any:
    def run(actor: Actor, rows: Rows, _data: Data) -> ActionResult:
        followed = _followed(actor, kind, rows)
        said = _("%(count)d kart mobil abone.") % {"count": len(followed.ids)}
        return ActionResult(said + _left_out(followed), touched=len(followed.ids))

    return run


def _followed(actor: Actor, kind: MirrorKind, rows: Rows) -> mirrored.Followed:
    followed = mirrored.ensure(actor, kind, rows)
    if not followed.ids:
        raise Invalid(
            _("Seçilen kartların hiçbirine mesaj gidemez.") + _left_out(followed),
            code="audience_empty",
        )
    return followed


def _left_out(followed: mirrored.Followed) -> str:
    said = ""
    if followed.without_number:
        said += " " + _("%(count)d kartta mesaj gidecek numara yok.") % {
            "count": followed.without_number
        }
    if followed.switched_off:
        said += " " + _("%(count)d kart ERP'de kullanım dışı.") % {"count": followed.switched_off}
    return said


def _not_reachable(_actor: Actor, card: Any) -> str | None:
    if not card.is_active:
        return _("Kart ERP'de kullanım dışı.")
    return None if card.phone else _("Kartta mesaj gidecek numara yok.")


def _actions(kind: MirrorKind) -> tuple[Action, ...]:
    return (
        Action("message", gettext_lazy("SMS Gönder"), "messaging.campaign.add", ActionKind.ROW,
               run=_compose(kind), icon="message-2", refusal=_not_reachable),
        Action("compose", gettext_lazy("Toplu SMS Gönder"), "messaging.campaign.add",
               ActionKind.BULK, run=_compose(kind), icon="send"),
        Action("subscribe", gettext_lazy("Mobil abone yap"), "messaging.subscriber.add",
               ActionKind.BULK, run=_subscribe(kind), icon="user-plus"),
    )  # fmt: skip


def join_lists() -> None:
    """Called once when the apps are ready."""
    for source in mirrored.SOURCES:
        offer(source.mirror, _actions(source.mirror))
