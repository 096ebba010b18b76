"""Mesaj Şablonları and the firm's own fields (L-061 … L-064)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from messaging import parameters
from messaging.models import UNSENT, Campaign, CustomField, MessageTemplate
from messaging.services.drafts import custom_field_codes
from messaging.services.naming import named
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid
from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.actor import Actor

_CODE = re.compile(r"[a-z][a-z0-9_]{0,29}")


def save(
    actor: Actor, template: MessageTemplate | None, data: Mapping[str, Any]
) -> MessageTemplate:
    """Creates or changes a template (code, name, category, text, authority_code).

    An unknown parameter or one without a fallback is ``Invalid``: nothing is saved (L-063).
    """
    actor.require(f"messaging.template.{'change' if template else 'add'}")
    with transaction.atomic():
        row = template or MessageTemplate(firm_id=actor.firm_id)
        for name in ("code", "name", "category", "text", "authority_code"):
            if name in data:
                setattr(row, name, data[name])
        row.text = row.text.replace("\r\n", "\n")
        parameters.parse(row.text, custom_field_codes())
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu kodla bir şablon zaten var."), code="template_code_taken", field="code"
            ) from None
        trail.record(actor, "template.changed" if template else "template.added", row)
    return row


def delete(actor: Actor, template: MessageTemplate) -> None:
    """Raises ``Conflict`` while a draft uses it (L-062); sent campaigns keep their text."""
    actor.require("messaging.template.delete")
    with transaction.atomic():
        drafts = Campaign.objects.filter(template=template, state__in=UNSENT)
        names = named(actor, drafts)
        if names:
            raise Conflict(
                _("“%(name)s” bir gönderim taslağında kullanılıyor: %(drafts)s.")
                % {"name": template.name, "drafts": names},
                code="template_in_use",
            )
        trail.record(actor, "template.deleted", template)
        template.delete()


def save_field(actor: Actor, field: CustomField | None, data: Mapping[str, Any]) -> CustomField:
    """Creates or changes one of the firm's own fields (label, code). An empty code is made
    from the label; a code cannot change later, because texts name it."""
    actor.require(f"messaging.field.{'change' if field else 'add'}")
    with transaction.atomic():
        row = field or CustomField(firm_id=actor.firm_id)
        row.label = str(data.get("label", row.label)).strip()
        if field is None:
            row.code = _code(str(data.get("code") or row.label))
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Conflict(
                _("Bu parametre adı zaten kullanılıyor."), code="field_code_taken", field="code"
            ) from None
        trail.record(actor, "field.changed" if field else "field.added", row)
    return row


def delete_field(actor: Actor, field: CustomField) -> None:
    """Raises ``Conflict`` while a template or a draft names the parameter."""
    actor.require("messaging.field.delete")
    needle = "{" + field.code
    with transaction.atomic():
        users = [
            *MessageTemplate.objects.filter(text__contains=needle),
            *Campaign.objects.filter(text__contains=needle, state__in=UNSENT),
        ]
        using = [user for user in users if field.code in parameters.names_in(user.text)]
        if using:
            names = (named(actor, type(user)._default_manager.filter(pk=user.pk)) for user in using)
            raise Conflict(
                _("{%(code)s} parametresi kullanılıyor: %(users)s.")
                % {"code": field.code, "users": ", ".join(list(dict.fromkeys(names))[:3])},
                code="field_in_use",
            )
        trail.record(actor, "field.deleted", field)
        field.delete()


def _code(text: str) -> str:
    code = re.sub(r"[^a-z0-9]+", "_", turkish.fold(text)).strip("_")[:30]
    if not _CODE.fullmatch(code) or code in {*parameters.BUILT_IN, *parameters.OF_ROOMS}:
        raise Invalid(
            _("Parametre adı küçük harfle başlamalı ve hazır parametrelerle çakışmamalı."),
            code="field_code_invalid",
            field="code",
        )
    return code
