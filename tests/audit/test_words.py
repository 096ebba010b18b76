"""The trail speaks Turkish: no field name and no code is left to a reader."""

from __future__ import annotations

import pytest

from turkcell_hub.audit.words import details_of


@pytest.mark.parametrize(
    ("subject", "changes", "said"),
    [
        ("tenancy.membership", {"role": ["PERSONEL", "ADMIN"]}, ("Rol", "Personel", "Admin")),
        ("tenancy.membership", {"is_active": [True, False]}, ("Etkin", "Evet", "Hayır")),
        ("tenancy.firm", {"country": ["TR", "AZ"]}, ("Ülke türü", "Türkiye", "Azerbaycan")),
        (
            "tenancy.apikey",
            {"revoked_at": [None, "2026-03-02T10:00:00+00:00"]},
            ("İptal", None, "02.03.2026 13:00"),
        ),
        (
            "tenancy.apikey",
            {"scopes": [None, ["audit.view"]]},
            ("Yetkiler", None, "İşlem geçmişini görme"),
        ),
        (
            "messaging.campaign",
            {"class": "BILGILENDIRME"},
            ("Mesaj sınıfı", None, "Bilgilendirme"),
        ),
        ("gone.model", {"credits": 5}, ("Kredi", None, 5)),
        ("help.ticket", {"call": True}, ("Aranma isteği", None, "Evet")),
        ("otp.workflow", {"is_active": ["True", "False"]}, ("Etkin", "Evet", "Hayır")),
        ("otp.workflow", {"authority_code": ["None", "SATIS"]}, ("Yetki kodu", None, "SATIS")),
        ("otp.workflow", {"kind": ["", "external"]}, ("Belge türü", None, "Dış belge (REST)")),
        ("otp.substitute", {"last_day": [None, "2026-11-29"]}, ("Son gün", None, "29.11.2026")),
        (
            "applications.application",
            {"wishes": {"package": "10000"}},
            ("İstenen", None, "SMS paketi: 10000"),
        ),
        ("membership.dossier", {"paper": "IMZA"}, ("Belge", None, "IMZA")),
        ("", {"allowed_ips": [[], ["10.0.0.0/8"]]}, ("allowed_ips", "(boş)", "10.0.0.0/8")),
    ],
)
def test_a_change_is_told_in_the_words_of_the_forms(subject, changes, said):
    assert details_of(changes, subject) == [said]
