"""What the browser is given comes from this server alone, and is what was taken."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = json.loads((ROOT / "static/vendor/manifest.json").read_text(encoding="utf-8"))
FOREIGN = re.compile(r"(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
# Leaflet names its home in the attribution, which is switched off, and bugs in its comments.
NAMESPACES = (
    "http://www.w3.org",
    "https://leafletjs.com",
    "https://bugs.chromium.org",
    "https://bugzilla.mozilla.org",
)


def sources() -> list[Path]:
    own = [p for kind in ("css", "js", "svg") for p in (ROOT / "static").rglob(f"*.{kind}")]
    return own + list((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize(
    ("path", "digest"), [pair for package in MANIFEST for pair in package["files"].items()]
)
def test_a_vendored_file_is_unchanged(path, digest):
    assert hashlib.sha256((ROOT / path).read_bytes()).hexdigest() == digest


def test_every_vendored_file_stands_in_the_manifest_with_a_licence():
    listed = {path for package in MANIFEST for path in package["files"]}
    there = {str(p.relative_to(ROOT)) for p in (ROOT / "static/vendor").rglob("*") if p.is_file()}
    assert there - {"static/vendor/manifest.json"} <= listed
    for package in MANIFEST:
        assert package["licence"]
        assert package["version"]
        assert any(path.endswith("LICENSE") for path in package["files"])


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_no_source_names_a_foreign_host(path):
    text = re.sub(r"/\*!.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [host for host in FOREIGN.findall(text) if not host.startswith(NAMESPACES)]
    assert found == []


def test_every_icon_that_is_named_is_in_the_sprite():
    from turkcell_hub import resources

    sprite = (ROOT / "static/vendor/tabler-icons/sprite.svg").read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    named = {resource.icon for resource in resources.registered()}
    named |= {a.icon for r in resources.registered() for a in r.actions if a.icon}
    for template in (ROOT / "templates").rglob("*.html"):
        named |= set(re.findall(r'\{% icon "([^"]+)"', template.read_text(encoding="utf-8")))
    assert named <= there
