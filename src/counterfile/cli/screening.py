"""Commands about screening: a person reads, a learner ranks, and what may still be missed is said."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import typer

from counterfile import app as wiring
from counterfile import flow
from counterfile.cli._reading import PATIENCE, choose, colored, line, passages, signed
from counterfile.cli.output import Json, console, print_json, progress, say, table
from counterfile.errors import BadUsage, StorageFull
from counterfile.model.codebook import Codebook, in_language
from counterfile.model.judgement import Judgement
from counterfile.store import layout
from counterfile.views import codebook as codebooks

if TYPE_CHECKING:
    from counterfile.screening.desk import Desk, Offer, Status
    from counterfile.screening.simulation import Run

By = Annotated[str, typer.Option("--by", help="Your pseudonym.", envvar="COUNTERFILE_USER")]
Why = Annotated[str, typer.Option("--reason", "-r", help="Why, in words.")]


class Said(StrEnum):
    """What a reader may say of a unit."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    LATER = "later"
    """Put aside; it comes again when all others are read."""
    NOT_A_DOCUMENT = "not-a-document"
    """An empty page, a menu: it leaves the heap."""


KEYS = {"y": Said.YES, "n": Said.NO, "u": Said.UNSURE, "l": Said.LATER, "x": Said.NOT_A_DOCUMENT}


def register(app: typer.Typer) -> None:
    """Add the group ``screen`` to the command line."""
    group = typer.Typer(help="Screen a heap with a learner that ranks it by your decisions.", no_args_is_help=True)
    group.callback()(_group)
    group.command()(start)
    group.command("next")(next_)
    group.command()(answer)
    group.command()(undo)
    group.command("read")(read_)
    group.command()(status)
    group.command()(stop)
    group.command()(sample)
    group.command()(disagreements)
    group.command("export")(export)
    group.command("import")(import_)
    group.command()(simulate)
    app.add_typer(group, name="screen")


def _group() -> None:
    """Screen a heap with a learner that ranks it by your decisions."""


