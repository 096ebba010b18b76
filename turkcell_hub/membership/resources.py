"""Üyelik Dosyaları: the list, one file as the reviewer sees it, and the dated rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib.phone import format_national
from turkcell_hub.membership import checklist, permissions, selectors
from turkcell_hub.membership.catalogue import Kind
from turkcell_hub.membership.forms import RulesForm
from turkcell_hub.membership.models import Dossier, MembershipRules
from turkcell_hub.membership.services import dossiers, opening, reviewing, rules
from turkcell_hub.membership.states import (
    ENDS,
    WITH_APPLICANT,
    WITH_REVIEWER,
    Programme,
    State,
    badge,
    file_badge,
)
from turkcell_hub.resources import Column, Resource, register
from turkcell_hub.tenancy.resources.base import SettingsResource


class DossierFilter(django_filters.FilterSet):
    programme = django_filters.ChoiceFilter(label=_("Dosya"), choices=Programme.choices)
    state = django_filters.MultipleChoiceFilter(label=_("Durum"), choices=State.choices)

    class Meta:
        model = Dossier
        fields = ("programme", "state")


@register
class MembershipResource(Resource):
    slug = "memberships"
    model = Dossier
    title = _("Üyelik Dosyaları")
    singular = _("Üyelik Dosyası")
    rights = "membership.dossier"
    section = "applications"
    icon = "id-badge"
    menu_order = 6
    filterset = DossierFilter
    can_add = can_change = can_delete = False
    detail_template = "membership/dossier.html"
    columns = (
        Column("reference", _("Üyelik no"), primary=True),
        Column("programme", _("Dosya"), kind="state"),
        Column("legal_name", _("Kurum")),
        Column("state", _("Durum"), kind="state"),
        Column("payment_type", _("Ödeme türü"), kind="state"),
        Column("courier", _("Kargo")),
        Column("tracking_number", _("Gönderi takip no")),
        Column("created_at", _("Oluşturulma"), kind="datetime", order_by="pk"),
        Column("sent_at", _("Gönderilme"), kind="datetime"),
        Column("by_label", _("Başlatan"), hidden=True),
    )
    empty_title = _("Henüz üyelik dosyası yok")
    empty_text = _(
        "Toplu SMS üyeliği üç adımdır: ödeme türü, belgeler, gönderim. Başvurular > Üyelik"
        " sayfasından başlayın; yarım kalan dosya sizi bekler."
    )

    def detail(self, actor: Any, row: Dossier) -> dict[str, Any]:
        found = checklist.of(row)
        lines = [
            (
                line,
                [(file, file_badge(file.state), selectors.may_open(actor, file))
                 for file in line.files],
            )
            for line in found.lines
        ]  # fmt: skip
        is_iys = row.programme == Programme.IYS
        reviews = actor.can(reviewing.right_for(row))
        return {
            "badge": badge(row.state),
            "checklist": found,
            "lines": lines,
            "data": [] if is_iys else _written(row, found.kind),
            "why_rejected": row.events.filter(state=State.REJECTED).last()
            if row.state == State.REJECTED
            else None,
            "events": [(event, badge(event.state)) for event in row.events.all()],
            "judges": reviews and row.state in WITH_REVIEWER,
            "is_iys": is_iys,
            "next_steps": opening.steps(actor, row)
            if row.state == State.APPROVED and not is_iys
            else [],
            "said": row.registration if is_iys else None,
            "decides": reviews and row.state == State.IN_REVIEW,
            "starts": reviews and row.state == State.SENT,
            "rejects": reviews and row.state in (State.IN_REVIEW, State.RETURNED),
            "fills": actor.can(permissions.CHANGE) and row.state in WITH_APPLICANT,
            "is_over": row.state in ENDS,
            "begins": actor.can(permissions.ADD) and dossiers.live(row.programme) is None,
        }


def _written(row: Dossier, kind: Kind | None) -> list[tuple[Any, Any]]:
    """What the applicant wrote and the papers are held against."""
    said = [
        (_("Kurum türü"), kind),
        (_("Kurumun tam adı"), row.legal_name),
        (_("Vergi no"), row.tax_number),
        (_("Vergi dairesi"), row.tax_office),
        (_("Adres"), row.address),
        (_("İmza yetkilisi"), row.officer),
        (_("Görevi"), row.officer_title),
        (_("Telefon"), format_national(row.phone) if row.phone else ""),
        (_("E-posta"), row.email),
        (_("Karar ya da sözleşme tarihi"), f"{row.paper_day:%d.%m.%Y}" if row.paper_day else ""),
        (
            _("Kurumsal hat numarası"),
            format_national(row.corporate_line) if row.corporate_line else "",
        ),
    ]
    return [(label, value) for label, value in said if value]


@register
class MembershipRulesResource(SettingsResource):
    slug = "membership-rules"
    model = MembershipRules
    title = _("Üyelik Kuralları")
    singular = _("Üyelik Kuralı")
    rights = "membership.rules"
    icon = "id-badge"
    menu_order = 66
    ordering = ("-valid_from", "-pk")
    form = RulesForm
    can_change = can_delete = False
    columns = (
        Column("valid_from", _("Geçerlilik başlangıcı"), kind="date", order_by="valid_from",
               primary=True),
        Column("supplier", _("Tedarikçi")),
        Column("supplier_address", _("Evrak adresi")),
        Column("iys_address", _("İYS'nin posta adresi")),
        Column("most_megabytes", _("Dosya sınırı (MB)"), kind="number"),
        Column("most_files", _("Belge başına dosya"), kind="number"),
        Column("identity_days", _("Kimlik saklama (gün)"), kind="number"),
        Column("by_label", _("Tanımlayan")),
    )  # fmt: skip
    empty_title = _("Başlangıç kuralları geçerli")
    empty_text = _(
        "Evrak tedarikçinin adresine gider; dosya en çok 8 MB'tır; kimlik belgeleri üyelik"
        " sonuçlandıktan 90 gün sonra silinir. Değişiklik, geçerlilik tarihiyle eklenir."
    )

    def queryset(self, actor: Any) -> QuerySet[Any]:
        return MembershipRules.objects.all()

    def create(self, actor: Any, data: Mapping[str, Any]) -> MembershipRules:
        return rules.add(actor, data)
