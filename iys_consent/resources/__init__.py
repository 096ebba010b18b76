"""The consent room's lists; importing them registers them."""

from iys_consent.resources.consents import EmailConsentResource, PhoneConsentResource
from iys_consent.resources.dealers import DealerResource
from iys_consent.resources.packages import (
    MessagePriceResource,
    PackageResource,
    PackageRulesResource,
)
from iys_consent.resources.partners import AuthorisationResource, LoginResource, SupplierResource
from iys_consent.resources.pushes import PushPlaceResource
from iys_consent.resources.queue import TaskResource
from iys_consent.resources.registry import RegistryCursorResource, RegistryDayResource
from iys_consent.resources.reports import LateResource, UsageResource
from iys_consent.resources.sync_rules import SyncRulesResource
from iys_consent.resources.via import ViaResource
from iys_consent.resources.web_forms import ConsentFormResource

__all__ = [
    "AuthorisationResource",
    "ConsentFormResource",
    "DealerResource",
    "EmailConsentResource",
    "LateResource",
    "LoginResource",
    "MessagePriceResource",
    "PackageResource",
    "PackageRulesResource",
    "PhoneConsentResource",
    "PushPlaceResource",
    "RegistryCursorResource",
    "RegistryDayResource",
    "SupplierResource",
    "SyncRulesResource",
    "TaskResource",
    "UsageResource",
    "ViaResource",
]
