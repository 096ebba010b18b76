"""What waits for the operator of the portal because no firm could be told for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from messaging.models import RelayedInbound, SharedNumberUse
from messaging.services import relays
from turkcell_hub.errors import NotFound
from turkcell_hub.lib import phone as phones
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

MOST = 50
_WHY: dict[str, Any] = {
    "number_unknown": gettext_lazy("Geldiği numara ortak numaralar arasında tanımlı değil."),
    "no_firm_on_number": gettext_lazy("Bu ortak numarayı kullanan etkin firma yok."),
    "refusal_without_writer": gettext_lazy(
        "Kişi reddediyor ama bu numaradan ona yakın zamanda yazan firma bulunamadı. Ret üç iş günü"
        " içinde işlenmelidir."
    ),
    "nobody_wrote_lately": gettext_lazy("Bu numaradan kişiye yakın zamanda yazan firma yok."),
    "two_firms_wrote": gettext_lazy("Aynı saatlerde birden çok firma bu kişiye yazmış."),
}
_FAILED = gettext_lazy("Sahibi bulunurken program hatası oldu (%(fault)s); %(tries)d kez denendi.")


@dataclass(frozen=True)
class Parked:
    row: RelayedInbound

    @property
    def sender(self) -> str:
        return phones.mask(self.row.sender)

    @property
    def why(self) -> str:
        fault = self.row.reason.removeprefix("failed: ")
        if fault != self.row.reason:
            return str(_FAILED) % {"fault": fault, "tries": self.row.tries}
        return str(_WHY.get(self.row.reason, self.row.reason))


def waiting() -> list[Parked]:
    """The oldest first, at most ``MOST``."""
    return [Parked(row) for row in relays.parked()[:MOST]]


def find(pk: int) -> Parked:
    """Any that was ever kept; whether it still waits is asked when it is decided."""
    row = RelayedInbound.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Böyle bir mesaj yok."))
    return Parked(row)


def candidates(rows: Sequence[Parked]) -> list[list[Firm]]:
    """For each the firms that write on its number; where that is unknown every active firm.
    However many they are, three questions."""
    with every_firm():
        numbers = relays.numbers_of([one.row for one in rows])
        known = {number.pk for number in numbers if number}
        uses = SharedNumberUse.objects.filter(shared_number__in=known, firm__is_active=True)
        on: dict[int, dict[int, Firm]] = defaultdict(dict)
        for use in uses.select_related("firm") if known else ():
            on[use.shared_number_id][use.firm_id] = use.firm
        found = [on.get(number.pk) if number else None for number in numbers]
        every = list(Firm.objects.filter(is_active=True)) if not all(found) else []
    return [
        sorted(firms.values() if firms else every, key=lambda firm: firm.name) for firms in found
    ]


def firm(pk: int) -> Firm:
    return Firm.objects.get(pk=pk)
