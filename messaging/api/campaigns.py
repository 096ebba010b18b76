"""Gönderimler: draft, pre-flight, submit, follow, stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from messaging.api import campaign_shapes, reading
from messaging.api.words import told
from messaging.models import Campaign
from messaging.resources import CampaignResource
from messaging.services import campaigns, drafts, schedules
from turkcell_hub.api.views import HubAPIView, ResourceViewSet
from turkcell_hub.errors import NotFound
from turkcell_hub.resources import Actor

TAG = str(CampaignResource.title)


class Campaigns(CampaignResource):
    """Drafts that a program makes say so."""

    def create(self, actor: Any, data: Mapping[str, Any]) -> Campaign:
        draft = drafts.create(actor, data, source=Campaign.Source.API)
        return self._again(actor, draft)

    def update(self, actor: Any, row: Campaign, data: Mapping[str, Any]) -> Campaign:
        return self._again(actor, drafts.change(actor, row, data))

    def _again(self, actor: Any, row: Campaign) -> Campaign:
        found: Campaign = self.queryset(actor).get(pk=row.pk)
        return found


class CampaignViewSet(ResourceViewSet):
    resource = Campaigns()
    write_serializer_class = campaign_shapes.CampaignInput

    def get_read_class(self) -> Any:
        is_list = self.action == "list"
        return campaign_shapes.CampaignRow if is_list else campaign_shapes.CampaignShape


def campaign_of(actor: Actor, pk: int) -> Campaign:
    """Raises ``NotFound``, also for a campaign that the actor may not see."""
    row = Campaigns().queryset(actor).filter(pk=pk).first()  # type: ignore[arg-type]
    if row is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return row


def shown(request: Request, row: Campaign) -> Any:
    return campaign_shapes.CampaignShape(row, context={"request": request}).data


class PreviewView(HubAPIView):
    """Ön uçuş."""

    empty_body = True
    rights = {"POST": "messaging.campaign.add"}

    @told(
        "Gönderim: ön uçuş",
        "messaging.campaign.add",
        tag=TAG,
        name="campaigns_preview",
        text="Kaç kişiye, kaç krediye gideceğini ve kime neden gitmeyeceğini söyler; hiçbir şey"
        " göndermez.",
        responses={200: campaign_shapes.PreviewShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = campaign_of(self.actor, pk)
        with transaction.atomic():
            draft = drafts.lock_draft(row.pk)
            found = reading.forecast(self.actor, draft)  # type: ignore[arg-type]
        shape = campaign_shapes.PreviewShape(found, context={"request": request})
        return Response(shape.data)


class SubmitView(HubAPIView):
    """Orders a draft to be sent."""

    rights = {"POST": "messaging.campaign.send"}

    @told(
        "Gönderim: gönder",
        "messaging.campaign.send",
        tag=TAG,
        name="campaigns_submit",
        text="Ön uçuşu yeniden yapar, krediyi denetler ve gönderimi sıraya koyar (202). Kredi"
        " yetmezse 402: extra içinde needed, balance, missing.",
        request=campaign_shapes.SubmitInput,
        responses={202: campaign_shapes.CampaignShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = campaign_of(self.actor, pk)
        shape = campaign_shapes.SubmitInput(data=request.data)
        shape.is_valid(raise_exception=True)
        limit = shape.validated_data.get("max_credits")
        done = campaigns.submit(self.actor, row, max_credits=limit, fresh=True)  # type: ignore[arg-type]
        return Response(shown(request, done), status.HTTP_202_ACCEPTED)


class ScheduleView(HubAPIView):
    """Orders a draft for later, or moves a scheduled campaign."""

    rights = {"POST": "messaging.campaign.send"}

    @told(
        "Gönderim: ileri tarihe zamanla",
        "messaging.campaign.send",
        tag=TAG,
        name="campaigns_schedule",
        text="Ön uçuşu yeniden yapar ve gönderimi verilen zamana bırakır; zamanlanmışsa zamanını"
        " değiştirir. Zamanı gelince bütün denetimler yeniden yapılır; gidemezse durumu"
        " KARAR_BEKLER olur ve hiçbir şey gönderilmez.",
        request=campaign_shapes.ScheduleInput,
        responses={200: campaign_shapes.CampaignShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        row = campaign_of(self.actor, pk)
        shape = campaign_shapes.ScheduleInput(data=request.data)
        shape.is_valid(raise_exception=True)
        data = shape.validated_data
        done = schedules.schedule(
            self.actor,  # type: ignore[arg-type]
            row,
            data["at"],
            max_credits=data.get("max_credits"),
            fresh=True,
        )
        return Response(shown(request, done))


class _MoveView(HubAPIView):
    """A move of a campaign that answers the campaign."""

    empty_body = True
    move: ClassVar[Callable[..., Campaign]]
    answers: ClassVar[int] = status.HTTP_200_OK

    def moved(self, request: Request, pk: int) -> Response:
        row = type(self).move(self.actor, campaign_of(self.actor, pk))
        return Response(shown(request, row), self.answers)


def _move(verb: str, summary: str, right: str, move: Any, answers: int, text: str) -> Any:
    @told(
        f"Gönderim: {summary}",
        right,
        tag=TAG,
        name=f"campaigns_{verb}",
        text=text,
        responses={answers: campaign_shapes.CampaignShape},
    )
    def post(self: _MoveView, request: Request, pk: int) -> Response:
        return self.moved(request, pk)

    members = {"rights": {"POST": right}, "move": staticmethod(move), "answers": answers}
    return type(f"{verb.title()}View", (_MoveView,), {**members, "post": post, "__doc__": text})


_STOP = "messaging.campaign.stop"
PauseView = _move("pause", "duraklat", _STOP, campaigns.pause, 200,
                  "Operatöre verilmemiş mesajlar bekler; verilmiş olanlar sürer.")  # fmt: skip
ResumeView = _move("resume", "devam et", _STOP, campaigns.resume, 200,
                   "Duraklatılan yerden sürer; kimse iki mesaj almaz.")  # fmt: skip
CancelView = _move("cancel", "iptal et", _STOP, campaigns.cancel, 200,
                   "Verilmemiş mesajlar gitmez, kredileri geri gelir.")  # fmt: skip
UnscheduleView = _move("unschedule", "zamanlamayı kaldır", "messaging.campaign.change",
                       schedules.unschedule, 200,
                       "Taslağa döner; yeniden zamanlanana kadar gitmez.")  # fmt: skip
ResendView = _move("resend_failed", "başarısızları yeniden gönder", "messaging.campaign.add",
                   campaigns.resend_failed, 201,
                   "Ulaşmayan kişiler için aynı metinle yeni bir taslak açar.")  # fmt: skip
