"""A tile-grid map: one equal square for each province-level unit of China that documents name.

No border is drawn and no area shown, so counts compare honestly and small units are as visible as large ones. It is
schematic and no statement on boundaries: which units appear follows from the documents alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import msgspec

_ROWS = """
黑龙江 黑 10 0|新疆 新 2 1|内蒙古 蒙 7 1|吉林 吉 10 1|甘肃 甘 5 2|宁夏 宁 6 2|北京 京 8 2|天津 津 9 2|辽宁 辽 10 2
青海 青 4 3|陕西 陕 6 3|山西 晋 7 3|河北 冀 8 3|山东 鲁 9 3
西藏 藏 3 4|四川 川 5 4|重庆 渝 6 4|河南 豫 7 4|安徽 皖 8 4|江苏 苏 9 4|上海 沪 10 4
云南 云 5 5|贵州 贵 6 5|湖北 鄂 7 5|江西 赣 8 5|浙江 浙 9 5
广西 桂 6 6|湖南 湘 7 6|广东 粤 8 6|福建 闽 9 6|台湾 台 10 6|海南 琼 6 7|澳门 澳 7 7|香港 港 8 7
"""
_PLACES = {
    name: (sign, int(column), int(row))
    for name, sign, column, row in (each.split() for line in _ROWS.split("\n") for each in line.split("|") if each)
}
ONLY_WHERE_NAMED = frozenset({"台湾", "香港", "澳门"})
"""Shown only where documents name them."""


class Tile(msgspec.Struct, frozen=True):
    """One square."""

    name: str
    """As documents state it, or the short name where none does."""
    sign: str
    """One character."""
    column: int
    """From 0 at the left."""
    row: int
    """From 0 at the top."""
    count: int | None
    """None where nothing is known of it: no unit of the population names it."""
    shade: int
    """0 to 4: none, up to a quarter, half, three quarters, and all of the largest count."""


class TileMap(msgspec.Struct, frozen=True):
    """All squares, with what has no place among them."""

    tiles: tuple[Tile, ...]
    elsewhere: tuple[tuple[str, int], ...]
    """Names of the population that are no province-level unit of China, the most frequent first."""
    placed: int
    """Sum of the tiles' counts."""
    columns: int = 9
    rows: int = 8


def tile_map(counts: Mapping[str, int]) -> TileMap:
    """Return the map of counts by the full or short name of the province-level unit.

    >>> found = tile_map({"四川省": 3, "北京市": 1, "Brennick": 2})
    >>> [(tile.name, tile.sign, tile.count, tile.shade) for tile in found.tiles if tile.count]
    [('北京市', '京', 1, 2), ('四川省', '川', 3, 4)]
    >>> found.elsewhere, found.placed, len(found.tiles)
    ((('Brennick', 2),), 4, 31)
    """
    by_short: dict[str, tuple[str, int]] = {}
    elsewhere = []
    for name, times in counts.items():
        short = next((each for each in _PLACES if name.startswith(each)), None)
        if short is None:
            elsewhere.append((name, times))
        else:
            by_short[short] = (name, by_short.get(short, ("", 0))[1] + times)
    most = max((times for _, times in by_short.values()), default=0)
    left = min(column for _, column, _ in _PLACES.values())
    tiles = []
    for short, (sign, column, row) in sorted(_PLACES.items(), key=lambda item: item[1][:0:-1]):
        name, number = by_short.get(short, (short, -1))
        count: int | None = number if number >= 0 else None
        if count is None and short in ONLY_WHERE_NAMED:
            continue
        shade = math.ceil(4 * count / most) if count else 0
        tiles.append(Tile(name, sign, column - left, row, count, shade))
    placed = sum(times for _, times in by_short.values())
    return TileMap(tuple(tiles), tuple(sorted(elsewhere, key=lambda item: (-item[1], item[0]))), placed)
