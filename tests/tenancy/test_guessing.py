"""Wrong passwords: who guesses waits, and nobody else for his sake."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.support.firms import PASSWORD, make_user
from tests.tenancy.test_login import log_in
from turkcell_hub.tenancy.models import Membership, User

pytestmark = pytest.mark.django_db


def test_five_wrong_passwords_close_the_door_in_every_spelling(admin: Membership) -> None:
    client = Client()
    spellings = [admin.user.email, admin.user.email.upper(), admin.user.email.title()]
    for number in range(5):
        answer = client.post(
            reverse("login"), {"username": spellings[number % 3], "password": "yanlis"}
        )
    assert answer.status_code == 429
    assert "15 dakika" in answer.content.decode()
    assert log_in(client, admin.user).status_code == 429


def _guess(address: str, user: User, **more: str) -> int:
    """A wrong password from ``address`` through the one proxy; the answer's status."""
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=address)
    return int(log_in(client, user, **{"password": "yanlis", **more}).status_code)


def test_behind_a_proxy_wrong_passwords_lock_out_the_guesser_alone(
    admin: Membership, settings: Any
) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    # What stands to the left of the proxy's own word is the guesser's claim, and changes.
    guesses = [_guess(f"192.0.2.{n}, 203.0.113.9", admin.user) for n in range(5)]
    assert guesses == [422] * 4 + [429]
    assert _guess("203.0.113.9", admin.user, password=PASSWORD) == 429
    assert _guess("198.51.100.4", admin.user, password=PASSWORD) == 302


def test_a_network_that_tries_many_accounts_waits_and_no_other(
    admin: Membership, settings: Any
) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    assert settings.LOGIN_ACCOUNTS_LIMIT == 20
    settings.LOGIN_ACCOUNTS_LIMIT = 3
    guesser, office = "203.0.113.9", "198.51.100.4"
    people = [User(email=f"tahmin{n}@example.com") for n in range(4)]
    assert [_guess(guesser, one) for one in people[:3]] == [422] * 3
    assert _guess(guesser, admin.user, password=PASSWORD) == 302, "three accounts may fail"
    assert _guess(guesser, people[3]) == 422, "a success in between has reset nothing"
    client = Client(REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=guesser)
    answer = log_in(client, admin.user)
    assert answer.status_code == 429, "also with a right password"
    assert "çok sayıda değişik hesabın" in answer.content.decode()
    assert [_guess(guesser, User(email=f"baska{n}@example.com")) for n in range(3)] == [429] * 3
    assert AccessAttempt.objects.count() == 4, "what is refused makes the wait no longer"
    assert _guess(office, admin.user, password=PASSWORD) == 302, "others do not wait"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert _guess(guesser, admin.user, password=PASSWORD) == 302


def test_one_person_who_mistypes_locks_no_office(admin: Membership, settings: Any) -> None:
    settings.LOGIN_ACCOUNTS_LIMIT = 1
    office = "198.51.100.4"
    settings.TRUSTED_PROXY_COUNT = 1
    other = make_user("Öteki")
    for browser in ("Firefox", "Chrome", "Safari"):
        client = Client(
            REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=office, HTTP_USER_AGENT=browser
        )
        for _once in range(2):
            answer = log_in(client, other, "yanlis")
    assert answer.status_code == 429
    assert "Art arda çok sayıda" in answer.content.decode()
    assert _guess(office, admin.user, password=PASSWORD) == 302


def test_a_line_of_ipv6_guesses_no_more_often_by_changing_its_address(
    admin: Membership, settings: Any
) -> None:
    settings.TRUSTED_PROXY_COUNT = 1
    guesses = [_guess(f"2001:db8:1:2::{n:x}", admin.user) for n in range(1, 6)]
    assert guesses == [422] * 4 + [429]
    assert _guess("2001:db8:1:3::1", admin.user, password=PASSWORD) == 302
