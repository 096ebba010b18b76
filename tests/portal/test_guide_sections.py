"""The guide's map of the module: its jobs stand in one menu, its operations behind their rights."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.support.firms import client_for, make_member
from turkcell_hub.tenancy.models import Firm, Role

pytestmark = pytest.mark.django_db

# The six jobs of the module, by the page where each begins.
JOBS = {
    "Ekip takibi": "/field-phones/",
    "Harita": "/field-map/",
    "SMS": "/compose/",
    "İş akışında OTP": "/my-tasks/",
    "Turkcell faturalarının toplu aktarımı": "/bill-transfer/",
    "Mobil bilgilendirme": "/subscribers/",
}
# Intake of bills, team tracking, bulk messages, the password of the bill transfer.
OPERATIONS = ("/bill-transfer/", "/field-map/", "/compose/", "/bill-password/")


def menu_of(client: Client) -> set[str]:
    return set(re.findall(r'href="(/[^"]*)"', client.get("/").content.decode()))


@pytest.fixture
def admin(in_firm: Firm) -> Client:
    return client_for(make_member(in_firm, Role.ADMIN))


@pytest.mark.requirement("L-001")
def test_all_six_jobs_are_one_click_away_from_any_page(admin: Client) -> None:
    menu = menu_of(admin)
    for job, url in JOBS.items():
        assert url in menu, job
        assert admin.get(url, follow=True).status_code == 200, job


@pytest.mark.requirement("L-004")
def test_the_four_operations_are_reached_by_those_who_may_and_by_nobody_else(
    admin: Client, in_firm: Firm
) -> None:
    customer = client_for(make_member(in_firm, Role.CUSTOMER))
    shown = menu_of(customer)
    for url in OPERATIONS:
        assert admin.get(url, follow=True).status_code == 200
        assert url not in shown
        assert customer.get(url).status_code == 403
        assert Client().get(url).status_code == 302
