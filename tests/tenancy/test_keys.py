"""API keys: making, rotating, revoking, and the door that asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from rest_framework.request import Request

from tests.support.firms import actor_for, make_brand, make_code, make_key, make_member
from turkcell_hub.audit.models import AuditEntry
from turkcell_hub.errors import Conflict, HubError, Invalid, NotAllowed
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.actor import Actor, resume
from turkcell_hub.tenancy.authentication import KeyAuthentication
from turkcell_hub.tenancy.models import ApiKey, Firm, Membership
from turkcell_hub.tenancy.services import keys


@pytest.fixture(autouse=True)
def _no_scope() -> Iterator[None]:
    """What the middleware does around each request."""
    with scope.no_scope():
        yield


def ask(secret: str | None, **meta: str) -> tuple[Actor, ApiKey] | None:
    """Knocks at the door with a key."""
    headers = {"HTTP_AUTHORIZATION": f"Bearer {secret}"} if secret is not None else {}
    http_request: HttpRequest = RequestFactory().get(
        meta.pop("path", "/api/v1/x/"), **headers, **meta
    )
    return KeyAuthentication().authenticate(Request(http_request))


def refused(secret: str | None, **meta: str) -> tuple[int, str]:
    with pytest.raises(HubError) as caught:
        ask(secret, **meta)
    return caught.value.status, caught.value.code


def test_a_key_acts_in_its_firm_with_its_scopes_and_codes_only(firm: Firm) -> None:
    code = make_code(firm, "IZMIR")
    _key, secret = make_key(firm, ["tenancy.brand.view"], authority_codes=[code])
    answer = ask(secret)
    assert answer is not None
    actor, _ = answer
    assert actor.firm_id == firm.pk
    assert actor.rights == {"tenancy.brand.view"}
    assert actor.code_ids == {code.pk}
    assert scope.scoped_firm_id() == firm.pk


def test_only_the_hash_of_a_key_is_stored(firm: Firm) -> None:
    key, secret = make_key(firm, ["tenancy.brand.view"])
    with scope.firm_scope(firm.pk):
        row = ApiKey.objects.filter(pk=key.pk).values().get()
    assert secret.startswith(f"thub_{key.prefix}_")
    assert secret.rsplit("_", 1)[1] not in str(row)
    assert len(row["secret_hash"]) == 64


def test_a_request_without_a_key_is_left_to_the_permission(db: None) -> None:
    assert ask(None) is None


def test_a_wrong_secret_with_a_right_prefix_opens_nothing(firm: Firm) -> None:
    _key, secret = make_key(firm, ["tenancy.brand.view"])
    assert refused(secret[:-1] + ("a" if secret[-1] != "a" else "b")) == (401, "key_unknown")
    assert refused("thub_000000000000_" + "x" * 43) == (401, "key_unknown")


@pytest.mark.parametrize("text", ["", "x", "thub_", "thub_abc_def", "Bearer", "thub_\0_x"])
def test_a_text_that_is_no_key_is_told_so(db: None, text: str) -> None:
    assert refused(text) == (401, "key_malformed")


def test_a_key_in_the_url_is_refused_even_beside_a_good_header(firm: Firm) -> None:
    _key, secret = make_key(firm, ["tenancy.brand.view"])
    assert refused(secret, path=f"/api/v1/x/?note={secret}") == (400, "key_in_url")
    assert refused(None, path="/api/v1/x/?api_key=abc") == (400, "key_in_url")


def test_a_revoked_key_is_dead_at_once(firm: Firm, actor: Actor) -> None:
    key, secret = make_key(firm, ["tenancy.brand.view"])
    ask(secret)
    with scope.firm_scope(firm.pk):
        keys.revoke(actor, key)
    assert refused(secret) == (401, "key_revoked")


def test_an_expired_key_is_dead(firm: Firm) -> None:
    ends = timezone.now() + timedelta(hours=1)
    _key, secret = make_key(firm, ["tenancy.brand.view"], expires_at=ends)
    assert ask(secret)
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        assert refused(secret) == (401, "key_expired")


def test_a_key_of_a_closed_firm_is_refused(firm: Firm) -> None:
    _key, secret = make_key(firm, ["tenancy.brand.view"])
    firm.is_active = False
    firm.save()
    assert refused(secret) == (403, "firm_inactive")


def test_the_ip_list_looks_at_the_peer_and_not_at_what_it_claims(firm: Firm) -> None:
    _key, secret = make_key(firm, ["tenancy.brand.view"], allowed_ips=["10.1.0.0/16", "::1"])
    assert ask(secret, REMOTE_ADDR="10.1.2.3")
    assert ask(secret, REMOTE_ADDR="::ffff:10.1.2.3")
    assert ask(secret, REMOTE_ADDR="::1")
    liar = {"REMOTE_ADDR": "8.8.8.8", "HTTP_X_FORWARDED_FOR": "10.1.2.3"}
    assert refused(secret, **liar) == (403, "key_ip_refused")
    assert refused(secret, REMOTE_ADDR="") == (403, "key_ip_refused")


def test_behind_own_proxies_only_their_part_of_the_header_counts(
    firm: Firm, settings: object
) -> None:
    settings.TRUSTED_PROXY_COUNT = 2  # type: ignore[attr-defined]
    _key, secret = make_key(firm, ["tenancy.brand.view"], allowed_ips=["10.1.2.3"])
    proxy = {"REMOTE_ADDR": "192.168.0.1"}
    assert ask(secret, HTTP_X_FORWARDED_FOR="10.1.2.3, 192.168.0.2", **proxy)
    forged = "10.1.2.3, 8.8.8.8, 192.168.0.2"
    assert refused(secret, HTTP_X_FORWARDED_FOR=forged, **proxy) == (403, "key_ip_refused")
    assert refused(secret, HTTP_X_FORWARDED_FOR="10.1.2.3", **proxy) == (403, "key_ip_refused")


def test_the_last_use_is_noted_at_most_once_a_minute(
    firm: Firm, django_assert_num_queries: object
) -> None:
    key, secret = make_key(firm, ["tenancy.brand.view"])
    first = timezone.now()
    with time_machine.travel(first, tick=False):
        ask(secret)
    for seconds, noted in ((30, first), (61, first + timedelta(seconds=61))):
        with time_machine.travel(first + timedelta(seconds=seconds), tick=False):
            ask(secret)
        key.refresh_from_db()
        assert key.last_used_at == noted


def test_a_rotated_key_overlaps_with_its_successor(firm: Firm, actor: Actor) -> None:
    code = make_code(firm, "IZMIR")
    old, old_secret = make_key(
        firm, ["tenancy.brand.view"], allowed_ips=["127.0.0.1"], authority_codes=[code]
    )
    with scope.firm_scope(firm.pk):
        new, new_secret = keys.rotate(actor, old, timedelta(hours=2))
        assert list(new.authority_codes.all()) == [code]
    assert (new.scopes, new.allowed_ips, new.replaces_id) == (old.scopes, ["127.0.0.1/32"], old.pk)
    assert ask(old_secret)
    assert ask(new_secret)
    with time_machine.travel(timezone.now() + timedelta(hours=2, seconds=5), tick=False):
        assert refused(old_secret) == (401, "key_expired")
        assert ask(new_secret)


def test_rotation_never_lengthens_the_old_keys_life(firm: Firm, actor: Actor) -> None:
    ends = timezone.now() + timedelta(hours=1)
    old, _secret = make_key(firm, ["tenancy.brand.view"], expires_at=ends)
    with scope.firm_scope(firm.pk):
        new, _ = keys.rotate(actor, old, timedelta(days=7))
    old.refresh_from_db()
    assert old.expires_at == ends
    assert new.expires_at is not None
    assert abs(new.expires_at - ends) < timedelta(minutes=1)


def test_a_revoked_key_cannot_be_rotated(firm: Firm, actor: Actor, in_firm: Firm) -> None:
    key, _secret = make_key(firm, ["tenancy.brand.view"])
    keys.revoke(actor, key)
    with scope.firm_scope(firm.pk), pytest.raises(Conflict):
        keys.rotate(actor, key, timedelta(hours=1))


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["no.such.right"]}, "scopes"),
        ({"scopes": ["tenancy.key.change"]}, "scopes"),
        ({"name": "  "}, "name"),
        ({"allowed_ips": ["10.0.0.300"]}, "allowed_ips"),
        ({"expires_at": timezone.now() - timedelta(days=1)}, "expires_at"),
    ],
)
def test_a_key_that_makes_no_sense_is_not_made(
    firm: Firm, actor: Actor, options: dict[str, object], field: str
) -> None:
    usable = {"name": "ERP", "scopes": ["tenancy.brand.view"]}
    with scope.firm_scope(firm.pk), pytest.raises(Invalid) as caught:
        keys.create(actor, **{**usable, **options})
    assert caught.value.field == field


def test_another_firms_authority_code_cannot_be_given(
    firm: Firm, other_firm: Firm, actor: Actor
) -> None:
    foreign = make_code(other_firm, "GIZLI")
    with scope.firm_scope(firm.pk), pytest.raises(Invalid):
        keys.create(actor, "ERP", ["tenancy.brand.view"], authority_codes=[foreign])


@pytest.mark.requirement("C-01")
def test_only_admins_make_keys(firm: Firm, manager: Membership) -> None:
    with scope.firm_scope(firm.pk), pytest.raises(NotAllowed):
        keys.create(actor_for(manager), "ERP", ["tenancy.brand.view"])


def test_what_happens_to_keys_is_in_the_trail_without_the_secret(firm: Firm, actor: Actor) -> None:
    with scope.firm_scope(firm.pk):
        key, first = keys.create(actor, "ERP", ["tenancy.brand.view"])
        new, second = keys.rotate(actor, key, timedelta(hours=1))
        keys.revoke(actor, new)
        keys.revoke(actor, new)
        entries = list(AuditEntry.objects.filter(firm_id=firm.pk).order_by("seq"))
    actions = [entry.action for entry in entries]
    assert actions == ["tenancy.key.create", "tenancy.key.rotate", "tenancy.key.revoke"]
    told = str([(entry.changes, entry.subject_label) for entry in entries])
    assert first.rsplit("_", 1)[1] not in told
    assert second.rsplit("_", 1)[1] not in told


def test_a_stranger_cannot_revoke_by_id(firm: Firm, stranger: Membership) -> None:
    key, secret = make_key(firm, ["tenancy.brand.view"])
    with scope.firm_scope(stranger.firm_id), pytest.raises(ApiKey.DoesNotExist):
        keys.revoke(actor_for(stranger), key)
    make_member(firm, "ADMIN")
    assert ask(secret)


def test_a_key_of_one_brand_sees_that_brand_alone_also_after_rotation(
    firm: Firm, actor: Actor
) -> None:
    with scope.firm_scope(firm.pk):
        own = make_brand(firm, "100001", "Ege Ev")
        key, secret = keys.create(actor, "ERP", ["tenancy.brand.view"], brands=[own])
        _new, rotated = keys.rotate(actor, key, timedelta(hours=1))
    for told in (secret, rotated):
        narrow = ask(told)[0]
        assert narrow.brand_ids == {own.pk}
        assert resume(firm.pk, None, narrow.api_key_id).brand_ids == {own.pk}
    with scope.firm_scope(firm.pk):
        _wide, everywhere = keys.create(actor, "ERP 2", ["tenancy.brand.view"])
    assert ask(everywhere)[0].brand_ids is None


def test_who_sees_some_brands_makes_keys_of_those_alone(firm: Firm, actor: Actor) -> None:
    with scope.firm_scope(firm.pk):
        own, away = make_brand(firm, "100001", "Ege Ev"), make_brand(firm, "100002", "Ege Çocuk")
        narrow = replace(actor, brand_ids=frozenset({own.pk}))
        key, _secret = keys.create(narrow, "ERP", ["tenancy.brand.view"])
        assert (key.all_brands, list(key.brands.all())) == (False, [own])
        with pytest.raises(Invalid) as caught:
            keys.create(narrow, "ERP", ["tenancy.brand.view"], brands=[away])
    assert caught.value.field == "brands"
