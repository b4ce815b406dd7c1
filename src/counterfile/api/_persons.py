"""Who signs an answer, and why: pseudonyms and reasons as they are kept."""

from __future__ import annotations

import re

from counterfile.text.mask import mask

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def pseudonym(text: str) -> str:
    """Return a pseudonym as it is kept.

    Raises:
        ValueError: it is blank, or looks like an address or a number of a person.
    """
    name = " ".join(text.split())
    if not name or _CONTROL.search(text):
        raise ValueError("a pseudonym is wanted: who decides signs with a name of their choice")
    if mask(f"电话：{name}")[1] or "@" in name:
        raise ValueError("this looks like an address or a number of a person; sign with a pseudonym")
    return name


def reason(text: str) -> str:
    """Return a reason as it is kept: identifiers of persons masked.

    Raises:
        ValueError: it is blank.
    """
    if not text.strip():
        raise ValueError("a reason is wanted, in words")
    return mask(text.strip())[0]
