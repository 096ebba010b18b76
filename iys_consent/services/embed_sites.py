"""The sites in whose frames a public form may stand."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from turkcell_hub.errors import Invalid

MOST_SITES = 20


def sites_of(lines: Sequence[str]) -> list[str]:
    """Addresses as origins, each once. Raises ``Invalid`` for anything but https and a name."""
    found: dict[str, None] = {}
    for line in lines:
        written = line.strip()
        if not written:
            continue
        told = urlsplit(written if "//" in written else f"https://{written}")
        try:
            port = f":{told.port}" if told.port not in (None, 443) else ""
        except ValueError:
            raise _not_a_site(written) from None
        name = told.hostname or ""
        if told.scheme != "https" or "." not in name or not _is_name(name) or told.username:
            raise _not_a_site(written)
        found[f"https://{name}{port}"] = None
    if len(found) > MOST_SITES:
        raise Invalid(
            _("En çok %(most)d site yazılabilir.") % {"most": MOST_SITES}, field="embed_sites"
        )
    return list(found)


def _is_name(host: str) -> bool:
    labels = host.split(".")
    return len(host) <= 250 and all(
        part.isascii() and part.replace("-", "").isalnum() and part[0] != "-" != part[-1]
        for part in labels
    )


def _not_a_site(written: str) -> Invalid:
    return Invalid(
        _("“%(site)s” bir site adresi değil. https://www.ornek.com biçiminde yazın.")
        % {"site": written[:80]},
        code="site_invalid",
        field="embed_sites",
    )
