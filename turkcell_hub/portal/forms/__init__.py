"""Form parts for the rooms: a base that reads Turkish dates and numbers, lookups with search."""

from turkcell_hub.portal.forms.base import HubForm, HubModelForm
from turkcell_hub.portal.forms.errors import show_error
from turkcell_hub.portal.forms.lookups import LookupField, LookupMultipleField
from turkcell_hub.portal.forms.widgets import DateInput, DateTimeInput, NumberInput, PhoneInput

__all__ = [
    "DateInput",
    "DateTimeInput",
    "HubForm",
    "HubModelForm",
    "LookupField",
    "LookupMultipleField",
    "NumberInput",
    "PhoneInput",
    "show_error",
]
