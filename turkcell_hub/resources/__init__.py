"""Declare once: a ``Resource`` says what a model's list shows, who may do what with it and
by which services; ``turkcell_hub.portal`` renders it as pages and ``turkcell_hub.api`` as
REST, with the same filters, the same rights and the same action objects.
"""

from turkcell_hub.resources.actions import Action, ActionKind, ActionResult
from turkcell_hub.resources.actor import Actor
from turkcell_hub.resources.columns import Column
from turkcell_hub.resources.declaration import Resource
from turkcell_hub.resources.registry import get, register, registered, unregister
from turkcell_hub.resources.selection import Selection

__all__ = [
    "Action",
    "ActionKind",
    "ActionResult",
    "Actor",
    "Column",
    "Resource",
    "Selection",
    "get",
    "register",
    "registered",
    "unregister",
]
