"""The few options of curl that the integrator's guide uses, for machines without curl."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

import requests


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("-X", default="GET", dest="method")
    parser.add_argument("-H", action="append", default=[], dest="headers")
    parser.add_argument("-d", dest="body")
    parser.add_argument("-F", action="append", default=[], dest="parts")
    parser.add_argument("-w", dest="ending")
    parser.add_argument("-s", action="store_true")
    parser.add_argument("-S", action="store_true")
    given = parser.parse_args(arguments)
    headers = dict(header.split(": ", 1) for header in given.headers)
    with contextlib.ExitStack() as opened:
        parts = {}
        for part in given.parts:
            name, _equals, value = part.partition("=")
            if value.startswith("@"):
                path = Path(value[1:])
                parts[name] = (path.name, opened.enter_context(path.open("rb")))
            else:
                parts[name] = (None, value)
        answer = requests.request(
            given.method,
            given.url,
            headers=headers,
            data=given.body.encode() if given.body else None,
            files=parts or None,
            timeout=60,
        )
    sys.stdout.write(f"{answer.text}\n{answer.status_code}")


if __name__ == "__main__":
    main(sys.argv[1:])
