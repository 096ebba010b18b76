"""``manage.py createfirm``: a new firm and its first Admin."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.models import Country
from turkcell_hub.tenancy.services import firms


class Command(BaseCommand):
    help = (
        "Opens a firm with its first Admin and says what to do next. The password is asked for,"
        " or read from the first line of --password-file; it is never an argument, because"
        " arguments are seen by everybody on the machine. Exit code: 0 opened, 1 refused (the"
        " reason is printed and nothing was written)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name of the firm")
        parser.add_argument("--admin-email", required=True, help="the Admin logs in with it")
        parser.add_argument("--admin-name", required=True, help="Ad ve Soyad of the Admin")
        parser.add_argument("--slug", default="", help="short name; made from the name if left out")
        parser.add_argument("--country", default="TR", choices=Country.values)
        parser.add_argument("--password-file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            firm, admin = firms.open_firm(
                options["name"],
                options["admin_name"],
                options["admin_email"],
                self._password(options["password_file"]),
                slug=options["slug"],
                country=options["country"],
            )
        except HubError as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(f"Firma açıldı: {firm.name} ({firm.slug}), no {firm.pk}.")
        self.stdout.write(f"Admin: {admin.name} <{admin.user.email}>")
        self.stdout.write(f"Sıradaki adım: {settings.PUBLIC_URL}/login/ adresinden giriş yapın;")
        self.stdout.write("ana sayfadaki kurulum listesi SMS hesabına kadar yol gösterir.")

    def _password(self, file: Path | None) -> str:
        if file is not None:
            try:
                return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r")
            except (OSError, UnicodeDecodeError) as problem:
                raise CommandError(f"{file} okunamadı: {problem}") from None
        typed = getpass.getpass("Parola: ")
        if typed != getpass.getpass("Parola (yeniden): "):
            raise CommandError("Parolalar aynı değil.")
        return typed
