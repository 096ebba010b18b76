"""Ends what a killed supervisor left behind. Run by path, standard library only.

Reads ``+<group>`` and ``-<group>`` lines from standard input. When the input ends, the
supervisor is gone, however it went: the groups still noted are asked to end and, after as
many seconds as the argument says, made to. (A parent-death signal alone does not reach the
children of children.)
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time


def main(grace: float) -> None:
    """Watches until standard input ends."""
    groups: set[int] = set()
    for line in sys.stdin:
        mark, group = line[0], int(line[1:])
        (groups.add if mark == "+" else groups.discard)(group)
    for how in (signal.SIGTERM, signal.SIGKILL):
        for group in groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, how)
        deadline = time.monotonic() + grace
        while any(_alive(group) for group in groups) and time.monotonic() < deadline:
            time.sleep(0.05)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    main(float(sys.argv[1]))
