"""Paket kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from iys_consent.models import PackageRules
from turkcell_hub.billing import calendar
from turkcell_hub.dated_rules import DatedRules
from turkcell_hub.errors import Invalid

_MOST = 10


def terms_of(rules: PackageRules) -> str:
    """The contract's words that a buyer agrees to."""
    return rules.terms.strip() or _(
        "Seçtiğim İLETİ paketinin kapasitesini, süresini (bir yıl) ve fiyatını okudum. Paketi"
        " firmamız adına alıyorum. İYS'ye yalnızca alıcıların verdiği gerçek onayları"
        " kaydedeceğimizi, adres sayısının pakete uygun olmasının firmamızın sorumluluğunda"
        " olduğunu, paketi değiştirdiğimizde eski paketin o gün biteceğini kabul ediyorum."
    )


def _numbers(given: Any, most: int, field: str) -> list[int]:
    """As typed ("30, 14, 7") or as numbers; each once, the larger first."""
    raw = str(given).strip("[]").replace(";", ",").split(",") if isinstance(given, str) else given
    try:
        found = sorted({int(str(one).strip()) for one in raw if str(one).strip()}, reverse=True)
    except ValueError:
        found = []
    if not found or len(found) > _MOST or found[0] > most or found[-1] < 1:
        raise Invalid(
            _("Virgülle ayrılmış, 1 ile %(most)d arasında sayılar yazın; örneğin 30, 14, 7.")
            % {"most": most},
            field=field,
        )
    return found


def _tidy(values: dict[str, Any]) -> None:
    for name, most in (("warn_days", 365), ("warn_percents", 100)):
        if name in values:
            values[name] = _numbers(values[name], most, name)


RULES = DatedRules(
    PackageRules,
    "iys.package_rules.add",
    ("terms", "warn_days", "warn_percents", "many_addresses", "accounting_email", "access_email"),
    added="iys.package_rules.added",
    tidy=_tidy,
    today=lambda _firm_id: calendar.today(),
)
in_force, add = RULES.in_force, RULES.add
