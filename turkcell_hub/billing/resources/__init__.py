from turkcell_hub.billing.resources.orders import OrderResource
from turkcell_hub.billing.resources.prices import PackagePriceResource

__all__ = ["OrderResource", "PackagePriceResource"]
