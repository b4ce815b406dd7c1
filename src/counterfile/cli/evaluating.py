"""Commands that say how right the program is and what it did not find: the groups ``evaluate`` and ``report``.

Another room adds a command of its own to a group by importing it: ``evaluate.command()(resolve)``.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from counterfile import app as wiring
from counterfile.cli.output import Json, console, print_json, say, table
from counterfile.errors import BadInput, BadUsage, Missing, NotAnInquiry, StorageFull
from counterfile.views import stated
from counterfile.views.coverage import Reason

if TYPE_CHECKING:
    from counterfile.hooks import Extractor
    from counterfile.model.reading import Reading
    from counterfile.model.statement import Statement
    from counterfile.views.evaluation import Case, Evaluation, Interval, Labeled, Score

evaluate = typer.Typer(help="Say how right the program is, on labeled material.", no_args_is_help=True)
report = typer.Typer(help="Write the report; `report extraction` says what was not found, and why.")


def register(app: typer.Typer) -> None:
    """Add the groups ``evaluate`` and ``report`` to the command line."""
    app.add_typer(evaluate, name="evaluate")
    app.add_typer(report, name="report")


@evaluate.callback()
def _evaluate() -> None:
    """Say how right the program is, on labeled material."""


class Language(StrEnum):
    """Of a report's own words."""

    EN = "en"
    ZH = "zh"


@report.callback(invoke_without_command=True)
def write_report(
    context: typer.Context,
    to: Annotated[Path, typer.Option("--to", help="File to write: .html, or .md for the figures as Markdown.")] = Path(
        "report.html"
    ),
    language: Annotated[Language, typer.Option("--language", help="Of the report's own words.")] = Language.EN,
    names: Annotated[
        list[str] | None,
        typer.Option("--finding", help="A finding to put in; may be given several times; all by default."),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Print it as PDF too, with the Chromium that is installed.")
    ] = False,
) -> None:
    """Write one file with every figure, the passages behind it, and how it was all made.

    `counterfile report extraction` says what was not found, and why.
    """
    if context.invoked_subcommand is not None:
        return
    from counterfile.web import report as reports

    if to.suffix not in (".html", ".md"):
        raise BadUsage(f"{to}: a report is written as .html or .md; name it so with --to")
    if pdf and to.suffix != ".html":
        raise BadUsage("--pdf prints the HTML report; name it .html with --to")
    with wiring.open_inquiry(Path()) as inquiry:
        written = (reports.report if to.suffix == ".html" else reports.markdown)(inquiry, language, names or [])
    try:
        to.write_text(written, encoding="utf-8")
    except OSError as error:
        raise StorageFull(f"{to} cannot be written ({error.strerror}); choose another place with --to") from error
    say(f"{to}: {len(written.encode()):,} bytes")
    if pdf:
        say(str(reports.print_pdf(to)))


class Split(StrEnum):
    """What `evaluate extract` prints figures by."""

    FIELD = "field"
    LAYOUT = "layout"


