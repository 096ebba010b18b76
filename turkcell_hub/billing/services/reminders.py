"""Once per crossing: the wallet's fall below the threshold is decided in the transaction that
spends, so that no sweep can miss it and no repeat can double it (S-083)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import notice_sender
from turkcell_hub.billing.models import LowCreditNotice, LowCreditReminder
from turkcell_hub.billing.selectors import wallets
from turkcell_hub.errors import HubError, Invalid
from turkcell_hub.ledger.models import Kind, Transfer
from turkcell_hub.ledger.services import credits
from turkcell_hub.lib import phone as phones
from turkcell_hub.lib.money import format_number
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Country, Firm

log = structlog.get_logger(__name__)
CHANGE = "billing.reminder.change"
MOST_PHONES = 10


def follow(moved: Transfer, before: int, after: int) -> None:
    """The ledger's follower: disarms and notes at a fall, arms at a top-up. The wallet's lock
    puts all movements of it in one order."""
    rising = after > before
    if rising:
        LowCreditReminder.objects.filter(
            firm_id=moved.firm_id, kind=moved.kind, armed=False, threshold__lte=after
        ).update(armed=True)
        return
    fallen = LowCreditReminder.objects.select_for_update().filter(
        firm_id=moved.firm_id, kind=moved.kind, is_active=True, armed=True, threshold__gt=after
    )
    for reminder in fallen:
        _note(reminder, moved.pk, after)


def deliver(notice_id: int) -> bool:
    """Sends a notice's SMS, once: the messages and the notice's mark are one transaction.

    A number that cannot be sent to (no credit, no account) is told in ``problem``; the bell
    shows the notice all the same. The caller is in the firm's scope.
    """
    with transaction.atomic():
        notice: LowCreditNotice | None = (
            LowCreditNotice.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("reminder")
            .filter(pk=notice_id, settled_at=None)
            .first()
        )
        if notice is None:
            return False
        for phone in recipients(notice.reminder):
            try:
                with transaction.atomic():
                    _send(notice, phone)
            except HubError as error:
                notice.problem = str(error.message)[:300]
                log.warning("billing.reminder_not_sent", notice=notice.pk, code=error.code)
            else:
                notice.sent_to += 1
        notice.settled_at = timezone.now()
        notice.save()
    return True


def recipients(reminder: LowCreditReminder) -> list[str]:
    """The numbers to tell, each once; a member who has left is not told."""
    members = reminder.members.filter(is_active=True).exclude(phone="")
    return list(dict.fromkeys([*members.values_list("phone", flat=True), *reminder.phones]))


def save(actor: Actor, reminder: LowCreditReminder | None, data: Mapping[str, Any]) -> Any:
    """Creates or changes a reminder: kind, threshold, members, phones (as typed), is_active.

    It is armed anew, so a wallet that is below the threshold already is told of at once. A kind
    that the firm has no wallet of is refused; a reminder's own kind stays. Raises ``Invalid``.
    """
    actor.require(CHANGE)
    row = reminder or LowCreditReminder(firm_id=actor.firm_id)
    before = {"threshold": row.threshold, "is_active": row.is_active} if row.pk else {}
    kept = row.kind if row.pk else None
    for name in ("kind", "threshold", "is_active"):
        if name in data:
            setattr(row, name, data[name])
    _require_wallet(actor, row.kind, kept)
    if not row.threshold or row.threshold < 1:
        raise Invalid(_("Eşik en az 1 olmalı."), field="threshold")
    others = LowCreditReminder.objects.filter(kind=row.kind).exclude(pk=row.pk)
    if others.exists():
        raise Invalid(
            _("“%(kind)s” için bir hatırlatma zaten var; onu değiştirin.")
            % {"kind": Kind(row.kind).label},
            field="kind",
        )
    if "phones" in data:
        row.phones = _phones(actor, str(data["phones"] or ""))
    row.by_label = actor.label[:150]
    row.armed = True
    with transaction.atomic():
        row.save()
        if "members" in data:
            row.members.set(data["members"])
        if not row.phones and not row.members.exists():
            raise Invalid(_("En az bir kişi ya da telefon seçin."), field="members")
        left = credits.balance(actor.firm_id, row.kind)
        if row.is_active and left < row.threshold:
            _note(row, -_now(), left)
        after = {"threshold": row.threshold, "is_active": row.is_active}
        trail.record(actor, "billing.reminder.saved", row, trail.changed(before, after))
    return row


def delete(actor: Actor, reminder: LowCreditReminder) -> None:
    actor.require(CHANGE)
    with transaction.atomic():
        pk = reminder.pk
        reminder.delete()
        reminder.pk = pk
        trail.record(actor, "billing.reminder.deleted", reminder)


def _note(reminder: LowCreditReminder, transfer_id: int, balance: int) -> None:
    reminder.armed = False
    reminder.save(update_fields=["armed"])
    notice = LowCreditNotice.objects.create(
        firm_id=reminder.firm_id,
        reminder=reminder,
        transfer_id=transfer_id,
        threshold=reminder.threshold,
        balance=balance,
    )
    nudges.after_commit("billing.remind", reminder.firm_id, notice.pk, queue="fast")


def _require_wallet(actor: Actor, kind: str, kept: str | None) -> None:
    kinds = wallets.kinds_of(actor.firm_id)
    if kind not in kinds and kind != kept:
        raise Invalid(
            _("Firmada “%(kind)s” yok; seçilebilenler: %(kinds)s.")
            % {"kind": Kind(kind).label, "kinds": ", ".join(str(Kind(one).label) for one in kinds)},
            field="kind",
        )


def _send(notice: LowCreditNotice, phone: str) -> None:
    sender = notice_sender.current()
    if sender is None:
        raise Invalid(_("Bu kurulumda SMS gönderen bir hizmet yok."), code="no_sender")
    with languages.of_messages():
        text = _("Turkcell Hub: %(kind)s azaldı. Kalan %(left)s, eşik %(threshold)s.") % {
            "kind": notice.reminder.get_kind_display(),
            "left": format_number(notice.balance),
            "threshold": format_number(notice.threshold),
        }
        title = _("Kredi hatırlatması")
    sender(notice.firm_id, phone, text, title)


def _phones(actor: Actor, typed: str) -> list[str]:
    country = Country(Firm.objects.values_list("country", flat=True).get(pk=actor.firm_id))
    found = []
    for raw in typed.replace(",", "\n").replace(";", "\n").splitlines():
        if not raw.strip():
            continue
        parsed = phones.parse(raw, phones.Country(country))
        if parsed.e164 is None:
            raise Invalid(
                _("Telefon okunamadı: %(why)s")
                % {"why": shown(phones.MESSAGES.get(parsed.problem or "", ""))},
                field="phones",
            )
        found.append(parsed.e164)
    if len(found) > MOST_PHONES:
        raise Invalid(
            _("En çok %(most)d telefon yazılabilir.") % {"most": MOST_PHONES}, field="phones"
        )
    return list(dict.fromkeys(found))


def _now() -> int:
    """A negative number that no transfer has, different for each saving."""
    return int(timezone.now().timestamp() * 1000)
