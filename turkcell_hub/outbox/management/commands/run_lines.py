"""``manage.py run_lines``: keeps the connections that stay open (SMPP) until it is stopped."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from turkcell_hub.outbox import keeping


class Command(BaseCommand):
    help = "SMPP gibi açık kalan operatör hatlarını tutar; SIGTERM ile hatları kapatıp biter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--alive-file", type=Path, help="birkaç saniyede bir dokunulan dosya (sağlık denetimi)"
        )

    def handle(self, *_args: Any, alive_file: Path | None = None, **_options: Any) -> None:
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        keeping.run(stop, alive_file.touch if alive_file else lambda: None)
