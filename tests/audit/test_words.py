"""The trail speaks Turkish: no field name and no code is left to a reader."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from turkcell_hub.audit import words
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
        ("billing.order", {"gross": "7680.00"}, ("Ödenecek tutar", None, "7.680,00")),
        ("billing.order", {"credits": 50000}, ("Paket", None, "50.000")),
        ("iys_consent.package", {"size": 250000}, ("Paket", None, "İLETİ-250")),
        ("iys_consent.package", {"order": 12345}, ("Sipariş no", None, 12345)),
        (
            "tenancy.gatewayaccount",
            {"adapter": [None, "mesajussu"]},
            ("Bağlantı türü", None, "Turkcell Mesaj Üssü"),
        ),
        ("invoices.transfer", {"table": "TC1"}, ("Eşleştirme tablosu", None, "TC1")),
        ("membership.dossier", {"paper": "IMZA"}, ("Belge", None, "IMZA")),
        ("", {"allowed_ips": [[], ["10.0.0.0/8"]]}, ("İzinli adresler", "(boş)", "10.0.0.0/8")),
    ],
)
def test_a_change_is_told_in_the_words_of_the_forms(subject, changes, said):
    assert details_of(changes, subject) == [said]


def test_every_key_that_is_written_has_a_name():
    """Read from the sources: what ``trail.record`` is given in a written-out dictionary."""
    fields: dict[str, list[bool]] = {}
    for field in (one for model in apps.get_models() for one in model._meta.get_fields()):
        name = str(getattr(field, "verbose_name", "") or "")
        fields.setdefault(field.name, []).append(name not in ("", field.name.replace("_", " ")))
    unnamed = {
        f"{key} ({place})"
        for place, key in _written()
        if key not in words._fields and not all(fields.get(key, [False]))
    }
    assert unnamed == set()


def _written() -> Iterator[tuple[str, str]]:
    """(file and line, key); a dictionary may stand in a variable of the same function, or be
    made by another function of the file (``_told(chosen)``)."""
    root = Path(settings.BASE_DIR)
    for path in root.glob("*/**/services/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        made = {one.name: one for one in tree.body if isinstance(one, ast.FunctionDef)}
        for work in ast.walk(tree):
            if not isinstance(work, ast.FunctionDef):
                continue
            told = [one for call in ast.walk(work) if _records(call) for one in call.args]
            names = {one.id for one in told if isinstance(one, ast.Name)}
            for step in ast.walk(work):
                targets = step.targets if isinstance(step, ast.Assign) else []
                if any(isinstance(one, ast.Name) and one.id in names for one in targets):
                    told.append(step.value)
            for call in [one for one in told if isinstance(one, ast.Call)]:
                if isinstance(call.func, ast.Name) and call.func.id in made:
                    ways = ast.walk(made[call.func.id])
                    told += [one.value for one in ways if isinstance(one, ast.Return) and one.value]
            for found in (one for value in told for one in ast.walk(value)):
                for key in found.keys if isinstance(found, ast.Dict) else ():
                    if isinstance(key, ast.Constant):
                        yield f"{path.relative_to(root)}:{found.lineno}", str(key.value)


def _records(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "record"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "trail"
    )
