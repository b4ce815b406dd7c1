"""The command ``evaluate resolve``: how right organizations are on a labeled set, and procedures in an inquiry."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterfile import app as wiring
from counterfile.cli.evaluating import evaluate
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage, Missing

if TYPE_CHECKING:
    from counterfile.resolving.labeled import Labeled
    from counterfile.resolving.measures import Measures, RateIntervals
    from counterfile.resolving.organizations import Resolution


def register(app: typer.Typer) -> None:
    """Add ``resolve`` to the group ``evaluate``."""
    evaluate.command()(resolve)


def resolve(
    file: Annotated[
        Path,
        typer.Argument(
            help="Organizations: CSV, gzipped or not, with rec_id, name, cluster and, if known, country, city, address. "
            "Procedures: JSON that names the procedure of each notice, by its id or its file's name.",
        ),
    ],
    errors: Annotated[int, typer.Option(help="List so many false merges and as many misses, with reasons.", min=0)] = 0,
    without: Annotated[
        list[str] | None, typer.Option(help="Switch this feature off; may be given several times.", metavar="FEATURE")
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="Measure with each feature switched off in turn.")] = False,
    numbers: Annotated[
        bool, typer.Option("--numbers/--no-numbers", help="Of procedures: whether numbers and ids count.")
    ] = True,
    seed: Annotated[int, typer.Option(help="Of the intervals and of the errors that are listed.", min=0)] = 1,
    as_json: Json = False,
) -> None:
    """Say how right organizations are, or the procedures of this inquiry; intervals are 95 %, over true clusters.

    From a CSV, names are resolved from scratch without looking at their clusters, and two levels are measured: the best
    groups (proposed) and those that would be joined without asking (automatic). A JSON of procedures is held against
    the inquiry that the command runs in; `--each` also scores layers of what notices say.
    """
    if file.suffix.lower() == ".json":
        if without:
            raise BadUsage("--without is for organizations; --each scores procedures with each feature switched off")
        _procedures(file, errors=errors, each=each, numbers=numbers, as_json=as_json)
        return
    from counterfile.resolving.labeled import read_labeled
    from counterfile.resolving.measures import measure

    switched = _features(without or [])
    labeled = read_labeled(file)
    began, used = time.perf_counter(), time.process_time()
    found = _resolved(labeled, switched)
    seconds, cpu = time.perf_counter() - began, time.process_time() - used
    proposed = measure(found.proposed, labeled.truth, seed=seed)
    automatic = measure(found.automatic, labeled.truth, seed=seed)
    wrong = _errors(labeled, found, errors, seed)
    worth = _worth(labeled, switched, proposed) if each else []
    if as_json:
        out = _as_json(proposed, automatic, found) | {"seconds": round(seconds, 3), "cpu_seconds": round(cpu, 3)}
        print_json(out | {"without": sorted(switched), "errors": wrong, "each": worth})
        return
    _print(proposed, automatic)
    for error in wrong:
        _print_error(error)
    if worth:
        table(["without", "F1", "lost"], [(one["without"], f"{one['f1']:.3f}", f"{one['lost']:+.3f}") for one in worth])
    kind = "corporate groups" if found.by_group else "legal persons"
    say(f"{len(labeled.mentions):,} records in {seconds:.1f} s ({cpu:.1f} s of CPU); taken for {kind}")


def _procedures(file: Path, *, errors: int, each: bool, numbers: bool, as_json: bool) -> None:
    """Say how right the procedures of the inquiry are."""
    from counterfile.resolving import _procedure_evaluation as evaluation

    truth = _truth(file)
    began = time.perf_counter()
    with wiring.open_inquiry(Path()) as inquiry:
        report, absent = evaluation.of_inquiry(inquiry.store, truth, numbers=numbers, ablate=each)
    seconds = time.perf_counter() - began
    if not report.all.records:
        raise BadUsage(
            f"{file.name}: the inquiry holds none of its {len(truth):,} notices; name ids or files that it has"
        )
    if absent:
        say(f"{len(absent):,} of {len(truth):,} notices are not in the inquiry, such as {absent[0]}; they do not count")
    wrong = {"false merge": report.false[:errors], "miss": report.missed[:errors]}
    if as_json:
        print_json(
            _measured(report.all)
            | {"numbers": numbers, "absent": absent, "seconds": round(seconds, 3)}
            | {"layers": {layer.name: _measured(layer.measures) for layer in report.layers}}
            | {"each": {layer.name: _measured(layer.measures) for layer in report.without}}
            | {"errors": [{"error": kind, "pair": pair} for kind, pairs in wrong.items() for pair in pairs]}
        )
        return
    table(["", "precision", "recall", "F1 (95 %)", "exact"], evaluation.table(report))
    for kind, pairs in wrong.items():
        for pair in pairs:
            console().print(f"{kind}: {pair.one}  |  {pair.two}\n    {pair.probability:.2f}  {pair.reason}")
    say(f"{report.all.records:,} notices, {report.all.found:,} procedures found for {report.all.true:,}")


def _truth(file: Path) -> dict[str, str]:
    """Return the procedure of each notice that a JSON object names."""
    import msgspec

    if not file.is_file():
        raise Missing(f"there is no file {file}")
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    except msgspec.DecodeError as error:
        raise BadUsage(
            f"{file.name}: a JSON object is wanted that names the procedure of each notice as text ({error})"
        ) from error


def _features(names: list[str]) -> frozenset[str]:
    from counterfile.resolving.features import NAMES

    if unknown := sorted(set(names) - set(NAMES)):
        raise BadUsage(f"no feature is called {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    return frozenset(names)


def _resolved(labeled: Labeled, without: frozenset[str]) -> Resolution:
    import msgspec

    from counterfile.resolving.model import shipped
    from counterfile.resolving.organizations import resolve as resolved

    return resolved(labeled.mentions, model=msgspec.structs.replace(shipped(), without=without))


def _worth(labeled: Labeled, switched: frozenset[str], whole: Measures) -> list[dict[str, Any]]:
    """Return F1 with each feature switched off, that which loses most first."""
    from counterfile.resolving.features import NAMES
    from counterfile.resolving.measures import pairwise

    rows: list[dict[str, Any]] = []
    for name in NAMES:
        if name not in switched:
            f1 = pairwise(_resolved(labeled, switched | {name}).proposed, labeled.truth).f1
            rows.append({"without": name, "f1": round(f1, 6), "lost": round(whole.pairwise.f1.value - f1, 6)})
    return sorted(rows, key=lambda row: -row["lost"])


_DRAWN = 100_000  # wrong pairs that the listed ones are drawn from


def _errors(labeled: Labeled, found: Resolution, many: int, seed: int) -> list[dict[str, Any]]:
    """Return false merges and misses, drawn by the seed, each with its reasons."""
    from counterfile.resolving.measures import wrong_pairs
    from counterfile.resolving.mentions import Table
    from counterfile.resolving.organizations import explain

    if not many:
        return []
    merged, missed = wrong_pairs(found.proposed, labeled.truth, _DRAWN)
    known = {mention.id: mention for mention in labeled.mentions}
    frequencies = Table(labeled.mentions).frequencies
    drawing = random.Random(seed)  # noqa: S311 (which errors are shown is no secret)
    out = []
    for kind, pairs in (("false merge", merged), ("miss", missed)):
        for one, two in sorted(drawing.sample(pairs, min(many, len(pairs)))):
            reasons = explain(known[one], known[two], frequencies=frequencies)[:6]
            out.append(
                {
                    "error": kind,
                    "one": {"id": one, "name": known[one].name},
                    "two": {"id": two, "name": known[two].name},
                    "reasons": reasons,
                }
            )
    return out


def _as_json(proposed: Measures, automatic: Measures, found: Resolution) -> dict[str, Any]:
    measured = _measured(proposed)
    measured["intervals"] |= {"automatic": automatic.pairwise}
    return measured | {"automatic": _rates(automatic.pairwise), "by_group": found.by_group}


def _measured(of: Measures) -> dict[str, Any]:
    return {
        "pairwise": _rates(of.pairwise),
        "b_cubed": _rates(of.b_cubed),
        "exact": round(of.exact.value, 6),
        "intervals": {"pairwise": of.pairwise, "b_cubed": of.b_cubed, "exact": of.exact},
        "records": of.records,
        "clusters": of.found,
        "true_clusters": of.true,
        "true_pairs": of.true_pairs,
    }


def _rates(of: RateIntervals) -> dict[str, float]:
    return {name: round(getattr(of, name).value, 6) for name in ("precision", "recall", "f1")}


def _print(proposed: Measures, automatic: Measures) -> None:
    rows = [
        ("pairs, proposed", *_cells(proposed.pairwise)),
        ("records (B-cubed), proposed", *_cells(proposed.b_cubed)),
        ("pairs, automatic", *_cells(automatic.pairwise)),
    ]
    table(["", "precision", "recall", "F1", "95 %"], rows)
    exact = proposed.exact
    console().print(
        f"{exact.value:.1%} ({exact.low:.1%} to {exact.high:.1%}) of the clusters of two or more are found exactly; "
        f"{proposed.found:,} groups for {proposed.true:,} clusters"
    )


def _cells(of: RateIntervals) -> tuple[str, ...]:
    return (
        f"{of.precision.value:.3f}",
        f"{of.recall.value:.3f}",
        f"{of.f1.value:.3f}",
        f"{of.f1.low:.3f} to {of.f1.high:.3f}",
    )


def _print_error(error: dict[str, Any]) -> None:
    out = console()
    out.print(f"{error['error']}: {error['one']['name']}  |  {error['two']['name']}")
    for reason in error["reasons"]:
        values = f": {reason.one} | {reason.two}" if reason.one or reason.two else ""
        out.print(f"    {reason.weight:+.1f}  {reason.says}{values}")
