"""OTP kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from otp.models import OtpRules
from otp.permissions import RULES as CHANGE
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.tenancy import firm_clock

RANGES = {
    "life_seconds": (30, 600),
    "tries": (1, 10),
    "number_sends": (1, 20),
    "number_minutes": (1, 1440),
    "pause_seconds": (0, 600),
    "challenge_sends": (1, 20),
    "member_sends_a_day": (1, 1000),
    "member_tries_a_day": (5, 100),  # NIST SP 800-63B: at most 100 failures in a row
    "prefix_sends_an_hour": (1, 10_000),
    "firm_sends_an_hour": (1, 10_000),
    "used_floor_percent": (0, 100),
    "used_floor_from": (5, 1000),
    "phone_hold_hours": (0, 168),
}
RULES = DatedRules(OtpRules, CHANGE, tuple(RANGES), added="otp.rules.added", ranges=RANGES)
in_force, add, today = RULES.in_force, RULES.add, firm_clock.today
