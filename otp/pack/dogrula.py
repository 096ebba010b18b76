"""Checks an approval's receipt with nothing but Python's standard library.

    python3 dogrula.py                                  (in the folder of the unpacked zip)
    python3 dogrula.py --anahtar portal-anahtarlari.pem (with the keys that the portal publishes)

The trail's entry holds what was approved, by whom and the digest of the exact content; its hash
covers all of it and the entry before. The list of hashes shows the entry's place in the firm's
chain. Whatever was changed afterwards no longer fits. What was invented as a whole is told by the
portal's signature over every file (imza.py), with the keys that the portal publishes. Give the
content itself, as a JSON file, as the second argument to see that it is what was approved.
"""

import csv
import hashlib
import json
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import imza  # noqa: E402  (beside this file in the zip)

ARGUMENTS, TRUSTED = imza.arguments()
HERE = Path(ARGUMENTS[0] if ARGUMENTS else __file__)
FOLDER = HERE if HERE.is_dir() else HERE.resolve().parent


def canonical(value, **options):
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), **options
    ).encode()


def hash_of(entry):
    """As the portal's trail makes it: the columns in their order, the one before first."""
    return hashlib.sha256(canonical(entry["covered"])).hexdigest()


def breaks(receipt, entry, chain):
    """Everything that does not hold."""
    if hash_of(entry) != receipt["trail_hash"]:
        yield "zincir kaydının içeriği değiştirilmiş"
    if chain.get(receipt["trail_seq"]) != receipt["trail_hash"]:
        yield "kayıt zincirdeki yerinde değil"
    if entry["covered"][2] != receipt["trail_seq"]:
        yield "kaydın sırası makbuzdaki sıra değil"
    facts = entry["covered"][11]
    for name, told in (
        ("receipt", "number"), ("digest", "subject_digest"), ("text", "trail_text"),
        ("member", "trail_member"), ("phone", "trail_phone"), ("method", "method"),
    ):  # fmt: skip
        if facts.get(name) != receipt[told]:
            yield "makbuzdaki " + name + " zincirdekiyle aynı değil"
    if len(ARGUMENTS) > 1:
        content = json.loads(Path(ARGUMENTS[1]).read_text(encoding="utf-8"))
        if hashlib.sha256(canonical(content)).hexdigest() != receipt["subject_digest"]:
            yield "verilen içerik onaylanan içerik değil"


def in_turkey(moment):
    """2026-11-23T22:36:28+00:00 as people there read it."""
    read = datetime.fromisoformat(moment).astimezone(timezone(timedelta(hours=3)))
    return read.strftime("%d.%m.%Y %H:%M:%S (UTC+3)")


def main():
    pack = json.loads((FOLDER / "makbuz.json").read_text(encoding="utf-8"))
    with (FOLDER / "zincir.csv").open(encoding="utf-8", newline="") as file:
        chain = {int(row["sira"]): row["ozet"] for row in csv.DictReader(file)}
    found = list(breaks(pack["receipt"], pack["entry"], chain))
    wrong, right, _signed = imza.check(FOLDER, ("makbuz.json", "zincir.csv"), TRUSTED)
    found += wrong
    lines = ["BOZUK: " + reason for reason in found]
    if not found:
        receipt = pack["receipt"]
        lines = [
            "SAĞLAM: “{subject_text}” {member_name} tarafından {at} anında onaylanmış;"
            " zincirde sıra {trail_seq}".format(at=in_turkey(receipt["approved_at"]), **receipt),
            "Makbuz no {number}, zincir özeti {trail_hash}".format(**receipt),
            *right,
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
