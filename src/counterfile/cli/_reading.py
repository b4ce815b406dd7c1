"""Reading at the terminal: one key an answer, evidence first, the next unit at once."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from itertools import pairwise

from rich.console import Console
from rich.text import Text

FOR, AGAINST = "bold green", "red"
CONTEXT = 40
"""Code points shown on either side of a word that weighs in."""

PASSAGES = 6
"""Passages shown of one unit before its whole text is asked for."""

PATIENCE = 3.0
"""Seconds for which an answer waits for another command to end its writing."""

Weighed = tuple[int, int, float]
"""Start and end in a text, code points, and the weight: above 0 speaks for."""


def key() -> str:
    """Return the next key that is pressed; from a pipe, the next character that is no blank; empty at its end."""
    if not sys.stdin.isatty():
        while (character := sys.stdin.read(1)) and character.isspace():
            pass
        return character
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def line(prompt: str) -> str:
    """Return a line that is typed."""
    sys.stderr.write(prompt)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def passages(text: str, weighed: Sequence[Weighed], most: int = PASSAGES) -> list[tuple[int, int]]:
    """Return the stretches of a text around the heaviest words, in order, none overlapping; its beginning without any.

    >>> passages("预算。采购人脸识别终端一批。其他。" * 2, [(5, 9, 1.0)], 1)
    [(0, 34)]
    """
    wanted: list[tuple[int, int]] = []
    for start, end, _ in sorted(weighed, key=lambda one: -abs(one[2])):
        if any(first <= start and end <= last for first, last in wanted):
            continue
        if len(wanted) == most:
            break
        wanted.append((max(0, start - CONTEXT), min(len(text), end + CONTEXT)))
    joined: list[tuple[int, int]] = []
    for first, last in sorted(wanted):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined or [(0, min(len(text), 4 * CONTEXT))]


def signed(text: str, first: int, last: int, weighed: Sequence[Weighed]) -> str:
    """Return a stretch of a text with its words for in ``[+ +]`` and those against in ``[- -]``.

    >>> signed("采购人脸识别终端", 0, 8, [(2, 6, 1.0)])
    '采购[+人脸识别+]终端'
    """
    parts = []
    for start, end, weight in _cut(first, last, weighed):
        sign = "+" if weight > 0 else "-"
        words = text[start:end]
        parts.append(f"[{sign}{words}{sign}]" if weight else words)
    return "".join(parts)


def colored(text: str, first: int, last: int, weighed: Sequence[Weighed]) -> Text:
    """Return a stretch of a text with its words for underlined in one color and those against in another."""
    shown = Text()
    for start, end, weight in _cut(first, last, weighed):
        style = f"{FOR} underline" if weight > 0 else AGAINST if weight < 0 else ""
        shown.append(text[start:end], style=style)
    return shown


def _cut(first: int, last: int, weighed: Sequence[Weighed]) -> list[Weighed]:
    """Return a stretch in pieces of one weight each; where words overlap, the heaviest counts."""
    cuts = {first, last, *(min(max(at, first), last) for start, end, _ in weighed for at in (start, end))}
    edges = sorted(cuts)
    pieces: list[Weighed] = []
    for start, end in pairwise(edges):
        over = [weight for left, right, weight in weighed if left <= start and end <= right]
        weight = max(over, key=abs, default=0.0)
        if pieces and (pieces[-1][2] > 0) == (weight > 0) and (pieces[-1][2] < 0) == (weight < 0):
            pieces[-1] = (pieces[-1][0], end, pieces[-1][2] or weight)
        else:
            pieces.append((start, end, weight))
    return pieces


def choose(out: Console, keys: dict[str, str], ask: Callable[[], str] = key) -> str:
    """Return the first key pressed that is among `keys`; empty where there are no more. ``?`` prints what they mean."""
    while True:
        pressed = ask()
        if not pressed or pressed in "\x04\x03":
            return ""
        if pressed.lower() in keys:
            return pressed.lower()
        out.print("  ".join(f"{name} {meaning}" for name, meaning in keys.items()))
