"""Findings of the demo inquiry: files with claims, filled in with what is true of the heap."""

from __future__ import annotations

import json
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources

from counterfile.demo.names import PROVINCES
from counterfile.demo.truth import NoticeTruth, ProcedureTruth, Truth, award_totals

_EXPECTED = re.compile(r"^expected:.*$", re.MULTILINE)

Expected = int | str | list[str] | dict[str, int]
"""What a finding's file may expect; see `model.finding.FindingSpec.expected`."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a finding should come to."""

    figure: Expected
    nested: dict[str, int] = field(default_factory=dict)
    """Its nested counts, in the order of its file, by the names that its claim gives them."""
    beside: dict[str, str] = field(default_factory=dict)
    """More that its file says."""

    @property
    def words(self) -> dict[str, str]:
        """Return what its file says besides the figure."""
        return {**{name: str(count) for name, count in self.nested.items()}, **self.beside}


def findings(truth: Truth, *, answered: bool = False) -> list[tuple[str, str]]:
    """Return file name and text of the demo findings, expected figures and claims filled in from the truth.

    Args:
        truth: Of the heap.
        answered: Return those that rest on answers of people (`answers.give`); without, those that rest on reading alone.
    """
    known = expectations(truth)
    folder = resources.files("counterfile.demo").joinpath("answered" if answered else "findings")
    files = sorted(folder.iterdir(), key=lambda each: each.name)
    named = [(each, known.get(each.name.removesuffix(".yaml"))) for each in files]
    return [
        (each.name, fill(each.read_text("utf-8"), found.figure, found.words))
        for each, found in named
        if found is not None
    ]


def expectations(truth: Truth) -> dict[str, Expectation]:
    """Return what each demo finding should come to, by its name; a figure over nothing is left out."""
    found = {name: Expectation(figure) for name, figure in _plain(truth) if figure is not None}
    return found | dict(_Scope(truth).expectations())


def _plain(truth: Truth) -> Iterator[tuple[str, Expected | None]]:
    figures = truth.figures
    yield "documents", figures.documents
    yield "procedures", figures.procedures
    yield "award-total", figures.award_totals.sum
    yield "face-recognition", figures.mentions.get("face_recognition", 0)
    yield "second-attempts", figures.procedures_in_later_rounds
    yield "suppliers", figures.suppliers
    yield "opened-by-year", figures.opened_per_year
    naming = [each.published for each in truth.notices if "one_person_one_file" in each.mentions and each.published]
    yield "first-mention", min(naming, default=None)
    studies = [file for file in truth.files if file.plant == "early study"]
    yield "quoted-study", len(studies) or None