@evaluate.command()
def extract(
    gold: Annotated[
        Path,
        typer.Argument(help="Folder with labels/ID.json and notices/, or a JSONL of labels with the files beside it."),
    ],
    layers: Annotated[str, typer.Option(help="Only these layers: L0,L1.")] = "",
    without: Annotated[str, typer.Option(help="All layers but these: L3.")] = "",
    by: Annotated[Split, typer.Option(help="What to print figures by.")] = Split.FIELD,
    errors: Annotated[str, typer.Option(help="List what differs in this field, or in all.", metavar="FIELD|all")] = "",
    seed: Annotated[int, typer.Option(help="Of the resampling of layouts.", min=0)] = 1,
    accept_unsandboxed: Annotated[
        bool, typer.Option("--accept-unsandboxed", help="Read files even where this machine cannot lock readers in.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Score extraction against labels: what is right, what it rests on, and whether its probabilities hold.

    Columns: precision, recall, F1 over all values with its 95 % interval, mean of F1 over layouts, values, and the share
    of values left open. Notices are read and extracted anew through the sandbox. A label whose file is not beside it is looked up in this
    inquiry, by its id or its file's name.
    """
    from counterfile.views import evaluation

    chosen = _layers(layers, without)
    wanted = list(_gold(gold))
    anew = bool(layers or without)
    cases = list(_cases(wanted, _files(gold), chosen, anew=anew, accept_unsandboxed=accept_unsandboxed))
    found = evaluation.evaluate(cases, seed=seed)
    differences = [each for each in found.wrong if errors in ("all", each.field)]
    if as_json:
        print_json(_as_json(found, [layer.name for layer in chosen]))
        return
    for each in differences:
        console().print(f"{each.id}  {each.field}  wanted {list(each.missing)}  given {list(each.surplus)}")
    _print(found, by)
    say(f"layers {' '.join(layer.name for layer in chosen)}; intervals: 95 %, over layouts, seed {seed}")


def _layers(only: str, without: str) -> list[Extractor]:
    """Return the installed layers that are asked for."""
    from counterfile import worker

    installed = worker.layers()
    names = {layer.name for layer in installed}
    asked = {name.strip() for name in f"{only},{without}".split(",")} - {""}
    if unknown := asked - names:
        raise BadUsage(f"no layer is called {', '.join(sorted(unknown))}; there are: {', '.join(sorted(names))}")
    if only and without:
        raise BadUsage("--layers and --without exclude each other; give one of them")
    return [layer for layer in installed if (layer.name in asked if only else layer.name not in asked)]


def _gold(gold: Path) -> Iterator[Labeled]:
    """Yield the labels of a folder or of JSON lines."""
    from counterfile.views.evaluation import labeled

    if gold.is_dir():
        folder = gold / "labels" if (gold / "labels").is_dir() else gold
        texts = [(path, path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]
    elif gold.is_file():
        texts = [(gold, line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    else:
        raise Missing(f"there is no {gold}; name a folder with labels/ and notices/, or a file of JSON lines")
    if not texts:
        raise BadUsage(f"{gold} holds no labels; a folder has them as labels/ID.json, a file one on each line")
    for path, text in texts:
        try:
            yield labeled(json.loads(text))
        except json.JSONDecodeError as error:
            raise BadUsage(f"{path.name}: a label is one JSON object ({error})") from error


def _files(gold: Path) -> dict[str, Path]:
    """Return the files that lie beside the labels, by name and by name without ending."""
    home = gold if gold.is_dir() else gold.parent
    found: dict[str, Path] = {}
    for folder in (home / "notices", home):
        for path in sorted(folder.rglob("*")) if folder.is_dir() and folder != home else sorted(folder.glob("*")):
            if path.is_file() and path != gold and path.suffix not in {".json", ".jsonl"}:
                found.setdefault(path.stem, path)
                found.setdefault(path.name, path)
    return found


def _cases(
    labels: Sequence[Labeled],
    files: dict[str, Path],
    layers: Sequence[Extractor],
    *,
    anew: bool,
    accept_unsandboxed: bool,
) -> Iterator[Case]:
    """Yield each labeled notice with what extraction says of it; say what is not here or cannot be read."""
    from counterfile.sandbox import Airlock
    from counterfile.views.evaluation import Case

    lost = []
    here = [_at(files, each.file) is not None for each in labels]
    kept = None if all(here) else _Kept(layers, anew=anew)
    with Airlock(workers=1, accept_unsandboxed=accept_unsandboxed) if any(here) else nullcontext() as airlock:
        for each in labels:
            path = _at(files, each.file)
            if path is not None:
                try:
                    found = _from_file(path, each.id, airlock, layers)
                except BadInput as error:
                    say(f"{each.id}: {error}")
                    found = None
            else:
                found = kept.find(each) if kept is not None else None
                if found is None:
                    lost.append(each.id)
            yield _case(each, *found) if found else Case(each.id, each.layout, each.label, {}, each.disputed)
    if lost:
        say(f"{len(lost)} labeled notices are neither beside the labels nor in this inquiry: {', '.join(lost[:10])}")


def _at(files: dict[str, Path], name: str) -> Path | None:
    base = Path(name).name
    return files.get(base) or files.get(Path(base).stem)


def _from_file(
    path: Path, wanted: str, airlock: Any, layers: Sequence[Extractor]
) -> tuple[Reading, tuple[Statement, ...]] | None:
    """Return a file's Reading and the statements of the notice with this id, else of its first; None for a container."""
    from counterfile.model.reading import Reading
    from counterfile.stages.extract import extract_reading
    from counterfile.stages.read import ReadStage, Work
    from counterfile.store.memory import MemoryArchive

    content = path.read_bytes()
    archive = MemoryArchive()
    archive.put([content])
    work = Work(hashlib.sha256(content).hexdigest(), path.name, path.name, 0)
    facts = ReadStage(archive, airlock, "").run(work)
    reading = next((fact for fact in facts if isinstance(fact, Reading)), None)
    if reading is None:
        return None
    notices = dict(extract_reading(reading, layers))
    return reading, notices.get(wanted) or next(iter(notices.values()), ())


class _Kept:
    """Looks labeled notices up in the inquiry that the command runs in, if there is one."""

    def __init__(self, layers: Sequence[Extractor], *, anew: bool) -> None:
        """With `anew`, the kept Reading is extracted from again; else what the inquiry says of it now counts."""
        self._layers, self._anew = layers, anew
        try:
            folder = wiring.find_inquiry(Path())
        except NotAnInquiry:
            self._digests: dict[str, str] | None = None
            return
        with wiring.open_inquiry(folder) as inquiry:
            self._digests = {}
            for arrival in inquiry.store.scan_arrivals():
                self._digests.setdefault(Path(arrival.name).stem, arrival.digest)

    def find(self, wanted: Labeled) -> tuple[Reading, tuple[Statement, ...]] | None:
        """Return the Reading and the statements of a labeled notice; None where the inquiry has no such."""
        from counterfile.stages.extract import extract_reading

        if self._digests is None:
            return None
        with wiring.open_inquiry(Path()) as inquiry:
            store = inquiry.store
            notice = store.notice(wanted.id) if wanted.id.startswith("n-") else None
            if notice is None:
                digest = self._digests.get(Path(wanted.file).stem)
                notices = store.notices_in(digest) if digest else []
                notice = notices[0] if notices else None
            reading = store.reading(notice.reading) if notice else None
            if notice is None or reading is None:
                return None
            if not self._anew:
                return reading, tuple(store.statements([notice.id])[notice.id])
            again = dict(extract_reading(reading, self._layers))
            return reading, again.get(notice.id, ())


def _case(wanted: Labeled, reading: Reading, statements: Sequence[Statement]) -> Case:
    from counterfile.views.evaluation import Case, sureness, unproven
    from counterfile.views.labels import label
    from counterfile.views.layouts import layout_of

    given = label(statements, wanted.file) if statements else {}
    return Case(
        wanted.id,
        wanted.layout or layout_of(reading).id,
        wanted.label,
        given,
        wanted.disputed,
        sureness(statements, given),
        len(statements),
        tuple(unproven(statements, reading)),
    )


def _print(found: Evaluation, by: Split) -> None:
    if by is Split.LAYOUT:
        table(
            ("layout", "notices", "P", "R", "F1", "not as labeled"),
            (
                (
                    each.layout,
                    each.notices,
                    *_three(each),
                    ", ".join(f"{field} {number}" for field, number in each.wrong),
                )
                for each in found.layouts
            ),
        )
    else:
        columns = ("field", "P", "R", "F1", "95 %", "layouts", "right/wrong/missing", "left")
        rows = [(name, *_row(score)) for name, score in found.fields.items()]
        table(columns, [*rows, ("all fields", *_row(found.micro))])
    out = console()
    out.print()
    out.print(
        f"{found.predicted} of {found.notices} notices extracted, {len(found.layouts)} layouts: F1 "
        f"{_with_interval(found.micro.f1)}, mean over fields {found.macro_fields_f1:.3f}, mean over layouts "
        f"{_with_interval(found.macro_layouts_f1)}"
    )
    out.print(
        f"amounts off by a power of ten: {len(found.power_of_ten)} of {found.amounts}  {' '.join(found.power_of_ten)}"
    )
    proven = found.statements - len(found.unproven)
    out.print(f"evidence: {proven} of {found.statements} values stand in their quote and follow from it")
    for sentence in found.unproven:
        out.print(f"  {sentence}")
    out.print(
        "P: precision, R: recall; layouts: F1 as the mean over layouts; left: share of the questions without an answer"
    )
    _print_calibration(found)


def _print_calibration(found: Evaluation) -> None:
    seen = found.calibration
    out = console()
    out.print(f"probabilities of {seen.values} values: calibration error (ECE) {seen.ece:.3f}, Brier {seen.brier:.3f}")
    if seen.selective is None:
        out.print("fewer than 85 % of the questions are answered")
    else:
        best = seen.selective
        out.print(
            f"at {best.coverage:.1%} coverage (probability >= {best.threshold:.3f}) {best.accuracy:.2%} of the answers "
            f"are right"
        )
    table(
        ("coverage", "probability", "right", "answers"),
        (
            (f"{each.coverage:.1%}", f">= {each.threshold:.3f}", f"{each.accuracy:.2%}", each.answers)
            for each in seen.risks
        ),
    )


def _three(score: Any) -> tuple[str, str, str]:
    return f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}"


def _row(score: Score) -> tuple[object, ...]:
    shares = (f"{each.value:.3f}" for each in (score.precision, score.recall, score.f1))
    interval = f"{score.f1.low:.3f}–{score.f1.high:.3f}"
    return *shares, interval, f"{score.macro_f1:.3f}", f"{score.tp}/{score.fp}/{score.fn}", f"{score.abstained:.1%}"


def _with_interval(share: Interval) -> str:
    return f"{share.value:.3f} ({share.low:.3f}–{share.high:.3f})"


def _as_json(found: Evaluation, layers: Sequence[str]) -> dict[str, object]:
    """Return the figures under the names that the gold's own script gives them, and what it does not have beside."""
    from counterfile.views.evaluation import FIELDS

    fields = {name: _flat(score) for name, score in found.fields.items()}
    return {
        "notices": found.notices,
        "predicted": found.predicted,
        "macro_f1": round(sum(round(found.fields[name].f1.value, 4) for name in FIELDS) / len(FIELDS), 4),
        "amounts_off_by_power_of_ten": len(found.power_of_ten),
        "amounts_given": found.amounts,
        "fields": {name: fields[name] for name in FIELDS},
        "joined": {name: flat for name, flat in fields.items() if name not in FIELDS},
        "micro": _flat(found.micro),
        "macro_layouts_f1": found.macro_layouts_f1,
        "off_by_power_of_ten": found.power_of_ten,
        "statements": found.statements,
        "unproven": found.unproven,
        "calibration": found.calibration,
        "layouts": found.layouts,
        "wrong": found.wrong,
        "layers": list(layers),
    }


def _flat(score: Score) -> dict[str, object]:
    shares = {"precision": score.precision, "recall": score.recall, "f1": score.f1}
    return {
        **{name: round(share.value, 4) for name, share in shares.items()},
        "tp": score.tp,
        "fp": score.fp,
        "fn": score.fn,
        "macro_layouts_f1": round(score.macro_f1, 4),
        "abstained": round(score.abstained, 4),
        "interval": {name: [round(share.low, 4), round(share.high, 4)] for name, share in shares.items()},
    }


@report.command()
def extraction(
    by: Annotated[stated.By, typer.Option(help="What to add up by.")] = stated.By.FIELD,
    ids: Annotated[bool, typer.Option("--ids", help="List the notices behind each number that is missing.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of text.")] = False,
    as_json: Json = False,
) -> None:
    """Say how many notices state each field that they should, and why the others do not.

    Every number opens: --json and --csv carry the ids of the notices that it counts, for `counterfile show`.
    """
    with wiring.open_inquiry(Path()) as inquiry:
        found = stated.report(inquiry.store, by)
    if as_json:
        print_json(found)
    elif as_csv:
        _csv(found)
    else:
        _print_report(found)
        if ids:
            _print_ids(found)
    if found.unread:
        say(
            f"{len(found.unread):,} documents could not be read, and what they state is not counted; "
            f"`counterfile status --failed` names them"
        )


def _print_report(found: stated.Report) -> None:
    columns = ("field", "notices", "stated", "share", "why not")
    rows = ((line.key, line.field, *_line(line)) for line in found.lines)
    if found.by is stated.By.FIELD:
        table(columns, (row[1:] for row in rows))
    else:
        table((str(found.by), *columns), ((row[0] or "not stated", *row[1:]) for row in rows))
    if found.layouts:
        out = console()
        out.print()
        for layout in found.layouts:
            words = ", ".join(f"{what}: {word}" for what, word in layout.words) or "no labels"
            out.print(f"{layout.id or 'not read'}  {layout.host}  {words}")


def _line(line: stated.Line) -> tuple[str, str, str, str]:
    why = ", ".join(f"{len(ids):,} {_WORDS[reason]}" for reason, ids in line.missing)
    return f"{line.notices:,}", f"{len(line.stated):,}", f"{line.share:.1%}", why


_WORDS = {
    Reason.CONFLICT: "in conflict",
    Reason.UNIT: "no plain total (a rate, a unit price, no unit)",
    Reason.UNREADABLE: "wait for recognition",
    Reason.ATTACHMENT: "in an attachment that is not here",
    Reason.NOT_FOUND: "not found",
}
"""Reasons as the text says them; --csv and --json have their codes."""


def _print_ids(found: stated.Report) -> None:
    out = console()
    for line in found.lines:
        for reason, ids in line.missing:
            key = "" if found.by is stated.By.FIELD else f"{line.key or 'not stated'}  "
            out.print(f"{key}{line.field}  {reason}: {' '.join(ids)}")


def _csv(found: stated.Report) -> None:
    """Print one line a number, with the ids that it counts."""
    writer: Callable[[Iterable[object]], object] = csv.writer(sys.stdout, lineterminator="\n").writerow
    writer(("key", "field", "state", "notices", "of", "ids"))
    for line in found.lines:
        for state, ids in (("stated", line.stated), *line.missing):
            writer((line.key, line.field, state, len(ids), line.notices, " ".join(ids)))
