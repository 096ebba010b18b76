"""The consent room's lists; importing them registers them."""

from iys_consent.resources.consents import EmailConsentResource, PhoneConsentResource

__all__ = ["EmailConsentResource", "PhoneConsentResource"]
