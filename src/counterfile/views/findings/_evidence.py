"""The words and judgements that made a unit count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from counterfile.model.finding import Source, Unit
from counterfile.model.judgement import Judgement
from counterfile.model.notice import ORGANIZATIONS
from counterfile.model.statement import Statement
from counterfile.views.findings._columns import CODE, NOTICES, PARENTS, TEXT, level_of, resolve, source_column
from counterfile.views.findings._query import Asked, Candidate
from counterfile.views.findings._sql import columns_in
from counterfile.views.tables import Row, is_person

_IDENTITY: dict[Unit, tuple[str, ...]] = {
    Unit.NOTICE: ("stage", "title"),
    Unit.PROCEDURE: ("title", "numbers"),
    Unit.FAMILY: ("title",),
    Unit.LOT: ("label", "lot_title"),
    Unit.AWARD: ("id", "suppliers"),
}
"""Columns whose words show what a unit is, whatever the conditions are."""

_Found = tuple[str, Statement]
"""A column and a statement that decides it, whose words are not fetched yet."""


def _sources(name: str, row: Row) -> list[_Found]:
    return [(name, statement) for statement in row.sources.get(name, ())]


def _source(name: str, statement: Statement) -> Source:
    return Source(
        field=name,
        id=statement.id,
        notice=statement.notice,
        value=statement.value,
        quotes=tuple(span.quote for span in statement.evidence),
        subject=statement.subject,
        property=statement.property.value,
        by="person" if statement.layer == "person" else "software",
    )


def _judged(name: str, notice: str, judgement: Judgement) -> Source:
    return Source(
        field=name,
        id=judgement.id,
        notice=notice,
        value=judgement.answer,
        quotes=tuple(span.quote for span in judgement.evidence),
        property=judgement.question,
        by="person" if is_person(judgement) else "coded",
    )


def _unique(sources: Iterable[Source]) -> list[Source]:
    return sorted(set(sources), key=lambda each: (each.notice, each.field, each.id, each.start, each.value))


def _matched(candidate: Candidate, rows: Mapping[str, Row]) -> tuple[str, ...]:
    """Return the notices that met the conditions, nested ones among them; all of its notices where there are none."""
    if not candidate.notices:
        return tuple(rows[candidate.id].notices)
    nested = {notice for notices in candidate.also.values() for notice in notices}
    return tuple(sorted(nested.union(candidate.notices)))


class Evidence:
    """Finds the words behind the units of one finding."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.bench = asked.bench
        self.spec = asked.spec

    def sources(self, counted: Sequence[Candidate]) -> dict[str, tuple[Source, ...]]:
        """Return the words behind every unit."""
        spec = self.spec
        ids = [each.id for each in counted]
        if spec.unit is Unit.DOCUMENT:
            own: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        elif spec.unit is Unit.ORGANIZATION:
            own = self._naming(ids)
        else:
            own = self._own_sources(ids)
        asked = self._all_asked
        fields = [field for field in asked if level_of(spec.unit, field) == NOTICES]
        if spec.unit is Unit.NOTICE:
            fields += [field for field in asked if field in (TEXT, "relevant") or field.startswith(CODE)]
        if fields or "relevant" in asked:
            self._notice_sources(counted, fields, own)
        of_organizations = asked if spec.unit is Unit.ORGANIZATION else []
        for question in dict.fromkeys(each for each in (*of_organizations, *spec.by) if each.startswith(CODE)):
            for each in counted:
                own[each.id] += self._answers(question, each.id)
        return {unit: tuple(_unique(found)) for unit, found in self._worded(own).items()}

    @property
    def _all_asked(self) -> list[str]:
        """All fields that something is asked of, in conditions or in SQL."""
        spec = self.spec
        conditions = (*self.asked.conditions, *spec.share, *(each for one in spec.also for each in one.conditions))
        return [*(each.field for each in conditions), *columns_in(spec.unit, spec.sql)]

    def _worded(self, own: Mapping[str, list[_Found | Source]]) -> dict[str, list[Source]]:
        """Return sources with ids and words, all fetched together."""
        plain = [each[1] for found in own.values() for each in found if isinstance(each, tuple)]
        known = self.bench.with_words(plain)

        def worded(each: _Found | Source) -> Source:
            if isinstance(each, Source):
                return each
            name, statement = each
            if statement.id:
                return _source(name, statement)
            return _source(name, known[statement.notice, statement.subject, statement.property, statement.value])

        return {unit: [worded(each) for each in found] for unit, found in own.items()}

    def _own_sources(self, ids: Sequence[str]) -> dict[str, list[_Found | Source]]:
        spec = self.spec
        fields = {*self._all_asked, spec.of or "", *spec.by}
        wanted: dict[Unit, list[str]] = {}
        for name in sorted(fields - {""}):
            resolved = resolve(spec.unit, name)
            if resolved is not None and isinstance(resolved.level, Unit):
                wanted.setdefault(resolved.level, []).append(source_column(resolved))
        for name in _IDENTITY.get(spec.unit, ()):
            if name not in wanted.setdefault(spec.unit, []):
                wanted[spec.unit].append(name)
        found: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        rows = self.bench.rows(spec.unit)
        for level, names in wanted.items():
            if level is spec.unit:
                owner = {each: each for each in ids}
            else:
                link = dict(PARENTS[spec.unit])[level]
                owner = {each: rows[each].values[link] for each in ids}
            above = self.bench.rows_of(level, sorted(set(owner.values())), evidence=False)
            for each in ids:
                for name in names:
                    found[each] += _sources(name, above[owner[each]])
        return found

    def _naming(self, ids: Sequence[str]) -> dict[str, list[_Found | Source]]:
        """Return the statements that name each organization in one of its roles."""
        rows = self.bench.rows(Unit.ORGANIZATION)
        asked = {value for each in self.asked.conditions if each.field == "role" for value in each.values}
        notices = sorted({notice for each in ids for notice in rows[each].notices})
        found: dict[str, list[_Found | Source]] = {each: [] for each in ids}
        for start in range(0, len(notices), 2000):
            said = self.bench.said(notices[start : start + 2000], ORGANIZATIONS)
            for statements in said.values():
                for statement in statements:
                    if statement.property not in ORGANIZATIONS or (
                        asked and statement.property.name.lower() not in asked
                    ):
                        continue
                    organization = self.bench.organization_of(statement)
                    if organization in found:
                        found[organization].append(_source("name", statement))
        return found

    def _notice_sources(
        self, counted: Sequence[Candidate], fields: Sequence[str], own: dict[str, list[_Found | Source]]
    ) -> None:
        rows = self.bench.rows(self.spec.unit)
        matched = {each.id: _matched(each, rows) for each in counted}
        notices = sorted({notice for some in matched.values() for notice in some})
        names = [name for field in fields if field != TEXT and not field.startswith(CODE)
                 for name in [field.removeprefix("notice.")]]  # fmt: skip
        said = self.bench.rows_of(Unit.NOTICE, notices, evidence=False) if names else {}
        relevant = any(field.removeprefix("notice.") == "relevant" for field in self._all_asked)
        for each in counted:
            for notice in matched[each.id]:
                for name in names:
                    resolved = resolve(Unit.NOTICE, name)
                    if resolved is not None:
                        own[each.id] += _sources(source_column(resolved), said[notice])
                for code in dict.fromkeys(field for field in fields if field.startswith(CODE)):
                    if notice in self.asked.codes.get(code, {}):
                        own[each.id].append(_judged(code, notice, self.asked.codes[code][notice]))
            if relevant:
                for notice in rows[each.id].notices:
                    if notice in self.bench.relevance:
                        own[each.id].append(_judged("relevant", notice, self.bench.relevance[notice]))
            if TEXT in fields:
                own[each.id] += self._word_sources(matched[each.id])

    def _answers(self, question: str, unit: str) -> list[Source]:
        """Return the answers to a question about a unit, each with a notice in which its words stand."""
        said = self.asked.said(question, unit)
        if self.spec.unit is not Unit.ORGANIZATION:
            return [_judged(question, notice, one) for notice, one in said.items()]
        notices = self.bench.rows(Unit.ORGANIZATION).notices_of(unit)
        return [_judged(question, self._notice_with(one.reading, notices), one) for one in said.values()]

    def _notice_with(self, reading: str, notices: Sequence[str]) -> str:
        """Return the notice whose document a Reading is of, else the first."""
        read = self.bench.view.reading(reading) if reading else None
        rows = self.bench.rows(Unit.NOTICE)
        own = (each for each in notices if read is not None and rows.get_value(each, "document") == read.document)
        return next(own, next(iter(notices), ""))

    def _word_sources(self, notices: Sequence[str]) -> list[Source]:
        found = []
        for notice in notices:
            hits = [
                (span, term)
                for term, where in sorted(self.asked.found_words.items())
                for span in where.get(notice, ())[:3]
            ]
            if not hits:
                continue
            kept = self.bench.view.notice(notice)
            reading = self.bench.view.reading_of(kept.document) if kept else None
            if reading is not None:
                found += [
                    Source(TEXT, reading.id, notice, term, (reading.text[start:end],), start=start)
                    for (start, end), term in sorted(hits)
                ]
        return found
