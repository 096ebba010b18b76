"""``manage.py run_lines``: keeps the connections that stay open (SMPP) until it is stopped."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand

from turkcell_hub.outbox import keeping


class Command(BaseCommand):
    help = "SMPP gibi açık kalan operatör hatlarını tutar; SIGTERM ile hatları kapatıp biter."

    def handle(self, *_args: Any, **_options: Any) -> None:
        stop = threading.Event()

        def end(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, end)
        keeping.run(stop)
