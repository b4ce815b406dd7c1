"""Organizations: which mentions are one, from names to groups, with the words for every link.

    mentions    names taken apart into a table of forms and pieces
    blocking    which pairs are worth comparing
    features    what a pair is compared by
    rivals      what the other candidates say of it
    model       how likely it is one organization
    clustering  groups that hold
    teaching    what a person's answers change, and what to ask next

Two levels come out: groups joined without asking (`Resolution.automatic`) and groups proposed (`Resolution.proposed`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import numpy as np

from counterfile.resolving import blocking, clustering, features, rivals
from counterfile.resolving._agreement import differ
from counterfile.resolving.mentions import Frequencies, Mention, Table, Whole
from counterfile.resolving.model import COLUMNS, Model, Scored, score, shipped, sigmoid

__all__ = [
    "Index",
    "Mention",
    "Neighbor",
    "Reason",
    "Resolution",
    "Scored",
    "block",
    "cluster",
    "explain",
    "resolve",
    "score",
]

Pair = tuple[str, str]


class Reason(msgspec.Struct, frozen=True):
    """One feature's share in a decision."""

    feature: str
    says: str
    one: str
    """The first name's value that was compared."""
    two: str
    value: float
    """What the comparison gave."""
    weight: float
    """Log-odds: above 0 it spoke for one organization, below 0 against."""


class Resolution(msgspec.Struct, frozen=True):
    """What resolving found, by mention."""

    automatic: dict[str, int]
    """Mention -> group, of groups joined without asking."""
    proposed: dict[str, int]
    """Mention -> group, of the best groups; those wider than `automatic` are for a person to confirm."""
    weakest: dict[int, float]
    """Proposed group of two or more -> the least mean probability of a member with its others."""
    by_group: bool
    """Whether the names were taken to speak of corporate groups rather than legal persons."""


def block(mentions: Sequence[Mention]) -> list[Pair]:
    """Return the pairs of mentions that are worth comparing."""
    table = Table(mentions)
    ones, twos = blocking.block(table)
    return [
        (table.mentions[one].id, table.mentions[two].id) for one, two in zip(ones.tolist(), twos.tolist(), strict=True)
    ]


def resolve(
    mentions: Iterable[Mention],
    *,
    same: Iterable[Pair] = (),
    never: Iterable[Pair] = (),
    model: Model | None = None,
    frequencies: Frequencies | None = None,
) -> Resolution:
    """Return which mentions are one organization.

    Mentions equal in all that is compared are one, sole traders never; the order of the mentions makes no difference.

    Args:
        mentions: With different ids.
        same: Pairs that a person joined.
        never: Pairs that a person told apart; they and what hangs on them stay apart for ever.
        model: What scores pairs; the shipped one by default.
        frequencies: How common pieces of names are; counted from these names by default.
    """
    ordered = sorted(mentions, key=lambda mention: mention.id)
    rows, kept = _collapsed(ordered, never)
    table = Table(kept, frequencies)
    place = {mention.id: int(row) for mention, row in zip(ordered, rows, strict=True)}
    found = cluster(
        table,
        score(table, *blocking.block(table), model or shipped()),
        model or shipped(),
        same=_rows(place, same),
        never=_rows(place, never),
    )
    ids = [mention.id for mention in ordered]
    return Resolution(
        automatic=dict(zip(ids, found.automatic[rows].tolist(), strict=True)),
        proposed=dict(zip(ids, found.proposed[rows].tolist(), strict=True)),
        weakest=found.weakest,
        by_group=found.by_group,
    )


class Groups(msgspec.Struct, frozen=True):
    """Groups of the rows of a table."""

    automatic: Whole
    proposed: Whole
    weakest: dict[int, float]
    by_group: bool


