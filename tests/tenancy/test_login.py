"""In and out of the portal."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from tests.support.firms import PASSWORD, client_for, make_member, make_user
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.tenancy.models import Authenticator, Firm, Membership, RecoveryCodes, User
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import second_factor

pytestmark = pytest.mark.django_db


def log_in(client: Client, user: User, password: str = PASSWORD, **data: str) -> Any:
    sent = {"username": user.email, "password": password, **data}
    return client.post(reverse("login"), sent)


def code_of(user: User, step: int = 0) -> str:
    """The code that the person's app shows now (``step``: half minutes from now)."""
    totp = TOTP(bytes.fromhex(Authenticator.objects.get(user=user).key))
    totp.time = time.time() + 30 * step
    return f"{totp.token():06}"


@pytest.fixture
def with_factor(admin: Membership) -> list[str]:
    """The admin has a second factor; returns his recovery codes."""
    second_factor.begin(admin.user)
    return second_factor.confirm(admin.user, code_of(admin.user))


def test_a_member_comes_in_and_the_session_gets_a_new_key(admin: Membership) -> None:
    client = Client()
    client.get(reverse("login"))
    answer = log_in(client, admin.user)

    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))
    first = client.session.session_key
    client.post(reverse("logout"))
    log_in(client, admin.user)
    assert client.session.session_key != first
    admin.refresh_from_db(from_queryset=Membership._base_manager.all())
    assert admin.last_login_at is not None
    assert AuditEntry.objects.filter(firm=admin.firm, action="tenancy.user.login").count() == 2


def test_the_address_may_be_typed_in_large_letters(admin: Membership) -> None:
    answer = Client().post(
        reverse("login"), {"username": f" {admin.user.email.upper()} ", "password": PASSWORD}
    )
    assert answer.status_code == 302


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(admin: Membership) -> None:
    asleep = make_user("Eski", is_active=False)
    answers = [
        log_in(Client(), admin.user, "yanlis-parola"),
        log_in(Client(), User(email="kimse@example.com"), "yanlis-parola"),
        log_in(Client(), asleep),
    ]
    texts = set()
    for answer in answers:
        assert answer.status_code == 422
        text = answer.content.decode()
        for one in (admin.user.email, "kimse@example.com", asleep.email):
            text = text.replace(one, "X")
        texts.add(text.split("<form")[0].split("hub-plain-card")[1])
    assert len(texts) == 1


@pytest.mark.parametrize(
    "bad",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"],
)
def test_nobody_is_sent_away_from_the_portal(admin: Membership, bad: str) -> None:
    answer = log_in(Client(), admin.user, next=bad)
    assert answer["Location"] == reverse("home")


def test_the_page_that_was_asked_for_comes_after_the_login(admin: Membership) -> None:
    assert log_in(Client(), admin.user, next="/users/?role=ADMIN")["Location"] == (
        "/users/?role=ADMIN"
    )


def test_somebody_with_a_second_factor_is_nobody_before_the_code(
    admin: Membership, with_factor: list[str]
) -> None:
    client = Client()
    answer = log_in(client, admin.user, next="/users/")
    assert answer["Location"].startswith(reverse("second-factor-verify"))
    for name in ("home", "profile", "password-change", "second-factor"):
        refused = client.get(reverse(name))
        assert refused.status_code == 302
        assert refused["Location"].startswith(reverse("second-factor-verify"))

    before = client.session.session_key
    answer = client.post(
        reverse("second-factor-verify"), {"code": code_of(admin.user, 1), "next": "/users/"}
    )
    assert answer["Location"] == "/users/"
    assert client.session.session_key != before
    assert client.get(reverse("profile")).status_code == 200


def test_a_code_works_once(admin: Membership, with_factor: list[str]) -> None:
    code = code_of(admin.user, 1)
    assert second_factor.verify(admin.user, code) is not None
    Authenticator.objects.update(throttling_failure_count=0)
    assert second_factor.verify(admin.user, code) is None


def test_a_recovery_code_works_once_however_it_is_typed(
    admin: Membership, with_factor: list[str]
) -> None:
    client = Client()
    log_in(client, admin.user)
    typed = with_factor[0].upper().replace("-", " ")
    assert client.post(reverse("second-factor-verify"), {"code": typed}).status_code == 302
    assert second_factor.codes_left(admin.user) == 9
    assert second_factor.verify(admin.user, with_factor[0]) is None


