"""Who may log in to İYS, and asking it for somebody else (Y-001, Y-002)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from iys_consent.models import LoginState, RegistryLogin
from iys_consent.services import package_rules
from iys_consent.uploads.job import iys_codes
from turkcell_hub.audit.services import trail
from turkcell_hub.billing.selectors.transfers import title_of
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy.actor import Actor

_FIELDS = ("full_name", "duty", "email", "is_authorised_person", "note")
#: The next step of asking, and whether it ends the task.
NEXT = {
    LoginState.DRAFTED: LoginState.ASKED,
    LoginState.ASKED: LoginState.FILED,
    LoginState.FILED: LoginState.HAS,
}


def save(actor: Actor, row: RegistryLogin | None, data: Mapping[str, Any]) -> RegistryLogin:
    """A person; the application's authorised one can log in already, for another one the asking
    begins. No password of any kind is taken. Raises ``Invalid``, ``Conflict``."""
    actor.require("iys.login.change" if row else "iys.login.add")
    made = row or RegistryLogin(firm_id=actor.firm_id, by_label=actor.label[:150])
    before = {name: str(getattr(made, name)) for name in _FIELDS} if made.pk else {}
    for name in _FIELDS:
        if name in data:
            setattr(made, name, data[name])
    if not made.full_name.strip():
        raise Invalid(_("Kişinin adını ve soyadını yazın."), field="full_name")
    if made.is_authorised_person:
        made.state = LoginState.HAS
    elif made.pk is None:
        made.state = LoginState.DRAFTED
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise Conflict(
                _("Başvurudaki yetkili zaten kayıtlı; önce onun yetkisini kaldırın."),
                code="authorised_person_taken",
                field="is_authorised_person",
            ) from None
        after = {name: str(getattr(made, name)) for name in _FIELDS}
        trail.record(actor, "iys.login.saved", made, trail.changed(before, after))
    return made


def advance(actor: Actor, row: RegistryLogin) -> RegistryLogin:
    """The next step of asking has been done. Raises ``Conflict`` where none is left."""
    return _move(actor, row, NEXT.get(LoginState(row.state)))


def end(actor: Actor, row: RegistryLogin) -> RegistryLogin:
    """The person may log in no more."""
    is_over = row.state == LoginState.ENDED
    return _move(actor, row, None if is_over else LoginState.ENDED)


def draft(row: RegistryLogin) -> str:
    """A ``mailto:`` address that opens the prepared e-mail to İYS with the firm's data (Y-002)."""
    rules = package_rules.in_force(row.firm_id)
    title, codes = title_of(row.firm_id), ", ".join(iys_codes()) or "—"
    subject = _("Yetkilendirme talep formu isteği: %(title)s") % {"title": title}
    body = _(
        "Merhaba,\n\nİleti Yönetim Sistemi'ne firmamız adına, başvurudaki yetkili dışında bir"
        " kişinin de girebilmesi için İLETİ YÖNETİM SİSTEMİ YETKİLENDİRME TALEP FORMU'nu"
        " gönderir misiniz?\n\nFirma unvanı: %(title)s\nİYS numarası: %(codes)s\nYetki istenen"
        " kişi: %(name)s\nGörevi: %(duty)s\n\nTeşekkürler."
    ) % {"title": title, "codes": codes, "name": row.full_name, "duty": row.duty or "—"}
    return f"mailto:{rules.access_email}?subject={quote(subject)}&body={quote(body)}"


def _move(actor: Actor, row: RegistryLogin, to: LoginState | None) -> RegistryLogin:
    actor.require("iys.login.change")
    with transaction.atomic():
        found = RegistryLogin.objects.select_for_update().get(pk=row.pk)
        if to is None or found.state != row.state:
            raise Conflict(
                _("Bu kayıt “%(state)s” durumunda.") % {"state": found.get_state_display()},
                code="login_state",
            )
        changes = {"state": [found.state, to.value]}
        found.state = to
        found.save(update_fields=["state", "changed_at"])
        trail.record(actor, "iys.login.moved", found, changes)
    return found  # type: ignore[no-any-return]
