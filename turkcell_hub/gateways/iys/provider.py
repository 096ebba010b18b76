"""What the registry tells of the provider: brands, package, dealers and its days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from turkcell_hub.gateways.iys import reading
from turkcell_hub.gateways.iys.contract import (
    Agreement,
    BrandInfo,
    DayCount,
    Retailer,
    RetailerPage,
    Subscription,
)
from turkcell_hub.gateways.iys.line import PAGE, IysLine, segment
from turkcell_hub.gateways.iys.values import Channel, RecipientType

# Dealers that one consent may have.
MOST_ACCESS = 3000


class ProviderCalls:
    """The part of the gateway that is not about single consents."""

    _line: IysLine

    # --- the provider -----------------------------------------------------------------------

    def brands(self) -> Sequence[BrandInfo]:
        reply = self._line.call("brands", "GET", f"/sps/{self._line.code}/brands")
        return reading.read(reply, reading.brands)

    def subscription(self) -> Subscription:
        reply = self._line.call("subscription", "GET", f"/sps/{self._line.code}/subscription")
        return reading.read(reply, reading.subscription)

    def retailers(self, brand: str, offset: int = 0) -> RetailerPage:
        params = {"offset": str(offset), "limit": str(PAGE)}
        reply = self._line.call(
            "retailers", "GET", f"{self._line.brand(brand)}/retailers", params=params
        )
        return reading.read(reply, reading.retailers)

    def add_retailer(self, brand: str, retailer: Retailer) -> str:
        """Twice would make two dealers: after a lost answer (``Unknown``) look at the list."""
        body = reading.retailer_body(retailer)
        path = f"{self._line.brand(brand)}/retailers"
        reply = self._line.call("addRetailer", "POST", path, submit=True, json=body)
        return reading.read(reply, lambda told: str(int(told["retailerCode"])))

    def remove_retailer(self, brand: str, code: str) -> None:
        path = f"{self._line.brand(brand)}/retailers/{segment(code)}"
        self._line.call("removeRetailer", "DELETE", path)

    def grant_retailers(
        self,
        brand: str,
        recipients: Sequence[str],
        recipient_type: RecipientType,
        channel: Channel,
        codes: Sequence[int],
    ) -> None:
        if not codes:  # an empty list is refused (H163)
            self._take_all(brand, recipients, recipient_type, channel)
            return
        body = {
            "recipients": [reading.address(one, channel) for one in recipients],
            "recipientType": recipient_type.value,
            "type": channel.value,
            "retailerAccess": list(codes),
        }
        self._line.call(
            "replaceAccess",
            "PUT",
            f"{self._line.brand(brand)}/consents/retailers/access",
            json=body,
        )

    def retailer_access(
        self, brand: str, recipient: str, recipient_type: RecipientType, channel: Channel
    ) -> frozenset[int]:
        body = {
            "recipient": reading.address(recipient, channel),
            "recipientType": recipient_type.value,
            "type": channel.value,
        }
        path = f"{self._line.brand(brand)}/consent/retailers/access/list"  # singular (3.4)
        found: set[int] = set()
        for offset in range(0, MOST_ACCESS, PAGE):
            params = {"offset": str(offset), "limit": str(PAGE)}
            reply = self._line.call("accessList", "POST", path, params=params, json=body)
            codes = reading.read(reply, reading.retailer_codes)
            found.update(codes)
            if len(codes) < PAGE:
                break
        return frozenset(found)

    def _take_all(
        self, brand: str, recipients: Sequence[str], recipient_type: RecipientType, channel: Channel
    ) -> None:
        body = {
            "recipients": [reading.address(one, channel) for one in recipients],
            "recipientType": recipient_type.value,
            "type": channel.value,
        }
        path = f"{self._line.brand(brand)}/consents/retailers/access/remove/all"
        self._line.call("removeAllAccess", "POST", path, json=body)

    # --- reconciliation ---------------------------------------------------------------------

    def day_counts(
        self, brand: str, day: date, recipient_type: RecipientType
    ) -> Sequence[DayCount]:
        path = f"{self._line.brand(brand)}/changes/{day.isoformat()}/recipients/{recipient_type}"
        reply = self._line.call("dayCounts", "GET", path)
        return () if reply.status == 204 else reading.read(reply, reading.day_counts)

    def agreement(self, brand: str, day: date) -> Agreement | None:
        reply = self._line.call(
            "agreement", "GET", f"{self._line.brand(brand)}/agreements/{day.isoformat()}"
        )
        return None if reply.status == 204 else reading.read(reply, reading.agreement)

    def agree(self, brand: str, day: date) -> None:
        path = f"{self._line.brand(brand)}/agreements/{day.isoformat()}"
        self._line.call("agree", "PUT", path, json={"agreementStatus": True})

    def day_file(self, brand: str, day: date) -> bytes | None:
        reply = self._line.call("dayFile", "GET", f"{self._line.brand(brand)}/changes/{day}/file")
        return None if reply.status == 204 else reply.body
