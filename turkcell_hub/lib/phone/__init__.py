"""Phone numbers of Türkiye, Azerbaijan and KKTC: reading, judging, showing.

The one shape that is stored is E.164 with the plus ("+905321234567"); each gateway adapter
formats it for its own wire. Source: BTK's numbering plan, L-011, L-033, K-034, T5.
"""

from turkcell_hub.lib.phone.formats import format_international, format_national, mask
from turkcell_hub.lib.phone.parse import PhoneResult, is_clean_mobile, parse, parse_many
from turkcell_hub.lib.phone.plan import KKTC_MOBILE_BLOCKS, Country, Kind
from turkcell_hub.lib.phone.texts import MESSAGES

__all__ = [
    "KKTC_MOBILE_BLOCKS",
    "MESSAGES",
    "Country",
    "Kind",
    "PhoneResult",
    "format_international",
    "format_national",
    "is_clean_mobile",
    "mask",
    "parse",
    "parse_many",
]
