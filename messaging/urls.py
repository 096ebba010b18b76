"""Messaging's own pages. They stand before the Resources' pages of the same addresses."""

from __future__ import annotations

from django.urls import path

from messaging.views import (
    agenda,
    blacklist,
    campaigns,
    compose,
    content,
    groups,
    imports,
    inbox,
    media,
    moving,
    numbers,
    parked,
    people,
    quick,
    reach,
    repeats,
    reporting,
    scope,
    sending,
    why,
)
from turkcell_hub import resources
from turkcell_hub.portal.views.record import CreateView, UpdateView

_CAMPAIGNS = resources.get("campaigns")
# The generic form pages with fields that speak to each other.
_SUBSCRIBER = {
    "resource": resources.get("subscribers"),
    "template": "messaging/subscriber_form.html",
}
_TEMPLATE = {"resource": resources.get("templates"), "template": "messaging/template_form.html"}
subscriber_add, subscriber_edit = (
    CreateView.as_view(**_SUBSCRIBER),
    UpdateView.as_view(**_SUBSCRIBER),
)
template_add, template_edit = CreateView.as_view(**_TEMPLATE), UpdateView.as_view(**_TEMPLATE)

_INBOX = resources.get("inbox")

urlpatterns = [
    path("inbox/", inbox.InboxList.as_view(resource=_INBOX), name="inbox-page"),
    path("inbox/live/", inbox.InboxLive.as_view(resource=_INBOX), name="inbox-live"),
    path("inbox/<int:pk>/", inbox.ThreadPage.as_view(resource=_INBOX), name="thread-page"),
    path("inbox/<int:pk>/live/", inbox.ThreadLive.as_view(resource=_INBOX), name="thread-live"),
    path("inbox/<int:pk>/write/", inbox.ThreadWrite.as_view(resource=_INBOX), name="thread-write"),
    path(
        "inbox/<int:pk>/counter/",
        inbox.ThreadCounter.as_view(resource=_INBOX),
        name="thread-counter",
    ),
    path("why/", why.page, name="why"),
    path("reach/", reach.page, name="reach"),
    path("numbers/", numbers.page, name="numbers"),
    path("numbers/preview/", numbers.preview, name="numbers-preview"),
    path("numbers/apply/", numbers.apply, name="numbers-apply"),
    path("numbers/undo/", numbers.undo, name="numbers-undo"),
    path("numbers/export/", numbers.export, name="numbers-export"),
    path("compose/", compose.start, name="compose-new"),
    path("compose/<int:pk>/", compose.page, name="compose"),
    path("compose/<int:pk>/save/", compose.save, name="compose-save"),
    path("compose/<int:pk>/media/", media.attach, name="compose-media"),
    path("campaigns/<int:pk>/media/", media.show, name="campaign-media"),
    path("compose/<int:pk>/suggest/", compose.suggest, name="compose-suggest"),
    path("compose/<int:pk>/saving/", compose.saving, name="compose-saving"),
    path("compose/<int:pk>/undo/", compose.undo, name="compose-undo"),
    path("compose/<int:pk>/people/", people.picker, name="compose-people"),
    path("compose/<int:pk>/people/add/", people.add, name="compose-people-add"),
    path("compose/<int:pk>/people/remove/", people.remove, name="compose-people-remove"),
    path("compose/<int:pk>/audience/", people.chosen_part, name="compose-audience"),
    path("compose/<int:pk>/preflight/", sending.run, name="compose-preflight"),
    path("compose/<int:pk>/preflight/people/", sending.people, name="compose-preflight-people"),
    path(
        "compose/<int:pk>/preflight/<int:job_id>/",
        sending.progress,
        name="compose-preflight-progress",
    ),
    path("compose/<int:pk>/cut/", sending.cut, name="compose-cut"),
    path("compose/<int:pk>/send/", sending.send, name="compose-send"),
    path("compose/<int:pk>/override/", content.override, name="content-override"),
    path("settings/recipients/", scope.recipients, name="sending-recipients"),
    path("settings/content/", content.words, name="content-words"),
    path("compose/<int:pk>/trial/", sending.trial, name="compose-trial"),
    path("compose/<int:pk>/schedule/", sending.schedule, name="compose-schedule"),
    path("quick/", quick.groups, name="quick"),
    path("quick/<int:pk>/", quick.ready, name="quick-ready"),
    path("quick/<int:pk>/prepare/", quick.prepare, name="quick-prepare"),
    path("compose/<int:pk>/repeat/", repeats.set_rule, name="compose-repeat"),
    path("repeats/<int:pk>/skip/", repeats.skip, name="repeat-skip"),
    path("repeats/<int:pk>/unskip/", repeats.unskip, name="repeat-unskip"),
    path("scheduled/", agenda.page, name="scheduled"),
    path("reports/sending/", reporting.page, name="sending-report"),
    path("reports/stop/<str:token>/", reporting.stop, name="report-stop"),
    path("reports/sending/export/", reporting.export, name="sending-report-export"),
    path("campaigns/add/", compose.start, name="campaign-new"),
    path(
        "campaigns/<int:pk>/",
        campaigns.CampaignPage.as_view(resource=_CAMPAIGNS),
        name="campaign-page",
    ),
    path(
        "campaigns/<int:pk>/live/",
        campaigns.CampaignLive.as_view(resource=_CAMPAIGNS),
        name="campaign-live",
    ),
    path(
        "campaigns/<int:pk>/edit/",
        campaigns.CampaignEdit.as_view(resource=_CAMPAIGNS),
        name="campaign-edit",
    ),
    path("subscribers/add/", subscriber_add, name="subscriber-new"),
    path("subscribers/<int:pk>/edit/", subscriber_edit, name="subscriber-edit"),
    path("templates/add/", template_add, name="template-new"),
    path("templates/<int:pk>/edit/", template_edit, name="template-edit"),
    path("groups/<int:pk>/members/remove/", groups.remove_member, name="group-member-remove"),
    path("templates/counter/", groups.counter, name="template-counter"),
    path("operator/parked/", parked.waiting, name="platform-parked"),
    path("operator/parked/<int:pk>/assign/", parked.assign, name="platform-parked-assign"),
    path("operator/parked/<int:pk>/discard/", parked.discard, name="platform-parked-discard"),
    path("blacklist/import/", blacklist.BlacklistUpload.as_view(), name="blacklist-import"),
    path("moving/", moving.Start.as_view(), name="moving"),
    path("moving/report/", moving.report, name="moving-report"),
    path("moving/<int:pk>/", moving.Columns.as_view(), name="moving-columns"),
    path("subscribers/import/", imports.SubscriberUpload.as_view(), name="subscriber-import"),
    path("subscribers/import/sample/", imports.sample, name="subscriber-import-sample"),
]
