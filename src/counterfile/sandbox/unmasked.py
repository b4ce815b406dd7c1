"""The original text of a document, for a person who may see what is masked; it runs inside the airlock.

Nothing but `counterfile unmask` calls it, which has recorded before who asked and why, and shows the answer only.
"""

from __future__ import annotations

from counterfile.errors import NotADocument
from counterfile.model.reading import Unpacked
from counterfile.sandbox.airlock import Task
from counterfile.sandbox.checks import checked_outcome
from counterfile.sandbox.reading import Outcome, flavor, installed_readers, preload, read_as_is

__all__ = ["READ_UNMASKED", "preload", "read_unmasked"]


def read_unmasked(content: bytes, name: str, *passwords: str) -> Outcome:
    """Do what `reading.read_task` does, and leave the text as it is.

    Raises:
        NotADocument: the file is a container: its members have texts, it has none.
        BadInput: another of its kinds.
    """
    outcome, _reader = read_as_is(content, name, installed_readers(), passwords)
    if isinstance(outcome, Unpacked):
        raise NotADocument("a container has no text of its own; name one of the files in it")
    return Outcome(draft=outcome)


READ_UNMASKED = Task(
    "counterfile.sandbox.unmasked:read_unmasked", Outcome, fork=True, check=checked_outcome, flavor=flavor
)
"""Bytes and a name to a checked `Draft` whose text is not masked."""
