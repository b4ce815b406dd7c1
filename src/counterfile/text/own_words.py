"""Whether what an inquiry's own language files say of labels is what is understood in the end.

A phrase that means something else in another language, or that no label can be, is read as nothing, without a mistake in any
file. So it is said where the machine is looked at (`counterfile doctor`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterfile.text.labels import own_meaning
from counterfile.text.lexicon import Lexicon, added
from counterfile.text.phrases import phrase_of

MOST_NAMED = 20
"""Phrases that are named, over all files."""


def unread(languages: Sequence[Lexicon]) -> list[str]:
    """Return a sentence for each label of these languages that is not understood as its file says, `MOST_NAMED` at most.

    Args:
        languages: As `lexicon.read_folder` gives them.
    """
    with added(languages):
        return [sentence for _, sentence in zip(range(MOST_NAMED), _unread(languages), strict=False)]


def _unread(languages: Sequence[Lexicon]) -> Iterator[str]:
    for spoken in languages:
        for key, phrases in spoken.tables.get("labels", {}).items():
            for phrase in phrases:
                found = phrase_of(phrase)
                if found is None or found.key != key or spoken.language not in found.languages:
                    other = own_meaning(phrase)
                    why = f"it is read as {other.field.value}" if other is not None else "it means nothing"
                    yield f"{phrase!r} ({key} in {spoken.name}) is not read so: {why}, since another language uses it too"
