"""Gönderen kimliği: kept with checks, and read as the content rules want it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Invalid
from turkcell_hub.lib import identity as numbers
from turkcell_hub.lib.content_rules import Sender
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, SenderIdentity

FIELDS = (
    "kind", "mersis", "short_titles", "title_by_sender", "person_name", "tckn", "phone", "fax",
    "email", "refusal_number", "refusal_keyword", "refusal_text",
)  # fmt: skip


def of_firm(firm_id: int) -> SenderIdentity:
    """The firm's identity; an empty one that is not stored yet while it has none."""
    found = SenderIdentity.objects.filter(firm_id=firm_id).first()
    return found or SenderIdentity(firm_id=firm_id)


def change(actor: Actor, data: Mapping[str, Any]) -> SenderIdentity:
    """Keeps the given fields. Raises ``Invalid`` for a MERSİS, TCKN or short number that cannot
    be right (field names as in the model)."""
    actor.require("tenancy.firm.change")
    with transaction.atomic():
        Firm.objects.select_for_update().get(pk=actor.firm_id)  # two at once make one row
        row = of_firm(actor.firm_id)
        before = {name: getattr(row, name) for name in FIELDS}
        for name in FIELDS:
            if name in data:
                value = data[name]
                setattr(row, name, value.strip() if isinstance(value, str) else value)
        row.mersis = re.sub(r"[ .\-]", "", row.mersis)
        row.refusal_keyword = row.refusal_keyword or "RET"
        _check(row)
        row.save()
        after = {name: getattr(row, name) for name in FIELDS}
        changes = trail.changed(before, after)
        if "tckn" in changes:
            changes["tckn"] = [
                numbers.mask_tckn(str(one)) if one else "" for one in changes["tckn"]
            ]
        trail.record(actor, "tenancy.identity.change", row, changes)
    return row


def sender_of(firm_id: int) -> Sender:
    """The firm as the content rules see it."""
    row = of_firm(firm_id)
    legal = Firm.objects.filter(pk=firm_id).values_list("legal_name", flat=True).first() or ""
    short = [name.strip() for name in row.short_titles.split(",")]
    return Sender(
        kind=row.kind,
        mersis=row.mersis,
        titles=tuple(filter(None, (legal, *short))),
        person_name=row.person_name,
        tckn=row.tckn,
        contacts=tuple(filter(None, (row.phone, row.email, row.fax))),
        refusal_number=row.refusal_number,
        refusal_keywords=(row.refusal_keyword,),
        title_by_sender=row.title_by_sender,
    )


def missing(row: SenderIdentity) -> list[str]:
    """What the firm's data still lack for a commercial message, in words."""
    sender = sender_of(row.firm_id)
    wanted = {
        _("ret numarası"): sender.refusal_number,
        _("iletişim bilgisi"): sender.contacts,
    }
    if row.kind == SenderIdentity.Kind.MERCHANT:
        wanted |= {_("MERSİS numarası"): sender.mersis, _("ticari unvan"): sender.titles}
    else:
        wanted |= {_("ad soyad"): sender.person_name, _("T.C. kimlik numarası"): sender.tckn}
    return [name for name, value in wanted.items() if not value]


def elements(firm_id: int) -> dict[str, str]:
    """What the insert buttons write, by element; "" where the firm's data lack it. Plain
    letters, so that the footer never makes a text dearer by itself."""
    row, sender = of_firm(firm_id), sender_of(firm_id)
    number, word = row.refusal_number, row.refusal_keyword
    refusal = row.refusal_text or (f"Ret: {word} yaz {number}" if number else "")
    contact = sender.contacts[0] if sender.contacts else ""
    label = "Tel " if contact and contact == row.phone else "Faks " if contact == row.fax else ""
    found = {
        "title": sender.titles[0] if sender.titles else "",
        "mersis": f"Mersis {row.mersis}" if row.mersis else "",
        "name": row.person_name,
        "tckn": f"TC {row.tckn}" if row.tckn else "",
        "contact": f"{label}{contact}" if contact else "",
        "refusal": refusal,
    }
    away = ("name", "tckn") if row.kind == SenderIdentity.Kind.MERCHANT else ("title", "mersis")
    return {name: text for name, text in found.items() if name not in away}


def _check(row: SenderIdentity) -> None:
    if row.mersis and not numbers.is_mersis(row.mersis):
        raise Invalid(
            _("MERSİS numarası doğru değil: 16 hanedir, 0 ve vergi numaranızla (ya da T.C. kimlik"
              " numaranızla) başlar."),
            field="mersis",
        )  # fmt: skip
    if row.tckn and not numbers.is_tckn(row.tckn):
        raise Invalid(_("T.C. kimlik numarası doğru değil; 11 hanesini denetleyin."), field="tckn")
    if row.refusal_number and not re.fullmatch(r"\d{3,12}", row.refusal_number):
        raise Invalid(_("Ret kısa numarası yalnız rakamdır, örneğin 4605."), field="refusal_number")
    if row.refusal_text and (
        row.refusal_number not in row.refusal_text or row.refusal_keyword not in row.refusal_text
    ):
        raise Invalid(
            _("Ret metninde ret kelimesi ve kısa numara geçmelidir, örneğin “%(word)s yaz"
              " %(number)s”.")
            % {"word": row.refusal_keyword, "number": row.refusal_number or "4605"},
            field="refusal_text",
        )  # fmt: skip