def cluster(
    table: Table,
    scored: Scored,
    model: Model,
    *,
    same: Iterable[tuple[int, int]] = (),
    never: Iterable[tuple[int, int]] = (),
    by_group: bool | None = None,
) -> Groups:
    """Return the groups of a table's rows at both levels.

    Args:
        table: The mentions.
        scored: Their candidate pairs.
        model: What scored them.
        same: Pairs of rows that a person joined.
        never: Pairs of rows that a person told apart.
        by_group: Whether corporate groups are wanted; by default the sizes of the groups found say it.
    """
    parts = clustering.components(table, scored, model, same=same, never=never)
    count = len(table)
    proposed = clustering.cluster(count, parts, clustering.CUT)
    if by_group is None:
        by_group = clustering.level(proposed) >= clustering.GROUP_SIZE
    if by_group:
        proposed = clustering.cluster(count, parts, clustering.GROUP_CUT)
    return Groups(clustering.automatic(table, parts), proposed, clustering.weakest(parts, proposed), by_group)


def _collapsed(ordered: Sequence[Mention], never: Iterable[Pair]) -> tuple[Whole, list[Mention]]:
    """Return for each mention its row among those that differ in what is compared, and these."""
    told = {each for pair in never for each in pair}
    known: dict[object, int] = {}
    rows: list[int] = []
    kept: list[Mention] = []
    for mention in ordered:
        key: object = (mention.name, mention.country, mention.city, mention.address, mention.identifiers)
        if mention.id in told:
            key = mention.id
        row = known.setdefault(key, len(kept))
        if row == len(kept):
            kept.append(mention)
        rows.append(row)
    return np.array(rows, np.int64), kept


def _rows(place: dict[str, int], pairs: Iterable[Pair]) -> list[tuple[int, int]]:
    return [(place[one], place[two]) for one, two in pairs if one in place and two in place]


def explain(
    one: Mention, two: Mention, *, frequencies: Frequencies | None = None, model: Model | None = None
) -> list[Reason]:
    """Return why two mentions are likely one organization or not, the heaviest reason first, rivals aside.

    Args:
        one: The first mention.
        two: The second.
        frequencies: How common pieces of names are where both come from.
        model: What scores pairs; the shipped one by default.
    """
    table = Table([one, two], frequencies)
    chosen = model or shipped()
    ones, twos = np.array([0]), np.array([1])
    return reasons(table, score(table, ones, twos, chosen, every=True), 0, chosen)


def reasons(table: Table, scored: Scored, at: int, model: Model, least: float = 0.05) -> list[Reason]:
    """Return the reasons for the probability of the candidate pair `at`, the heaviest first; see `all_reasons`."""
    return all_reasons(table, scored, [at], model, least)[0]


def all_reasons(
    table: Table, scored: Scored, places: Sequence[int], model: Model, least: float = 0.05
) -> list[list[Reason]]:
    """Return the reasons for the probabilities of the candidate pairs at `places`, of each the heaviest first.

    The weights of a pair sum to its log-odds; the row "before" is what any two candidates start with.
    """
    rows = scored.features[places]
    width = len(features.NAMES)
    weights = model.second.parts(rows).astype(np.float64)
    if model.layer is not None:
        shipped_odds = weights.sum(axis=1)
        weights *= model.layer.slope
        weights[:, -1] += model.layer.offset
        weights[:, -1] += model.layer.apply(shipped_odds.astype(np.float32), rows) - weights.sum(axis=1)
    first = model.first.parts(rows[:, :width]).astype(np.float64)
    # The first forest's judgement is one column of the second: what that column weighs is owed to its features.
    likeness = weights[:, width].copy()
    first[:, -1] += likeness - first.sum(axis=1)
    weights[:, width] = 0
    weights[:, :width] += first[:, :width]
    weights[:, -1] += first[:, -1]
    return [_reasons(table, scored, at, each, least) for at, each in zip(places, weights.tolist(), strict=True)]


