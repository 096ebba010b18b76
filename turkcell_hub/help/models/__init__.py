from turkcell_hub.help.models.entries import HelpEntry
from turkcell_hub.help.models.tickets import Ticket, TicketEntry, TicketFile, TicketState

__all__ = ["HelpEntry", "Ticket", "TicketEntry", "TicketFile", "TicketState"]
