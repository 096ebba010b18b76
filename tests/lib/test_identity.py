import pytest

from turkcell_hub.lib.identity import is_tckn, is_vkn, mask_tckn


@pytest.mark.parametrize("number", ["10000000146", "17291716060"])
def test_an_identity_number_with_right_check_digits_is_taken(number):
    assert is_tckn(number)


@pytest.mark.parametrize(
    "number", ["10000000147", "00000000146", "1000000014", "", "1000000014a", "１0000000146"]
)
def test_an_identity_number_that_cannot_be_is_refused(number):
    assert not is_tckn(number)


def test_a_tax_number_is_checked():
    assert is_vkn("4540536920")
    assert not is_vkn("4540536921")
    assert not is_vkn("454 053 69 20")


def test_a_masked_identity_number_keeps_three_and_two_digits():
    assert mask_tckn("12345678901") == "123******01"
    assert mask_tckn("1234") == "***"
