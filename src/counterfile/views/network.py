"""Who buys from whom, who wins beside whom, who runs whose procedures: organizations as points, procedures as lines.

Only organizations are points, never persons. A line says that notices name both in one procedure, in these roles; it says
nothing about why. Places on the picture are made by Fruchterman and Reingold (1991), "Graph drawing by force-directed
placement", Software: Practice and Experience 21(11), 1129-1164, from a fixed start, so the same lines give the same picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

import msgspec

from counterfile.views.purchases import Asked, Purchases, Total, Won

MOST = 200
"""Points of a picture."""

LINES = 800
"""Lines of a picture; the table has all of them."""

TOGETHER = 10
"""Winners of one lot above which they are no longer taken for winning beside each other: that is a list of suppliers."""


class Tie(StrEnum):
    """What stands between two organizations."""

    BUYS = "buys from"
    BESIDE = "wins beside"
    """Named as winners of one lot: a consortium, or several that a lot was given to."""
    RUNS = "runs for"
    """An agency that runs a buyer's procedures."""


class Line(msgspec.Struct, frozen=True):
    """Two organizations with what they have in common."""

    tie: Tie
    one: str
    """The buyer; of `Tie.BESIDE` the smaller id; of `Tie.RUNS` the agency."""
    other: str
    procedures: tuple[str, ...]
    """Sorted; at least one."""
    totals: tuple[Total, ...] = ()
    """Sums of what was awarded to `other` alone in plain totals, by currency."""
    summed: int = 0
    """Lots that are in these sums."""
    lots: int = 0


class Point(msgspec.Struct, frozen=True):
    """An organization on the picture."""

    id: str
    name: str
    procedures: int
    """In which any of the lines holds."""
    buys: bool
    wins: bool
    x: float
    """0 to 1."""
    y: float
    runs: bool = False


class Network(msgspec.Struct, frozen=True):
    """A picture's points and lines, and what is left out of it."""

    points: tuple[Point, ...]
    """Those in most procedures first."""
    drawn: tuple[Line, ...]
    """Lines between the points, at most `LINES`, the heaviest first."""
    lines: tuple[Line, ...]
    """All lines that were asked for, the heaviest first."""
    organizations: int
    """At their ends."""
    crowded: int
    """Lots with so many winners that they tie none of them to each other; see `TOGETHER`."""


def network(
    found: Purchases, asked: Asked, around: str = "", *, most: int = MOST, only: Collection[str] | None = None
) -> Network:
    """Return the network of the procedures that are asked for.

    Args:
        found: All procedures.
        asked: Which of them count.
        around: An organization's id: only its own lines and those between its neighbors are taken. Empty for all.
        most: Points of the picture; of more, those in most procedures are drawn.
        only: Ids of procedures that count, with their agencies among the organizations; None for all, without agencies.
    """
    if only is None:
        lines, crowded = _lines(found, found.lots, asked)
    else:
        lines, crowded = _lines(found, (won for won in found.lots if won.procedure in only), asked)
        lines = _sorted([*lines, *_runs(found, only, asked)])
    if around:
        near = {end for line in lines if around in (line.one, line.other) for end in (line.one, line.other)}
        lines = [line for line in lines if line.one in near and line.other in near]
    counted = Counter[str]()
    for end, procedures in _of_each(lines).items():
        counted[end] = len(procedures)
    ranked = sorted(counted, key=lambda one: (one != around, -counted[one], one))
    shown = ranked[:most]
    places = {one: number for number, one in enumerate(shown)}
    drawn = [line for line in lines if line.one in places and line.other in places][:LINES]
    spots = layout(len(shown), tuple((places[line.one], places[line.other], len(line.procedures)) for line in drawn))
    buyers = {line.one for line in lines if line.tie is Tie.BUYS}
    winners = {line.other for line in lines if line.tie is Tie.BUYS} | {
        end for line in lines if line.tie is Tie.BESIDE for end in (line.one, line.other)
    }
    agencies = {line.one for line in lines if line.tie is Tie.RUNS}
    buyers |= {line.other for line in lines if line.tie is Tie.RUNS}
    points = tuple(
        Point(one, found.names[one], counted[one], one in buyers, one in winners, *spot, one in agencies)
        for one, spot in zip(shown, spots, strict=True)
    )
    return Network(points, tuple(drawn), tuple(lines), len(ranked), crowded)


