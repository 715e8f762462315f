"""Which letters our fonts have, read from the tables of their files (OpenType: `cmap`, formats 4 and 12)."""

import struct
from functools import cache
from pathlib import Path

from papers.cards.drawing import FONTS

SANS = "BeVietnamPro-Regular.ttf"
SANS_BOLD = "BeVietnamPro-Bold.ttf"


@cache
def letters(name: str) -> frozenset[str]:
    """Return the letters a font can draw."""
    held = Path(FONTS / name).read_bytes()
    tables = struct.unpack_from(">H", held, 4)[0]
    places = {
        held[12 + 16 * at : 16 + 16 * at]: struct.unpack_from(">I", held, 20 + 16 * at)[0] for at in range(tables)
    }
    cmap = places[b"cmap"]
    found = set[str]()
    for at in range(struct.unpack_from(">H", held, cmap + 2)[0]):
        table = cmap + struct.unpack_from(">I", held, cmap + 8 + 8 * at)[0]
        kind = struct.unpack_from(">H", held, table)[0]
        if kind == 12:
            found |= _of_groups(held, table)
        elif kind == 4:
            found |= _of_segments(held, table)
    return frozenset(found)


def _of_groups(held: bytes, table: int) -> set[str]:
    count = struct.unpack_from(">I", held, table + 12)[0]
    groups = struct.iter_unpack(">III", held[table + 16 : table + 16 + 12 * count])
    return {chr(code) for first, last, _ in groups for code in range(first, last + 1)}


def _of_segments(held: bytes, table: int) -> set[str]:
    count = struct.unpack_from(">H", held, table + 6)[0] // 2
    numbers = struct.unpack_from(f">{4 * count + 1}H", held, table + 14)
    lasts, firsts = numbers[:count], numbers[count + 1 : 2 * count + 1]
    pairs = zip(firsts, lasts, strict=True)
    return {chr(code) for first, last in pairs if first != 0xFFFF for code in range(first, last + 1)}
