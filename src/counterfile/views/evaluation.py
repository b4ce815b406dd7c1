"""How right extraction is: what it says of labeled notices against what readers labeled.

A value is right where it equals the readers' after compatibility folding, without spaces: exactly, or not at all.
Beside the share that is right stands what it rests on (does each quote stand there and give the value again?), what
was left out, and whether the stated probabilities can be believed. Errors come in clusters of one template, so
intervals are drawn over layouts, not over notices.

Everything here is pure: who calls it reads files and prints.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from counterfile.errors import BadUsage, NoEvidence
from counterfile.model.notice import AMOUNTS, Property
from counterfile.model.reading import Reading
from counterfile.model.statement import Statement
from counterfile.text.derive import amount_of, derive

Label = Mapping[str, Any]
"""A notice in the schema of the labeling guidelines."""

Facts = Mapping[str, frozenset[Hashable]]
"""What of a label is compared, by field."""

_SCALARS = (
    "stage",
    "round",
    "project_title",
    "buyer",
    "agency",
    "budget",
    "ceiling",
    "published",
    "opening",
    "decided",
    "signed",
    "consortium_allowed",
)
_PLACE = ("province", "city", "county")

FIELDS = (*_SCALARS, *_PLACE, "project_numbers", "suppliers", "amounts", "lots")
"""Scored fields; the totals are over these."""

MORE = ("amount_roles", "supplier_roles", "lot_rows")
"""Fields joined with what belongs to them: an amount with role and basis, a supplier with its role, rank and lead, a
lot's label with its suppliers and its amount. Scored beside the totals, of which they would count the parts twice."""

_PARTS = {
    "amount_roles": ("amounts",),
    "supplier_roles": ("suppliers", "stage"),
    "lot_rows": ("lots", "suppliers", "amounts"),
}

POWERS = frozenset(Decimal(10) ** power for power in (-8, -4, -3, -2, 2, 3, 4, 8))
"""Ratios of two amounts that betray a unit misread: 万 and 亿, thousands, hundredths."""

BINS = 10
COVERAGE = 0.85
"""Share of questions that must be answered for the selective accuracy of the summary."""


class Labeled(msgspec.Struct, frozen=True):
    """A notice as readers labeled it."""

    id: str
    file: str
    """Base name of its file, or that without its ending, as far as the label tells; else the id."""
    layout: str
    """As the label names it; empty where it does not."""
    label: Label
    disputed: frozenset[str]
    """Fields on which the readers differed: not scored."""


def labeled(content: Label) -> Labeled:
    """Return a label from its JSON object: the label itself, or ``agreed`` and ``disputed`` of two readers.

    Raises:
        BadUsage: it has neither an id nor a file name, or is no label.
    """
    label = content.get("agreed", content) if isinstance(content, Mapping) else None
    if not isinstance(label, Mapping):
        raise BadUsage("a label is one JSON object with the fields of the labeling guidelines")
    file, name = (str(content.get(key) or label.get(key) or "") for key in ("file", "id"))
    disputed = content.get("disputed") or []
    if not isinstance(disputed, Sequence) or not (file or name):
        raise BadUsage("a label has an id or a file, and `disputed` is a list of fields")
    lots, place = label.get("lots") or [], label.get("place") or {}
    if not all(isinstance(lot, Mapping) for lot in lots) or not isinstance(place, Mapping):
        raise BadUsage(f"{name or file}: lots is a list of objects, place is an object")
    layout = str(content.get("layout") or content.get("group") or "")
    return Labeled(name or file, file or name, layout, label, frozenset(map(str, disputed)))


