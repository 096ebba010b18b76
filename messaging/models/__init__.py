from messaging.models.campaigns import (
    EDITABLE,
    UNSENT,
    Campaign,
    CampaignCount,
    CampaignRecipient,
    CampaignState,
    MessageClass,
)
from messaging.models.content import ContentOverride, ContentWords
from messaging.models.messages import Message, MessageState
from messaging.models.people import (
    CustomField,
    Group,
    GroupMember,
    Subscriber,
    SubscriberKind,
    UsagePlace,
)
from messaging.models.reports import InboundMessage, ReportPoll, ReportPush
from messaging.models.rules import SendingRules
from messaging.models.safety import BlacklistEntry
from messaging.models.templates import MessageTemplate, TemplateCategory

__all__ = [
    "EDITABLE",
    "UNSENT",
    "BlacklistEntry",
    "Campaign",
    "CampaignCount",
    "CampaignRecipient",
    "CampaignState",
    "ContentOverride",
    "ContentWords",
    "CustomField",
    "Group",
    "GroupMember",
    "InboundMessage",
    "Message",
    "MessageClass",
    "MessageState",
    "MessageTemplate",
    "ReportPoll",
    "ReportPush",
    "SendingRules",
    "Subscriber",
    "SubscriberKind",
    "TemplateCategory",
    "UsagePlace",
]
