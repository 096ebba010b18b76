"""The sample firm: people, rights, gateway accounts and an API key."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from turkcell_hub.demo import operator
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import (
    AuthorityCode,
    Brand,
    Firm,
    Membership,
    Role,
    SenderTitle,
    User,
)
from turkcell_hub.tenancy.permissions import every_right
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import (
    account_choice,
    account_tries,
    accounts,
    connections,
    identities,
    keys,
)

OPENING_CREDIT = 60_000
PEOPLE = (
    ("Selin Aksoy", "selin.aksoy@egetekstil.example", Role.ADMIN, "+905321110011"),
    ("Murat Yıldız", "murat.yildiz@egetekstil.example", Role.MANAGER, "+905321110001"),
    ("Derya Koç", "derya.koc@egetekstil.example", Role.STAFF, "+905331110001"),
    ("Işıl Öz", "isil.oz@egetekstil.example", Role.CUSTOMER, ""),
)


# What the firm's commercial messages must say of it; the number is made up.
IDENTITY = {
    "kind": "TACIR",
    "mersis": "0123456789000015",
    "short_titles": "Ege Tekstil A.Ş.",
    "phone": "0232 444 00 11",
    "email": "bilgi@egetekstil.example",
    "refusal_number": "4605",
    "refusal_keyword": "RET",
}


OPERATOR = ("Kerem Aydın", "kerem.aydin@isletmeci.example")


@dataclass(frozen=True)
class Login:
    username: str
    password: str
    role: str


@dataclass(frozen=True)
class Built:
    """The firms (the second one is new and empty), the first one's Admin, who runs the portal,
    and what the demo shows once."""

    firm: Firm
    postpaid: Firm
    actor: Actor
    operator: User
    logins: list[Login]
    api_key: str


def build() -> Built:
    """The firms with everything but subscribers and campaigns."""
    firm = Firm.objects.create(
        name="Ege Tekstil", legal_name="Ege Tekstil Sanayi ve Ticaret A.Ş.", slug="ege-tekstil"
    )
    second = Firm.objects.create(
        name="Marmara Lojistik", legal_name="Marmara Lojistik Hizmetleri Ltd. Şti.", slug="marmara"
    )
    logins = []
    with firm_scope(firm.pk):
        codes = [
            AuthorityCode.objects.create(firm=firm, code=code, description=text)
            for code, text in (("SATIS", "Satış ekibi"), ("YONETIM", "Yönetim"))
        ]
        for code, name in (("100001", "Ege Ev"), ("100002", "Ege Çocuk")):
            Brand.objects.create(firm=firm, code=code, name=name)
        members = []
        for name, email, role, phone in PEOPLE:
            member, password = _member(firm, name, email, role, phone)
            if role == Role.STAFF:
                member.authority_codes.set(codes[:1])
            members.append(member)
            logins.append(Login(email, password, str(role.label)))
        actor = actors.of_membership(members[0])
        open_accounts(actor, operator.ACCOUNTS)
        scopes = sorted(code for code, right in every_right().items() if right.for_keys)
        _key, secret = keys.create(actor, "ERP bağlantısı", scopes)
        identities.change(actor, IDENTITY)
        credits.load(firm.pk, "SMS", OPENING_CREDIT, "opening", Reason.OPENING, actor, subject=None)
    with firm_scope(second.pk):
        Membership.objects.create(
            firm=second, user=members[0].user, full_name="Selin Aksoy", role=Role.ADMIN
        )
    postpaid = Firm.objects.create(
        name="Toros Nakliyat", legal_name="Toros Nakliyat A.Ş.", slug="toros-nakliyat"
    )
    with firm_scope(postpaid.pk):
        for place, role in enumerate((Role.ADMIN, Role.MANAGER)):
            user = members[place].user
            Membership.objects.create(firm=postpaid, user=user, full_name=user.full_name, role=role)
    runs_it, password = _person(*OPERATOR)
    runs_it.is_platform_staff = True
    runs_it.save()
    logins.append(Login(runs_it.email, password, "İşletmeci"))
    return Built(firm, postpaid, actor, runs_it, logins, secret)


def _member(firm: Firm, name: str, email: str, role: Role, phone: str) -> tuple[Membership, str]:
    user, password = _person(name, email)
    return (
        Membership.objects.create(firm=firm, user=user, full_name=name, phone=phone, role=role),
        password,
    )


def _person(name: str, email: str) -> tuple[User, str]:
    password = f"Ege-{secrets.token_hex(4)}-{secrets.randbelow(90) + 10}"
    user = User.objects.create_user(
        email,
        password,
        full_name=name,
        password_changed_at=timezone.now(),
        email_proven_at=timezone.now(),
    )
    return user, password


def open_accounts(actor: Actor, setups: Sequence[operator.Setup]) -> None:
    """Accounts at the sandbox operator, ready to send."""
    for setup in setups:
        password = secrets.token_urlsafe(setup.password_octets)
        account = accounts.save(
            actor,
            None,
            {
                "name": setup.label,
                "service": setup.service,
                "adapter": setup.adapter,
                "base_url": setup.address,
                "username": setup.username,
                "password": password,
                "options": dict(setup.options),
                "is_default": setup.is_default,
            },
        )
        able = connections.capabilities(account)
        pushes = able.dlr_push and not able.line
        push_url = account_choice.push_address(account) if pushes else ""
        operator.open_account(setup, password, push_url, OPENING_CREDIT)
        for place, title in enumerate(setup.senders):
            SenderTitle.objects.create(
                firm_id=actor.firm_id, account=account, title=title, is_default=place == 0
            )
        account_tries.try_connection(actor, account)
