"""Every error that Counterfile raises on purpose.

    CounterfileError
    ├── BadInput              a document is at fault: recorded with its reason, the flow goes on
    │   ├── Unreadable            no reader could turn it into text
    │   ├── Encrypted             a password is wanted
    │   ├── TooLarge              a limit of the sandbox was reached (bytes, members, depth, output)
    │   ├── TimedOut              the wall clock of the sandbox ran out
    │   ├── ReaderCrashed         the reader's process ended without an answer
    │   └── NotADocument          set aside: an anti-robot page, an empty shell, a format nobody reads
    ├── BadSetup              the user or the machine is at fault: the command stops and says what to do
    │   ├── BadUsage              an argument, a setting or a YAML key is wrong
    │   ├── NotAnInquiry          the folder holds no inquiry
    │   ├── StoreVersion          the database was written by another version
    │   ├── StoreBusy             another run holds the inquiry
    │   ├── StorageFull           the disk is full
    │   └── Missing               a file or an id that was named is not there
    ├── NoEvidence            a stage claimed something that its words do not carry (our bug; nothing is stored)
    └── Moved                 the thing asked about is false: a finding moved, a check failed

Anything else that is raised is our bug and ends the command loudly.
"""

from __future__ import annotations


class CounterfileError(Exception):
    """The root of the tree; carries the exit code of the command line."""

    exit_code = 2
    """0 fine, 1 asked about is false, 2 usage, 3 environment, 4 partial, 130 interrupted."""


class BadInput(CounterfileError):
    """Raised when a document cannot be used as it is, from a reader or an extractor.

    The flow records it as the document's state and goes on.
    """

    exit_code = 4
    hint = "look at the file with another program; `counterfile run --retry` tries it again"
    """What a person can do about it, one clause without a full stop."""
    sandbox: str = ""
    """The step of the sandbox's ladder in which it was raised; empty outside."""


class Unreadable(BadInput):
    """Raised when the bytes are damaged, truncated or not what they claim to be, from a reader."""

    hint = "the bytes are damaged or mislabeled; get the file again from its source and add it"


class Encrypted(BadInput):
    """Raised when a document is locked by a password, from a reader."""

    hint = "add the password to `passwords` in counterfile.toml; `counterfile run --retry` then opens it"


class TooLarge(BadInput):
    """Raised when a limit of the sandbox is reached, from the sandbox or an archive reader."""

    hint = "unpack or split the file by hand and add the parts you want"


class TimedOut(BadInput):
    """Raised when a document took longer than the sandbox's wall clock allows, from the sandbox."""

    hint = "`counterfile run --retry --timeout SECONDS` tries it again with more time"


class ReaderCrashed(BadInput):
    """Raised when the sandboxed process ended without an answer (out of memory, a fault), from the sandbox."""

    hint = "the file made its reader crash; `counterfile run --retry` tries it again"


class NotADocument(BadInput):
    """Raised when a file is no document to read (anti-robot page, empty shell, unknown format), from a reader.

    The document ends as *skipped*, not as failed.
    """

    hint = "nothing to do, unless the page was saved while the portal refused: then collect it again"


class BadSetup(CounterfileError):
    """Raised when a command cannot go on and the user can mend it; the message says how."""


class BadUsage(BadSetup):
    """Raised when an argument, a setting or a YAML key is wrong, from the doors and the finding loader."""


class NotAnInquiry(BadSetup):
    """Raised when a command is run outside an inquiry folder, from ``app.open_inquiry``."""

    exit_code = 3


class StoreVersion(BadSetup):
    """Raised when the database was written by another version of Counterfile, from ``store.sqlite``."""

    exit_code = 3


class StoreBusy(BadSetup):
    """Raised when another process is writing to the inquiry, from ``store.sqlite``."""

    exit_code = 3


class StorageFull(BadSetup):
    """Raised when the disk is full, from the archive or the store. What was acknowledged is kept."""

    exit_code = 3


class Missing(BadSetup):
    """Raised when a path or an id that the user named does not exist, from any door."""


class NoEvidence(CounterfileError):
    """Raised when a statement's value does not follow from its quoted words, from ``flow``."""

    exit_code = 3


class Moved(CounterfileError):
    """Raised when a figure, a digest or a quote is no longer what was locked, from ``verify``."""

    exit_code = 1
