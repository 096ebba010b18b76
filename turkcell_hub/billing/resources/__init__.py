from turkcell_hub.billing.resources.limits import LimitRequestResource
from turkcell_hub.billing.resources.orders import OrderResource
from turkcell_hub.billing.resources.payments import SurplusPaymentResource
from turkcell_hub.billing.resources.prices import PackagePriceResource
from turkcell_hub.billing.resources.refunds import RefundRuleResource
from turkcell_hub.billing.resources.reminders import LowCreditReminderResource
from turkcell_hub.billing.resources.statements import StatementResource
from turkcell_hub.billing.resources.tariffs import TariffResource
from turkcell_hub.billing.resources.transfers import BankAccountResource, IncomingPaymentResource

__all__ = [
    "BankAccountResource",
    "IncomingPaymentResource",
    "LimitRequestResource",
    "LowCreditReminderResource",
    "OrderResource",
    "PackagePriceResource",
    "RefundRuleResource",
    "StatementResource",
    "SurplusPaymentResource",
    "TariffResource",
]
