"""The five lists of Ana Kayıtlar through their pages: open, search, add, change, delete (L-002)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fieldteams.models import FieldPhone
from invoices.models import MatchingTable, Transfer
from messaging.models import Campaign, CampaignRecipient, Group, MessageTemplate, Subscriber
from tests.invoices.world import make_cards
from tests.support.firms import actor_for, client_for, make_firm, make_member
from tests.support.messaging import make_draft, make_subscriber
from turkcell_hub.tenancy.models import Firm, Membership
from turkcell_hub.tenancy.scope import firm_scope

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("L-002")]


@pytest.fixture
def firm() -> Iterator[Firm]:
    made = make_firm()
    with firm_scope(made.pk):
        yield made


@pytest.fixture
def admin(firm: Firm) -> Membership:
    return make_member(firm, "ADMIN")


def _table_form(firm: Firm) -> dict[str, Any]:
    return {"code": "TC1", "name": "Merkez faturası", "account": make_cards(firm).account.pk}


FORMS: dict[str, Callable[[Firm], dict[str, Any]]] = {
    "field-phones": lambda firm: {
        "phone": "0532 100 00 01", "description": "Işık Bornova", "work_days": ["1", "2"],
    },
    "matching-tables": _table_form,
    "templates": lambda firm: {
        "code": "HAZIR", "name": "Işık hazır", "category": "DIGER", "text": "Siparişiniz hazır.",
    },
    "subscribers": lambda firm: {
        "kind": "DIGER", "phone": "0532 100 00 02", "first_name": "Işık", "last_name": "Bornova",
    },
    "groups": lambda firm: {"name": "Işık bayileri"},
}  # fmt: skip
MODELS: dict[str, Any] = {
    "field-phones": FieldPhone,
    "matching-tables": MatchingTable,
    "templates": MessageTemplate,
    "subscribers": Subscriber,
    "groups": Group,
}
CHANGES: dict[str, tuple[str, str]] = {
    "field-phones": ("description", "Işık Karşıyaka"),
    "matching-tables": ("name", "Şube faturası"),
    "templates": ("name", "Işık yolda"),
    "subscribers": ("last_name", "Karşıyaka"),
    "groups": ("name", "Işık müşterileri"),
}
REASONS = {
    "field-phones": "İzlemeyi sonlandır",
    "matching-tables": "fatura aktarılmış",
    "templates": "gönderim taslağında kullanılıyor",
    "subscribers": "gönderim taslağında kullanılıyor",
    "groups": "gönderim taslağında kullanılıyor",
}


def _use(slug: str, row: Any, member: Membership) -> None:
    """Something of the firm stands on the record."""
    if slug == "field-phones":
        FieldPhone.objects.filter(pk=row.pk).update(state="ONAYLANDI")
        return
    if slug == "matching-tables":
        Transfer.objects.create(firm_id=row.firm_id, table=row, date=timezone.localdate())
        return
    other = make_subscriber(member.firm, "+905321000099")
    draft = make_draft(actor_for(member), "Merhaba", [other])
    if slug == "templates":
        Campaign.objects.filter(pk=draft.pk).update(template=row)
    elif slug == "groups":
        draft.groups.add(row)
    else:
        CampaignRecipient.objects.create(firm_id=row.firm_id, campaign=draft, subscriber=row)


def _free(slug: str, row: Any) -> None:
    if slug == "field-phones":
        FieldPhone.objects.filter(pk=row.pk).update(state="GERI_ALINDI")
    elif slug == "matching-tables":
        Transfer.objects.filter(table=row).delete()
    else:
        Campaign.objects.all().delete()


@pytest.mark.parametrize("slug", FORMS)
def test_a_master_list_opens_searches_adds_changes_and_refuses_to_delete_what_is_used(
    slug: str, firm: Firm, admin: Membership
) -> None:
    client: Client = client_for(admin)
    form = FORMS[slug](firm)
    assert client.get(f"/{slug}/").status_code == 200
    added = client.post(f"/{slug}/add/", form)
    assert added.status_code == 302, added.content.decode()
    [row] = MODELS[slug].objects.all()
    name, value = CHANGES[slug]
    assert client.post(f"/{slug}/{row.pk}/edit/", {**form, name: value}).status_code == 302
    page = client.get(f"/{slug}/", {"q": value}).content.decode()
    assert value in page
    nothing = client.get(f"/{slug}/", {"q": "yoktur"}).content.decode()
    assert value not in nothing
    _use(slug, row, admin)
    refused = client.post(f"/{slug}/{row.pk}/delete/")
    assert refused.status_code == 422
    assert REASONS[slug] in refused.content.decode()
    assert MODELS[slug].objects.filter(pk=row.pk).exists()
    _free(slug, row)
    assert client.post(f"/{slug}/{row.pk}/delete/").status_code == 302
    assert not MODELS[slug].objects.filter(pk=row.pk).exists()
