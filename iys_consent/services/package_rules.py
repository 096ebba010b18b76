"""Paket kuralları: what is in force, and new ones from a day on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iys_consent.models import PackageRules
from turkcell_hub.audit.services import trail
from turkcell_hub.billing import calendar
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

ADD = "iys.package_rules.add"
FIELDS = (
    "terms", "warn_days", "warn_percents", "many_addresses", "accounting_email", "access_email",
)  # fmt: skip
_MOST = 10


def in_force(firm_id: int, day: dt.date | None = None) -> PackageRules:
    """The rules of a day (today in Türkiye), or the defaults where none are set."""
    rows = PackageRules.objects.filter(
        firm_id=firm_id, valid_from__lte=day or calendar.today()
    ).order_by("-valid_from")
    return rows.first() or PackageRules(firm_id=firm_id, valid_from=dt.date.min)


def terms_of(rules: PackageRules) -> str:
    """The contract's words that a buyer agrees to."""
    return rules.terms.strip() or _(
        "Seçtiğim İLETİ paketinin kapasitesini, süresini (bir yıl) ve fiyatını okudum. Paketi"
        " firmamız adına alıyorum. İYS'ye yalnızca alıcıların verdiği gerçek onayları"
        " kaydedeceğimizi, adres sayısının pakete uygun olmasının firmamızın sorumluluğunda"
        " olduğunu, paketi değiştirdiğimizde eski paketin o gün biteceğini kabul ediyorum."
    )


def add(actor: Actor, data: Mapping[str, Any]) -> PackageRules:
    """New rules from a day on; what is left out stays. Raises ``Invalid``, ``Conflict``."""
    actor.require(ADD)
    before = in_force(actor.firm_id)
    kept = {name: data.get(name, getattr(before, name)) for name in FIELDS}
    kept["warn_days"] = _numbers(kept["warn_days"], 365, "warn_days")
    kept["warn_percents"] = _numbers(kept["warn_percents"], 100, "warn_percents")
    if data["valid_from"] < calendar.today():
        raise Invalid(
            _("Kurallar geçmişe dönük değişmez; bugünü ya da ileri bir günü yazın."),
            field="valid_from",
        )
    rules = PackageRules(
        firm_id=actor.firm_id,
        valid_from=data["valid_from"],
        created_by=actor.label[:120],
        **kept,
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                rules.save()
        except IntegrityError:
            raise Conflict(
                _("Bu günden başlayan kurallar zaten var; başka bir gün yazın."),
                code="rules_day_taken",
                field="valid_from",
            ) from None
        old = {name: str(getattr(before, name)) for name in FIELDS}
        new = {name: str(value) for name, value in kept.items()}
        trail.record(actor, "iys.package_rules.added", rules, trail.changed(old, new))
    return rules


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
