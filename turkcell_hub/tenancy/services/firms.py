"""The firm itself: opened by the portal's operator, described by its Admin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor, system
from turkcell_hub.tenancy.models import Country, Firm, Membership, Role, User
from turkcell_hub.tenancy.services import people

_FIELDS = ("name", "legal_name", "country", "time_zone")


def change(actor: Actor, data: Mapping[str, Any]) -> Firm:
    """Firma bilgileri: name, legal_name, country, time_zone. Raises ``Invalid``."""
    actor.require("tenancy.firm.change")
    with transaction.atomic():
        firm = Firm.objects.select_for_update().get(pk=actor.firm_id)
        before = {name: getattr(firm, name) for name in _FIELDS}
        for name in _FIELDS:
            if name in data:
                setattr(firm, name, data[name].strip())
        _check(firm)
        firm.save(update_fields=_FIELDS)
        after = {name: getattr(firm, name) for name in _FIELDS}
        trail.record(actor, "tenancy.firm.change", firm, trail.changed(before, after))
    return firm


def open_firm(
    name: str,
    admin_name: str,
    admin_email: str,
    password: str,
    *,
    slug: str = "",
    country: str = Country.TURKIYE,
) -> tuple[Firm, Membership]:
    """A new firm and its first Admin, in one transaction.

    Raises ``Invalid`` (weak password, bad e-mail), and ``Conflict`` when the short name or the
    e-mail is taken: the first Admin is a new person, because nobody could ask the old one.
    """
    email = people.usable_email(admin_email)
    if User.objects.filter(email=email).exists():
        raise Conflict(_("Bu e-posta ile bir kullanıcı zaten var: %(email)s") % {"email": email})
    people.check_password_rules(password, User(email=email, full_name=admin_name))
    slug = slug or slugify(name.translate(str.maketrans("ıİ", "ii")))[:60]
    with transaction.atomic():
        if Firm.objects.filter(slug=slug).exists():
            raise Conflict(_("Bu kısa ad alınmış: %(slug)s") % {"slug": slug}, field="slug")
        firm = Firm(name=name.strip(), slug=slug, country=country)
        _check(firm)
        firm.save()
        user = User.objects.create_user(
            email, password, full_name=admin_name.strip(), email_proven_at=timezone.now()
        )
        with scope.firm_scope(firm.pk):
            admin = Membership.objects.create(
                firm=firm, user=user, full_name=user.full_name, role=Role.ADMIN
            )
            trail.record(system(firm.pk, "createfirm"), "tenancy.firm.add", firm)
    return firm, admin


def _check(firm: Firm) -> None:
    if not firm.name:
        raise Invalid(_("Firma adını yazın."), field="name")
    if firm.country not in Country.values:
        raise Invalid(_("Ülke türünü listeden seçin."), field="country")
    if firm.time_zone not in available_timezones():
        raise Invalid(_("Saat dilimini listeden seçin."), field="time_zone")