class _Scope:
    """The procedures in scope, counted by their labels."""

    def __init__(self, truth: Truth) -> None:
        self.procedures = [each for each in truth.procedures if each.relevant]
        ids = {each.id for each in self.procedures}
        self.notices = [each for each in truth.notices if each.procedure in ids]

    def expectations(self) -> Iterator[tuple[str, Expectation]]:
        """Yield name and expectation of each finding that rests on answers."""
        every, opened = self.procedures, [each for each in self.procedures if each.opened]
        yield "in-scope", Expectation(len(every))
        yield "in-scope-documents", Expectation(len({_document(each) for each in self.notices}))
        yield "by-political-legal-bodies", self.count(_of("political_legal"))
        yield "by-police", self.count(_of("police"))
        yield "by-class", Expectation(_count(each.buyer_class for each in every))
        yield "for-security", self.share(_says("purpose", "security"))
        yield "since-the-first-application", self.count(lambda p: "2018-07-01" <= (p.opened or "") <= "2022-06-30")
        yield "tenders-by-year", Expectation(_count(_year(each) for each in opened))
        yield "opened-in-2021", Expectation(f"{sum(_year(each) == '2021' for each in opened)}/{len(opened)}")
        yield "class-by-year", Expectation(_count(f"{each.buyer_class} / {_year(each)}" for each in opened))
        winners = {i for each in self.notices if each.stage in {"award", "contract"} for i in each.supplier_ids}
        yield "companies", Expectation(len(winners))
        provinces = {each.province for each in every if each.province}
        absent = "、".join(sorted({province for province, *_ in PROVINCES} - provinces))
        yield "provinces", Expectation(len(provinces), beside={"absent": absent})
        yield (
            "levels",
            self.count(lambda _: True, **{name: _says("level", name) for name in ("city", "county", "street")}),
        )
        yield "auto-update", self.share(_says("auto_update"))
        yield "with-award", self.share(lambda p: p.awarded)
        totals = award_totals(each for each in self.notices if each.near_duplicate_of is None)
        if totals:
            yield "award-amounts", Expectation([f"{totals[0]:.2f}", f"{totals[-1]:.2f}"])
            yield "award-median", Expectation(f"{statistics.median(totals):f}")
        yield (
            "depth",
            self.count(
                _says("one_person_one_file"),
                line=_says("depth", "list item"),
                paragraph=_says("depth", "paragraph"),
                core=_says("depth", "core object"),
            ),
        )
        both = _all(_says("one_person_one_file"), _says("face_recognition"))
        functions = ("ethnicity", "early_warning", "auto_update")
        yield "files-and-faces", self.count(both, **{name: _says(name) for name in functions})
        month = _all(
            lambda p: (p.published or "").startswith("2020-02") and p.province == "海南省",
            _of("political_legal"),
            _says("ethnicity"),
        )
        yield "one-case", self.count(month)
        yield "counter-terrorism-and-stability", self.count(_all(_says("counter_terrorism"), _says("stability")))
        yield "social-media", self.count(_says("social_media"))
        kinds = ("relatives", "contacts", "vehicles", "marriage", "purchases")
        yield "records", self.share(_says("records", *kinds), **{name: _says("records", name) for name in kinds})
        yield "schools", self.count(_all(_of("school"), _says("strangers")))

    def count(self, test: _Test, **nested: _Test) -> Expectation:
        met = [each for each in self.procedures if test(each)]
        return Expectation(len(met), {name: sum(map(more, met)) for name, more in nested.items()})

    def share(self, test: _Test, **nested: _Test) -> Expectation:
        every = self.procedures
        return Expectation(
            f"{sum(map(test, every))}/{len(every)}", {name: sum(map(more, every)) for name, more in nested.items()}
        )


_Test = Callable[[ProcedureTruth], bool]


def _of(kind: str) -> _Test:
    return lambda p: p.buyer_class == kind


def _says(question: str, *options: str) -> _Test:
    """Return a test of the right answer to a question: yes, or one of the options."""
    wanted = set(options or ("yes",))

    def test(p: ProcedureTruth) -> bool:
        found = p.answers.get(question)
        return found is not None and not wanted.isdisjoint(found.answer.split("; "))

    return test


def _all(*tests: _Test) -> _Test:
    return lambda p: all(test(p) for test in tests)


def _year(procedure: ProcedureTruth) -> str:
    return (procedure.opened or "")[:4]


def _document(notice: NoticeTruth) -> str:
    """Return what the ids of all notices of one document begin with."""
    return "-".join(notice.id.split("-")[:2])


def _count(keys: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(keys).items()))


def fill(text: str, expected: Expected, words: Mapping[str, str] | None = None) -> str:
    """Return a finding's file with its expected figure filled in, in the claim too.

    In the claim ``{figure}`` stands for the figure, ``{low}`` and ``{high}`` for its ends, ``{part}`` and ``{whole}`` for
    those of a share, ``{total}`` for the sum of counts, and the names of ``words`` for these.

    >>> print(fill('claim: {en: "{figure} tenders, {odd} odd"}\\nexpected:', 7, {"odd": "2"}))
    claim: {en: "7 tenders, 2 odd"}
    expected: 7
    """
    shown = {"figure": _shown(expected), **(words or {})}
    if isinstance(expected, list):
        shown |= {"low": _shown(expected[0]), "high": _shown(expected[-1])}
    if isinstance(expected, dict):
        shown["total"] = str(sum(expected.values()))
    if isinstance(expected, str) and "/" in expected:
        shown["part"], _, shown["whole"] = expected.partition("/")
    for name, value in shown.items():
        text = text.replace("{" + name + "}", value)
    return _EXPECTED.sub(lambda _: f"expected: {json.dumps(expected, ensure_ascii=False)}", text)


def _shown(expected: Expected) -> str:
    """Return a figure as a claim prints it: amounts in groups of three digits, without idle cents."""
    if isinstance(expected, int):
        return f"{expected:,}"
    if isinstance(expected, str):
        match = re.fullmatch(r"(\d+)(\.\d+)", expected)
        if match is None:
            return expected
        return f"{int(match[1]):,}" + ("" if not match[2].strip(".0") else match[2])
    return ", ".join(map(str, expected))
