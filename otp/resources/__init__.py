"""The room's lists."""

from otp.resources import codes, connections, receipts, rules  # noqa: F401
