"""Actions of messaging's lists: one menu entry and one REST call each (L-003, L-007)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging import blacklist_job
from messaging.forms import (
    BlacklistReasonForm,
    BlacklistRemovalForm,
    GroupChoiceForm,
    GroupMembersForm,
)
from messaging.models import Campaign, CampaignState, RepeatRule, Subscriber, UsagePlace
from messaging.services import (
    blacklist,
    campaigns,
    compose,
    groups,
    repeats,
    schedules,
    subscribers,
)
from turkcell_hub.errors import Invalid
from turkcell_hub.resources import Action, ActionKind, ActionResult
from turkcell_hub.tenancy.actor import Actor

Rows = QuerySet[Any]
Data = Mapping[str, Any]


def _join(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    group = data["group"]
    joined = groups.add(actor, group, rows.prefetch_related(None))
    said = _("%(count)d kişi “%(group)s” grubuna eklendi.") % {"count": joined, "group": group}
    return ActionResult(said, touched=joined)


def _leave(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    group = data["group"]
    left = groups.remove(actor, group, rows.prefetch_related(None))
    said = _("%(count)d kişi “%(group)s” grubundan çıkarıldı.") % {"count": left, "group": group}
    return ActionResult(said, touched=left)


def _compose(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    draft = compose.for_subscribers(actor, rows.prefetch_related(None))
    return _opened(draft)


def _opened(draft: Campaign) -> ActionResult:
    return ActionResult(
        _("Taslak hazır: metni yazın, ön uçuşu yapın."),
        url=reverse("compose", args=[draft.pk]),
        touched=1,
        data={"campaign": draft.pk},
    )


def _block(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    added = blacklist.add_many(actor, rows.prefetch_related(None), data["source"], data["reason"])
    said = _("%(count)d numara kara listeye eklendi.") % {"count": added}
    return ActionResult(said, touched=added)


def _delete(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    wanted = rows.count()
    deleted = subscribers.delete_many(actor, rows.prefetch_related(None))
    said = _("%(count)d abone silindi.") % {"count": deleted}
    if deleted < wanted:
        said += " " + _("%(count)d abone bir taslakta kullanıldığı için kaldı.") % {
            "count": wanted - deleted
        }
    return ActionResult(said, touched=deleted)


def _no_sms(_actor: Actor, row: Subscriber) -> str | None:
    if not row.is_active:
        return _("Abone etkin değil.")
    if UsagePlace.SMS not in row.usage_places:
        return _("Abonenin kullanım yerinde SMS yok.")
    return None


SUBSCRIBERS = (
    Action("message", gettext_lazy("SMS Gönder"), "messaging.campaign.add", ActionKind.ROW,
           run=_compose, icon="message-2", refusal=_no_sms),
    Action("compose", gettext_lazy("Toplu SMS Gönder"), "messaging.campaign.add", ActionKind.BULK,
           run=_compose, icon="send"),
    Action("join-group", gettext_lazy("Gruba ekle"), "messaging.group.change", ActionKind.BULK,
           run=_join, icon="users-plus", form=GroupChoiceForm),
    Action("leave-group", gettext_lazy("Gruptan çıkar"), "messaging.group.change", ActionKind.BULK,
           run=_leave, icon="users-minus", form=GroupChoiceForm),
    Action("block", gettext_lazy("Kara listeye ekle"), "messaging.blacklist.add", ActionKind.BULK,
           run=_block, icon="forbid", form=BlacklistReasonForm, danger=True,
           confirm=lambda _actor, count: _(
               "%(count)d kişiye bundan sonra hiçbir sınıftan mesaj gitmeyecek."
           ) % {"count": count}),
    Action("delete-many", gettext_lazy("Seçilenleri sil"), "messaging.subscriber.delete",
           ActionKind.BULK, run=_delete, icon="trash", danger=True,
           confirm=lambda _actor, count: _(
               "%(count)d abone silinecek. Gönderilmiş mesajların kayıtları kalır."
           ) % {"count": count}),
    Action("import", gettext_lazy("Excel'den aktar"), "messaging.subscriber.import",
           ActionKind.LIST, icon="file-import", rest=False,
           url=lambda _row: reverse("subscriber-import")),
)  # fmt: skip


def _group_compose(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    return _opened(compose.for_groups(actor, rows))


def _add_members(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    group = rows.get()
    joined = groups.add(actor, group, data["subscribers"].prefetch_related(None))
    said = _("%(count)d kişi “%(group)s” grubuna eklendi.") % {"count": joined, "group": group}
    return ActionResult(said, url=reverse("groups-detail", args=[group.pk]), touched=joined)


GROUPS = (
    Action("compose", gettext_lazy("Gruba SMS Gönder"), "messaging.campaign.add", ActionKind.BULK,
           run=_group_compose, icon="send"),
    Action("add-members", gettext_lazy("Üye ekle"), "messaging.group.change", ActionKind.ROW,
           run=_add_members, icon="users-plus", form=GroupMembersForm),
    Action("import", gettext_lazy("Bu gruba Excel'den aktar"), "messaging.subscriber.import",
           ActionKind.ROW, icon="file-import", rest=False,
           url=lambda row: reverse("subscriber-import") + (f"?group={row.pk}" if row else "")),
)  # fmt: skip


def _template_compose(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    return _opened(compose.for_template(actor, rows.get()))


TEMPLATES = (
    Action("compose", gettext_lazy("Bu şablonla gönder"), "messaging.campaign.add", ActionKind.ROW,
           run=_template_compose, icon="send"),
)  # fmt: skip


def _each(move: Callable[[Actor, Campaign], Campaign], said: Any) -> Any:
    def run(actor: Actor, rows: Rows, data: Data) -> ActionResult:
        for campaign in rows.prefetch_related(None):
            move(actor, campaign)
        return ActionResult(said)

    return run


def _only_in(*states: CampaignState) -> Callable[[Actor, Campaign], str | None]:
    def refusal(_actor: Actor, row: Campaign) -> str | None:
        if row.state in states:
            return None
        return _("Gönderim “%(state)s” durumunda.") % {"state": row.get_state_display()}

    return refusal


def _resend(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    return _opened(campaigns.resend_failed(actor, rows.get()))


def _copy(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    return _opened(compose.copy(actor, rows.get()))


def _unschedule(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    draft = schedules.unschedule(actor, rows.get())
    said = _("Zamanlama kaldırıldı; yeniden gönderilene ya da zamanlanana kadar gitmez.")
    return ActionResult(said, url=reverse("compose", args=[draft.pk]), touched=1)


S = CampaignState
CAMPAIGNS = (
    Action("reschedule", gettext_lazy("Zamanını değiştir"), "messaging.campaign.send",
           ActionKind.ROW, icon="calendar-event", rest=False, refusal=_only_in(S.SCHEDULED),
           url=lambda row: reverse("compose-schedule", args=[row.pk])),
    Action("unschedule", gettext_lazy("Zamanlamayı kaldır ve düzenle"),
           "messaging.campaign.change", ActionKind.ROW, run=_unschedule, icon="pencil",
           refusal=_only_in(S.SCHEDULED),
           confirm=lambda _actor, _count: _(
               "Gönderim taslağa döner; yeniden zamanlamazsanız gitmez."
           )),
    Action("pause", gettext_lazy("Duraklat"), "messaging.campaign.stop", ActionKind.ROW,
           run=_each(campaigns.pause, gettext_lazy("Gönderim duraklatıldı.")), icon="player-pause",
           refusal=_only_in(S.SENDING)),
    Action("resume", gettext_lazy("Devam et"), "messaging.campaign.stop", ActionKind.ROW,
           run=_each(campaigns.resume, gettext_lazy("Gönderim sürüyor.")), icon="player-play",
           refusal=_only_in(S.PAUSED)),
    Action("cancel", gettext_lazy("İptal et"), "messaging.campaign.stop", ActionKind.ROW,
           run=_each(campaigns.cancel, gettext_lazy("Gönderim iptal edildi.")), icon="player-stop",
           danger=True, refusal=_only_in(
               S.SCHEDULED, S.NEEDS_PERSON, S.AWAITING, S.PREPARING, S.SENDING, S.PAUSED
           ),
           confirm=lambda _actor, _count: _(
               "Operatöre verilmemiş mesajlar gitmeyecek ve kredileri geri gelecek."
               " Operatördeki mesajlar geri çağrılamaz."
           )),
    Action("resend-failed", gettext_lazy("Başarısızları yeniden gönder"),
           "messaging.campaign.add", ActionKind.ROW, run=_resend, icon="refresh",
           refusal=_only_in(S.SENDING, S.PAUSED, S.CANCELLED, S.DONE)),
    Action("copy", gettext_lazy("Kopyala"), "messaging.campaign.add", ActionKind.ROW,
           run=_copy, icon="copy"),
)  # fmt: skip


def _rule_move(move: Callable[[Actor, RepeatRule], RepeatRule], said: Any) -> Any:
    def run(actor: Actor, rows: Rows, data: Data) -> ActionResult:
        move(actor, rows.get())
        return ActionResult(said, touched=1)

    return run


def _rule_in(*states: RepeatRule.State) -> Callable[[Actor, RepeatRule], str | None]:
    def refusal(_actor: Actor, row: RepeatRule) -> str | None:
        if row.state in states:
            return None
        return _("Kural “%(state)s” durumunda.") % {"state": row.get_state_display()}

    return refusal


R = RepeatRule.State
REPEATS = (
    Action("pause", gettext_lazy("Duraklat"), "messaging.campaign.stop", ActionKind.ROW,
           run=_rule_move(repeats.pause, gettext_lazy("Kural duraklatıldı.")),
           icon="player-pause", refusal=_rule_in(R.ACTIVE)),
    Action("resume", gettext_lazy("Sürdür"), "messaging.campaign.send", ActionKind.ROW,
           run=_rule_move(repeats.resume, gettext_lazy("Kural sürüyor.")),
           icon="player-play", refusal=_rule_in(R.PAUSED),
           confirm=lambda _actor, _count: _(
               "Duraktayken geçen günler telafi edilmez. Bundan sonraki gönderimler sizin"
               " yetkilerinizle yapılır."
           )),
    Action("end", gettext_lazy("Kuralı bitir"), "messaging.campaign.stop", ActionKind.ROW,
           run=_rule_move(repeats.end, gettext_lazy("Kural bitti; mesaj yeniden taslak.")),
           icon="player-stop", danger=True, refusal=_rule_in(R.ACTIVE, R.PAUSED),
           confirm=lambda _actor, _count: _(
               "Başka gönderim oluşmaz. Oluşmuş gönderimler kalır, mesaj yeniden taslak olur."
           )),
)  # fmt: skip


def _unblock(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    entries = list(rows)
    if not entries:
        raise Invalid(_("Seçili kayıt yok."))
    for entry in entries:
        problem = blacklist.removal_problem(entry, others=len(entries) > 1)
        if problem:
            raise Invalid(problem, code="refusal_one_by_one")
    for entry in entries:
        blacklist.remove(
            actor, entry, data["reason"], data.get("proof") or "", data.get("wished_on")
        )
    return ActionResult(
        _("%(count)d numara kara listeden çıkarıldı.") % {"count": len(entries)},
        touched=len(entries),
    )


def _sync(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    job = blacklist_job.start(actor)
    return ActionResult(
        _("Eşitleme başladı; ilerlemesi İşlemlerim sayfasında."),
        url=reverse("jobs-detail", args=[job.pk]),
        job_id=job.pk,
    )


BLACKLIST = (
    Action("remove", gettext_lazy("Kara listeden çıkar"), "messaging.blacklist.delete",
           ActionKind.BULK, run=_unblock, icon="arrow-back-up", danger=True,
           form=BlacklistRemovalForm,
           confirm=lambda _actor, count: _(
               "%(count)d numaraya yeniden mesaj gidebilecek. Neden çıkarıldığı kaydedilir."
           ) % {"count": count}),
    Action("import", gettext_lazy("Excel'den aktar"), "messaging.blacklist.import",
           ActionKind.LIST, icon="file-import", rest=False,
           url=lambda _row: reverse("blacklist-import")),
    Action("sync", gettext_lazy("Operatörle eşitle"), "messaging.blacklist.sync",
           ActionKind.LIST, run=_sync, icon="refresh"),
)  # fmt: skip
