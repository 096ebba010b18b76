"""What a firm's messages are paid in, in the reader's words: credit, or the SMS of a month."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from turkcell_hub.billing.selectors import wallets


@dataclass(frozen=True)
class PaidIn:
    """``unit`` follows a number ("40 kredi", "40 SMS"); the others are labels of figures."""

    is_limit: bool

    @property
    def unit(self) -> str:
        return "SMS" if self.is_limit else _("kredi")

    @property
    def cost(self) -> str:
        return _("Limitten düşecek") if self.is_limit else _("Kredi")

    @property
    def left(self) -> str:
        return _("Kalan SMS Limiti") if self.is_limit else _("Kalan Kredi")

    @property
    def spent(self) -> str:
        return _("Limitten düşen") if self.is_limit else _("Harcanan kredi")

    @property
    def back(self) -> str:
        return _("Limite geri gelen") if self.is_limit else _("İade edilen kredi")


def of(firm_id: int) -> PaidIn:
    """The caller is in the firm's scope."""
    return PaidIn(wallets.profile_of(firm_id).is_postpaid)
