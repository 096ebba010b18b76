"""What may become of a document on its way into the ERP."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    PURCHASE_SERVICE = "purchase_service", _("Alınan hizmet faturası")
    ISSUED_SERVICE = "issued_service", _("Verilen hizmet faturası")


class DocumentState(TextChoices):
    """``TAKEN``: an ERP holds it by a lease and may be writing it at this moment."""

    DRAFT = "DRAFT", _("Taslak")
    CHECKED = "CHECKED", _("Denetlendi")
    READY = "READY", _("ERP'yi bekliyor")
    TAKEN = "TAKEN", _("ERP aldı")
    POSTED = "POSTED", _("ERP'ye işlendi")
    REFUSED = "REFUSED", _("ERP reddetti")
    CANCELLED = "CANCELLED", _("İptal edildi")


_S = DocumentState

# State -> where it may go. POSTED goes on only by a person who says that the ERP's own
# document was cancelled there.
MOVES: dict[DocumentState, frozenset[DocumentState]] = {
    _S.DRAFT: frozenset({_S.CHECKED, _S.READY, _S.CANCELLED}),
    _S.CHECKED: frozenset({_S.READY, _S.CANCELLED}),
    _S.READY: frozenset({_S.TAKEN, _S.POSTED, _S.REFUSED, _S.CANCELLED}),
    _S.TAKEN: frozenset({_S.READY, _S.POSTED, _S.REFUSED}),
    _S.REFUSED: frozenset({_S.READY, _S.CANCELLED}),
    _S.POSTED: frozenset({_S.CANCELLED}),
    _S.CANCELLED: frozenset(),
}
# A document in one of these keeps its sources: they cannot be booked a second time.
BOOKED = tuple(state for state in DocumentState if state is not DocumentState.CANCELLED)


def may_move(before: str, after: DocumentState) -> bool:
    return after in MOVES[DocumentState(before)]
