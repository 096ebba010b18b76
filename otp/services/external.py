"""Documents of other programs that want a signature: an ERP brings one by REST and asks how it
stands (C-05). The approval keeps the document; nobody else here does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otp.models import Method, Process, WorkflowVersion
from otp.services import endings, flows, matters, resolving, workflows
from otp.subjects import wording
from turkcell_hub import approvals
from turkcell_hub.approvals import Kind, Matter
from turkcell_hub.errors import Invalid
from turkcell_hub.lib.money import format_amount
from turkcell_hub.tenancy.actor import Actor

KIND = "external"
MOST_FACTS, DEEPEST = 30, 32


def ask(actor: Actor, data: Mapping[str, Any]) -> Process:
    """Begins the approval of a document: reference (its number there), title, and as wanted
    party, amount, currency, details, facts ([{label, value}]), content (a JSON object without
    fractions), authority_code, due_at. By the card for such documents; with ``approver`` (a
    ``Membership``) by that person's code alone, ``method`` being the weakest way that is enough.
    The same reference with the same content gives the approval that runs; with another one the
    running approval is void and a new one begins."""
    actor.require("otp.process.add")
    matter, due_at = _matter(data), data.get("due_at")
    if due_at is not None and due_at <= timezone.now():
        raise Invalid(_("Son zaman geçmişte kalmış; ileri bir zaman yazın."), field="due_at")
    with transaction.atomic():
        known = flows.running(matter)
        if known is not None and matters.digest(matter) == known.digest:
            return known
        version = _for_one(actor, matter, data)
        if known is not None:
            endings.make_void(actor, known, _("Belgenin yeni içeriği geldi."))
        return flows.begin(actor, matter, version, due_at)


def _for_one(actor: Actor, matter: Matter, data: Mapping[str, Any]) -> WorkflowVersion | None:
    """The steps where the document names its approver; None where a card decides."""
    approver, method = data.get("approver"), data.get("method") or Method.SMS
    if approver is None:
        if data.get("method"):
            raise Invalid(
                _("Yöntem, onaylayacak kişi seçilince geçerlidir; kartta adıma yazılır."),
                field="method",
            )
        return None
    if method not in Method.values:
        raise Invalid(_("Yöntemi listeden seçin."), field="method")
    if approver.pk == actor.membership_id:
        raise Invalid(
            _("Kendi isteğinizi onaylayamazsınız; başka bir kişi seçin."),
            code="otp_own_request",
            field="approver",
        )
    if approver.pk == resolving.maker_of(actor.api_key_id):
        raise Invalid(
            _("Bu API anahtarını oluşturan kişi, anahtarın sunduğu belgeyi onaylayamaz; başka bir"
              " kişi seçin."),
            code="otp_own_request",
            field="approver",
        )  # fmt: skip
    if not resolving.may_see(approver, matter.authority_code_id):
        raise Invalid(
            _("Onaylayacak kişiyi firmanızın etkin kullanıcılarından, belgenin yetki kodunu"
              " taşıyanlardan seçin."),
            field="approver",
        )  # fmt: skip
    return workflows.for_one(actor, approver, method)


def current(approval_id: int) -> Matter | None:
    """The document as the approval keeps it."""
    row = Process.objects.filter(pk=approval_id, kind=KIND).first()
    if row is None:
        return None
    return Matter(
        kind=KIND,
        id=0,
        key=row.subject_key,
        title=row.title,
        text=row.text,
        content=row.content,
        facts=[(label, value) for label, value in row.facts],
        amount=row.amount,
        currency=row.currency,
        authority_code_id=row.authority_code_id,
    )


def _matter(data: Mapping[str, Any]) -> Matter:
    facts = [(str(one["label"])[:60], str(one["value"])[:200]) for one in data.get("facts") or []]
    if len(facts) > MOST_FACTS:
        raise Invalid(_("En çok %(most)d bilgi satırı.") % {"most": MOST_FACTS}, field="facts")
    reference, title = str(data["reference"]).strip(), str(data["title"]).strip()
    if not reference or not title:
        raise Invalid(_("Belge no ve konuyu yazın."), field="reference" if title else "title")
    amount, party = data.get("amount"), str(data.get("party") or "")
    said = format_amount(amount, data.get("currency") or "") if amount is not None else ""
    if party:
        facts.insert(0, (_("Taraf"), party))
    if details := str(data.get("details") or "").strip():
        facts.append((_("Ayrıntı"), details[:2000]))
    code = data.get("authority_code")
    return Matter(
        kind=KIND,
        id=0,
        key=reference[:100],
        title=f"{title} {reference}"[:200],
        text=wording(title, said, party, reference[:40]),
        content=_object(data.get("content") or {}),
        facts=facts,
        amount=amount,
        currency=(data.get("currency") or "TRY") if amount is not None else "",
        authority_code_id=code.pk if code is not None else None,
    )


def _object(content: Any) -> dict[str, Any]:
    """What the document says of itself, as it can be kept. Raises ``Invalid``."""
    if not isinstance(content, Mapping):
        raise Invalid(
            _("content bir JSON nesnesi olmalı, örneğin {“satırlar”: […]}."), field="content"
        )
    found: dict[str, Any] = _whole(content, DEEPEST)
    return found


def _whole(content: Any, deeper: int) -> Any:
    """Fractions have no one spelling (0.1 is another number elsewhere): they come as texts."""
    if isinstance(content, float):
        raise Invalid(
            _("content içinde küsuratlı sayı olamaz; tutarları metin olarak gönderin."),
            field="content",
        )
    if isinstance(content, str) and "\x00" in content:
        raise Invalid(_("content içinde boş karakter (\\u0000) olamaz."), field="content")
    if isinstance(content, Mapping | list) and not deeper:
        raise Invalid(
            _("content en çok %(most)d kat iç içe olabilir.") % {"most": DEEPEST}, field="content"
        )
    if isinstance(content, Mapping):
        return {_whole(name, deeper): _whole(one, deeper - 1) for name, one in content.items()}
    if isinstance(content, list):
        return [_whole(value, deeper - 1) for value in content]
    return content


def _nothing(*_args: object) -> None:
    """The program asks how it stands; nothing here has to move."""


approvals.register(
    Kind(KIND, gettext_lazy("Dış belge (REST)"), current, approved=_nothing, refused=_nothing)
)
