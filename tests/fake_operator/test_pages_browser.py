"""The fake operator's phone in a real browser."""

import pytest


@pytest.mark.browser
def test_a_phone_is_alive_at_360_pixels(operator, mesajussu, control, chromium):
    client = mesajussu()
    client.oton("5391112201", message="Onay kodunuz 481516.")
    context = chromium.new_context(viewport={"width": 360, "height": 700})
    page, problems = context.new_page(), []
    page.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(f"{operator.url}/phone/05391112201")
    bubbles = page.locator(".bubble")
    bubbles.first.wait_for(timeout=10_000)
    assert "481516" in bubbles.first.inner_text()
    page.fill("#text", "RET")
    page.get_by_role("button", name="Gönder").click()
    page.locator(".bubble.out").wait_for(timeout=10_000)
    client.oton("5391112201", message="Aboneliğiniz sona erdi.")
    bubbles.nth(2).wait_for(timeout=10_000)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()
    assert problems == []
