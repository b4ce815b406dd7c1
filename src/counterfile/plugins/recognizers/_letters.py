"""From what the network read in a strip to a clean line with the place of every character."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from counterfile.plugins.readers._draft import clean_line
from counterfile.plugins.recognizers._models import Read

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u30ff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u04ff]")
_TIME = re.compile(r"(?<=\d)：(?=[0-5]\d(?!\d))")
_THOUSANDS = re.compile(r"(?<=\d)，(?=\d{3}(?!\d))")

_TORN = re.compile(r"\d[,，]\d{1,2}(?!\d)")

_HANS = "购项标设备单术识视频监时间员应务网络电构业产质认证书长门开关车"
_HANT = "購項標設備單術識視頻監時間員應務網絡電構業產質認證書長門開關車"
"""Frequent in notices and different at a glance: they tell a page's script."""
_ALIKE_HANS = "内别吴没换户决况净减册虚温说郎吕宫强绿清查步黄研羡绝缘值真"
_ALIKE_HANT = "內別吳沒換戶決況淨減冊虛溫說郞呂宮強綠淸査歩黃硏羨絕緣値眞"
_TO_HANS = str.maketrans(_ALIKE_HANT, _ALIKE_HANS)
_TO_HANT = str.maketrans("内别吴没换户决况净减册虚温说吕宫强绿绝缘", "內別吳沒換戶決況淨減冊虛溫說呂宮強綠絕緣")

_CJK_BLANK = 1.7  # heights of the line: what lies wider apart in Chinese are two entries
_NO_BLANK = 0.06  # heights: a blank that the network wrote is not believed where the ink is closer
_HALF = 0.22  # heights: the empty half of a sign that is as wide as a character
_RINGS = "Oo0°º"
_FULL = {":": "：", ";": "；", ",": "，", "?": "？", "!": "！"}
_BLANK = 0.27  # heights: between letters this far apart the network forgot the blank


@dataclass(frozen=True, slots=True)
class Letters:
    """A clean line of text within its strip."""

    text: str
    edges: tuple[float, ...]
    """Shares of the strip's width, one more than the characters, not falling."""
    sureness: float
    gapped: bool = False
    """True where a character may have been lost: two neighbors stand as far apart as if there were one between."""


NOTHING = Letters("", (0.0,), 0.0)


def letters(read: Read, ink: npt.NDArray[np.float32], height: float) -> Letters:
    """Return the line with blanks where they are printed.

    Args:
        read: What the network saw.
        ink: Darkness of each column of the strip, shape ``(width,)``.
        height: Of the line's letters, in columns.
    """
    drawn = [n for n, char in enumerate(read.text) if not char.isspace()]
    if not drawn:
        return NOTHING
    columns = len(ink)
    centers = [read.centers[n] * columns for n in drawn]
    names = [read.text[n] for n in drawn]
    blank_after = {k for k in range(len(drawn) - 1) if drawn[k + 1] > drawn[k] + 1}
    spaces = [_gap(ink, centers[k], centers[k + 1]) for k in range(len(drawn) - 1)]
    typical = _typical(names, spaces)
    names = _full_width(names, spaces, height)
    text: list[str] = []
    edges: list[float] = []
    begin = _outer(ink, centers[0], height, -1)
    for k, name in enumerate(names):
        last = k == len(names) - 1
        left, right = (columns, columns) if last else spaces[k]
        end = _outer(ink, centers[k], height, 1) if last else left
        text.append(name)
        edges.append(begin)
        begin = right
        if last:
            edges.append(max(end, edges[-1]))
        elif _is_blank(name, names[k + 1], right - left, height, typical, written=k in blank_after):
            text.append(" ")
            edges.append(left)
        else:
            begin = (left + right) / 2
    for k in range(1, len(edges)):
        edges[k] = max(edges[k], edges[k - 1])
    sureness = sum(read.sureness[n] for n in drawn) / len(drawn)
    return _clean(
        "".join(text), [edge / columns for edge in edges], sureness, gapped=_has_a_hole(names, spaces, centers)
    )


def _full_width(names: list[str], spaces: list[tuple[float, float]], height: float) -> list[str]:
    """Return the signs with those as wide as a Chinese character, by the room around them; networks mix them up."""
    result = list(names)
    open_at: list[int] = []
    for k, name in enumerate(names):
        before = spaces[k - 1][1] - spaces[k - 1][0] if k else 0.0
        after = spaces[k][1] - spaces[k][0] if k < len(spaces) else 0.0
        if name in "(（":
            open_at.append(k)
            if name == "(" and before > _HALF * height and _WIDE.match(names[k - 1]):
                result[k] = "（"
        elif name in ")）":
            opened = open_at.pop() if open_at else None
            if name == ")" and after > _HALF * height and _WIDE.match(names[k + 1]):
                result[k] = "）"
            if opened is not None and result[opened] == "（" and result[k] == ")":
                result[k] = "）"
            elif opened is not None and result[opened] == "(" and result[k] == "）":
                result[opened] = "（"
        elif name in _FULL and k and _is_full(names[k - 1], names[k + 1 : k + 2], after, height):
            result[k] = _FULL[name]
        elif k and _is_full_stop(name, names[k - 1], names[k + 1 : k + 2], before + after, height):
            result[k] = "。"
    return result


def _is_full(previous: str, following: list[str], after: float, height: float) -> bool:
    """Return whether a sign stands in the room of a Chinese character; at the end of a line its neighbor tells."""
    if not following:
        return bool(_WIDE.match(previous))
    return after > _HALF * height and bool(_WIDE.match(previous) or _WIDE.match(following[0]))


