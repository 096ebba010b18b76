"""``manage.py verify_audit``: is the trail still what was written?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from turkcell_hub.audit.services import heads as kept_heads
from turkcell_hub.audit.services.verification import firms_with_trail, verify


class Command(BaseCommand):
    help = (
        "Checks the hash chain of the trail: changed, deleted, inserted, reordered and cut"
        " entries are named. With --heads, chains are also compared with signed heads that"
        " audit_head wrote to a place outside the database, which finds a rewritten table."
        " Exit code: 0 whole, 1 broken, 2 the heads file cannot be used."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--firm", type=int, metavar="ID", help="this firm alone")
        parser.add_argument("--heads", type=Path, metavar="FILE", help="file of audit_head")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = list(kept_heads.read(options["heads"])) if options["heads"] else []
        except (OSError, kept_heads.HeadsUnreadable) as problem:
            raise CommandError(f"{options['heads']}: {problem}", returncode=2) from None
        firm_ids = set(firms_with_trail()) | {head.firm_id for head in heads}
        if options["firm"]:
            firm_ids = {options["firm"]}
        broken = 0
        for number, firm_id in enumerate(sorted(firm_ids), start=1):
            found = verify(firm_id, heads)
            broken += len(found)
            state = f"{len(found)} kırık" if found else "sağlam"
            self.stdout.write(f"[{number}/{len(firm_ids)}] firma {firm_id}: {state}")
            for one in found:
                self.stderr.write(f"  {one}")
        if broken:
            raise CommandError(f"İşlem geçmişi bozulmuş: {broken} kırık bulundu.", returncode=1)
        self.stdout.write("İşlem geçmişi sağlam.")
