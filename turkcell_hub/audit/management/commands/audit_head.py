"""``manage.py audit_head``: the ends of the chains, signed, for a place elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.audit.services import heads


class Command(BaseCommand):
    help = (
        "Shows the end of every firm's audit chain. --write FILE adds them, signed, to a file:"
        " keep it on another machine and run it every hour; verify_audit --heads FILE then"
        " proves that nothing before was rewritten. Exit code: 0, or 1 when FILE cannot be"
        " written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", type=Path, metavar="FILE", help="append to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"] is None:
            for head in heads.current():
                self.stdout.write(f"firma {head.firm_id}: sıra {head.seq}, {head.hash}")
            return
        try:
            written = heads.append(options["write"])
        except OSError as problem:
            raise CommandError(f"{options['write']}: {problem.strerror}") from None
        self.stdout.write(f"{written} zincir başı {options['write']} dosyasına eklendi.")