def _reasons(table: Table, scored: Scored, at: int, weights: list[float], least: float) -> list[Reason]:
    one, two = int(scored.ones[at]), int(scored.twos[at])
    out = []
    for column, weight in enumerate(weights[:-1]):
        if abs(weight) < least:
            continue
        values = _values(table, column, one, two)
        value = float(scored.features[at, column])
        out.append(Reason(COLUMNS[column], _says(column), *values, value, weight))
    out.append(Reason("before", "what any two candidates start with", "", "", 0.0, weights[-1]))
    return sorted(out, key=lambda reason: -abs(reason.weight))


def _says(column: int) -> str:
    width = len(features.NAMES)
    return features.FEATURES[column].says if column < width else rivals.RIVALS[column - width][1]


def _values(table: Table, column: int, one: int, two: int) -> tuple[str, str]:
    width = len(features.NAMES)
    if column >= width:
        return "", ""
    feature = features.FEATURES[column]
    if feature.name in {"country", "city", "address"}:
        return str(getattr(table.mentions[one], feature.name)), str(getattr(table.mentions[two], feature.name))
    if feature.name == "identifier":
        return " ".join(table.mentions[one].identifiers), " ".join(table.mentions[two].identifiers)
    return feature.shows(table.parts[one]), feature.shows(table.parts[two])


class Neighbor(msgspec.Struct, frozen=True):
    """A mention that a new one may be the same as."""

    id: str
    probability: float
    automatic: bool
    """Whether it may be joined without asking."""


class Index:
    """Mentions to look new ones up in, one at a time; made once, it answers in milliseconds."""

    def __init__(self, mentions: Iterable[Mention], model: Model | None = None) -> None:
        """Take the mentions in; some 100 microseconds each."""
        self.table = Table(mentions)
        self.model = model or shipped()
        self._pieces = blocking.Inverted(self.table.pieces)
        self._bridge = blocking.Inverted(self.table.bridge)
        self._by_core = blocking.by_text(self.table.core)
        self._by_identifier = blocking.by_identifier(self.table)

    def neighbors(self, mention: Mention, most: int = 20) -> list[Neighbor]:
        """Return the mentions that may be the same organization as a new one, the likeliest first."""
        new = Table([mention], self.table.frequencies)
        if bool(new.sole[0]) or not new.parts[0].text:
            return []
        found = set(self._pieces.nearest(new.pieces, most)) | set(self._bridge.nearest(new.bridge, most // 2))
        found.update(self._by_core.get(new.core[0], ())[: blocking.LARGE])
        for identifier in new.identifiers[0]:
            found.update(self._by_identifier.get(identifier, ())[: blocking.LARGE])
        rows = np.array(sorted(row for row in found if not self.table.sole[row]), np.int64)
        if not len(rows):
            return []
        scored = self._scored(new, rows)
        sure = sigmoid(scored.log_odds)
        free = ~clustering.forbidden(scored.features)
        order = np.argsort(-sure, kind="stable")[:most]
        return [
            Neighbor(
                self.table.mentions[int(rows[at])].id,
                float(sure[at]),
                bool(free[at] and sure[at] >= clustering.AUTOMATIC)
                and not differ(new.parts[0], self.table.parts[int(rows[at])]),
            )
            for at in order.tolist()
        ]

    def _scored(self, new: Table, rows: Whole) -> Scored:
        """Return the new mention's pairs, scored beside one another."""
        zeros = np.zeros(len(rows), np.int64)
        compared = features.compare_across(new, zeros, self.table, rows)
        first = np.clip(self.model.first.log_odds(compared), -9.2, 9.2)
        around = rivals.neighborhood(len(rows) + 1, zeros, np.arange(1, len(rows) + 1), first)
        both = np.hstack([compared, rivals.of_candidates(around)])
        odds = self.model.second.log_odds(both)
        if self.model.layer is not None:
            odds = self.model.layer.apply(odds, both)
        return Scored(zeros, rows, sigmoid(odds), odds, both, around)
