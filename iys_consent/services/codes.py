"""What a code of İYS means for one change (contracts/iys.md 6), in Turkish.

Final is the rule; only what the registry could not do at that moment is tried again.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iys_consent.models import TaskState
from iys_consent.rules import findings

# The registry could not work, or was asked too fast: the same change again is right.
AGAIN = frozenset(
    {"H015", "H083", "H100", "H101", "H102", "H103", "H104", "H105", "H106", "H107", "H123",
     "H124", "H179", "H181", "H192", "H412", "H470", "H476"}
)  # fmt: skip
LATE = "H467"

_OWN: dict[str, Promise] = {
    "H174": gettext_lazy("İYS'de durum zaten aynı; yeniden kaydedilmez."),
    "H353": gettext_lazy(
        "Marka bu İYS hesabına ait değil. İYS numarasını ve marka kodunu denetleyin."
    ),
    "H355": gettext_lazy("İYS kullanıcınızın bu iş için yetkisi yok."),
    "H363": gettext_lazy("Bu İYS hizmeti sizin kullanıcı türünüze kapalı."),
    "H018": gettext_lazy("Marka İYS'de bulunamadı; marka kodunu denetleyin."),
    "H001": gettext_lazy("Hizmet sağlayıcı İYS'de bulunamadı; İYS numarasını denetleyin."),
    "H194": gettext_lazy("Aynı alıcı listede iki kez var."),
    "H486": gettext_lazy("Bu izin kaynağı burada kullanılamaz."),
    "H525": gettext_lazy("İYS paketinizin izin kotası doldu."),
}
_OF_RULES: dict[str, findings.Problem] = {
    one.registry: one
    for one in vars(findings).values()
    if isinstance(one, findings.Problem) and one.registry
}


def state_of(code: str) -> TaskState:
    """Where a change stands that came back with ``code``. WAITING: it is tried again."""
    if code in AGAIN:
        return TaskState.WAITING
    return TaskState.LATE if code == LATE else TaskState.FAILED


def explain(code: str, told: str = "") -> str:
    """A Turkish sentence; where the code is not known, what the registry said."""
    if code in _OWN:
        return str(_OWN[code])
    if code in _OF_RULES:
        problem = _OF_RULES[code]
        return f"{problem.message} {problem.advice}".strip()
    if told:
        return _("İYS kabul etmedi: %(told)s") % {"told": told}
    return _("İYS kabul etmedi (%(code)s).") % {"code": code} if code else _("İYS kabul etmedi.")
