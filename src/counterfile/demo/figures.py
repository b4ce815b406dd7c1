"""Findings of the demo inquiry: files with claims, filled in with what is true of the heap."""

from __future__ import annotations

import json
import re
from importlib import resources

from counterfile.demo.truth import Truth

_EXPECTED = re.compile(r"^expected:.*$", re.MULTILINE)

Expected = int | str | list[str] | dict[str, int]
"""What a finding's file may expect; see `model.finding.FindingSpec.expected`."""


def findings(truth: Truth) -> list[tuple[str, str]]:
    """Return file name and text of every demo finding, its expected figure and its claim filled in from the truth."""
    known = expectations(truth)
    found = []
    for each in sorted(resources.files("counterfile.demo").joinpath("findings").iterdir(), key=lambda each: each.name):
        name = each.name.removesuffix(".yaml")
        if name in known and known[name] is not None:
            found.append((each.name, fill(each.read_text("utf-8"), known[name])))
    return found


def expectations(truth: Truth) -> dict[str, Expected]:
    """Return what each demo finding should come to, by its name."""
    figures = truth.figures
    opened = sum(figures.opened_per_year.values())
    found: dict[str, Expected] = {
        "documents": figures.documents,
        "procedures": figures.procedures,
        "by-political-legal-bodies": figures.tenders_by_class.get("political_legal", 0),
        "by-police": figures.tenders_by_class.get("police", 0),
        "opened-by-year": figures.opened_per_year,
        "opened-in-2021": f"{figures.opened_per_year.get('2021', 0)}/{opened}",
        "provinces": len(figures.provinces),
        "with-award": f"{figures.procedures_with_award}/{figures.procedures}",
        "award-total": figures.award_totals.sum,
        "face-recognition": figures.mentions.get("face_recognition", 0),
        "second-attempts": figures.procedures_in_later_rounds,
        "suppliers": figures.suppliers,
    }
    if figures.award_totals.min is not None and figures.award_totals.max is not None:
        found["award-amounts"] = [figures.award_totals.min, figures.award_totals.max]
    return found


def fill(text: str, expected: Expected) -> str:
    """Return a finding's file with its expected figure filled in, in the claim too.

    In the claim ``{figure}`` stands for the figure, ``{low}`` and ``{high}`` for its ends, ``{total}`` for the sum of counts.

    >>> print(fill('claim: {en: "{figure} tenders"}\\nexpected:', 7))
    claim: {en: "7 tenders"}
    expected: 7
    """
    shown = {"figure": _shown(expected)}
    if isinstance(expected, list):
        shown |= {"low": _shown(expected[0]), "high": _shown(expected[-1])}
    if isinstance(expected, dict):
        shown["total"] = str(sum(expected.values()))
    for name, value in shown.items():
        text = text.replace("{" + name + "}", value)
    return _EXPECTED.sub(lambda _: f"expected: {json.dumps(expected, ensure_ascii=False)}", text)


def _shown(expected: Expected) -> str:
    """Return a figure as a claim prints it: amounts in groups of three digits, without idle cents."""
    if isinstance(expected, int):
        return f"{expected:,}"
    if isinstance(expected, str):
        match = re.fullmatch(r"(\d+)(\.\d\d)", expected)
        if match is None:
            return expected.replace("/", " of ")
        return f"{int(match[1]):,}" + ("" if match[2] == ".00" else match[2])
    return ", ".join(map(str, expected))
