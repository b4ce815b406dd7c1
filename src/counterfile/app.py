"""Wires an inquiry together: the only room that knows which store, which sandbox and which plugins."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal, Self, cast

import msgspec

from counterfile import flow, pictures, plugins
from counterfile.errors import BadSetup, BadUsage, Missing, NotAnInquiry, StorageFull, StoreBusy
from counterfile.model.document import Arrival, Document, State
from counterfile.model.files import DocumentFile, OrganizationFile, ProcedureFile
from counterfile.model.finding import Finding, FindingSpec, Lock, Step, Verification
from counterfile.model.judgement import MODEL, READ_BEFORE, Judgement, Question
from counterfile.model.reading import Draft, Unpacked
from counterfile.resolving.procedures import said
from counterfile.sandbox import READ, Airlock, Limits, Task, ladder
from counterfile.sandbox import pages as sandbox_pages
from counterfile.settings import Settings, load_settings
from counterfile.stages import collect
from counterfile.stages.extraction import TASK, Extracted, ExtractStage
from counterfile.stages.ocr import OcrStage
from counterfile.stages.read import ReadStage
from counterfile.stages.resolve import ResolveStage
from counterfile.stages.screen import ScreenStage, load_codebook
from counterfile.store import layout, rules, sqlite
from counterfile.store.archive import FileArchive
from counterfile.store.ports import Archive, Cluster, Published, Store
from counterfile.text import lexicon
from counterfile.views import clusters, correcting, files, judging, linking, models, wanted
from counterfile.views.teaching import lessons

if TYPE_CHECKING:
    from counterfile.model.reply import Asking, Stand
    from counterfile.packing import Packed
    from counterfile.stages.ask import AskStage
    from counterfile.views.article import Article
    from counterfile.views.keeping import Kept

EXTRACT = Task(TASK, Extracted, fork=False)
"""Extraction works on our own checked text, so the worker does it itself; its wall clock and memory are limited all the same."""

COLLECT_BATCH = 500
"""Files acknowledged together: their bytes and rows are durable before the next are opened."""

COLLECT_BYTES = 64 * 1024 * 1024
"""Bytes after which a batch of files is acknowledged though it holds fewer than `COLLECT_BATCH`."""

_PAUSE = 0.02  # seconds between two tries to hold the inquiry for writing

MAX_FILE = 2 * 1024**3  # bytes of one file that is added; larger ones are refused and named


class Added(msgspec.Struct, frozen=True):
    """What one `Inquiry.add` has acknowledged so far."""

    files: int
    """Files seen."""
    new: int
    """Documents that were not there before."""
    known: int
    """Files whose bytes were there already: recorded as one more arrival, once per origin."""
    lost: tuple[str, ...]
    """A sentence for each file or folder that could not be taken in."""


class Inquiry:
    """An open inquiry: facts, archive, settings."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        """Open the inquiry at `folder`; use `open_inquiry`."""
        self.folder = folder
        self.settings = settings
        self.store = sqlite.SqliteStore(folder / layout.DATABASE)
        self.archive = FileArchive(folder)

    def __enter__(self) -> Self:
        """Return the inquiry."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        if "pictures" in self.__dict__:
            self.pictures.close()
        self.store.close()

    @contextlib.contextmanager
    def writing(self, patience: float = 0.0) -> Iterator[None]:
        """Hold the inquiry for writing.

        Args:
            patience: Seconds to wait for another process that holds it, such as one that stores somebody else's answer.

        Raises:
            StoreBusy: another process holds it still.
        """
        until = time.monotonic() + patience
        with (self.folder / layout.LOCK).open("w") as lock:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError as error:
                    if time.monotonic() >= until:
                        raise StoreBusy(
                            f"another command is writing to {self.folder}; wait for it to end and run this one again"
                        ) from error
                    time.sleep(_PAUSE)
            yield

    def add(self, paths: Sequence[Path]) -> Iterator[Added]:
        """Take in files and folders; see `take`.

        Raises:
            Missing: a path does not exist.
        """
        yield from self.take(collect.collect(paths, leave_out=self.folder))

    def take(self, collected: Iterable[collect.Found | collect.Lost]) -> Iterator[Added]:
        """Take in what was collected; yield after each batch that is durable.

        Idempotent: the same file at the same place is recorded once.

        Raises:
            StorageFull: the disk is full; what was yielded is kept.
            StoreBusy: another process is writing to the inquiry; nothing was taken.
        """
        files = new = known = 0
        lost: list[str] = []
        waiting: list[tuple[collect.Found, bytes]] = []

        def acknowledge() -> None:
            nonlocal new, known
            digests = self.archive.put([content for _, content in waiting])
            with self.store.batch() as batch:
                for (found, content), digest in zip(waiting, digests, strict=True):
                    arrival = Arrival(digest, found.name, found.origin, None, collect.COLLECTOR, self.store.now())
                    if batch.arrive(arrival, len(content)):
                        batch.mark_due(ReadStage.name, [digest])
                        new += 1
                    else:
                        known += 1
            waiting.clear()

        with self.writing():
            for found in collected:
                if isinstance(found, collect.Lost):
                    lost.append(f"{found.path}: {found.reason}")
                    continue
                files += 1
                try:
                    content = _content(found.path)
                except OSError as error:
                    lost.append(f"{found.path}: cannot be opened ({error.strerror or error})")
                    continue
                waiting.append((found, content))
                if len(waiting) >= COLLECT_BATCH or sum(len(c) for _, c in waiting[-8:]) >= COLLECT_BYTES:
                    acknowledge()
                    yield Added(files, new, known, tuple(lost))
            acknowledge()
        yield Added(files, new, known, tuple(lost))

    def survey(self, paths: Sequence[Path]) -> tuple[int, int]:
        """Return how many files `add` would open, and their bytes."""
        found = [f.path for f in collect.collect(paths, leave_out=self.folder) if isinstance(f, collect.Found)]
        return len(found), sum(path.stat().st_size for path in found)

    def run(
        self,
        *,
        retry: bool = False,
        reread: bool = False,
        recognize: Sequence[str] | Literal["wanted", "all", "never"] | None = None,
        workers: int | None = None,
        timeout: float | None = None,
        accept_unsandboxed: bool = False,
        on_page: Callable[[], object] = lambda: None,
    ) -> Iterator[flow.Progress]:
        """Bring all files up to date; yield progress.

        Args:
            retry: Try again what failed or was set aside.
            reread: Read every document again.
            recognize: Whose pictures are recognized: those that the screening asks for, all, none, or those of the
                documents with these digests, again if need be; None for the setting.
            accept_unsandboxed: Read even where this machine cannot lock readers in; the setting counts too.
            on_page: Called after each recognized page, from any thread.
            workers: Processes that read and extract; None for the setting.
            timeout: Seconds that reading one file may take; None for the setting.
        """
        from counterfile.screening.rest import screener

        count = workers or self.settings.workers or min(os.cpu_count() or 1, 8)
        seconds = timeout or self.settings.timeout
        codebook = load_codebook(self.folder / layout.CODEBOOK)
        with self.writing():
            if retry or reread:
                self._again(tuple(State) if reread else (State.FAILED, State.SKIPPED))
            limits = Limits(wall_seconds=seconds, cpu_seconds=max(1, round(seconds)))
            with Airlock(
                workers=count,
                limits=limits,
                tasks=(READ, EXTRACT, pictures.SIGHT),
                accept_unsandboxed=accept_unsandboxed or self.settings.accept_unsandboxed,
            ) as airlock:
                version = readers_version()
                with self.store.batch() as batch:
                    batch.adopt(ReadStage.name, version, version.split(", "))
                stages: list[flow.Stage] = [
                    ReadStage(self.archive, _Reading(airlock, self.settings.passwords), version),
                    ExtractStage(airlock, layers_version(), self.models.learned),
                    ResolveStage(linking.in_use(self.store)),
                    ScreenStage(codebook, screener(self.store, self.folder / layout.CACHE)),
                ]
                yield from flow.run(stages, self.store, self.archive, workers=count)
                if self._want(self.settings.ocr if recognize is None else recognize, codebook.terms):
                    recognition = pictures.Recognition(airlock, self.folder / layout.CACHE, recognizer_version())
                    ocr = OcrStage(self.archive, recognition, workers=count, on_page=on_page)
                    yield from flow.run([ocr, *stages], self.store, self.archive, workers=count)
                if self.settings.model.url and self.settings.model.in_run:
                    # Asked last, of what the layers left open; the second round takes the answers in and sends nothing.
                    asking = [*stages, self.asking()]
                    yield from flow.run(asking, self.store, self.archive, workers=count)
                    yield from flow.run(asking, self.store, self.archive, workers=count)

    def _want(self, recognize: Sequence[str] | str, terms: Sequence[str]) -> bool:
        """Mark as due whose pictures are to be recognized; return whether there are any and something can do it."""
        if recognize == "never":
            return False
        if not recognizer_version():
            if isinstance(recognize, str):
                return False
            raise BadSetup("no recognizer is installed; `pip install 'counterfile[ocr]'` brings one")
        with self.store.batch() as batch:
            waiting = [document.digest for document in wanted.waiting(self.store)]
            if recognize == "wanted":
                # What was recognized once is recognized again when its reader has read it anew.
                batch.mark_due(OcrStage.name, self.store.currents(OcrStage.name, waiting))
                batch.mark_due(OcrStage.name, wanted.wanted(self.store, terms))
            elif recognize == "all":
                batch.mark_due(OcrStage.name, waiting)
            else:
                batch.redo(OcrStage.name, recognize)
        return self.store.due_count(OcrStage.name, recognizer_version()) > 0

    def asking(self) -> AskStage:
        """Return the stage that asks the language model of the settings for quotes."""
        from counterfile.stages._endpoint import Endpoint
        from counterfile.stages.ask import AskStage

        model = self.settings.model
        cache = self.folder / layout.CACHE
        return AskStage(Endpoint(model, self.folder, cache=cache, clock=self.store.now), model.name)

    @cached_property
    def models(self) -> models.Models:
        """What makes the models in use, once trained from corrections and let in."""
        return models.Models(self.folder / layout.CACHE)

    @cached_property
    def pictures(self) -> pictures.Pictures:
        """What shows pages of this inquiry's documents; its sandbox starts with the first picture."""
        accept = self.settings.accept_unsandboxed
        return pictures.Pictures(self.store, self.archive, self.folder / layout.CACHE, accept_unsandboxed=accept)

    def _again(self, states: Sequence[State]) -> None:
        for state in states:
            after = ""
            while documents := self.store.documents(state, after=after):
                after = documents[-1].digest
                with self.store.batch() as batch:
                    digests = [document.digest for document in documents]
                    batch.redo(ReadStage.name, digests)
                    batch.redo(ExtractStage.name, digests)
                    batch.redo(OcrStage.name, self.store.currents(OcrStage.name, digests))

    # Looking

    def documents(self, states: Sequence[State]) -> Iterator[Document]:
        """Yield all documents that are in one of these states."""
        for state in states:
            after = ""
            while some := self.store.documents(state, after=after):
                yield from some
                after = some[-1].digest

    def file(self, wanted: str) -> ProcedureFile | OrganizationFile | DocumentFile:
        """Return the file of a procedure, family, organization, notice, statement, document or file name.

        Raises:
            Missing: nothing has this id or name, or several documents do.
        """
        found = self._file(wanted)
        if found is None:
            raise Missing(f"nothing here is called {wanted!r}; `counterfile search` finds documents by their words")
        return found

    def _file(self, wanted: str) -> ProcedureFile | OrganizationFile | DocumentFile | None:
        if wanted.startswith("o-"):
            return files.organization_file(self.store, wanted)
        if wanted.startswith("p-"):
            return files.procedure_file(self.store, wanted)
        notice = rules.statement_notice(wanted) if wanted.startswith("st-") else wanted
        if notice and notice.startswith("n-"):
            procedure = self.store.cluster(Cluster.PROCEDURE, notice)
            return files.procedure_file(self.store, procedure) if procedure else None
        digest = self._digest(wanted)
        return files.document_file(self.store, digest) if digest else None

    def _digest(self, wanted: str) -> str | None:
        digests = files.called(self.store, wanted)
        if len(digests) > 1:
            listed = ", ".join(digest[:16] for digest in digests[:5])
            raise Missing(f"{len(digests)} documents are called {wanted!r}; name one by its digest: {listed}")
        return digests[0] if digests else None

    def digest(self, wanted: str) -> str:
        """Return the digest of the document with this file name, digest or beginning of a digest.

        Raises:
            Missing: there is no such document, or several.
        """
        digest = self._digest(wanted)
        if digest is None:
            raise Missing(f"no document is called {wanted!r}; `counterfile status --files` lists them all")
        return digest

    def explain(self, wanted: str) -> Step | None:
        """Return the walk from an id, a finding's name or a file name down to the bytes; None if there is no such."""
        from counterfile.views import explain
        from counterfile.views.coding import blind

        place = self.folder / layout.FINDINGS
        return explain.explain(blind(self.store), self.archive, wanted, place, buyer_class=plugins.buyer_class())

    # Figures

    def find(self, names: Sequence[str], *, lock: bool) -> list[Finding]:
        """Compute findings (all if none is named) and, with `lock`, write their locks beside them.

        Raises:
            BadUsage: a finding's file is wrong; the message points at the line.
            Missing: no finding has this name.
        """
        from counterfile.views import findings, verify

        specs = self.findings(names)
        found = findings.compute_all(self.kept().workbench(self.store), specs)
        if lock:
            for finding in found:
                place = self._lock_place(finding.spec.name)
                if not (place.is_file() and verify.is_frozen(place.read_bytes())):
                    _write_whole(place, verify.encode_lock(verify.lock(finding, self.store)))
        return found

    def kept(self) -> Kept:
        """Return what was worked out from the facts and is believed while they stay so: tables, what was verified."""
        from counterfile.views import keeping

        return keeping.Kept(self.folder, plugins.buyer_class())

    def _lock_place(self, finding: str) -> Path:
        from counterfile.views import verify

        return self.folder / layout.FINDINGS / verify.lock_name(finding)

    def freeze(self, name: str, reason: str) -> Lock:
        """Lock a finding for publication: its lock stays as it is for ever, and `verify` compares with it.

        Raises:
            BadUsage: it is frozen already, no reason is given, or the figure does not hold.
            Missing: no finding has this name.
        """
        from counterfile.views import verify

        place, why = self._lock_place(name), " ".join(reason.split())
        if not why:
            raise BadUsage("a finding is frozen for a reason, such as where it is published; give it with --reason")
        finding = self.find([name], lock=False)[0]
        if place.is_file() and verify.is_frozen(place.read_bytes()):
            raise BadUsage(f"{name} is frozen already; a new figure wants a finding of a new name")
        if finding.holds is False or finding.refused:
            raise BadUsage(
                f"{name} does not hold ({finding.figure.value}); correct its `expected` first, or the figure"
            )
        frozen = f"{self.store.now().date().isoformat()}: {why}"
        lock = msgspec.structs.replace(verify.lock(finding, self.store), frozen=frozen)
        _write_whole(place, verify.encode_lock(lock))
        return lock

    def findings(self, names: Sequence[str] = ()) -> list[FindingSpec]:
        """Return the findings of this inquiry as their files state them; see `find`."""
        from counterfile.views import findings

        specs = findings.load_findings(self.folder / layout.FINDINGS)
        known = {spec.name for spec in specs}
        for name in names:
            if name not in known:
                raise Missing(f"no finding is called {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
        return [spec for spec in specs if not names or spec.name in names]

    def check(self, text: str) -> Article:
        """Hold an article in Markdown against the findings of this inquiry, computed now."""
        from counterfile.views import article

        return article.check(text, {each.spec.name: each for each in self.find((), lock=False)}, self.askings())

    def verify(self, *, deep: bool = False) -> Verification:
        """Compute all findings again and check what they rest on; with `deep`, check every original."""
        from counterfile.views import verify

        place = self.folder / layout.FINDINGS
        return verify.verify(self.store, self.archive, place, deep=deep, buyer_class=plugins.buyer_class())

    def labels(self) -> Iterator[str]:
        """Yield one JSON object a notice, in the schema of the labeling guidelines."""
        from counterfile.views import labels

        after = ""
        while notices := self.store.notices(after=after, limit=500):
            after = notices[-1].id
            yield from (json.dumps(row, ensure_ascii=False) for row in labels.rows(self.store, notices))

    def pack(self, name: str, folder: Path, *, by: str = "", role: str = "", reason: str = "") -> Packed:
        """Write the evidence pack of a finding; see `packing.write`.

        Args:
            name: Of the finding.
            folder: Where to; it must be empty or not exist.
            by: Pseudonym of an editor or lawyer who wants originals packed in which something is masked; empty packs
                none of these.
            role: As which they ask.
            reason: Why; it is recorded with the digests of these originals before anything is written.

        Raises:
            BadUsage: the folder holds something, or this person may not see what is masked.
            Missing: no finding has this name.
        """
        from counterfile import packing
        from counterfile.views import unmasking

        asked = unmasking.request(self.settings.people, by, role, reason) if by or role or reason else None
        finding = self.find([name], lock=False)[0]
        if asked is not None:
            digests = sorted({digest for unit in finding.units for digest in unit.documents})
            with self.writing(), self.store.batch() as batch:
                for digest, reading in self.store.readings_of(digests).items():
                    if reading.masked:
                        whole = unmasking.Masked(digest, reading, 0, len(reading.text))
                        batch.judge(unmasking.record(whole, *asked, digest))
        askings = [each for stand in self.stands([finding]) for each in stand.askings]
        return packing.write(
            self.store, self.archive, self.pictures, finding, folder, unmasked=asked is not None, askings=askings
        )

    def askings(self) -> list[Asking]:
        """Return whom one asked for a reply and what came of it, as of today."""
        from counterfile.views import replies

        published = replies.published_days(self.folder / layout.FINDINGS)
        return replies.log(self.store, today=self.store.now().date(), published=published)

    def stands(self, found: Sequence[Finding]) -> list[Stand]:
        """Return every organization that these findings name, and whether it was asked for a reply."""
        from counterfile.views import replies

        return replies.stands(self.store, found, self.askings())

    # Deciding

    def decide(self, decision: str, one: str, other: str, *, reason: str, by: str) -> list[Judgement]:
        """Record what a person decides, and gather what it joins or splits.

        Args:
            decision: ``same``, ``different``, ``family``, ``relevant``, ``irrelevant``, ``value`` or ``withdraw``.
            one: A notice, procedure, organization, statement or judgement id.
            other: The second of a pair; for ``value`` the right value, empty to withdraw it.
            reason: Why, in words.
            by: Pseudonym of who decides.

        Raises:
            BadUsage: no reason, or the ids do not fit the decision.
            Missing: an id is not there.
        """
        judgements = judging.judgements(self.store, decision, one, other, reason=reason, by=by)
        with self.writing():
            return keep(self.store, self.archive, judgements)

    def correct(
        self,
        wanted: str,
        field: str,
        new: str,
        *,
        reason: str,
        by: str,
        span: tuple[int, int] | None = None,
        quote: str = "",
        row: str | None = None,
    ) -> tuple[Judgement, correcting.Correct]:
        """Store a person's correction and link anew what it bears on; see `views.correcting.correct`.

        Returns:
            The judgement as stored, and what announces the value, from which `views.correcting.change_sets` follow.

        Raises:
            BadUsage: the field, the value or the quote does not fit.
            Missing: there is no such statement or notice.
        """
        with self.writing():
            meant = correcting.correct(
                self.store, wanted, field, new, span=span, quote=quote, row=row, reason=reason, by=by
            )
            return keep(self.store, self.archive, [*meant.before, meant.value])[-1], meant


def keep(store: Store, archive: Archive, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Store judgements with all that they bear on: links and clusters at once, extraction as due work.

    The inquiry must be held for writing.
    """
    kept = note(store, judgements)
    links = any(each.question in (Question.VALUE, READ_BEFORE, linking.LINK_MODEL) for each in judgements)
    for _ in settle(store, archive) if links else flow.gather(store):
        pass
    return kept


def note(store: Store, judgements: Sequence[Judgement]) -> list[Judgement]:
    """Store judgements, and mark as due all that they bear on: links and clusters, which `settle` brings up to date, and
    extraction.

    The inquiry must be held for writing.
    """
    valued = (Question.VALUE, READ_BEFORE)
    notices = sorted({each.subject.partition("|")[0] for each in judgements if each.question in valued})
    before = {notice: correcting.published(store, notice) for notice in notices}
    taught = lessons(store)
    with store.batch() as batch:
        kept = [batch.judge(each) for each in judgements]
    after = {notice: correcting.published(store, notice) for notice in notices}
    # A value that was right as it was read, as most are, links nothing anew.
    facts = [
        fact for each in notices if _told(before[each]) != _told(after[each]) for fact in before[each] + after[each]
    ]
    now = lessons(store)
    resolve = ResolveStage(linking.in_use(store))
    with store.batch() as batch:
        batch.mark_due(resolve.name, resolve.due_after(facts))
        if any(each.question == linking.LINK_MODEL for each in judgements):
            batch.mark_due(resolve.name, linking.bearing(store))
        for work, keys in resolve.places(facts).items():
            batch.place(resolve.name, work, keys)
        batch.mark_due(ExtractStage.name, correcting.affected(store, taught, now))
        if any(each.question == MODEL for each in judgements):
            batch.mark_due(ExtractStage.name, models.bearing(store))
        batch.mark_due(flow.GATHER, correcting.members(facts).union(*map(clusters.members_of, judgements)))
    return kept


def settle(store: Store, archive: Archive) -> Iterator[flow.Progress]:
    """Link and gather what judgements made due; yield after each batch, behind which it may be left and begun again.

    The inquiry must be held for writing.
    """
    return flow.run([ResolveStage(linking.in_use(store))], store, archive, workers=1, marked=True)


def _told(facts: Sequence[Published]) -> list[object]:
    """Return what linking and gathering make of a notice as it counts now, the last of `facts`."""
    return [
        (
            said(fact.notice.id, fact.statements),
            sorted((one.subject, one.property, one.value, one.key or "") for one in fact.statements),
        )
        for fact in facts[-1:]
    ]


@contextlib.contextmanager
def extracting(settings: Settings) -> Iterator[correcting.Extract]:
    """Extract through an airlock of its own, until the block ends."""
    limits = Limits(wall_seconds=settings.timeout, cpu_seconds=max(1, round(settings.timeout)))
    with Airlock(workers=1, limits=limits, tasks=(EXTRACT,), accept_unsandboxed=settings.accept_unsandboxed) as airlock:
        yield ExtractStage(airlock, layers_version()).run


def layers_version() -> str:
    """Return the names and versions of the resolver and all layers of extraction as one version."""
    from counterfile import worker
    from counterfile.stages import extract

    names = sorted(f"{layer.name} {layer.version}" for layer in worker.layers())
    return ", ".join((f"resolver {extract.VERSION}", *names))


class _Reading:
    """The airlock as the read stage sees it, with the inquiry's passwords."""

    def __init__(self, airlock: Airlock, passwords: Sequence[str]) -> None:
        self._airlock = airlock
        self._passwords = tuple(passwords)

    @property
    def step(self) -> str:
        """Return the step of the ladder that the sandbox reached."""
        return str(self._airlock.step)

    def read(self, content: bytes, name: str) -> Draft | Unpacked:
        """Read hostile bytes in another process, or raise `BadInput`."""
        return cast("Draft | Unpacked", self._airlock.call(READ.function, content, name, *self._passwords))


def recognizer_version() -> str:
    """Return the name and version of the recognizer; empty where none is installed."""
    return next((f"{each.name} {each.version}" for each in sandbox_pages.installed_recognizers()), "")


def readers_version() -> str:
    """Return the names and versions of all readers as one version: a new reader reads again what it may know better."""
    from counterfile.sandbox import reading

    return ", ".join(sorted(f"{reader.name} {reader.version}" for reader in reading.installed_readers()))


def _content(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_FILE:
        raise OSError(0, f"it has {size:,} bytes, {MAX_FILE:,} is the limit")
    return path.read_bytes()


def create_inquiry(folder: Path) -> Path:
    """Make an empty inquiry at `folder` and return its full path.

    Raises:
        BadUsage: there is one already, or a file stands in the way.
        StorageFull: there is no space for it.
    """
    folder = folder.resolve()
    if (folder / layout.DATABASE).exists():
        raise BadUsage(f"{folder} is an inquiry already; go there and run `counterfile add PATH`")
    if folder.exists() and not folder.is_dir():
        raise BadUsage(f"{folder} is a file; name a folder that is new or empty")
    try:
        (folder / layout.FINDINGS).mkdir(parents=True, exist_ok=True)
        for name in (layout.SETTINGS, layout.CODEBOOK):
            if not (folder / name).exists():
                (folder / name).write_text(_template(name), encoding="utf-8")
        write_schema(folder)
        sqlite.create(folder / layout.DATABASE)
    except OSError as error:
        raise StorageFull(f"{folder} cannot be written ({error.strerror}); choose another place") from error
    return folder


def write_schema(folder: Path) -> Path:
    """Write the JSON Schema that editors complete and check findings with beside an inquiry's findings; return its place."""
    from counterfile.views import findings

    place = folder / layout.FINDINGS / findings.SCHEMA
    place.write_text(json.dumps(findings.schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    return place


def _template(name: str) -> str:
    from importlib import resources

    return (resources.files("counterfile") / "templates" / name).read_text("utf-8")


def find_inquiry(start: Path) -> Path:
    """Return the inquiry that `start` is, or is inside of.

    Raises:
        NotAnInquiry: there is none.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        if (folder / layout.DATABASE).is_file():
            return folder
    raise NotAnInquiry(f"{start.resolve()} is not in an inquiry; run `counterfile init` there, or go to one with `cd`")


def open_inquiry(start: Path) -> Inquiry:
    """Open the inquiry that `start` is, or is inside of; see `find_inquiry`. Its own languages are read from now on."""
    folder = find_inquiry(start)
    lexicon.use(lexicon.read_folder(folder / lexicon.FOLDER))
    return Inquiry(folder, load_settings(folder / layout.SETTINGS))


class Check(msgspec.Struct, frozen=True):
    """Something that the machine should have."""

    what: str
    ok: bool
    found: str
    step: str
    """What to do where it is missing; empty where all is well."""


def examine(folder: Path) -> list[Check]:
    """Return what the machine has and what it lacks."""
    import sqlite3

    free = shutil.disk_usage(folder).free
    checks = [
        Check("Python 3.11 or newer", sys.version_info >= (3, 11), sys.version.split()[0], ""),
        Check("SQLite 3.35 or newer", sqlite3.sqlite_version_info >= (3, 35), sqlite3.sqlite_version, ""),
        Check("space on the disk", free > 2**30, f"{free / 2**30:.1f} GiB free", "" if free > 2**30 else "free some"),
    ]
    with Airlock(workers=1, accept_unsandboxed=True) as airlock:
        step = airlock.step
    missing = [rung for rung in ladder.ladder() if not rung.available]
    advice = "" if step.is_enough else next((rung.install for rung in missing if rung.install), "use another kernel")
    checks.append(Check("sandbox", step.is_enough, str(step), advice))
    checks += [Check(f"sandbox step {rung.step}", True, f"not used: {rung.why_not}", rung.install) for rung in missing]
    recognizer = recognizer_version()
    install = "" if recognizer else "pip install 'counterfile[ocr]'"
    checks.append(Check("recognition of pictures (OCR)", True, recognizer or "not installed", install))
    checks += [
        Check(what, True, version or "not installed", "" if found else install)
        for what, found, version, install in plugins.programs()
    ]
    checks.append(Check("readers", True, readers_version(), ""))
    return checks


def create_demo(folder: Path, *, seed: int, procedures: int) -> Inquiry:
    """Make a demo inquiry with its heap of invented documents in ``heap/`` and its findings.

    Raises:
        BadUsage: `folder` is there already and not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadUsage(f"{folder} is there already; remove it or name another folder: `counterfile demo FOLDER`")
    from counterfile import demo

    made = create_inquiry(folder)
    (made / layout.SETTINGS).write_text('title = "Demo: surveillance purchases (invented)"\n', encoding="utf-8")
    truth = demo.write(made / "heap", seed=seed, procedures=procedures)
    for name, text in demo.findings(truth):
        (made / layout.FINDINGS / name).write_text(text, encoding="utf-8")
    return open_inquiry(made)


def answer_demo(inquiry: Inquiry, *, seed: int, procedures: int) -> None:
    """Let invented readers and coders answer the demo's codebook, and write the findings that rest on their answers.

    Raises:
        BadUsage: a screening or a coding has begun here already.
    """
    from counterfile import demo

    with inquiry.writing():
        demo.give(inquiry.folder, inquiry.store, demo.truth(seed, procedures))


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    with tempfile.NamedTemporaryFile("wb", dir=path.parent, prefix=".coming-", delete=False) as aside:
        aside.write(content)
    Path(aside.name).replace(path)
