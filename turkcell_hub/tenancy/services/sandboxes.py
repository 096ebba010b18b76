"""Deneme firması: a firm beside the real one whose every operator is the sandbox's.

What keeps trials from the world is the wall between firms, and one rule: nothing of such a firm
is ever handed to another place than ``FAKE_OPERATOR_URL``.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import addresses, followers
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

_FOLLOWED = ("role", "is_active")


def is_sandbox(firm_id: int | None) -> bool:
    return Firm.objects.filter(pk=firm_id, sandbox_of__isnull=False).exists()


def refuse_outside(firm_id: int | None, address: str, *, field: str = "") -> None:
    """Raises (``Invalid`` on ``field``, else ``Conflict``) ``sandbox_firm`` where a firm for
    trials would reach anybody but the sandbox operator."""
    if addresses.is_the_sandbox(address) or not is_sandbox(firm_id):
        return
    text = _(
        "Bu bir deneme firması: yalnız deneme operatörüyle çalışır, gerçek bir yere bağlanmaz."
    )
    if field:
        raise Invalid(text, code="sandbox_firm", field=field)
    raise Conflict(text, code="sandbox_firm")


def follow(real: Membership, by: str, *, is_gone: bool = False) -> None:
    """Gives the person's card in the firm for trials the role and the state of the real one; is off
    where he is no member of the real firm any more. In the transaction of that change, with the
    real firm locked. ``by``: whose change it was, for the trail."""
    firm = Firm.objects.filter(sandbox_of_id=real.firm_id).first()
    if firm is None:
        return
    with firm_scope(firm.pk):
        rows = Membership.objects.select_for_update(of=("self",)).select_related("user")
        card = rows.filter(user_id=real.user_id).first()
        if card is None:
            return
        before = {name: getattr(card, name) for name in _FOLLOWED}
        after = {"role": card.role, "is_active": False}
        if not is_gone:
            after = {name: getattr(real, name) for name in _FOLLOWED}
        if before == after:
            return
        card.role, card.is_active = after["role"], after["is_active"]
        card.save(update_fields=_FOLLOWED)
        followers.card_changed(card)
        doer = actors.system(firm.pk, by)
        trail.record(doer, "tenancy.member.change", card, trail.changed(before, after))


def require_following(card: Membership, firm: Firm) -> None:
    """Raises ``Conflict`` ``sandbox_follows`` where a card of a firm for trials would say another
    role or state than the person's card in the real firm, which is locked."""
    if firm.sandbox_of_id is None:
        return
    with firm_scope(firm.sandbox_of_id):
        real = Membership.objects.filter(user_id=card.user_id).first()
    if real is None or all(getattr(real, name) == getattr(card, name) for name in _FOLLOWED):
        return
    raise Conflict(
        _(
            "“%(name)s” gerçek firmada da kullanıcı: deneme firmasındaki rolü ve durumu oradakini"
            " izler. Değişikliği gerçek firmada yapın."
        )
        % {"name": card},
        code="sandbox_follows",
        field="role",
    )
