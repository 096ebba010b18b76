"""Adapters are found by their code; the settings form is drawn from the same entries."""

import pytest

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.registry import open_sms, sms_adapters
from turkcell_hub.gateways.sms.contract import AccountConfig

CONFIG_FIELDS = set(AccountConfig.__dataclass_fields__)


def test_every_listed_adapter_opens_without_a_call():
    for adapter in sms_adapters():
        config = AccountConfig(adapter.code, adapter.default_base_url, "user", "secret")
        gateway = open_sms(config)
        assert gateway.capabilities().max_batch == (1 if adapter.line else 50_000)
        assert "secret" not in repr(gateway)


def test_an_unlisted_adapter_is_refused():
    with pytest.raises(Refused, match="UNKNOWN_ADAPTER"):
        open_sms(AccountConfig("pigeon", "https://example.com", "u", "p"))


def test_every_field_of_the_form_is_one_that_the_account_has():
    for adapter in sms_adapters():
        # An SMPP server has no address that all customers share.
        assert adapter.line or adapter.default_base_url.startswith("https://")
        for field in adapter.fields:
            assert field.name in CONFIG_FIELDS or field.name.startswith("extra.")
            assert field.kind in {"text", "password", "bool", "int", "choice"}
            assert (field.kind == "choice") is (field.default in dict(field.choices))
            assert field.label


def test_an_empty_address_is_the_operators_own():
    for adapter in sms_adapters():
        gateway = open_sms(AccountConfig(adapter.code, "", "u", "p"))
        assert adapter.default_base_url in repr(gateway)
