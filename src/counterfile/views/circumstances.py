"""How it came to an answer, kept in the last line of its reason: why the unit was shown, by which ranking, how long it took.

The words come first, so that a log reads well; the line is for programs and begins with a bracket, which no reason of a
person's ends with by accident: what is not of this form is taken for words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE = re.compile(r"\n\[((?:[a-z]+: [^;\[\]\n]*)(?:; [a-z]+: [^;\[\]\n]*)*)\]$")
_BAD = re.compile(r"[;\[\]\n]")


def written(words: str, circumstances: Mapping[str, str]) -> str:
    """Return a reason with its circumstances; empty ones are left out.

    >>> written("read", {"shown": "random", "ranking": "", "note": "two; lots"})
    'read\\n[shown: random; note: two  lots]'
    """
    told = "; ".join(f"{name}: {_BAD.sub(' ', value).strip()}" for name, value in circumstances.items() if value)
    return f"{words}\n[{told}]" if told else words


def read(reason: str) -> tuple[str, dict[str, str]]:
    """Return a reason's words and its circumstances.

    >>> read("read\\n[shown: random]")
    ('read', {'shown': 'random'})
    """
    match = _LINE.search(reason)
    if match is None:
        return reason, {}
    pairs = (part.partition(": ") for part in match[1].split("; "))
    return reason[: match.start()], {name: value for name, _, value in pairs}
