from turkcell_hub.erp.models.documents import Document, DocumentLine
from turkcell_hub.erp.models.links import ErpLink, ErpSystem
from turkcell_hub.erp.models.mirror import (
    Account,
    Contact,
    Freshness,
    MirrorRow,
    Person,
    Project,
    ServiceCard,
    Side,
    Workplace,
)

__all__ = [
    "Account",
    "Contact",
    "Document",
    "DocumentLine",
    "ErpLink",
    "ErpSystem",
    "Freshness",
    "MirrorRow",
    "Person",
    "Project",
    "ServiceCard",
    "Side",
    "Workplace",
]
