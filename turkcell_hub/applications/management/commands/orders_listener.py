"""``manage.py orders_listener``: the operator tells of changes at our address."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.applications.services import listening
from turkcell_hub.errors import HubError


class Command(BaseCommand):
    help = "Başvuru ve siparişlerdeki değişikliklerin bildirileceği adresi operatöre yazdırır."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--show", action="store_true", help="Adresi yalnız göster; operatör elle yazacaksa."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["show"]:
            self.stdout.write(listening.address())
            return
        try:
            self.stdout.write(f"Operatör buraya bildirecek: {listening.listen()}")
        except HubError as error:
            raise CommandError(str(error.message)) from None
