"""The decision table: may this commercial message go to this person? (S-046 … S-056, T7)

Each row is one rule with the row (docs/requirements.md) or article that it comes from. The rows
are asked
in order and the first that holds decides. They are SQL conditions, because a million
recipients are decided in one statement and a single number by the very same text:
``r`` is the recipient (``phone``, ``recipient_type``), ``c`` his ``ConsentRecord`` (or nothing),
``q`` the question (``fresh_after``, ``retailer``, and ``dealer_closed``: the dealer's contract
does not hold today).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

FIRST_BLOCK = 100


class Verdict(models.IntegerChoices):
    """Below 100: it goes. Stored with each message; a code never changes its meaning."""

    EXEMPT_CONTENT = 1, _("Gider: bilgilendirme mesajı, onay gerekmez")
    CONSENTED = 2, _("Gider: İYS'de onayı var")
    MERCHANT = 3, _("Gider: tacir veya esnaf, önceden onay gerekmez")
    EXEMPT_SENDER = 4, _("Gider: muaf gönderici")

    NOT_VERIFIED = 120, _("Ticari mesaj için İYS onayı doğrulanamadı")
    REFUSED = 121, _("Alıcı ticari ileti istemiyor (RET)")
    NO_RECORD = 122, _("İYS'de onayı yok")
    NOT_RECORDED = 123, _("Onay alınmış, İYS'ye kaydı tamamlanmamış")
    NOT_FOR_DEALER = 124, _("Onay bu bayiyi kapsamıyor")
    NO_BRAND = 125, _("Ticari gönderim için marka seçilmemiş")
    OUTSIDE_EXEMPTION = 126, _("Alıcı, muafiyetin kapsadığı kişilerden değil")
    DEALER_CLOSED = 127, _("Bayinin yetkisi yürürlükte değil")

    @property
    def goes(self) -> bool:
        return self < FIRST_BLOCK


@dataclass(frozen=True)
class Row:
    """``rule``: where it comes from. ``when``: SQL over r, c and q."""

    rule: str
    when: str
    verdict: Verdict


_MERCHANT = "r.recipient_type = 'TACIR'"
_MAY_USE = "(q.retailer IS NULL OR q.retailer = ANY (c.retailer_codes))"

# A refusal is believed whoever has it and however old the answer is; an approval only when the
# registry said so lately. The bulk answer names those who approved: of a merchant who is not
# among them it is not known whether he refused, so he is asked for singly before he is written to.
COMMERCIAL = (
    Row("S-048, S-050", "c.status = 'RET'", Verdict.REFUSED),
    Row("S-048, S-050", "c.registry_status = 'RET'", Verdict.REFUSED),
    Row(
        "S-018, madde 11",
        "c.registry_at IS NULL OR c.registry_at < q.fresh_after",
        Verdict.NOT_VERIFIED,
    ),
    Row("S-055", "q.dealer_closed", Verdict.DEALER_CLOSED),
    Row("S-055", f"c.registry_status = 'ONAY' AND NOT {_MAY_USE}", Verdict.NOT_FOR_DEALER),
    Row("T7, S-049", f"c.registry_status = 'ONAY' AND {_MERCHANT}", Verdict.MERCHANT),
    Row("S-046", "c.registry_status = 'ONAY'", Verdict.CONSENTED),
    Row("S-049", f"{_MERCHANT} AND c.registry_status = 'YOK'", Verdict.MERCHANT),
    Row("madde 9", f"{_MERCHANT}", Verdict.NOT_VERIFIED),
    Row("S-028, S-038", "c.status = 'ONAY'", Verdict.NOT_RECORDED),
    Row("S-013, S-047", "TRUE", Verdict.NO_RECORD),
)


def commercial_sql() -> str:
    """The table as one SQL expression; its value is a ``Verdict``."""
    cases = " ".join(f"WHEN {row.when} THEN {row.verdict.value}" for row in COMMERCIAL)
    return f"CASE {cases} END"
