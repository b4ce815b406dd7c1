"""The sockets of a learner, and what passes through them.

Built-in parts and guests are found the same way: by name among the entry points ``counterfile.learners``, where each
entry is named KIND.NAME (``classifier.linear-svm``) and loads a class that can be made without arguments. All that is
random comes from the generator that is passed in, so one seed gives one order of reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Rows = NDArray[np.intp]
Labels = NDArray[np.int8]
"""1 for relevant, 0 for not."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is screened: a notice, or a procedure with its notices' texts joined."""

    id: str
    title: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A feature where it stands in a record."""

    column: int
    field: str
    """``title`` or ``body``."""
    start: int
    """Code points of the field, half open."""
    end: int


class Why(StrEnum):
    """Why a record is shown."""

    START = "start"
    """Nothing is learned yet: it is unlike those already seen."""
    RANK = "rank"
    """It ranks highest."""
    RANDOM = "random"
    """It was drawn by chance from all that is unread, each with the same probability."""


@dataclass(frozen=True, slots=True)
class Read:
    """One record that was read, in the order of reading."""

    relevant: bool
    unread: int
    """Records unread just before it, itself included."""
    random: bool
    """Whether it was drawn by chance."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a stopper says after some records were read."""

    stop: bool
    recall_low: float
    """Recall is at least this, at the stopper's confidence; 0.0 where it states no bound."""
    missed_high: int | None
    """At most so many relevant records are unread; None where it states no bound."""
    reason: str


class Matrix(Protocol):
    """Vectors of all records: a sparse matrix in rows (``scipy.sparse.csr_matrix``), ``shape`` (records, columns)."""

    shape: tuple[int, int]


@runtime_checkable
class FeatureExtractor(Protocol):
    """Turns records into vectors and says where in a record a feature stands."""

    name: str

    def fit_transform(self, records: Sequence[Record], /) -> Any:
        """Return one row a record (``scipy.sparse.csr_matrix`` of float32) and keep what `transform` needs."""
        ...

    def transform(self, records: Sequence[Record], /) -> Any:
        """Return rows for more records, in the same columns and with the same weights."""
        ...

    def locate(self, record: Record, /) -> Sequence[Term]:
        """Return where each feature of a record stands in its words."""
        ...


@runtime_checkable
class Classifier(Protocol):
    """Learns from weighted rows; linear, so that what it says can be shown in the words."""

    name: str

    def fit(self, rows: Any, labels: Labels, weights: Floats, seed: int, /) -> Floats:
        """Return one weight a column, shape ``(columns,)``; greater scores mean relevant.

        Args:
            rows: Sparse, shape ``(n, columns)``, n >= 2.
            labels: Both classes occur.
            weights: How much each row counts.
            seed: Of whatever is random in the fit, below 2**31.
        """
        ...


@runtime_checkable
class Balancer(Protocol):
    """Weighs the few relevant rows against the many others."""

    name: str

    def weigh(self, labels: Labels, /) -> Floats:
        """Return one weight a row; both classes occur."""
        ...


@runtime_checkable
class Querier(Protocol):
    """Chooses what is read next."""

    name: str

    def order(self, scores: Floats, /) -> Rows:
        """Return the rows from the one to read first to the last; equal scores in the order of the heap."""
        ...


@runtime_checkable
class Stopper(Protocol):
    """Says after each record whether enough is found. It sees the labels in the order of reading and nothing else."""

    name: str

    def judge(self, total: int, reads: Sequence[Read], /) -> Verdict:
        """Return whether to stop after these reads of a heap of `total` records.

        It may be asked after every record: what it bounds holds at all these times together.
        """
        ...
