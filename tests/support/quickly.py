"""What the test run does in its own way, because the usual way is slow on purpose or by chance.

Passwords are hashed by the product's own algorithm with a small work factor, and addresses are read
once. That a request came and went is not written down: whoever listens to the log (tests/silence)
turns it on.
"""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import ScryptPasswordHasher, get_hashers
from django.core.signals import setting_changed
from django.test.signals import root_urlconf_changed
from django.urls import set_urlconf
from whitenoise.middleware import WhiteNoiseMiddleware

# They say of each request what its answer says already.
OF_REQUESTS = ("django_structlog.middlewares.request", "django.request")


class QuickScrypt(ScryptPasswordHasher):
    work_factor = 2**4


def install() -> None:
    """Called once, before the first test."""
    settings.PASSWORD_HASHERS = [f"{QuickScrypt.__module__}.{QuickScrypt.__qualname__}"]
    setting_changed.send(
        sender=None, setting="PASSWORD_HASHERS", value=settings.PASSWORD_HASHERS, enter=True
    )
    assert isinstance(get_hashers()[0], QuickScrypt)
    setting_changed.disconnect(root_urlconf_changed)
    setting_changed.connect(_other_addresses, dispatch_uid="addresses")
    WhiteNoiseMiddleware.add_files_from_finders = _as_found_before  # type: ignore[method-assign]
    for name in OF_REQUESTS:
        logging.getLogger(name).setLevel(logging.ERROR)


def _other_addresses(*, setting: str, **_how: Any) -> None:
    """In the place of Django's, which forgets all addresses where a test has other ones: making
    the names of a thousand anew was three quarters of such a test. They are kept by the module
    they come from, so none is taken for another's."""
    if setting == "ROOT_URLCONF":
        set_urlconf(None)


_find_files = WhiteNoiseMiddleware.add_files_from_finders
_found: dict[tuple[Any, ...], dict[str, Any]] = {}


def _as_found_before(middleware: WhiteNoiseMiddleware) -> None:
    """Every test's browser begins with middleware of its own, and each of them looked through all
    static files: half the time of a small page test. They do not change while tests run."""
    place = (middleware.static_prefix, *settings.STATICFILES_DIRS, *settings.STATICFILES_FINDERS)
    if place not in _found:
        _find_files(middleware)
        _found[place] = dict(middleware.files)
    middleware.files.update(_found[place])


def forget_the_clock() -> None:
    """A busy machine is no failure: generated examples are judged by what comes out, not by how
    long it took. What a CI sets beside that (no chance in it) stays. Nor are they drawn from the
    constants of whatever modules the process holds by then: another order of tests gave other
    examples, and every process parsed the whole product for them."""
    import hypothesis
    from hypothesis.internal.conjecture import providers

    hypothesis.settings.register_profile(
        "unhurried",
        hypothesis.settings(),
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
    hypothesis.settings.load_profile("unhurried")
    providers._get_local_constants = lambda: providers._local_constants
