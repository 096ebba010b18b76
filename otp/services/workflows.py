"""İş akışı kartları: saved in versions, and which card a document needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from otp.flow_states import Channel, StepKind
from otp.models import Method, Process, Workflow, WorkflowStep, WorkflowVersion
from turkcell_hub import approvals
from turkcell_hub.approvals import Matter
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership, Role

CHANGE = "otp.workflow.change"
MOST_STEPS = 12
_PLAIN = ("code", "name", "kind", "from_amount", "authority_code", "is_active")
_STEP_PLAIN = ("name", "kind", "from_amount", "roles", "holder_code", "quorum", "deadline_hours",
               "escalate_roles", "warns", "informs", "allows_sms_reply", "code_method")  # fmt: skip
_STEP_MANY = ("members", "escalate_members", "informed")


def save(actor: Actor, row: Workflow | None, data: Mapping[str, Any]) -> Workflow:
    """Creates or changes a card: code, name, kind, from_amount, authority_code, is_active and, as
    wanted, steps (``set_steps``). Raises ``Invalid`` and ``Conflict``."""
    actor.require(CHANGE)
    with transaction.atomic():
        card = row or Workflow(firm_id=actor.firm_id)
        before = _facts(card) if row else {}
        for name in _PLAIN:
            if name in data and (data[name] is not None or name == "authority_code"):
                setattr(card, name, data[name])
        _check(card)
        try:
            with transaction.atomic():
                card.save()
        except IntegrityError:
            raise Conflict(
                _("Bu kodla bir iş akışı kartı zaten var."), code="workflow_code", field="code"
            ) from None
        action = "workflow.changed" if row else "workflow.added"
        trail.record(actor, action, card, trail.changed(before, _facts(card)))
        if data.get("steps") is not None:
            set_steps(actor, card, data["steps"])
    return card


def set_steps(actor: Actor, card: Workflow, steps: Sequence[Mapping[str, Any]]) -> WorkflowVersion:
    """A new version with these steps; what runs keeps its own. A step: position, name, kind,
    members, roles, holder_code, quorum, from_amount, deadline_hours, escalate_members,
    escalate_roles, warns, informs, informed, allows_sms_reply, code_method. Steps of one position
    run side by side. Raises ``Invalid`` naming the step."""
    actor.require(CHANGE)
    if not 1 <= len(steps) <= MOST_STEPS:
        raise Invalid(
            _("Bir kartta 1 ile %(most)d arasında adım olur.") % {"most": MOST_STEPS},
            code="workflow_steps", field="steps",
        )  # fmt: skip
    with transaction.atomic():
        Workflow.objects.select_for_update(of=("self",)).get(pk=card.pk)
        last = card.versions.aggregate(last=Max("number"))["last"] or 0
        version = WorkflowVersion.objects.create(
            firm_id=card.firm_id, workflow=card, number=last + 1, by_label=actor.label[:120]
        )
        for place, given in enumerate(steps, start=1):
            _add_step(version, place, given)
        trail.record(actor, "workflow.version", card, {"version": [last, version.number]})
    return version


def for_one(actor: Actor, approver: Membership, method: str) -> WorkflowVersion:
    """Steps for a single document that names who approves it: one OTP step, no card. In the
    caller's transaction."""
    version = WorkflowVersion.objects.create(
        firm_id=actor.firm_id, number=1, by_label=actor.label[:120]
    )
    step = {"name": str(_("Kodla onay")), "kind": StepKind.OTP, "members": [approver],
            "code_method": method, "warns": [Channel.PORTAL, Channel.MAIL],
            "informs": [Channel.PORTAL, Channel.MAIL]}  # fmt: skip
    _add_step(version, 1, step)
    return version


def delete(actor: Actor, row: Workflow) -> None:
    """A card by which nothing has run; others are switched off. Raises ``Conflict``."""
    actor.require(CHANGE)
    if Process.objects.filter(version__workflow=row).exists():
        raise Conflict(
            _("Bu kartla onay yürütülmüş; silinemez. Etkin işaretini kaldırın."),
            code="workflow_used",
        )
    with transaction.atomic():
        trail.record(actor, "workflow.deleted", row)
        row.versions.all().delete()
        row.delete()


