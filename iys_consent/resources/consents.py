"""Onaylar: one line an address, its channels side by side (K-005, K-018, K-020, K-021)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from iys_consent import filtersets
from iys_consent.forms import AddressForm
from iys_consent.models import AddressKind, Channel, ConsentAddress, ConsentRecord, Dealer, Status
from iys_consent.permissions import DEALER_ACCESS
from iys_consent.queue_rights import EVIDENCE
from iys_consent.search import search_addresses
from iys_consent.selectors import history, validity
from iys_consent.selectors.validity import Validity
from iys_consent.services import changes, dealer_access
from iys_consent.words import source_label
from turkcell_hub.lib import email
from turkcell_hub.lib import phone as phones
from turkcell_hub.portal.forms import HubForm, LookupField
from turkcell_hub.portal.render import icon
from turkcell_hub.resources import Action, ActionKind, ActionResult, Column, Resource, register
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.services import signing

_LEVELS = {Status.APPROVED: "success", Status.REFUSED: "danger"}
_UNHELD = {
    Validity.WAITING: (_("Onay (İYS'de henüz yok)"), "warning"),
    Validity.VOID: (_("Onay (geçersiz: İYS'de yok)"), "secondary"),
}


class Standing(str):
    """The words of a channel's standing, with their colour."""

    level: str


def standing_of(channel: Channel) -> Callable[[], Callable[[ConsentAddress], str]]:
    """Words one channel of a page's rows; "" where there is none."""

    def per_page() -> Callable[[ConsentAddress], str]:
        judge, known = validity.reader(), cache(_standing)

        def found(row: ConsentAddress) -> str:
            for record in row.records.all():
                if record.channel == channel:
                    return known(Status(record.status), judge(record))
            return ""

        return found

    return per_page


def _standing(status: Status, held: Validity) -> Standing:
    words, level = _UNHELD.get(held, (status.label, _LEVELS[status]))
    made = Standing(words)
    made.level = level
    return made


def _latest(row: ConsentAddress) -> ConsentRecord | None:
    dated = [record for record in row.records.all() if record.consented_at]
    return max(dated, key=lambda record: record.consented_at, default=None)


def _latest_date(row: ConsentAddress) -> Any:
    latest = _latest(row)
    return latest.consented_at if latest else None


def _sources(row: ConsentAddress) -> str:
    codes = dict.fromkeys(record.source for record in row.records.all() if record.source)
    return ", ".join(source_label(code) for code in codes)


def _history_link(row: ConsentAddress) -> SafeString:
    url = reverse("consent-history", args=[row.pk])
    return format_html(
        '<a class="btn btn-sm" href="{0}" hx-get="{0}" hx-target="#dialog-body">{1} {2}</a>',
        url,
        icon("history"),
        _("Geçmiş"),
    )


class DealerChoice(HubForm):
    dealer = LookupField(
        "dealers",
        label=_("Bayi"),
        help_text=_("Yalnız bayinin markasına verilmiş onaylar; öbürleri seçili de olsa kalır."),
    )


def _access(
    do: Callable[[Actor, Dealer, QuerySet[Any]], int], said: Any, nothing: Any
) -> Callable[[Any, QuerySet[Any], Mapping[str, Any]], ActionResult]:
    def run(actor: Any, rows: QuerySet[Any], data: Mapping[str, Any]) -> ActionResult:
        dealer = data["dealer"]
        records = ConsentRecord.objects.filter(address__in=rows.order_by().values("pk"))
        count = do(actor, dealer, records)
        told = str(said if count else nothing) % {"dealer": dealer.title, "count": count}
        return ActionResult(told, touched=count)

    return run


def _edit_link(slug: str) -> Callable[[ConsentAddress], SafeString]:
    def link(row: ConsentAddress) -> SafeString:
        url = reverse(f"{slug}-edit", args=[row.pk])
        return format_html(
            '<a class="btn btn-sm" href="{}">{} {}</a>', url, icon("pencil"), _("Düzenle")
        )

    return link


def _state(name: str, label: Any, channel: Channel) -> Column:
    return Column(
        name, label, kind="state", per_page=standing_of(channel),
        badge=lambda standing: getattr(standing, "level", ""),
    )  # fmt: skip


def _last_columns(slug: str) -> tuple[Column, ...]:
    return (
        Column("recipient_type", _("Alıcı tipi"), order_by=("recipient_type", "sort_key")),
        # One address stands once for each brand: without the brand the rows look like doubles.
        Column("brand", _("Marka")),
        Column("source", _("İzin kaynağı"), value=_sources, hidden=True),
        Column("consented_at", _("İzin tarihi"), kind="datetime", value=_latest_date, hidden=True),
        Column("history", _("İzin Geçmişi"), value=_history_link, export=False),
        Column("edit", _("Düzenle"), value=_edit_link(slug), export=False),
    )


