from turkcell_hub.billing.models.limits import LimitRequest, RequestState
from turkcell_hub.billing.models.orders import Order, OrderState, PaymentEvent, PaymentMethod
from turkcell_hub.billing.models.plans import BillingProfile, PaymentType, Tariff
from turkcell_hub.billing.models.prices import PACKAGES, PackagePrice
from turkcell_hub.billing.models.refunds import RefundRule
from turkcell_hub.billing.models.reminders import LowCreditNotice, LowCreditReminder
from turkcell_hub.billing.models.statements import Statement, StatementLine
from turkcell_hub.billing.models.transfers import BankAccount, IncomingPayment, IncomingState

__all__ = [
    "PACKAGES",
    "BankAccount",
    "BillingProfile",
    "IncomingPayment",
    "IncomingState",
    "LimitRequest",
    "LowCreditNotice",
    "LowCreditReminder",
    "Order",
    "OrderState",
    "PackagePrice",
    "PaymentEvent",
    "PaymentMethod",
    "PaymentType",
    "RefundRule",
    "RequestState",
    "Statement",
    "StatementLine",
    "Tariff",
]
