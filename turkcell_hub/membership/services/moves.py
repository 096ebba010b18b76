"""The one way from a state to the next, with its history and what follows; in the caller's
transaction."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.membership import checklist
from turkcell_hub.membership.models import Dossier, DossierEvent
from turkcell_hub.membership.services import lacking
from turkcell_hub.membership.states import BEING_FILLED, ENDS, MOVES, TOLD, Programme, State
from turkcell_hub.nudges import after_commit


def locked(pk: int) -> Dossier:
    """Raises ``NotFound``."""
    row: Dossier | None = Dossier.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound(_("Üyelik dosyası bulunamadı."))
    return row


def of_programme(pk: int, programme: str) -> Dossier:
    """The locked file of ``programme``. Raises ``NotFound``, ``Conflict`` for another one's."""
    row = locked(pk)
    if row.programme != programme:
        raise Conflict(
            _("Bu dosya başka bir üyeliğin: %(programme)s.")
            % {"programme": row.get_programme_display()},
            code="membership_programme",
        )
    return row


def require(dossier: Dossier, states: frozenset[State]) -> None:
    """Raises ``Conflict`` in every other state."""
    if dossier.state not in states:
        raise Conflict(
            _("Üyelik dosyası “%(state)s” durumunda; bu işlem yapılamaz.")
            % {"state": dossier.get_state_display()},
            code="membership_state",
        )


def move(dossier: Dossier, state: State, by: str, note: str = "") -> DossierEvent:
    """One allowed move of a locked row. Raises ``Conflict``."""
    if state not in MOVES[State(dossier.state)]:
        require(dossier, frozenset())
    now = timezone.now()
    dossier.state = state
    if state in ENDS:
        dossier.ended_at = now
    dossier.save()
    event: DossierEvent = DossierEvent.objects.create(
        firm_id=dossier.firm_id,
        dossier=dossier,
        state=state,
        by_label=by[:150],
        note=note.strip()[:500],
        # What İYS decided the firm has written down itself: nobody has to be told of it.
        tell_at=now if state in TOLD and dossier.programme == Programme.SMS else None,
    )
    if event.tell_at:
        after_commit("membership.tell", event.pk, queue="slow")
    return event


def settle(dossier: Dossier) -> None:
    """Taslak or eksik, by what is missing now; saves the row."""
    if dossier.state in BEING_FILLED:
        lacks = dossier.step > 1 and bool(checklist.of(dossier).missing)
        if dossier.programme == Programme.IYS:
            lacks = bool(lacking.of(dossier))
        dossier.state = State.INCOMPLETE if lacks else State.DRAFT
    dossier.save()
