from __future__ import annotations

import pytest

URL = "/test-brands/"


@pytest.mark.requirement("L-002")
def test_the_list_shows_the_firms_rows_and_no_other_firms(admin_client, other_firm, brand):
    brand("A", "Akasya")
    brand("B", "Başka Firmanın", of=other_firm)
    page = admin_client.get(URL).content.decode()
    assert "Akasya" in page
    assert "Başka Firmanın" not in page
