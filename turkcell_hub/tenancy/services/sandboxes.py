"""Deneme firması: a firm beside the real one whose every operator is the sandbox's.

What keeps trials from the world is the wall between firms, and one rule: nothing of such a firm
is ever handed to another place than ``FAKE_OPERATOR_URL``.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy import addresses
from turkcell_hub.tenancy.models import Firm


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
