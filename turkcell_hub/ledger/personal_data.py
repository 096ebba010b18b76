"""Credits know no person."""

from __future__ import annotations

from turkcell_hub.personal_data import declare_free

declare_free(
    "Kredi hareketi; kişi değil, kayıt numarası taşır.", "ledger.Account", "ledger.Transfer"
)
