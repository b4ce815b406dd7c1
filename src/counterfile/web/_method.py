"""How a report's material was gathered, read, screened and coded, in sections that both its forms print."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from counterfile.app import Inquiry
from counterfile.model.codebook import in_language
from counterfile.model.finding import Unit
from counterfile.model.judgement import AgentKind
from counterfile.model.reading import Reading
from counterfile.screening import desk as screening
from counterfile.screening.agreement import Agreement, Measure
from counterfile.screening.coding_agreement import agreements, repeated
from counterfile.store import layout
from counterfile.store.ports import View
from counterfile.views import codebook, coding, coverage, duplicates
from counterfile.views.screening import Began, events
from counterfile.views.tables import Workbench
from counterfile.web import words
from counterfile.web.figured import Named
from counterfile.web.reasons import tell, tell_figure
from counterfile.web.words import Words

LISTED = 20
"""Rows of a list of reasons or portals; what is beyond is summed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first column holds words, the others numbers unless `texts` says otherwise."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    name: str = ""
    """A heading of its own; empty where the section's is enough."""
    texts: frozenset[int] = frozenset((0,))
    """Columns that hold words."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the method."""

    id: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...] = ()


class Method:
    """Gathers all that a report says of how it was made."""

    def __init__(self, inquiry: Inquiry, bench: Workbench, named: Named, read: Sequence[Reading]) -> None:
        """Take what it is told of.

        Args:
            inquiry: Open.
            bench: Its tables.
            named: Names in the report's language.
            read: The Readings of the documents that the report's figures rest on.
        """
        self.inquiry, self.bench, self.named, self.read = inquiry, bench, named, read
        self.view: View = inquiry.store
        self.spoken: Words = named.spoken
        self.covered = coverage.cover(self.view)

    def sections(self) -> list[Section]:
        """Return all sections, in the order in which the work is done."""
        made = (self.gathering, self.reading, self.copies, self.screened, self.coded, self.stated, self.decisions)
        return [section for make in made for section in make()]

    # What was looked for and what came

    def gathering(self) -> Iterator[Section]:
        """Say where documents came from and what was looked for."""
        _, number = self.spoken.say, _number
        notes = []
        first = last = None
        for arrival in self.view.scan_arrivals():
            first, last = first or arrival.arrived_at, arrival.arrived_at
        documents = len(self.bench.rows(Unit.DOCUMENT))
        if first is not None and last is not None:
            days = {"n": number(documents), "first": first.date(), "last": last.date()}
            notes.append(_("{n} documents were added from {first} to {last}.", **days))
        published = self._days()
        if published:
            notes.append(
                _("Their notices were published from {first} to {last}.", first=min(published), last=max(published))
            )
        book = codebook.load(self.inquiry.folder / layout.CODEBOOK)
        if book.terms:
            notes.append(_("Words looked for: {words}", words=_(", ").join(book.terms)))
        if book.screening is not None:
            notes.append(_("Question of scope: {words}", words=in_language(book.screening.ask, self.spoken.language)))
        yield Section("protocol", _("How the material was found"), tuple(notes), tuple(self._portals()))

    def _days(self) -> list[dt.date]:
        days = (row.values["published"] for row in self.bench.rows(Unit.NOTICE).values())
        return [day for day in days if day is not None]

    def _portals(self) -> Iterator[Table]:
        _ = self.spoken.say
        counted, years = Counter[str](), dict[str, set[str]]()
        for row in self.covered.documents:
            counted[row.portal] += row.documents
            if row.year.isdecimal():
                years.setdefault(row.portal, set()).add(row.year)
        rows = [
            (portal or _("not stated"), _span(years.get(portal, ())), _number(count))
            for portal, count in counted.most_common(LISTED)
        ]
        if rows:
            yield Table((_("Portal"), _("Years"), _("Documents")), tuple(rows), texts=frozenset((0, 1)))
        if self.covered.gaps:
            gaps = [(each.portal, each.year, _number(each.notices), _number(each.usual)) for each in self.covered.gaps]
            head = (_("Portal"), _("Year"), _("Notices"), _("Usual"))
            yield Table(head, tuple(gaps[:LISTED]), _("Years with far fewer notices than usual"), frozenset((0, 1)))

    # What was read

    def reading(self) -> Iterator[Section]:
        """Say what was read and what gave nothing, and what is masked."""
        _ = self.spoken.say
        rows = self.bench.rows(Unit.DOCUMENT).values()
        states = Counter(row.values["state"] for row in rows)
        reasons = Counter(
            row.values["reason"] for row in self.bench.rows(Unit.DOCUMENT).values() if row.values["reason"]
        )
        counts = [
            (f"{_('Documents')}: {_(words.STATE_TITLES[state])}", _number(n)) for state, n in states.most_common()
        ]
        counts += [(_("Notices"), _number(len(self.bench.rows(Unit.NOTICE))))]
        counts += [(_("Procedures"), _number(len(self.bench.rows(Unit.PROCEDURE))))]
        tables = [Table(("", _("How many")), tuple(counts))]
        if reasons:
            listed = [(tell(reason, self.spoken), _number(n)) for reason, n in reasons.most_common(LISTED)]
            rest = reasons.total() - sum(n for _reason, n in reasons.most_common(LISTED))
            listed += [(_("Other reasons"), _number(rest))] if rest else []
            tables.append(
                Table((_("Reason"), _("Documents")), tuple(listed), _("Documents that give nothing, and why"))
            )
        yield Section("reading", _("What was read"), (), tuple(tables))
        masked = [each.masked for each in self.read if each.masked]
        note = _(
            "Personal identifiers are masked wherever text is shown: in the {n} documents that these figures rest on, {masked} in {some} of them.",
            n=_number(len(self.read)), masked=_number(sum(masked)), some=_number(len(masked)),
        )  # fmt: skip
        yield Section(
            "masks", _("What is masked"), (note, _("Natural persons and sole traders have no file and no name here."))
        )

    def copies(self) -> Iterator[Section]:
        """Say which documents say the same."""
        _ = self.spoken.say
        found = duplicates.groups(self.view)
        kinds = Counter(pair.kind for group in found.linked for pair in group.pairs)
        rows = (
            (_("Documents whose bytes came more than once"), _number(len(found.exact))),
            (_("Groups of documents that say the same or are versions of one page"), _number(len(found.linked))),
            (_("Pairs: the same notice in other dress"), _number(kinds[duplicates.TwinKind.NEAR])),
            (_("Pairs: versions of one page"), _number(kinds[duplicates.TwinKind.VERSION])),
        )
        note = _(
            "Nothing is deleted: figures over notices count each copy, figures over procedures count a purchase once."
        )
        yield Section("duplicates", _("Duplicates"), (note,), (Table(("", _("How many")), rows),))

    # What people and software decided

    def screened(self) -> Iterator[Section]:
        """Say how the heap was screened and how much of what is relevant was found."""
        _ = self.spoken.say
        title = _("Screening")
        if not any(isinstance(each, Began) for each in events(self.view)):
            yield Section(
                "screening",
                title,
                (_("Nobody screened the heap: every notice counts that meets a finding's conditions."),),
            )
            return
        found = screening.Desk(self.view, self.inquiry.folder / layout.CACHE).status()
        asked = found.began.screening
        notes = [
            in_language(asked.ask, self.spoken.language),
            _(
                "{read} of {total} units were read, {found} found relevant.",
                read=_number(found.read), total=_number(found.total), found=_number(found.found),
            ),
            tell_figure(found.ended.statement if found.ended else found.verdict.reason, self.spoken),
        ]  # fmt: skip
        if found.read >= found.total:
            notes.append(_("All units were read: nothing relevant is missed but by readers' mistakes."))
        elif found.recall is not None:
            shares = {"recall": f"{found.recall.recall * 100:.0f}", "low": f"{found.recall.low * 100:.0f}"}
            notes.append(_("Recall from the random picks: {recall} %, at least {low} % with 95 % certainty.", **shares))
        notes += [
            _(
                "Of {n} units that software decided, people read {answered} by chance and found {contrary} otherwise; relevant are {low} to {high} (95 %).",
                n=_number(each.of), contrary=_number(each.contrary), answered=_number(each.answered),
                low=_number(each.low), high=_number(each.high),
            )
            for each in found.samples if each.answered
        ]  # fmt: skip
        readers = tuple((name, _number(n)) for name, n in found.readers.items())
        tables = [Table((_("Reader"), _("Answers")), readers)] if readers else []
        if found.agreement is not None:
            tables.append(self._agreement([((_("In scope?"),), found.agreement)], (_("Question"),)))
        yield Section("screening", title, tuple(note for note in notes if note), tuple(tables))

    def coded(self) -> Iterator[Section]:
        """Say how well coders agree, what was disputed, and what software answered."""
        _ = self.spoken.say
        course = coding.course(self.view)
        if course is None:
            return
        board = course.board
        title = _("Coder agreement")
        double = sum(board.is_double(one, kind) for kind, names in course.began.units.items() for one in names)
        units = sum(map(len, course.began.units.values()))
        standing = Counter(
            board.resolve(one, question.name).standing
            for question in board.questions
            for one in course.began.units.get(question.unit.value, ())
        )
        notes = [
            _(
                "Of {n} units to be coded, {double} were drawn by chance for two people blind to each other.",
                n=_number(units),
                double=_number(double),
            ),
            _(
                "Disputed answers that a third person decided: {n}; still open: {open}.",
                n=_number(standing[coding.Standing.ADJUDICATED]),
                open=_number(len(board.disputes())),
            ),
        ]
        found = agreements(board)
        tables = []
        if found:
            notes.append(
                _(
                    "Agreement is that of the overlap before a third decided, with 95 % bootstrap intervals. Where answers are rare, AC1 tells more than alpha."
                )
            )
            rows = [
                (
                    (
                        self.named.column(each.question),
                        self._what(each.what),
                        self._prevalence(each.question, each.answers),
                    ),
                    each.agreement,
                )
                for each in found
            ]
            tables.append(self._agreement(rows, (_("Question"), _("Compared"), _("Answers in the overlap"))))
        tables += self._repeated(board)
        software = tuple(self._software(course))
        if software:
            head = (_("Question"), _("Answers of software"), _("Drawn sample"), _("Checked"), _("The same as people's"))
            tables.append(Table(head, software, _("What software answered")))
        else:
            notes.append(_("Software answered none of these questions."))
        yield Section("coders", title, tuple(notes), tuple(tables))

    def _repeated(self, board: coding.Board) -> Iterator[Table]:
        """Yield how often each coder, asked again without being told so, said the same."""
        _ = self.spoken.say
        asked, same = Counter[str](), Counter[str]()
        for each in repeated(board):
            asked[each.coder] += each.agreement.n
            same[each.coder] += round(each.agreement.n * (each.agreement.percent.value or 0))
        if asked:
            head = (_("Coder"), _("Answers asked for again, unannounced"), _("The same"))
            rows = tuple((coder, _number(n), _number(same[coder])) for coder, n in sorted(asked.items()))
            yield Table(head, rows, _("Each coder with themselves"))

    def _software(self, course: coding.Course) -> Iterator[tuple[str, ...]]:
        for question in course.board.questions:
            units = set(course.began.units.get(question.unit.value, ()))
            given = self.view.judgements(coding.CODE + question.name, units)
            count = sum(each.agent_kind == AgentKind.SOFTWARE for each in given)
            sample = coding.checked_sample(self.view, question.name)
            if count or sample is not None:
                drawn = sample.units if sample is not None else ()
                checked = [each for each in drawn if each.person is not None]
                same = sum(each.person == each.software for each in checked)
                yield (
                    self.named.column(question.name), _number(count), _number(len(drawn)),
                    _number(len(checked)), f"{same}/{len(checked)}" if checked else "–",
                )  # fmt: skip

    def _what(self, what: str) -> str:
        return self.spoken.say(
            {"answer": "the answer", "mentioned": "whether it is mentioned", "value": "the value"}[what]
        )

    def _prevalence(self, question: str, answers: dict[str, int]) -> str:
        some = list(answers.items())[:6]
        more = self.spoken.say(", ") + "…" if len(answers) > len(some) else ""
        told = (f"{self.named.value(coding.CODE + question, name)} {n}" for name, n in some)
        return self.spoken.say(", ").join(told) + more

    def _agreement(
        self, rows: Sequence[tuple[tuple[str, ...], Agreement]], first: tuple[str, ...], name: str = ""
    ) -> Table:
        _ = self.spoken.say
        head = (*first, "n", _("Percent agreement"), _("Krippendorff's alpha"), _("Gwet's AC1"))
        told = [
            (*words_, _number(each.n), _shares(each.percent), _interval(each.alpha), _interval(each.ac1))
            for words_, each in rows
        ]
        return Table(head, tuple(told), name, frozenset(range(len(first))))

    def stated(self) -> Iterator[Section]:
        """Say how much each field is stated, and what is not here."""
        _ = self.spoken.say
        lines = coverage.lines(self.covered.rows, coverage.By.FIELD)
        fields = tuple(
            (_(words.FIELD_TITLES[each.field]), _number(each.notices), f"{each.share * 100:.1f} %") for each in lines
        )
        note = _(
            "Each field is counted in the notices that should state it: a supplier in an award, not in a tender. A figure over a field is a figure over the notices that state it."  # noqa: E501 - a sentence is one string, for the catalogue
        )
        notes = [note]
        if self.covered.tenders:
            notes.append(
                _(
                    "Of {n} procedures old enough to expect an end, {open} have none here.",
                    n=_number(self.covered.tenders),
                    open=_number(len(self.covered.without_end)),
                )
            )
        absent = {presence.value: n for presence, n in self.covered.attachments}
        if sum(absent.values()):
            notes.append(
                _(
                    "Notices name {n} attachments: {missing} are not here, {unreadable} cannot be read.",
                    n=_number(sum(absent.values())),
                    missing=_number(absent.get("missing", 0)),
                    unreadable=_number(absent.get("unreadable", 0)),
                )
            )
        yield Section(
            "stated", _("How much is stated"), tuple(notes), (Table((_("Field"), _("Notices"), _("Share")), fields),)
        )

    def decisions(self) -> Iterator[Section]:
        """Say what people decided, by question."""
        _ = self.spoken.say
        counted = Counter(
            each.question for each in self.view.history(limit=1_000_000) if each.agent_kind is AgentKind.PERSON
        )
        rows = tuple((self._question(question), _number(n)) for question, n in counted.most_common())
        notes = () if rows else (_("None."),)
        tables = (Table((_("Question"), _("Decisions")), rows),) if rows else ()
        yield Section("decisions", _("Decisions of people"), notes, tables)

    def _question(self, question: str) -> str:
        known: dict[str, str] = {str(name): said for name, said in (words.QUESTIONS | words.BESIDE).items()}
        if question in known:
            return self.spoken.say(known[question])
        kind = "one coder's answer" if question.startswith(coding.CODED) else "the answer in force"
        return f"{self.named.column(question)} ({self.spoken.say(kind)})"


def _number(value: int) -> str:
    return f"{value:,}"


def _span(years: Sequence[str] | set[str]) -> str:
    if not years:
        return "–"
    return min(years) if min(years) == max(years) else f"{min(years)}–{max(years)}"


def _interval(measure: Measure, scale: int = 1, digits: int = 2, unit: str = "") -> str:
    """Return a coefficient with its interval; a dash where it is not defined."""
    if measure.value is None:
        return "–"
    told = f"{measure.value * scale:.{digits}f}{unit}"
    if measure.low is None or measure.high is None:
        return told
    return f"{told} [{measure.low * scale:.{digits}f}, {measure.high * scale:.{digits}f}]"


def _shares(measure: Measure) -> str:
    return _interval(measure, 100, 0, " %")
