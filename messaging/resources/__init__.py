"""Messaging's lists, declared once for pages and REST."""

from messaging.resources.campaigns import CampaignResource
from messaging.resources.inbound import InboundResource
from messaging.resources.inbox import InboxResource
from messaging.resources.messages import MessageResource
from messaging.resources.past_reports import PastReportResource
from messaging.resources.people import CustomFieldResource, GroupResource, SubscriberResource
from messaging.resources.repeats import RepeatResource
from messaging.resources.report_schedules import ReportScheduleResource
from messaging.resources.routing import InboundPolicyResource, InboundRuleResource
from messaging.resources.rules import SendingRulesResource
from messaging.resources.safety import BlacklistChangeResource, BlacklistResource
from messaging.resources.templates import TemplateResource

__all__ = [
    "BlacklistChangeResource",
    "BlacklistResource",
    "CampaignResource",
    "CustomFieldResource",
    "GroupResource",
    "InboundPolicyResource",
    "InboundResource",
    "InboundRuleResource",
    "InboxResource",
    "MessageResource",
    "PastReportResource",
    "ReportScheduleResource",
    "RepeatResource",
    "SendingRulesResource",
    "SubscriberResource",
    "TemplateResource",
]
