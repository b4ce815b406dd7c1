"""Fit the weights of `counterfile.resolving.procedures` and write them: ``python -m scripts.procedure_weights HEAP …``.

Each argument is ``INQUIRY=TRUTH``: the folder of an inquiry that was run, and a file with the truth, JSON with the
procedure of each notice by file name (``{"notice.html": "X-1"}``) or the truth of a demo heap (``demo.write_truth``),
which tells families too; or ``hard:SEED``, an invented heap of `bench.procedure_heaps`. Every heap is taken three times:
as it is, and twice with values left out and titles edited, cut and lengthened, so that the weights hold where less is
said. Numbers count only where the truth does not follow from them.

The fit is a logistic regression whose weights are pulled not to zero but to `PRIORS`: what the levels should weigh by
what is known of the field, so that no level is decided by the habits of one agency or of the demo's generator.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from bench import procedure_heaps

from counterfile import app
from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving import _procedure_teaching as teaching
from counterfile.resolving.procedures import FEATURES, Said, Weights, as_table, levels, said

OUT = Path(__file__).parents[1] / "src" / "counterfile" / "resolving" / "_procedure_weights.yaml"
PULL = 30.0
"""Towards the priors, in pairs: a level seen in fewer says little against its prior."""
PAIRS = 4000
"""What each heap weighs, whatever its size."""

PRIORS: dict[str, dict[str, tuple[float, float]]] = {
    "id": {
        "same id": (6, 6),
        "same id, but short": (1.5, 1.5),
        "other id of one publisher": (-4, -1),
        "other id, but short": (-3, -0.5),
    },
    "number": {
        "same number": (5.5, 5.5),
        "same number, but short": (2, 2),
        "contract's number": (4.5, 4.5),
        "one with a suffix": (-0.5, 3),
        "one root, other suffixes": (-1.5, 2.5),
        "other number of one series": (-3.5, -0.7),
        "other number": (-1.5, -0.3),
    },
    "title": {
        "same": (4, 4.2),
        "same but short": (1.2, 1.4),
        "same but general": (2.2, 2.4),
        "same but for owner or lots": (2.6, 2.8),
        "one cut short": (2.4, 2.4),
        "one in the other": (1, 1.2),
        "one goes on": (-0.5, -0.3),
        "very alike": (2.2, 2.2),
        "alike": (0.4, 0.4),
        "partly alike": (-2, -2),
        "a little alike": (-4, -4),
        "unlike": (-5, -5),
    },
    "words": {
        "one sign replaced": (-4.5, -4.3),
        "one replaced": (-3.2, -3),
        "one character replaced": (-3.5, -3.3),
        "one put in": (-1, -1),
        "other act": (-4, -4),
        "act in one alone": (-2, -2),
        "more of it in one alone": (-2.5, -2.3),
    },
    "figures": {
        "same": (0.3, 0.3),
        "none": (0, 0),
        "one has more": (-0.6, -0.6),
        "other figures": (-3, -3),
        "other years": (-3.5, -3.5),
    },
    "lots": {
        "same lots": (0.6, 0.6),
        "one on a lot": (0, 0),
        "other lots": (-0.5, 0),
    },
    "buyer": {
        "same": (1.2, 1.2),
        "one in the other": (1, 1),
        "short for the other": (0.8, 0.8),
        "other but alike": (-2.5, -2.5),
        "other by the title": (-1.2, -1.2),
        "other": (-3.5, -3.5),
    },
    "agency": {
        "same": (0.3, 0.3),
        "other": (-1.5, -1),
    },
    "round": {
        "same": (0, 0),
    },
    "time": {
        "within 15 days": (1.5, 1.2),
        "within 60 days": (1.2, 1.2),
        "within 180 days": (0.4, 0.8),
        "within a year": (-1.2, 0),
        "years apart": (-4, -3),
    },
    "order": {
        "in order": (0.4, 0.3),
        "same kind": (-0.8, -0.3),
        "same kind, later": (-2.5, -0.3),
        "same kind, in one list": (-6, -5),
        "failed and awarded": (-1.5, 0.3),
        "out of order": (-2.5, 0),
    },
    "reference": {
        "names its day": (2.2, 2),
        "same first day": (1, 0.8),
        "other first day": (-0.8, -0.4),
        "names another day": (-1.2, -0.6),
    },
    "opening": {
        "same day": (2, 1.8),
        "postponed": (0, 0),
        "other day": (-0.8, -0.4),
    },
    "amount": {
        "same award": (2.5, 2.2),
        "same budget": (2.2, 2.5),
        "other budget": (-0.8, -0.6),
        "award near budget": (0.8, 0.8),
        "award far below budget": (-0.5, -0.5),
        "award above budget": (-1.5, -1.2),
        "other award": (-0.8, -0.6),
    },
    "supplier": {
        "same": (0.8, 0.8),
        "other": (-1.2, -0.8),
    },
    "link": {
        "one leads to the other": (4.5, 5),
        "same file": (3, 3),
        "both lead to one page": (2, 2.6),
    },
}
"""What each level should add to one procedure and to one family."""
BIAS = (-1.2, -1.2)


@dataclass(frozen=True)
class Example:
    """A pair with what is true of it."""

    heap: str
    told: Sequence[str]
    """Levels; see `procedures.levels`."""
    procedure: bool
    family: bool | None
    """None where the truth does not tell."""


@dataclass(frozen=True)
class Heap:
    """What notices say, and whose they are."""

    name: str
    spoken: Mapping[str, Sequence[Statement]]
    procedure: Mapping[str, Hashable]
    """By notice; not all are labeled."""
    family: Mapping[str, Hashable]
    """Empty where the truth does not tell."""


def heap_of(argument: str) -> Heap:
    """Return the heap that an argument names: ``INQUIRY=TRUTH``, or ``hard:SEED`` for an invented one."""
    if argument.startswith("hard:"):
        made = procedure_heaps.heap(int(argument[5:]))
        spoken = {fact.notice.id: fact.statements for fact in procedure_heaps.published(made)}
        ids = [procedure_heaps.identifier(at) for at in range(len(made))]
        procedure = {name: one.procedure for name, one in zip(ids, made, strict=True)}
        return Heap(argument, spoken, procedure, {name: one.family for name, one in zip(ids, made, strict=True)})
    folder, _, truth = argument.partition("=")
    procedures, families = _truth(Path(truth))
    with app.open_inquiry(Path(folder)) as inquiry:
        notices = inquiry.store.notices(limit=10_000_000)
        arrived = inquiry.store.first_arrivals([notice.document for notice in notices])
        read = inquiry.store.claims([notice.id for notice in notices], tuple(Property))
    names = {notice.id: (notice.id, arrived[notice.document].name) for notice in notices}
    return Heap(
        Path(folder).name,
        read,
        {each: procedures[name] for each, both in names.items() for name in both if name in procedures},
        {each: families[name] for each, both in names.items() for name in both if name in families},
    )


def examples(heap: Heap) -> list[Example]:
    """Return the pairs of one heap."""
    spoken, procedure, family = heap.spoken, heap.procedure, heap.family
    found: list[Example] = []
    for copy in range(3):
        chance = random.Random(copy)  # noqa: S311 -- nothing here is secret
        told = spoken if copy == 0 else {each: _less(some, chance) for each, some in spoken.items()}
        read = {each: said(each, some) for each, some in told.items()}
        hidden = evaluation.numberless(read)
        for one, two in sorted(evaluation.candidates(read.values())):
            if one not in procedure or two not in procedure:
                continue
            same = procedure[one] == procedure[two]
            kin = family[one] == family[two] if family else same or _family_by_title(read[one], read[two])
            for given in (hidden, read) if family else (hidden,):
                row = levels(given[one], given[two])
                found.append(Example(heap.name, row, same, kin))
    return found


def _truth(path: Path) -> tuple[Mapping[str, Hashable], Mapping[str, Hashable]]:
    """Return procedures and families by file name or notice id; no families where the truth does not tell them."""
    content = json.loads(path.read_text("utf-8"))
    if "files" not in content:
        return content | {f"{name}.html": value for name, value in content.items()}, {}
    notices = [notice for file in content["files"] for notice in file["notices"]]
    return {each["id"]: each["procedure"] for each in notices}, {each["id"]: each["family"] for each in notices}


def _family_by_title(one: Said, two: Said) -> bool | None:
    """Return None for two procedures of one title: they may well be attempts of one project."""
    return None if {title.core for title in one.titles} & {title.core for title in two.titles} else False


_OFTEN_MISSING = {
    Property.BUYER: 0.3,
    Property.AGENCY: 0.3,
    Property.PUBLISHED: 0.1,
    Property.FIRST_PUBLISHED: 0.4,
    Property.OPENING: 0.4,
    Property.BUDGET: 0.4,
    Property.AWARD_VALUE: 0.4,
    Property.SUPPLIER: 0.3,
    Property.TITLE: 0.5,
}


def _less(statements: Sequence[Statement], chance: random.Random) -> list[Statement]:
    """Return statements of which some are left out and titles are edited."""
    gone = {meant for meant, share in _OFTEN_MISSING.items() if chance.random() < share}
    if not any(one.property is Property.NOTICE_TITLE for one in statements):
        gone.discard(Property.TITLE)
    buyer = next((one.value for one in statements if one.property is Property.BUYER), "")
    kept = []
    for one in statements:
        if one.property in gone:
            continue
        titled = one.property in (Property.TITLE, Property.NOTICE_TITLE)
        kept.append(msgspec.structs.replace(one, value=_edited(one.value, buyer, chance)) if titled else one)
    return kept


def _edited(title: str, buyer: str, chance: random.Random) -> str:
    kind = chance.choice(("cut", "lost", "added", "shorter", "lead", "buyer", "", "", "", ""))
    at = chance.randrange(len(title))
    if kind == "cut" and len(title) > 24:
        return title[: chance.randint(20, len(title) - 2)]
    if kind == "lost":
        return title[:at] + title[at + 1 :]
    if kind == "added":
        return title[:at] + chance.choice("的及等区新") + title[at:]
    if kind == "shorter":
        return title.replace("采购项目", "项目").replace("建设", "")
    if kind == "lead":
        return chance.choice(("临沅市", "2021年", "关于")) + title
    if kind == "buyer" and buyer:
        return title.replace(buyer, "") if buyer in title else buyer + title
    return title


def fit(rows: Sequence[Example]) -> Weights:
    """Return the weights that explain the pairs of all heaps, drawn to `PRIORS`."""
    halves = []
    for is_family in (False, True):
        used = [row for row in rows if (row.family is not None if is_family else row.told[_ROUND] != "other")]
        sizes = Counter(row.heap for row in used)
        prior = {name: {level: pair[is_family] for level, pair in table.items()} for name, table in PRIORS.items()}
        halves.append(
            teaching.fit(
                [row.told for row in used],
                [bool(row.family if is_family else row.procedure) for row in used],
                (prior, BIAS[is_family]),
                pull=PULL,
                importance=[PAIRS / sizes[row.heap] for row in used],
            )
        )
    return Weights(halves[0][0], halves[1][0], (halves[0][1], halves[1][1]))


_ROUND = FEATURES.index("round")


def main() -> None:
    """Fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heaps", nargs="+", metavar="INQUIRY=TRUTH|hard:SEED")
    rows: list[Example] = []
    for heap in parser.parse_args().heaps:
        rows += examples(heap_of(heap))
    OUT.write_text(_HEAD + as_table(fit(rows)), "utf-8")


_HEAD = (
    "# Log odds that a level adds: [one procedure, one family]. `resolving/_procedure_levels.py` says what the levels mean,\n"
    "# `scripts/procedure_weights.py` how the weights were fitted. A level that is not here adds nothing.\n"
)


if __name__ == "__main__":
    main()
