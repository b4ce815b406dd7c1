"""From anything that has an id down to the bytes that carry it.

    figure -> unit -> judgement -> statement -> quote -> Reading -> document -> bytes

Every step says what it is and what it rests on; doors print the tree as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterfile.hooks import Rule
from counterfile.model.activity import Activity
from counterfile.model.evidence import Span
from counterfile.model.finding import Counted, Finding, Source, Step, Unit, shown
from counterfile.model.judgement import AgentKind, Answer, Judgement, Question
from counterfile.model.notice import ORGANIZATIONS, Notice, Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.resolving import procedures
from counterfile.store.ports import Archive, Cluster, View
from counterfile.store.rules import statement_notice
from counterfile.views.corrected import corrected
from counterfile.views.files import called
from counterfile.views.findings import compute, load_findings
from counterfile.views.tables import Workbench

CONTEXT = 30
"""Code points shown before and after a quote."""

MOST = 50
"""Steps shown side by side; what is left out is counted."""

_PAIR = re.compile(r"(n-[0-9a-f-]+)\s*[,+\s]\s*(n-[0-9a-f-]+)")
_TITLES = (Property.STAGE, Property.PUBLISHED, Property.NOTICE_TITLE, Property.TITLE)


def explain(
    view: View, archive: Archive, wanted: str, folder: Path | None = None, *, buyer_class: Rule | None = None
) -> Step | None:
    """Return the walk from an id down to the bytes; None if nothing is called so.

    Args:
        view: The facts.
        archive: The originals, which are read again.
        wanted: A finding's name; an id of a statement, notice, procedure, lot, award, family, organization, judgement or
            activity; two ids of notices with a comma or blank between; a digest, or six or more of its first digits; a
            file's name.
        folder: Where the findings stand; None leaves them out.
        buyer_class: The rule behind the column of that name, to show what fired.

    Raises:
        BadUsage: a finding's file is wrong.
    """
    return _Explainer(view, archive, folder, buyer_class).explain(wanted)


class _Explainer:
    def __init__(self, view: View, archive: Archive, folder: Path | None, rule: Rule | None) -> None:
        self.view = view
        self.archive = archive
        self.folder = folder
        self.rule = rule
        self._documents: dict[str, Step] = {}
        self._readings: dict[str, Reading | None] = {}

    def explain(self, wanted: str) -> Step | None:
        if pair := _PAIR.fullmatch(wanted.strip()):
            return self.pair(*pair.groups())
        if wanted.startswith("st-"):
            return self.statement_by_id(wanted)
        if wanted.startswith("n-"):
            notice = self.view.notice(wanted)
            return self.notice(notice) if notice else None
        if wanted.startswith("p-"):
            return self.part(wanted) if "/" in wanted else self.cluster(Cluster.PROCEDURE, wanted)
        if wanted.startswith("f-"):
            return self.cluster(Cluster.FAMILY, wanted)
        if wanted.startswith("o-"):
            return self.organization(wanted)
        if wanted.startswith("j-"):
            judgement = self.view.judgement(wanted)
            return self.judgement(judgement) if judgement else None
        if wanted.startswith("ac-"):
            activity = self.view.activity(wanted)
            return self.activity(activity) if activity else None
        return self.finding(wanted) or self.file(wanted)

    # Findings

    def finding(self, name: str) -> Step | None:
        specs = [spec for spec in load_findings(self.folder) if spec.name == name] if self.folder else []
        if not specs:
            return None
        bench = Workbench(self.view, buyer_class=self.rule)
        found = compute(bench, specs[0])
        spec = found.spec
        facts = [
            ("claim", spec.claim.en),
            ("in Chinese", spec.claim.zh),
            ("figure", f"{found.figure.value} {found.figure.label}"),
        ]
        if found.figure.low is not None:
            interval = "95 % interval, if a sample" if "/" in found.figure.value else "range"
            facts.append((interval, f"{found.figure.low} … {found.figure.high}"))
        facts += [(f"  {part}", value) for part, value in found.figure.breakdown]
        facts.append(("used", f"{found.used} of {found.eligible} {spec.unit} units"))
        facts += [("left out", f"{count}: {reason}") for reason, count in found.excluded]
        if found.holds is not None:
            facts.append(("expected", f"{shown(spec.expected)} ({'holds' if found.holds else 'does not hold'})"))
        facts += [("caveat", caveat) for caveat in spec.caveats]
        facts += [("warning", warning) for warning in found.warnings]
        steps = [self.unit(unit, found, bench) for unit in found.units[:MOST]]
        return Step("finding", spec.name, spec.claim.en, tuple(facts), (*steps, *_rest("unit", len(found.units))))

    def unit(self, unit: Counted, finding: Finding, bench: Workbench) -> Step:
        kind = finding.spec.unit
        facts = []
        if unit.value:
            facts.append((finding.spec.of or " / ".join(finding.spec.by) or "value", unit.value))
        if finding.spec.share:
            facts.append(("meets it", "yes" if unit.within else "no"))
        row = bench.rows(kind)[unit.id]
        if any(source.field == "buyer_class" for source in unit.sources):
            facts += self._rule(str(row.values.get("buyer_name") or self._buyer(unit)))
        steps = self._sources(unit.sources)
        if kind is Unit.DOCUMENT:
            steps = [self.document(unit.id)]
        if kind in (Unit.PROCEDURE, Unit.LOT, Unit.AWARD, Unit.FAMILY):
            steps += self.links((Question.SAME_PROCEDURE, Question.SAME_FAMILY), unit.notices)
        title = str(row.values.get("title") or row.values.get("name") or row.values.get("label") or "")
        return Step(kind.value, unit.id, title, tuple(facts), tuple(steps))

    def _buyer(self, unit: Counted) -> str:
        return next((source.value for source in unit.sources if source.field == "buyer_class"), "")

    def _rule(self, name: str) -> list[tuple[str, str]]:
        answer = self.rule.answer(name) if self.rule and name else None
        if self.rule is None or answer is None:
            return []
        return [
            ("buyer_class", f"{answer[0]}, by rule {self.rule.name} {self.rule.version}, from “{answer[1]}” in {name}")
        ]

    def _sources(self, sources: Sequence[Source]) -> list[Step]:
        """Return each statement once, with the columns that it decides, under its document's Reading."""
        fields: dict[str, list[str]] = {}
        for source in sources:
            fields.setdefault(source.id if source.start < 0 else f"{source.id}@{source.start}", []).append(source.field)
        steps = []
        for source in {(each.id, each.start): each for each in sources}.values():
            name = ", ".join(dict.fromkeys(fields[source.id if source.start < 0 else f"{source.id}@{source.start}"]))
            if source.start >= 0:
                steps.append(self.words(source))
                continue
            step = self.judgement_by_id(source.id) if source.id.startswith("j-") else self.statement_by_id(source.id)
            if step is not None:
                steps.append(Step(step.kind, step.id, step.title, (("decides", name), *step.facts), step.steps))
        return steps[:MOST] + list(_rest("source", len(steps)))

    def words(self, source: Source) -> Step:
        """Return words that a search found."""
        reading = self._reading(source.id)
        span = Span(source.start, source.start + len(source.quotes[0]), source.quotes[0])
        facts = (("found by the search for", source.value), ("notice", source.notice))
        return Step("words", source.id, source.quotes[0], facts, tuple(self.quotes([span], reading)))

    # Judgements

    def judgement_by_id(self, judgement_id: str) -> Step | None:
        judgement = self.view.judgement(judgement_id)
        return self.judgement(judgement) if judgement else None

    def judgement(self, judgement: Judgement) -> Step:
        who = "person" if judgement.agent_kind == AgentKind.PERSON else "software"
        subject = f"{judgement.subject} and {judgement.other}" if judgement.other else judgement.subject
        facts = [("question", f"{judgement.question} of {subject}"), ("answer", judgement.answer)]
        facts += [("by", f"{judgement.agent} ({who})"), ("reason", judgement.reason)]
        if judgement.decided_at is not None:
            facts.append(("decided at", judgement.decided_at.isoformat()))
        if judgement.score is not None:
            facts.append(("score", f"{judgement.score:.2f}"))
        members = [judgement.subject] + ([judgement.other] if judgement.other else [])
        standing = {each.id for each in self.view.judgements(judgement.question, members)}
        facts.append(("counts", "yes" if judgement.id in standing else "no: a newer one replaced it"))
        steps: list[Step] = []
        if judgement.evidence:
            steps += self.quotes(judgement.evidence, self._reading(judgement.reading))
        else:
            for member in members:
                notice = self.view.notice(member.partition("|")[0])
                if notice is not None:
                    steps.append(self.head(notice))
        return Step("judgement", judgement.id, f"{judgement.answer}: {judgement.reason}", tuple(facts), tuple(steps))

    def links(self, questions: Sequence[str], members: Sequence[str]) -> list[Step]:
        """Return the judgements in force among members: why they are together, or apart."""
        found = [
            judgement
            for question in questions
            for judgement in self.view.judgements(question, set(members))
            if judgement.subject in members and judgement.other in members
        ]
        steps = []
        for each in found[:MOST]:
            step = self.judgement(each)
            steps.append(Step(step.kind, step.id, step.title, step.facts))
        return [*steps, *_rest("judgement", len(found))]

    # Statements

    def statement_by_id(self, statement_id: str) -> Step | None:
        owner = statement_notice(statement_id)
        notice = self.view.notice(owner) if owner else None
        if notice is None:
            return None
        for statement in self.view.statements([notice.id])[notice.id]:
            if statement.id == statement_id:
                return self.statement(statement, notice)
        return None

    def statement(self, statement: Statement, notice: Notice, *, deep: bool = True) -> Step:
        subject = f" of {statement.subject}" if statement.subject else ""
        facts = [
            ("says", f"{statement.property}{subject} = {statement.value}"),
            ("notice", notice.id),
            ("derived by", f"{statement.derivation}, layer {statement.layer}, confidence {statement.confidence:.2f}"),
        ]
        if statement.conflict:
            facts.append(("conflict", "the notice also says something else"))
        key = f"{statement.notice}|{statement.subject}|{statement.property}"
        corrected = [self.judgement(each) for each in self.view.judgements(Question.VALUE, {key})]
        reading = self._reading(notice.reading)
        steps = (
            self.quotes(statement.evidence, reading) if deep else [self.quote(s, reading) for s in statement.evidence]
        )
        return Step("statement", statement.id, statement.value, tuple(facts), (*corrected, *steps))

    def quotes(self, spans: Sequence[Span], reading: Reading | None) -> list[Step]:
        """Return quotes in their context, and the Reading that they stand in."""
        found = [self.quote(span, reading) for span in spans[:MOST]]
        return found + ([self.reading(reading)] if reading else [])

    def quote(self, span: Span, reading: Reading | None) -> Step:
        text = reading.text if reading else ""
        stands = text[span.start : span.end] == span.quote
        before = text[max(0, span.start - CONTEXT) : span.start].replace("\n", " ")
        after = text[span.end : span.end + CONTEXT].replace("\n", " ")
        facts = [("in context", f"…{before}【{span.quote}】{after}…")] if stands else []
        if span.page:
            facts.append(("page", str(span.page)))
        facts.append(("position", f"{span.start} to {span.end}"))
        facts.append(("stands there", "yes" if stands else "no: the Reading does not hold these words at this place"))
        return Step("quote", "", span.quote, tuple(facts))

    def _reading(self, reading_id: str) -> Reading | None:
        if reading_id not in self._readings:
            self._readings[reading_id] = self.view.reading(reading_id)
        return self._readings[reading_id]

    def reading(self, reading: Reading) -> Step:
        facts = [("read by", reading.reader), ("in the sandbox", reading.sandbox or "not recorded")]
        activity = self.view.current("read", reading.document)
        if activity is not None:
            facts.append(("read in", f"{activity.id} at {activity.ended_at.isoformat()}"))
        if reading.charset:
            facts.append(("charset", reading.charset))
        if reading.masked:
            facts.append(("masked", f"{reading.masked} personal identifiers"))
        facts += [(f"signal {name}", value) for name, value in reading.signals]
        step = self.document(reading.document)
        return Step("reading", reading.id, f"{len(reading.text):,} characters", tuple(facts), (step,))

    def document(self, digest: str) -> Step:
        """Return a document with its arrivals, its bytes computed again."""
        if digest not in self._documents:
            document = self.view.document(digest)
            arrivals = self.view.arrivals(digest)
            facts = [] if document is None else [("size", f"{document.size:,} bytes"), ("state", document.state.value)]
            if document is not None and document.reason:
                facts.append(("reason", document.reason))
            if document is not None and document.media_type:
                facts.append(("media type", document.media_type))
            for arrival in arrivals[:MOST]:
                inside = f" inside {arrival.container}" if arrival.container else ""
                when = arrival.arrived_at.isoformat()
                facts.append(("arrived", f"{arrival.origin}{inside}, {when}, by {arrival.collector}"))
            good = self.archive.verify(digest)
            sound = "the archive's bytes have this digest" if good else "THE ARCHIVE'S BYTES DO NOT HAVE THIS DIGEST"
            kept = Step("bytes", digest, sound, (("SHA-256", digest), ("verified", "yes" if good else "no")))
            title = arrivals[0].name if arrivals else ""
            self._documents[digest] = Step("document", digest, title, tuple(facts), (kept,))
        return self._documents[digest]

    # Notices and what they gather into

    def head(self, notice: Notice) -> Step:
        """Return a notice in short: what it is, and the document that it stands in."""
        said = self.view.statements([notice.id], _TITLES)[notice.id]
        first = {statement.property: statement for statement in reversed(said)}
        names = {Property.STAGE: "stage", Property.PUBLISHED: "published", Property.TITLE: "project"}
        facts = [(label, first[name].value) for name, label in names.items() if name in first]
        title = first.get(Property.NOTICE_TITLE) or first.get(Property.TITLE)
        step = self.document(notice.document)
        return Step("notice", notice.id, title.value if title else "", tuple(facts), (step,))

    def notice(self, notice: Notice) -> Step:
        head = self.head(notice)
        statements = self.view.statements([notice.id])[notice.id]
        steps = [self.statement(each, notice, deep=False) for each in statements]
        facts = [*head.facts, ("stands at", f"{notice.start} to {notice.end}")]
        for kind in (Cluster.PROCEDURE, Cluster.FAMILY):
            cluster = self.view.cluster(kind, notice.id)
            if cluster:
                facts.append((kind.value, cluster))
        judged = [self.judgement(each) for each in self.view.judgements(Question.RELEVANT, {notice.id})]
        activity = self.view.current("extract", notice.document)
        if activity is not None:
            facts.append(("extracted in", f"{activity.id}, {activity.version}"))
        reading = self._reading(notice.reading)
        below = [self.reading(reading)] if reading else list(head.steps)
        return Step("notice", notice.id, head.title, tuple(facts), (*judged, *steps, *below))

    def cluster(self, kind: Cluster, wanted: str) -> Step | None:
        led = self.view.redirect(wanted)
        found = led or wanted
        members = self.view.members(kind, found)
        if not members:
            return None
        heads = [self.head(notice) for each in members[:MOST] if (notice := self.view.notice(each)) is not None]
        questions = [Question.SAME_PROCEDURE] + ([Question.SAME_FAMILY] if kind is Cluster.FAMILY else [])
        facts = [("notices", str(len(members)))]
        if led:
            facts[:0] = [("merged", f"{wanted} is now {led}"), *self._moved(wanted, led, members, questions)]
        if kind is Cluster.FAMILY:
            procedures = sorted(set(self.view.clusters_of(Cluster.PROCEDURE, members).values()))
            facts.append(("procedures", ", ".join(procedures)))
        elif family := self.view.cluster(Cluster.FAMILY, members[0]):
            facts.append(("family", family))
        title = next((head.title for head in heads if head.title), "")
        steps = (*heads, *_rest("notice", len(members)), *self.links(questions, members))
        return Step(kind.value, found, title, tuple(facts), steps)

    def _moved(self, old: str, new: str, members: Sequence[str], questions: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield why an id leads to another: what joined the notice that it was made from, and which is earlier now.

        The id of a procedure or family is that of its earliest notice; see `views.clusters`.
        """
        one, two = (f"n-{each.partition('-')[2]}" for each in (old, new))
        if one not in members or two not in members:
            return
        said = self.view.claims([one, two], {Property.PUBLISHED})
        days = {each: next((found.value for found in said[each]), "no date") for each in (one, two)}
        yield "named after", f"{new} after {two} ({days[two]}), its earliest notice; {old} after {one} ({days[one]})"
        links = [
            each
            for question in (*questions, Question.SAME_FAMILY)
            for each in self.view.judgements(question, {one})
            if each.answer == Answer.SAME and each.subject in members and each.other in members
        ]
        person = AgentKind.PERSON
        links.sort(
            key=lambda each: (each.agent_kind != person, {each.subject, each.other} != {one, two}, -(each.score or 1))
        )
        for each in links[:1]:
            other = each.other if each.subject == one else each.subject
            yield "joined by", f"{each.id}, {each.agent}: {one} and {other}, {each.reason}"
            if each.decided_at is not None:
                yield "joined at", each.decided_at.isoformat()

    def pair(self, one: str, two: str) -> Step | None:
        """Return how two notices compare: what agrees, what differs, and how much each counts."""
        notices = [notice for each in sorted((one, two)) if (notice := self.view.notice(each)) is not None]
        if len(notices) != 2:
            return None
        link = self._compared(*(notice.id for notice in notices))
        facts = [("of one procedure", f"{link.procedure:.2f}"), ("of one family", f"{link.family:.2f}")]
        if link.rule:
            facts.append(("decided by a rule", link.rule))
        rows = sorted((row for row in link.rows if row.level != procedures.UNKNOWN), key=lambda row: -abs(row.weight))
        for row in rows:
            values = row.one if row.one == row.two else f"{row.one or '–'} / {row.two or '–'}"
            told = f"{row.level}: {values}" if values else row.level
            facts.append((row.feature, f"{told}; {procedures.strength(row.weight)} ({row.weight:+.1f})"))
        silent = [row.feature for row in link.rows if row.level == procedures.UNKNOWN]
        if silent:
            facts.append(("not told by both", ", ".join(silent)))
        for kind in (Cluster.PROCEDURE, Cluster.FAMILY):
            found = self.view.clusters_of(kind, [notice.id for notice in notices])
            joined = len(set(found.values())) == 1 and len(found) == 2
            facts.append((f"one {kind.value} now", "yes" if joined else "no"))
        links = self.links((Question.SAME_PROCEDURE, Question.SAME_FAMILY), [notice.id for notice in notices])
        heads = [self.head(notice) for notice in notices]
        return Step(
            "pair", f"{notices[0].id},{notices[1].id}", procedures.explain(link), tuple(facts), (*links, *heads)
        )

    def _compared(self, one: str, two: str) -> procedures.Link:
        """Return how two notices compare where their families are known: these tell the round of unmarked ones."""
        families = sorted(set(self.view.clusters_of(Cluster.FAMILY, [one, two]).values()))
        members = {each for family in families for each in self.view.members(Cluster.FAMILY, family)}
        said = procedures.with_rounds(procedures.spoken({*members, one, two}, corrected(self.view)))
        return procedures.compare(said[one], said[two])

    def part(self, wanted: str) -> Step | None:
        """Return a lot or an award."""
        unit = Unit.AWARD if wanted.endswith("/award") else Unit.LOT
        bench = Workbench(self.view, buyer_class=self.rule)
        if wanted not in bench.rows(unit):
            return None
        row = bench.rows_of(unit, [wanted])[wanted]
        facts = [
            (name, "; ".join(map(str, value)) if isinstance(value, list) else str(value))
            for name, value in row.values.items()
            if value not in (None, []) and name != "id"
        ]
        seen: dict[str, Statement] = {}
        for sources in row.sources.values():
            seen.update((statement.id, statement) for statement in sources)
        steps = [
            step
            for one in seen
            if (step := self.judgement_by_id(one) if one.startswith("j-") else self.statement_by_id(one)) is not None
        ]
        return Step(unit.value, wanted, str(row.values.get("label") or ""), tuple(facts), tuple(steps))

    def organization(self, wanted: str) -> Step | None:
        led = self.view.redirect(wanted)
        found = led or wanted
        keys = self.view.members(Cluster.ORGANIZATION, found)
        if not keys:
            return None
        notices = sorted({notice for found in self.view.keyed(ORGANIZATIONS, keys).values() for notice in found})
        said = self.view.statements(notices[:MOST], ORGANIZATIONS)
        naming = [each for statements in said.values() for each in statements if each.key in keys]
        printed = list(dict.fromkeys(each.value for each in naming))
        facts = [("merged", f"{wanted} is now {led}")] if led else []
        facts += [("printed as", name) for name in printed]
        facts.append(("notices", str(len(notices))))
        facts += self._rule(printed[0] if printed else "")
        steps = []
        for statement in naming[:MOST]:
            notice = self.view.notice(statement.notice)
            if notice is not None:
                steps.append(self.statement(statement, notice, deep=False))
        links = self.links([Question.SAME_ORGANIZATION], keys)
        return Step(
            "organization",
            found,
            printed[0] if printed else "",
            tuple(facts),
            (*links, *steps, *_rest("naming", len(naming))),
        )

    def activity(self, activity: Activity) -> Step:
        facts = (
            ("stage", f"{activity.stage}, version {activity.version}"),
            ("worked on", activity.work),
            ("what went in", activity.key),
            ("ended at", activity.ended_at.isoformat()),
        )
        notice = self.view.notice(activity.work)
        steps = (self.document(activity.work),) if self.view.document(activity.work) else ()
        return Step("activity", activity.id, activity.stage, facts, (self.head(notice),) if notice else steps)

    def file(self, wanted: str) -> Step | None:
        digests = called(self.view, wanted)
        if not digests:
            return None
        if len(digests) > 1:
            steps = tuple(self.document(digest) for digest in digests[:MOST])
            return Step("file", wanted, f"{len(digests)} documents are called so", (), steps)
        step = self.document(digests[0])
        notices = tuple(self.head(notice) for notice in self.view.notices_in(digests[0])[:MOST])
        reading = self.view.reading_of(digests[0])
        facts = step.facts
        if reading is not None:
            facts += (("read by", f"{reading.reader} ({reading.id})"),)
        heads = tuple(Step(head.kind, head.id, head.title, head.facts) for head in notices)
        return Step(step.kind, step.id, step.title, facts, (*heads, *step.steps))


def _rest(what: str, count: int) -> tuple[Step, ...]:
    """Return a step that counts what is not shown, if anything is not."""
    return (Step("more", "", f"{count - MOST} more of the kind {what}"),) if count > MOST else ()