def start(
    again: Annotated[
        bool, typer.Option("--again", help="Go on with the answers so far, and take in what came since.")
    ] = False,
    reason: Why = "as the codebook says",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record the question, the stopping rule and the seed before anything is read.

    They are taken from `screening:` in codebook.yaml and hold until the next start, whatever the file says meanwhile.
    """
    from counterfile.screening.desk import begin
    from counterfile.views.screening import recorded

    with wiring.open_inquiry(Path()) as inquiry:
        screening = _codebook(inquiry).screening
        if screening is None:
            raise BadUsage(
                'codebook.yaml has no `screening:`; write the question there, such as `screening: {question: "Is this a '
                'purchase of …?", start: [人脸识别, facial recognition], stop: "ranked-tail:95"}`'
            )
        with inquiry.writing():
            began = begin(inquiry.store, screening, again=again)
            (kept,) = flow.judge(inquiry.store, [recorded(began, reason, by)])
    if as_json:
        print_json({"judgement": kept.id, "began": began})
        return
    say(f"{kept.id}: {in_language(screening.ask)}")
    say(f"  {began.units:,} {screening.unit}s, rule {screening.stop}, {screening.random:.0%} drawn by chance,")
    say(f"  {screening.overlap:.0%} read by two, seed {screening.seed}; `counterfile screen read` shows the first one")


def next_(by: By = "editor", as_json: Json = False) -> None:
    """Show what to read next, with the words that speak for and against it; asking again shows the same."""
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        offer = desk.next(by)
        _remember(inquiry, by, offer)
        if offer is None:
            if as_json:
                print_json({"unit": None, "left": 0})
            else:
                say(_nothing(desk))
            return
        shown = _shown(desk, offer)
    if as_json:
        print_json(shown)
        return
    out = console()
    out.print(f"{shown['unit']}  ({shown['left']:,} left)")
    out.print(f"{shown['title']}\n{shown['buyer']}  {shown['stage']}  {shown['published']}")
    for passage in shown["passages"]:
        out.print(f"  … {passage}")


def answer(
    unit: Annotated[str, typer.Argument(help="A notice (n-…) or procedure (p-…); `screen next` names one.")],
    said: Annotated[Said, typer.Argument(metavar="ANSWER", help="yes, no, unsure, later or not-a-document.")],
    reason: Why = "",
    note: Annotated[str, typer.Option("--note", help="Anything else worth keeping.")] = "",
    third: Annotated[bool, typer.Option("--adjudicate", help="Decide between two readers who disagree.")] = False,
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Record an answer; a later one of yours replaces it, and both stay in the log."""
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        offer, seconds = _remembered(inquiry, by)
        if offer is None and not third:
            offer = desk.next(by)
        kept = flow.judge(
            inquiry.store,
            desk.answer(
                unit, said, by, offer=offer, reason=reason, note=note, adjudicate=third,
                seconds=seconds if offer is not None and offer.unit == unit else None,
            ),
        )  # fmt: skip
        desk.note(kept)
        following = desk.next(by)
        _remember(inquiry, by, following, shown=False)
    if as_json:
        print_json({"judgements": kept, "next": following.unit if following else None})
        return
    say(f"{kept[0].id}: {kept[0].subject} {said}; next: {following.unit if following else _nothing(desk)}")


def undo(by: By = "editor", as_json: Json = False) -> None:
    """Take your last answer back; the one before it stands again."""
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        kept = flow.judge(inquiry.store, desk.undo(by))
    if as_json:
        print_json(kept)
    else:
        say(f"{kept[0].id}: the answer about {kept[0].subject} is taken back")


def read_(
    third: Annotated[
        bool, typer.Option("--adjudicate", help="Decide what two readers disagree on, or were unsure of.")
    ] = False,
    blind: Annotated[bool, typer.Option("--plain", help="Do not mark the words that weigh in.")] = False,
    by: By = "editor",
) -> None:
    """Read and decide, one key an answer: y yes, n no, u unsure, l later, x not a document, z undo, q quit.

    The ranking is made anew beside the reading; the next unit never waits for it.
    """
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        with _Loop(inquiry, desk, by, plain=blind) as loop:
            loop.adjudicate() if third else loop.read()


class _Loop:
    """The reading loop of one person."""

    def __init__(self, inquiry: wiring.Inquiry, desk: Desk, by: str, *, plain: bool) -> None:
        self._inquiry, self._desk, self._by, self._plain = inquiry, desk, by, plain
        self._out = console()
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ranking")
        self._fit: Future[None] | None = None
        self._done = 0

    def __enter__(self) -> _Loop:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True)
        if self._fit is not None and self._fit.done():
            self._fit.result()

    def read(self) -> None:
        desk = self._desk
        desk.prepare()
        self._out.print(
            f"{in_language(desk.screening.ask)}  [y/n/u/l/x, z undo, o whole text, r reason, m note, q quit]"
        )
        while (offer := desk.next(self._by, wait=False)) is not None:
            said = self._ask(offer.unit, f"{self._done + 1}  ({offer.left:,} left)")
            if said is None:
                break
            decision, reason, note, seconds = said
            if decision == "z":
                self._undo()
                continue
            made = desk.answer(
                offer.unit, KEYS[decision], self._by, offer=offer, reason=reason, note=note, seconds=seconds
            )
            self._store(made)
            self._done += 1
            self._train()
        else:
            say(_nothing(desk))
        say(_short(desk.status()))

    def adjudicate(self) -> None:
        self._desk.prepare()
        for unit, entries in self._desk.disputes():
            if self._by in {entry.reader for entry in entries}:
                continue
            for entry in entries:
                said = f": {entry.reason}" if entry.reason else ""
                self._out.print(f"  {entry.reader} says {entry.answer}{said}{f' ({entry.note})' if entry.note else ''}")
            asked = self._ask(unit, "disputed")
            if asked is None:
                return
            decision, reason, note, _ = asked
            if decision not in "ynux":
                continue
            made = self._desk.answer(unit, KEYS[decision], self._by, reason=reason, note=note, adjudicate=True)
            self._store(made)

    def _ask(self, unit: str, head: str) -> tuple[str, str, str, float] | None:
        """Show a unit; return the key, reason, note and seconds, None to quit."""
        told = self._desk.words(unit)
        weighed = [] if self._plain else _weighed(self._desk, unit, "body")
        heading = [] if self._plain else _weighed(self._desk, unit, "title")
        self._out.rule(head)
        self._out.print(colored(told.title, 0, len(told.title), heading))
        self._out.print(f"{told.buyer}  {told.stage}  {told.published}")
        for first, last in passages(told.body, weighed):
            self._out.print("  … ", end="")
            self._out.print(colored(told.body, first, last, weighed))
        began, reason, note = time.monotonic(), "", ""
        keys = {name: meaning.value for name, meaning in KEYS.items()}
        keys |= {"z": "undo", "o": "whole text", "r": "reason", "m": "note", "q": "quit"}
        while True:
            pressed = choose(self._out, keys)
            if pressed in ("", "q"):
                return None
            if pressed == "o":
                self._out.print(colored(told.body, 0, len(told.body), weighed))
            elif pressed == "r":
                reason = self._reason()
            elif pressed == "m":
                note = line("note: ")
            else:
                return pressed, reason, note, time.monotonic() - began

    def _reason(self) -> str:
        reasons = self._desk.screening.reasons
        for number, each in enumerate(reasons, 1):
            self._out.print(f"  {number} {each}")
        typed = line("reason: ")
        return reasons[int(typed) - 1] if typed.isdecimal() and 1 <= int(typed) <= len(reasons) else typed

    def _undo(self) -> None:
        try:
            made = self._desk.undo(self._by)
        except BadUsage as error:
            say(str(error))
            return
        self._store(made)
        self._done = max(0, self._done - 1)

    def _store(self, made: list[Judgement]) -> None:
        with self._inquiry.writing(patience=PATIENCE):
            self._desk.refresh()
            self._desk.note(flow.judge(self._inquiry.store, made))

    def _train(self) -> None:
        """Let a new ranking be made beside the reading, one at a time."""
        if self._fit is not None:
            if not self._fit.done():
                return
            self._fit.result()
        if self._desk.is_stale:
            self._fit = self._pool.submit(self._desk.prepare)


