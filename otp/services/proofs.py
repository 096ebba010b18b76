"""The receipt as one zip that anybody can check offline (idea 9)."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC
from importlib import resources
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import Receipt
from otp.permissions import VIEW
from otp.services import papers, receipts
from turkcell_hub.audit.chain import covered
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import NotFound
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.services import signing

FORMAT = 2


def build(actor: Actor, receipt_id: int) -> bytes:
    """The zip of one receipt. Who took it is in the trail. Raises ``NotAllowed``, ``NotFound``."""
    actor.require(VIEW)
    with transaction.atomic():
        receipt = receipts.visible(actor).filter(pk=receipt_id).first()
        if receipt is None:
            raise NotFound(_("Böyle bir makbuz yok."))
        body = _zip(receipt)
        trail.record(actor, "otp.receipt.packed", receipt)
    return body


def facts(receipt: Receipt) -> dict[str, Any]:
    """What the pack's main file holds."""
    entry = AuditEntry.objects.get(firm_id=receipt.firm_id, seq=receipt.trail_seq)
    told = entry.changes
    return {
        "format": FORMAT,
        "firm": Firm.objects.get(pk=receipt.firm_id).legal_name or str(receipt.firm),
        "receipt": {
            "number": str(receipt.number),
            "subject": f"{receipt.subject_kind} {receipt.subject_id}",
            "subject_text": receipt.subject_text,
            "subject_digest": receipt.subject_digest,
            "member_name": receipt.member_name,
            "phone": receipt.phone_masked,
            "method": receipt.method,
            "approved_at": receipt.approved_at.astimezone(UTC).isoformat(timespec="seconds"),
            "executed_at": receipt.executed_at.astimezone(UTC).isoformat(timespec="seconds")
            if receipt.executed_at
            else None,
            "trail_seq": receipt.trail_seq,
            "trail_hash": receipt.trail_hash,
            # The trail masks numbers in texts; these are its spellings of the same facts.
            "trail_text": told["text"],
            "trail_member": told["member"],
            "trail_phone": told["phone"],
        },
        "entry": {"covered": covered(entry)},
    }


def _zip(receipt: Receipt) -> bytes:
    out, told = io.BytesIO(), facts(receipt)
    stated = {
        "format": FORMAT,
        "kind": "onay-makbuzu",
        "firm": told["firm"],
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "number": str(receipt.number),
        "place": {"seq": receipt.trail_seq, "hash": receipt.trail_hash},
    }
    with signing.SignedZip(out, stated) as pack:
        pack.write("makbuz.json", json.dumps(told, ensure_ascii=False, indent=1))
        pack.write("zincir.csv", _chain(receipt))
        script = resources.files("otp.pack").joinpath("dogrula.py")
        pack.write("dogrula.py", script.read_bytes())
        pack.write("makbuz.pdf", papers.of(receipt))
        pack.write("OKUBENİ.txt", _read_me(receipt))
    return out.getvalue()


def _chain(receipt: Receipt) -> str:
    """The hashes from the entry before the approval on; they tell nothing of other entries."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("sira", "ozet"))
    rows = AuditEntry.objects.filter(firm_id=receipt.firm_id, seq__gte=receipt.trail_seq - 1)
    writer.writerows(rows.order_by("seq").values_list("seq", "hash").iterator(chunk_size=10_000))
    return out.getvalue()


def _read_me(receipt: Receipt) -> str:
    return _(
        "ONAY MAKBUZU\n\n"
        "Onaylanan: %(text)s\n"
        "Onaylayan: %(who)s\n"
        "Makbuz no: %(number)s\n\n"
        "makbuz.json   kim, neyi, ne zaman, hangi yolla onayladı; zincirdeki kaydı\n"
        "makbuz.pdf    aynı bilgiler, kâğıt için\n"
        "zincir.csv    firmanın işlem zincirinin özetleri (başka bir bilgi içermez)\n"
        "ozet.json     her dosyanın özeti; imzalanan budur\n"
        "imza.json     portalın imzası (Ed25519) ve açık anahtarı\n"
        "dogrula.py    denetleyen küçük program; yalnız Python 3 ister, internet istemez\n"
        "imza.py       imzayı denetleyen parçası\n\n"
        "Denetlemek için bu klasörde: python3 dogrula.py\n"
        "Dosyanın bu portaldan çıktığını da görmek için anahtarları %(keys)s adresinden indirin:\n"
        "python3 dogrula.py --anahtar portal-anahtarlari.pem\n"
    ) % {
        "text": receipt.subject_text,
        "who": receipt.member_name,
        "number": receipt.number,
        "keys": signing.keys_at(),
    }
