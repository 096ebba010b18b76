"""What the registry would refuse, decided here before anything is sent.

The registry's rules of a consent in one place: the form, the file, REST and the
synchronisation all ask ``check``. An account whose calls fail too often loses its access, and the
person gets the answer at once.
"""

from iys_consent.rules.addresses import AddressKind, readable_address
from iys_consent.rules.check import DateRules, Proposal, Stored, check
from iys_consent.rules.findings import Finding, Problem, Severity

__all__ = [
    "AddressKind",
    "DateRules",
    "Finding",
    "Problem",
    "Proposal",
    "Severity",
    "Stored",
    "check",
    "readable_address",
]
