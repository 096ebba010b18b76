"""The consent room's lists; importing them registers them."""

from iys_consent.resources.consents import EmailConsentResource, PhoneConsentResource
from iys_consent.resources.pushes import PushPlaceResource
from iys_consent.resources.queue import TaskResource
from iys_consent.resources.registry import RegistryCursorResource, RegistryDayResource
from iys_consent.resources.reports import LateResource, UsageResource
from iys_consent.resources.sync_rules import SyncRulesResource
from iys_consent.resources.via import ViaResource
from iys_consent.resources.web_forms import ConsentFormResource

__all__ = [
    "ConsentFormResource",
    "EmailConsentResource",
    "LateResource",
    "PhoneConsentResource",
    "PushPlaceResource",
    "RegistryCursorResource",
    "RegistryDayResource",
    "SyncRulesResource",
    "TaskResource",
    "UsageResource",
    "ViaResource",
]