def status(as_json: Json = False) -> None:
    """Say where the screening stands: what is read and found, what may still be missed, and how two readers agree."""
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        found = desk.status()
        said = _codebook(inquiry).screening
    differs = said is not None and msgspec.structs.replace(said, line=0) != found.began.screening
    if as_json:
        print_json({**_fields(found), "codebook_differs": differs})
        return
    out = console()
    out.print(in_language(found.began.screening.ask))
    out.print(
        f"began {found.began.at:%Y-%m-%d} by {found.began.by} ({found.began.id}), rule {found.began.screening.stop}"
    )
    table(
        ["units", "read", "relevant", "unsure", "later", "no documents", "by chance", "imported"],
        [
            (
                f"{found.total:,}", f"{found.read:,}", found.found, found.unsure, found.later,
                found.not_documents, found.random, found.imported,
            )
        ],
    )  # fmt: skip
    for sentence in _sentences(found):
        out.print(sentence)
    if differs:
        say("codebook.yaml now says otherwise than what was recorded at the start; `screen start --again` records it")


def _sentences(found: Status) -> Iterator[str]:
    verdict = found.verdict
    yield f"rule: {'STOP' if verdict.stop else 'go on'}: {verdict.reason}"
    if found.recall is not None:
        yield (
            f"recall by the random picks alone: {found.recall.recall:.0%}, at least {found.recall.low:.0%} "
            f"(95 %, betting martingale, {found.recall.picks} picks)"
        )
    if found.ended is not None:
        ended = found.ended
        met = "the rule was met" if ended.met else "THE RULE WAS NOT MET"
        yield f"stopped by {ended.by} ({ended.id}): {met}; {ended.statement}"
    for sample in found.samples:
        what = f"of which software says {sample.decided}" if sample.decided else "that nobody read"
        yield (
            f"sample: {sample.answered} of {sample.drawn} read, of {sample.of:,} {what}: {sample.relevant} relevant, "
            f"{sample.contrary} otherwise than software; so {sample.low} to {sample.high} relevant ones in all (95 %)"
        )
    if found.agreement is not None:
        for measure in found.agreement.measures:
            yield _measure(measure, found.agreement.n)
    if found.waiting or found.disputed:
        yield f"{found.waiting} wait for their second reader, {found.disputed} are disputed"
    if found.seconds is not None:
        yield f"median {found.seconds:.1f} s an answer; {', '.join(f'{n} {c:,}' for n, c in found.readers.items())}"


