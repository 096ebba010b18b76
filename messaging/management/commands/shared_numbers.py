"""``manage.py shared_numbers``: numbers on which several firms write."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction

from messaging import refusal_words
from messaging.models import SharedNumber, SharedNumberUse
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm

_TIMES = ("reply_hours", "apart_hours", "refusal_days")


class Command(BaseCommand):
    help = (
        "Shared short or long numbers. What comes to one is pushed to the carrying account and"
        " given to the firm of the keyword or the firm that wrote last. A carrying account serves"
        " shared numbers alone: messages to any other number of it are parked. Exit code: 0 done,"
        " 1 refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        steps.add_parser("list")
        for name in ("add", "join", "leave"):
            step = steps.add_parser(name)
            step.add_argument("number")
            step.add_argument("--account", type=int, required=True, help="id of the account")
            if name == "add":
                for time in _TIMES:
                    step.add_argument(f"--{time.replace('_', '-')}", type=int)
            else:
                step.add_argument("--firm", required=True, help="short name of the firm")
            if name == "join":
                step.add_argument("--keyword", default="", help="the firm's own word")

    def handle(self, *_args: Any, **options: Any) -> None:
        with every_firm(), transaction.atomic():
            getattr(self, f"_{options['step']}")(options)

    def _list(self, _options: dict[str, Any]) -> None:
        for number in SharedNumber.objects.select_related("account").order_by("number", "pk"):
            self.stdout.write(f"{number.number}  hesap {number.account_id} ({number.account})")
            for use in number.uses.select_related("firm").order_by("pk"):
                self.stdout.write(f"    {use.firm.slug}  {use.keyword or '(kelimesiz)'}")

    def _add(self, options: dict[str, Any]) -> None:
        account = GatewayAccount.objects.filter(pk=options["account"]).first()
        if account is None:
            raise CommandError("Bu numarada bir operatör hesabı yok.")
        times = {name: options[name] for name in _TIMES if options.get(name) is not None}
        SharedNumber.objects.update_or_create(
            number=options["number"], account=account, defaults=times
        )
        self.stdout.write(f"{options['number']} ortak numara olarak kayıtlı.")

    def _join(self, options: dict[str, Any]) -> None:
        words = refusal_words.words_of(options["keyword"])
        if len(words) > 1:
            raise CommandError("Anahtar kelime tek kelime olmalı.")
        keyword = words[0] if words else ""
        number, firm = self._number(options), self._firm(options)
        try:
            with transaction.atomic():
                SharedNumberUse.objects.update_or_create(
                    shared_number=number, firm=firm, defaults={"keyword": keyword}
                )
        except IntegrityError:
            raise CommandError("Bu kelimeyi numarada başka bir firma kullanıyor.") from None
        self.stdout.write(f"{firm.name} {number.number} numarasını kullanıyor.")

    def _leave(self, options: dict[str, Any]) -> None:
        number, firm = self._number(options), self._firm(options)
        SharedNumberUse.objects.filter(shared_number=number, firm=firm).delete()
        self.stdout.write(f"{firm.name} {number.number} numarasından çıkarıldı.")

    def _number(self, options: dict[str, Any]) -> SharedNumber:
        row = SharedNumber.objects.filter(
            number=options["number"], account_id=options["account"]
        ).first()
        if row is None:
            raise CommandError("Böyle bir ortak numara yok; önce add ile ekleyin.")
        return row

    def _firm(self, options: dict[str, Any]) -> Firm:
        firm = Firm.objects.filter(slug=options["firm"]).first()
        if firm is None:
            raise CommandError(f"{options['firm']} kısa adlı bir firma yok.")
        return firm