def test_wrong_codes_make_even_the_right_one_wait(
    admin: Membership, with_factor: list[str]
) -> None:
    client = Client()
    log_in(client, admin.user)
    url = reverse("second-factor-verify")
    for _ in range(2):
        assert client.post(url, {"code": "000000"}).status_code == 422
    assert client.post(url, {"code": code_of(admin.user)}).status_code == 422


def test_nothing_in_the_tables_gives_a_second_factor_away(
    admin: Membership, with_factor: list[str]
) -> None:
    from django.db import connection

    key = Authenticator.objects.get(user=admin.user).key
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM tenancy_authenticator")
        assert key not in str(cursor.fetchall())
    stored = str(RecoveryCodes.objects.values())
    assert not any(code in stored or code.replace("-", "") in stored for code in with_factor)


def test_the_second_factor_is_set_up_with_a_picture_and_a_first_code(
    admin: Membership, mails_at_once: None, django_capture_on_commit_callbacks: Any
) -> None:
    client = client_for(admin)
    setup = reverse("second-factor-setup")
    assert client.get(setup).status_code == 302  # not without the password
    assert client.post(reverse("second-factor"), {"current_password": "yanlis"}).status_code == 422

    answer = client.post(reverse("second-factor"), {"current_password": PASSWORD}, follow=True)
    page = answer.content.decode()
    assert "<svg" in page
    assert "style=" not in page.split("hub-qr")[1].split("</figure>")[0]
    assert client.post(setup, {"code": "123"}).status_code == 422
    Authenticator.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(setup, {"code": code_of(admin.user)})

    assert answer.content.decode().count("<li><code>") == 10
    assert "no-store" in answer["Cache-Control"]
    assert second_factor.is_on(admin.user)
    assert client.get(reverse("profile")).status_code == 200  # this session has proved itself
    assert [sent.to for sent in mail.outbox] == [[admin.user.email]]


def test_switching_it_off_needs_password_and_code(
    admin: Membership, with_factor: list[str]
) -> None:
    client = Client()
    log_in(client, admin.user)
    client.post(reverse("second-factor-verify"), {"code": with_factor[0]})
    url = reverse("second-factor")
    for wrong in (
        {"current_password": PASSWORD, "current_code": "000000"},
        {"current_password": "yanlis", "current_code": with_factor[1]},
        {"current_password": PASSWORD},
    ):
        assert client.post(url, {"do": "off", **wrong}).status_code == 422
    assert second_factor.is_on(admin.user)

    Authenticator.objects.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    right = {"do": "off", "current_password": PASSWORD, "current_code": with_factor[1]}
    assert client.post(url, right).status_code == 302
    assert not second_factor.is_on(admin.user)