class Case(msgspec.Struct, frozen=True):
    """One labeled notice and what extraction says of it."""

    id: str
    layout: str
    """Of whatever kind, as long as the notices of one template share it."""
    wanted: Label
    given: Label
    """Empty where nothing was extracted."""
    disputed: frozenset[str] = frozenset()
    """Fields on which the readers differed: not scored."""
    sure: Mapping[str, Mapping[Hashable, float]] = {}
    """Probability of each given fact, by field, as extraction states it; see `sureness`."""
    statements: int = 0
    """Statements whose evidence was checked."""
    unproven: tuple[str, ...] = ()
    """A sentence for each statement whose words do not stand there or do not give its value."""


class Interval(msgspec.Struct, frozen=True):
    """A share with its 95 % interval over layouts."""

    value: float
    low: float
    high: float


class Score(msgspec.Struct, frozen=True):
    """How right one field is."""

    precision: Interval
    """1 where nothing was given."""
    recall: Interval
    """1 where nothing was wanted."""
    f1: Interval
    macro_f1: float
    """Mean of F1 over the layouts in which the field occurs; 1 where it occurs nowhere."""
    tp: int
    fp: int
    fn: int
    abstained: float
    """Share of questions left unanswered, 0 to 1. A question is one wanted or given value; a wrong value answers the
    question whose right value is missing."""


class Bin(msgspec.Struct, frozen=True):
    """Values whose stated probability lies in one tenth."""

    low: float
    high: float
    count: int
    sure: float
    """Mean stated probability."""
    right: float
    """Share that is right."""


class Risk(msgspec.Struct, frozen=True):
    """What is right when only values of at least `threshold` are accepted."""

    coverage: float
    """Share of all questions answered."""
    threshold: float
    accuracy: float
    """Share of the answers that is right."""
    answers: int


class Calibration(msgspec.Struct, frozen=True):
    """Whether stated probabilities can be believed."""

    values: int
    """Values with a stated probability; a default that no words state (round 1) is none."""
    ece: float
    """Expected calibration error over `BINS` equal bins: mean distance of stated and true share, weighted by size.

    Source: Naeini, Cooper, Hauskrecht (2015), "Obtaining well calibrated probabilities using Bayesian binning"."""
    brier: float
    """Mean squared distance of the stated probability from 1 (right) or 0 (wrong)."""
    bins: tuple[Bin, ...]
    """Those that hold any value."""
    risks: tuple[Risk, ...]
    """One for each coverage of `_STEPS` that is reached, the smallest first."""
    selective: Risk | None
    """At `COVERAGE`; None where so few questions are answered."""


class LayoutScore(msgspec.Struct, frozen=True):
    """All fields of the notices of one layout."""

    layout: str
    notices: int
    precision: float
    recall: float
    f1: float
    wrong: tuple[tuple[str, int], ...]
    """Fields with wrong or missing values, and how many."""


class Difference(msgspec.Struct, frozen=True):
    """A field of a notice that is not as the readers labeled it."""

    id: str
    layout: str
    field: str
    missing: tuple[str, ...]
    surplus: tuple[str, ...]


class Evaluation(msgspec.Struct, frozen=True):
    """How right extraction is on labeled notices."""

    notices: int
    predicted: int
    """Notices of which extraction said anything."""
    fields: Mapping[str, Score]
    """Those of `FIELDS`, then those of `MORE`, then ``lot_rows_multi``: rows of notices labeled with several lots."""
    micro: Score
    """Over all values of `FIELDS`."""
    macro_fields_f1: float
    """Mean of F1 over `FIELDS`."""
    macro_layouts_f1: Interval
    """Mean over layouts of F1 over all values."""
    power_of_ten: tuple[str, ...]
    """Id of the notice of each amount that is wrong by a ratio of `POWERS`."""
    amounts: int
    """Amounts given where readers agreed on the amounts."""
    statements: int
    unproven: tuple[str, ...]
    calibration: Calibration
    layouts: tuple[LayoutScore, ...]
    """The worst first."""
    wrong: tuple[Difference, ...]


# What is compared ----------------------------------------------------------------------------------------------------


