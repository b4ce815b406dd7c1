"""Fit the weights of `counterfile.resolving.procedures` and write them: ``python scripts/procedure_weights.py INQUIRY=TRUTH …``.

Each argument names the folder of an inquiry that was run, and a file with the truth: JSON with the procedure of each
notice by file name (``{"notice.html": "X-1"}``), or the truth of a demo heap (``demo.write_truth``), which tells
families too. Every heap is taken three times: as it is, and twice with values left out and titles edited, cut and
lengthened, so that the weights hold where less is said. Numbers count only where the truth does not follow from them.

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
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from counterfile import app
from counterfile.model.notice import Property
from counterfile.model.statement import Statement
from counterfile.resolving import _procedure_evaluation as evaluation
from counterfile.resolving.procedures import FEATURES, Said, levels, said

OUT = Path(__file__).parents[1] / "src" / "counterfile" / "resolving" / "_procedure_weights.yaml"
PULL = 30.0
"""Towards the priors, in pairs: a level seen in fewer says little against its prior."""
PAIRS = 4000
"""What each heap weighs, whatever its size."""

PRIORS: dict[str, dict[str, tuple[float, float]]] = {
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
        "same but for owner or lots": (2.6, 2.8),
        "one cut short": (2.4, 2.4),
        "one in the other": (1, 1.2),
        "very alike": (2.2, 2.2),
        "alike": (0.4, 0.4),
        "partly alike": (-2, -2),
        "a little alike": (-4, -4),
        "unlike": (-5, -5),
    },
    "words": {
        "one replaced": (-3.2, -3),
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
}
"""What each level should add to one procedure and to one family."""
BIAS = (-1.2, -1.2)


@dataclass(frozen=True)
class Example:
    """A pair with what is true of it."""

    heap: str
    told: Mapping[str, str]
    procedure: bool
    family: bool | None
    """None where the truth does not tell."""


def examples(folder: Path, truth: Path) -> list[Example]:
    """Return the pairs of one heap."""
    procedures, families = _truth(truth)
    with app.open_inquiry(folder) as inquiry:
        notices = inquiry.store.notices(limit=10_000_000)
        arrived = inquiry.store.first_arrivals([notice.document for notice in notices])
        spoken = inquiry.store.claims([notice.id for notice in notices], tuple(Property))
    names = {notice.id: (notice.id, arrived[notice.document].name) for notice in notices}
    procedure = {each: procedures[name] for each, both in names.items() for name in both if name in procedures}
    family = {each: families[name] for each, both in names.items() for name in both if name in families}
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
                row = {name: level for name, (_, _, level) in levels(given[one], given[two]).items()}
                found.append(Example(folder.name, row, same, kin))
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


def fit(rows: Sequence[Example], *, family: bool) -> dict[tuple[str, str] | None, float]:
    """Return the weight of each level, and under None the bias."""
    used = [row for row in rows if (row.family is not None if family else row.told["round"] != "other")]
    names = [(feature, level) for feature in FEATURES for level in PRIORS[feature]]
    place = {name: at for at, name in enumerate(names)}
    at, starts = [], [0]
    for row in used:
        at += [place[feature, row.told[feature]] for feature in FEATURES if (feature, row.told[feature]) in place]
        at.append(len(names))
        starts.append(len(at))
    table = csr_matrix((np.ones(len(at)), at, starts), shape=(len(used), len(names) + 1))
    sizes = Counter(row.heap for row in used)
    weights = np.array([PAIRS / sizes[row.heap] for row in used])
    signs = np.array([1 if (row.family if family else row.procedure) else -1 for row in used])
    prior = np.array([*(PRIORS[feature][level][family] for feature, level in names), BIAS[family]])

    def loss(guess: np.ndarray) -> tuple[float, np.ndarray]:
        odds = signs * (table @ guess)
        slope = -weights * signs / (1 + np.exp(np.clip(odds, -50, 50)))
        away = guess - prior
        value = float((weights * np.logaddexp(0, -odds)).sum() + PULL / 2 * (away**2).sum())
        return value, table.T @ slope + PULL * away

    found = minimize(loss, prior, jac=True, method="L-BFGS-B").x
    return dict(zip([*names, None], found.tolist(), strict=True))


def _rounded(weight: float) -> str:
    return f"{round(weight, 1) + 0.0:.1f}"  # + 0.0 makes -0.0 a plain zero


def main() -> None:
    """Fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("heaps", nargs="+", metavar="INQUIRY=TRUTH")
    rows: list[Example] = []
    for heap in parser.parse_args().heaps:
        folder, _, truth = heap.partition("=")
        rows += examples(Path(folder), Path(truth))
    procedure, family = fit(rows, family=False), fit(rows, family=True)
    lines = [
        "# Log odds that a level adds: [one procedure, one family]. `resolving/procedures.py` says what the levels mean,",
        "# `scripts/procedure_weights.py` how the weights were fitted. A level that is not here adds nothing.",
        f"bias: [{_rounded(procedure[None])}, {_rounded(family[None])}]",
    ]
    for feature in FEATURES:
        lines.append(f"{feature}:")
        lines += [
            f"  {level}: [{_rounded(procedure[feature, level])}, {_rounded(family[feature, level])}]"
            for level in PRIORS[feature]
        ]
    OUT.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
