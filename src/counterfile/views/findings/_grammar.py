"""What a finding's file may say: the words that the parser accepts and that the schema is made of."""

from __future__ import annotations

from counterfile.model.document import State
from counterfile.model.finding import Measure
from counterfile.model.judgement import Answer
from counterfile.model.notice import LotStatus, Stage
from counterfile.views.tables import Kind

KEYS: dict[str, str] = {
    "claim": "what is said, in English and in Chinese",
    "unit": "what is counted; one is never called by the name of another",
    "population": "which units: all conditions must be met",
    "sql": "a SELECT over the tables that gives ids of units; the other keys apply to what it gives",
    "measure": "what is done with the units",
    "of": "the column that is measured; of a share what the counted part meets",
    "by": "one column or code:NAME, or two, whose values a count or a share is broken down by",
    "top": "of a rank: how many values are named, 10 if it is left out",
    "sum": "of a rank: the amount that it goes by",
    "quote": "of a quotation: the words as they stand in the notice",
    "also": "nested counts: how many of the figure's units meet more",
    "expected": "what the figure should be",
    "tolerance": "how far the figure may be from it; of a share in hundredths",
    "coverage": "the least part of the units, above 0 and up to 1, for which everything asked must be stated",
    "exclude": "units that are left out on purpose, and why",
    "caveats": "what a reader must know",
    "cites": "outside facts that the claim rests on, each with its source",
}
"""The keys of a file, each with what it says."""

REQUIRED = ("claim", "unit", "measure")

POPULATION: dict[str, str] = {
    "stage": "kind of act that one of its notices is",
    "relevant": "whether it is in scope of the inquiry",
    "round": "2 for a second attempt, and so on",
    "window": "a stretch of time, both ends included",
    "where": "conditions on columns",
}
WINDOW: dict[str, str] = {
    "date": "the column that says when",
    "from": "first day, month or year, or event:ID of events.csv, perhaps event:ID + 4 years; open if left out",
    "to": "last day, month or year, or an event; open if left out",
    "anchor": "the event that it begins or ends with, and the source of its date",
}
QUOTE: dict[str, str] = {
    "text": "the words as they stand in the notice",
    "translation": "the same in another language",
    "translator": "who put them into it",
}
NESTED: dict[str, str] = {
    "name": "what these are called",
    "where": "conditions that they meet",
    "expected": "how many of the figure's units these should be",
}
EXCLUSION: dict[str, str] = {
    "reason": "why these units are left out",
    "where": "conditions that they meet",
    "ids": "the units themselves",
}
TEXT_ASKED: dict[str, str] = {
    "any": "at least one of these stands in the notice's own words",
    "contains": "the same as any",
    "all": "every one of these stands in the notice's own words",
    "not": "none of these stands there",
}

CLOSED: dict[str, tuple[str, ...]] = {
    "stage": tuple(stage.value for stage in Stage),
    "stages": tuple(stage.value for stage in Stage),
    "relevant": (Answer.YES.value, Answer.NO.value, Answer.UNSURE.value),
    "status": tuple(status.value for status in LotStatus),
    "state": tuple(state.value for state in State),
    "role": ("buyer", "agency", "supplier", "candidate"),
}
"""Columns with a closed list of values: another value can only be a slip of the pen."""

FLAGS = {"yes": True, "true": True, "no": False, "false": False}

_ASKED: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("contains", "not", "missing"),
    Kind.TEXTS: ("contains", "not", "missing"),
    Kind.DATE: ("from", "to", "not", "missing"),
    Kind.NUMBER: ("from", "to", "not", "missing"),
    Kind.AMOUNT: ("from", "to", "currency", "missing"),
}

CODE_ASKED = ("from", "to", "not", "missing")
"""What may be asked of the answers to a question of the codebook; the first two of numbers and dates."""

AMOUNT_MEASURES = frozenset({Measure.SUM, Measure.MIN, Measure.MAX, Measure.MEDIAN, Measure.MIN_MAX})
BROKEN_DOWN = (Measure.COUNT, Measure.SHARE)
"""Measures that `by` breaks down."""


def asked_of(kind: Kind) -> tuple[str, ...]:
    """Return what may be asked of a column beside being one of some values."""
    return _ASKED.get(kind, ("not", "missing"))


def is_measurable(kind: Kind, measure: Measure) -> bool:
    """Return whether a column of this kind can be measured so."""
    if measure is Measure.FIRST:
        return kind is Kind.DATE
    if measure in AMOUNT_MEASURES:
        return kind in (Kind.AMOUNT, Kind.NUMBER) or (
            kind is Kind.DATE and measure not in (Measure.SUM, Measure.MEDIAN)
        )
    return kind is not Kind.AMOUNT
