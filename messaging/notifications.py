"""The bell: a scheduled campaign that could not go, a commercial one that waits for İYS, and
bodies of the operator and of İYS that could not be understood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import RegistryPush
from messaging.models import Campaign, CampaignState, RegistryCheck, ReportPush
from messaging.services import rules
from turkcell_hub import statements
from turkcell_hub.portal import cells
from turkcell_hub.portal.notifications import FIRM, Notification
from turkcell_hub.statements import Statement
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services import bodies

_SHOWN = 10
_WAITING = (CampaignState.PREPARING, CampaignState.SENDING, CampaignState.PAUSED)


def of_campaigns(actor: Actor) -> Iterator[Notification]:
    """For everybody who could send it now."""
    if not actor.can("messaging.campaign.send"):
        return
    yield from _of_registry(actor)
    for row in _stopped(actor).rows(firm=actor.firm_id):
        yield Notification(
            title=_("Gönderilemedi, kararınızı bekliyor: %(name)s") % {"name": row.name},
            url=reverse("campaigns-detail", args=[row.pk]),
            text=row.problem,
            at=row.scheduled_for,
            level="danger",
        )


def of_bodies(actor: Actor) -> Iterator[Notification]:
    """What was set aside, for who answers for the queue; ends by itself when it is understood."""
    if not actor.can("outbox.queue.change"):
        return
    told = (
        (ReportPush, _("Operatörün %(count)s bildirimi anlaşılamadı")),
        (RegistryPush, _("İYS'nin %(count)s bildirimi anlaşılamadı")),
    )
    for model, title in told:
        rows = bodies.set_aside(model.objects.filter(firm_id=actor.firm_id))
        count = rows.count()
        if count:
            yield Notification(
                title=title % {"count": cells.number(count)},
                url=reverse("outbox-lanes-list"),
                text=_(
                    "Bir gün boyunca denendi; silinmedi, kenarda duruyor ve artık kendiliğinden"
                    " denenmiyor. Portalı işletene bildirin; neden giderilince bu listede hattı"
                    " seçip F9 → Anlaşılamayan bildirimleri yeniden dene deyin."
                ),
                level="danger",
            )


def reports_aside() -> QuerySet[ReportPush]:
    with every_firm():
        return bodies.set_aside(ReportPush.objects.filter(firm_id=FIRM))


def pushes_aside() -> QuerySet[RegistryPush]:
    with every_firm():
        return bodies.set_aside(RegistryPush.objects.filter(firm_id=FIRM))


def stopped() -> QuerySet[Campaign]:
    with every_firm():
        return Campaign.objects.filter(firm_id=FIRM, state=CampaignState.NEEDS_PERSON)


def failing() -> QuerySet[RegistryCheck]:
    with every_firm():
        return RegistryCheck.objects.filter(firm_id=FIRM, failing_since__isnull=False)


def _stopped(actor: Actor) -> Statement:

    def rows() -> QuerySet[Campaign]:
        with every_firm():
            return actor.visible(stopped()).order_by("-scheduled_for")[:_SHOWN]

    return statements.kept(("bell of campaigns", actor.code_ids, actor.brand_ids), rows)


def _of_registry(actor: Actor) -> Iterator[Notification]:
    """İYS has not answered for longer than the firm allows, or only a person can mend it."""
    unanswered = RegistryCheck.objects.filter(firm_id=actor.firm_id, failing_since__isnull=False)
    patience = timedelta(minutes=rules.in_force(actor.firm_id).registry_tell_minutes)
    late = Q(needs_person=True) | Q(failing_since__lte=timezone.now() - patience)
    open_ones = Campaign.objects.filter(
        state__in=_WAITING, pk__in=unanswered.filter(late).values("campaign_id")
    )
    for row in actor.visible(open_ones).select_related("registry_check")[:_SHOWN]:
        yield Notification(
            title=_("İYS yanıt vermiyor, ticari gönderim bekliyor: %(name)s") % {"name": row.name},
            url=reverse("campaigns-detail", args=[row.pk]),
            text=row.registry_check.reason,
            at=row.registry_check.failing_since,
            level="warning",
        )
