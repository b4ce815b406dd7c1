"""The built-in classifiers, balancer and queriers, and how parts are found by name."""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import Any

import numpy as np
from scipy import sparse  # type: ignore[import-untyped]

from counterfile.errors import BadUsage
from counterfile.screening.features import HashedText
from counterfile.screening.parts import Balancer, Classifier, FeatureExtractor, Floats, Labels, Querier, Rows

GROUP = "counterfile.learners"
"""Entry points of guests: KIND.NAME, as ``classifier.linear-svm``."""


class LinearSvm:
    """A linear support vector machine with squared hinge loss.

    Source: Fan and others (2008), "LIBLINEAR: a library for large linear classification", through scikit-learn.
    Caveats: its scores rank; they are no probabilities.
    License: scikit-learn, BSD-3-Clause.
    """

    name = "linear-svm"

    def __init__(self, cost: float = 0.05) -> None:
        """Use this cost of an error against the size of the weights; small costs make smooth rankings."""
        self.cost = cost

    def fit(self, rows: Any, labels: Labels, weights: Floats, seed: int) -> Floats:
        """Return one weight a column; see `parts.Classifier`."""
        from sklearn.svm import LinearSVC  # type: ignore[import-untyped]

        machine = LinearSVC(C=self.cost, random_state=seed, max_iter=2000, tol=1e-3)
        return _fit_used(machine, rows, labels, weights)


class Logistic:
    """A logistic regression with a penalty on the squares of its weights.

    Source: Fan and others (2008), as for `LinearSvm`.
    Caveats: on rankings it equals the support vector machine; it takes longer to fit.
    License: scikit-learn, BSD-3-Clause.
    """

    name = "logistic"

    def __init__(self, cost: float = 1.0) -> None:
        """Use this cost of an error against the size of the weights."""
        self.cost = cost

    def fit(self, rows: Any, labels: Labels, weights: Floats, seed: int) -> Floats:
        """Return one weight a column; see `parts.Classifier`."""
        from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

        machine = LogisticRegression(C=self.cost, solver="liblinear", random_state=seed)
        return _fit_used(machine, rows, labels, weights)


class FixedRatio:
    """Weighs the classes so that all relevant rows together count `ratio` times as much as all others together."""

    name = "fixed-ratio"

    def __init__(self, ratio: float = 9.8) -> None:
        """Use this ratio, above 0."""
        self.ratio = ratio

    def weigh(self, labels: Labels) -> Floats:
        """Return one weight a row; their sum is the number of rows."""
        relevant = int(np.count_nonzero(labels == 1))
        others = len(labels) - relevant
        weights = np.where(labels == 1, 1.0, relevant / (self.ratio * others))
        return np.asarray(weights * (len(labels) / weights.sum()))


class Highest:
    """Reads the record of the highest score first."""

    name = "highest"

    def order(self, scores: Floats) -> Rows:
        """Return the rows by falling score, equal ones in the order of the heap."""
        return np.argsort(-scores, kind="stable")


class Nearest:
    """Reads the record first whose score is nearest to the border between the classes; for training, not for finding."""

    name = "nearest"

    def order(self, scores: Floats) -> Rows:
        """Return the rows by rising distance from a score of 0."""
        return np.argsort(np.abs(scores), kind="stable")


_BUILTIN: dict[str, Any] = {
    f"{kind}.{part.name}": part
    for kind, parts in (
        ("extractor", (HashedText,)),
        ("classifier", (LinearSvm, Logistic)),
        ("balancer", (FixedRatio,)),
        ("querier", (Highest, Nearest)),
    )
    for part in parts
}
_SOCKETS: dict[str, Any] = {
    "extractor": FeatureExtractor,
    "classifier": Classifier,
    "balancer": Balancer,
    "querier": Querier,
}


def part(kind: str, name: str) -> Any:
    """Return a new part of this kind by its name: a built-in, or a guest's.

    Args:
        kind: ``extractor``, ``classifier``, ``balancer`` or ``querier``.
        name: As the part calls itself.

    Raises:
        BadUsage: there is none of this name, or what the guest loads lacks the socket's methods.
    """
    key = f"{kind}.{name}"
    guests = {entry.name: entry for entry in entry_points(group=GROUP)}
    if key in _BUILTIN:
        return _BUILTIN[key]()
    if key not in guests:
        known = sorted(each.partition(".")[2] for each in {*_BUILTIN, *guests} if each.startswith(f"{kind}."))
        raise BadUsage(f"there is no {kind} {name!r}; there are {', '.join(known)}")
    made = guests[key].load()()
    if not isinstance(made, _SOCKETS[kind]):
        raise BadUsage(f"{guests[key].value} is no {kind}: it lacks methods of counterfile.screening.parts")
    return made


def _fit_used(machine: Any, rows: Any, labels: Labels, weights: Floats) -> Floats:
    """Fit on the columns that occur in these rows only: the others keep a weight of 0, and a fit takes milliseconds."""
    occurs = np.zeros(rows.shape[1], dtype=bool)
    occurs[rows.indices] = True
    used = np.flatnonzero(occurs)
    place = np.empty(rows.shape[1], dtype=np.int32)
    place[used] = np.arange(len(used), dtype=np.int32)
    narrow = sparse.csr_matrix((rows.data, place[rows.indices], rows.indptr), shape=(rows.shape[0], max(1, len(used))))
    machine.fit(narrow, labels, sample_weight=weights)
    found = np.zeros(rows.shape[1], dtype=np.float32)
    found[used] = machine.coef_[0][: len(used)]
    return found
