"""Fetches the front-end packages and keeps the few files of them that the portal serves.

Run it by hand to take a newer version: ``python tools/vendor_assets.py``. It needs npm; the
portal itself needs neither npm nor a network. What was taken is written, with licence,
version and SHA-256, into ``static/vendor/manifest.json``; a test compares files and manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENDOR = ROOT / "static" / "vendor"
ICON_NAMES = ROOT / "tools" / "icons.txt"
SVG = "http://www.w3.org/2000/svg"
MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


@dataclass(frozen=True)
class Package:
    """``files``: path in the package -> path below ``folder``; ``licence``: the file that holds
    it; ``notice``: where a package ships none, the copyright lines of its banner."""

    spec: str
    folder: Path
    files: dict[str, str] = field(default_factory=dict)
    licence: str = "LICENSE"
    notice: str = ""
    with_icons: bool = False


PACKAGES = (
    Package(
        "@tabler/core@1",
        VENDOR / "tabler",
        {"dist/css/tabler.min.css": "tabler.min.css"},
        notice="Copyright 2018-2026 The Tabler Authors\n"
        "Copyright 2018-2026 codecalm.net Paweł Kuna\n\n",
    ),
    Package("@tabler/icons@3", VENDOR / "tabler-icons", with_icons=True),
    Package("htmx.org@2", VENDOR / "htmx", {"dist/htmx.min.js": "htmx.min.js"}),
    Package(
        "@fontsource-variable/inter@5",
        VENDOR / "inter",
        {
            "files/inter-latin-wght-normal.woff2": "inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "inter-latin-ext.woff2",
        },
    ),
    Package(
        "leaflet@1.9",
        VENDOR / "leaflet",
        {
            "dist/leaflet.js": "leaflet.js",
            "dist/leaflet.css": "leaflet.css",
            **{
                f"dist/images/{name}.png": f"images/{name}.png"
                for name in (
                    "layers",
                    "layers-2x",
                    "marker-icon",
                    "marker-icon-2x",
                    "marker-shadow",
                )
            },
        },
    ),
    Package(
        "leaflet.markercluster@1.5",
        VENDOR / "leaflet.markercluster",
        {"dist/leaflet.markercluster.js": "leaflet.markercluster.js"},
        licence="MIT-LICENCE.txt",
    ),
    Package("axe-core@4", ROOT / "tests" / "support" / "axe", {"axe.min.js": "axe.min.js"}),
)


def main() -> None:
    manifest = []
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as work:
            manifest.append(_take(package, _unpacked(package.spec, Path(work))))
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (VENDOR / "manifest.json").write_text(text, encoding="utf-8")


def _unpacked(spec: str, work: Path) -> Path:
    subprocess.run(["npm", "pack", "--silent", spec], cwd=work, check=True)
    (archive,) = work.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(work, filter="data")
    return work / "package"


def _take(package: Package, source: Path) -> dict[str, object]:
    about = json.loads((source / "package.json").read_text(encoding="utf-8"))
    package.folder.mkdir(parents=True, exist_ok=True)
    written = [_licence(package, source)]
    for inside, outside in package.files.items():
        target = package.folder / outside
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_without_source_map((source / inside).read_bytes()))
        written.append(target)
    if package.with_icons:
        target = package.folder / "sprite.svg"
        target.write_text(_sprite(source / "icons" / "outline"), encoding="utf-8")
        written.append(target)
    return {
        "name": about["name"],
        "version": about["version"],
        "licence": about["license"],
        "files": {str(path.relative_to(ROOT)): _sha256(path) for path in written},
    }


def _licence(package: Package, source: Path) -> Path:
    target = package.folder / "LICENSE"
    shipped = source / package.licence
    text = shipped.read_text(encoding="utf-8") if shipped.is_file() else package.notice + MIT
    target.write_text(text, encoding="utf-8")
    return target


def _without_source_map(content: bytes) -> bytes:
    return re.sub(rb"\s*(/\*#|//#) sourceMappingURL=\S+( \*/)?\s*$", b"\n", content)


def _sprite(folder: Path) -> str:
    names = ICON_NAMES.read_text(encoding="utf-8").split()
    symbols = "\n".join(_symbol(name, folder / f"{name}.svg") for name in sorted(set(names)))
    return f'<svg xmlns="{SVG}">\n{symbols}\n</svg>\n'


def _symbol(name: str, path: Path) -> str:
    ElementTree.register_namespace("", SVG)
    shapes = [
        ElementTree.tostring(shape, encoding="unicode").replace(f' xmlns="{SVG}"', "").strip()
        for shape in ElementTree.parse(path).getroot()  # noqa: S314 (a package pinned above)
        if shape.get("d") != "M0 0h24v24H0z"
    ]
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
