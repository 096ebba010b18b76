"""Rows of the memberships."""

from turkcell_hub.membership.models.dossiers import Dossier, DossierEvent, Paper, PaperFile
from turkcell_hub.membership.models.registration import Registration, Signing
from turkcell_hub.membership.models.rules import MembershipRules

__all__ = [
    "Dossier",
    "DossierEvent",
    "MembershipRules",
    "Paper",
    "PaperFile",
    "Registration",
    "Signing",
]
