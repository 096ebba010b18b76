"""The receipt as a paper: one PDF that says what was approved and how anybody can check it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from otp.models import Receipt
from otp.permissions import VIEW
from otp.services import receipts
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.pdf.document import Paper
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm


def build(actor: Actor, receipt_id: int) -> bytes:
    """The PDF of one receipt; who took it is in the trail. Raises ``NotAllowed``, ``NotFound``."""
    actor.require(VIEW)
    with transaction.atomic():
        receipt = receipts.visible(actor).filter(pk=receipt_id).first()
        if receipt is None:
            raise NotFound(_("Böyle bir makbuz yok."))
        body = of(receipt)
        trail.record(actor, "otp.receipt.printed", receipt)
    return body


def of(receipt: Receipt) -> bytes:
    """The paper. The same receipt gives the same bytes."""
    firm = Firm.objects.get(pk=receipt.firm_id)
    at = local_time.at(receipt.approved_at, firm.time_zone)
    way = f"{receipt.get_method_display()} {receipt.phone_masked}".strip()
    paper = Paper(_("Onay makbuzu")).text(firm.legal_name or firm.name)
    paper.facts(
        [
            (_("Onaylanan"), receipt.subject_text),
            (_("Onaylayan"), receipt.member_name),
            (_("Onay zamanı"), f"{at:%d.%m.%Y %H:%M:%S} ({firm.time_zone})"),
            (_("Yöntem"), way),
            (_("Makbuz no"), str(receipt.number)),
            (_("İçerik özeti (SHA-256)"), receipt.subject_digest),
            (_("İşlem zincirindeki sıra"), str(receipt.trail_seq)),
            (_("Zincir özeti"), receipt.trail_hash),
        ]
    )
    return paper.text(
        _("Bu onay yalnız yukarıdaki özetin içeriği için geçerlidir; bir harf değişse özet"
          " tutmaz. Makbuz, firmanın özet zincirli işlem kaydındadır; sonradan değiştirilemez."),
        _("Denetlemek için makbuzun kanıt dosyasındaki küçük program (python3 dogrula.py) internet"
          " istemeden bu özetleri karşılaştırır."),
        style="small",
    ).pdf()  # fmt: skip
