"""Rights on support tickets, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import EVERYBODY, MANAGERS, Right, declare

VIEW = "help.ticket.view"
ADD = "help.ticket.add"
ALL = "help.ticket.all"


def declare_all() -> None:
    """Called once, from ``HelpConfig.ready``."""
    declare(
        [
            Right(VIEW, _("Destek taleplerini görme"), EVERYBODY),
            Right(ADD, _("Destek talebi açma"), EVERYBODY),
            Right(ALL, _("Firmadaki bütün destek taleplerini görme"), MANAGERS),
        ]
    )
    actions.declare(
        {
            "help.ticket.opened": _("Destek talebi açıldı"),
            "help.ticket.written": _("Destek talebine yazıldı"),
            "help.ticket.answered": _("Destek talebi yanıtlandı"),
            "help.ticket.closed": _("Destek talebi kapatıldı"),
            "help.file.read": _("Destek talebinin eki indirildi"),
        }
    )
