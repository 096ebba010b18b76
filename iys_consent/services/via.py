"""İYS asks the citizen (ViA): a person starts the question and types the code that he is told.

Starting only writes a row; a worker tells İYS (``via_calls``), so that a start is told at most
once, whoever is killed. The code is typed by a person who waits, so it goes straight to İYS,
outside any transaction, and is kept nowhere.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import VIA_OPEN, Channel, RecipientType, ViaConsent, ViaState, ViaWay
from iys_consent.queue_rights import VIA_ADD
from iys_consent.rules import AddressKind, readable_address
from iys_consent.services import accounts, codes, sync_rules, via_calls
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, Unavailable
from turkcell_hub.gateways.errors import BadCredentials, GatewayError
from turkcell_hub.gateways.iys.contract import NotAccepted
from turkcell_hub.lib.wording import said
from turkcell_hub.sentences import shown
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

ASK = "iys_consent.ask_citizen"
# Each question is an SMS or a mail to a person (decisions.md "OTP").
PAUSE, WINDOW, SENDS = timedelta(seconds=60), timedelta(minutes=10), 3


def account(brand: Brand) -> GatewayAccount:
    """The brand's İYS account over which the registry asks citizens. Raises ``Conflict``."""
    found = accounts.for_brand(brand)
    try:
        able = found is not None and connections.registry_capabilities(found).via
    except GatewayError:
        able = False
    if found is None or not able:
        raise Conflict(
            _(
                "İYS ViA kapalı. Ayarlar › Operatör Hesapları'ndaki İYS hesabına, İYS panelinde"
                " açtığınız ViA form numarasını yazın."
            ),
            code="via_closed",
        )
    return found


def start(actor: Actor, data: Mapping[str, Any]) -> ViaConsent:
    """Asks one person for his consent. ``data``: brand (``Brand``), address as typed, channels,
    way, recipient_type, first_name, last_name.

    Raises ``Invalid``, ``Conflict`` (closed, or this address is being asked), ``Unavailable``
    (asked too often).
    """
    actor.require(VIA_ADD)
    account(data["brand"])
    address, channels = _checked(str(data.get("address", "")), list(data.get("channels") or ()))
    if ViaConsent.objects.filter(
        brand=data["brand"], recipient=address, state__in=VIA_OPEN
    ).exists():
        raise _still_open()
    _not_too_often(address)
    row = ViaConsent(
        firm_id=actor.firm_id,
        brand=data["brand"],
        recipient=address,
        recipient_type=data.get("recipient_type") or RecipientType.INDIVIDUAL,
        channels=channels,
        way=data.get("way") or ViaWay.CODE,
        first_name=str(data.get("first_name") or "")[:60],
        last_name=str(data.get("last_name") or "")[:60],
        started_by=actor.label[:120],
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise _still_open() from None
        told = {"channels": channels, "way": row.way}
        trail.record(actor, "iys.via.started", row, told, label=str(row.pk))
        nudges.after_commit(ASK, actor.firm_id, row.pk, queue="fast")
    return row


def again(actor: Actor, row: ViaConsent) -> ViaConsent:
    """The same question once more, after one that ended without an answer. Raises as ``start``."""
    refusal = again_refusal(row)
    if refusal:
        raise Conflict(refusal, code="via_not_again")
    return start(
        actor,
        {
            "brand": row.brand,
            "address": row.recipient,
            "channels": row.channels,
            "way": row.way,
            "recipient_type": row.recipient_type,
            "first_name": row.first_name,
            "last_name": row.last_name,
        },
    )


def again_refusal(row: ViaConsent) -> str | None:
    if row.state in VIA_OPEN:
        return _("Yanıt bekleniyor; kodu girin ya da süresinin dolmasını bekleyin.")
    if row.state == ViaState.DONE:
        return _("Onay alındı; yeniden sormanız gerekmez.")
    return None


def confirm(actor: Actor, row: ViaConsent, code: str) -> ViaConsent:
    """Gives İYS the code that the person was sent; its answer is recorded.

    The try is counted in the statement that allows it; one that İYS did not hear is given back.
    Raises ``Invalid`` (wrong, too late, too often), ``Unavailable`` (İYS was not reached).
    Call it outside any transaction.
    """
    actor.require(VIA_ADD)
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 10):
        raise Invalid(_("İYS'nin gönderdiği kodun rakamlarını yazın."), field="code")
    most = sync_rules.in_force(actor.firm_id).via_tries
    mine = ViaConsent.objects.filter(pk=row.pk, state=ViaState.WAITING, way=ViaWay.CODE)
    open_rows = mine.filter(expires_at__gt=timezone.now(), tries__lt=most)
    if not open_rows.update(tries=F("tries") + 1):
        raise Invalid(_("Kodun süresi doldu ya da deneme hakkı bitti. Yeniden isteyin."),
                      code="via_over", field="code")  # fmt: skip
    row.refresh_from_db()
    try:
        via_calls.confirm(account(row.brand), row, digits)
    except NotAccepted as refused:
        _refused(row, refused, most)
    except GatewayError as error:
        mine.update(tries=F("tries") - 1)
        if isinstance(error, BadCredentials):
            account_health.note_failure(account(row.brand), error)
        raise Unavailable(
            _("İYS'ye ulaşılamadı: %(why)s Kodu yeniden deneyin.")
            % {"why": account_health.explain(error)},
            code="registry_away",
        ) from None
    row.refresh_from_db()
    return row


