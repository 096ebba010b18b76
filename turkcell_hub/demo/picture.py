"""A small picture for the sample MMS, drawn here so that no file has to be carried along."""

from __future__ import annotations

import struct
import zlib

WIDTH, HEIGHT = 320, 200
_TOP, _BOTTOM = (24, 88, 140), (248, 200, 60)


def png() -> bytes:
    """A sunset over a field of stripes: a few hundred bytes of PNG."""
    rows = b"".join(b"\0" + _row(y) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _row(y: int) -> bytes:
    share = y / HEIGHT
    sky = bytes(round(a + (b - a) * share) for a, b in zip(_TOP, _BOTTOM, strict=True))
    if y > HEIGHT * 0.72:
        sky = bytes((40, 110, 60)) if (y // 7) % 2 else bytes((55, 135, 72))
    reach = 48**2 - (y - 118) ** 2
    half = round(reach**0.5) if reach > 0 and y <= HEIGHT * 0.72 else 0
    left = WIDTH // 2 - half
    return sky * left + bytes((255, 236, 170)) * (2 * half) + sky * (WIDTH - left - 2 * half)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
