"""Fills an empty database with the sample firm."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from turkcell_hub.demo import (
    applications,
    approvals,
    billing,
    bills,
    books,
    consents,
    conversations,
    erp,
    field_team,
    firm,
    history,
    membership,
    moving,
    packages,
    people,
    postpaid,
    registry,
    routine,
    support,
    tasks,
    webhooks,
)
from turkcell_hub.tenancy.actor import Actor, of_membership, of_platform
from turkcell_hub.tenancy.models import Firm, Membership, Role
from turkcell_hub.tenancy.permissions import is_hosted
from turkcell_hub.tenancy.scope import firm_scope


class Command(BaseCommand):
    help = (
        "Boş bir veritabanını örnek firmayla doldurur: kullanıcılar, deneme operatöründe iki"
        " hesap, birkaç bin abone, gruplar, şablonlar ve raporlarıyla geçmiş gönderimler."
        " Girişleri --credentials-file ile verilen dosyaya yazar."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--credentials-file", type=Path, required=True)
        parser.add_argument(
            "--if-empty", action="store_true", help="firma varsa hata vermez, bir şey yapmaz"
        )
        parser.add_argument("--seed", type=int, default=2026, help="aynı sayı aynı veriyi üretir")

    def handle(self, *_args: Any, **options: Any) -> None:
        if Firm.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "Bu veritabanında firma var; örnek veri yalnız boş veritabanına yüklenir."
            )
        random = Random(options["seed"])  # noqa: S311 - sample data, nothing secret
        with transaction.atomic():
            built = firm.build()
            actor = built.actor
            with firm_scope(built.firm.pk):
                people.build(built.firm, random)
                history.build(actor, random)
                conversations.build(actor)
                billing.build(built.firm, desk_of(built, built.firm))
                routine.build(actor)
                tasks.build(actor)
                tasks.build_workflows(actor)
                moving.build(actor, random)
                packages.build(built.firm, desk_of(built, built.firm))
                consents.build(actor, random)
                registry.build(actor)
                packages.people(built.firm, desk_of(built, built.firm))
                webhooks.build(actor)
                erp.build(built.firm, random)
                field_team.build(actor, random)
                approvals.build(actor)
                bills.build(actor, random)
                books.build(actor)
                applications.build(built.firm, desk_of(built, built.firm))
                support.build(built.operator)
                membership.build(built.firm, desk_of(built, built.firm), returned=True)
            with firm_scope(built.postpaid.pk):
                postpaid.build(built.postpaid, desk_of(built, built.postpaid), random)
                membership.build(built.postpaid, desk_of(built, built.postpaid), returned=False)
            # Before the data counts: who is interrupted between the two would have a firm that
            # nobody can log in to, while logins without their firm are written anew.
            self._keep(built, options["credentials_file"])
        with connection.cursor() as cursor:
            # The autovacuum would come a minute later; until then pages that join thousands of
            # new rows take minutes, if a start was interrupted before (planner.py).
            cursor.execute("ANALYZE")
        approvals.answer_one(built.firm)
        self.stdout.write("Örnek firma hazır.")

    def _keep(self, built: firm.Built, place: Path) -> None:
        facts = {
            "username": built.logins[0].username,
            "password": built.logins[0].password,
            "api_key": built.api_key,
            "logins": [vars(login) for login in built.logins],
        }
        _write_private(place, json.dumps(facts, ensure_ascii=False))


def desk_of(built: firm.Built, of: Firm) -> Actor:
    """Who decides on a firm's money here: the portal's operator, or the firm's own Admin."""
    if is_hosted():
        return of_platform(built.operator, of.pk)
    return of_membership(Membership.objects.filter(firm=of, role=Role.ADMIN).earliest("pk"))


def _write_private(path: Path, text: str) -> None:
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    new.replace(path)
