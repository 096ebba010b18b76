"""Actions of the inbox: who looks after a conversation, what it is, whether it is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.forms import OfFirm
from messaging.models import Thread
from messaging.services import threads
from turkcell_hub.portal.forms import HubForm
from turkcell_hub.resources import Action, ActionKind, ActionResult
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership, Role
from turkcell_hub.tenancy.permissions import rights_of

Rows = QuerySet[Any]
Data = Mapping[str, Any]
_READ = "messaging.inbox.view"


class _Member(OfFirm):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AssignForm(HubForm):
    member = _Member(
        Membership,
        label=gettext_lazy("Kime"),
        required=False,
        empty_label=gettext_lazy("(kimseye atanmasın)"),
    )

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        if actor is not None:
            readers = [role for role in Role.values if _READ in rights_of(Role(role))]
            self.fields["member"].offer(actor, is_active=True, role__in=readers)  # type: ignore[attr-defined]


class LabelForm(HubForm):
    label = forms.ChoiceField(
        label=gettext_lazy("Etiket"),
        choices=[("", gettext_lazy("(etiketsiz)")), *Thread.Label.choices],
        required=False,
    )


def _each(do: Callable[[Actor, Thread, Data], object], said: Any) -> Any:
    def run(actor: Actor, rows: Rows, data: Data) -> ActionResult:
        found = list(rows)
        for thread in found:
            do(actor, thread, data)
        return ActionResult(said, touched=len(found))

    return run


def _refuse(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    threads.treat_as_refusal(actor, rows.get())
    return ActionResult(_("Numara alıcının isteğiyle kara listeye alındı."), touched=1)


def _stands(state: Thread.State, said: Any) -> Callable[[Actor, Any], str | None]:
    return lambda _actor, row: said if row.state == state else None


_MANAGE = "messaging.inbox.manage"
THREADS = (
    Action("assign", gettext_lazy("Ata"), _MANAGE, ActionKind.BULK, icon="user-check",
           form=AssignForm,
           run=_each(lambda actor, row, data: threads.assign(actor, row, data.get("member")),
                     gettext_lazy("Konuşma atandı."))),
    Action("label", gettext_lazy("Etiketle"), _MANAGE, ActionKind.BULK, icon="tag",
           form=LabelForm,
           run=_each(lambda actor, row, data: threads.label(actor, row, data.get("label") or ""),
                     gettext_lazy("Etiket değişti."))),
    Action("close", gettext_lazy("Kapat"), _MANAGE, ActionKind.BULK, icon="check",
           refusal=_stands(Thread.State.CLOSED, gettext_lazy("Konuşma zaten kapalı.")),
           run=_each(lambda actor, row, _data: threads.set_state(actor, row, Thread.State.CLOSED),
                     gettext_lazy("Konuşma kapatıldı."))),
    Action("reopen", gettext_lazy("Yeniden aç"), _MANAGE, ActionKind.BULK, icon="refresh",
           refusal=_stands(Thread.State.OPEN, gettext_lazy("Konuşma zaten açık.")),
           run=_each(lambda actor, row, _data: threads.set_state(actor, row, Thread.State.OPEN),
                     gettext_lazy("Konuşma açıldı."))),
    Action("unread", gettext_lazy("Okunmadı yap"), _MANAGE, ActionKind.BULK, icon="mail",
           run=_each(lambda actor, row, _data: threads.mark_unread(actor, row),
                     gettext_lazy("Okunmadı olarak işaretlendi."))),
    Action("refuse", gettext_lazy("Ret olarak işle"), "messaging.blacklist.add", ActionKind.ROW,
           icon="forbid", run=_refuse, danger=True,
           confirm=lambda _actor, _count: _(
               "Numara alıcının kendi isteğiyle kara listeye alınır; hangi sınıftan olursa olsun"
               " mesaj gitmez. Son gelen mesaj dayanak olarak saklanır."
           )),
    Action("not-refusal", gettext_lazy("Ret değil"), _MANAGE, ActionKind.BULK, icon="x",
           run=_each(lambda actor, row, _data: threads.not_a_refusal(actor, row),
                     gettext_lazy("Ret olmadığı kaydedildi."))),
)  # fmt: skip
