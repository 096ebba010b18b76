"""The requests themselves prove that a person was answered; they name nobody in clear."""

from __future__ import annotations

from turkcell_hub.personal_data import declare_free

declare_free(
    "İsteğin kaydı kişiyi maskeli gösterir; numara şifrelidir ve iş bitince silinir.",
    "privacy.DataRequest",
)
declare_free("Saklama süreleri; kişi taşımaz.", "privacy.PrivacyRules")
