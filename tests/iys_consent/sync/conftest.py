"""A firm whose İYS account leads to the registry that the fake operator plays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from tests.support.fake_operator import ControlClient, FakeOperatorProcess
from tests.support.firms import make_brand
from tests.support.registry import BRAND, PROVIDER, connect, load_quota
from turkcell_hub.tenancy.models import Brand, Firm, GatewayAccount


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    process = FakeOperatorProcess(tmp_path_factory.mktemp("operator"))
    process.start()
    yield process
    process.stop()


@pytest.fixture
def registry(operator: FakeOperatorProcess, settings: Any) -> ControlClient:
    """Empty, in the present, without the pace of ten calls a second."""
    settings.FAKE_OPERATOR_URL = operator.url
    control = ControlClient(operator.url)
    control.set_clock(timezone.now().isoformat())
    control.reset_registry()
    brands = [{"code": BRAND, "name": "Ege Ev"}, {"code": BRAND + 1, "name": "Ege Çocuk"}]
    control.put_provider(PROVIDER, title="Ege Tekstil", brands=brands)
    control.change_registry(requests_per_second=None, token_limit=None, processing_delay=0)
    return control


@pytest.fixture
def account(firm: Firm, registry: ControlClient, operator: FakeOperatorProcess) -> GatewayAccount:
    load_quota(firm)
    return connect(firm, registry, operator.url)


@pytest.fixture
def brand(firm: Firm) -> Brand:
    return make_brand(firm, str(BRAND), "Ege Ev")


@pytest.fixture
def other_brand(firm: Firm) -> Brand:
    return make_brand(firm, str(BRAND + 1), "Ege Çocuk")