def _refused(row: ViaConsent, refused: NotAccepted, most: int) -> None:
    """What İYS said to the code, as a sentence at its field."""
    told = codes.explain(refused.answer.code, refused.answer.text)
    if refused.reason == "VIA_FINISHED":
        via_calls.look(row.pk, at_once=True)
        return
    if refused.reason == "VIA_CODE_WRONG":
        left = most - row.tries
        if left > 0:
            told = said("Kod yanlış; %(left)d deneme hakkı kaldı.", left=left)
        else:
            told = said(
                "Kod %(most)d kez yanlış girildi; bu kod artık geçmez. Yeniden isteyin.", most=most
            )
            via_calls.end(row, ViaState.FAILED, refused.answer.code, told)
    else:
        late = refused.reason == "VIA_EXPIRED"
        state = ViaState.EXPIRED if late else ViaState.FAILED
        via_calls.end(row, state, refused.answer.code, told)
    raise Invalid(shown(told), code=refused.reason.lower(), field="code")


def _checked(typed: str, channels: list[str]) -> tuple[str, list[str]]:
    read = readable_address(typed)
    if read is None:
        raise Invalid(
            _("Telefonu 0532 123 45 67 biçiminde ya da geçerli bir e-posta adresi yazın."),
            field="address",
        )
    kind, address = read
    fit = [Channel.EMAIL] if kind is AddressKind.EMAIL else [Channel.CALL, Channel.MESSAGE]
    if not channels:
        raise Invalid(_("En az bir onay tipi seçin."), field="channels")
    if set(channels) - {channel.value for channel in fit}:
        names = _("E-posta") if kind is AddressKind.EMAIL else _("Arama ve Mesaj")
        raise Invalid(
            _("Bu alıcı için yalnız %(names)s seçilebilir.") % {"names": names}, field="channels"
        )
    return address, list(dict.fromkeys(channels))


def _still_open() -> Conflict:
    return Conflict(
        _("Bu alıcıya onay sorusu gönderildi, yanıtı bekleniyor. Kodu girmek için listede o satırı"
          " açın ya da süresinin dolmasını bekleyin."),
        code="via_open",
        field="address",
    )  # fmt: skip


def _not_too_often(address: str) -> None:
    now = timezone.now()
    asked = ViaConsent.objects.filter(recipient=address, created_at__gt=now - WINDOW)
    times = list(asked.order_by("-created_at").values_list("created_at", flat=True)[:SENDS])
    free = [times[0] + PAUSE] if times else []
    if len(times) == SENDS:
        free.append(times[-1] + WINDOW)
    seconds = (max(free, default=now) - now).total_seconds()
    if seconds > 0:
        raise Unavailable(
            _("Bu alıcıya az önce soruldu; en erken %(minutes)d dakika sonra yeniden sorulabilir.")
            % {"minutes": math.ceil(seconds / 60)},
            code="too_often",
        )
