"""What a document says: one claim, with the words that say it."""

from __future__ import annotations

import msgspec

from counterfile.model.evidence import Span
from counterfile.model.notice import Property
from counterfile.model.value import Amount


class Statement(msgspec.Struct, frozen=True):
    """One claim about one notice.

    `value` follows from the quotes of `evidence` by the deterministic function named `derivation`
    (`counterfile.text.derive`); the flow checks both and refuses the statement otherwise.
    """

    notice: str
    subject: str
    """Path within the notice: empty, ``lot/1``, ``lot/1/supplier/2``."""
    property: Property
    value: str
    """Canonical form: ISO date, ``true``/``false``, ``str(Amount)``, a name as printed without outer space."""
    evidence: tuple[Span, ...]
    """The value's own words first, then what else it follows from (a unit in a column header). At least one."""
    derivation: str
    layer: str
    """What proposed it: ``L0`` structured, ``L1`` summary table, ``L2`` labels, ``L3`` tables, ``L4`` prose."""
    confidence: float = 1.0
    """0 to 1."""
    conflict: bool = False
    """True when the notice also says something else for the same property; both are kept side by side."""
    amount: Amount | None = None
    """For a property in `AMOUNTS`, the amount that `value` spells; None otherwise."""
    key: str | None = None
    """Normalized form to link by (a number without brackets and spaces, a name key); None if never looked up."""
    id: str = ""
    """``st-`` + activity + number, given by the store; empty before it is stored."""
