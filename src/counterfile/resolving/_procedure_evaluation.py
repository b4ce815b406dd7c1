"""How right procedures are, layer by layer and with each feature left out: the same linking, in memory."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import msgspec

from counterfile.model.notice import Notice
from counterfile.resolving import _procedure_linkage as linkage
from counterfile.resolving import procedures
from counterfile.resolving.measures import Measures, measure, wrong_pairs
from counterfile.resolving.procedures import FEATURES, JOINS, Link, Said, Weights
from counterfile.store.ports import Cluster, View

LAYERS: dict[str, tuple[str, ...]] = {
    "ids": ("ocids",),
    "numbers": ("ocids", "numbers", "roots", "contracts", "continued"),
    "numbers and titles": (
        "ocids",
        "numbers",
        "roots",
        "contracts",
        "continued",
        "titles",
        "lots",
        "round",
        "buyers",
        "owners",
        "agencies",
        "stage",
        "published",
    ),
    "no numbers": (
        "titles",
        "lots",
        "round",
        "buyers",
        "owners",
        "agencies",
        "stage",
        "published",
        "first",
        "opening",
        "suppliers",
        "candidates",
        "budgets",
        "awards",
    ),
    "titles alone": ("titles", "lots", "round"),
}
"""What is left of each notice when a layer is scored by itself."""

NUMBERLESS = ("ocids", "numbers", "roots", "contracts", "continued")


class Layer(msgspec.Struct, frozen=True):
    """How right procedures are with part of what notices say."""

    name: str
    measures: Measures


class Wrong(msgspec.Struct, frozen=True):
    """A pair that was joined falsely or missed."""

    one: str
    two: str
    probability: float
    """That the two are of one procedure, by themselves."""
    reason: str


class Report(msgspec.Struct, frozen=True):
    """How right procedures are."""

    all: Measures
    layers: tuple[Layer, ...]
    without: tuple[Layer, ...]
    """One for each of `procedures.FEATURES`, left out."""
    false: tuple[Wrong, ...]
    """Pairs joined falsely, by everything that is said."""
    missed: tuple[Wrong, ...]


def evaluate(
    notices: Mapping[str, Said],
    truth: Mapping[str, Hashable],
    found: Mapping[str, Hashable] | None = None,
    *,
    resamples: int = 1000,
    ablate: bool = True,
) -> Report:
    """Return how right procedures are.

    Args:
        notices: What each notice says, of all notices of the heap, labeled or not: others may mislead.
        truth: The true procedure of the labeled ones, by notice; all are among `notices`.
        found: The procedures to score, where they are known; linked anew when None.
        resamples: For the intervals.
        ablate: Whether layers and features are scored, each of which links all notices anew.
    """
    linked = link(notices) if found is None else found
    main = {notice: linked[notice] for notice in truth}
    false, missed = wrong_pairs(main, truth, limit=200)

    def scored(name: str, clusters: Mapping[str, Hashable]) -> Layer:
        return Layer(name, measure({notice: clusters[notice] for notice in truth}, truth, resamples=resamples))

    layers, without = [], []
    if ablate:
        layers = [scored(name, link(_left(notices, kept))) for name, kept in LAYERS.items()]
        without = [scored(name, link(notices, _without(name))) for name in FEATURES]
    return Report(
        all=measure(main, truth, resamples=resamples),
        layers=tuple(layers),
        without=tuple(without),
        false=tuple(_wrong(notices[a], notices[b]) for a, b in false),
        missed=tuple(_wrong(notices[a], notices[b]) for a, b in missed),
    )


def link(notices: Mapping[str, Said], weights: Weights | None = None, *, family: bool = False) -> dict[str, str]:
    """Return the procedure (or family) of each notice, named by its first member, as a run over a store finds them."""
    compared: dict[tuple[str, str], Link] = {}
    spoken = dict(notices)

    def between(one: str, two: str) -> Link:
        pair = (one, two) if one < two else (two, one)
        if pair not in compared:
            compared[pair] = procedures.compare(spoken[pair[0]], spoken[pair[1]], weights)
        return compared[pair]

    def as_procedure(one: str, two: str) -> float | None:
        return procedures.bond(between(one, two)) if procedures.can_tell(notices[one], notices[two]) else None

    def as_family(one: str, two: str) -> float | None:
        return between(one, two).family if procedures.can_tell(notices[one], notices[two]) else None

    links = {pair: found.family for pair in candidates(notices.values()) if (found := between(*pair)).family >= JOINS}
    for component in linkage.components(notices, links):
        spoken.update(procedures.with_rounds({notice: notices[notice] for notice in component}))
    compared = {pair: found for pair, found in compared.items() if all(spoken[each] is notices[each] for each in pair)}
    groups = linkage.groups(list(notices), links, as_procedure)
    if family:
        whole = [(group[0], other) for group in groups for other in group[1:]]
        groups = linkage.groups(list(notices), links, as_family, together=whole)
    return {notice: group[0] for group in groups for notice in group}


def candidates(notices: Iterable[Said]) -> set[tuple[str, str]]:
    """Return the pairs that share a telling key, each with the smaller id first."""
    members: dict[str, list[str]] = {}
    most: dict[str, int] = {}
    for each in notices:
        for key, limit in procedures.keys_of(each).items():
            members.setdefault(key, []).append(each.notice)
            most[key] = limit
    return {
        pair
        for key, together in members.items()
        if 1 < len(together) <= most[key]
        for pair in combinations(sorted(together), 2)
    }


def numberless(notices: Mapping[str, Said]) -> dict[str, Said]:
    """Return the notices without numbers and ids: titles have lost theirs when they were read."""
    return {name: _emptied(each, NUMBERLESS) for name, each in notices.items()}


def _left(notices: Mapping[str, Said], kept: Sequence[str]) -> dict[str, Said]:
    gone = [name for name in Said.__struct_fields__ if name not in (*kept, "notice")]
    return {name: _emptied(each, gone) for name, each in notices.items()}


_EMPTY = Said("")


def _emptied(one: Said, fields: Collection[str]) -> Said:
    return msgspec.structs.replace(one, **{name: getattr(_EMPTY, name) for name in fields})


def _without(feature: str) -> Weights:
    """Return the shipped weights with those of one feature at zero."""
    whole = procedures.shipped()
    return Weights(procedure={**whole.procedure, feature: {}}, family={**whole.family, feature: {}}, bias=whole.bias)


def _wrong(one: Said, two: Said) -> Wrong:
    found = procedures.compare(one, two)
    return Wrong(one.notice, two.notice, found.procedure, procedures.explain(found))


def of_inquiry(
    view: View, truth: Mapping[str, Hashable], *, numbers: bool = True, resamples: int = 1000, ablate: bool = True
) -> tuple[Report, list[str]]:
    """Return how right the procedures of an inquiry are, and the names in the truth of which it has no notice.

    Args:
        view: Where notices, statements and files' names are.
        truth: The true procedure by notice id, by file name, or by file name without its ending.
        numbers: Whether numbers and ids count; without, notices are linked anew without them.
        resamples: For the intervals.
        ablate: Whether layers and features are scored.
    """
    notices = [notice for some in _pages(view) for notice in some]
    arrived = view.first_arrivals(sorted({notice.document for notice in notices}))
    spoken = view.claims([notice.id for notice in notices], procedures.READ)
    read = {notice: procedures.said(notice, statements) for notice, statements in spoken.items()}
    true: dict[str, Hashable] = {}
    used: set[str] = set()
    for notice in notices:
        name = arrived[notice.document].name
        found = next((each for each in (notice.id, name, name.rpartition(".")[0]) if each in truth), None)
        if found is not None:
            true[notice.id] = truth[found]
            used.add(found)
    clusters = dict(view.scan_clusters(Cluster.PROCEDURE)) if numbers else None
    if clusters is not None:
        clusters = {notice.id: clusters.get(notice.id, notice.id) for notice in notices}
    given = read if numbers else numberless(read)
    return evaluate(given, true, clusters, resamples=resamples, ablate=ablate), sorted(truth.keys() - used)


def _pages(view: View) -> Iterator[list[Notice]]:
    after = ""
    while some := view.notices(after=after):
        after = some[-1].id
        yield some


def table(report: Report) -> list[tuple[str, str, str, str, str]]:
    """Return the figures as rows: what was linked by, precision, recall, F1 with its interval, and exactness."""

    def row(name: str, found: Measures) -> tuple[str, str, str, str, str]:
        rates = found.pairwise
        f1 = f"{rates.f1.value:.3f} ({rates.f1.low:.3f}-{rates.f1.high:.3f})"
        return name, f"{rates.precision.value:.3f}", f"{rates.recall.value:.3f}", f1, f"{found.exact.value:.3f}"

    return [
        row("everything", report.all),
        *(row(each.name, each.measures) for each in report.layers),
        *(row(f"without {each.name}", each.measures) for each in report.without),
    ]
