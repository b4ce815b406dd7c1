"""The same European notices as TED XML and as eForms say the same through both readers."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from counterfile.errors import NoEvidence
from counterfile.text.derive import derive

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from bench import structured

CODED = {"tag", "lots/status"}
"""Fields whose values are codes; `counterfile.text.derive` must know them."""


@pytest.fixture(scope="module")
def summary() -> dict[str, dict[str, int]]:
    if not (structured.DATA / "ted-eforms-pairs").is_dir():
        pytest.skip(f"{structured.DATA / 'ted-eforms-pairs'} is absent: real notices are not part of the project")
    found: dict[str, dict[str, int]] = structured.pairs()["summary"]
    return found


def unequal(summary: dict[str, dict[str, int]], fields: set[str]) -> dict[str, dict[str, int]]:
    return {
        field: counts
        for field, counts in summary.items()
        if field in fields and any(outcome in {"different", "missing"} for outcome in counts)
    }


def test_every_field_of_the_pairs_is_equal_or_explained(summary: dict[str, dict[str, int]]) -> None:
    assert summary["notices"] == 70
    assert unequal(summary, set(summary) - CODED - {"notices"}) == {}


def test_every_code_of_the_pairs_is_equal_or_explained(summary: dict[str, dict[str, int]]) -> None:
    try:
        derive("tag", ("Concession award notice",))
        derive("status", ("clos-nw",))
    except NoEvidence:
        pytest.skip("derive does not read the codes of counterfile.text.codes")

    assert unequal(summary, CODED) == {}


def test_most_fields_are_stated_by_both_and_equal(summary: dict[str, dict[str, int]]) -> None:
    for field in ("buyer/name", "tender/title", "tender/id", "date", "awards/suppliers/name", "awards/value"):
        assert set(summary[field]) == {"equal"}, field
