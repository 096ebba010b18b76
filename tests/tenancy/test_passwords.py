"""How passwords are kept."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher
from django.utils.module_loading import import_string

from turkcell_hub import settings as as_written


def test_the_product_hashes_with_the_full_work_factor_whatever_the_tests_do() -> None:
    hasher = import_string(as_written.PASSWORD_HASHERS[0])()
    assert type(hasher) is ScryptPasswordHasher
    assert hasher.work_factor >= 2**14
    assert hasher.encode("x", "tuz-tuz-tuz").startswith("scrypt$16384$")
