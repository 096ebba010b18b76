"""Actions of the field teams' lists: one menu entry and one REST call each (L-037 … L-042)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldteams import permissions, request_job, state_job
from fieldteams.forms import TheftForm
from fieldteams.models import FieldPhone
from fieldteams.services import messages, operator, requests, retention, theft
from messaging.selectors import threads
from turkcell_hub.errors import Invalid
from turkcell_hub.resources import Action, ActionKind, ActionResult
from turkcell_hub.tenancy.actor import Actor

Rows = QuerySet[Any]
Data = Mapping[str, Any]
# More than these are asked by a job, with progress.
AT_ONCE = 10
# More than these are named in no address; the whole list is, by naming nobody.
MOST_NAMED = 100


def _erase(actor: Actor, rows: Rows, _data: Data) -> ActionResult:
    gone = retention.erase(actor, rows.get())
    return ActionResult(_("%(count)d konum silindi.") % {"count": gone}, touched=1)


def _ask(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    chosen = rows.prefetch_related(None)
    if chosen.count() > AT_ONCE:
        job = request_job.start(actor, chosen)
        return ActionResult(
            _("Talepler gönderiliyor; ilerlemesi İşlemlerim sayfasında."),
            url=reverse("jobs-detail", args=[job.pk]),
            job_id=job.pk,
        )
    account = operator.account_of(actor.firm_id)
    asking = account if operator.asks_consent(account) else None
    sent, problems = requests.send_many(actor, chosen, asking)
    said = _("%(n)d numaraya izleme talebi gönderildi.") % {"n": sent}
    return ActionResult(" ".join([said, *problems]), touched=sent)


def _stop(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    requests.cancel(actor, rows.get())
    return ActionResult(_("Talep ya da onay sona erdi; bundan sonra konum alınmaz."), touched=1)


def _check(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    job = state_job.start(actor)
    return ActionResult(
        _("İzleme durumları sorgulanıyor; ilerlemesi İşlemlerim sayfasında."),
        url=reverse("jobs-detail", args=[job.pk]),
        job_id=job.pk,
    )


def _write(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    draft = messages.compose(actor, rows.prefetch_related(None))
    return ActionResult(
        _("Taslak hazır: metni yazın, ön uçuşu yapın."),
        url=reverse("compose", args=[draft.pk]),
        touched=1,
        data={"campaign": draft.pk},
    )


def _theft(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    watch = theft.ask(actor, rows.get(), data)
    return ActionResult(
        _("İki kişi kendi koduyla onaylayınca açılır."),
        url=reverse("theft-watches-detail", args=[watch.pk]),
        touched=1,
        data={"theft": watch.pk},
    )


def _map(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    ids = list(
        rows.prefetch_related(None).order_by().values_list("pk", flat=True)[: MOST_NAMED + 1]
    )
    named = ids if len(ids) <= MOST_NAMED else []
    everybody = actor.visible(FieldPhone.objects.all())
    if not named and rows.count() < everybody.count():
        raise Invalid(
            _("En çok %(n)d numara seçilerek haritada gösterilir; daha çoğu için haritada ekibi"
              " (özel kodu) seçin ya da bütün listeyi seçin.") % {"n": MOST_NAMED},
            code="too_many_chosen",
        )  # fmt: skip
    query = "&".join(f"phone={pk}" for pk in named)
    return ActionResult(_("Harita açılıyor."), url=f"{reverse('field-map')}?{query}")


def _address(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    return ActionResult(operator.locate_now(actor, rows.get()), touched=1)


def _thread(actor: Actor, rows: Rows, data: Data) -> ActionResult:
    """What was said with the person, both ways (L-024)."""
    actor.require("messaging.inbox.view")
    thread = threads.visible(actor).filter(phone=rows.get().phone).first()
    if thread is None:
        raise Invalid(_("Bu numarayla henüz konuşma yok; ona SMS gönderin."), code="no_thread")
    return ActionResult(_("Konuşma açılıyor."), url=reverse("thread-page", args=[thread.pk]))


PHONES = (
    Action("map", gettext_lazy("Haritada Göster"), permissions.LOCATE, ActionKind.BULK, run=_map,
           icon="map-2", rest=False),
    Action("address", gettext_lazy("Anlık adres"), permissions.LOCATE, ActionKind.ROW,
           run=_address, icon="map-pin"),
    Action("request", gettext_lazy("İzleme Talebi Gönder"), permissions.REQUEST_SEND,
           ActionKind.BULK, run=_ask, icon="send",
           refusal=lambda _actor, row: requests.refusal(row),
           confirm=lambda _actor, count: _(
               "%(count)d kişiye aydınlatma metnini ve yanıt bağlantısını taşıyan bir SMS gidecek."
               " Her SMS kredinizden düşer."
           ) % {"count": count}),
    Action("check", gettext_lazy("İzleme Durumlarını Sorgula"), permissions.REQUEST_SEND,
           ActionKind.LIST, run=_check, icon="refresh"),
    Action("message", gettext_lazy("SMS Gönder"), "messaging.campaign.add", ActionKind.BULK,
           run=_write, icon="message-2"),
    Action("thread", gettext_lazy("Konuşma"), "messaging.inbox.view", ActionKind.ROW, run=_thread,
           icon="message-2", rest=False),
    Action("erase", gettext_lazy("Konum geçmişini sil"), permissions.ERASE, ActionKind.ROW,
           run=_erase, icon="trash", danger=True, rest=False,
           confirm=lambda _actor, _count: _(
               "Kişinin saklanan bütün konumları, bölge girişleri ve son yeri silinir; geri"
               " alınamaz. Numara ve izleme talepleri kalır."
           )),
    Action("theft", gettext_lazy("Çalıntı modu iste"), permissions.THEFT_ADD, ActionKind.ROW,
           run=_theft, icon="alert-triangle", form=TheftForm, rest=False,
           refusal=lambda _actor, row: theft.refusal(row)),
    Action("stop", gettext_lazy("İzlemeyi sonlandır"), permissions.REQUEST_SEND, ActionKind.ROW,
           run=_stop, icon="player-stop", danger=True,
           refusal=lambda _actor, row: _no_request(row),
           confirm=lambda _actor, _count: _(
               "Bekleyen talep ya da verilmiş onay sona erer ve konum alınmaz. Yeniden izlemek için"
               " yeni talep gerekir."
           )),
)  # fmt: skip


def _no_request(row: FieldPhone) -> str | None:
    if requests.current(row) is None:
        return _("Bekleyen talep ya da verilmiş onay yok.")
    return None
