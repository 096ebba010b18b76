"""Where messaging's views stand under ``/api/v1/``."""

from __future__ import annotations

from messaging.api import (
    campaigns,
    content,
    imports,
    lists,
    media,
    messages,
    numbers,
    people,
    reach,
    repeats,
    reporting,
    settings,
    threads,
)
from turkcell_hub.api.routers import register

VIEWSETS = (
    people.SubscriberViewSet,
    people.GroupViewSet,
    people.TemplateViewSet,
    people.FieldViewSet,
    lists.SenderViewSet,
    lists.BlacklistViewSet,
    lists.InboundViewSet,
    lists.PastReportViewSet,
    imports.ImportViewSet,
    campaigns.CampaignViewSet,
    messages.MessageViewSet,
    repeats.RepeatViewSet,
    threads.ThreadViewSet,
    settings.SendingRulesViewSet,
    settings.InboundRuleViewSet,
    settings.InboundPolicyViewSet,
    settings.ReportScheduleViewSet,
)
VIEWS = {
    "groups/<int:pk>/members/": people.GroupMembersView,
    "groups/<int:pk>/members/remove/": people.GroupMembersRemoveView,
    "blacklist/<int:pk>/remove/": lists.BlacklistRemoveView,
    "imports/<int:pk>/rows/": imports.ImportRowsView,
    "imports/<int:pk>/confirm/": imports.ImportConfirmView,
    "imports/<int:pk>/cancel/": imports.ImportCancelView,
    "imports/<int:pk>/result/": imports.ImportResultView,
    "campaigns/<int:pk>/preview/": campaigns.PreviewView,
    "campaigns/<int:pk>/media/": media.CampaignMediaView,
    "campaigns/<int:pk>/submit/": campaigns.SubmitView,
    "campaigns/<int:pk>/schedule/": campaigns.ScheduleView,
    "campaigns/<int:pk>/unschedule/": campaigns.UnscheduleView,
    "campaigns/<int:pk>/pause/": campaigns.PauseView,
    "campaigns/<int:pk>/resume/": campaigns.ResumeView,
    "campaigns/<int:pk>/cancel/": campaigns.CancelView,
    "campaigns/<int:pk>/resend_failed/": campaigns.ResendView,
    "campaigns/<int:pk>/override/": content.OverrideView,
    "campaigns/<int:pk>/savings/": content.SavingsView,
    "repeats/<int:pk>/pause/": repeats.PauseView,
    "repeats/<int:pk>/resume/": repeats.ResumeView,
    "repeats/<int:pk>/end/": repeats.EndView,
    "repeats/<int:pk>/skip/": repeats.SkipView,
    "repeats/<int:pk>/unskip/": repeats.UnskipView,
    "lint/": content.LintView,
    "threads/<int:pk>/messages/": threads.ThreadMessagesView,
    "threads/<int:pk>/answer/": threads.ThreadAnswerView,
    "threads/<int:pk>/note/": threads.ThreadNoteView,
    "threads/<int:pk>/assign/": threads.ThreadAssignView,
    "threads/<int:pk>/label/": threads.ThreadLabelView,
    "threads/<int:pk>/state/": threads.ThreadStateView,
    "sending_rules/in_force/": settings.RulesInForceView,
    "report_schedules/<int:pk>/run/": settings.RunNowView,
    "reports/daily/": reporting.DailyView,
    "reports/breakdown/": reporting.BreakdownView,
    "reports/reasons/": reporting.ReasonsView,
    "reports/speed/": reporting.SpeedView,
    "reports/reach/": reach.ReachView,
    "reports/past/": reporting.PastView,
    "number_findings/": numbers.FindingsView,
    "balance/": lists.BalanceView,
}


def register_all() -> None:
    """Called once, from ``MessagingConfig.ready``."""
    for viewset in VIEWSETS:
        register(viewset)
    for route, view in VIEWS.items():
        register(view, route)
