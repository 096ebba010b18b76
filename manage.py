#!/usr/bin/env python3
"""The two commands, and every other management command.

``python3 manage.py demo`` and ``python3 manage.py test`` need nothing but Python: what is
missing is installed into ``.venv`` first (turkcell_hub/bootstrap.py). This file alone must be
readable for older interpreters, so that they get a sentence instead of a syntax error.
"""

import os
import sys


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - said, not crashed
        sys.exit(
            "Turkcell Hub, Python 3.11 veya daha yenisini ister; bu Python "
            + ".".join(str(part) for part in sys.version_info[:2])
            + ". Yeni bir Python kurup komutu onunla çalıştırın"
            " (örneğin: python3.11 manage.py demo)."
        )
    checkout = os.path.dirname(os.path.abspath(__file__))
    if checkout not in sys.path:
        sys.path.insert(0, checkout)
    try:
        from turkcell_hub import bootstrap

        bootstrap.ensure(sys.argv[1:])

        from turkcell_hub.embedded import commands

        code = commands.run(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nDurduruldu.\n")
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
