"""Pages of the inbox that a Resource alone cannot be: the live list and the conversation."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from messaging.models import MessageClass
from messaging.selectors import texts
from messaging.selectors import threads as reading
from messaging.services import threads
from messaging.views.base import refusal
from turkcell_hub.errors import HubError, NotAllowed, NotFound
from turkcell_hub.portal.actions import menu_for
from turkcell_hub.portal.views.base import ResourceView
from turkcell_hub.portal.views.listing import ListView


class InboxList(ListView):
    template = "messaging/inbox.html"

    def _context(self, listing: Any) -> dict[str, Any]:
        return {**super()._context(listing), "stamp": reading.stamp(self.actor)}  # type: ignore[arg-type]


class InboxLive(ResourceView):
    """Asked every few seconds by the list; tells by ``HX-Trigger`` that something is new."""

    def get(self, request: HttpRequest) -> HttpResponse:
        stamp = reading.stamp(self.actor)  # type: ignore[arg-type]
        response = self.show({"stamp": stamp}, template="messaging/inbox/_live.html")
        if request.GET.get("seen", stamp) != stamp:
            response["HX-Trigger"] = "inboxChanged"
        return response


class ThreadView(ResourceView):
    """What the conversation's page and its parts share."""

    def page(self, pk: int, *, status: int = 200, **more: Any) -> HttpResponse:
        row = self.row_or_404(pk)
        context = {
            "row": row,
            "row_label": self.resource.label_of(row),
            "entries": [
                entry
                for entry in menu_for(self.resource, self.actor, [row])
                if entry.code in self.resource.shown_above and not entry.refusal  # type: ignore[attr-defined]
            ],
            **self.resource.detail(self.actor, row),
            **more,
        }
        return self.show(context, status=status, template="messaging/thread.html")


class ThreadPage(ThreadView):
    """Looking at a conversation makes it read."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        threads.mark_read(self.actor, self.row_or_404(pk))  # type: ignore[arg-type]
        return self.page(pk)


class ThreadLive(ThreadView):
    """The lines, asked for every few seconds."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_or_404(pk)
        threads.mark_read(self.actor, row)  # type: ignore[arg-type]
        return self.show(
            {"row": row, "lines": reading.lines(self.actor, row)},  # type: ignore[arg-type]
            template="messaging/inbox/_lines.html",
        )


class ThreadWrite(ThreadView):
    """An answer or a note; a refused one comes back as it was typed."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = self.row_or_404(pk)
        is_note = "note" in request.POST
        text = request.POST.get("text", "")
        try:
            write = threads.note if is_note else threads.answer
            write(self.actor, row, text, _key(request.POST.get("key", "")))  # type: ignore[arg-type]
        except (NotAllowed, NotFound):
            raise
        except HubError as error:
            return self.page(pk, status=422, typed=text, problem=refusal(error))
        said = _("Not eklendi.") if is_note else _("Yanıt sıraya alındı.")
        messages.success(request, said)
        return HttpResponseRedirect(reverse("inbox-detail", args=[pk]))


class ThreadCounter(ThreadView):
    """How many SMS the answer is, as the account that carries it counts."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.row_or_404(pk)
        text = request.POST.get("text", "").replace("\r\n", "\n")[: threads.LONGEST_ANSWER]
        profile, suffix = texts.default_counting(self.actor, MessageClass.INFORMATIONAL)  # type: ignore[arg-type]
        context = {"size": texts.measure(text, profile, suffix), "problem": texts.problem_of(text)}
        return self.show(context, template="messaging/_counter.html")


def _key(given: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None
