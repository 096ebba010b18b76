"""Consent by a public web form, with double confirmation: a code goes to the number, a link to
the e-mail address (``form_mails``), and only when it has come back is anything recorded (S-039).

Codes and tries as in decisions.md "OTP": 6 digits, 180 s, 5 tries; how often one may ask stands
in ``form_limits``.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from iys_consent import queue_rights
from iys_consent.models import (
    Channel,
    ConsentEvidence,
    ConsentForm,
    ConsentFormRequest,
    ConsentFormText,
    ConsentRecord,
    Origin,
    RecipientType,
    Status,
)
from iys_consent.models.web_forms import FORM_CHANNELS, PHONE_CHANNELS
from iys_consent.rules.addresses import readable_email, readable_phone
from iys_consent.services import evidence, form_limits, movements, sync_rules
from iys_consent.services.embed_sites import sites_of
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import notice_sender
from turkcell_hub.errors import Conflict, Invalid, NotFound, Unavailable
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm

LIFE = timedelta(seconds=180)
TRIES = 5
UNCONFIRMED_KEPT = timedelta(days=1)


def save(actor: Actor, row: ConsentForm | None, data: Mapping[str, Any]) -> ConsentForm:
    """A new form, or a change of one; another text is a new version. Raises ``Invalid``."""
    actor.require(queue_rights.FORM_CHANGE)
    form = row or ConsentForm(firm_id=actor.firm_id, created_by=actor.label[:120])
    if "embed_sites" in data:
        form.embed_sites = sites_of(data["embed_sites"])
    for name in ("brand", "title", "channels", "is_active"):
        if name in data:
            setattr(form, name, data[name])
    if not form.channels or set(form.channels) - set(map(str, FORM_CHANNELS)):
        raise Invalid(_("Arama, Mesaj, E-posta izinlerinden en az birini seçin."), field="channels")
    text = str(data.get("text", "")).strip() or (text_of(form).text if row else "")
    if len(text) < 20:
        raise Invalid(_("Kişinin neye onay verdiğini açıkça yazın."), field="text")
    with transaction.atomic():
        try:
            with transaction.atomic():
                form.save()
        except IntegrityError:
            raise Conflict(
                _("Bu markanın aynı başlıklı bir formu var."), code="form_taken", field="title"
            ) from None
        _keep_text(actor, form, text)
        trail.record(actor, "iys.form.saved", form)
    return form


def text_of(form: ConsentForm) -> ConsentFormText:
    """The version that is shown now."""
    found: ConsentFormText = form.texts.order_by("-version")[0]
    return found


def published(token: str) -> ConsentForm:
    """The form at a public address, whoever asks. Raises ``NotFound``."""
    with every_firm():
        rows = ConsentForm.objects.select_related("brand", "firm")
        form: ConsentForm | None = rows.filter(
            token=token, is_active=True, brand__is_active=True, firm__is_active=True
        ).first()
    if form is None:
        raise NotFound(_("Bu form yayında değil."))
    return form


def ask(
    form: ConsentForm, data: Mapping[str, Any], address: str | None
) -> list[ConsentFormRequest]:
    """Keeps what was filled in and sends a code to the number, a link to the e-mail address, in
    the firm's scope; one request for each address, the phone's first.

    ``data``: phone and email as typed, channels that the person ticked, first_name, last_name.
    Raises ``Invalid``, ``Unavailable`` (too often, or no SMS can be sent).
    """
    channels = [one for one in form.channels if one in (data.get("channels") or ())]
    if not channels:
        raise Invalid(_("Onay verdiğiniz iletişim yolunu işaretleyin."), field="channels")
    wanted = _wanted(data, channels)
    with transaction.atomic():
        form_limits.take(form, address, {value: name for name, value, _channels in wanted})
        now = timezone.now()
        return [_asked(form, data, address, now, *one) for one in wanted]


def _wanted(data: Mapping[str, Any], channels: Sequence[str]) -> list[tuple[str, str, list[str]]]:
    """(phone or email, its one spelling, its channels); raises ``Invalid`` at the field."""
    found = []
    by_phone = [one for one in channels if one in PHONE_CHANNELS]
    if by_phone:
        phone = readable_phone(str(data.get("phone", "")))
        if phone is None:
            said = _("Cep telefonu numaranızı yazın, örneğin 0532 123 45 67.")
            raise Invalid(said, field="phone")
        found.append(("phone", phone, by_phone))
    if Channel.EMAIL in channels:
        email = readable_email(str(data.get("email", "")))
        if email is None:
            said = _("E-posta adresinizi yazın, örneğin ayse@ornek.com.")
            raise Invalid(said, field="email")
        found.append(("email", email, [Channel.EMAIL.value]))
    return found


def _asked(
    form: ConsentForm, data: Mapping[str, Any], peer: str | None, now: datetime,
    name: str, value: str, channels: list[str],
) -> ConsentFormRequest:  # fmt: skip
    request = ConsentFormRequest(
        firm_id=form.firm_id, form=form, text=text_of(form), **{name: value},
        first_name=str(data.get("first_name", ""))[:60],
        last_name=str(data.get("last_name", ""))[:60],
        channels=channels, address=peer, expires_at=now + LIFE,
    )  # fmt: skip
    if name == "email":
        hours = sync_rules.in_force(form.firm_id).mail_link_hours
        request.expires_at = now + timedelta(hours=hours)
        request.save()
        nudges.after_commit("iys_consent.mail_form", form.firm_id, request.pk, queue="fast")
        return request
    code = f"{secrets.randbelow(10**6):06}"
    request.code_hash = _hash(request.key, code)
    request.save()
    _send(form, value, code)
    return request


def request_of(form: ConsentForm, key: UUID) -> ConsentFormRequest:
    """Raises ``NotFound``."""
    found: ConsentFormRequest | None = form.requests.filter(key=key).first()
    if found is None:
        raise NotFound(_("Başvuru bulunamadı; formu yeniden doldurun."))
    return found


def confirm(form: ConsentForm, key: UUID, code: str) -> ConsentFormRequest:
    """The right code in time records the consent, once. The try is counted in the statement
    that allows it, so that no burst gets a sixth. Raises ``Invalid``."""
    now = timezone.now()
    open_rows = form.requests.filter(
        key=key, email="", confirmed_at=None, tries__lt=TRIES, expires_at__gt=now
    )
    if not open_rows.update(tries=F("tries") + 1):
        raise Invalid(
            _("Kodun süresi doldu ya da çok kez denendi. Formu yeniden doldurun."), field="code"
        )
    request = request_of(form, key)
    if not hmac.compare_digest(_hash(key, "".join(code.split())), request.code_hash):
        raise Invalid(_("Kod yanlış; SMS'teki 6 rakamı yazın."), field="code")
    with transaction.atomic():
        if form.requests.filter(key=key, confirmed_at=None).update(confirmed_at=now):
            record(form, request, now, "SMS")
    return request_of(form, key)


def forget() -> int:
    """Deletes what was asked for and never confirmed, a day later; in the scope of every firm.
    What was confirmed lives on as evidence."""
    old = timezone.now() - UNCONFIRMED_KEPT
    gone, _rows = ConsentFormRequest.objects.filter(confirmed_at=None, created_at__lt=old).delete()
    return gone


def record(form: ConsentForm, request: ConsentFormRequest, now: datetime, by: str) -> None:
    """The consent that was confirmed ``by`` SMS or e-mail, with its evidence, in the caller's
    transaction; channels that hold it already are left out."""
    recipient = request.phone or request.email
    movements.lock(form.firm_id)
    approved = set(
        ConsentRecord.objects.filter(
            brand=form.brand,
            recipient=recipient,
            recipient_type=RecipientType.INDIVIDUAL,
            status=Status.APPROVED,
        ).values_list("channel", flat=True)
    )
    wanted: Sequence[str] = [one for one in request.channels if one not in approved]
    if not wanted:
        return
    actor = actors.system(form.firm_id, _("Web formu: %(title)s") % {"title": form.title})
    proof = evidence.add_text(
        actor,
        ConsentEvidence.Kind.WEB,
        _("Web formu, metin sürümü %(version)d") % {"version": request.text.version},
        request.text.text,
        {
            "form": form.title,
            "version": request.text.version,
            "channels": list(request.channels),
            "ip": request.address or "",
            "asked_at": request.created_at.isoformat(timespec="seconds"),
            "confirmed_at": now.isoformat(timespec="seconds"),
            "confirmed_by": by,
        },
    )
    movements.record(
        actor,
        [
            movements.NewMovement(
                brand_id=form.brand_id,
                recipient_type=RecipientType.INDIVIDUAL,
                channel=channel,
                address=recipient,
                status=Status.APPROVED,
                origin=Origin.WEB_FORM,
                source=Source.WEB,
                consented_at=now,
                first_name=request.first_name,
                last_name=request.last_name,
                evidence_id=proof.pk,
            )
            for channel in wanted
        ],
    )


def _send(form: ConsentForm, phone: str, code: str) -> None:
    sender = notice_sender.current()
    if sender is None:
        raise Unavailable(_("Şu anda doğrulama kodu gönderilemiyor; daha sonra deneyin."))
    with languages.of_messages():
        text = _(
            "%(brand)s ticari ileti onay kodunuz: %(code)s. Bu talep sizin değilse yanıtlamayın."
            " Onayınızı dilediğiniz an RET yazarak geri alabilirsiniz."
        ) % {"brand": form.brand.name, "code": notice_sender.CODE_PLACE}
        title = _("Onay formu doğrulaması")
    # The kept text has no code: it is put in when the message is handed over.
    sender(form.firm_id, phone, text, title, secret=code)


def _keep_text(actor: Actor, form: ConsentForm, text: str) -> None:
    latest = form.texts.order_by("-version").first()
    if latest is not None and latest.text == text:
        return
    ConsentFormText.objects.create(
        firm_id=form.firm_id,
        form=form,
        version=latest.version + 1 if latest else 1,
        text=text,
        created_by=actor.label[:120],
    )


def _hash(key: UUID, code: str) -> str:
    return salted_hmac("iys_consent.web_form", f"{key}:{code}", algorithm="sha256").hexdigest()
