"""Checks an evidence pack with nothing but Python's standard library.

    python3 dogrula.py            (in the folder of the unpacked zip)

Each movement's hash covers its predecessor's hash and all of its columns; the list of hashes
shows each movement's place in the firm's chain; each piece of evidence has its SHA-256 in the
movement that rests on it. Whatever was changed afterwards breaks at that row.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

HERE = Path(sys.argv[1] if len(sys.argv) > 1 else __file__)
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


def main():
    pack = json.loads((FOLDER / "hareketler.json").read_text(encoding="utf-8"))
    with (FOLDER / "zincir.csv").open(encoding="utf-8", newline="") as file:
        chain = {int(row["sira"]): row["ozet"] for row in csv.DictReader(file)}
    found = sorted(set(breaks(pack, chain)))
    lines = [f"BOZUK sıra {seq}: {reason}" for seq, reason in found]
    if not found:
        count, end = len(pack["movements"]), pack["head"]["seq"]
        lines = [
            f"SAĞLAM: {count} hareket, zincirin sonu sıra {end}",
            f"Zincirin sonundaki özet: {pack['head']['hash']}",
            "Dosya kendi içinde tutarlı. Baştan uydurulmuş ya da hareketi eksiltilmiş olmadığını,"
            " bu özet ve hareket sayısının firmanın portalındakiyle aynı olması gösterir.",
        ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
