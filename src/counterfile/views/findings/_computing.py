"""From a finding's file to its figure and its units."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from counterfile.errors import BadUsage
from counterfile.hooks import Rule
from counterfile.model.finding import Counted, Exclusion, Figure, Finding, FindingSpec, Measure, Unit
from counterfile.store.ports import View
from counterfile.views.findings._columns import PLURAL, fields_of, resolve, resolved_of
from counterfile.views.findings._desk import Desk
from counterfile.views.findings._evidence import Evidence
from counterfile.views.findings._query import Asked, Candidate, Query
from counterfile.views.findings._wording import shown_value, warnings_of, wilson
from counterfile.views.tables import Column, Kind, Workbench

NOT_STATED = "not stated"
"""What a breakdown calls units without the value, and a figure over no units."""


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
        self.check_currencies(counted)
        figure = self.figure(counted)
        sources = Evidence(self.asked).sources(counted) if evidence else {}
        rows, kept = self.bench.rows(spec.unit), self.bench.rows(Unit.NOTICE)
        units = tuple(
            Counted(
                id=each.id,
                notices=(notices := each.notices or rows.notices_of(each.id)),
                documents=(each.id,)
                if spec.unit is Unit.DOCUMENT
                else tuple(kept.get_value(notice, "document") for notice in notices),
                value=shown_value(each.value) if spec.of else (shown_value(each.part) if spec.by else ""),
                within=each.within is not False,
                sources=sources.get(each.id, ()),
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
            warnings=warnings_of(spec, figure),
        )

    # Which units

    def candidates(self) -> list[Candidate]:
        """Return all units that no condition rules out, in order of id."""
        conditions, extra = self.asked.conditions, self.spec.share
        self.asked.prepare([*conditions, *extra, *(each for one in self.spec.exclude for each in one.conditions)])
        query = Query(self.asked, conditions, extra, self.spec.of, self.spec.by)
        found = []
        for unit, notices, value, part, within, problem, *tests in query.rows():
            if any(test is False for test in tests):
                continue
            unknown = next(
                (query.reasons[place](unit) for place, test in enumerate(tests) if test is None),
                None,
            )
            if unknown is None and extra and within is None:
                unknown = f"{fields_of(extra)} is not stated"
            candidate = Candidate(unit, unknown, tuple(sorted(notices or ())), value, part, within)
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
        rows = Query(self.asked, exclusion.conditions, (), None, None).rows()
        return {unit for unit, _, _, _, _, _, *tests in rows if unit in known and all(test is True for test in tests)}

    def missing(self, candidate: Candidate) -> str | None:
        """Return why a unit of the population cannot be measured, or None."""
        if self.spec.of is None:
            return None
        if candidate.value is None or candidate.value == []:
            return f"{self.spec.of} is not stated"
        return None

    def check_currencies(self, counted: Sequence[Candidate]) -> None:
        """Refuse to mix currencies: there is no sum, range or median of yuan and dollars."""
        of = self.spec.of
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

    # The figure

    def figure(self, counted: Sequence[Candidate]) -> Figure:
        spec, units = self.spec, PLURAL[self.spec.unit]
        if spec.measure is Measure.COUNT:
            parts = (
                Counter(shown_value(each.part) if each.part is not None else NOT_STATED for each in counted)
                if spec.by
                else {}
            )
            return Figure(str(len(counted)), units, tuple(sorted(parts.items())))
        if spec.measure is Measure.SHARE:
            within = sum(each.within is True for each in counted)
            low, high = wilson(within, len(counted))
            return Figure(
                f"{within}/{len(counted)}", f"{units} that meet {fields_of(spec.share)}, of {units}", low=low, high=high
            )
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
        return self.amounts(values, column.column)

    def amounts(self, values: Sequence[Any], column: Column) -> Figure:
        spec, units = self.spec, PLURAL[self.spec.unit]
        currency = ""
        if column.kind is Kind.AMOUNT and self._currency:
            currency = f"{self._currency}, "
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

    @property
    def _currency(self) -> str | None:
        rows = self.bench.rows(self.spec.unit)
        column = f"{self.spec.of}_currency"
        return next(
            (c for row in rows.values() if row.values[self.spec.of or ""] is not None and (c := row.values[column])),
            None,
        )
