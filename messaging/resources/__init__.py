"""Messaging's lists, declared once for pages and REST."""

from messaging.resources.campaigns import CampaignResource
from messaging.resources.inbound import InboundResource
from messaging.resources.messages import MessageResource
from messaging.resources.people import CustomFieldResource, GroupResource, SubscriberResource
from messaging.resources.rules import SendingRulesResource
from messaging.resources.safety import BlacklistResource
from messaging.resources.templates import TemplateResource

__all__ = [
    "BlacklistResource",
    "CampaignResource",
    "CustomFieldResource",
    "GroupResource",
    "InboundResource",
    "MessageResource",
    "SendingRulesResource",
    "SubscriberResource",
    "TemplateResource",
]
