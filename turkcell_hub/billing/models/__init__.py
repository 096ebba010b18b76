from turkcell_hub.billing.models.orders import Order, OrderState, PaymentEvent, PaymentMethod
from turkcell_hub.billing.models.prices import PACKAGES, PackagePrice

__all__ = [
    "PACKAGES",
    "Order",
    "OrderState",
    "PackagePrice",
    "PaymentEvent",
    "PaymentMethod",
]