def _measure(measure: Any, n: int) -> str:
    if measure.value is None:
        return f"{measure.name}: not defined (n = {n})"
    interval = "" if measure.low is None else f" [{measure.low:.3f}, {measure.high:.3f}]"
    return f"{measure.name}: {measure.value:.3f}{interval} (n = {n})"


def stop(
    anyway: Annotated[bool, typer.Option("--although-not-met", help="Stop before the rule says so.")] = False,
    decide: Annotated[
        bool, typer.Option("--decide-rest/--leave-rest", help="Let software decide the rest, marked as software's.")
    ] = True,
    reason: Why = "",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """End the reading: record what the rule says, and let software decide what nobody read."""
    from counterfile.views.screening import recorded

    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        ended = _desk(inquiry).end()
        if not ended.met and not anyway:
            raise BadUsage(
                f"the rule {ended.rule} is not met: {ended.statement}; read on, or stop with --although-not-met "
                "and a --reason, which the report will show"
            )
        if not ended.met and not reason.strip():
            raise BadUsage("a stop before the rule is met needs a reason; say why with --reason")
        (kept,) = flow.judge(inquiry.store, [recorded(ended, reason or "the rule is met", by)])
        if decide:
            _decide_rest(inquiry)
    if as_json:
        print_json({"judgement": kept.id, "ended": ended})
        return
    say(f"{kept.id}: stopped after {ended.read:,} of {ended.total:,}, {ended.found} relevant; {ended.statement}")
    say("`counterfile screen sample 300` draws what shows how many are left")


def _decide_rest(inquiry: wiring.Inquiry) -> None:
    """Screen all notices anew by what was learned; persons' answers stand above it, always."""
    from counterfile.screening.rest import screener
    from counterfile.stages.screen import ScreenStage

    store = inquiry.store
    stage = ScreenStage(_codebook(inquiry), screener(store, inquiry.folder / layout.CACHE))
    after = ""
    while notices := store.notices(after=after, limit=5000):
        after = notices[-1].id
        with store.batch() as batch:
            batch.mark_due(stage.name, {one.document for one in notices})
    with progress() as bars:
        for step in flow.run([stage], store, inquiry.archive, workers=1):
            bars.show(step)


def sample(
    count: Annotated[int, typer.Argument(help="How many units; 300 without a find bound the missed share by 1 %.")],
    decided: Annotated[str, typer.Option("--decided", help="Only of what software says this of: yes or no.")] = "",
    reason: Why = "to check what nobody read",
    by: By = "editor",
    as_json: Json = False,
) -> None:
    """Draw a sample of what nobody read, to be read after the stop; `screen next` and `screen read` then show it."""
    from counterfile.views.screening import recorded

    if decided not in ("", "yes", "no"):
        raise BadUsage(f"software says yes or no, not {decided!r}")
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        drawn = _desk(inquiry).draw(count, decided)
        (kept,) = flow.judge(inquiry.store, [recorded(drawn, reason, by)])
    if as_json:
        print_json({"judgement": kept.id, "drawn": len(drawn.units), "of": drawn.of})
    else:
        say(f"{kept.id}: {len(drawn.units)} of {drawn.of:,} drawn; `counterfile screen read` shows them")


def disagreements(as_json: Json = False) -> None:
    """List what two readers disagree on, or were unsure of; a third decides with `screen read --adjudicate`."""
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        found = [(unit, desk.words(unit).title, entries) for unit, entries in desk.disputes()]
    if as_json:
        print_json([{"unit": unit, "title": title, "answers": entries} for unit, title, entries in found])
        return
    table(
        ["unit", "answers", "title"],
        [(unit, ", ".join(f"{e.reader}: {e.answer}" for e in entries), title) for unit, title, entries in found],
    )


def export(
    file: Annotated[
        Path, typer.Argument(help="Written anew: .csv, or .ris as ASReview and reference managers read it.")
    ],
    answers: Annotated[bool, typer.Option("--answers", help="One row an answer instead of one a unit (CSV).")] = False,
    as_json: Json = False,
) -> None:
    """Write all units with what is decided of them, or all answers."""
    from counterfile.plugins.exporters.csv import CsvExporter
    from counterfile.screening import exchange

    kind = file.suffix.lower()
    if kind not in (".csv", ".ris") or (answers and kind == ".ris"):
        raise BadUsage(f"{file.name}: .csv or .ris is wanted; answers are written as .csv")
    with wiring.open_inquiry(Path()) as inquiry:
        desk = _desk(inquiry)
        aside = file.with_name(f".{file.name}.coming")
        try:
            if kind == ".ris":
                rows = list(exchange.ris(exchange.unit_rows(inquiry.store, desk)))
                aside.write_text("".join(rows), encoding="utf-8")
                count = len(rows)
            else:
                columns = exchange.ANSWER_COLUMNS if answers else exchange.COLUMNS
                made = exchange.answer_rows(desk) if answers else exchange.unit_rows(inquiry.store, desk)
                count = CsvExporter().write(list(columns), made, str(aside))
            aside.replace(file)
        except OSError as error:
            raise StorageFull(f"{file} cannot be written ({error.strerror}); choose another place") from error
    if as_json:
        print_json({"file": str(file), "rows": count})
    else:
        say(f"{file}: {count:,} rows")


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, RIS or an ASReview project (.asreview).")],
    by: Annotated[
        str, typer.Option("--by", help="Pseudonym for rows that name nobody.", envvar="COUNTERFILE_USER")
    ] = "imported",
    as_json: Json = False,
) -> None:
    """Take earlier decisions in; they teach the learner and say nothing about how much is missed."""
    from counterfile.screening import exchange

    told = exchange.read_file(file)
    with wiring.open_inquiry(Path()) as inquiry, inquiry.writing():
        desk = _desk(inquiry)
        found = exchange.matched(inquiry.store, desk, told, by)
        kept = flow.judge(inquiry.store, desk.imported(found.entries, by))
    if as_json:
        print_json({"imported": len(found.entries), "judgements": len(kept), **_fields(found), "entries": None})
        return
    say(
        f"{len(found.entries):,} decisions taken in, {found.known:,} known already, {found.unanswered:,} rows without one"
    )
    for sentence in found.unknown[:20]:
        say(f"  {sentence}")
    if len(found.unknown) > 20:
        say(f"  {len(found.unknown) - 20:,} more: --json lists all")