def current(card: Workflow) -> WorkflowVersion | None:
    """What the next approval begins with; None for a card without steps."""
    return card.versions.order_by("-number").first()


def card_for(matter: Matter) -> Workflow | None:
    """The card of the document's kind that says most: its own Yetki Kodu before none, the higher
    amount before the lower. A card without steps does not count; for other money than lira every
    amount does. In the firm's scope."""
    rows = Workflow.objects.filter(
        kind=matter.kind, is_active=True, versions__isnull=False
    ).distinct()
    if not matter.is_foreign:
        rows = rows.filter(from_amount__lte=matter.amount or Decimal(0))
    fitting = [card for card in rows if card.authority_code_id in (None, matter.authority_code_id)]
    return max(
        fitting,
        key=lambda card: (card.authority_code_id is not None, card.from_amount, -card.pk),
        default=None,
    )


def _add_step(version: WorkflowVersion, place: int, given: Mapping[str, Any]) -> None:
    step = WorkflowStep(
        firm_id=version.firm_id, version=version, position=given.get("position") or place
    )
    for name in _STEP_PLAIN:
        if given.get(name) is not None:
            setattr(step, name, given[name])
    many = {name: list(given.get(name) or []) for name in _STEP_MANY}
    _check_step(step, many, place)
    step.save()
    for name, rows in many.items():
        getattr(step, name).set(rows)


def _check_step(step: WorkflowStep, many: Mapping[str, list[Any]], place: int) -> None:
    def refuse(text: Any, field: str) -> Invalid:
        said = _("%(place)d. adım: %(text)s") % {"place": place, "text": text}
        return Invalid(said, code="workflow_step", field=f"steps.{place - 1}.{field}")

    if not step.name.strip():
        raise refuse(_("adını yazın."), "name")
    if step.kind not in StepKind.values:
        raise refuse(_("görev tipini seçin: görev, onay ya da OTP onay."), "kind")
    if not many["members"] and not step.roles:
        raise refuse(_("kişi ya da rol seçin."), "members")
    if not set(step.roles) | set(step.escalate_roles) <= set(Role.values):
        raise refuse(_("rolü listeden seçin."), "roles")
    if not {*step.warns, *step.informs} <= set(Channel.values):
        raise refuse(_("uyarı tipi mesaj, e-posta ya da SMS olur."), "warns")
    if step.quorum < 1:
        raise refuse(_("kaç kişinin onaylayacağını yazın."), "quorum")
    if not step.roles and step.quorum > len(many["members"]):
        raise refuse(_("kişi sayısı, onaylaması gereken sayıdan az."), "quorum")
    if step.code_method not in Method.values:
        raise refuse(_("kodun yolunu listeden seçin."), "code_method")
    if step.code_method != Method.SMS and step.kind != StepKind.OTP:
        raise refuse(_("kodun yolu yalnız OTP onay adımında seçilir."), "code_method")
    if step.allows_sms_reply and step.kind == StepKind.OTP:
        raise refuse(_("OTP onay SMS yanıtıyla verilemez."), "allows_sms_reply")
    if step.deadline_hours is None and (many["escalate_members"] or step.escalate_roles):
        raise refuse(_("yükseltme için süreyi yazın."), "deadline_hours")


def _check(card: Workflow) -> None:
    if not card.code.strip():
        raise Invalid(_("Kodu yazın."), field="code")
    if not card.name.strip():
        raise Invalid(_("İş akışının adını yazın."), field="name")
    if approvals.kind_of(card.kind) is None:
        raise Invalid(_("Belge türünü listeden seçin."), field="kind")
    if card.from_amount < 0:
        raise Invalid(_("Tutar sıfırdan küçük olamaz."), field="from_amount")


def _facts(card: Workflow) -> dict[str, str]:
    return {name: str(getattr(card, name)) for name in _PLAIN}
