"""How pages are made."""

from __future__ import annotations

import pytest
from django.template.loader import get_template


@pytest.mark.parametrize("name", ["portal/list.html", "django/forms/widgets/select.html"])
def test_a_template_is_parsed_once_and_not_for_each_page(name: str) -> None:
    assert get_template(name).template is get_template(name).template
