"""The tables of consent."""

from iys_consent.models.consents import (
    AddressKind,
    Channel,
    ConsentAddress,
    ConsentRecord,
    RecipientType,
    RegistryStatus,
    Status,
)
from iys_consent.models.movements import ConsentEvidence, ConsentHead, ConsentMovement, Origin

__all__ = [
    "AddressKind",
    "Channel",
    "ConsentAddress",
    "ConsentEvidence",
    "ConsentHead",
    "ConsentMovement",
    "ConsentRecord",
    "Origin",
    "RecipientType",
    "RegistryStatus",
    "Status",
]
