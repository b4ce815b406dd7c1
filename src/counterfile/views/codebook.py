"""``codebook.yaml`` -> `model.codebook.Codebook`; every error points at its line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec
import yaml

from counterfile.errors import BadUsage
from counterfile.model.codebook import (
    JOINT,
    NOT_MENTIONED,
    Codebook,
    CodeQuestion,
    Coding,
    Condition,
    Example,
    Kind,
    Option,
    Screening,
    Unit,
)
from counterfile.text import search
from counterfile.views._codebook_persons import NO_PERSON, asks_for_person, is_person

LARGEST = 4 << 20
"""Bytes of a codebook."""

MOST = 1000
"""Questions, options, examples or terms in one list."""

_QUESTION_KEYS = (
    "ask",
    "kind",
    "unit",
    "version",
    "options",
    "instructions",
    "examples",
    "terms",
    "fuzzy",
    "when",
    "read_first",
    "ordered",
)
_NAME_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_-")
_LANGUAGES = 3  # letters of a language's code at most, as in zh, en, uig

Choice = TypeVar("Choice", bound=StrEnum)
Number = TypeVar("Number", int, float)


def load(path: Path) -> Codebook:
    """Return the codebook in a file; an empty one if there is no such file.

    Raises:
        BadUsage: it is not YAML, or a key or value is wrong; the message gives the line.
    """
    if not path.exists():
        return Codebook()
    if path.stat().st_size > LARGEST:
        raise BadUsage(f"{path.name}: it is larger than {LARGEST >> 20} MB, which no codebook is")
    try:
        return parse(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError as error:
        raise BadUsage(f"{path.name}: it is not YAML ({error})") from error


def parse(text: str, name: str = "codebook.yaml") -> Codebook:
    """Return the codebook that YAML text states; see `load`."""
    try:
        # Aliases let a small file stand for an endless one, so none are taken.
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BadUsage(f"{name}: aliases (*name) are not read; write it out")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise BadUsage(f"{name}: it is not YAML ({error})") from error
    return _Parser(name).codebook(root) if root is not None else Codebook()


def checked_answer(question: CodeQuestion, written: str) -> str:
    """Return an answer in the form in which it is stored.

    Raises:
        BadUsage: the question takes no such answer; the message says which it takes.
    """
    answer = " ".join(written.split())
    if answer == NOT_MENTIONED:
        return answer
    if question.kind is Kind.YES_NO:
        return _one(question, answer, ("yes", "no", "unsure"))
    if question.kind is Kind.ONE_OF:
        return _one(question, answer, [option.name for option in question.options])
    if question.kind is Kind.MANY_OF:
        names = [option.name for option in question.options]
        chosen = {_one(question, part.strip(), names) for part in answer.split(";") if part.strip()}
        if not chosen:
            raise BadUsage(f"{question.name}: one or more of {', '.join(names)} are wanted, or {NOT_MENTIONED!r}")
        return JOINT.join(name for name in names if name in chosen)
    if question.kind is Kind.NUMBER:
        return _number(question, answer)
    if question.kind is Kind.DATE:
        return _date(question, answer)
    if not answer:
        raise BadUsage(f"{question.name}: words of the document are wanted, or {NOT_MENTIONED!r}")
    return answer


def _one(question: CodeQuestion, answer: str, allowed: Sequence[str]) -> str:
    if answer not in allowed:
        raise BadUsage(f"{question.name}: {answer!r} is no answer; there are {', '.join(allowed)} and {NOT_MENTIONED}")
    return answer


def _number(question: CodeQuestion, answer: str) -> str:
    from decimal import Decimal, InvalidOperation

    try:
        number = Decimal(answer.replace(",", ""))
    except InvalidOperation as error:
        raise BadUsage(f"{question.name}: {answer!r} is no number; write it as 1250 or 12.5") from error
    if not number.is_finite() or abs(number.adjusted()) > 30:
        raise BadUsage(f"{question.name}: {answer!r} is no number that can be counted with")
    return f"{number.normalize():f}"


def _date(question: CodeQuestion, answer: str) -> str:
    try:
        padded = answer + "-01-01"[len(answer) - 4 :] if len(answer) in (4, 7) else answer
        dt.date.fromisoformat(padded)
    except ValueError as error:
        raise BadUsage(f"{question.name}: {answer!r} is no date; write it as 2023-05-12, 2023-05 or 2023") from error
    return answer


class _Parser:
    """Walks the nodes, which know their lines."""

    def __init__(self, file: str) -> None:
        self._file = file

    def codebook(self, root: yaml.Node) -> Codebook:
        keys = self._mapping(root, ("version", "relevant", "screening", "coding", "questions"))
        terms: tuple[str, ...] = ()
        if "relevant" in keys:
            relevant = self._mapping(keys["relevant"], ("terms",))
            terms = self._terms(relevant["terms"]) if "terms" in relevant else ()
        questions = self._questions(keys["questions"]) if "questions" in keys else ()
        return Codebook(
            terms=terms,
            screening=self._screening(keys["screening"]) if "screening" in keys else None,
            coding=self._coding(keys["coding"]) if "coding" in keys else Coding(),
            questions=questions,
        )

    def _screening(self, node: yaml.Node) -> Screening:
        names = ("question", "start", "unit", "stop", "random", "overlap", "seed", "readers", "reasons")
        keys = self._mapping(node, names)
        if "question" not in keys:
            raise self._error(node, "screening wants a question, such as `question: Is this a purchase of …?`")
        unit = self._choice(keys["unit"], Unit) if "unit" in keys else Unit.NOTICE
        if unit not in (Unit.NOTICE, Unit.PROCEDURE):
            raise self._error(keys["unit"], "notices or procedures are screened: notice, procedure")
        base = Screening(ask=self._words(keys["question"]), unit=unit, line=node.start_mark.line + 1)
        return msgspec.structs.replace(
            base,
            start=self._list(keys["start"]) if "start" in keys else (),
            stop=self._text(keys["stop"]) if "stop" in keys else base.stop,
            random=self._share(keys["random"]) if "random" in keys else base.random,
            overlap=self._share(keys["overlap"]) if "overlap" in keys else base.overlap,
            seed=self._whole(keys["seed"], 0) if "seed" in keys else base.seed,
            readers=self._list(keys["readers"]) if "readers" in keys else (),
            reasons=self._list(keys["reasons"]) if "reasons" in keys else (),
        )

    def _coding(self, node: yaml.Node) -> Coding:
        keys = self._mapping(node, ("overlap", "repeats", "seed", "coders", "scope", "classifier"))
        base = Coding()
        scope = self._text(keys["scope"]) if "scope" in keys else base.scope
        if scope not in ("relevant", "all"):
            raise self._error(keys["scope"], "the scope is relevant or all")
        return Coding(
            overlap=self._share(keys["overlap"]) if "overlap" in keys else base.overlap,
            repeats=self._share(keys["repeats"]) if "repeats" in keys else base.repeats,
            seed=self._whole(keys["seed"], 0) if "seed" in keys else base.seed,
            coders=self._list(keys["coders"]) if "coders" in keys else (),
            scope=scope,
            classifier=self._text(keys["classifier"]) if "classifier" in keys else base.classifier,
        )

    def _questions(self, node: yaml.Node) -> tuple[CodeQuestion, ...]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, "questions are names, each with its keys, such as `live_alerts: {ask: …}`")
        found: dict[str, CodeQuestion] = {}
        for key, value in node.value[: MOST + 1]:
            name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
            if not name or not set(name) <= _NAME_SIGNS:
                raise self._error(key, f"{name!r} is no name; small letters, digits, _ and - are")
            if name in found:
                raise self._error(key, f"there are two questions {name}")
            found[name] = self._question(name, value, found)
        if len(found) > MOST:
            raise self._error(node, f"there are more than {MOST} questions")
        return tuple(found.values())

    def _question(self, name: str, node: yaml.Node, before: dict[str, CodeQuestion]) -> CodeQuestion:
        keys = self._mapping(node, _QUESTION_KEYS)
        if "ask" not in keys:
            raise self._error(node, f"{name} wants its words, such as `ask: Does it …?`")
        question = CodeQuestion(
            name=name,
            ask=self._words(keys["ask"]),
            kind=self._choice(keys["kind"], Kind) if "kind" in keys else Kind.YES_NO,
            unit=self._unit(keys["unit"]) if "unit" in keys else Unit.NOTICE,
            version=self._whole(keys["version"], 1) if "version" in keys else 1,
            options=self._options(keys["options"]) if "options" in keys else (),
            instructions=self._words(keys["instructions"]) if "instructions" in keys else {},
            terms=self._terms(keys["terms"]) if "terms" in keys else (),
            fuzzy=self._terms(keys["fuzzy"]) if "fuzzy" in keys else (),
            read_first=self._flag(keys["read_first"]) if "read_first" in keys else False,
            ordered=self._flag(keys["ordered"]) if "ordered" in keys else False,
            line=node.start_mark.line + 1,
        )
        if (words := asks_for_person(question)) is not None:
            raise self._error(keys["ask"], f"{name} asks for a person ({words!r}); {NO_PERSON}")
        chosen = question.kind in (Kind.ONE_OF, Kind.MANY_OF)
        if chosen != bool(question.options):
            wants = "wants options" if chosen else f"takes no options; its kind is {question.kind}"
            raise self._error(node, f"{name} {wants}")
        if "examples" in keys:
            question = msgspec.structs.replace(question, examples=self._examples(keys["examples"], question))
        if "when" in keys:
            question = msgspec.structs.replace(question, when=self._condition(keys["when"], question, before))
        return question

    def _options(self, node: yaml.Node) -> tuple[Option, ...]:
        if isinstance(node, yaml.SequenceNode):
            found = [Option(name) for name in self._list(node)]
        else:
            found = []
            for key, value in self._pairs(node):
                labels = value
                terms: tuple[str, ...] = ()
                if isinstance(value, yaml.MappingNode):
                    inner = {str(k.value): v for k, v in value.value}
                    terms = self._terms(inner["terms"]) if "terms" in inner else ()
                    pairs = [(k, v) for k, v in value.value if k.value != "terms"]
                    labels = yaml.MappingNode(value.tag, pairs, value.start_mark, value.end_mark)
                found.append(Option(key, self._words(labels), terms))
        for option in found:
            if ";" in option.name or option.name in (NOT_MENTIONED, ""):
                raise self._error(node, f"{option.name!r} cannot be an option")
        if len({option.name for option in found}) != len(found):
            raise self._error(node, "an option stands twice")
        return tuple(found)

    def _examples(self, node: yaml.Node, question: CodeQuestion) -> tuple[Example, ...]:
        found = []
        for each in self._items(node, "examples"):
            keys = self._mapping(each, ("text", "answer"))
            if set(keys) != {"text", "answer"}:
                raise self._error(each, "an example has a text and an answer")
            try:
                answer = checked_answer(question, self._text(keys["answer"]))
            except BadUsage as error:
                raise self._error(keys["answer"], str(error)) from error
            found.append(Example(self._text(keys["text"]), answer))
        return tuple(found)

    def _condition(self, node: yaml.Node, question: CodeQuestion, before: dict[str, CodeQuestion]) -> Condition:
        keys = self._mapping(node, ("question", "is"))
        if set(keys) != {"question", "is"}:
            raise self._error(node, "a condition names a question and its answers: {question: NAME, is: [yes]}")
        asked = self._text(keys["question"])
        other = before.get(asked)
        if other is None:
            # Only what stands above may be asked for, so conditions never run in a circle.
            raise self._error(keys["question"], f"there is no question {asked!r} above {question.name}")
        if other.unit is not question.unit:
            raise self._error(
                node, f"{question.name} is asked of a {question.unit}, {asked} of a {other.unit}; both want one unit"
            )
        answers = self._list(keys["is"]) if isinstance(keys["is"], yaml.SequenceNode) else (self._text(keys["is"]),)
        try:
            return Condition(asked, tuple(checked_answer(other, answer) for answer in answers))
        except BadUsage as error:
            raise self._error(keys["is"], str(error)) from error

    # Leaves

    def _unit(self, node: yaml.Node) -> Unit:
        if is_person(self._text(node)):
            raise self._error(node, f"{node.value!r} is no unit; {NO_PERSON}")
        return self._choice(node, Unit)

    def _flag(self, node: yaml.Node) -> bool:
        written = self._text(node)
        if written not in ("yes", "no", "true", "false"):
            raise self._error(node, f"{written!r} is neither yes nor no")
        return written in ("yes", "true")

    def _words(self, node: yaml.Node) -> dict[str, str]:
        if isinstance(node, yaml.ScalarNode):
            return {"": self._text(node)}
        found = {}
        for key, value in self._pairs(node):
            if not (key.isalpha() and key.isascii() and 2 <= len(key) <= _LANGUAGES):
                raise self._error(value, f"{key!r} is no language; write it as zh or en")
            found[key] = self._text(value)
        if not found:
            raise self._error(node, "words are wanted")
        return found

    def _terms(self, node: yaml.Node) -> tuple[str, ...]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, "terms are a list, such as [人脸识别, facial recognition]")
        terms = []
        for each in self._items(node, "terms"):
            if not isinstance(each, yaml.ScalarNode) or not search.phrases(quoted(each.value)):
                raise self._error(each, "a term is a word or a few, with letters or characters")
            terms.append(str(each.value).strip())
        return tuple(dict.fromkeys(terms))

    def _list(self, node: yaml.Node) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._text(each) for each in self._items(node, "this")))

    def _items(self, node: yaml.Node, what: str) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            raise self._error(node, f"{what} is a list, such as [one, two]")
        if len(node.value) > MOST:
            raise self._error(node, f"there are more than {MOST} entries")
        return list(node.value)

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
            raise self._error(node, "a text is wanted")
        return str(node.value).strip()

    def _share(self, node: yaml.Node) -> float:
        return self._number(node, float, lambda value: 0 <= value <= 1, "a share from 0 to 1")

    def _whole(self, node: yaml.Node, least: int) -> int:
        return self._number(node, int, lambda value: least <= value < 2**31, f"a whole number from {least} up")

    def _number(
        self, node: yaml.Node, read: Callable[[str], Number], fits: Callable[[Number], bool], wanted: str
    ) -> Number:
        try:
            value = read(self._text(node))
        except ValueError as error:
            raise self._error(node, f"{node.value!r} is not {wanted}") from error
        if not fits(value):
            raise self._error(node, f"{node.value!r} is not {wanted}")
        return value

    def _choice(self, node: yaml.Node, kind: type[Choice]) -> Choice:
        written = self._text(node)
        if written not in set(kind):
            raise self._error(node, f"{written!r} is none of {', '.join(kind)}")
        return kind(written)

    def _pairs(self, node: yaml.Node) -> list[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, "keys with values are wanted")
        if len(node.value) > MOST:
            raise self._error(node, f"there are more than {MOST} keys")
        return [(self._text(key), value) for key, value in node.value]

    def _mapping(self, node: yaml.Node, allowed: Sequence[str]) -> dict[str, yaml.Node]:
        if not isinstance(node, yaml.MappingNode):
            raise self._error(node, f"keys with values are wanted; the keys are {', '.join(allowed)}")
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.value not in allowed:
                raise self._error(
                    key, f"there is no key {getattr(key, 'value', '')}; the keys are {', '.join(allowed)}"
                )
            if key.value in found:
                raise self._error(key, f"the key {key.value} stands twice")
            found[str(key.value)] = value
        return found

    def _error(self, node: yaml.Node, message: str) -> BadUsage:
        return BadUsage(f"{self._file}:{node.start_mark.line + 1}: {message}")


def quoted(term: str) -> str:
    """Return a term as a query that keeps it whole."""
    return '"' + term.strip().replace('"', " ") + '"'
