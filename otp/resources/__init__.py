"""The room's lists."""

from otp.resources import approvals, codes, connections, receipts, rules  # noqa: F401
