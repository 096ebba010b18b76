"""Lists of cards, a list from a file, and the page of a document."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.erp.world import bill
from turkcell_hub.erp.models import Account, Contact, ServiceCard
from turkcell_hub.erp.services import documents
from turkcell_hub.jobs.imports import APPLY
from turkcell_hub.jobs.models import Job
from turkcell_hub.jobs.services import jobs
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm

pytestmark = pytest.mark.django_db

LIST = (
    "Cari Kodu;Unvan;Vergi No;Telefon;Yetki Kodu\n"
    "120.01;Işık Ticaret;1234567890;0532 123 45 67;\n"
    "320.01;Turkcell İletişim A.Ş.;;;\n"
    "120.02;;;;\n"
).encode()


def test_a_list_says_how_fresh_it_is(stocked: Firm, staff_client: Client) -> None:
    page = staff_client.get("/erp-accounts/").content.decode()
    assert "ERP&#x27;den son yenileme" in page or "ERP'den son yenileme" in page
    assert "Turkcell İletişim" in page


def test_accounts_come_from_a_list_previewed_first(
    stocked: Firm, actor: Actor, admin_client: Client, staff_client: Client
) -> None:
    address = "/erp/import/account/"
    assert staff_client.get(address).status_code == 403
    assert "Cari Kodu" in admin_client.get(address).content.decode()
    assert admin_client.get(f"{address}sample/").status_code == 200
    file = SimpleUploadedFile("cariler.csv", LIST, content_type="text/csv")
    assert admin_client.post(address, {"file": file}).status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.result["counts"] == {"NEW": 1, "SAME": 1, "ERROR": 1}, job.error
    assert Account.objects.count() == 1
    jobs.confirm(actor, job, APPLY, {})
    jobs.run(job.pk)
    assert Account.objects.get(code="120.01").phone == "+905321234567"


@pytest.mark.parametrize(
    ("kind", "text", "model"),
    [
        ("contact", "Kodu;Cari Kodu;Adı;Cep Telefonu\nK1;320.01;Ayşe;0532 123 45 67\n", Contact),
        ("service_card", "Kodu;Açıklama;Türü;KDV Oranı\n770.9;Data;Alınan;%20\n", ServiceCard),
    ],
)
def test_each_kind_of_card_has_its_list(
    stocked: Firm, actor: Actor, admin_client: Client, kind: str, text: str, model: type
) -> None:
    before = model.objects.count()  # type: ignore[attr-defined]
    file = SimpleUploadedFile("liste.csv", text.encode(), content_type="text/csv")
    assert admin_client.post(f"/erp/import/{kind}/", {"file": file}).status_code == 302
    job = Job.objects.get()
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.result["counts"] == {"NEW": 1}, (job.error, list(job.rows.values("notes")))
    jobs.confirm(actor, job, APPLY, {})
    jobs.run(job.pk)
    assert model.objects.count() == before + 1  # type: ignore[attr-defined]


def test_the_page_of_a_document_says_what_stands_in_its_way(
    stocked: Firm, clerk: Actor, staff_client: Client
) -> None:
    document = documents.draft(stocked, bill(kind="issued_service"), clerk)
    page = staff_client.get(f"/erp-documents/{document.pk}/").content.decode()
    assert "bu belgede kullanılamaz" in page
    assert "₺130,00" in page
    assert staff_client.get(f"/erp-documents/{document.pk}/xml/").status_code == 200
    assert "TCL2026000000001" in staff_client.get("/erp-documents/").content.decode()
