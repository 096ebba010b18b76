"""Sends the events of a span once more, with the same ids."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from turkcell_hub.events.models import Delivery
from turkcell_hub.events.services import endpoints
from turkcell_hub.tenancy import actor
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_scope


class Command(BaseCommand):
    help = (
        "Bir firmanın webhook teslimlerini, verilen zaman aralığı için aynı webhook-id ile yeniden"
        " sıraya koyar; işçiler gönderir. Örnek: replay_webhooks ege-tekstil --since"
        " 2026-11-20T00:00 --failed"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("firm", help="firmanın kısa adı")
        parser.add_argument("--since", required=True, help="2026-11-20T00:00 (İstanbul saati)")
        parser.add_argument("--until", default="", help="boşsa şimdiye kadar")
        parser.add_argument("--endpoint", type=int, help="yalnız bu webhook (no)")
        parser.add_argument("--failed", action="store_true", help="yalnız teslim edilemeyenler")

    def handle(self, *_args: Any, **options: Any) -> None:
        firm = Firm.objects.filter(slug=options["firm"]).first()
        if firm is None:
            raise CommandError(f"Böyle bir firma yok: {options['firm']}")
        since = _moment(options["since"])
        until = _moment(options["until"]) if options["until"] else timezone.now()
        with firm_scope(firm.pk):
            rows = Delivery.objects.filter(created_at__gte=since, created_at__lt=until)
            if options["endpoint"]:
                rows = rows.filter(endpoint_id=options["endpoint"])
            if options["failed"]:
                rows = rows.filter(state="FAILED")
            count = endpoints.replay(actor.system(firm.pk, "replay_webhooks"), rows)
        self.stdout.write(f"{count} teslim yeniden sıraya kondu.")


def _moment(text: str) -> dt.datetime:
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"Zaman okunamadı: {text}. Örnek: 2026-11-20T00:00")
    return found if found.tzinfo else timezone.make_aware(found)
