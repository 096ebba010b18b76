"""Pages of support besides the list of tickets."""

from __future__ import annotations

from django.urls import path

from turkcell_hub.help.views import firm, staff

urlpatterns = [
    path("help/", firm.page, name="help"),
    path("tickets/<int:pk>/reply/", firm.reply, name="ticket-reply"),
    path("tickets/<int:pk>/file/<uuid:key>/", firm.file, name="ticket-file"),
    path("operator/tickets/", staff.tickets, name="platform-tickets"),
    path("operator/tickets/<int:pk>/", staff.ticket, name="platform-ticket"),
    path("operator/tickets/<int:pk>/file/<uuid:key>/", staff.file, name="platform-ticket-file"),
    path("operator/help/", staff.contacts, name="platform-help"),
    path("operator/help/add/", staff.contact, name="platform-help-add"),
    path("operator/help/<int:pk>/", staff.contact, name="platform-help-edit"),
    path("operator/help/<int:pk>/delete/", staff.remove, name="platform-help-delete"),
]
