"""Commands about screening by a learner."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadUsage

if TYPE_CHECKING:
    from counterfile.screening.simulation import Run


def register(app: typer.Typer) -> None:
    """Add the group ``screen`` to the command line."""
    group = typer.Typer(help="Screen a heap with a learner that ranks it by your decisions.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(simulate)
    app.add_typer(group, name="screen")


def _group() -> None:
    """Screen a heap with a learner that ranks it by your decisions."""


def simulate(
    file: Annotated[
        Path, typer.Argument(help="CSV, gzipped or not, with record_id, title, abstract, included (1 or 0).")
    ],
    seed: Annotated[int, typer.Option(help="Of all that is random; runs after the first count on from it.", min=0)] = 1,
    runs: Annotated[int, typer.Option(help="How many runs, each with the next seed.", min=1, max=10_000)] = 1,
    stop: Annotated[
        str, typer.Option(help="Rule to try: ranked-tail[:95], betting-martingale[:95], in-a-row[:100] or knee.")
    ] = "",
    random_share: Annotated[
        float | None,
        typer.Option(help="Share of records drawn by chance; by default 0, with betting-martingale 0.5.", min=0, max=1),
    ] = None,
    relevant_priors: Annotated[int, typer.Option(help="Relevant records known at the start.", min=0)] = 1,
    other_priors: Annotated[int, typer.Option(help="Other records known at the start.", min=0)] = 1,
    classifier: Annotated[str, typer.Option(help="linear-svm, logistic or a guest's.")] = "linear-svm",
    picture: Annotated[Path | None, typer.Option(help="Write the recall curves to this SVG file.")] = None,
    as_json: Json = False,
) -> None:
    """Replay screening on a heap whose labels are known, and print what reading it would have saved.

    The prior knowledge is drawn by the seed as ASReview draws it, and counts as read in n95, not in the loss.
    """
    from counterfile.screening.curves import picture as drawn
    from counterfile.screening.labeled import read_labeled
    from counterfile.screening.session import Settings, build
    from counterfile.screening.simulation import check, middle
    from counterfile.screening.simulation import simulate as replay
    from counterfile.screening.stopping import rule

    began = time.process_time()
    stopper = rule(stop) if stop else None
    if random_share is None:
        random_share = 0.5 if stopper is not None and stopper.name == "betting-martingale" else 0.0
    settings = Settings(random_share=random_share, classifier=classifier)
    if picture is not None and not picture.parent.is_dir():
        raise BadUsage(f"there is no folder {picture.parent} to write the picture into")
    heap = read_labeled(file)
    priors = (relevant_priors, other_priors)
    check([int(label) for label in heap.relevant], priors)
    if heap.unlabeled:
        say(f"{heap.unlabeled} rows without a label are left out")
    features = build(heap.records, settings)
    done = [
        replay(heap, seed=seed + number, settings=settings, priors=priors, stop=stopper, features=features)
        for number in range(runs)
    ]
    seconds = time.process_time() - began
    if picture is not None:
        stops = [run.stopped.read for run in done if run.stopped is not None]
        picture.write_text(drawn([run.labels for run in done], len(heap.records), file.name, stops), encoding="utf-8")
    figures = middle(done)
    if as_json:
        print_json(_as_json(done, seconds))
        return
    out = console()
    out.print(f"{figures.relevant} of {figures.n:,} records are relevant ({figures.relevant / figures.n:.1%})")
    table(
        ["seed", "n95", "WSS@95", "loss", "ATD", "recall at 10 %", "20 %", "50 %", "CPU s"],
        [_row(run) for run in done],
    )
    _print_curve(done)
    _print_stops(done)


def _row(run: Run) -> tuple[str, ...]:
    each = run.figures
    shares = (f"{value:.3f}" for value in (each.recall10, each.recall20, each.recall50))
    wss, loss = f"{each.wss95:.3f}", f"{each.loss:.4f}"
    return (str(run.seed), str(each.n95), wss, loss, f"{each.atd:.1f}", *shares, f"{run.seconds:.1f}")


def _print_curve(runs: list[Run]) -> None:
    from counterfile.screening.curves import curve

    curves = [curve(run.labels, run.figures.n) for run in runs]
    rows = []
    for steps in zip(*curves, strict=True):
        recalls = [step[3] for step in steps]
        mean = sum(recalls) / len(recalls)
        rows.append((f"{steps[0][0]:.0%}", steps[0][1], f"{mean:.3f}", f"{min(recalls):.3f}", f"{max(recalls):.3f}"))
    table(["of the heap", "read", "recall (mean)", "least", "most"], rows)


def _print_stops(runs: list[Run]) -> None:
    stops = [run.stopped for run in runs if run.stopped is not None]
    if not stops:
        return
    table(
        ["rule", "stopped after", "recall", "stated", "true at every look", "work saved", "left by a sample of 300"],
        [
            (
                each.rule,
                each.read,
                f"{each.recall:.3f}",
                f">= {each.recall_low:.3f}" if each.recall_low else "no bound",
                "yes" if each.bound_holds else "NO",
                f"{each.work_saved:.1%}",
                f"<= {each.elusion_high}",
            )
            for each in stops
        ],
    )


def _as_json(runs: list[Run], seconds: float) -> dict[str, object]:
    """Return the means at the top, as programs look for them there, and each run below."""
    from counterfile.screening.curves import curve
    from counterfile.screening.simulation import middle

    def flat(run: Run) -> dict[str, object]:
        one: dict[str, object] = {"seed": run.seed, "priors": run.priors, "fits": run.fits}
        one |= _figures(run) | {"seconds": round(run.seconds, 3)}
        if run.stopped is not None:
            stopped = run.stopped
            one["stop"] = {name: getattr(stopped, name) for name in stopped.__slots__}
        one["curve"] = [list(step) for step in curve(run.labels, run.figures.n)]
        return one

    mean = middle(runs)
    top: dict[str, object] = {name: getattr(mean, name) for name in mean.__slots__}
    return top | {"seconds": round(seconds, 3), "seed": runs[0].seed, "runs": [flat(run) for run in runs]}


def _figures(run: Run) -> dict[str, object]:
    return {name: getattr(run.figures, name) for name in run.figures.__slots__}
