"""The action menu of a selection, and running one action."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BaseForm, Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.lib.row_ids import row_id
from turkcell_hub.portal.actions import asks_first, menu_for, refusals
from turkcell_hub.portal.forms.errors import show_error
from turkcell_hub.portal.listing.state import Listing
from turkcell_hub.portal.views.base import ResourceView
from turkcell_hub.resources import Action, ActionKind, Selection
from turkcell_hub.resources.forms import for_action
from turkcell_hub.resources.selection import MAX_IDS


class SelectionView(ResourceView):
    """Reads the selection: ``ids``, or ``all=1`` with the list's ``query`` and ``excluded``."""

    def data(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def selection(self) -> Selection:
        data = self.data()
        return Selection(
            ids=_pks(data.getlist("ids")),
            all_matching=data.get("all") == "1",
            filters=QueryDict(data.get("query", "")),
            excluded=_pks(data.getlist("excluded")),
        )

    def rows(self, selection: Selection) -> QuerySet[Any]:
        everything = self.resource.queryset(self.actor)
        if not selection.all_matching:  # the list's filters have no say
            return selection.of(everything, everything)
        listing = Listing(self.resource, self.actor, selection.filters, self.request)  # type: ignore[arg-type]
        return selection.of(listing.matching.rows, everything)

    def hidden(self, selection: Selection) -> list[tuple[str, Any]]:
        """The selection as hidden inputs, so that it survives the dialog."""
        carried = [("query", self.data().get("query", ""))]
        if selection.all_matching:
            return [*carried, ("all", "1"), *(("excluded", pk) for pk in selection.excluded)]
        return [*carried, *(("ids", pk) for pk in selection.ids)]


class MenuView(SelectionView):
    """The entries for a selection: a popup for F9, right click and the button; a page without
    JavaScript."""

    def get(self, request: HttpRequest) -> HttpResponse:
        selection = self.selection()
        rows = [] if selection.all_matching else list(self.rows(selection))
        entries = menu_for(self.resource, self.actor, rows, all_matching=selection.all_matching)
        htmx = getattr(request, "htmx", None)
        context = {
            "entries": entries,
            "hidden": self.hidden(selection),
            "count": len(rows),
            "all_matching": selection.all_matching,
            "only_row": self.resource.label_of(rows[0]) if len(rows) == 1 else "",
            "cancel_url": self.back_to_list(),
        }
        template = "portal/list/_menu.html" if htmx else "portal/dialogs/menu_page.html"
        return self.show(context, template=template)


class ActionView(SelectionView):
    """GET asks, POST does. A changed number of matching rows is asked about again."""

    _found_refused: list[tuple[Any, str]] | None = None

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        action = self._action(code)
        selection = self.selection()
        rows = self._rows(action, selection)
        form = for_action(action.form, self.actor) if action.form else None
        return self._ask(action, selection, rows, form)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        action = self._action(code)
        selection = self.selection()
        rows = self._rows(action, selection)
        form = self._bound(action)
        fits = not self._wrong(action, selection, self._has_any(action, rows))
        if not fits or (form is not None and not form.is_valid()):
            return self._ask(action, selection, rows, form, status=422)
        if self._has_grown(action, selection, rows):
            said = _("Bu arada süzgece uyan kayıt sayısı değişti; yeni sayıyı onaylayın.")
            return self._ask(action, selection, rows, form, notice=said, status=422)
        return self._run(action, selection, rows, form)

    def _run(
        self, action: Action, selection: Selection, rows: QuerySet[Any], form: BaseForm | None
    ) -> HttpResponse:
        shown_form = form or Form({})
        shown_form.is_valid()
        if action.run is None:
            raise Http404(_("Bu işlem bir sayfadır; menüden açın."))
        try:
            result = action.run(self.actor, rows, shown_form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            show_error(shown_form, error)
            self._found_refused = None  # the rows may have moved meanwhile
            return self._ask(action, selection, rows, shown_form, status=422)
        messages.success(self.request, result.message)
        return self.go(result.url or self.back_to_list())

    def _action(self, code: str) -> Action:
        action = next((a for a in self.resource.actions if a.code == code), None)
        if action is None:
            raise Http404(_("Böyle bir işlem yok."))
        self.actor.require(action.right)
        return action

    def _rows(self, action: Action, selection: Selection) -> QuerySet[Any]:
        """The rows the action is for; those that cannot take it are left out where they were
        named one by one (for "all" the service looks at each itself)."""
        if action.kind is ActionKind.LIST:
            return self.resource.model._default_manager.none()
        rows = self.rows(selection)
        if selection.all_matching or action.refusal is None:
            return rows
        refused = [row.pk for row, _reason in self._refused(action, selection)]
        return rows.exclude(pk__in=refused) if refused else rows

    def _bound(self, action: Action) -> BaseForm | None:
        if action.form is None:
            return None
        return for_action(action.form, self.actor, data=self.request.POST, files=self.request.FILES)

    def _has_grown(self, action: Action, selection: Selection, rows: QuerySet[Any]) -> bool:
        if not (selection.all_matching and asks_first(action)):
            return False
        return str(rows.count()) != self.data().get("count")

    def _ask(
        self,
        action: Action,
        selection: Selection,
        rows: QuerySet[Any],
        form: BaseForm | None,
        *,
        notice: str = "",
        status: int = 200,
    ) -> HttpResponse:
        count = 0 if action.kind is ActionKind.LIST else rows.count()
        refused = self._refused(action, selection)
        wrong = self._wrong(action, selection, count > 0)
        htmx = getattr(self.request, "htmx", None)
        template = "portal/dialogs/action.html" if htmx else "portal/dialogs/action_page.html"
        context = {
            "action": action,
            "form": form,
            "count": count,
            "names": [self.resource.label_of(row) for row in rows[:3]] if count else [],
            "question": action.confirm(self.actor, count) if action.confirm and not wrong else "",
            "refused": [(self.resource.label_of(row), why) for row, why in refused[:5]],
            "refused_count": len(refused),
            "wrong": wrong,
            "notice": notice,
            "hidden": [*self.hidden(selection), ("count", count)],
            "cancel_url": self.back_to_list(),
        }
        return self.show(context, status=status, template=template)

    def _refused(self, action: Action, selection: Selection) -> list[tuple[Any, str]]:
        """Looked at once a request: the rows are read for it."""
        if selection.all_matching or action.kind is ActionKind.LIST or action.refusal is None:
            return []
        if self._found_refused is None:
            self._found_refused = refusals(self.actor, action, list(self.rows(selection)))
        return self._found_refused

    def _has_any(self, action: Action, rows: QuerySet[Any]) -> bool:
        return action.kind is not ActionKind.LIST and rows.exists()

    def _wrong(self, action: Action, selection: Selection, has_rows: bool) -> str:
        """Why the action cannot run on this selection at all."""
        if action.kind is ActionKind.LIST:
            return ""
        if action.kind is ActionKind.ROW and (selection.all_matching or len(selection.ids) > 1):
            return _("Bu işlem tek bir kayıt içindir; yalnız bir kayıt seçin.")
        if has_rows:
            return ""
        if refused := self._refused(action, selection):
            return refused[0][1]
        return _("Seçili kayıt yok; listeden kayıt seçip yeniden deneyin.")


def _pks(raw: list[str]) -> list[int]:
    return [pk for value in raw if (pk := row_id(value)) is not None][:MAX_IDS]
