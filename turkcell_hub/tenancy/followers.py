"""Records elsewhere that follow a user's card (L-048, L-056), told in the same transaction.

Rooms above tenancy register themselves, because tenancy knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable

from turkcell_hub.tenancy.models import GatewayAccount, Membership

Follower = Callable[[Membership], None]
AccountFollower = Callable[[GatewayAccount], None]

_followers: list[Follower] = []
_account_followers: list[AccountFollower] = []


def register(follower: Follower) -> None:
    """Called once by a room's ``AppConfig.ready``."""
    if follower not in _followers:
        _followers.append(follower)


def card_changed(member: Membership) -> None:
    """Name, number or state of the card has been saved; the firm's scope is open."""
    for follower in _followers:
        follower(member)


PhoneFollower = Callable[[Membership, str], None]
_phone_followers: list[PhoneFollower] = []


def register_phone(follower: PhoneFollower) -> None:
    """Called once by a room's ``AppConfig.ready``; told the card and the number before."""
    if follower not in _phone_followers:
        _phone_followers.append(follower)


def phone_changed(member: Membership, old: str) -> None:
    """The card's number has been saved; the firm's scope is open."""
    for follower in _phone_followers:
        follower(member, old)


def register_account(follower: AccountFollower) -> None:
    """The same for operator accounts: told when the login of one has been changed (L-121)."""
    if follower not in _account_followers:
        _account_followers.append(follower)


def login_changed(account: GatewayAccount) -> None:
    """User name, password or settings of the account have been saved; the scope is open."""
    for follower in _account_followers:
        follower(account)