def beside(found: Purchases, organization: str) -> tuple[Line, ...]:
    """Return the lines of one organization, the heaviest first."""
    lines, _ = _lines(found, found.lots_of.get(organization, ()), Asked())
    return tuple(line for line in lines if organization in (line.one, line.other))


def _lines(found: Purchases, some: Iterable[Won], asked: Asked) -> tuple[list[Line], int]:
    """Return all lines, the heaviest first, and the number of lots with too many winners to tie them."""
    procedures: dict[tuple[Tie, str, str], set[str]] = {}
    totals: dict[tuple[Tie, str, str], dict[str, Decimal]] = {}
    lots, summed = Counter[tuple[Tie, str, str]](), Counter[tuple[Tie, str, str]]()
    crowded = 0
    for won in some:
        purchase = found.procedures.get(won.procedure)
        if purchase is None or not asked.meets(purchase):
            continue
        keys = [(Tie.BUYS, purchase.buyer, each) for each in won.winners if purchase.buyer not in ("", each)]
        for key in keys:
            lots[key] += 1
            if won.alone and won.total is not None:
                summed[key] += 1
                sums = totals.setdefault(key, {})
                sums[won.total[0]] = sums.get(won.total[0], Decimal(0)) + won.total[1]
        if len(won.winners) <= TOGETHER:
            pairs = [(Tie.BESIDE, one, other) for one, other in combinations(won.winners, 2)]
            lots.update(pairs)
            keys += pairs
        else:
            crowded += 1
        for key in keys:
            procedures.setdefault(key, set()).add(won.procedure)
    lines = [
        Line(*key, tuple(sorted(each)), tuple(sorted(totals.get(key, {}).items())), summed[key], lots[key])
        for key, each in procedures.items()
    ]
    return _sorted(lines), crowded


def _runs(found: Purchases, only: Collection[str], asked: Asked) -> list[Line]:
    """Return the lines between agencies and the buyers whose procedures they run."""
    procedures: dict[tuple[str, str], list[str]] = {}
    for one in sorted(only):
        purchase = found.procedures.get(one)
        if purchase is None or not asked.meets(purchase) or purchase.agency in ("", purchase.buyer):
            continue
        if purchase.buyer:
            procedures.setdefault((purchase.agency, purchase.buyer), []).append(one)
    return [Line(Tie.RUNS, agency, buyer, tuple(some)) for (agency, buyer), some in procedures.items()]


def _sorted(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-len(line.procedures), line.tie, line.one, line.other))


def _of_each(lines: Iterable[Line]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for line in lines:
        for end in (line.one, line.other):
            found.setdefault(end, set()).update(line.procedures)
    return found


@lru_cache(maxsize=64)
def layout(points: int, lines: tuple[tuple[int, int, int], ...], rounds: int = 150) -> Sequence[tuple[float, float]]:
    """Return a place for each point, 0 to 1 in both directions, tied ones near each other; the same for the same lines.

    Args:
        points: How many.
        lines: (one, other, weight) with numbers of points from 0.
        rounds: Steps of cooling.
    """
    import numpy as np

    if points < 2:
        return [(0.5, 0.5)] * points
    # A sunflower's spiral spreads any number of points evenly and needs no random start.
    number = np.arange(points)
    angle, radius = number * 2.399963, np.sqrt((number + 0.5) / points) / 2
    place = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    tied = np.zeros((points, points))
    for one, other, weight in lines:
        tied[one, other] = tied[other, one] = 1 + np.log2(weight)
    ideal = (1 / points) ** 0.5
    for heat in np.linspace(0.1, 0.001, rounds):
        apart = place[:, None, :] - place[None, :, :]
        distance = np.maximum(np.sqrt((apart**2).sum(axis=2)), 0.005)
        pull = tied * distance**2 / ideal
        # As in the paper's grid variant, what is far away pushes no more: parts stay near each other, their lines long.
        push = np.where(distance < 3 * ideal, ideal**2 / distance, 0.0)
        force = (apart / distance[:, :, None] * (push - pull)[:, :, None]).sum(axis=1)
        force -= place * ideal  # keeps parts that nothing ties from drifting away
        length = np.maximum(np.sqrt((force**2).sum(axis=1)), 1e-9)
        place = place + force / length[:, None] * np.minimum(length, heat)[:, None]
    low, high = place.min(axis=0), place.max(axis=0)
    scaled = (place - low) / np.maximum(high - low, 1e-9)
    return [(round(float(x), 4), round(float(y), 4)) for x, y in scaled]
