"""The sandbox operator, as the installation names it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.fake_operator import ControlClient, FakeOperatorProcess


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeOperatorProcess]:
    with FakeOperatorProcess(tmp_path_factory.mktemp("operator")) as running:
        yield running


@pytest.fixture
def control(operator: FakeOperatorProcess, settings: Any) -> ControlClient:
    settings.FAKE_OPERATOR_URL = operator.url
    settings.API_RATE_LIMITS = {}
    return ControlClient(operator.url)
