"""Checks who made a pack, with nothing but Python's standard library and without the internet.

    python3 imza.py FOLDER --anahtar FILE     (FILE: the public keys that the portal publishes)

``ozet.json`` holds the SHA-256 of every file of the pack and what the pack says of itself;
``imza.json`` holds the portal's Ed25519 signature (RFC 8032) over exactly these bytes. The key in
``imza.json`` shows only that all files are of one hand. Whose hand it is, the portal says: give its
public keys, or compare the fingerprint that is printed here with the one on its page.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)
PEM_HEAD = bytes.fromhex("302a300506032b6570032100")  # an Ed25519 key in SubjectPublicKeyInfo


def add(a, b):
    """The sum of two points in extended coordinates."""
    k = (a[1] - a[0]) * (b[1] - b[0]) % P
    m = (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = m - k, z - t, z + t, m + k
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number, point):
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = add(found, point)
        point, number = add(point, point), number >> 1
    return found


def point_of(raw):
    """The point that 32 bytes name; None where they name none."""
    whole = int.from_bytes(raw, "little")
    y, sign = whole & (2**255 - 1), whole >> 255
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def holds(key, message, signature):
    """Whether ``signature`` (64 bytes) is the key's (32 bytes) over ``message``."""
    if len(key) != 32 or len(signature) != 64:
        return False
    public, first = point_of(key), point_of(signature[:32])
    number = int.from_bytes(signature[32:], "little")
    if public is None or first is None or number >= ORDER:
        return False
    told = hashlib.sha512(signature[:32] + key + message).digest()
    left = times(number, BASE)
    right = add(first, times(int.from_bytes(told, "little") % ORDER, public))
    return not (
        (left[0] * right[2] - right[0] * left[2]) % P
        or (left[1] * right[2] - right[1] * left[2]) % P
    )


def fingerprint(key):
    """As the portal prints it: the SHA-256 of the key, in groups of four."""
    told = hashlib.sha256(key).hexdigest()
    return " ".join(told[at : at + 4] for at in range(0, 64, 4))


def keys_of(text):
    """The keys of a PEM file with one or more of them."""
    found = []
    for part in text.split("-----BEGIN PUBLIC KEY-----")[1:]:
        raw = base64.b64decode("".join(part.split("-----END")[0].split()))
        if raw.startswith(PEM_HEAD) and len(raw) == len(PEM_HEAD) + 32:
            found.append(raw[len(PEM_HEAD) :])
    return found


def inside(folder, name):
    """The file of the pack; None for a name that leads out of it."""
    path = (folder / name).resolve()
    return path if folder.resolve() in path.parents else None


def check(folder, needed=(), trusted=None):
    """(what is wrong, what is right, what the portal says of the pack)."""
    try:
        body = (folder / "ozet.json").read_bytes()
        signed = json.loads((folder / "imza.json").read_text(encoding="utf-8"))
        key = bytes.fromhex(signed["public_key"])
        signature = bytes.fromhex(signed["signature"])
    except (OSError, ValueError, KeyError, TypeError):
        return ["imza yok ya da okunmuyor (ozet.json, imza.json)"], [], {}
    if not holds(key, body, signature):
        return ["imza tutmuyor: ozet.json portalın imzaladığı değil"], [], {}
    facts, wrong = json.loads(body), []
    files = facts["files"]
    wrong += ["imzanın kapsamadığı dosya: " + name for name in needed if name not in files]
    for name, told in files.items():
        path = inside(folder, name)
        if path is None or not path.is_file():
            wrong.append("imzalı dosya eksik: " + name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != told:
            wrong.append("imzalandıktan sonra değişmiş: " + name)
    right = ["İmza tutuyor. Anahtarın parmak izi: " + fingerprint(key)]
    if trusted is None:
        right.append(
            "Bu anahtarın portalın olduğunu bu dosya tek başına gösteremez: parmak izini "
            + str(signed.get("keys_at", "portalın"))
            + " sayfasındakiyle karşılaştırın ya da oradan indirdiğiniz anahtarları verin:"
            " --anahtar DOSYA"
        )
    elif key in trusted:
        right.append("Anahtar, verdiğiniz portal anahtarlarındandır: dosyayı bu portal üretmiş.")
    else:
        wrong.append("imzalayan anahtar, verdiğiniz portal anahtarlarından değil")
    return wrong, right, facts


def arguments():
    """The command line without ``--anahtar``, and the keys of its file."""
    left, trusted = sys.argv[1:], None
    if "--anahtar" in left:
        at = left.index("--anahtar")
        if at + 1 >= len(left):
            sys.exit("--anahtar: dosya adını yazın")
        trusted = keys_of(Path(left[at + 1]).read_text(encoding="utf-8"))
        if not trusted:
            sys.exit("--anahtar: dosyada Ed25519 anahtarı yok")
        del left[at : at + 2]
    return left, trusted


def main():
    left, trusted = arguments()
    folder = Path(left[0]) if left else Path(__file__).resolve().parent
    wrong, right, facts = check(folder, (), trusted)
    lines = ["BOZUK: " + reason for reason in wrong]
    if not wrong:
        about = {name: value for name, value in facts.items() if name != "files"}
        lines = [*right, json.dumps(about, ensure_ascii=False, indent=1)]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