# --- What the commands share


def _codebook(inquiry: wiring.Inquiry) -> Codebook:
    return codebooks.load(inquiry.folder / layout.CODEBOOK)


def _desk(inquiry: wiring.Inquiry) -> Desk:
    from counterfile.screening.desk import Desk

    return Desk(inquiry.store, inquiry.folder / layout.CACHE)


def _offers(inquiry: wiring.Inquiry) -> Path:
    return inquiry.folder / layout.CACHE / "screening" / "offers.json"


def _remember(inquiry: wiring.Inquiry, by: str, offer: Offer | None, *, shown: bool = True) -> None:
    """Keep what was shown to whom, so that the next command knows why a unit was read; a cache, as any other."""
    from counterfile.screening.desk import Offer

    place = _offers(inquiry)
    kept = _read_offers(place)
    if offer is None:
        kept.pop(by, None)
    else:
        before = kept.get(by)
        at = before["at"] if before and before["unit"] == offer.unit and before["at"] else time.time() if shown else 0.0
        kept[by] = {"at": at, **{name: getattr(offer, name) for name in Offer.__slots__}}
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.with_name(".offers.coming")
    aside.write_text(json.dumps(kept), encoding="utf-8")
    aside.replace(place)


def _remembered(inquiry: wiring.Inquiry, by: str) -> tuple[Offer | None, float | None]:
    from counterfile.screening.desk import Offer
    from counterfile.views.screening import Shown

    found = _read_offers(_offers(inquiry)).get(by)
    if found is None:
        return None, None
    seconds = time.time() - found["at"] if found["at"] else None
    # Who left the terminal open over night did not read all that time.
    timed = seconds if seconds is not None and 0 <= seconds < 1800 else None
    return Offer(found["unit"], Shown(found["shown"]), found["ranking"], found["left"]), timed