@pytest.mark.requirement("S-080")
def test_a_new_password_ends_the_other_sessions(admin: Membership) -> None:
    here, elsewhere = client_for(admin), client_for(admin)
    new = "Yeni-Mavi-Kayik-19"
    answer = here.post(
        reverse("password-change"),
        {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
    )

    assert answer.status_code == 302
    assert here.get(reverse("profile")).status_code == 200
    assert elsewhere.get(reverse("profile")).status_code == 302
    admin.user.refresh_from_db()
    assert admin.user.check_password(new)
    assert admin.user.password_changed_at is not None


@pytest.mark.requirement("S-080")
@pytest.mark.parametrize(
    ("old", "new", "again"),
    [
        ("yanlis", "Yeni-Mavi-Kayik-19", "Yeni-Mavi-Kayik-19"),
        (PASSWORD, "Yeni-Mavi-Kayik-19", "Yeni-Mavi-Kayik-20"),
        (PASSWORD, "12345", "12345"),
        (PASSWORD, "1234567890123", "1234567890123"),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    admin: Membership, old: str, new: str, again: str
) -> None:
    client = client_for(admin)
    answer = client.post(
        reverse("password-change"),
        {"old_password": old, "new_password1": new, "new_password2": again},
    )
    assert answer.status_code == 422
    admin.user.refresh_from_db()
    assert admin.user.check_password(PASSWORD)


@pytest.mark.requirement("S-080")
def test_an_old_password_is_advised_against(admin: Membership) -> None:
    def read(path: str) -> bool:
        return "Parolanız uzun süredir aynı" in client.get(path).content.decode()

    for days, advised in ((1, False), (200, True)):
        User.objects.update(password_changed_at=timezone.now() - timedelta(days=days))
        client = Client()
        log_in(client, admin.user)
        once = read(reverse("profile"))  # said when one comes in, and again where it is changed
        assert (once, read(reverse("password-change"))) == (advised, advised), days
        assert ("uzun süredir aynı" in client.get(reverse("profile")).content.decode()) is advised


def test_a_forgotten_password_is_set_by_mail_and_the_link_works_once(
    admin: Membership, mails_at_once: None, django_capture_on_commit_callbacks: Any
) -> None:
    elsewhere = client_for(admin)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("password-reset"), {"email": admin.user.email.upper()})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/" in line)
    path = link[link.index("/password/") :]

    client = Client()
    form = client.get(path, follow=True)
    new = "Yeni-Mavi-Kayik-19"
    saved = client.post(form.redirect_chain[-1][0], {"new_password1": new, "new_password2": new})
    assert saved["Location"] == reverse("login")
    assert elsewhere.get(reverse("profile")).status_code == 302
    admin.user.refresh_from_db()
    assert admin.user.check_password(new)
    assert "kullanılmış" in Client().get(path, follow=True).content.decode()


def test_asking_for_a_reset_tells_nothing_and_cannot_flood(
    admin: Membership, mails_at_once: None, django_capture_on_commit_callbacks: Any
) -> None:
    pages = []
    with django_capture_on_commit_callbacks(execute=True):
        for email in (admin.user.email, "kimse@example.com", admin.user.email):
            answer = Client().post(reverse("password-reset"), {"email": email})
            pages.append((answer.status_code, answer.content.decode().split("<body")[0]))
    assert len({status for status, _page in pages}) == 1
    assert len(mail.outbox) == 1


def test_a_new_number_needs_the_password(admin: Membership) -> None:
    client = client_for(admin)
    url = reverse("profile")
    data = {"full_name": "Adnan A.", "phone": "0532 123 45 67"}
    assert client.post(url, data).status_code == 422
    assert client.post(url, {**data, "current_password": "yanlis"}).status_code == 422
    assert client.post(url, {**data, "current_password": PASSWORD}).status_code == 302

    with firm_scope(admin.firm_id):
        admin.refresh_from_db()
    assert admin.phone == "+905321234567"
    assert admin.phone_changed_at is not None
    assert "1234567" not in str(list(AuditEntry.objects.values()))


def test_a_name_needs_no_password(admin: Membership) -> None:
    client = client_for(admin)
    assert (
        client.post(reverse("profile"), {"full_name": "Adnan A.", "phone": ""}).status_code == 302
    )
    admin.user.refresh_from_db()
    assert admin.user.full_name == "Adnan A."


def test_a_person_moves_between_his_firms_and_into_no_other(
    admin: Membership, other_firm: Firm, stranger: Membership
) -> None:
    third = Firm.objects.create(name="Üçüncü", slug="ucuncu")
    make_member(third, user=admin.user)
    client = client_for(admin)
    url = reverse("firm-switch")

    assert client.post(url, {"firm": third.pk}).status_code == 302
    assert client.session["firm_id"] == third.pk
    for wrong in (str(other_firm.pk), "0", "abc", "", "999999999999999999999"):
        assert client.post(url, {"firm": wrong}).status_code == 404
    assert client.session["firm_id"] == third.pk
    assert client.get(url).status_code == 405


def test_logging_out_is_a_decision(admin: Membership) -> None:
    client = client_for(admin)
    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))
    assert client.get(reverse("profile")).status_code == 302


def test_a_person_without_a_firm_reaches_his_account_alone() -> None:
    client = client_for(make_user())
    assert client.get(reverse("profile")).status_code == 200
    assert client.get(reverse("home")).status_code == 403


@pytest.mark.parametrize("name", ["login", "password-reset"])
def test_the_pages_in_front_of_the_door_ask_no_other_host(name: str) -> None:
    answer = Client().get(reverse(name))
    policy = answer["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "https://" not in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_sessions_cookie_is_kept_from_scripts_and_other_sites(admin: Membership) -> None:
    client = Client()
    log_in(client, admin.user)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_forms_are_refused_without_their_token(admin: Membership) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(reverse("login"), {"username": "a@b.com", "password": PASSWORD})
    assert answer.status_code == 403