def _is_full_stop(name: str, previous: str, following: list[str], room: float, height: float) -> bool:
    """Return whether a ring or dot stands alone in the room of a Chinese character, after a word."""
    if following and not _WIDE.match(following[0]):
        return False
    if name in _RINGS:
        # At the end of a line nothing tells the room of 0 and O.
        return _ends_word(previous) and (name in "°º" or (bool(following) and room > 0.45 * height))
    return name == "." and bool(following) and room > 0.45 * height and _ends_word(previous)


def _ends_word(char: str) -> bool:
    return char.isalpha() or char in "%)）》”〕"


def _has_a_hole(names: list[str], spaces: list[tuple[float, float]], centers: list[float]) -> bool:
    """Return whether a character seems to be missing: digits, and Chinese characters, are all of one width.

    Networks drop one of several equal digits, and small signs.
    """
    if _TORN.search("".join(names)):
        return True
    middles = [
        (spaces[k - 1][1] + spaces[k][0]) / 2 for k in range(1, len(spaces))
    ]  # of all but the first and the last
    digits = [
        middles[k] - middles[k - 1] for k in range(1, len(middles)) if names[k].isdigit() and names[k + 1].isdigit()
    ]
    if len(digits) > 1 and max(digits) > 1.3 * sorted(digits)[len(digits) // 2]:
        return True
    wide = [
        (centers[k + 1] - centers[k], spaces[k][1] - spaces[k][0])
        for k in range(len(spaces))
        if _WIDE.match(names[k]) and _WIDE.match(names[k + 1])
    ]
    usual = sorted(step for step, _ in wide)[len(wide) // 2] if len(wide) > 3 else float("inf")
    # Where the ground between them is bare, nothing is missing.
    return any(step > 1.6 * usual and gap < 0.75 * usual for step, gap in wide)


def _gap(ink: npt.NDArray[np.float32], first: float, second: float) -> tuple[float, float]:
    """Return where the widest run of empty columns between two characters begins and ends, or their lightest column."""
    left, right = int(first), max(int(second), int(first) + 1)
    between = ink[left : right + 1]
    empty = np.flatnonzero(between <= 0)
    if len(empty) == 0:
        away = np.abs(np.arange(len(between)) - (len(between) - 1) / 2) / max(len(between), 1)
        at = left + float(np.argmin(between + 0.15 * away)) if len(between) else (first + second) / 2
        return at, at
    runs = np.split(empty, np.flatnonzero(np.diff(empty) > 1) + 1)
    widest = max(runs, key=len)
    return left + float(widest[0]), left + float(widest[-1]) + 1


def _typical(names: list[str], spaces: list[tuple[float, float]]) -> float:
    """Return the usual distance of letters within a word, in columns."""
    widths = sorted(
        right - left for k, (left, right) in enumerate(spaces) if _WORD.match(names[k]) and _WORD.match(names[k + 1])
    )
    return widths[len(widths) // 3] if widths else 0.0


def _is_blank(first: str, second: str, gap: float, height: float, typical: float, *, written: bool) -> bool:
    if _WIDE.match(first) and _WIDE.match(second):
        return gap > _CJK_BLANK * height
    if _WIDE.match(first) or _WIDE.match(second):
        return (written and gap > 0.3 * height) or gap > _CJK_BLANK * height
    if written:
        return gap > _NO_BLANK * height
    closing = first in ",;:.!?)" and second.isalpha()
    numeric = first in ",." and second.isdigit()
    if (_WORD.match(first) or closing) and (_WORD.match(second) or second == "(") and not numeric:
        return gap > max(_BLANK * height, 2.5 * typical)
    return gap > 0.6 * height


def one_script(texts: list[str]) -> list[str]:
    """Return the lines of a page with characters that differ by a hair between the scripts in the page's script.

    A page that is clearly in one script has 内 or 內 throughout; the networks guess at each. The lengths stay.
    """
    whole = "".join(texts)
    hans, hant = sum(map(whole.count, _HANS)), sum(map(whole.count, _HANT))
    if hans >= 5 and hans > 10 * hant:
        return [text.translate(_TO_HANS) for text in texts]
    if hant >= 5 and hant > 10 * hans:
        return [text.translate(_TO_HANT) for text in texts]
    return texts


def _outer(ink: npt.NDArray[np.float32], center: float, height: float, way: int) -> float:
    """Return where the ink of the first or last character ends towards the outside."""
    at = min(max(int(center), 0), len(ink) - 1)
    furthest = at
    for step in range(int(height * 0.75) + 1):
        place = at + way * step
        if not 0 <= place < len(ink):
            break
        if ink[place] > 0:
            furthest = place
    return float(furthest + (1 if way > 0 else 0))


def _clean(text: str, edges: list[float], sureness: float, *, gapped: bool) -> Letters:
    """Normalize characters one by one, so that the places stay right; spread them evenly where that cannot be."""
    text = _TIME.sub(":", _THOUSANDS.sub(",", text))
    text = "".join(normal if len(normal := unicodedata.normalize("NFC", char)) == 1 else char for char in text)
    clean = clean_line(text)
    if clean != text:
        first, last, count = edges[0], edges[-1], max(len(clean), 1)
        edges = [first + (last - first) * k / count for k in range(len(clean) + 1)]
    return Letters(clean, tuple(edges), sureness, gapped)
