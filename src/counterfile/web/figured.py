"""How pages and reports call the columns and values of figures, and the questions and answers of the codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from counterfile.model.codebook import JOINT, NOT_MENTIONED, CodeQuestion, in_language
from counterfile.store.ports import View
from counterfile.views import coding
from counterfile.web import words
from counterfile.web.reasons import tell_figure
from counterfile.web.words import Words

ANSWERS: dict[str, str] = {name: name for name in (*words.ANSWERS, NOT_MENTIONED, coding.LATER)}
"""Answers that any question may have, as sentences of the interface."""

_VALUES: dict[str, Mapping[str, str]] = {
    "buyer_class": words.CLASSES,
    "stage": {str(name): said for name, said in words.STAGES.items()},
    "status": {str(name): said for name, said in words.LOT_STATUSES.items()},
    "state": {str(name): said for name, said in words.STATES.items()},
}
"""Columns whose values have names in the interface."""


def questions_of(view: View) -> Sequence[CodeQuestion]:
    """Return the codebook's questions as they were when its coding last began."""
    began = [each for each in coding.events(view) if isinstance(each, coding.Began)]
    return began[-1].questions if began else ()


@dataclass(frozen=True, slots=True)
class Named:
    """Names in the language of a page."""

    spoken: Words
    asks: Mapping[str, str]
    """The words of each question, by its name alone and as judgements and findings call it."""
    options: Mapping[tuple[str, str], str]
    """What coders see of an option, by question and option."""

    def answer(self, question: str, answer: str) -> str:
        """Return an answer to a question as coders saw it."""
        if answer in ANSWERS:
            return self.spoken.say(ANSWERS[answer])
        return "; ".join(self.options.get((question, each), each) for each in answer.split(JOINT))

    def column(self, name: str) -> str:
        """Return what a column of a finding is called: of a question its words."""
        return self.asks.get(name) or tell_figure(name, self.spoken)

    def columns(self, names: Iterable[str]) -> str:
        """Return what breaks a figure down."""
        return " / ".join(map(self.column, names))

    def value(self, column: str, value: str) -> str:
        """Return a value of a column; what documents say stays as it is."""
        if column.startswith(coding.CODE):
            return tell_figure(self.answer(column.removeprefix(coding.CODE), value), self.spoken)
        known = _VALUES.get(column.removeprefix("notice."), {})
        return self.spoken.say(known[value]) if value in known else tell_figure(value, self.spoken)

    def values(self, columns: Sequence[str], values: Sequence[str]) -> str:
        """Return a cell's values, joined as `Figure.breakdown` joins them."""
        return " / ".join(self.value(column, value) for column, value in zip(columns, values, strict=False))


def named(questions: Iterable[CodeQuestion], spoken: Words) -> Named:
    """Return the names for a codebook's questions in a language."""
    asked = list(questions)
    return Named(
        spoken,
        {
            head + each.name: in_language(each.ask, spoken.language)
            for each in asked
            for head in ("", coding.CODE, coding.CODED)
        },
        {
            (each.name, option.name): in_language(option.labels, spoken.language) or option.name
            for each in asked
            for option in each.options
        },
    )
