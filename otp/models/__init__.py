"""The tables of approvals by one-time code."""

from otp.models.approval import Approval, ApprovalState
from otp.models.challenge import Challenge, ChallengeState, CodeSend, Method, SendState
from otp.models.meter import Meter
from otp.models.receipt import Receipt
from otp.models.rules import OtpRules
from otp.models.schedule import TaskAlert, TaskRules, TaskRun, TimedTask
from otp.models.setup import Connection, ConnectionUser, WebAccount
from otp.models.workflow import (
    Decision,
    Notice,
    Process,
    Substitute,
    Task,
    TaskAssignee,
    Workflow,
    WorkflowStep,
    WorkflowVersion,
)

__all__ = [
    "Approval",
    "ApprovalState",
    "Challenge",
    "ChallengeState",
    "CodeSend",
    "Connection",
    "ConnectionUser",
    "Decision",
    "Meter",
    "Method",
    "Notice",
    "OtpRules",
    "Process",
    "Receipt",
    "SendState",
    "Substitute",
    "Task",
    "TaskAlert",
    "TaskAssignee",
    "TaskRules",
    "TaskRun",
    "TimedTask",
    "WebAccount",
    "Workflow",
    "WorkflowStep",
    "WorkflowVersion",
]
