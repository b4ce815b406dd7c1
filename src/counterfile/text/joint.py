"""Joint bids as English notices print them: ``Joint venture of A Ltd (lead) and B GmbH``.

Chinese joint bids are read by `counterfile.text.names.split_joint`.
"""

from __future__ import annotations

import re

from counterfile.text.names import clean_name, is_organization

_INTRO = re.compile(
    r"\s*(?:the\s+)?(?:joint\s+venture|consortium|JV|temporary\s+(?:union|grouping)|grouping|partnership)\b"
    r"\s*(?:(?:made\s+up|consisting|composed|comprised|formed)\s+)?(?:of|between|among|by|with|comprising|:|[-–—])\s*",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\s*[(\[]\s*(?P<role>[^()\[\]]{0,20}\b(?:lead(?:er|ing)?|member|partner|in charge)\b[^()\[\]]{0,20})[)\]]",
    re.IGNORECASE,
)
_LEADS = re.compile(r"\blead", re.IGNORECASE)
_BREAK = re.compile(r"\s*;\s*|\s*/\s*|\s*\n\s*|\s*,\s*(?:and\s+)?(?!(?:Inc|Ltd|LLC|Co|S\.|SA|Corp|GmbH|Pty|Pvt)\b)")
_AND = re.compile(r"\s+(?:and|&)\s+")
_MOST = 12
"""Parties of one bid: a longer list is something else."""


def is_joint(text: str) -> bool:
    """Return whether words announce a joint bid in English.

    >>> is_joint("Joint venture of Norra Ltd and Baltek GmbH"), is_joint("Norra Construction Ltd")
    (True, False)
    """
    return text.isascii() and _INTRO.match(text) is not None


def split_english(text: str) -> list[tuple[str, bool | None]]:
    """Return the parties of a joint bid in order, each with whether it leads (None where nothing says so).

    Returns:
        An empty list where the words announce no joint bid or not every part is an organization by itself.

    >>> split_english("Joint venture of Norra Construction Ltd (lead) and Baltek Engineering GmbH")
    [('Norra Construction Ltd', True), ('Baltek Engineering GmbH', False)]
    >>> split_english("Consortium of friends")
    []
    """
    intro = _INTRO.match(text) if len(text) <= 500 else None
    if intro is None:
        return []
    parts: list[tuple[str, bool | None]] = []
    for piece in _pieces(text[intro.end() :]):
        role = _ROLE.search(piece)
        name = clean_name(_ROLE.sub("", piece))
        if not is_organization(name):
            return []
        parts.append((name, None if role is None else _LEADS.search(role["role"]) is not None))
    if not 2 <= len(parts) <= _MOST:
        return []
    if any(lead for _, lead in parts):
        return [(name, lead is True) for name, lead in parts]
    return parts


def _pieces(text: str) -> list[str]:
    """Part at semicolons and commas, then at "and" where both sides are organizations (Smith and Sons Ltd is one)."""
    pieces: list[str] = []
    for piece in _BREAK.split(text):
        halves = _AND.split(piece)
        whole = [clean_name(_ROLE.sub("", half)) for half in halves]
        if len(halves) > 1 and all(is_organization(half) for half in whole):
            pieces += halves
        elif piece.strip():
            pieces.append(piece)
    return pieces
