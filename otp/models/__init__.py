"""The tables of approvals by one-time code."""

from otp.models.cards import Workflow, WorkflowStep, WorkflowVersion
from otp.models.challenge import Challenge, ChallengeState, CodeSend, Method, SendState
from otp.models.meter import Meter
from otp.models.notice import Notice
from otp.models.processes import Decision, Process, Task, TaskAssignee
from otp.models.receipt import Receipt
from otp.models.rules import OtpRules
from otp.models.schedule import TaskAlert, TaskRules, TaskRun, TimedTask
from otp.models.setup import Connection, ConnectionUser, WebAccount
from otp.models.substitute import Substitute

__all__ = [
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
