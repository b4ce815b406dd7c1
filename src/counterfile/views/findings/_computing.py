"""From a finding's file to its figure and its units."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Any

from counterfile.errors import BadUsage
from counterfile.hooks import Rule
from counterfile.model.finding import (
    Cell,
    Counted,
    Exclusion,
    Figure,
    Finding,
    FindingSpec,
    Measure,
    NestedCount,
    Rests,
    Unit,
)
from counterfile.store.ports import View
from counterfile.views.findings._columns import PLURAL, fields_of, resolve, resolved_of
from counterfile.views.findings._desk import Desk
from counterfile.views.findings._estimating import estimated
from counterfile.views.findings._evidence import Evidence
from counterfile.views.findings._query import UNSURE, Asked, Candidate, Query
from counterfile.views.findings._wording import shown_value, warnings_of, wilson
from counterfile.views.tables import Kind, Workbench

NOT_STATED = "not stated"
"""What a breakdown calls units without the value, and a figure over no units."""
_ENDS = 20  # code points on either side of words, for the signs that a quotation begins and ends with
REFUSED = "refused"
"""What stands in place of a figure for which too little is stated."""


def compute(bench: Workbench | Desk, spec: FindingSpec, *, evidence: bool = True) -> Finding:
    """Return a finding's figure with its units.

    Args:
        bench: The tables; give the same `Desk` for several findings to load them once.
        spec: What to compute.
        evidence: False leaves `Counted.sources` empty, which is quicker.

    Raises:
        BadUsage: amounts in several currencies would be mixed, or an excluded id is no unit of the population.
    """
    desk = bench if isinstance(bench, Desk) else Desk(bench)
    return _Computation(desk, spec).finding(evidence=evidence)


def compute_all(
    view: View | Workbench, specs: Iterable[FindingSpec], *, buyer_class: Rule | None = None, evidence: bool = True
) -> list[Finding]:
    """Return all findings, in order; see `compute`.

    Args:
        view: The facts, or tables that were made of them.
        specs: From `load_findings`.
        buyer_class: The rule for the column of that name where `view` is no workbench.
        evidence: See `compute`.
    """
    bench = view if isinstance(view, Workbench) else Workbench(view, buyer_class=buyer_class)
    desk = Desk(bench)
    return [compute(desk, spec, evidence=evidence) for spec in specs]


class _Computation:
    """One finding on its way."""

    def __init__(self, desk: Desk, spec: FindingSpec) -> None:
        self.asked = Asked(desk, spec)
        self.bench = desk.bench
        self.spec = spec
        self.undecided: Sequence[Candidate] = ()
        self.currency = ""
        """Of the amounts that count; empty where nothing is measured in money."""

    def finding(self, *, evidence: bool) -> Finding:
        spec = self.spec
        candidates = self.candidates()
        reasons: dict[str, str] = {}
        for exclusion in spec.exclude:
            for unit in self.meeting(exclusion, candidates):
                reasons.setdefault(unit, exclusion.reason)
        counted: list[Candidate] = []
        for each in candidates:
            if each.id not in reasons:
                problem = each.unknown or self.missing(each)
                if problem is None:
                    counted.append(each)
                else:
                    reasons[each.id] = problem
        nested = self.nested(counted)
        self.undecided = [each for each in candidates if each.unknown is not None and each.id in reasons]
        self.check_currencies(counted)
        figure, refused = self.figure(counted), ""
        purposely = {exclusion.reason for exclusion in spec.exclude}
        asked_of = len(candidates) - sum(reason in purposely for reason in reasons.values())
        if spec.coverage is not None and asked_of and len(counted) < spec.coverage * asked_of:
            refused = (
                f"everything asked is stated for {len(counted)} of {asked_of} {PLURAL[spec.unit]} "
                f"({len(counted) * 100 // asked_of} %), and the finding wants {spec.coverage * 100:.0f} %"
            )
            figure = Figure(REFUSED, figure.label)
        sources = Evidence(self.asked).sources(counted) if evidence else {}
        rows, kept = self.bench.rows(spec.unit), self.bench.rows(Unit.NOTICE)
        units = tuple(
            Counted(
                id=each.id,
                notices=(notices := each.notices or rows.notices_of(each.id)),
                documents=(each.id,)
                if spec.unit is Unit.DOCUMENT
                else tuple(kept.get_value(notice, "document") for notice in notices),
                value=shown_value(each.value)
                if spec.of
                else "; ".join(", ".join(map(_label, some)) for some in each.parts),
                within=each.within is not False,
                sources=sources.get(each.id, ()),
                also=tuple(each.also),
            )
            for each in counted
        )
        excluded = Counter(reasons.values())
        return Finding(
            spec=spec,
            figure=figure,
            used=len(counted),
            eligible=len(candidates),
            excluded=tuple(sorted(excluded.items(), key=lambda item: (-item[1], item[0]))),
            left_out=tuple(sorted(reasons.items())),
            units=units,
            warnings=() if refused else warnings_of(spec, figure),
            nested=nested,
            rests=_rests(units) if evidence else None,
            refused=refused,
            estimate=estimated(self.asked, {unit for unit, reason in reasons.items() if reason in purposely}),
        )

    # Which units

    def candidates(self) -> list[Candidate]:
        """Return all units that no condition rules out, in order of id."""
        conditions, extra = self.asked.conditions, self.spec.share
        sets = [each.conditions for each in self.spec.exclude] + [each.conditions for each in self.spec.also]
        beside = [each for conditions_of_one in sets for each in conditions_of_one]
        self.asked.prepare([*conditions, *extra, *beside])
        query = Query(self.asked, conditions, extra, self.spec.of, self.spec.by)
        found, chosen = [], self.asked.chosen
        for unit, notices, value, parts, within, problem, *tests in query.rows():
            if any(test is False for test in tests) or (chosen is not None and unit not in chosen):
                continue
            unknown = next(
                (query.reasons[place](unit) for place, test in enumerate(tests) if test is None),
                None,
            )
            if unknown is None and extra and within is None:
                unknown = f"{fields_of(extra)} is not stated"
            split = self.asked.parts(unit, parts)
            candidate = Candidate(unit, unknown, tuple(sorted(notices or ())), value, split, within)
            if unknown is None and self.spec.of and value is None and problem:
                candidate.unknown = problem
            found.append(candidate)
        return found

    def meeting(self, exclusion: Exclusion, candidates: Sequence[Candidate]) -> set[str]:
        """Return the candidates that an exclusion names."""
        known = {each.id for each in candidates}
        if exclusion.ids:
            strange = [each for each in exclusion.ids if each not in known]
            if strange:
                led = self.bench.view.redirect(strange[0])
                hint = f"; {strange[0]} is now {led}" if led else "; take it out of exclude"
                raise BadUsage(
                    f"{self.spec.source or self.spec.name}: {strange[0]} is excluded, but not in the population{hint}"
                )
            return set(exclusion.ids)
        rows = Query(self.asked, exclusion.conditions, (), None, ()).rows()
        return {unit for unit, _, _, _, _, _, *tests in rows if unit in known and all(test is True for test in tests)}

    def nested(self, counted: Sequence[Candidate]) -> tuple[NestedCount, ...]:
        """Count the units that meet each further condition, and mark them."""
        found = []
        by_id = {each.id: each for each in counted}
        for one in self.spec.also:
            count = undecided = 0
            for unit, notices, _, _, _, _, *tests in Query(self.asked, one.conditions, (), None, ()).rows():
                if unit not in by_id or any(test is False for test in tests):
                    continue
                if any(test is None for test in tests):
                    undecided += 1
                    continue
                count += 1
                by_id[unit].also[one.name] = tuple(sorted(notices or ()))
            found.append(NestedCount(one.name, count, undecided, one.expected))
        return tuple(found)

    def missing(self, candidate: Candidate) -> str | None:
        """Return why a unit of the population cannot be measured, or None."""
        spec = self.spec
        if spec.measure is Measure.QUOTATION:
            return None if self.quotes(candidate) else "the words stand there in another form"
        if spec.of is None:
            return None
        if candidate.value is None or candidate.value == []:
            return f"{spec.of} is not stated"
        if spec.sum is None:
            return None
        values = self.bench.rows(spec.unit)[candidate.id].values
        candidate.amount = values[spec.sum]
        if candidate.amount is None:
            return str(values.get(f"{spec.sum}_problem") or f"{spec.sum} is not stated")
        if isinstance(candidate.value, list) and len(candidate.value) > 1:
            return f"it has several {spec.of}, and its {spec.sum} cannot be split between them"
        return None

    def quotes(self, candidate: Candidate) -> bool:
        """Return whether one of a unit's notices holds the quoted words exactly, spaces and line breaks aside."""
        quote = self.spec.quote
        if quote is None:
            raise TypeError("a quotation without words")
        wanted = "".join(quote.text.split())
        for notice in candidate.notices:
            kept = self.bench.view.notice(notice)
            reading = self.bench.view.reading_of(kept.document) if kept else None
            spans = self.asked.found_words.get(quote.text, {}).get(notice, ())
            # The words are looked for without the signs at their ends.
            around = (reading.text[max(0, a - _ENDS) : b + _ENDS] for a, b in spans) if reading is not None else ()
            if any(wanted in "".join(words.split()) for words in around):
                return True
        return False

    def check_currencies(self, counted: Sequence[Candidate]) -> None:
        """Refuse to mix currencies: there is no sum, range or median of yuan and dollars."""
        of = self.spec.sum or self.spec.of
        column = resolve(self.spec.unit, of) if of else None
        if column is None or column.column.kind is not Kind.AMOUNT:
            return
        rows = self.bench.rows(self.spec.unit)
        currencies = Counter(rows[each.id].values[f"{of}_currency"] for each in counted)
        if len(currencies) > 1:
            listed = ", ".join(f"{count} in {currency}" for currency, count in sorted(currencies.items()))
            raise BadUsage(
                f"{self.spec.source or self.spec.name}: the amounts are in several currencies ({listed}), which have no "
                f"common {self.spec.measure}; choose one with where: {{{of}_currency: {currencies.most_common(1)[0][0]}}}"
            )
        self.currency = next(iter(currencies), None) or ""

    # The figure

    def figure(self, counted: Sequence[Candidate]) -> Figure:
        spec, units = self.spec, PLURAL[self.spec.unit]
        if spec.measure in (Measure.COUNT, Measure.SHARE):
            return self.counts(counted)
        if spec.measure is Measure.QUOTATION and spec.quote is not None:
            return Figure(str(len(counted)), f"{units} that hold the quoted words", values=(spec.quote.text,))
        if spec.measure is Measure.FIRST:
            return self.first(counted)
        if spec.measure is Measure.RANK:
            return self.rank(counted)
        column = resolved_of(spec.unit, spec.of or "")
        values = [value for each in counted for value in (each.value if isinstance(each.value, list) else [each.value])]
        if spec.measure in (Measure.DISTINCT, Measure.LIST):
            different = tuple(sorted({shown_value(value) for value in values}))
            what = "organizations" if column.column.organization else f"different values of {spec.of}"
            if spec.measure is Measure.LIST:
                return Figure("; ".join(different), f"{what} of {units}", values=different)
            if column.column.organization:
                what += f" named as {spec.of}"
            return Figure(str(len(different)), f"{what} of {units}", values=different)
        return self.amounts(values)

    def counts(self, counted: Sequence[Candidate]) -> Figure:
        """Return a count or a share, broken down where that is asked for."""
        spec, units = self.spec, PLURAL[self.spec.unit]
        inside = [each for each in counted if each.within is not False]
        within = Counter(labels for each in inside for labels in _labels(each))
        several = sum(len(list(_labels(each))) > 1 for each in counted)
        beside = f"; {several} with several answers, counted under each" if several else ""
        if spec.measure is Measure.COUNT:
            value, label = str(len(counted)), units + beside
            parts = tuple((labels[0], count) for labels, count in sorted(within.items())) if len(spec.by) == 1 else ()
            cells = (
                tuple(Cell(labels, str(count)) for labels, count in sorted(within.items())) if len(spec.by) > 1 else ()
            )
            unsure = any(each.unknown is not None and each.unknown.endswith(UNSURE) for each in self.undecided)
            return Figure(value, label, parts, cells=cells, at_least=unsure)
        all_of = Counter(labels for each in counted for labels in _labels(each))
        part = len(inside)
        low, high = wilson(part, len(counted))
        cells = (
            tuple(Cell(labels, str(within[labels]), str(of)) for labels, of in sorted(all_of.items()))
            if spec.by
            else ()
        )
        label = f"{units} that meet {fields_of(spec.share)}, of {units}{beside}"
        return Figure(f"{part}/{len(counted)}", label, low=low, high=high, cells=cells)

    def first(self, counted: Sequence[Candidate]) -> Figure:
        """Return the earliest day, and mark the units that have it."""
        spec = self.spec
        label = f"earliest {spec.of} of {PLURAL[spec.unit]}"
        if not counted:
            return Figure(NOT_STATED, label)
        earliest = min(each.value for each in counted)
        for each in counted:
            each.within = each.value == earliest
        return Figure(shown_value(earliest), label, values=tuple(each.id for each in counted if each.within))

    def rank(self, counted: Sequence[Candidate]) -> Figure:
        """Return the values that most units have, or that have the greatest sum, ties with the last among them."""
        spec = self.spec
        totals: dict[str, Any] = {}
        for each in counted:
            for value in set(each.value if isinstance(each.value, list) else [each.value]):
                totals[value] = totals.get(value, 0) + (1 if each.amount is None else each.amount)
        ordered = sorted(totals.items(), key=lambda item: (-item[1], item[0]))
        least = ordered[min(spec.top, len(ordered)) - 1][1] if ordered else 0
        top = [(value, total) for value, total in ordered if total >= least]
        names = self.named([value for value, _ in top])
        what = f"sum of {spec.sum}" if spec.sum else f"number of {PLURAL[spec.unit]}"
        currency = f"{self.currency}, " if self.currency else ""
        return Figure(
            str(len(top)) if top else NOT_STATED,
            f"{currency}first {spec.of} by {what}, of {len(ordered)}",
            values=tuple(names),
            cells=tuple(Cell((name,), shown_value(total)) for name, (_, total) in zip(names, top, strict=True)),
        )

    def named(self, values: Sequence[Any]) -> list[str]:
        """Return how values are called: organizations by their names, with their ids where two have one name."""
        column = resolved_of(self.spec.unit, self.spec.of or "").column
        if not column.organization:
            return [shown_value(value) for value in values]
        rows = self.bench.rows(Unit.ORGANIZATION)
        names = [str(rows[value].values["name"] or value) if value in rows else str(value) for value in values]
        twice = {name for name, count in Counter(names).items() if count > 1}
        return [f"{name} ({value})" if name in twice else name for name, value in zip(names, values, strict=True)]

    def amounts(self, values: Sequence[Any]) -> Figure:
        """Return a sum, a median, or the ends of amounts or days."""
        spec, units = self.spec, PLURAL[self.spec.unit]
        currency = f"{self.currency}, " if self.currency else ""
        label = f"{currency}{spec.measure} of {spec.of} of {units}"
        if not values:
            return Figure("0" if spec.measure is Measure.SUM else NOT_STATED, label)
        low, high = shown_value(min(values)), shown_value(max(values))
        if spec.measure is Measure.MIN_MAX:
            return Figure(f"{low} … {high}", label, low=low, high=high)
        if spec.measure is Measure.MEDIAN:
            middle = statistics.median(values)
            return Figure(shown_value(middle), label, low=low, high=high)
        if spec.measure is Measure.SUM:
            return Figure(shown_value(sum(values[1:], values[0])), label)
        return Figure(low if spec.measure is Measure.MIN else high, label)


def _label(part: Any) -> str:
    return NOT_STATED if part is None else shown_value(part)


def _labels(candidate: Candidate) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a breakdown under which a unit counts: of a question with several answers, each."""
    return product(*(tuple(map(_label, some)) for some in candidate.parts))


def _rests(units: Sequence[Counted]) -> Rests:
    """Return how many units rest on people, on answers of software, and on reading alone."""
    people = sum(each.by_person for each in units)
    coded = sum(not each.by_person and any(source.by == "coded" for source in each.sources) for each in units)
    return Rests(people, coded, len(units) - people - coded)
