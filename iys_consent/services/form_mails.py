"""The e-mail side of a public consent form: the mail with the link, its confirmation, and the
way back.

The link's secret is made from the request's key and the installation's own: it is kept nowhere,
and whoever reads the database cannot follow it.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from iys_consent.models import (
    Channel,
    ConsentForm,
    ConsentFormRequest,
    ConsentRecord,
    Origin,
    RecipientType,
    Status,
)
from iys_consent.services import movements, web_forms
from turkcell_hub.errors import Invalid, NotFound
from turkcell_hub.gateways.iys.values import Source
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import mailing

log = structlog.get_logger(__name__)
# A mail that could not be handed over is tried again after that, while its link lives.
AGAIN = timedelta(minutes=2)


def waiting(limit: int = 100) -> list[tuple[int, int]]:
    """(firm, request) whose mail a lost nudge or a mail server left; every firm's scope."""
    rows = ConsentFormRequest.objects.filter(
        Q(created_at__lt=NOW - AGAIN), mailed_at=None, confirmed_at=None, expires_at__gt=NOW
    ).exclude(email="")
    return list(rows.order_by("pk").values_list("firm_id", "pk")[:limit])


def mail(request_id: int) -> bool:
    """Sends the mail of one request, in the firm's scope; False when it was sent already.

    It goes before it is noted: a worker that dies in between has it sent twice rather than
    never. Raises ``OSError`` while the mail server is away or puts the address off; one that
    it refuses for good is not tried again.
    """
    rows = ConsentFormRequest.objects.select_related("form__brand", "form__firm", "text")
    request = rows.filter(pk=request_id, mailed_at=None).exclude(email="").first()
    if request is None or request.expires_at <= timezone.now():
        return False
    form = request.form
    context = {
        "brand": form.brand.name,
        "firm": form.firm.legal_name or form.firm.name,
        "text": request.text.text,
        "link": link_of(request),
        "until": request.expires_at,
    }
    subject = _("%(brand)s: e-posta onayınızı doğrulayın") % {"brand": form.brand.name}
    body = render_to_string("iys_consent/mail/confirm.txt", context)
    sent = mailing.to_each(
        [request.email],
        lambda address: send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address]),
    )
    ConsentFormRequest.objects.filter(pk=request.pk).update(mailed_at=timezone.now())
    return sent == 1


def link_of(request: ConsentFormRequest) -> str:
    path = reverse(
        "consent-form-mail", args=[request.form.token, request.key, _secret(request.key)]
    )
    return settings.PUBLIC_URL + path


def request_of(form: ConsentForm, key: UUID, secret: str) -> ConsentFormRequest:
    """The request of a link. Raises ``NotFound`` for any other."""
    found: ConsentFormRequest | None = form.requests.filter(key=key).exclude(email="").first()
    if found is None or not hmac.compare_digest(_secret(key).encode(), secret.encode()):
        raise NotFound(_("Bağlantı geçerli değil; formu yeniden doldurun."))
    return found


def confirm(form: ConsentForm, key: UUID, secret: str) -> ConsentFormRequest:
    """The link was followed and the button pressed, in time and once: the consent is recorded.
    Raises ``NotFound``, ``Invalid``."""
    request = request_of(form, key, secret)
    now = timezone.now()
    with transaction.atomic():
        mine = form.requests.filter(key=key, confirmed_at=None, expires_at__gt=now)
        if mine.update(confirmed_at=now, tries=F("tries") + 1):
            web_forms.record(form, request, now, "E-posta bağlantısı")
        elif request.confirmed_at is None:
            raise Invalid(_("Bağlantının süresi doldu. Formu yeniden doldurun."), code="link_old")
    return request_of(form, key, secret)


def withdraw(form: ConsentForm, key: UUID, secret: str) -> None:
    """The person takes his confirmed consent back by the same link, at any time (S-033)."""
    request = request_of(form, key, secret)
    if request.confirmed_at is None:
        raise Invalid(_("Henüz onay vermediniz; geri alınacak bir şey yok."), code="not_given")
    with transaction.atomic():
        movements.lock(form.firm_id)
        given = ConsentRecord.objects.filter(
            brand=form.brand,
            channel=Channel.EMAIL,
            recipient=request.email,
            recipient_type=RecipientType.INDIVIDUAL,
            status=Status.APPROVED,
        )
        if not given.exists():
            return
        actor = actors.system(form.firm_id, _("Web formu: %(title)s") % {"title": form.title})
        back = movements.NewMovement(
            brand_id=form.brand_id,
            recipient_type=RecipientType.INDIVIDUAL,
            channel=Channel.EMAIL,
            address=request.email,
            status=Status.REFUSED,
            origin=Origin.WEB_FORM,
            source=Source.WEB,
            consented_at=timezone.now(),
        )
        movements.record(actor, [back])


def is_given(form: ConsentForm, request: ConsentFormRequest) -> bool:
    """Whether the address's consent stands now."""
    return ConsentRecord.objects.filter(
        brand=form.brand,
        channel=Channel.EMAIL,
        recipient=request.email,
        recipient_type=RecipientType.INDIVIDUAL,
        status=Status.APPROVED,
    ).exists()


def _secret(key: UUID) -> str:
    return salted_hmac("iys_consent.form_mail", str(key), algorithm="sha256").hexdigest()[:43]