class _AddressResource(Resource):
    model = ConsentAddress
    rights = "iys.consent"
    section = "records"
    hides_rows = True
    form = AddressForm
    ordering = ("-pk",)
    can_add = False  # İzin Ekle is a page of its own: its information box must be read first
    can_delete = False  # consent is never deleted; it is refused
    actions = (
        Action(
            "open-to-dealer", _("Bayiye aç"), DEALER_ACCESS, ActionKind.BULK,
            _access(
                dealer_access.give,
                _("%(dealer)s: %(count)d izin İYS'ye bildiriliyor."),
                _(
                    "%(dealer)s: açılacak izin yok; seçtikleriniz ya bu bayiye zaten açık ya ret"
                    " ya da başka bir markanın."
                ),
            ),
            "building-store", form=DealerChoice, rest=False,
        ),
        Action(
            "close-to-dealer", _("Bayiye kapat"), DEALER_ACCESS, ActionKind.BULK,
            _access(
                dealer_access.take,
                _("%(dealer)s: %(count)d izin kapatıldı."),
                _("%(dealer)s: seçtikleriniz arasında bu bayiye açık izin yok."),
            ),
            "building-store", form=DealerChoice, danger=True, rest=False,
        ),
        Action(
            "evidence",
            _("Kanıt dosyasını indir"),
            EVIDENCE,
            ActionKind.ROW,
            icon="fingerprint",
            url=lambda row: reverse("consent-evidence", args=[row.pk]),
        ),
    )  # fmt: skip
    detail_template = "iys_consent/address.html"
    empty_title = _("Henüz izin kaydı yok")
    empty_text = _(
        "İzinleri tek tek ekleyin ya da Excel listesinden aktarın. Önce örnek dosyayı indirin."
    )
    search_placeholder = _("Ad Soyad veya Tel Ara")
    address_kind: ClassVar[AddressKind]

    def queryset(self, actor: Actor) -> QuerySet[Any]:  # type: ignore[override]
        """Addresses that the registry alone was asked about are no consents."""
        standing = ConsentRecord.objects.exclude(status="")
        rows = ConsentAddress.objects.filter(
            Exists(standing.filter(address=OuterRef("pk"))), kind=self.address_kind
        )
        return (
            actor.visible(rows)
            .select_related("brand")
            .prefetch_related(Prefetch("records", queryset=standing.order_by("channel")))
        )

    def search(self, queryset: QuerySet[Any], text: str) -> QuerySet[Any]:
        return search_addresses(queryset, text)

    def label_of(self, row: ConsentAddress) -> str:
        return row.full_name or masked(row.address)

    def initial_of(self, row: ConsentAddress) -> dict[str, Any]:
        return {"first_name": row.first_name, "last_name": row.last_name}

    def form_kwargs(self, actor: Any, row: Any | None) -> dict[str, Any]:
        return {"actor": actor, "kind": self.address_kind}

    def update(self, actor: Actor, row: Any, data: Mapping[str, Any]) -> ConsentAddress:  # type: ignore[override]
        return changes.edit(actor, row, data)

    def detail(self, actor: Actor, row: ConsentAddress) -> dict[str, Any]:  # type: ignore[override]
        return {
            "lines": history.of_address(actor, row),
            "accesses": history.accesses_of(actor, row),
            "address": row,
            "signing": signing.shown(),
            "shows_signing": actor.can(EVIDENCE),
        }


def masked(address: str) -> str:
    return email.mask(address) if "@" in address else phones.mask(address)


@register
class PhoneConsentResource(_AddressResource):
    slug = "consents"
    title = _("İYS Onayları")
    singular = _("İzin")
    icon = "shield-check"
    menu_order = 30
    address_kind = AddressKind.PHONE
    filterset = filtersets.PhoneFilter
    columns = (
        Column(
            "name",
            _("Kişi Adı Soyadı"),
            value=lambda r: r.full_name,
            order_by="sort_key",
            primary=True,
        ),
        Column("address", _("Alıcı"), kind="phone", order_by="address"),
        _state("call", _("Arama İzni"), Channel.CALL),
        _state("message", _("Mesaj İzni"), Channel.MESSAGE),
        *_last_columns("consents"),
    )


@register
class EmailConsentResource(_AddressResource):
    slug = "email-consents"
    title = _("İYS Onayları: E-Posta")
    singular = _("E-posta izni")
    icon = "mail"
    in_menu = False
    address_kind = AddressKind.EMAIL
    filterset = filtersets.EmailFilter
    columns = (
        Column(
            "name",
            _("Kişi Adı Soyadı"),
            value=lambda r: r.full_name,
            order_by="sort_key",
            primary=True,
        ),
        Column("address", _("Alıcı"), kind="email", order_by="address"),
        _state("email", _("E-Posta İzni"), Channel.EMAIL),
        *_last_columns("email-consents"),
    )
    search_placeholder = _("Ad Soyad veya e-posta ara")
