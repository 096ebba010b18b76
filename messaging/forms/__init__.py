"""Forms of messaging's records and actions; they check spelling, services hold the rules."""

from messaging.forms.base import (
    OfFirm,
    RecordForm,
)
from messaging.forms.campaigns import (
    CampaignForm,
    ComposeForm,
    SenderField,
    TemplateForm,
)
from messaging.forms.people import (
    CustomFieldForm,
    GroupChoiceForm,
    GroupForm,
    GroupMembersForm,
    MemberField,
    PeopleForm,
    SubscriberForm,
)
from messaging.forms.recipients import RecipientsForm
from messaging.forms.rules import (
    WEEKDAYS,
    SendingRulesForm,
)
from messaging.forms.safety import (
    BlacklistForm,
    BlacklistReasonForm,
    BlacklistRemovalForm,
)
from messaging.forms.times import (
    RepeatForm,
    ScheduleForm,
)

__all__ = [
    "BlacklistForm",
    "BlacklistReasonForm",
    "BlacklistRemovalForm",
    "CampaignForm",
    "ComposeForm",
    "CustomFieldForm",
    "GroupChoiceForm",
    "GroupForm",
    "GroupMembersForm",
    "MemberField",
    "OfFirm",
    "PeopleForm",
    "RecipientsForm",
    "RecordForm",
    "RepeatForm",
    "ScheduleForm",
    "SenderField",
    "SendingRulesForm",
    "SubscriberForm",
    "TemplateForm",
    "WEEKDAYS",
]
