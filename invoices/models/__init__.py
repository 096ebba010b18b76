from invoices.models.bills import BESIDE, Bill, BillDocument, BillNumber, BillState
from invoices.models.login import InvoiceLogin, InvoiceRules, PasswordRequest
from invoices.models.questions import LineQuestion
from invoices.models.tables import LineKind, MatchingLine, MatchingTable
from invoices.models.transfers import DateChoice, Taking, Transfer, TransferState

__all__ = [
    "BESIDE",
    "Bill",
    "BillDocument",
    "BillNumber",
    "BillState",
    "DateChoice",
    "InvoiceLogin",
    "InvoiceRules",
    "LineKind",
    "LineQuestion",
    "MatchingLine",
    "MatchingTable",
    "PasswordRequest",
    "Taking",
    "Transfer",
    "TransferState",
]
