"""``manage.py createoperator``: somebody who runs the portal and sets what its firms pay."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.errors import HubError
from turkcell_hub.tenancy.models import User
from turkcell_hub.tenancy.services import platform


class Command(BaseCommand):
    help = (
        "Makes a person an İşletmeci: he sets prices, tariffs, payment types and refund rules of"
        " every firm and approves transfers and limits (PRICES_SET_BY=operator), and sees nothing"
        " else of a firm. For somebody new the password is asked for, or read from the first line"
        " of --password-file. --revoke takes it back. Exit code: 0 done, 1 refused (the reason is"
        " printed and nothing was written)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="he logs in with it")
        parser.add_argument("--name", default="", help="Ad ve Soyad, for somebody new")
        parser.add_argument("--password-file", type=Path, metavar="FILE")
        parser.add_argument("--revoke", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            if options["revoke"]:
                user = platform.dismiss(email)
                self.stdout.write(f"Artık işletmeci değil: {user.full_name} <{user.email}>")
                return
            is_known = User.objects.filter(email=email.strip().lower()).exists()
            password = "" if is_known else self._password(options["password_file"])
            user, _is_new = platform.appoint(email, options["name"], password)
        except HubError as refused:
            raise CommandError(str(refused.message)) from None
        self.stdout.write(f"İşletmeci: {user.full_name} <{user.email}>")
        self.stdout.write(f"Giriş: {settings.PUBLIC_URL}/operator/")
        if settings.PRICES_SET_BY != "operator":
            self.stdout.write("PRICES_SET_BY=firm: bu kurulumda fiyatları firmalar belirler.")

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
