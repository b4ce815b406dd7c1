"""What one layer of extraction proposes, before the resolver decides."""

from __future__ import annotations

import msgspec

from counterfile.model.evidence import Span
from counterfile.model.notice import Property
from counterfile.model.value import Amount


class Candidate(msgspec.Struct, frozen=True):
    """A proposed value; the fields are those of `Statement`."""

    subject: str
    property: Property
    value: str
    evidence: tuple[Span, ...]
    derivation: str
    layer: str
    confidence: float
    amount: Amount | None = None
    key: str | None = None
