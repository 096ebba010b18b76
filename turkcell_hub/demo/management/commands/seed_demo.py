"""Fills an empty database with the sample firm."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from turkcell_hub.demo import billing, conversations, firm, history, people
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope


class Command(BaseCommand):
    help = (
        "Boş bir veritabanını örnek firmayla doldurur: kullanıcılar, deneme operatöründe iki"
        " hesap, birkaç bin abone, gruplar, şablonlar ve raporlarıyla geçmiş gönderimler."
        " Girişleri --credentials-file ile verilen dosyaya yazar."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--credentials-file", type=Path, required=True)
        parser.add_argument("--seed", type=int, default=2026, help="aynı sayı aynı veriyi üretir")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Firm.objects.exists():
            raise CommandError(
                "Bu veritabanında firma var; örnek veri yalnız boş veritabanına yüklenir."
            )
        random = Random(options["seed"])  # noqa: S311 - sample data, nothing secret
        with transaction.atomic():
            built, actor, logins, api_key = firm.build()
            with firm_scope(built.pk):
                people.build(built, random)
                history.build(actor, random)
                conversations.build(actor)
                billing.build(built, actor)
        facts = {
            "username": logins[0].username,
            "password": logins[0].password,
            "api_key": api_key,
            "logins": [vars(login) for login in logins],
        }
        _write_private(options["credentials_file"], json.dumps(facts, ensure_ascii=False))
        self.stdout.write("Örnek firma hazır.")


def _write_private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
