"""Rights on what goes to İYS and comes from there, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare

VIEW, CHANGE, DECIDE = "iys.queue.view", "iys.queue.change", "iys.queue.decide"
EVIDENCE = "iys.evidence.view"
FORM_CHANGE = "iys.form.change"
PUSH_CHANGE = "iys.push.add"
VIA_VIEW, VIA_ADD = "iys.via.view", "iys.via.add"

declare(
    [
        Right(VIEW, _("İYS'ye gidecekleri görme"), STAFF),
        Right(CHANGE, _("İYS'ye gidecekleri yeniden gönderme ve iptal"), MANAGERS),
        # A refusal in the firm's own name and a consent that is given up: a named person.
        Right(DECIDE, _("Süresi geçen izinlere karar verme"), MANAGERS, for_keys=False),
        Right(EVIDENCE, _("Onay kanıtlarını indirme"), MANAGERS),
        Right("iys.form.view", _("İzin formlarını görme"), STAFF),
        Right("iys.form.add", _("İzin formu ekleme"), MANAGERS, for_keys=False),
        Right(FORM_CHANGE, _("İzin formu değiştirme"), MANAGERS, for_keys=False),
        Right(VIA_VIEW, _("İYS ViA onaylarını görme"), STAFF),
        Right(VIA_ADD, _("İYS ViA ile onay isteme"), STAFF),
        Right("iys.push.view", _("İYS bildirimlerini görme"), MANAGERS),
        Right(PUSH_CHANGE, _("İYS bildirimlerini açma ve kapatma"), ADMINS),
        Right("iys.registry.view", _("İYS eşitlemesini ve mutabakatı görme"), MANAGERS),
        Right("iys.sync_rules.view", _("İYS eşitleme kurallarını görme"), MANAGERS),
        Right("iys.sync_rules.add", _("İYS eşitleme kuralı ekleme"), ADMINS, for_keys=False),
    ]
)
actions.declare(
    {
        "iys.task.retried": _("İYS'ye yeniden gönderilecek"),
        "iys.task.cancelled": _("İYS'ye gönderimi iptal edildi"),
        "iys.task.refused_by_decision": _(
            "Süresi geçen ret, HS_KARAR ile bugünün tarihiyle yazıldı"
        ),
        "iys.task.given_up": _("Süresi geçen onaydan vazgeçildi"),
        "iys.evidence.packed": _("Onay kanıt dosyası indirildi"),
        "iys.via.started": _("İYS ViA ile onay istendi"),
        "iys.via.done": _("İYS ViA ile onay alındı"),
        "iys.push.turned_on": _("İYS bildirimi açıldı"),
        "iys.push.turned_off": _("İYS bildirimi kapatıldı"),
        "iys.form.saved": _("İzin formu kaydedildi"),
        "iys.sync_rules.added": _("İYS eşitleme kuralı eklendi"),
    }
)
