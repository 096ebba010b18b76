"""Approvals by code: what is asked, the code that was sent, the receipt, the set-up."""

from __future__ import annotations

from django.utils import timezone

from otp.models import Challenge, CodeSend, Connection, OtpRules, Receipt
from tests.isolation.cast import Apart, World
from tests.isolation.marks import NOW, OPEN, marked, number
from turkcell_hub.audit.services import trail
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import GatewayAccount


def approvals(world: World) -> None:
    """One of each, about and for the Admin."""
    firm, admin = world.firm, world.who["admin"].member
    assert admin is not None
    account = GatewayAccount.objects.create(
        firm=firm, name=marked(False, "otp hesabi"), service="otp", adapter="netgsm_otp",
        base_url="http://127.0.0.1:9", username=marked(False, "otpuser"), password="gizli",
    )  # fmt: skip
    subject = {
        "subject_kind": "approval", "subject_id": 1, "subject_digest": "a" * 64,
        "subject_text": marked(False, "onaylanan"),
    }  # fmt: skip
    challenge = Challenge.objects.create(
        firm=firm, member=admin, method="SMS", phone=number(False, 901), state="VERIFIED", sends=1,
        expires_at=timezone.now(), **subject,
    )  # fmt: skip
    entry = trail.record(actors.system(firm.pk, OPEN), "otp.approved", challenge)
    world.rows |= {
        "otp-connections": Connection.objects.create(
            firm=firm, name=marked(False, "baglanti"), account=account, note=marked(False, "not")
        ),
        "otp-rules": OtpRules.objects.create(
            firm=firm, valid_from=NOW.date().replace(year=2040), created_by=OPEN
        ),
        "otp-codes": CodeSend.objects.create(
            firm=firm, challenge=challenge, number=1, account=account, phone=number(False, 901),
            text=marked(False, "metin"), expires_at=timezone.now(),
        ),
        "otp-receipts": Receipt.objects.create(
            firm=firm, challenge=challenge, member=admin, member_name=marked(False, "onaylayan"),
            phone_masked="+90 532 *** ** 01", method="SMS", approved_at=timezone.now(),
            trail_seq=entry.seq, trail_hash=entry.hash, **subject,
        ),
    }  # fmt: skip
    hidden = Challenge.objects.create(
        firm=firm, member=admin, method="SMS", phone=number(False, 901), state="VERIFIED", sends=1,
        expires_at=timezone.now(), **subject,
    )  # fmt: skip
    entry = trail.record(actors.system(firm.pk, OPEN), "otp.approved", hidden)
    receipt = Receipt.objects.create(
        firm=firm, challenge=hidden, member=admin, member_name=marked(True, "onaylayan"),
        phone_masked="+90 532 *** ** 01", method="SMS", approved_at=timezone.now(),
        trail_seq=entry.seq, trail_hash=entry.hash, authority_code=world.more["code"], **subject,
    )  # fmt: skip
    world.apart["otp-receipts"] = Apart("without code", "key without code", receipt)