def facts(label: Label) -> Facts:
    """Return what of a label is compared: a set a field, empty where the notice does not say."""
    found: dict[str, set[Hashable]] = {field: set() for field in (*FIELDS, *MORE)}
    place = label.get("place") or {}
    for field in (*_SCALARS, *_PLACE):
        value = place.get(field) if field in _PLACE else label.get(field)
        folded = fold_money(value) if field in {"budget", "ceiling"} else fold(value)
        if folded is not None:
            found[field].add(folded)
    found["project_numbers"] = {folded for each in label.get("project_numbers") or [] if (folded := fold(each))}
    for lot in label.get("lots") or []:
        _take_lot(found, lot, str(label.get("stage")))
    return {field: frozenset(values) for field, values in found.items()}


_ROLES = {"award": "award", "contract": "contract", "candidates": "bid", "single_source": "bid"}
"""Role of a supplier's own amount where its lot names none, by stage."""


def _take_lot(found: Mapping[str, set[Hashable]], lot: Label, stage: str) -> None:
    name = fold(lot.get("lot")) or None
    basis = lot.get("basis")
    party_role = "candidate" if stage in {"candidates", "single_source"} else "supplier"
    currency = lot.get("currency") or "CNY"
    if name:
        found["lots"].add(name)
    own = None
    if lot.get("amount") not in (None, "") and basis != "rate":
        own = fold_money(lot["amount"])
        found["amounts"].add((own, basis or "total"))
        found["amount_roles"].add((own, basis or "total", lot.get("role"), currency))
    parties = set()
    for party in lot.get("suppliers") or []:
        folded = fold(party.get("name"))
        if folded:
            parties.add(folded)
            found["suppliers"].add(folded)
            found["supplier_roles"].add((folded, party_role, party.get("rank"), party.get("lead")))
        if party.get("amount") not in (None, "") and basis != "rate":
            amount = fold_money(party["amount"])
            found["amounts"].add((amount, basis or "total"))
            found["amount_roles"].add((amount, basis or "total", lot.get("role") or _ROLES.get(stage), currency))
    if name or parties or own is not None:
        found["lot_rows"].add((name, tuple(sorted(map(str, parties))), own))


