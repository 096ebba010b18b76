"""Tacir Örnek and Bireysel Örnek: files that import without one error (K-008, K-009).

Made when they are asked for, so that the brand's code is the firm's own and the dates are not
too old.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from iys_consent.uploads.columns import COLUMNS
from turkcell_hub.gateways.iys.values import REGISTRY_ZONE
from turkcell_hub.sheets import write_xlsx

KINDS = ("tacir", "bireysel")
_MERCHANTS = (
    ("Işık Ticaret", "Ltd. Şti.", "+905321234567", "info@isikticaret.com.tr", "ONAY", "ONAY",
     "ONAY", "HS_ISLAK_IMZA"),
    ("Çağlar Gıda", "A.Ş.", "+902121234567", "", "ONAY", "", "", "HS_CAGRI_MERKEZI"),
)  # fmt: skip
_INDIVIDUALS = (
    ("Ayşe", "Yılmaz", "+905321234567", "ayse@ornek.com.tr", "ONAY", "ONAY", "ONAY", "HS_WEB"),
    ("Işıl", "Öz", "+905337654321", "", "", "ONAY", "", "HS_FIZIKSEL_ORTAM"),
    ("Mehmet", "Şahin", "", "mehmet@ornek.com.tr", "", "", "ONAY", "HS_EORTAM"),
)  # fmt: skip


def sample(kind: str, brand_code: str, now: datetime) -> BytesIO:
    """The .xlsx of ``kind`` (``KINDS``)."""
    is_merchant = kind == "tacir"
    at = now.astimezone(REGISTRY_ZONE).replace(second=0, microsecond=0, tzinfo=None)
    rows = [
        (brand_code, "TACIR" if is_merchant else "BIREYSEL", *who, at)
        for who in (_MERCHANTS if is_merchant else _INDIVIDUALS)
    ]
    file = BytesIO()
    write_xlsx(file, [column.header for column in COLUMNS], rows, widths=[16] * len(COLUMNS))
    file.seek(0)
    return file
