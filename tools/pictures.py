"""The user guide's pictures, taken from a running demo.

``python tools/pictures.py READY_FILE [NAME …]`` logs in as the sample firm's Admin, opens each
page of ``PICTURES`` and writes ``docs/img/guide/NAME.png``: 8-bit colour, under 60 KB. The name
``readme`` stands for the four of README (under 120 KB), of one campaign that it writes and sends.
The demo is started with ``manage.py demo --ready-file READY_FILE``. ``CHROMIUM`` names the browser,
else the first one on the path is taken.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "img" / "guide"
MOST_BYTES = 60_000
TEXT = (
    "Sayın {ad_soyad|müşterimiz}, siparişiniz hazırlandı ve bugün kargoya verilecektir."
    " Bilgi: 0232 444 00 11"
)
GROUPS = ("Toptan müşteriler", "VIP")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Picture:
    """``click``: a link or button that is pressed before the picture is taken."""

    name: str
    path: str
    height: int = 800
    width: int = 1200
    click: str = ""


PICTURES = (
    Picture("kurulum-listesi", "/", 900),
    Picture("destek", "/help/", 900),
    Picture("uyelik-belgeler", "/membership/papers/", 900),
    Picture("iys-kaydi", "/membership/iys/", 1000),
    Picture("paket-yonetimi", "/iys/package/", 720),
    Picture("paket-secimi", "/iys/package/choose/", 900),
    Picture("marka-yonetimi", "/iys/brand-partners/", 720),
    Picture("bayiler", "/dealers/", 640),
    Picture("kvkk-istegi", "/data-requests/add/", 900),
    Picture("erp-baglantisi", "/settings/erp/", 900),
    Picture("saha-isleri", "/field-jobs/", 640),
    Picture("calinti-modu", "/theft-watches/", 640),
    Picture("bolgeler", "/zones/", 640),
    Picture("gorevlerim", "/my-tasks/", 640),
)


def small(content: bytes, most: int = MOST_BYTES) -> bytes:
    """The picture with as many of 256 colours as fit into ``most`` bytes."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        made = io.BytesIO()
        picture.quantize(colours).save(made, "PNG", optimize=True)
        if made.tell() < most:
            break
    return made.getvalue()


@contextmanager
def logged_in(ready: Path) -> Iterator[Page]:
    """A page of the demo after the login."""
    from playwright.sync_api import sync_playwright

    told = json.loads(ready.read_text())
    browser = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context(locale="tr-TR", base_url=told["url"])
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto("/login/")
        page.get_by_label("E-posta").fill(told["username"])
        page.get_by_label("Parola").fill(told["password"])
        page.get_by_role("button", name="Giriş yap").click()
        page.get_by_role("heading", name="Merhaba").wait_for()
        yield page
        chromium.close()


def take(page: Page, picture: Picture) -> bytes:
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    page.goto(picture.path)
    if picture.click:
        page.get_by_text(picture.click, exact=True).first.click()
    page.wait_for_load_state("networkidle")
    return page.screenshot(animations="disabled")


def readme(page: Page) -> Iterator[tuple[str, bytes]]:
    """A campaign from its text to its reports: (name, picture)."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/compose/")
    page.get_by_label("Gönderim adı").fill("Kış koleksiyonu siparişleri")
    page.get_by_text("Bilgilendirme", exact=True).click()
    page.locator("[name=exemption]").select_option("BENZER")
    page.get_by_label("Gönderilecek mesaj").fill(TEXT)
    for group in GROUPS:
        page.get_by_role("combobox", name="Grup ekle").fill(group)
        page.get_by_role("option", name=group).first.click()
        page.locator("#audience").get_by_text(group).first.wait_for()
    page.get_by_text("Taslak kaydedildi").wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    yield "compose", page.screenshot(animations="disabled")
    page.get_by_role("button", name="Ön uçuş").click()
    page.locator("#preflight-title").wait_for()
    page.locator("#preflight-title").evaluate(
        "(title) => window.scrollTo(0, title.getBoundingClientRect().top + scrollY - 130)"
    )
    page.wait_for_load_state("networkidle")
    yield "preflight", page.screenshot(animations="disabled")
    page.get_by_role("link", name="Gönder", exact=True).click()
    page.locator("#dialog-body").get_by_role("button", name="Gönder").click()
    page.wait_for_url("**/campaigns/*/")
    page.get_by_role("heading", name="Huni").wait_for()
    page.wait_for_timeout(6_000)  # reports are coming in
    yield "campaign", page.screenshot(animations="disabled")
    page.set_viewport_size({"width": 360, "height": 760})
    yield "campaign-phone", page.screenshot(animations="disabled")


def main(arguments: list[str]) -> int:
    if not arguments:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    wanted = arguments[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    with logged_in(Path(arguments[0])) as page:
        if "readme" in wanted:
            for name, content in readme(page):
                (FOLDER.parent / f"{name}.png").write_bytes(small(content, 2 * MOST_BYTES))
        for picture in PICTURES:
            if not wanted or picture.name in wanted:
                made = small(take(page, picture))
                (FOLDER / f"{picture.name}.png").write_bytes(made)
                sys.stdout.write(f"{picture.name}: {len(made) // 1000} KB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