def _read_offers(place: Path) -> dict[str, Any]:
    try:
        found = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _weighed(desk: Desk, unit: str, field: str) -> list[tuple[int, int, float]]:
    marks = desk.marks(unit, wait=False)
    return [(mark.start, mark.end, mark.weight) for mark in marks if mark.field == field]


def _shown(desk: Desk, offer: Offer) -> dict[str, Any]:
    """Return what a reader sees; why it is shown is not said, since a reader who knows may read otherwise."""
    told = desk.words(offer.unit)
    weighed = _weighed(desk, offer.unit, "body")
    marks = [(signed(told.body, start, end, []), weight) for start, end, weight in weighed]
    heading = _weighed(desk, offer.unit, "title")
    return {
        "unit": offer.unit,
        "left": offer.left,
        "question": in_language(desk.screening.ask),
        "title": signed(told.title, 0, len(told.title), heading),
        "buyer": told.buyer,
        "stage": told.stage,
        "published": told.published,
        "document": told.document,
        "passages": [signed(told.body, *each, weighed).replace("\n", " ") for each in passages(told.body, weighed)],
        "for": list(dict.fromkeys(words for words, weight in marks if weight > 0)),
        "against": list(dict.fromkeys(words for words, weight in marks if weight < 0)),
    }


def _nothing(desk: Desk) -> str:
    if desk.ended is not None:
        return "the reading has stopped; `counterfile screen sample 300` draws what to check"
    return "nothing is left to read"


def _short(found: Status) -> str:
    return f"{found.read:,} of {found.total:,} read, {found.found} relevant; {next(_sentences(found))}"


def _fields(found: Any) -> dict[str, Any]:
    """Return a result as JSON takes it."""
    made = msgspec.to_builtins(found, str_keys=True)
    return dict(made)


# --- Replays


def simulate(
    file: Annotated[
        Path, typer.Argument(help="CSV, gzipped or not, with record_id, title, abstract, included (1 or 0).")
    ],
    seed: Annotated[int, typer.Option(help="Of all that is random; runs after the first count on from it.", min=0)] = 1,
    runs: Annotated[int, typer.Option(help="How many runs, each with the next seed.", min=1, max=10_000)] = 1,
    stop: Annotated[
        str,
        typer.Option(help="Rule to try: ranked-tail[:95[@95]], betting-martingale[:95[@95]], in-a-row[:100] or knee."),
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
