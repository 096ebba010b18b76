"""The firm's people (K-070 … K-075, hole 10)."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse

from tests.support.firms import (
    PASSWORD,
    actor_for,
    client_for,
    make_brand,
    make_firm,
    make_key,
    make_member,
    make_user,
)
from turkcell_hub.errors import Conflict, Invalid, NotAllowed
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Membership, Role, User
from turkcell_hub.tenancy.scope import every_firm, firm_scope
from turkcell_hub.tenancy.services import people, persons

NEW = {
    "full_name": "Işıl Güneş",
    "email": "isil@example.com",
    "phone": "0532 111 22 33",
    "password": "Sari-Kayisi-82",
    "role": Role.STAFF,
    "all_brands": True,
}


@pytest.mark.requirement("K-070", "K-075")
def test_an_admin_sees_his_own_firms_people_alone(
    admin_client: Client, staff: Membership, stranger: Membership
) -> None:
    page = admin_client.get(reverse("users-list")).content.decode()

    assert "Pelin Personel" in page
    assert "Yaman Yabancı" not in page
    assert stranger.user.email not in page


@pytest.mark.requirement("K-070")
def test_people_are_found_whatever_the_case(admin_client: Client, in_firm: Firm) -> None:
    make_member(in_firm, name="Işıl Güneş")
    page = admin_client.get(reverse("users-list"), {"q": "IŞIL"}).content.decode()
    assert "Işıl Güneş" in page
    assert "Adnan Admin" not in page.split('id="list"')[-1]


@pytest.mark.requirement("K-071", "K-074")
def test_a_new_user_comes_in_with_the_password_that_he_was_given(
    admin_client: Client, firm: Firm
) -> None:
    data = {**NEW, "password_again": NEW["password"]}
    assert admin_client.post(reverse("users-add"), data).status_code == 302

    user = User.objects.get(email="isil@example.com")
    answer = Client().post(reverse("login"), {"username": user.email, "password": NEW["password"]})
    assert answer["Location"] == reverse("home")
    with firm_scope(firm.pk):
        member = Membership.objects.get(user=user)
    assert (member.full_name, member.phone) == ("Işıl Güneş", "+905321112233")


@pytest.mark.requirement("K-071")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password_again": "Baska-Parola-11"}, "password_again"),
        ({"password": "12345", "password_again": "12345"}, "password"),
        ({"password": "isil@example.com", "password_again": "isil@example.com"}, "password"),
        ({"email": "isil@"}, "email"),
        ({"email": ""}, "email"),
        ({"full_name": " "}, "full_name"),
        ({"phone": "123"}, "phone"),
        ({"role": "PATRON"}, "role"),
        ({"brands": ["999999"]}, "brands"),
    ],
)
def test_a_form_that_cannot_be_used_says_where(
    admin_client: Client, change: dict[str, Any], field: str
) -> None:
    data = {**NEW, "password_again": NEW["password"], **change}
    answer = admin_client.post(reverse("users-add"), data)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not User.objects.filter(email="isil@example.com").exists()


@pytest.mark.requirement("K-074")
def test_an_invited_user_sets_his_own_password(
    actor: Actor,
    in_firm: Firm,
    mails_at_once: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        people.invite(actor, {**NEW, "password": ""})

    assert mail.outbox[0].to == ["isil@example.com"]
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/" in line)
    client = Client()
    form = client.get(link[link.index("/password/") :], follow=True)
    client.post(
        form.redirect_chain[-1][0],
        {"new_password1": "Sari-Kayisi-82", "new_password2": "Sari-Kayisi-82"},
    )
    assert User.objects.get(email="isil@example.com").check_password("Sari-Kayisi-82")


@pytest.mark.requirement("K-071")
def test_an_address_is_used_once_in_a_firm(actor: Actor, in_firm: Firm, staff: Membership) -> None:
    with pytest.raises(Invalid) as refused:
        people.invite(actor, {**NEW, "email": staff.user.email.upper()})
    assert refused.value.field == "email"


def test_somebody_of_another_firm_is_invited_without_a_word_about_him(
    admin_client: Client, firm: Firm, stranger: Membership
) -> None:
    user = stranger.user
    data = {**NEW, "email": user.email, "password_again": NEW["password"]}
    answer = admin_client.post(reverse("users-add"), data, follow=True)

    page = answer.content.decode()
    assert "Işıl Güneş" in page
    assert user.full_name not in page
    assert "İlk giriş bekleniyor" in page
    user.refresh_from_db()
    assert user.check_password(PASSWORD)  # not the one that the firm typed
    assert user.full_name == "Yaman Yabancı"


def test_an_invitation_gives_no_access_before_the_yes(
    actor: Actor, in_firm: Firm, stranger: Membership
) -> None:
    invited = people.invite(actor, {**NEW, "email": stranger.user.email})
    client = client_for(stranger.user)

    assert client.post(reverse("firm-switch"), {"firm": in_firm.pk}).status_code == 404
    assert in_firm.name in client.get(reverse("profile")).content.decode()
    answer = client.post(reverse("invitation", args=[invited.pk]), {"answer": "accept"})
    assert answer.status_code == 302
    assert client.post(reverse("firm-switch"), {"firm": in_firm.pk}).status_code == 302


def test_who_opened_an_account_in_somebodys_name_joins_no_firm_that_invites_him(
    actor: Actor,
    in_firm: Firm,
    other_firm: Firm,
    mails_at_once: None,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """The Admin of another firm typed address and password, knows both, and waits inside."""
    rogue = actor_for(make_member(other_firm, Role.ADMIN))
    with firm_scope(other_firm.pk):
        people.invite(rogue, NEW)
    user = User.objects.get(email=NEW["email"])
    waiting = client_for(user)
    assert waiting.post(
        reverse("password-change"),
        {"old_password": NEW["password"], "new_password1": PASSWORD, "new_password2": PASSWORD},
    ).status_code == 302  # fmt: skip
    invited = people.invite(actor, {**NEW, "role": Role.ADMIN})
    url = reverse("invitation", args=[invited.pk])

    with django_capture_on_commit_callbacks(execute=True):
        answer = waiting.post(url, {"answer": "accept"}, follow=True)
    assert "E-posta adresinizi doğrulayın" in answer.content.decode()
    assert Membership.objects.get(pk=invited.pk).awaits_consent
    assert waiting.post(reverse("firm-switch"), {"firm": in_firm.pk}).status_code == 404

    link = re.search(r"/password/\S+", mail.outbox[-1].body)
    assert mail.outbox[-1].to == [NEW["email"]]
    assert link
    own = Client()
    form = own.get(link[0], follow=True).redirect_chain[-1][0]
    own.post(form, {"new_password1": "Mavi-Zeytin-19", "new_password2": "Mavi-Zeytin-19"})
    assert waiting.get(reverse("profile")).status_code == 302  # out
    user.refresh_from_db()
    assert client_for(user).post(url, {"answer": "accept"}).status_code == 302
    assert not Membership.objects.get(pk=invited.pk).awaits_consent


def test_an_invitation_can_be_declined_and_is_nobody_elses(
    actor: Actor, in_firm: Firm, stranger: Membership, staff: Membership
) -> None:
    invited = people.invite(actor, {**NEW, "email": stranger.user.email})
    url = reverse("invitation", args=[invited.pk])
    assert client_for(staff).post(url, {"answer": "accept"}).status_code == 404

    assert client_for(stranger).post(url, {"answer": "decline"}).status_code == 302
    assert not Membership.objects.filter(pk=invited.pk).exists()
    assert persons.invitations_of(stranger.user) == []


@pytest.mark.requirement("K-072", "C-01")
def test_a_member_of_one_brand_sees_that_brand_alone(firm: Firm) -> None:
    make_brand(firm, "A", "A Firma")
    make_brand(firm, "B", "B Firması")
    client = client_for(make_member(firm, Role.MANAGER, brands=["A"]))

    page = client.get(reverse("brands-list")).content.decode()
    assert "A Firma" in page
    assert "B Firması" not in page


@pytest.mark.requirement("K-075")
@pytest.mark.parametrize("change", [{"role": Role.MANAGER}, {"is_active": False}])
def test_the_last_admin_cannot_be_lowered(
    actor: Actor, admin: Membership, in_firm: Firm, change: dict[str, Any]
) -> None:
    make_member(in_firm, Role.ADMIN, is_active=False)
    make_member(in_firm, Role.ADMIN, awaits_consent=True)
    make_member(in_firm, Role.ADMIN, user=User.objects.create_user("davetli@example.com"))
    make_member(in_firm, Role.ADMIN, user=make_user(is_active=False))
    make_member(make_firm("Başka"), Role.ADMIN)

    with pytest.raises(Conflict) as refused:
        people.change(actor, admin, change)
    assert refused.value.code == "last_admin"
    with pytest.raises(Conflict):
        people.remove(actor, admin)


@pytest.mark.requirement("K-075")
def test_the_second_admin_may_replace_the_first(
    actor: Actor, admin: Membership, in_firm: Firm
) -> None:
    make_member(in_firm, Role.ADMIN)
    people.change(actor, admin, {"role": Role.STAFF})
    assert Membership.objects.get(pk=admin.pk).role == Role.STAFF


@pytest.mark.requirement("K-075")
@pytest.mark.django_db(transaction=True)
def test_two_admins_who_end_each_other_at_once_leave_one() -> None:
    firm = make_firm()
    for _round in range(3):
        with every_firm():
            Membership.objects.all().delete()
        pair = [make_member(firm, Role.ADMIN) for _ in range(2)]
        actors = [actor_for(member) for member in pair]

        def lower(number: int, actors: Any = actors, pair: Any = pair) -> bool:
            try:
                with firm_scope(firm.pk):
                    people.change(actors[number], pair[1 - number], {"role": Role.STAFF})
            except Conflict:
                return False
            else:
                return True
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(lower, range(2))) == [False, True]


def test_a_removed_member_is_out_with_his_next_click(
    actor: Actor, in_firm: Firm, manager: Membership
) -> None:
    client = client_for(manager)
    assert client.get(reverse("users-list")).status_code == 200
    people.remove(actor, manager)
    assert client.get(reverse("users-list")).status_code == 403


def test_a_deactivated_member_and_a_lowered_one_lose_their_rights_at_once(
    actor: Actor, in_firm: Firm, manager: Membership
) -> None:
    client = client_for(manager)
    people.change(actor, manager, {"role": Role.CUSTOMER})
    assert client.get(reverse("users-list")).status_code == 403
    people.change(actor, manager, {"role": Role.MANAGER})
    assert client.get(reverse("users-list")).status_code == 200
    people.change(actor, manager, {"is_active": False})
    assert client.get(reverse("users-list")).status_code == 403


@pytest.mark.requirement("K-075")
def test_removing_somebody_brings_his_keys_up_for_decision(
    admin_client: Client, firm: Firm
) -> None:
    leaver = make_member(firm, Role.ADMIN, name="Leyla Giden")
    make_key(firm, ["tenancy.brand.view"], by=leaver)

    answer = admin_client.post(
        reverse("users-action", args=["remove"]), {"ids": [leaver.pk], "count": "1"}
    )
    assert answer["Location"].endswith(f"?created_by={leaver.user_id}")
    page = admin_client.get(answer["Location"]).content.decode()
    assert "1 API anahtarı" in page


def test_a_firm_changes_neither_name_nor_number_of_a_person_elsewhere(
    actor: Actor, in_firm: Firm, other_firm: Firm, staff: Membership
) -> None:
    elsewhere = make_member(other_firm, user=staff.user, name="Pelin P.", phone="+905320000001")
    people.change(actor, staff, {"full_name": "Başka Ad", "phone": "0532 999 88 77"})

    staff.user.refresh_from_db()
    assert staff.user.full_name == "Pelin Personel"
    with firm_scope(other_firm.pk):
        elsewhere.refresh_from_db()
    assert (elsewhere.full_name, elsewhere.phone) == ("Pelin P.", "+905320000001")


def test_the_form_cannot_change_address_or_password(
    admin_client: Client, staff: Membership
) -> None:
    before = staff.user.email
    data = {"full_name": "Pelin P.", "role": Role.STAFF, "all_brands": "on", "is_active": "on"}
    answer = admin_client.post(
        reverse("users-edit", args=[staff.pk]),
        {**data, "email": "baska@example.com", "password": "Sari-Kayisi-82", "firm": "1"},
    )
    assert answer.status_code == 302
    staff.user.refresh_from_db()
    assert staff.user.email == before
    assert staff.user.check_password(PASSWORD)


def test_only_an_admin_changes_people(
    in_firm: Firm, manager: Membership, staff: Membership
) -> None:
    actor = actor_for(manager)
    for call in (
        lambda: people.invite(actor, NEW),
        lambda: people.change(actor, staff, {"role": Role.ADMIN}),
        lambda: people.remove(actor, staff),
        lambda: people.send_password_link(actor, staff),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_another_firms_rows_cannot_be_given_to_a_member(
    actor: Actor, in_firm: Firm, other_firm: Firm, staff: Membership
) -> None:
    with pytest.raises(Invalid):
        people.change(actor, staff, {"brands": [make_brand(other_firm, "X")]})
