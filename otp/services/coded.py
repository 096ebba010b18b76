"""The desk that takes one-time codes for records of other rooms (``turkcell_hub.approvals``)."""

from __future__ import annotations

from django.urls import reverse

from otp import subjects
from otp.models import Receipt
from otp.services import challenges
from otp.subjects import Source, Subject, digest_of
from turkcell_hub import approvals
from turkcell_hub.tenancy.actor import Actor


class _Desk:
    def know(self, kind: approvals.Coded) -> None:
        def current(subject_id: int) -> Subject | None:
            matter = kind.current(subject_id)
            return _subject(matter) if matter is not None else None

        def approved(actor: Actor, receipt: Receipt) -> None:
            said = approvals.Agreed(receipt.member_id, receipt.member_name, str(receipt.number))
            kind.agreed(actor, receipt.subject_id, said)

        subjects.register(Source(kind.code, kind.label, current, approved, kind.url))

    def begin(self, actor: Actor, matter: approvals.Matter) -> str:
        challenge = challenges.start(actor, _subject(matter))
        return reverse("otp-challenge", args=[challenge.pk])


def _subject(matter: approvals.Matter) -> Subject:
    return Subject(
        matter.kind, matter.id, digest_of(matter.content), matter.text,
        authority_code_id=matter.authority_code_id, facts=tuple(matter.facts),
    )  # fmt: skip


DESK = _Desk()
