from messaging.models.campaigns import (
    EDITABLE,
    OWN_SOURCES,
    UNSENT,
    AddressType,
    Campaign,
    CampaignCount,
    CampaignRecipient,
    CampaignSpeed,
    CampaignState,
    MessageClass,
    MessageKind,
)
from messaging.models.content import ContentOverride, ContentWords
from messaging.models.history import PastReport
from messaging.models.inbound import (
    InboundPolicy,
    InboundRule,
    RelayedInbound,
    SharedNumber,
    SharedNumberUse,
)
from messaging.models.inbox import Thread, ThreadEntry
from messaging.models.media import MediaFile
from messaging.models.messages import Message, MessageState
from messaging.models.numbers import NumberChange, NumberCorrection
from messaging.models.people import (
    CustomField,
    Group,
    GroupMember,
    Subscriber,
    SubscriberKind,
    UsagePlace,
)
from messaging.models.registry_checks import RegistryCheck
from messaging.models.repeats import RepeatRule, RepeatRun
from messaging.models.report_mails import (
    ReportMail,
    ReportRecipient,
    ReportRun,
    ReportSchedule,
)
from messaging.models.reports import InboundMessage, ReportPoll, ReportPush
from messaging.models.rules import SendingRules
from messaging.models.safety import (
    BlacklistChange,
    BlacklistEntry,
    BlacklistOrigin,
    BlacklistSource,
)
from messaging.models.sync import BlacklistOrder, OperatorBlock, OperatorSync
from messaging.models.templates import MessageTemplate, TemplateCategory

__all__ = [
    "EDITABLE",
    "OWN_SOURCES",
    "UNSENT",
    "BlacklistChange",
    "BlacklistEntry",
    "BlacklistOrder",
    "BlacklistOrigin",
    "BlacklistSource",
    "AddressType",
    "Campaign",
    "CampaignCount",
    "CampaignRecipient",
    "CampaignSpeed",
    "CampaignState",
    "ContentOverride",
    "ContentWords",
    "CustomField",
    "Group",
    "GroupMember",
    "InboundMessage",
    "InboundPolicy",
    "InboundRule",
    "MediaFile",
    "Message",
    "MessageClass",
    "MessageKind",
    "MessageState",
    "MessageTemplate",
    "NumberChange",
    "NumberCorrection",
    "OperatorBlock",
    "OperatorSync",
    "RegistryCheck",
    "PastReport",
    "RelayedInbound",
    "ReportMail",
    "RepeatRule",
    "RepeatRun",
    "ReportPoll",
    "ReportPush",
    "ReportRecipient",
    "ReportRun",
    "ReportSchedule",
    "SendingRules",
    "SharedNumber",
    "SharedNumberUse",
    "Subscriber",
    "SubscriberKind",
    "TemplateCategory",
    "Thread",
    "ThreadEntry",
    "UsagePlace",
]
