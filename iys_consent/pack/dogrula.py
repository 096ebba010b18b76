"""Checks an evidence pack with nothing but Python's standard library.

    python3 dogrula.py                                  (in the folder of the unpacked zip)
    python3 dogrula.py --anahtar portal-anahtarlari.pem (with the keys that the portal publishes)

Each movement's hash covers its predecessor's hash and all of its columns; the list of hashes
shows each movement's place in the firm's chain; each piece of evidence has its SHA-256 in the
movement that rests on it. Whatever was changed afterwards breaks at that row. What was left out
or invented as a whole breaks the portal's signature over count, chain and files (imza.py).
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import imza  # noqa: E402  (beside this file in the zip)

ARGUMENTS, TRUSTED = imza.arguments()
HERE = Path(ARGUMENTS[0] if ARGUMENTS else __file__)
FOLDER = HERE if HERE.is_dir() else HERE.resolve().parent


def link(previous_hash, order, columns):
    values = [previous_hash, *(columns[name] for name in order)]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def breaks(pack, chain):
    """(place, reason) of everything that does not hold."""
    for movement in pack["movements"]:
        columns, seq = movement["columns"], movement["columns"]["seq"]
        if link(movement["previous_hash"], pack["order"], columns) != movement["hash"]:
            yield seq, "hareketin içeriği değiştirilmiş"
        if chain.get(seq) != movement["hash"]:
            yield seq, "hareket zincirdeki yerinde değil"
        if chain.get(seq - 1, "") != movement["previous_hash"]:
            yield seq, "önceki harekete bağlanmıyor"
        proof = movement.get("evidence")
        if (proof["sha256"] if proof else "") != columns["evidence_sha256"]:
            yield seq, "kanıtın özeti hareketteki özet değil"
        if proof:
            path = FOLDER / proof["file"]
            if not path.is_file():
                yield seq, "kanıt dosyası yok: " + proof["file"]
            elif hashlib.sha256(path.read_bytes()).hexdigest() != proof["sha256"]:
                yield seq, "kanıt dosyası değiştirilmiş: " + proof["file"]
    if chain.get(pack["head"]["seq"], "") != pack["head"]["hash"]:
        yield pack["head"]["seq"], "zincirin sonu tutmuyor"


def misstated(pack, chain, signed):
    """(place, reason) where the pack is not what was signed of it."""
    places = [movement["columns"]["seq"] for movement in pack["movements"]]
    last = pack["head"]["seq"]
    if len(places) != pack["count"] or places != pack["places"]:
        yield (
            last,
            "hareket eksiltilmiş ya da eklenmiş: dosyada "
            + str(len(places))
            + ", bildirilen "
            + str(pack["count"]),
        )
    if sorted(chain) != list(range(min(places, default=last), last + 1)) and sorted(chain) != list(
        range(min(places, default=last) - 1, last + 1)
    ):
        yield last, "zincirin özetleri eksik"
    if any(movement["columns"]["recipient"] != pack["recipient"] for movement in pack["movements"]):
        yield last, "başka bir alıcının hareketi var"
    for name in ("count", "places", "head", "recipient", "brands", "every_brand"):
        if signed and signed.get(name) != pack[name]:
            yield last, "imzalanan ile aynı değil: " + name


def main():
    pack = json.loads((FOLDER / "hareketler.json").read_text(encoding="utf-8"))
    with (FOLDER / "zincir.csv").open(encoding="utf-8", newline="") as file:
        chain = {int(row["sira"]): row["ozet"] for row in csv.DictReader(file)}
    wrong, right, signed = imza.check(FOLDER, ("hareketler.json", "zincir.csv"), TRUSTED)
    found = sorted({*breaks(pack, chain), *misstated(pack, chain, signed)})
    lines = [f"BOZUK sıra {seq}: {reason}" for seq, reason in found]
    lines += ["BOZUK: " + reason for reason in wrong]
    if not lines:
        count, end = len(pack["movements"]), pack["head"]["seq"]
        lines = [
            f"SAĞLAM: {count} hareket, zincirin sonu sıra {end}",
            f"Zincirin sonundaki özet: {pack['head']['hash']}",
            "Kapsam: "
            + ("firmanın bütün markaları" if pack["every_brand"] else "yalnız şu markalar")
            + " ("
            + ", ".join(sorted(pack["brands"]))
            + ")",
            *right,
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
