"""The answer of the count."""

from dataclasses import dataclass

from turkcell_hub.lib.sms_parts.tables import Coding


@dataclass(frozen=True)
class Count:
    """The size of one message.

    units: septets (gsm7, gsm7_tr) or UTF-16 units (ucs2) used. capacity: units that the parts
    begun so far can hold. remaining: units left in the last part (capacity - units can be larger:
    an escape pair is never cut in two, so a part may close one unit early).
    switched_by: index and character of what forced the dearer table, or cannot be sent at all.
    problem: None, "too_long" or "not_expressible" (keys of MESSAGES).
    """

    coding: Coding
    units: int
    parts: int
    capacity: int
    remaining: int
    switched_by: tuple[tuple[int, str], ...] = ()
    problem: str | None = None