def fold(value: object) -> Hashable:
    """Return what a value is compared by: compatibility form without spaces and closing signs; None for nothing.

    >>> fold("某市公安局（本级） 。"), fold(True), fold("")
    ('某市公安局(本级)', True, None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, (bool, int)):
        return value
    return "".join(unicodedata.normalize("NFKC", str(value)).split()).strip("。;；,，、:：")


def fold_money(value: object) -> Hashable:
    """Return a sum to the cent; what is no number as `fold` does; None for nothing.

    >>> fold_money("5179175"), fold_money("5179175.00")
    ('5179175.00', '5179175.00')
    """
    if value is None or value == "":
        return None
    try:
        return format(Decimal(str(value)).quantize(Decimal("0.01")), "f")
    except InvalidOperation:
        return fold(value)


# What it rests on ----------------------------------------------------------------------------------------------------

_STATED: Mapping[str, tuple[Property, ...]] = {
    "stage": (Property.STAGE,),
    "round": (Property.ROUND,),
    "project_title": (Property.TITLE,),
    "buyer": (Property.BUYER,),
    "agency": (Property.AGENCY,),
    "budget": (Property.BUDGET, Property.ESTIMATE),
    "ceiling": (Property.CEILING,),
    "published": (Property.PUBLISHED,),
    "opening": (Property.OPENING,),
    "decided": (Property.DECIDED,),
    "signed": (Property.SIGNED,),
    "consortium_allowed": (Property.CONSORTIUM_ALLOWED,),
    "province": (Property.PROVINCE,),
    "city": (Property.CITY,),
    "county": (Property.COUNTY,),
    "project_numbers": (Property.NUMBER, Property.CONTRACT_NUMBER),
    "suppliers": (Property.SUPPLIER, Property.CANDIDATE),
    "lots": (Property.LOT_LABEL,),
}


def sureness(statements: Iterable[Statement], given: Label) -> dict[str, dict[Hashable, float]]:
    """Return the stated probability of each fact of a label, taken from the statements that the label was made of.

    A fact that no statement states (round 1) has none. Of several statements of one fact the surest counts.
    """
    stated: dict[str, dict[Hashable, float]] = {field: {} for field in FIELDS}
    for one in statements:
        if one.conflict:
            continue
        for field, fact in _facts_of(one):
            stated[field][fact] = max(stated[field].get(fact, 0.0), one.confidence)
    told = facts(given)
    return {field: {fact: sure for fact, sure in stated[field].items() if fact in told[field]} for field in FIELDS}


def _facts_of(one: Statement) -> Iterable[tuple[str, Hashable]]:
    if one.property in AMOUNTS and one.amount is not None and one.amount.amount is not None:
        number = fold_money(one.amount.amount)
        if one.subject:
            basis = "unit_price" if one.amount.basis == "unit_price" else "total"
            yield "amounts", (number, basis)
        for field in ("budget", "ceiling"):
            if one.property in _STATED[field] and not one.subject:
                yield field, number
        return
    value = int(one.value) if one.property is Property.ROUND else one.value
    flag = value == "true" if one.property is Property.CONSORTIUM_ALLOWED else None
    for field, properties in _STATED.items():
        if one.property in properties and one.property not in AMOUNTS:
            yield field, fold(value) if flag is None else flag


def unproven(statements: Iterable[Statement], reading: Reading) -> list[str]:
    """Return a sentence for each statement whose quotes do not stand in the Reading or do not give its value again."""
    found = []
    for one in statements:
        what = f"{one.property} of {one.notice}"
        lost = [span for span in one.evidence if reading.text[span.start : span.end] != span.quote or not span.quote]
        if lost or not one.evidence:
            found.append(f"{what}: its words are not where it says")
            continue
        quotes = tuple(span.quote for span in one.evidence)
        try:
            again = derive(one.derivation, quotes)
        except NoEvidence as error:
            found.append(f"{what}: {error}")
            continue
        if again != one.value:
            found.append(f"{what}: another value follows from its words")
        elif one.amount is not None and str(one.amount) != one.value:
            found.append(f"{what}: its amount is not what its value spells")
        elif one.derivation == "amount" and amount_of(quotes) != one.amount:
            found.append(f"{what}: another amount follows from its words")
    return found


# Scoring -------------------------------------------------------------------------------------------------------------


def evaluate(cases: Sequence[Case], *, seed: int = 1, resamples: int = 1000) -> Evaluation:
    """Score extraction.

    Args:
        cases: At least one.
        seed: Of the resampling for the intervals.
        resamples: Draws of as many layouts as there are, with replacement.

    Raises:
        ValueError: there are no cases.
    """
    if not cases:
        raise ValueError("there is nothing to score: no labeled notice was given")
    compared = [_compare(case) for case in cases]
    names = (*FIELDS, *MORE, _MULTI)
    layouts = sorted({case.layout for case in cases})
    counts = {layout: {name: [0] * 5 for name in names} for layout in layouts}
    for case, one in zip(cases, compared, strict=True):
        for name, (want, got) in one.items():
            cell = counts[case.layout][name]
            for at, number in enumerate(_count(want, got)):
                cell[at] += number
    draws = _draws(len(layouts), seed, resamples)
    fields = {name: _score([[counts[layout][name]] for layout in layouts], draws) for name in names}
    rows = [[counts[layout][name] for name in FIELDS] for layout in layouts]
    powers = [
        case.id
        for case, one in zip(cases, compared, strict=True)
        for _ in range(_off_by_power(*one.get("amounts", _NO)))
    ]
    return Evaluation(
        notices=len(cases),
        predicted=sum(bool(case.given) for case in cases),
        fields=fields,
        micro=_score(rows, draws),
        macro_fields_f1=sum(fields[name].f1.value for name in FIELDS) / len(FIELDS),
        macro_layouts_f1=_macro(rows, draws),
        power_of_ten=tuple(powers),
        amounts=sum(len(one.get("amounts", _NO)[1]) for one in compared),
        statements=sum(case.statements for case in cases),
        unproven=tuple(sentence for case in cases for sentence in case.unproven),
        calibration=_calibrate(cases, compared),
        layouts=_layouts(cases, counts),
        wrong=tuple(_differences(cases, compared)),
    )


_MULTI = "lot_rows_multi"
_NO: tuple[frozenset[Hashable], frozenset[Hashable]] = (frozenset(), frozenset())
_Compared = dict[str, tuple[frozenset[Hashable], frozenset[Hashable]]]


def _compare(case: Case) -> _Compared:
    """Return wanted and given facts of each field that is scored in this notice."""
    wanted, given = facts(case.wanted), facts(case.given)
    disputed = case.disputed
    found = {field: (wanted[field], given[field]) for field in FIELDS if field not in disputed}
    for field, parts in _PARTS.items():
        if not disputed.intersection(parts):
            found[field] = (wanted[field], given[field])
    if "lot_rows" in found and len(wanted["lot_rows"]) > 1:
        found[_MULTI] = found["lot_rows"]
    return found


def _count(want: frozenset[Hashable], got: frozenset[Hashable]) -> tuple[int, int, int, int, int]:
    """Return right, wrong and missing values, the questions left unanswered, and the questions."""
    asked = max(len(want), len(got))
    return len(want & got), len(got - want), len(want - got), asked - len(got), asked


def _off_by_power(want: frozenset[Any], got: frozenset[Any]) -> int:
    return sum(any(is_off_by_power(amount, other) for other, _ in want) for amount, _ in got - want)


def is_off_by_power(one: str, other: str) -> bool:
    """Return whether two sums differ by a factor that betrays a misread unit.

    >>> is_off_by_power("1286000.00", "128.60"), is_off_by_power("1286000.00", "1286001.00")
    (True, False)
    """
    try:
        first, second = Decimal(one), Decimal(other)
    except InvalidOperation:
        return False
    return bool(first and second) and first / second in POWERS


def rates(tp: float, fp: float, fn: float) -> tuple[float, float, float]:
    """Return precision, recall and F1; of nothing given or wanted the share is 1.

    >>> rates(3, 1, 0)
    (0.75, 1.0, 0.8571428571428571)
    """
    precision = tp / (tp + fp) if tp + fp else 1.0
    recall = tp / (tp + fn) if tp + fn else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _draws(layouts: int, seed: int, resamples: int) -> Any:
    """Return how often each layout is drawn, shape ``(resamples, layouts)``."""
    import numpy as np

    return np.random.default_rng(seed).multinomial(layouts, [1 / layouts] * layouts, size=resamples)


def _score(rows: Sequence[Sequence[Sequence[int]]], draws: Any) -> Score:
    """Score the values of some fields, given their counts by layout and field."""
    import numpy as np

    summed = np.array([np.sum(row, axis=0) for row in rows])
    tp, fp, fn, left, asked = (int(number) for number in summed.sum(axis=0))
    drawn = [rates(*each[:3]) for each in (draws @ summed).tolist()]
    value = rates(tp, fp, fn)
    within = [rates(*each[:3])[2] for each in summed.tolist() if any(each[:3])]
    precision, recall, f1 = (_interval(value[at], [each[at] for each in drawn]) for at in range(3))
    return Score(
        precision,
        recall,
        f1,
        macro_f1=sum(within) / len(within) if within else 1.0,
        tp=tp,
        fp=fp,
        fn=fn,
        abstained=left / asked if asked else 0.0,
    )


def _interval(value: float, drawn: Sequence[float]) -> Interval:
    import numpy as np

    low, high = np.percentile(drawn, [2.5, 97.5]) if drawn else (value, value)
    return Interval(value, float(low), float(high))


def _macro(rows: Sequence[Sequence[Sequence[int]]], draws: Any) -> Interval:
    import numpy as np

    within = np.array([rates(*np.sum(row, axis=0)[:3].tolist())[2] for row in rows])
    drawn = (draws @ within / draws.sum(axis=1)).tolist()
    return _interval(float(within.mean()), drawn)


def _layouts(cases: Sequence[Case], counts: Mapping[str, Mapping[str, Sequence[int]]]) -> tuple[LayoutScore, ...]:
    found = []
    for layout, by_field in counts.items():
        tp, fp, fn = (sum(by_field[field][at] for field in FIELDS) for at in range(3))
        bad = ((field, max(by_field[field][1], by_field[field][2])) for field in FIELDS)
        wrong = tuple((field, number) for field, number in bad if number)
        notices = sum(case.layout == layout for case in cases)
        found.append(LayoutScore(layout, notices, *rates(tp, fp, fn), wrong=wrong))
    return tuple(sorted(found, key=lambda each: (each.f1, each.layout)))


def _differences(cases: Sequence[Case], compared: Sequence[_Compared]) -> Iterable[Difference]:
    for case, one in zip(cases, compared, strict=True):
        for field, (want, got) in one.items():
            if want != got and field != _MULTI:
                missing, surplus = (tuple(sorted(map(str, each))) for each in (want - got, got - want))
                yield Difference(case.id, case.layout, field, missing, surplus)


# Calibration ---------------------------------------------------------------------------------------------------------

_STEPS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


def _calibrate(cases: Sequence[Case], compared: Sequence[_Compared]) -> Calibration:
    answers: list[tuple[float, bool]] = []
    questions = 0
    for case, one in zip(cases, compared, strict=True):
        for field in FIELDS:
            want, got = one.get(field, _NO)
            sure = case.sure.get(field, {})
            if field == "round":
                # No words say that a round is the first one: nothing was asked.
                want, got = want - {1}, got - {1}
            questions += max(len(want), len(got))
            answers += [(sure[fact], fact in want) for fact in got if fact in sure]
    return calibrate(answers, questions)


def calibrate(answers: Sequence[tuple[float, bool]], questions: int) -> Calibration:
    """Return whether stated probabilities can be believed.

    Args:
        answers: Stated probability (0 to 1) and whether the value is right, one for each value given.
        questions: How many values were to be given; at least as many as there are answers.
    """
    bins = []
    for number in range(BINS):
        inside = [(p, right) for p, right in answers if min(int(p * BINS), BINS - 1) == number]
        if inside:
            sure, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            bins.append(Bin(number / BINS, (number + 1) / BINS, len(inside), sure, right))
    count = len(answers)
    risks = _risks(answers, questions)
    steps = (next((risk for risk in risks if risk.coverage >= step), None) for step in _STEPS)
    return Calibration(
        values=count,
        ece=sum(each.count * abs(each.sure - each.right) for each in bins) / count if count else 0.0,
        brier=sum((p - right) ** 2 for p, right in answers) / count if count else 0.0,
        bins=tuple(bins),
        risks=tuple(dict.fromkeys(risk for risk in (*steps, risks[-1] if risks else None) if risk is not None)),
        selective=next((risk for risk in risks if risk.coverage >= COVERAGE), None),
    )


def _risks(answers: Sequence[tuple[float, bool]], questions: int) -> list[Risk]:
    """Return one entry for each stated probability, the highest first; equally sure values are accepted together."""
    found: list[Risk] = []
    right = 0
    ordered = sorted(answers, key=lambda answer: -answer[0])
    for number, (sure, good) in enumerate(ordered, 1):
        right += good
        if number == len(ordered) or ordered[number][0] != sure:
            found.append(Risk(number / max(questions, number), sure, right / number, number))
    return found
